"""Measures that a ruling ordered beside money."""
