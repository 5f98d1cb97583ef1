"""A period as a moment: the first moment after the last day that an answer names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongdao.law.book import Answer, ask, book
from gongdao.law.citation import Citation
from gongdao.law.facts import Facts
from gongdao.law.rule import Question


@dataclass(frozen=True, slots=True)
class Due:
    """When something is too late: `value` is the first such moment; the answer says why."""

    value: datetime
    answer: Answer[date]

    @property
    def cites(self) -> Citation:
        """The article that sets the period."""
        return self.answer.cites


def due(question: Question[Any], facts: Facts, *, under: str, on: date) -> Due:
    """Ask for a last day, and turn it into the moment it ends where the law applies."""
    answer = ask(question, facts, under=under, on=on)
    return Due(book.pack(under).end_of(answer.value), answer)
