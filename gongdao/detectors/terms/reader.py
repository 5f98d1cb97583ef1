"""The reader: terms in, clauses out that may be void, each with its exact place in the original text.

What a clause says is a fact; whether it is void is the law's to answer. The reader knows the wording of
clauses, families of patterns for each kind, which a lawyer can edit. Where no pattern speaks, likeness to
labelled clauses may: what is found so is marked, for a person to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gongdao.detectors.claims.scanner import lexicon as claims_lexicon
from gongdao.detectors.claims.text import read
from gongdao.detectors.terms.likeness import Suspicion, known
from gongdao.detectors.terms.sentences import sentences
from gongdao.kernel.words import Words

LEXICON = Path(__file__).parent / "lexicon"
NEAR = 60
"""How far from a clause its excuse may stand, and within what distance two of a kind are one clause."""
SLOT = re.compile(r"\{(\w+)\}")
PREPAID = re.compile("预付|充值|储值|会员卡|购物卡|年卡|次卡|课程包|课时|prepaid|gift card|top.?up")


@dataclass(frozen=True)
class Kind:
    """A kind of clause: its name in the law's vocabulary, what it is, and a wording that would be lawful."""

    name: str
    words: Words
    lawful_wording: Words


@dataclass(frozen=True)
class Pattern:
    """A family of wordings of a kind of clause, and what in the same sentence makes it another, lawful one."""

    kind: Kind
    says: re.Pattern[str]
    unless: re.Pattern[str]
    confidence: float


@dataclass(frozen=True)
class Clause:
    """What a stretch of the terms says.

    `prepaid`: the terms are about money paid ahead. `alike`: no pattern found it, but its likeness to others.
    """

    start: int
    end: int
    quote: str
    sentence: str
    kind: Kind
    confidence: float
    prepaid: bool
    alike: bool = False


def read_terms(text: str) -> list[Clause]:
    """Every clause of a known kind that burdens whoever buys, in the order of the text."""
    prepaid = bool(PREPAID.search(text.lower()))
    readings = [_read(*each, prepaid=prepaid, lexicon="clauses") for each in sentences(text)]
    silent = [reading for reading in readings if not reading.clauses and not reading.excused]
    suspicions = known().suspect([reading.sentence.strip() for reading in silent])
    for reading, suspicion in zip(silent, suspicions, strict=True):
        if suspicion:
            reading.clauses.append(_alike(reading, suspicion, prepaid=prepaid))
    return [clause for reading in readings for clause in reading.clauses]


def read_impositions(text: str) -> list[Clause]:
    """Every clause of a platform's rules that imposes something on its merchants, in the order of the text."""
    readings = (
        _read(*each, prepaid=False, lexicon="impositions") for each in sentences(text)
    )  # fmt: skip
    return [clause for reading in readings for clause in reading.clauses]


@dataclass(frozen=True)
class _Reading:
    """A sentence, the clauses that patterns found in it, and whether something made one of them lawful."""

    start: int
    sentence: str
    clauses: list[Clause]
    excused: bool


def _alike(reading: _Reading, suspicion: Suspicion, *, prepaid: bool) -> Clause:
    quote = reading.sentence.strip()
    start = reading.start + reading.sentence.index(quote)
    return Clause(
        start, start + len(quote), quote, quote, kinds()[suspicion.kind],
        round(suspicion.certainty, 2), prepaid, alike=True,
    )  # fmt: skip


def _read(start: int, sentence: str, *, prepaid: bool, lexicon: str) -> _Reading:
    reading = read(sentence, claims_lexicon().disguises)
    found: list[Clause] = []
    excused = False
    for pattern in patterns(lexicon):
        for first, last, lawful in _said(pattern, reading.said):
            if lawful:
                excused = True
                continue
            begin, end = reading.span(first, last)
            found.append(Clause(
                start + begin, start + end, sentence[begin:end], sentence.strip(),
                pattern.kind, pattern.confidence, prepaid,
            ))  # fmt: skip
    apart = list(_apart(sorted(found, key=lambda clause: (clause.start, -clause.end))))
    return _Reading(start, sentence, apart, excused)


def _apart(found: list[Clause]) -> Iterator[Clause]:
    """Of clauses of one kind that stand near each other, the first."""
    ended: dict[str, int] = {}
    for clause in found:
        if clause.start > ended.get(clause.kind.name, -NEAR) + NEAR // 2:
            yield clause
        ended[clause.kind.name] = max(clause.end, ended.get(clause.kind.name, 0))


def _said(pattern: Pattern, text: str) -> Iterator[tuple[int, int, bool]]:
    """Where a pattern is said, and whether something near makes it lawful; what stands far off does not."""
    for match in pattern.says.finditer(text):
        start, end = match.span()
        near = text[max(0, start - NEAR) : end + NEAR]
        yield start, end, bool(pattern.unless.search(near))


@cache
def kinds(lexicon: str = "clauses") -> Mapping[str, Kind]:
    """Every kind of clause that the reader knows, by its name: of `clauses` or of `impositions`."""
    file = {"clauses": "kinds.yaml", "impositions": "imposed.yaml"}[lexicon]
    said = yaml.safe_load((LEXICON / file).read_text(encoding="utf-8"))
    return {
        name: Kind(name, Words(**each["words"]), Words(**each["lawful_wording"]))
        for name, each in said.items()
    }


@cache
def patterns(lexicon: str = "clauses") -> tuple[Pattern, ...]:
    """Every pattern of a lexicon, read once."""
    said = yaml.safe_load((LEXICON / f"{lexicon}.yaml").read_text(encoding="utf-8"))
    slots = _slots(said["slots"])
    lawful = said.get("lawful", [])
    return tuple(
        _pattern(each, kinds(lexicon)[name], slots, lawful)
        for name, entries in said["clauses"].items()
        for each in entries
    )


def _slots(said: Mapping[str, str]) -> dict[str, str]:
    """Each slot as a choice of its words; a slot may name those before it."""
    slots: dict[str, str] = {}
    for name, words in said.items():
        slots[name] = "(?:" + "|".join(_filled(word, slots) for word in words.split()) + ")"
    return slots


def _filled(text: str, slots: Mapping[str, str]) -> str:
    return SLOT.sub(lambda slot: slots.get(slot[1], slot[0]), text)


def _pattern(
    said: Mapping[str, Any], kind: Kind, slots: Mapping[str, str], lawful: Sequence[str]
) -> Pattern:
    excuses = [said["unless"], *lawful] if "unless" in said else lawful
    return Pattern(
        kind, _either(_listed(said["says"]), slots), _either(excuses, slots),
        float(said.get("confidence", 0.9)),
    )  # fmt: skip


def _listed(said: str | list[str]) -> list[str]:
    return [said] if isinstance(said, str) else said


def _either(choices: Sequence[str], slots: Mapping[str, str]) -> re.Pattern[str]:
    """Any of the choices; of no choice, what is never said."""
    return re.compile("|".join(_filled(each, slots) for each in choices) or r"(?!)")
