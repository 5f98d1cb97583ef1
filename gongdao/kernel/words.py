"""Words in both languages. Whatever a person reads exists in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said twice: in Chinese and in English."""

    zh: str
    en: str

    def __post_init__(self) -> None:
        assert self.zh, self.en
        assert self.en, self.zh

    def said_in(self, language: Language) -> str:
        """The words in the reader's language."""
        return self.zh if language == "zh" else self.en

    def __str__(self) -> str:
        return self.en
