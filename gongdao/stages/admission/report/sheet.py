"""Rows for a spreadsheet, in which nothing that a merchant wrote is run as a formula."""

from __future__ import annotations

from collections.abc import Sequence

FORMULA = tuple("=+-@\t\r")


def harmless(rows: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The rows for a spreadsheet: what would be read as a formula is written as text."""
    return [
        {name: f"'{value}" if value[:1] in FORMULA else value for name, value in row.items()}
        for row in rows
    ]
