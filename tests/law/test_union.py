"""The pack of the European Union: its calendar, and that the core needed nothing for it."""

from __future__ import annotations

import subprocess
from datetime import date, timedelta
from pathlib import Path

from dateutil.easter import easter

from gongdao.packs.eu import PACK
from gongdao.packs.eu.calendar import CALENDAR, EASTER

ROOT = Path(__file__).parents[2]


def test_easter_is_where_the_kept_library_puts_it():
    assert {y: easter(y).strftime("%m-%d") for y in EASTER} == EASTER


def test_a_period_over_christmas_ends_on_the_next_working_day():
    assert CALENDAR.roll(date(2025, 12, 25)) == date(2025, 12, 29)
    assert CALENDAR.rests(easter(2026) + timedelta(days=1))


def test_no_word_of_the_core_speaks_of_the_union():
    named = subprocess.run(
        ["git", "grep", "-liE", "packs.eu|2011/83|european union", "--", "gongdao/law/*.py"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    core = [line for line in named.stdout.split() if "/topics/" not in line]
    assert core == []
    assert PACK.currency == "EUR"
