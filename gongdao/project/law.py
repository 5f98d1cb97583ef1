"""Opens the law book with the packs named in the settings. The one dynamic import there is."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from gongdao.law import book

FALLBACK = "platform"


def open_book(names: Iterable[str]) -> None:
    """Open these packs; the platform's own rules answer where a law is silent."""
    for name in names:
        book.open(import_module(f"gongdao.packs.{name}").PACK, fallback=name == FALLBACK)
