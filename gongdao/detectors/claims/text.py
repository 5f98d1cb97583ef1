"""Reading through disguise: a text as it is meant, with the place of every character in the original.

Full-width letters, traditional characters, look-alikes, characters of the same sound, pinyin, and
whatever is put between characters to hide them. Sentence marks stay, as `，`, for they end a clause.

A reading is a list of steps. Most texts hold nothing unlawful, so the steps are first taken for the
words alone; where a finding stands, the same steps are taken again, keeping count of places.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gongdao.detectors.claims.triggers import Triggers, squeezed

END = "，"
SENTENCE_MARKS = frozenset("，。！？；：、,!?;:\n\r（）()【】[]…")
KEPT = frozenset("，%+#<>=.《》")
GAP = " "
"""What stands for anything that is no word: at the end only between two Latin words."""

NOTHING, ODD = 0, 1
"""Codes of the table for what leaves no trace, and for what is not yet known or no single character."""
SURROGATES = (0xD800, 0xDFFF)
"""Halves of characters beyond the table; such characters are looked up one by one."""
Codes = NDArray[np.uint16]
Step = tuple[re.Pattern[str], str]
Places = list[tuple[int, int]]

CLOSING: tuple[Step, ...] = (
    (re.compile(" {2,}"), GAP),
    (re.compile(" (?![a-z0-9])|(?<![a-z0-9]) "), ""),
    (re.compile(r"(?<![a-z0-9])\."), ""),
)
"""Gaps closed between Chinese characters; a full stop stays where it may be part of a figure."""


class Reading:
    """What a text says, and, when asked, where a stretch of that stood in the original."""

    def __init__(self, original: str, disguises: Disguises) -> None:
        self.original, self._folding = original, disguises.folding
        said = _taken(disguises.folding.fold(original), CLOSING)
        self._words = disguises.worn_in(said)
        self.said = _taken(said, self._words)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of what is said, as a stretch of the original."""
        return self._places[start][0], self._places[end - 1][1]

    @cached_property
    def _places(self) -> Places:
        plain = [self._folding[ord(char)] for char in self.original]
        said = "".join(plain)
        places = [(n, n + 1) for n, each in enumerate(plain) for _ in each]
        for step in (*CLOSING, *self._words):
            said, places = _replaced(said, places, *step)
        assert said == self.said
        return places


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

    def fold(self, text: str) -> str:
        """The text with each character as it is meant."""
        return text.translate(self)

    def squeeze(self, text: str) -> str:
        """The same without gaps and marks, through a table of codes: ten times as fast where no character is odd."""
        codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), np.uint16)
        meant = self._codes[codes]
        if (meant == ODD).any():
            if not self._learn(codes):
                return squeezed(self.fold(text))
            meant = self._codes[codes]
        kept: Codes = meant[meant != NOTHING]
        return kept.tobytes().decode("utf-16-le")

    def _learn(self, codes: Codes) -> bool:
        """Enter the characters of a text into the table; whether each stands for one character or none."""
        odd = False
        for code in set(codes[self._codes[codes] == ODD].tolist()):
            plain = "" if SURROGATES[0] <= code <= SURROGATES[1] else squeezed(self[code])
            if len(plain) > 1 or SURROGATES[0] <= code <= SURROGATES[1] or plain > "\uffff":
                odd = True
            else:
                self._codes[code] = ord(plain) if plain else NOTHING
        return not odd

    def _plain(self, folded: str) -> str:
        if folded in SENTENCE_MARKS:
            return END
        plain = self._table.get(folded, folded)
        return plain if plain.isalnum() or plain in KEPT else GAP


@dataclass(frozen=True)
class Disguises:
    """The tables of disguise: characters for characters, and words for words in the order they are undone."""

    folding: Folding
    words: tuple[Step, ...]
    triggers: Triggers

    def worn_in(self, said: str) -> tuple[Step, ...]:
        """The disguises of words that a text may wear: all, as one may hide another, or only what no word tells."""
        worn = self.triggers.touched(squeezed(said))
        if worn is self.triggers.always:
            return tuple(self.words[place] for place in worn)
        return self.words


def read(text: str, disguises: Disguises) -> Reading:
    """The text as it is meant."""
    return Reading(text, disguises)


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
    return Disguises(Folding(characters), words, Triggers(seen for seen, _ in words))


def _spelled(word: str, syllables: Sequence[str], *, letters: bool) -> str:
    """A word with one or more of its characters as syllables, or one of them as its first letter."""
    ways = [
        [syllable if hidden else char for char, syllable, hidden in zip(word, syllables, way, strict=True)]
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


def _taken(said: str, steps: tuple[Step, ...]) -> str:
    for pattern, meant in steps:
        said = pattern.sub(meant, said)
    return said


def _replaced(
    said: str, places: Places, pattern: re.Pattern[str], meant: str
) -> tuple[str, Places]:
    out: list[str] = []
    kept: Places = []
    last = 0
    for found in pattern.finditer(said):
        start, end = found.span()
        out.append(said[last:start] + meant)
        kept += places[last:start]
        # Several characters that stand for one stretch: all of it belongs to each.
        kept += [(places[start][0], places[end - 1][1])] * len(meant)
        last = end
    out.append(said[last:])
    kept += places[last:]
    return "".join(out), kept
