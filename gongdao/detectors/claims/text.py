"""Reading through disguise: a text as it is meant, with the place of every character in the original.

Full-width letters, traditional characters, look-alikes, characters of the same sound, pinyin, and
whatever is put between characters to hide them. Sentence marks stay, as `，`, for they end a clause.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any

END = "，"
SENTENCE_MARKS = frozenset("，。！？；：、,!?;:\n\r（）()【】[]…")
KEPT = frozenset("，%+#<>=.《》")
CJK = ("\u3400", "\u9fff")


@dataclass(frozen=True)
class Reading:
    """What a text says, and for each of its characters where that stood in the original."""

    said: str
    places: tuple[tuple[int, int], ...]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of what is said, as a stretch of the original."""
        return self.places[start][0], self.places[end - 1][1]


@dataclass(frozen=True)
class Disguises:
    """The tables of disguise: characters for characters, syllables for characters, words for words."""

    characters: dict[str, str]
    sounds: tuple[tuple[re.Pattern[str], str], ...]
    syllables: tuple[tuple[re.Pattern[str], str], ...]


def read(text: str, disguises: Disguises) -> Reading:
    """The text as it is meant."""
    said, places = _characters(text, disguises.characters)
    said, places = _closed_up(said, places)
    for pattern, meant in (*disguises.syllables, *disguises.sounds):
        if pattern.search(said):
            said, places = _replaced(said, places, pattern, meant)
    return Reading(said, tuple(places), text)


def _characters(text: str, table: dict[str, str]) -> tuple[str, list[tuple[int, int]]]:
    """Each character folded, simplified and in lower case; marks of sentences as one mark."""
    out: list[str] = []
    places: list[tuple[int, int]] = []
    for place, char in enumerate(text):
        for folded in _folded(char):
            plain = END if folded in SENTENCE_MARKS else table.get(folded, folded)
            out.append(plain)
            places += [(place, place + 1)] * len(plain)
    return "".join(out), places


@cache
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


def _closed_up(said: str, places: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """Spaces and signs between Chinese characters taken out; a space between Latin words stays one space."""
    out: list[str] = []
    kept: list[tuple[int, int]] = []
    pending: tuple[int, int] | None = None
    for char, place in zip(said, places, strict=True):
        if not char.isalnum() and char not in KEPT:
            pending = pending or place
            continue
        if char == "." and not (out and out[-1].isalnum() and out[-1].isascii()):
            continue
        if pending and out and _latin(out[-1]) and _latin(char):
            out.append(" ")
            kept.append(pending)
        pending = None
        out.append(char)
        kept.append(place)
    return "".join(out), kept


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _replaced(
    said: str, places: list[tuple[int, int]], pattern: re.Pattern[str], meant: str
) -> tuple[str, list[tuple[int, int]]]:
    out: list[str] = []
    kept: list[tuple[int, int]] = []
    last = 0
    for found in pattern.finditer(said):
        start, end = found.span()
        out.append(said[last:start] + meant)
        kept += places[last:start]
        kept += _spread(places[start][0], places[end - 1][1], len(meant))
        last = end
    out.append(said[last:])
    kept += places[last:]
    return "".join(out), kept


def _spread(start: int, end: int, count: int) -> list[tuple[int, int]]:
    """Several characters that stand for one stretch: all of it belongs to each."""
    return [(start, end)] * count


def compiled(data: dict[str, Any]) -> Disguises:
    """The tables as a lawyer writes them, ready to use."""
    characters = {
        seen: meant
        for pair in data["characters"]
        for seen, meant in zip(pair["seen"], pair["meant"], strict=True)
    }

    def table(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((re.compile(each["seen"]), each["meant"]) for each in data[name])

    return Disguises(characters, table("sounds"), table("syllables"))
