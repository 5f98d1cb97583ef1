"""The price chart: what it says is what the log says, in words too."""

from __future__ import annotations

import re
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from gongdao.interfaces.web.charts import HIGH, WIDE, Point, lowest, prices
from tests.builders import at

NOW = at("2026-06-30 12:00")


def drawn(*points, language="en"):
    told = [Point(NOW - timedelta(days=days), minor) for days, minor in points]
    return str(prices(told, currency="CNY", now=NOW, language=language))


def test_the_price_in_force_thirty_days_ago_counts_and_older_ones_do_not():
    points = [(80, 500), (60, 900), (10, 700)]

    assert lowest([Point(NOW - timedelta(days=d), m) for d, m in points], now=NOW) == 700
    assert lowest([Point(NOW - timedelta(days=60), 400), Point(NOW, 900)], now=NOW) == 400


def test_the_chart_is_told_in_words_to_who_cannot_see_it():
    assert 'aria-label="Price history, lowest of thirty days: ¥7.00"' in drawn((60, 900), (10, 700))
    assert "近三十日最低" in drawn((60, 900), (10, 700), language="zh")


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(1, 10**15)), min_size=1, max_size=40))
def test_any_history_stays_within_the_drawing(said):
    svg = drawn(*sorted(said, reverse=True))

    for x, y in re.findall(r'<circle cx="(-?\d+)" cy="(-?\d+)"', svg):
        assert 0 <= int(x) <= WIDE
        assert 0 <= int(y) <= HIGH
    assert "style=" not in svg
