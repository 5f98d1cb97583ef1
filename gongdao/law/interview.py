"""Asking only what can still change the answer."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongdao.kernel.words import Words
from gongdao.law.book import ask
from gongdao.law.facts import Facts, shape
from gongdao.law.rule import Question


def next_fact(question: Question[Any], facts: Facts, *, under: str, on: date) -> str | None:
    """The unknown fact to ask for next, or nothing when the answer cannot change any more."""
    answer = ask(question, facts, under=under, on=on)
    return answer.unknown[0] if answer.unknown else None


def asked(kind: type[Facts], path: str) -> Words:
    """The question that learns a fact, in both languages."""
    words: Words = shape(kind)[path][1]["ask"]
    return words
