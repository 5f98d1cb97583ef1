"""Counting days. Which days are days of rest is a table that a pack brings; a year not in it is refused."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from gongdao.kernel.refusal import Refusal

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """For each known year: public holidays that fall on weekdays, and weekend days that are worked.

    Of an `expected` year the statutory holidays are known, but not yet which days will be swapped for others.
    """

    holidays: Mapping[int, frozenset[date]]
    worked: Mapping[int, frozenset[date]]
    expected: frozenset[int] = frozenset()
    strict: bool = True

    def at_the_earliest(self) -> Calendar:
        """The same, with no rest in years nobody has announced: no period can end before what it says."""
        return replace(self, strict=False)

    def rests(self, day: date) -> bool:
        """Whether this is a day of rest. A year nobody has announced is refused, not guessed."""
        if day.year not in self.holidays:
            if not self.strict:
                return False
            raise Refusal(
                "calendar_unknown",
                f"{day.year}年的节假日安排尚未录入，不能计算期限。",
                f"The days of rest of {day.year} are not known here, so no period can end there.",
            )
        if day.weekday() >= 5:
            return day not in self.worked[day.year]
        return day in self.holidays[day.year]

    def roll(self, day: date) -> date:
        """The day itself, or the first working day after it (Civil Code art. 203)."""
        while self.rests(day):
            day += DAY
        return day

    def working(self, start: date, count: int) -> date:
        """The last of so many working days; the first day does not count."""
        day = start
        while count:
            day += DAY
            count -= not self.rests(day)
        return day

    @property
    def first(self) -> date:
        """The first day that is known."""
        return date(min(self.holidays), 1, 1)

    @property
    def last(self) -> date:
        """The last day that is known."""
        return date(max(self.holidays), 12, 31)


def days_later(day: date, days: int) -> date:
    """So many calendar days later."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise _too_long() from None


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last (Civil Code art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise _too_long()
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _too_long() -> Refusal:
    return Refusal(
        "period_out_of_range",
        "期限的天数或者月数过大，没有这样的日期。",
        "The period has so many days or months that no such day exists.",
    )
