"""Questions by the shape of their answers: yes or no, a day, a sum of money, a name."""

from __future__ import annotations

from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.facts import Facts
from gongdao.law.rule import Question


def yes_or_no(name: str, about: type[Facts], zh: str, en: str) -> Question[bool]:
    """No, where an exception takes the right away."""
    return Question(name, about, False, Words(zh, en))


def day(name: str, about: type[Facts], zh: str, en: str, who: str = "") -> Question[date | None]:
    """A day that binds `who`; none, where an exception takes the right away."""
    return Question(name, about, None, Words(zh, en), owed_by=who)


def money(name: str, about: type[Facts], zh: str, en: str, who: str = "merchant") -> Question[int]:
    """A sum in minor units that `who` owes; nothing, where an exception takes the right away."""
    return Question(name, about, 0, Words(zh, en), owed_by=who)


def named(name: str, about: type[Facts], zh: str, en: str, default: str = "none") -> Question[str]:
    """One of a few words: a role, a remedy, an outcome."""
    return Question(name, about, default, Words(zh, en))
