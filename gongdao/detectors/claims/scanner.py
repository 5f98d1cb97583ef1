"""The scanner: a text in, findings out. What may not be said, where it stands, and how to mend it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gongdao.detectors.claims.text import END, Disguises, Reading, compiled, read
from gongdao.detectors.claims.triggers import Triggers, alternatives, needed, squeezed
from gongdao.kernel.words import Words

LEXICON = Path(__file__).parent / "lexicon"
NEAR = 60
"""How far a clause is read to either side; text without sentence marks must not cost more than text with."""
SLOT = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Kind:
    """A kind of unlawful claim: its name, the article it breaks, why, the repair, and the fine."""

    name: str
    words: Words
    article: Words
    why: Words
    repair: Words
    fine: tuple[int, int] | None


@dataclass(frozen=True)
class Entry:
    """A pattern that makes a claim, for some categories of goods or for all but some."""

    kind: Kind
    pattern: str
    only: frozenset[str]
    never: frozenset[str]
    confidence: float
    unless: re.Pattern[str] | None


@dataclass(frozen=True)
class Lawful:
    """A context in which what looks like a claim of some kinds is lawful."""

    kinds: frozenset[str]
    pattern: re.Pattern[str]
    whole_text: bool


@dataclass(frozen=True)
class Finding:
    """One unlawful claim: where it stands in the original text, what it is and what to do."""

    start: int
    end: int
    quote: str
    kind: Kind
    confidence: float

    def as_data(self) -> dict[str, Any]:
        """The documented form."""
        fine = self.kind.fine
        return {
            "start": self.start, "end": self.end, "quote": self.quote, "kind": self.kind.name,
            "article": self.kind.article.zh, "article_en": self.kind.article.en,
            "why": {"zh": self.kind.why.zh, "en": self.kind.why.en}, "confidence": self.confidence,
            "repair": {"zh": self.kind.repair.zh, "en": self.kind.repair.en},
            "penalty": {"min": fine[0], "max": fine[1], "currency": "CNY"} if fine else None,
        }  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """Everything the scanner knows, as the files say it."""

    disguises: Disguises
    kinds: Mapping[str, Kind]
    patterns: tuple[tuple[Entry, re.Pattern[str]], ...]
    lawful: Mapping[str, tuple[Lawful, ...]]
    triggers: Triggers
    words: Triggers

    def tried_on(self, reading: Reading) -> Iterator[tuple[Entry, re.Pattern[str]]]:
        """The patterns whose words a text has."""
        return map(self.patterns.__getitem__, self.triggers.touched(squeezed(reading.said)))


def scan(text: str, *, category: str = "", condition: str = "") -> list[Finding]:
    """Every unlawful claim in a text about goods of a category; `condition` is new, used or refurbished."""
    known = lexicon()
    if not known.words.touched(known.disguises.folding.squeeze(text)):
        return []
    reading = read(text, known.disguises)
    marks = frozenset(filter(None, (category, condition)))
    found = [
        (entry, match.span())
        for entry, pattern in known.tried_on(reading)
        if _concerns(entry, marks)
        for match in pattern.finditer(reading.said)
        if not (entry.unless and entry.unless.search(_clause(reading.said, match.span())))
    ]
    if not found:
        return []
    contexts = _Contexts(reading.said, known.lawful)
    kept = [(entry, span) for entry, span in found if not contexts.allow(entry.kind.name, span)]
    return [_finding(entry, span, reading) for entry, span in _widest(kept)]


def silent(texts: Iterable[str]) -> bool:
    """Whether none of these texts can hold a claim: one look over all of them, for whoever reads millions."""
    known = lexicon()
    return not known.words.touched(known.disguises.folding.squeeze(END.join(texts)))


def _concerns(entry: Entry, marks: frozenset[str]) -> bool:
    if entry.never & marks:
        return False
    return not entry.only or bool(entry.only & marks)


def _clause(said: str, span: tuple[int, int]) -> str:
    """The clause a stretch stands in, between two sentence marks, as far as it is near."""
    first, last = max(0, span[0] - NEAR), span[1] + NEAR
    start = max(first, said.rfind(END, first, span[0]) + 1)
    end = said.find(END, span[1], last)
    return said[start : end if end >= 0 else last]


class _Contexts:
    """Where a text stands in a lawful context: each pattern is run over it once, and only when asked for."""

    def __init__(self, said: str, lawful: Mapping[str, tuple[Lawful, ...]]) -> None:
        self._said, self._lawful = said, lawful
        self._stretches: dict[int, list[tuple[int, int]]] = {}

    def allow(self, kind: str, span: tuple[int, int]) -> bool:
        """Whether a claim of this kind, at this place, is lawful."""
        return any(self._holds(each, span) for each in self._lawful.get(kind, ()))

    def _holds(self, each: Lawful, span: tuple[int, int]) -> bool:
        stretches = self._stretches.get(id(each))
        if stretches is None:
            stretches = [found.span() for found in each.pattern.finditer(self._said)]
            self._stretches[id(each)] = stretches
        if each.whole_text or not stretches:
            return bool(stretches)
        # Matches of one pattern do not overlap: only the last that begins before the claim ends can touch it.
        before = bisect_left(stretches, (span[1], 0)) - 1
        return before >= 0 and stretches[before][1] > span[0]


def _widest(
    found: list[tuple[Entry, tuple[int, int]]],
) -> Iterator[tuple[Entry, tuple[int, int]]]:
    """Of findings of one kind that overlap, the widest; in the order of the text."""
    taken: dict[str, int] = {}
    for entry, span in sorted(found, key=lambda f: (f[0].kind.name, f[1][0], -f[1][1])):
        if span[0] >= taken.get(entry.kind.name, -1):
            taken[entry.kind.name] = span[1]
            yield entry, span


def _finding(entry: Entry, span: tuple[int, int], reading: Reading) -> Finding:
    start, end = reading.span(*span)
    return Finding(start, end, reading.original[start:end], entry.kind, entry.confidence)


@cache
def lexicon() -> Lexicon:
    """The lexicon, read once."""
    slots = {name: _either(words) for name, words in _file("slots").items()}
    kinds = {name: _kind(name, said) for name, said in _file("kinds").items()}
    entries = tuple(
        _entry(each, kinds[path.stem], slots)
        for path in sorted((LEXICON / "claims").glob("*.yaml"))
        for each in yaml.safe_load(path.read_text(encoding="utf-8"))
    )
    contexts = [_lawful(each, slots) for each in _file("lawful")]
    lawful = {kind: tuple(each for each in contexts if kind in each.kinds) for kind in kinds}
    patterns = tuple(
        (entry, re.compile(each)) for entry in entries for each in alternatives(entry.pattern)
    )
    disguises = compiled(_file("disguises"))
    claims = [pattern for _, pattern in patterns]
    hidden = [seen for seen, _ in disguises.words if needed(seen)]
    return Lexicon(
        disguises, kinds, patterns, lawful, Triggers(claims), Triggers([*claims, *hidden])
    )


def _file(name: str) -> Any:
    return yaml.safe_load((LEXICON / f"{name}.yaml").read_text(encoding="utf-8"))


def _either(words: str) -> str:
    """Words written one after another, as one choice; the longest first."""
    return "(?:" + "|".join(sorted(words.split(), key=len, reverse=True)) + ")"


def _written(text: str, slots: Mapping[str, str]) -> str:
    return SLOT.sub(lambda slot: slots.get(slot[1], slot[0]), text)


def _pattern(text: str, slots: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile(_written(text, slots))


def _entry(said: Mapping[str, Any], kind: Kind, slots: Mapping[str, str]) -> Entry:
    text = said["pattern"] if "pattern" in said else said["words"].replace(" ", "|")
    return Entry(
        kind,
        _written(text, slots),
        frozenset(said.get("only", "").split()),
        frozenset(said.get("never", "").split()),
        float(said.get("confidence", 0.9)),
        _pattern(said["unless"], slots) if "unless" in said else None,
    )


def _lawful(said: Mapping[str, Any], slots: Mapping[str, str]) -> Lawful:
    return Lawful(
        frozenset(said["kinds"].split()),
        _pattern(said["pattern"], slots),
        bool(said.get("whole_text", False)),
    )


def _kind(name: str, said: Mapping[str, Any]) -> Kind:
    fine = said.get("fine")
    words, article, why, repair = (
        Words(said[key]["zh"], said[key]["en"]) for key in ("words", "article", "why", "repair")
    )
    bounds = (int(fine[0]), int(fine[1])) if fine else None
    return Kind(name, words, article, why, repair, bounds)
