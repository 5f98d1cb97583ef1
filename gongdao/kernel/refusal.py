"""A refusal is an expected "no": a stable code, a sentence in both languages, and the article behind it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from gongdao.kernel.words import Words


class Refusal(Exception):
    """The product says no, and why. Codes are public API and never change their meaning.

    `cites` is the article the refusal rests on, as text ("CPL art. 25.1"), where there is one.
    `item` is the place in a batch of the one item that was refused; the whole batch is undone.
    """

    def __init__(
        self, code: str, zh: str, en: str, *, cites: object = None, item: int | None = None
    ) -> None:
        super().__init__(en)
        self.code = code
        self.sentence = Words(zh, en)
        self.cites = None if cites is None else str(cites)
        self.item = item

    def __reduce__(self) -> tuple[Any, ...]:
        whole = partial(Refusal, cites=self.cites, item=self.item)
        return whole, (self.code, self.sentence.zh, self.sentence.en)


@contextmanager
def item(place: int) -> Iterator[None]:
    """Whatever is refused inside is about this one item of a batch."""
    try:
        yield
    except Refusal as refusal:
        if refusal.item is None:
            refusal.item = place
        raise
