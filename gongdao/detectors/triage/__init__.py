"""Sorting complaints: a small trained model suggests, and says on which words. It decides nothing."""

from gongdao.detectors.triage.sorter import KINDS, Measured, Sorted, measure, sort

__all__ = ["KINDS", "Measured", "Sorted", "measure", "sort"]
