"""Columns of values as PostgreSQL writes arrays: a batch travels as one text for each column.

The driver's own way costs more than the insert it serves: it looks at every quotation mark by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime


def arrays(rows: Sequence[Sequence[object]], width: int) -> list[str]:
    """Rows turned into `width` arrays, one for each place in a row; no rows give empty arrays."""
    return [array(column) for column in zip(*rows, strict=True)] or ["{}"] * width


def array(values: Iterable[object]) -> str:
    """`{"a","b",NULL}`: values of the kinds that columns have, each written as its type reads it."""
    return "{" + ",".join([WRITTEN[type(value)](value) for value in values]) + "}"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _moment(value: datetime) -> str:
    return f'"{value.isoformat()}"'


def _bytes(value: bytes | memoryview) -> str:
    return f'"\\\\x{value.hex()}"'


WRITTEN: Mapping[type, Callable[..., str]] = {
    str: _text,
    int: str,
    bool: lambda value: "t" if value else "f",
    datetime: _moment,
    date: _moment,
    bytes: _bytes,
    memoryview: _bytes,
    type(None): lambda _: "NULL",
}
"""How each kind of value is written inside an array."""
