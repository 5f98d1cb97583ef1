"""Words in pictures: the port through which whoever runs a text recogniser lends it to the scanner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from gongdao.detectors.claims.scanner import Finding, Said, scan_many


@dataclass(frozen=True)
class Line:
    """Words read in one place of a picture: the box in pixels, and how sure the reader is, from 0 to 1."""

    text: str
    box: tuple[int, int, int, int]
    sure: float


class PictureText(Protocol):
    """A reader of words in pictures. None is built in: the platform brings its own."""

    def lines(self, picture: bytes) -> Sequence[Line]:
        """The lines in a picture, from top to bottom."""
        ...


def scan_picture(
    picture: bytes,
    *,
    reader: PictureText,
    category: str = "",
    condition: str = "",
    sure: float = 0.6,
) -> list[tuple[Line, list[Finding]]]:
    """The lines of a picture that hold unlawful claims; what the reader is less sure of than `sure` is left out."""
    lines = [line for line in reader.lines(picture) if line.sure >= sure]
    found = scan_many([Said(line.text, category, condition) for line in lines])
    return [(line, findings) for line, findings in zip(lines, found, strict=True) if findings]
