"""Citations and calendar, held against what they rest on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import holidays
import pytest

from gongdao.packs.cn import RULES
from gongdao.packs.cn.calendar import CALENDAR, EXPECTED, TABLE

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("GONGDAO_SHARED", ROOT.parent / "shared"))
DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}


CITED = {c for rule in RULES for c in (*rule.cites, *(e.cites for e in rule.exceptions))}


def test_every_citation_is_an_article_of_the_statute():
    tool = SHARED / "tools" / "articles.py"
    if not tool.exists():
        pytest.skip(f"NO STATUTES at {SHARED}: citations are not held against the texts")
    for citation in sorted(CITED, key=str):
        command = [sys.executable, str(tool), citation.source.file, str(citation.path[0])]
        found = subprocess.run(command, capture_output=True, text=True, check=False)
        assert found.returncode == 0, f"{citation}: {found.stderr}"
        if len(citation.path) > 1:
            paragraphs = [p for p in found.stdout.splitlines()[1:] if not re.match(r"（", p)]
            assert citation.path[1] <= len(paragraphs), (
                f"{citation} has {len(paragraphs)} paragraphs"
            )


def test_no_statute_is_cited_before_it_was_in_force():
    early = [r.name for r in RULES if r.since < min(c.source.since for c in r.cites)]
    early += [
        e.name for r in RULES for e in r.exceptions if e.cites.source.since > max(e.since, r.since)
        and e.cites.source.short not in {"SPC Online Consumption"}
    ]  # fmt: skip
    assert not early


def test_sources_know_how_many_articles_they_have():
    assert all(
        source.articles > 0 and source.zh and source.en for source in {c.source for c in CITED}
    )


@pytest.mark.parametrize("year", sorted(TABLE))
def test_the_calendar_is_what_both_libraries_say(year):
    day, ours, theirs = date(year, 1, 1), [], []
    feasts = holidays.country_holidays("CN", years=year)
    while day.year == year:
        ours.append(CALENDAR.rests(day))
        theirs.append(not chinese_calendar.is_workday(day))
        if year >= 2018 and theirs[-1] and day.weekday() < 5:
            assert day in feasts, day
        day += timedelta(days=1)
    assert ours == theirs


@pytest.mark.parametrize("year", sorted(EXPECTED))
def test_years_to_come_have_their_statutory_holidays(year):
    feasts = holidays.country_holidays("CN", years=year)
    assert {day for day in feasts if day.weekday() < 5} == CALENDAR.holidays[year]
    assert not CALENDAR.worked[year]
    assert year not in TABLE
