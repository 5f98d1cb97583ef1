"""The text of a rule, pure: how it is laid out, what changed between two editions, where a word stands.

A line is a paragraph. `# ` begins a heading; `! ` begins a clause of weight (fees, disputes, liability),
which every page shows in bold, as the Measures on Platform Rules (article 8) ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

Kind = Literal["heading", "weighty", "plain"]
Change = Literal["same", "added", "removed"]
MARKS: dict[str, Kind] = {"# ": "heading", "! ": "weighty"}
WORD = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)
"""What changes as a whole: a word in Latin letters, a number, else one character."""
ALIKE = 0.4
"""Two paragraphs that share so much are one that was changed; with less they are two."""


class Paragraph(NamedTuple):
    """One paragraph, without its mark."""

    kind: Kind
    text: str


class Stretch(NamedTuple):
    """A stretch of a paragraph: as it was, added or removed."""

    change: Change
    text: str


class Row(NamedTuple):
    """A paragraph of the comparison: what became of it as a whole, and stretch by stretch."""

    change: Literal["same", "added", "removed", "changed"]
    kind: Kind
    stretches: tuple[Stretch, ...]


def paragraphs(body: str) -> list[Paragraph]:
    """The body as it is shown; empty lines only part it."""
    return [_paragraph(line) for line in body.splitlines() if line.strip()]


def containing(body: str, words: str) -> list[Paragraph]:
    """The paragraphs in which these words stand, capitals or not."""
    sought = words.strip().casefold()
    return [p for p in paragraphs(body) if sought and sought in p.text.casefold()]


def compare(old: str, new: str) -> list[Row]:
    """The new body against the old one, paragraph by paragraph, changed ones word by word."""
    before, after = paragraphs(old), paragraphs(new)
    rows: list[Row] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, i, j, k, m in matcher.get_opcodes():
        if before[i:j] == after[k:m]:
            rows += [Row("same", p.kind, (Stretch("same", p.text),)) for p in after[k:m]]
        else:
            rows += _replaced(before[i:j], after[k:m])
    return rows


def _replaced(before: list[Paragraph], after: list[Paragraph]) -> Iterator[Row]:
    """Paragraphs pair up in their order while they are alike; the others were removed or added."""
    waiting = list(after)
    for old in before:
        place = next((n for n, new in enumerate(waiting) if _alike(old.text, new.text)), None)
        if place is None:
            yield Row("removed", old.kind, (Stretch("removed", old.text),))
            continue
        for new in waiting[:place]:
            yield Row("added", new.kind, (Stretch("added", new.text),))
        kind = waiting[place].kind
        yield Row("changed", kind, tuple(_stretches(old.text, waiting[place].text)))
        waiting = waiting[place + 1 :]
    for new in waiting:
        yield Row("added", new.kind, (Stretch("added", new.text),))


def _alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, old, new, autojunk=False).ratio() > ALIKE


def _stretches(old: str, new: str) -> Iterator[Stretch]:
    before, after = WORD.findall(old), WORD.findall(new)
    for act, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if act == "equal":
            yield Stretch("same", "".join(after[k:m]))
            continue
        if j > i:
            yield Stretch("removed", "".join(before[i:j]))
        if m > k:
            yield Stretch("added", "".join(after[k:m]))


def _paragraph(line: str) -> Paragraph:
    for mark, kind in MARKS.items():
        if line.startswith(mark):
            return Paragraph(kind, line[len(mark) :].strip())
    return Paragraph("plain", line.strip())
