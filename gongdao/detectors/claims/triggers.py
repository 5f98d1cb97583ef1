"""What a pattern cannot do without: sets of words, of each of which every match has one.

A million texts are looked through for all these words at once; only a pattern that finds one of
each of its sets is tried, and most texts have no such pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as sre  # type: ignore[attr-defined]  # the tree of a pattern has no public name; tests hold its reading
from re import _parser  # type: ignore[attr-defined]  # against what patterns really match
from typing import Any

from ahocorasick_rs import AhoCorasick

MOST = 5_000
"""How many words a set may have; a larger one is not looked for."""
SETS = 3
"""How many sets of words are looked for at most."""
JOINED = 300
"""How many words two parts that follow each other may make before they are looked at apart."""
LONG = 3
"""A word of so many characters is rare enough; beyond that, fewer words are better than longer ones."""
UNSEEN = (" ", "，", ".")
"""Gaps and marks are taken out of words and texts alike: only what stands between them counts."""

DIGITS = "0123456789"

Words = frozenset[str]
Item = tuple[Any, Any]
"""A part of a pattern as the parser of `re` gives it: what it is, and what it is made of."""


class Triggers:
    """Which of several patterns may match in a text, told by the words in it."""

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self.always: list[int] = []
        belongs: dict[str, list[tuple[int, int]]] = {}
        self._needs: list[int] = []
        self._common: list[list[re.Pattern[str]]] = []
        for place, pattern in enumerate(patterns):
            first, *others = needed(pattern) or [frozenset()]
            rare = [first, *(words for words in others if _worth(words)[0] > 1)] if first else []
            self._common.append([_any_word(words) for words in others if words not in rare])
            self._needs.append((1 << len(rare)) - 1)
            if not rare:
                self.always.append(place)
            for bit, words in enumerate(rare):
                for word in words:
                    belongs.setdefault(word, []).append((place, 1 << bit))
        self.words = list(belongs)
        self._belongs = [tuple(belongs[word]) for word in self.words]
        self._automaton = AhoCorasick(self.words)

    def touched(self, squeezed: str) -> list[int]:
        """The places of the patterns that may match in a text without gaps and marks, in order.

        Words that every other text has are looked for only where all the rarer ones of a pattern are.
        """
        hits = self._automaton.find_matches_as_indexes(squeezed, overlapping=True)
        if not hits:
            return self.always
        met: dict[int, int] = {}
        for word in {hit[0] for hit in hits}:
            for place, bit in self._belongs[word]:
                met[place] = met.get(place, 0) | bit
        whole = [
            place
            for place, bits in met.items()
            if bits == self._needs[place]
            and all(words.search(squeezed) for words in self._common[place])
        ]
        return sorted([*whole, *self.always]) if whole else self.always


def alternatives(pattern: str) -> list[str]:
    """The choices of a pattern that is one great choice: each is tried only where its own words are."""
    found, depth, start, place = [], 0, 0, 0
    while place < len(pattern):
        char = pattern[place]
        if char == "[":
            place = pattern.index("]", place + 2)
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            found.append(pattern[start:place])
            start = place + 1
        place += 2 if char == "\\" else 1
    return [*found, pattern[start:]]


def squeezed(said: str) -> str:
    """A text without gaps and marks, as triggers look at it."""
    for sign in UNSEEN:
        said = said.replace(sign, "")
    return said


def needed(pattern: re.Pattern[str]) -> list[Words]:
    """Sets of words, without gaps and marks: every match has one word of each set."""
    sets = {_shortest(map(squeezed, words)) for words in _stretches(_tree(pattern))}
    telling = [words for words in sets if len(words) <= MOST and _worth(words)[0]]
    return sorted(telling, key=_worth, reverse=True)[:SETS]


def _any_word(words: Words) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words))))


def _shortest(words: Iterable[str]) -> Words:
    """Words of which none holds another: where the longer one is, the shorter is too."""
    known = frozenset(words)
    return frozenset(word for word in known if not any(part in known for part in _parts(word)))


def _parts(word: str) -> Iterator[str]:
    length = len(word)
    for size in range(length):
        for start in range(length - size + 1):
            yield word[start : start + size]


def _worth(words: Words) -> tuple[int, int]:
    """Longer words are rarer in texts, figures are not; of words long enough, fewer."""
    return min(LONG, *(len(word.strip(DIGITS)) for word in words)), -len(words)


def _tree(pattern: re.Pattern[str]) -> Sequence[Item]:
    return list(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))


def _stretches(items: Sequence[Item]) -> Iterator[Words]:
    """Every set of words of which a match must have one: runs of exact words, and what groups need."""
    run: Words = frozenset({""})
    for item in items:
        exact, goes_on = _exact(item), True
        if exact is None:
            exact, goes_on = _once(item), False
        grown = _joined(run, exact) if exact is not None else None
        if grown is not None and goes_on:
            run = grown
            continue
        yield grown or run
        run = exact or frozenset({""})
        if exact is None:
            yield from _inside(item)
    yield run


def _union(choices: Sequence[Words | None]) -> Words | None:
    known = [words for words in choices if words is not None]
    return frozenset[str]().union(*known) if len(known) == len(choices) else None


def _joined(one: Words, other: Words) -> Words | None:
    return frozenset(a + b for a in one for b in other) if len(one) * len(other) <= JOINED else None


def _exact(item: Item) -> Words | None:
    """All that the item can match, where that is a short list; what matches nothing matches the empty word."""
    match item:
        case (sre.LITERAL, code):
            return frozenset({chr(code)})
        case (sre.IN, options):
            return _any_of(options)
        case (sre.BRANCH, (_, branches)):
            found = [_sequence(branch) for branch in branches]
            return _union(found)
        case (sre.SUBPATTERN, (_, 0, 0, inner)):
            return _sequence(inner)
        case (sre.MAX_REPEAT, (0, 1, inner)):
            once = _sequence(inner)
            return None if once is None else once | {""}
        case (sre.ASSERT | sre.ASSERT_NOT | sre.AT, _):
            return frozenset({""})
    return None


def _once(item: Item) -> Words | None:
    """What is repeated at least once stands at both ends of the repetition: after what is before, before what follows."""
    match item:
        case (sre.MAX_REPEAT | sre.MIN_REPEAT, (least, _, inner)) if least:
            return _sequence(inner)
        case (sre.SUBPATTERN, (_, 0, 0, inner)) if len(inner) == 1:
            return _once(inner[0])
        case (sre.BRANCH, (_, branches)) if all(len(b) == 1 for b in branches):
            found = [_exact(branch[0]) or _once(branch[0]) for branch in branches]
            return _union(found)
    return None


def _any_of(options: Iterable[Item]) -> Words | None:
    found = set()
    for option in options:
        match option:
            case (sre.LITERAL, code):
                found.add(chr(code))
            case (sre.RANGE, (first, last)) if last - first < len("0123456789abcdef"):
                found |= {chr(code) for code in range(first, last + 1)}
            case _:
                return None
    return frozenset(found)


def _sequence(items: Iterable[Item]) -> Words | None:
    words: Words | None = frozenset({""})
    for item in items:
        exact = _exact(item)
        if exact is None or words is None:
            return None
        words = _joined(words, exact)
    return words


def _inside(item: Item) -> Iterator[Words]:
    """What a part that has no short list still cannot do without."""
    match item:
        case (sre.SUBPATTERN, (_, _, _, inner)):
            yield from _stretches(list(inner))
        case (sre.MAX_REPEAT | sre.MIN_REPEAT, (least, _, inner)) if least:
            yield from _stretches(list(inner))
        case (sre.BRANCH, (_, branches)):
            best = [_best(list(branch)) for branch in branches]
            if (either := _union(best)) is not None:
                yield either


def _best(items: Sequence[Item]) -> Words | None:
    choices = [words for words in _stretches(items) if all(map(squeezed, words))]
    return max(choices, key=_worth, default=None)
