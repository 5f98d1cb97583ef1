"""Facts that an offer must state: one standard for all categories, and what a listing leaves out of it."""

from gongdao.detectors.disclosure.checker import RULES, Finding, check, completeness, whole_gtin
from gongdao.detectors.disclosure.json_schema import schema
from gongdao.detectors.disclosure.standard import (
    UNITS,
    Category,
    Field,
    aspects,
    categories,
    category,
    instruments,
    line_of,
    version,
)
from gongdao.detectors.disclosure.text import tricks

__all__ = [
    "RULES",
    "UNITS",
    "Category",
    "Field",
    "Finding",
    "aspects",
    "categories",
    "category",
    "check",
    "completeness",
    "instruments",
    "line_of",
    "schema",
    "tricks",
    "version",
    "whole_gtin",
]
