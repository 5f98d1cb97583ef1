"""Different prices for comparable buyers: found where planted, not found where there are none."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import comb

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongdao.detectors.fairness import DEAL, at_least, compare
from gongdao.kernel.refusal import Refusal
from gongdao.law import book
from gongdao.project.law import open_book
from gongdao.stages.listings.fair_checks import check

open_book(["cn", "eu", "platform"])
BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def deals(rows):
    """Rows of (item, minute, price, device, excuse)."""
    data = [
        {"item": i, "channel": "", "place": "", "excuse": e, "at": BEGAN + timedelta(minutes=m), "price": p, "device": d}
        for i, m, p, d, e in rows
    ]  # fmt: skip
    return pl.LazyFrame(data, schema=DEAL | {"device": pl.String})


def market(seed, *, extra, drift=0, excuse="", count=2_000):
    """Sales of fifty items over a month; who has a phone of the dear kind pays so much per cent more."""
    dice = random.Random(seed)
    rows = []
    for _ in range(count):
        minute = dice.randrange(30 * 24 * 60)
        device = dice.choice(["dear", "plain", "plain"])
        price = 10_000 + minute * drift // 1_000 + dice.randrange(200)
        mine = excuse if device == "dear" else ""
        rows.append(
            (
                str(dice.randrange(5)),
                minute,
                price * (100 + (device == "dear") * extra) // 100,
                device,
                mine,
            )
        )
    return deals(rows)


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_chance_is_the_exact_one(heads, more):
    tosses = heads + more
    exact = Fraction(sum(comb(tosses, k) for k in range(heads, tosses + 1)), 2**tosses)

    assert at_least(heads, tosses) == pytest.approx(float(exact), rel=1e-9)


def test_many_tosses_are_summed_too():
    assert at_least(500_000, 1_000_000) == pytest.approx(0.5, abs=1e-3)
    assert at_least(520_000, 1_000_000) < 1e-300


def test_who_pays_more_is_found_with_how_much_and_where():
    dear = compare(market(1, extra=5), ["device"])[0]

    assert (dear.group.trait, dear.group.value) == ("device", "dear")
    assert dear.adjusted < 1e-6
    assert dear.median == pytest.approx(0.05, abs=0.01)
    assert dear.more_paid > 0
    assert dear.examples
    assert all(e.price > e.other_price for e in dear.examples)


def test_where_nobody_pays_more_almost_nothing_is_found():
    found = [compare(market(seed, extra=0, count=600), ["device"]) for seed in range(60)]

    assert sum(any(each.adjusted < 0.01 for each in one) for one in found) <= 3


def test_prices_that_rise_for_everybody_are_no_difference():
    report = check(market(3, extra=0, drift=400), ["device"], pack=book.pack("cn"), now=NOW)

    assert report.unlawful == ()


def test_what_the_law_excuses_is_left_out_and_counted():
    plain = check(market(4, extra=8), ["device"], pack=book.pack("cn"), now=NOW)
    excused = check(
        market(4, extra=8, excuse="new_user"), ["device"], pack=book.pack("cn"), now=NOW
    )

    assert [each.group.value for each in plain.unlawful] == ["dear"]
    assert plain.article.en == "CPL Regulation art. 9.2"
    assert excused.unlawful == ()
    assert excused.excused > 500


def test_the_same_deals_give_the_same_report():
    first, second = (
        check(market(5, extra=3), ["device"], pack=book.pack("cn"), now=NOW) for _ in range(2)
    )

    assert first.as_data() == second.as_data()


@pytest.mark.parametrize("rows", [[], [("a", 0, 100, "dear", "")], [("a", 0, 100, "", "")] * 4])
def test_nothing_to_compare_is_no_finding(rows):
    report = check(deals(rows), ["device"], pack=book.pack("cn"), now=NOW)

    assert report.unlawful == ()
    assert all(each.pairs == 0 and each.p == 1.0 for each in report.compared)


def test_a_trait_with_a_value_for_each_buyer_is_refused():
    each = deals([("a", n, 100, f"phone {n}", "") for n in range(60)])

    with pytest.raises(Refusal, match="group them first"):
        check(each, ["device"], pack=book.pack("cn"), now=NOW)
