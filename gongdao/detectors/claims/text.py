"""Reading through disguise: a text as it is meant, with the place of every character in the original.

Full-width letters, traditional characters, look-alikes, characters of the same sound, pinyin, and
whatever is put between characters to hide them. Sentence marks stay, as `，`, for they end a clause.

A reading is a list of steps. Most texts hold nothing unlawful, so the steps are first taken for the
words alone; where a finding stands, they are taken back one by one to its place in the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongdao.detectors.claims.triggers import UNSEEN, Squeezed, Triggers, needed, squeezed

END = "，"
SENTENCE_MARKS = frozenset("，。！？；：、,!?;:\n\r（）()【】[]…")
KEPT = frozenset("，%+#<>=.《》")
GAP = " "
"""What stands for anything that is no word: at the end only between two Latin words."""

SEAM = "\uffff"
"""What stands between texts that are looked through together; no text means it."""
NOTHING, ODD = 0, 1
"""Codes of the table for what leaves no trace, and for what is not yet known or no single character."""
SEEN = np.ones(1 << 16, bool)
"""Which codes are neither gap nor mark."""
SEEN[[NOTHING, *map(ord, UNSEEN)]] = False
SURROGATES = (0xD800, 0xDFFF)
"""Halves of characters beyond the table; such characters are looked up one by one."""
SECOND = 0xDC00
Codes = NDArray[np.uint16]
Step = tuple[re.Pattern[str], str]

CLOSING: tuple[Step, ...] = (
    (re.compile(" {2,}"), GAP),
    (re.compile(" (?:(?![a-z0-9])|(?<![a-z0-9%] ))"), ""),
    (re.compile(r"\.(?<![a-z0-9]\.)"), ""),
)
"""Gaps closed between Chinese characters; a full stop stays where it may be part of a figure."""


class Reading:
    """What a text says, and, when asked, where a stretch of that stood in the original."""

    def __init__(self, original: str, folded: Folded, number: int, worn: tuple[Step, ...]) -> None:
        self.original, self._folded, self._number = original, folded, number
        self._taken: list[tuple[Step, str]] = []
        said = folded[number]
        for step in (*CLOSING, *worn):
            meant = step[0].sub(step[1], said)
            if meant != said:
                self._taken.append((step, said))
                said = meant
        self.said = said

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of what is said, as a stretch of the original: the steps are taken back."""
        for step, before in reversed(self._taken):
            start, end = _taken_back(before, step, start, end)
        return self._folded.place(self._number, start, end)


