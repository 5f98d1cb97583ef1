"""Letters that deceive the eye: turned-around text, unseen characters, scripts mixed in one name."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import Enum

from gongdao.kernel.words import Words

TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
"""Scripts whose letters pass for each other's: a name has letters of one of them at most."""

UNSEEN = ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")


class Trick(Enum):
    """One way in which a name is not what it looks like."""

    TURNED = Words("改变文字方向的字符", "characters that turn the direction of the text")
    UNSEEN = Words("看不见的字符", "characters that cannot be seen")
    MIXED = Words("形似而不同文字的字母混用", "look-alike letters of different scripts")


@dataclass(frozen=True, slots=True)
class Oddity:
    """A trick, and the letter that plays it."""

    trick: Trick
    letter: str
    place: int

    @property
    def called(self) -> str:
        """`U+202E`: a letter that one cannot see needs a name."""
        return f"U+{ord(self.letter):04X}"


def oddities(text: str) -> list[Oddity]:
    """Every letter that deceives, in order. Chinese with Latin letters in it deceives nobody."""
    found = []
    first = ""
    for place, letter in enumerate(text):
        if letter in TURNS:
            found.append(Oddity(Trick.TURNED, letter, place))
        elif unicodedata.category(letter) in UNSEEN:
            found.append(Oddity(Trick.UNSEEN, letter, place))
        elif script := _script(letter):
            first = first or script
            if script != first:
                found.append(Oddity(Trick.MIXED, letter, place))
    return found


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "")
    return next((script for script in ALIKE if name.startswith(script)), "")
