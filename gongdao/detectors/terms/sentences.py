"""Terms cut into sentences, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

SENTENCE = re.compile(r"[^。；;！!？?\n\r]+")
ENGLISH_STOP = re.compile(r"(?<=[a-z)])\. +(?=[A-Z\d])")


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Where each sentence begins, and the sentence."""
    for stretch in SENTENCE.finditer(text):
        begin = stretch.start()
        for stop in ENGLISH_STOP.finditer(text, stretch.start(), stretch.end()):
            yield begin, text[begin : stop.end()]
            begin = stop.end()
        yield begin, text[begin : stretch.end()]
