"""What text hides: characters that cannot be seen, turn the reading order, or pass for other letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_HIDDEN = (
    "\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff"
)
_LOOKALIKE = "\u0370-\u03ff\u0400-\u052f"
HIDDEN = re.compile(f"[{_HIDDEN}]")
"""Controls, zero-width and bidirectional characters, tags, halves of surrogate pairs. The joiners
U+200C and U+200D stay: emoji and Indic scripts are written with them."""
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
WORD = re.compile(r"[^\W\d_]+")
LOOKALIKE = re.compile(f"[{_LOOKALIKE}]")
SUSPICIOUS = re.compile(f"[{_HIDDEN}{_LOOKALIKE}]")
LATIN = re.compile("[A-Za-z]")
CHINESE = re.compile("[\u4e00-\u9fff\u3400-\u4dbf]")


class Trick(NamedTuple):
    """A stretch of text that is not what it seems: `hidden`, `turned` or `mixed`."""

    kind: str
    start: int
    end: int
    quote: str


def tricks(text: str) -> Iterator[Trick]:
    """Every hidden or turning character, and every word that mixes Latin with Greek or Cyrillic letters."""
    for found in HIDDEN.finditer(text):
        kind = "turned" if found[0] in TURNING else "hidden"
        yield Trick(kind, found.start(), found.end(), f"U+{ord(found[0]):04X}")
    if LOOKALIKE.search(text):
        for word in WORD.finditer(text):
            if LATIN.search(word[0]) and LOOKALIKE.search(word[0]):
                yield Trick("mixed", word.start(), word.end(), word[0])


def suspicious(text: str) -> bool:
    """Whether a closer look is worth it; most text is not, so this is quick."""
    return bool(SUSPICIOUS.search(text))


def is_chinese(text: str) -> bool:
    """Whether there is Chinese in it at all."""
    return bool(CHINESE.search(text))
