"""Weekends, and the holidays that most Member States share, for Regulation 1182/71.

Which days are public holidays is for each Member State; a pack for one of them brings its own table.
"""

from __future__ import annotations

from datetime import date, timedelta

from gongdao.law import Calendar

# The Easter Sundays of the Gregorian calendar; a test holds them against a kept library.
EASTER = {
    2014: "04-20", 2015: "04-05", 2016: "03-27", 2017: "04-16", 2018: "04-01", 2019: "04-21",
    2020: "04-12", 2021: "04-04", 2022: "04-17", 2023: "04-09", 2024: "03-31", 2025: "04-20",
    2026: "04-05", 2027: "03-28", 2028: "04-16", 2029: "04-01", 2030: "04-21",
}  # fmt: skip
EASTER_MONDAY, ASCENSION, WHIT_MONDAY = 1, 39, 50
FIXED = ("01-01", "05-01", "12-25", "12-26")


def feasts(year: int) -> frozenset[date]:
    """The shared public holidays of a year."""
    sunday = date.fromisoformat(f"{year}-{EASTER[year]}")
    moving = {sunday + timedelta(days=n) for n in (EASTER_MONDAY, ASCENSION, WHIT_MONDAY)}
    return frozenset(moving | {date.fromisoformat(f"{year}-{day}") for day in FIXED})


CALENDAR = Calendar(
    holidays={year: feasts(year) for year in EASTER}, worked={year: frozenset() for year in EASTER}
)
