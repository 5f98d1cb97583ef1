"""The port of translation: absent by default, so that everybody reads what was really written."""

from __future__ import annotations

from collections.abc import Callable

from gongdao.kernel.words import Language

Translate = Callable[[str, Language, Language], str]
"""Text, the language it is written in, the language it is wanted in. A door may hand one in."""


def written_in(text: str) -> Language:
    """The language of a message: Chinese, once any of its letters is a Han character."""
    return "zh" if any("\u4e00" <= letter <= "\u9fff" for letter in text) else "en"


def shown(text: str, *, to: Language, translate: Translate | None = None) -> str | None:
    """A translation for a reader of the other language; none where none is needed or to be had."""
    written = written_in(text)
    if translate is None or written == to:
        return None
    return translate(text, written, to)
