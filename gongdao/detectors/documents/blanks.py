"""Stretches of a file that the copy which is shown says nothing in. The file itself stays as it came."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


class Tangled(Exception):
    """Two stretches overlap that do not say the same."""


@dataclass(frozen=True, slots=True, order=True)
class Blank:
    """From `start` to `end` the copy has `head`, if any, and zeros after it."""

    start: int
    end: int
    head: bytes = b""


def tidy(blanks: Iterable[Blank]) -> list[Blank]:
    """In order, none overlapping: what is zeros only is joined; `Tangled` where that cannot be."""
    joined: list[Blank] = []
    for each in sorted(blanks):
        last = joined[-1] if joined else None
        if last is None or each.start > last.end or (each.start == last.end and each.head):
            joined.append(each)
        elif each.head or each.start < last.start + len(last.head):
            raise Tangled
        else:
            joined[-1] = Blank(last.start, max(last.end, each.end), last.head)
    return joined


def blanked(content: bytes, at: int, blanks: Sequence[Blank]) -> bytes:
    """A stretch of a file, which begins `at`, as the copy has it. The blanks are tidy."""
    end = at + len(content)
    place = max(bisect_right(blanks, at, key=lambda each: each.start) - 1, 0)
    out: bytearray | None = None
    for each in blanks[place:]:
        if each.start >= end:
            break
        first, last = max(each.start, at), min(each.end, end)
        if first < last:
            out = bytearray(content) if out is None else out
            said = each.head[first - each.start : last - each.start]
            out[first - at : last - at] = said + bytes(last - first - len(said))
    return content if out is None else bytes(out)


def write(blanks: Sequence[Blank]) -> bytes:
    """The blanks as bytes that can be kept."""
    return json.dumps([[each.start, each.end, each.head.hex()] for each in blanks]).encode()


def read(kept: bytes) -> list[Blank]:
    """The blanks again."""
    return [Blank(start, end, bytes.fromhex(head)) for start, end, head in json.loads(kept)]
