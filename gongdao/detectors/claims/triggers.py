"""What a pattern cannot do without: sets of words, of each of which every match has one.

A million texts are looked through for all these words at once; only a pattern that finds one of
each of its sets, close together, is tried, and most texts have no such pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from re import _constants as sre  # type: ignore[attr-defined]  # the tree of a pattern has no public name; tests hold its reading
from re import _parser  # type: ignore[attr-defined]  # against what patterns really match
from typing import Any, NamedTuple

import numpy as np
from ahocorasick_rs import AhoCorasick, Implementation
from numpy.typing import NDArray

MOST = 5_000
"""How many words a set may have; a larger one is not looked for."""
SETS = 3
"""How many sets of words are looked for at most."""
JOINED = 600
"""How many words two parts that follow each other may make before they are looked at apart."""
LONG = 3
"""A word of so many characters is rare enough; beyond that, fewer words are better than longer ones."""
RARE = 2
"""Beyond the first set only sets of words rarer than single characters are looked for in the pass over all texts."""
UNSEEN = (" ", "，", ".")
"""Gaps and marks are taken out of words and texts alike: only what stands between them counts."""

DIGITS = "0123456789"
FAR = (1 << 32) - 1
"""Farther than any text is long: how long a pattern without an end is taken to be."""
COMMON = frozenset(
    "的一是不了人有为个大小上下用可以在和到中年月日天周次包装盒瓶袋箱单件台位份说码家成分单变色前后内高低"
) | {
    "使用", "产品", "适合", "采用", "享受", "服务", "选择", "购买", "质量", "包装", "退货",
    "客服", "发货", "颜色", "尺寸", "商品", "材质", "可以", "百分之",
}  # fmt: skip
"""Characters and words that most texts have: a set with one of them tells little."""

Words = frozenset[str]
Item = tuple[Any, Any]
"""A part of a pattern as the parser of `re` gives it: what it is, and what it is made of."""


class Squeezed(NamedTuple):
    """Many texts without gaps and marks, one after another, and where each of them starts."""

    joined: str
    starts: NDArray[np.int64]


class Triggers:
    """Which of several patterns may match in which of many texts, told by the words in them.

    One pass over all the texts finds the words. A pattern may match only where one word of each of
    its sets stands, no farther from the others than the pattern is long; this is worked out for all
    the words of all the texts together, so that a text without a claim costs no loop of its own.
    """

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self.always: list[int] = []
        belongs: dict[str, list[tuple[int, int]]] = {}
        sets, widths = list[int](), list[int]()
        self._common: list[list[re.Pattern[str]]] = []
        for place, pattern in enumerate(patterns):
            first, *others = needed(pattern) or [frozenset()]
            rare = [first, *(words for words in others if _worth(words)[0] > RARE)] if first else []
            self._common.append([_any_word(words) for words in others if words not in rare])
            sets.append(len(rare))
            widths.append(longest(pattern))
            if not rare:
                self.always.append(place)
            for number, words in enumerate(rare):
                for word in words:
                    belongs.setdefault(word, []).append((place, number))
        self.words = list(belongs)
        self._automaton = AhoCorasick(self.words, implementation=Implementation.DFA)
        self._sets, self._widths = np.array(sets, np.int64), np.array(widths, np.int64)
        self._lengths = widths
        self._counts = np.array([len(each) for each in belongs.values()], np.int64)
        self._firsts = np.cumsum(self._counts) - self._counts
        pairs = np.array([pair for each in belongs.values() for pair in each], np.int64)
        self._places, self._numbers = pairs.reshape(-1, 2).T

    def touched(self, texts: Squeezed) -> dict[int, list[int]]:
        """The places of the patterns that may match, in order, by the number of the text."""
        found = {n: set(self.always) for n in range(len(texts.starts))} if self.always else {}
        starts = [*texts.starts.tolist(), len(texts.joined)]
        for text, place, at in self._near(texts):
            if place in found.get(text, ()):
                continue
            if self._common[place]:
                far = self._lengths[place]
                near = max(starts[text], at - far), min(starts[text + 1], at + far)
                if not all(words.search(texts.joined, *near) for words in self._common[place]):
                    continue
            found.setdefault(text, set()).add(place)
        return {text: sorted(places) for text, places in found.items()}

    def _near(self, texts: Squeezed) -> Iterable[tuple[int, int, int]]:
        """Each text, pattern and place where a word of every rare set of the pattern stands near the others."""
        hits = self._automaton.find_matches_as_indexes(texts.joined, overlapping=True)
        if not hits:
            return ()
        words, starts, _ = (
            np.fromiter(chain.from_iterable(hits), np.int64, 3 * len(hits)).reshape(-1, 3).T
        )
        text = np.searchsorted(texts.starts, starts, side="right") - 1
        counts = self._counts[words]
        hit = np.repeat(np.arange(len(words)), counts)
        pair = np.arange(len(hit)) + np.repeat(
            self._firsts[words] - np.cumsum(counts) + counts, counts
        )
        # Text and pattern, the place of the word, the number of its set: one number, so that one sort does.
        key = text[hit] * len(self._sets) + self._places[pair]
        packed = np.sort(key << 34 | starts[hit] << 2 | self._numbers[pair])
        key, at, number = packed >> 34, packed >> 2 & FAR, packed & 3
        place = key % len(self._sets)
        whole = np.ones(len(packed), bool)
        for each in range(SETS):
            last = np.maximum.accumulate(np.where(number == each, key << 32 | at, -1))
            near = (last >> 32 == key) & (at - (last & FAR) <= self._widths[place])
            whole &= near | (self._sets[place] <= each)
        text, place = np.divmod(key[whole], len(self._sets))
        return zip(text.tolist(), place.tolist(), at[whole].tolist(), strict=True)


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


def longest(pattern: re.Pattern[str]) -> int:
    """How many characters a match has at most, with what must stand before and after it."""
    tree = _parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)
    return min(FAR, int(tree.getwidth()[1]) + sum(map(_beside, tree)))


def _beside(item: Item) -> int:
    """How far the conditions in a part of a pattern look at most, all together."""
    match item:
        case (sre.ASSERT, (_, inner)):
            return int(inner.getwidth()[1]) + sum(map(_beside, inner))
        case (sre.SUBPATTERN, (_, _, _, inner)) | (sre.MAX_REPEAT | sre.MIN_REPEAT, (_, _, inner)):
            return sum(map(_beside, inner))
        case (sre.BRANCH, (_, branches)):
            return sum(_beside(each) for branch in branches for each in branch)
    return 0


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
    """Longer words are rarer in texts, figures and common words are not; of words long enough, fewer."""
    return min(map(_rarity, words)), -len(words)


def _rarity(word: str) -> int:
    word = word.strip(DIGITS)
    return 1 if word in COMMON else 2 * min(LONG, len(word))


def _tree(pattern: re.Pattern[str]) -> Sequence[Item]:
    return list(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE))


def _stretches(items: Sequence[Item]) -> Iterator[Words]:
    """Every set of words of which a match must have one: runs of exact words, and what groups need."""
    run: Words = frozenset({""})
    for item in items:
        exact, goes_on = _exact(item), True
        if item[0] is sre.ASSERT:
            yield from _stretches(list(item[1][1]))
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
