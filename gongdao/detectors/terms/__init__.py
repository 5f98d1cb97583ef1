"""Clauses of merchants' terms that the law may not let stand, found in Chinese and English text."""

from gongdao.detectors.terms.reader import Clause, Kind, kinds, read_impositions, read_terms

__all__ = ["Clause", "Kind", "kinds", "read_impositions", "read_terms"]
