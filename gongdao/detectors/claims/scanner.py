"""The scanner: a text in, findings out. What may not be said, where it stands, and how to mend it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from gongdao.detectors.claims.text import END, Disguises, Folded, Reading, compiled, sewn
from gongdao.detectors.claims.triggers import Triggers, alternatives, squeezed
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
class Said:
    """A text about goods of a category; `condition` is new, used or refurbished."""

    text: str
    category: str = ""
    condition: str = ""


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


Claim = tuple[Entry, tuple[int, int]]
"""What a pattern found, and where it stands in what the text says."""


@dataclass(frozen=True)
class Lexicon:
    """Everything the scanner knows, as the files say it."""

    disguises: Disguises
    kinds: Mapping[str, Kind]
    patterns: tuple[tuple[Entry, re.Pattern[str]], ...]
    words: Triggers
    """The words of the patterns, and after them of the disguises that words tell: those in `hidden`."""
    hidden: tuple[int, ...]
    lawful: tuple[Lawful, ...]
    contexts: Triggers
    """The words of the lawful contexts."""


def scan(text: str, *, category: str = "", condition: str = "") -> list[Finding]:
    """Every unlawful claim in a text about goods of a category; `condition` is new, used or refurbished."""
    return scan_many([Said(text, category, condition)])[0]


def scan_many(said: Sequence[Said]) -> list[list[Finding]]:
    """The unlawful claims in each of many texts: one pass over all of them finds the few worth reading."""
    known = lexicon()
    folded = known.disguises.folding.folded([each.text for each in said])
    read = _readings(said, folded, known)
    claims = {
        number: (reading, found)
        for number, (reading, places) in read.items()
        if (found := _claims(said[number], reading, places, known))
    }
    near = known.contexts.touched(sewn([squeezed(reading.said) for reading, _ in claims.values()]))
    findings: list[list[Finding]] = [[] for _ in said]
    for place, (number, (reading, found)) in enumerate(claims.items()):
        lawful = _Contexts(reading.said, found, [known.lawful[n] for n in near.get(place, ())])
        kept = [each for each in found if not lawful.allow(*each)]
        findings[number] = [_finding(entry, span, reading) for entry, span in _widest(kept)]
    return findings


def _readings(
    said: Sequence[Said], folded: Folded, known: Lexicon
) -> dict[int, tuple[Reading, Sequence[int]]]:
    """The few texts worth reading, as they are meant, with the patterns that may match in each.

    Where a disguise is taken off, new words may appear: those texts are looked through again, together.
    """
    count = len(known.patterns)
    read: dict[int, tuple[Reading, Sequence[int]]] = {}
    unmasked = []
    for number, places in known.words.touched(folded.squeezed()).items():
        worn = [known.hidden[place - count] for place in places if place >= count]
        steps = known.disguises.worn(worn)
        read[number] = Reading(said[number].text, folded, number, steps), places
        if worn:
            unmasked.append(number)
    again = known.words.touched(sewn([squeezed(read[number][0].said) for number in unmasked]))
    for place, number in enumerate(unmasked):
        read[number] = read[number][0], again.get(place, ())
    return read


def _claims(said: Said, reading: Reading, places: Sequence[int], known: Lexicon) -> list[Claim]:
    """The claims in a text, of those patterns that may be there."""
    marks = _marks(said.category) | _marks(said.condition)
    return [
        (entry, match.span())
        for entry, pattern in (
            known.patterns[place] for place in places if place < len(known.patterns)
        )
        if _concerns(entry, marks)
        for match in pattern.finditer(reading.said)
        if not (entry.unless and entry.unless.search(_clause(reading.said, match.span())))
    ]


@cache
def _names() -> list[list[tuple[str, re.Pattern[str]]]]:
    """What categories, and what conditions, are called; in order, for the first name that fits counts."""
    return [
        [(each, re.compile("|".join(map(_whole, said.split())))) for each, said in names.items()]
        for names in _file("categories").values()
    ]


def _whole(name: str) -> str:
    return f"(?<![a-z]){name}(?![a-z])" if name.isascii() else name


@lru_cache(maxsize=4_096)
def _marks(name: str) -> frozenset[str]:
    """What patterns call the category or condition that somebody names in words of his own."""
    plain = re.sub("[^a-z一-鿿]+", "_", name.lower())
    meant = (next((each for each, seen in names if seen.search(plain)), "") for names in _names())
    return frozenset(filter(None, (name, *meant)))


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
    """The lawful contexts near the claims of a text: each is looked for once, and only when asked for."""

    def __init__(self, said: str, claims: Sequence[Claim], lawful: Sequence[Lawful]) -> None:
        self._said, self._lawful = said, lawful
        self._near = (
            max(0, min(start for _, (start, _) in claims) - NEAR),
            max(end for _, (_, end) in claims) + NEAR,
        )
        self._stretches: dict[int, list[tuple[int, int]]] = {}

    def allow(self, entry: Entry, span: tuple[int, int]) -> bool:
        """Whether a claim, at this place, is lawful."""
        return any(
            self._holds(place, each, span)
            for place, each in enumerate(self._lawful)
            if entry.kind.name in each.kinds
        )

    def _holds(self, place: int, each: Lawful, span: tuple[int, int]) -> bool:
        stretches = self._stretches.get(place)
        if stretches is None:
            near = (0, len(self._said)) if each.whole_text else self._near
            stretches = [found.span() for found in each.pattern.finditer(self._said, *near)]
            self._stretches[place] = stretches
        if each.whole_text or not stretches:
            return bool(stretches)
        # Matches of one pattern do not overlap: only the last that begins before the claim ends can touch it.
        before = bisect_left(stretches, (span[1], 0)) - 1
        return before >= 0 and stretches[before][1] > span[0]


def _widest(found: Sequence[Claim]) -> Iterator[Claim]:
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
    lawful = tuple(context for each in _file("lawful") for context in _lawful(each, slots))
    patterns = tuple(
        (entry, re.compile(each)) for entry in entries for each in alternatives(entry.pattern)
    )
    disguises = compiled(_file("disguises"))
    hidden = tuple(n for n in range(len(disguises.words)) if n not in disguises.untold)
    words = Triggers(
        [*(pattern for _, pattern in patterns), *(disguises.words[n][0] for n in hidden)]
    )
    contexts = Triggers(each.pattern for each in lawful)
    return Lexicon(disguises, kinds, patterns, words, hidden, lawful, contexts)


def _file(name: str) -> Any:
    return yaml.safe_load((LEXICON / f"{name}.yaml").read_text(encoding="utf-8"))


def _either(words: str) -> str:
    """Words written one after another, as one choice, the longest first; `_` is a blank within one."""
    either = "|".join(sorted(words.split(), key=len, reverse=True))
    return f"(?:{either})".replace("_", " ")


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


def _lawful(said: Mapping[str, Any], slots: Mapping[str, str]) -> Iterator[Lawful]:
    kinds, whole_text = frozenset(said["kinds"].split()), bool(said.get("whole_text", False))
    for each in alternatives(_written(said["pattern"], slots)):
        yield Lawful(kinds, re.compile(each), whole_text)


def _kind(name: str, said: Mapping[str, Any]) -> Kind:
    fine = said.get("fine")
    words, article, why, repair = (
        Words(said[key]["zh"], said[key]["en"]) for key in ("words", "article", "why", "repair")
    )
    bounds = (int(fine[0]), int(fine[1])) if fine else None
    return Kind(name, words, article, why, repair, bounds)
