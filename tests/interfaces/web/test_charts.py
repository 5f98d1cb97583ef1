"""The price chart: what it says is what the log says, in words too."""

from __future__ import annotations

import re
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from gongdao.interfaces.web.charts import HIGH, WIDE, Band, Point, Reference, lowest, prices
from gongdao.kernel.words import Words
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


def promoted(*spans, language="en"):
    bands = [
        Band(NOW - timedelta(days=begins), NOW - timedelta(days=ends), Words("降价", "reduction"))
        for begins, ends in spans
    ]
    told = [Point(NOW - timedelta(days=100), 900), Point(NOW - timedelta(days=5), 700)]
    before = Reference(1000, Words("划线价", "shown as before"))
    return str(
        prices(told, currency="CNY", now=NOW, language=language, bands=bands, reference=before)
    )


def test_promotions_and_the_price_before_are_told_without_colour():
    svg = promoted((40, 35), (5, -2), (200, 150), (-3, -6))

    assert svg.count('class="band"') == 2, "those of the time that is drawn, and no others"
    assert "<b>1</b> 2026-05-21 – 2026-05-26 reduction" in svg
    assert "<b>2</b> 2026-06-25 – 2026-07-02 reduction" in svg
    assert "shown as before ¥10.00" in svg
    assert "url(#hatch)" in svg
    chinese = promoted((5, -2), language="zh")
    assert "划线价 ¥10.00" in chinese
    assert "降价" in chinese
    for x, width in re.findall(r'class="band" x="(-?\d+)" y="\d+" width="(\d+)"', svg):
        assert 0 <= int(x) <= int(x) + int(width) <= WIDE