class Folding(dict[int, str]):
    """Each character as it is meant, worked out when it is first met."""

    def __init__(self, table: Mapping[str, str]) -> None:
        super().__init__()
        self._table = table
        self._codes = np.full(1 << 16, ODD, np.uint16)

    def __missing__(self, code: int) -> str:
        meant = "".join(self._plain(folded) for folded in _folded(chr(code)))
        self[code] = meant
        return meant

    def folded(self, texts: Sequence[str]) -> Folded:
        """All the texts at once: looked up in a table of codes, one by one only where a character is odd."""
        parts = [text.encode("utf-16-le", "surrogatepass") for text in texts]
        codes = np.frombuffer(SEAM.encode("utf-16-le").join([*parts, b""]), np.uint16)
        ends = np.cumsum([len(part) // 2 + 1 for part in parts], dtype=np.int64)
        meant = self._meant(codes)
        meant[ends - 1] = ord(SEAM)
        strange = np.unique(np.searchsorted(ends, np.flatnonzero(meant == ODD), side="right"))
        return Folded(
            codes,
            meant,
            ends,
            {each: [self[ord(char)] for char in texts[each]] for each in strange.tolist()},
        )

    def _meant(self, codes: Codes) -> Codes:
        """What each code of a text means, ODD where only the whole character can tell."""
        meant = self._codes[codes]
        odd = meant == ODD
        if odd.any():
            self._learn(codes[odd])
            meant = self._codes[codes]
            meant[_pictures(codes)] = NOTHING
        return meant

    def _learn(self, codes: Codes) -> None:
        """Enter characters into the table, those that stand for one character or for none."""
        for code in np.unique(codes).tolist():
            if not SURROGATES[0] <= code <= SURROGATES[1]:
                plain = self[code]
                if len(plain) < 2 and plain <= "\uffff":
                    self._codes[code] = ord(plain) if plain else NOTHING

    def _plain(self, folded: str) -> str:
        if folded in SENTENCE_MARKS:
            return END
        plain = self._table.get(folded, folded)
        return plain if plain.isalnum() or plain in KEPT else GAP


class Folded:
    """Many texts with each character as it is meant; the odd ones character by character."""

    def __init__(
        self,
        codes: Codes,
        meant: Codes,
        ends: NDArray[np.int64],
        odd: Mapping[int, Sequence[str]],
    ) -> None:
        self._codes, self._meant, self._ends, self._odd = codes, meant, ends, odd

    def __getitem__(self, number: int) -> str:
        if number in self._odd:
            return "".join(self._odd[number])
        meant = self._meant[self._part(number)]
        return _written(meant[meant != NOTHING])

    def place(self, number: int, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of a text stood in the original."""
        if number in self._odd:
            kept = np.repeat(np.arange(len(self._odd[number])), list(map(len, self._odd[number])))
        else:
            part = self._part(number)
            kept = np.flatnonzero(self._meant[part] != NOTHING)[[start, end - 1]]
            kept -= [np.count_nonzero(_second(self._codes[part][:place])) for place in kept]
            start, end = 0, 2
        return int(kept[start]), int(kept[end - 1]) + 1

    def _part(self, number: int) -> slice:
        start = self._ends[number - 1] if number else 0
        return slice(start, self._ends[number] - 1)

    def squeezed(self) -> Squeezed:
        """All of them without gaps and marks."""
        kept = self._meant[SEEN[self._meant]]
        joined = _written(kept)
        if not self._odd:
            seams = np.flatnonzero(kept == ord(SEAM))
            return Squeezed(joined, np.concatenate(([0], seams[:-1] + 1)))
        plain = joined.split(SEAM)[:-1]
        for number, said in self._odd.items():
            plain[number] = squeezed("".join(said))
        return sewn(plain)


def _written(codes: Codes) -> str:
    return codes.tobytes().decode("utf-16-le", "surrogatepass")


def _second(codes: Codes) -> NDArray[np.bool_]:
    """The second halves of characters beyond the table."""
    return (codes >= SECOND) & (codes <= SURROGATES[1])


def _pictures(codes: Codes) -> NDArray[np.bool_]:
    """The halves of pictures such as emoji: they are no words and leave no trace."""
    first, second = codes[:-1], codes[1:]
    picture = _second(second) & (
        (first == 0xD83D)
        | ((first == 0xD83C) & (second >= 0xDF00))
        | ((first == 0xD83E) & (second < 0xDFF0))
    )  # fmt: skip
    both = np.zeros(len(codes), bool)
    both[:-1] |= picture
    both[1:] |= picture
    return both


def sewn(plain: Sequence[str]) -> Squeezed:
    """Texts that have no gaps and marks any more, one after another."""
    lengths = np.cumsum([0, *(len(each) + 1 for each in plain)])
    return Squeezed("".join(each + SEAM for each in plain), lengths[:-1])


@dataclass(frozen=True)
class Disguises:
    """The tables of disguise: characters for characters, and words for words in the order they are undone."""

    folding: Folding
    words: tuple[Step, ...]

    def worn(self, touched: Iterable[int]) -> tuple[Step, ...]:
        """The disguises that a text may wear: those its words tell, and those no word tells."""
        places = sorted(self.untold.union(touched))
        return tuple(map(self.words.__getitem__, places))

    @cached_property
    def untold(self) -> frozenset[int]:
        """Disguises that no word tells."""
        return frozenset(place for place, (seen, _) in enumerate(self.words) if not needed(seen))

    @cached_property
    def triggers(self) -> Triggers:
        """The words that tell a disguise."""
        return Triggers(seen for seen, _ in self.words)


def read(text: str, disguises: Disguises) -> Reading:
    """The text as it is meant."""
    said = disguises.folding.folded([text])
    touched = disguises.triggers.touched(said.squeezed())
    return Reading(text, said, 0, disguises.worn(touched.get(0, ())))


def compiled(data: Mapping[str, Any]) -> Disguises:
    """The tables as a lawyer writes them, ready to use."""
    characters = {
        seen: meant
        for pair in data["characters"]
        for seen, meant in zip(pair["seen"], pair["meant"], strict=True)
    }
    lettered = frozenset(data["lettered"].split())
    signs, sounds = (
        [(re.compile(each["seen"]), each["meant"]) for each in data[name]]
        for name in ("syllables", "sounds")
    )
    spelled = [
        (re.compile(_spelled(word, said.split(), letters=word in lettered)), word)
        for word, said in data["spelled"].items()
    ]
    words = (*signs, *sorted(spelled, key=lambda each: -len(each[1])), *sounds)
    return Disguises(Folding(characters), words)


def _spelled(word: str, syllables: Sequence[str], *, letters: bool) -> str:
    """A word with one or more of its characters as syllables, or one of them as its first letter."""
    ways = [
        [
            syllable if hidden else char
            for char, syllable, hidden in zip(word, syllables, way, strict=True)
        ]
        for way in product((True, False), repeat=len(word))
        if any(way)
    ]
    if letters:
        ways += [
            [*word[:place], syllable[0], *word[place + 1 :]]
            for place, syllable in enumerate(syllables)
        ]
    return "|".join(" ?".join(map(_bounded, way, [None, *way], [*way[1:], None])) for way in ways)


def _bounded(part: str, before: str | None, after: str | None) -> str:
    """A syllable is no part of a longer Latin word: beyond it stands no letter that is not the next syllable."""
    if not part.isascii():
        return part
    start = "" if before and before.isascii() else "(?<![a-z])"
    return start + part + ("" if after and after.isascii() else "(?![a-z])")


def _folded(char: str) -> str:
    """Compatibility forms undone, tones and accents of Latin letters taken off, nothing for invisible signs."""
    if (
        unicodedata.category(char) in ("Cf", "Cc", "Mn", "Me", "So", "Sk", "Co", "Cs")
        and char != "\n"
    ):
        wide = unicodedata.normalize("NFKC", char)
        if wide == char or not wide.isalnum():
            return ""
    folded = unicodedata.normalize("NFKD", char).lower()
    return "".join(c for c in folded if unicodedata.category(c) != "Mn")


def _taken_back(said: str, step: Step, start: int, end: int) -> tuple[int, int]:
    """A stretch of a text after a step, as a stretch of the text before it.

    Several characters that stand for one stretch: all of it belongs to each.
    """
    pattern, meant = step
    grown = 0
    first, last = start, end
    for found in pattern.finditer(said):
        begins = found.start() + grown
        if begins >= end:
            break
        ends = begins + len(meant)
        grown = ends - found.end()
        if start >= ends:
            first = start - grown
        elif start >= begins:
            first = found.start()
        last = found.end() if end <= ends else end - grown
    return first, last
