"""Different prices for comparable buyers: found where planted, not found where there are none."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import product
from math import comb
from statistics import median

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

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


@given(st.integers(0, 400), st.integers(0, 400))
def test_the_chance_is_that_of_another_library(heads, more):
    other = binomtest(heads, heads + more, 0.5, alternative="greater").pvalue if heads + more else 1

    assert at_least(heads, heads + more) == pytest.approx(other, rel=1e-9)


def paired(*differences):
    """One pair for each difference, alone in its hour: nothing is left to the shuffle."""
    rows = []
    for n, off in enumerate(differences):
        rows += [("a", n * 60, 1_000 + off, "dear", ""), ("a", n * 60 + 1, 1_000, "plain", "")]
    return deals(rows)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(-300, 300), min_size=1, max_size=9))
def test_the_chance_is_the_share_of_all_ways_to_swap_within_pairs(differences):
    dear = next(
        one for one in compare(paired(*differences), ["device"]) if one.group.value == "dear"
    )
    off = [each for each in differences if each]
    ways = list(product((1, -1), repeat=len(off)))
    as_many = sum(
        sum(sign * each > 0 for sign, each in zip(way, off, strict=True)) >= dear.dearer
        for way in ways
    )

    assert (dear.deals, dear.pairs) == (len(differences), len(differences))
    assert (dear.dearer, dear.cheaper) == (sum(o > 0 for o in off), sum(o < 0 for o in off))
    assert dear.more_paid == sum(off)
    assert dear.median == pytest.approx(median(each / 1_000 for each in differences))
    assert dear.p == pytest.approx(as_many / len(ways))


@settings(deadline=None, max_examples=30)
@given(st.lists(st.lists(st.integers(-3, 9), min_size=1, max_size=12), min_size=1, max_size=5))
def test_asking_many_times_is_paid_for_as_holm_says(groups):
    rows = []
    for device, differences in enumerate(groups):
        for n, off in enumerate(differences):
            item = f"{device}-{n}"
            rows += [(item, 0, 100 + off, f"kind {device}", ""), (item, 1, 100, "other", "")]
    found = compare(deals(rows), ["device"])
    chances = sorted(one.p for one in found)
    holm = [
        min(1.0, max((len(chances) - j) * chances[j] for j in range(i + 1)))
        for i in range(len(chances))
    ]

    assert [one.adjusted for one in found] == pytest.approx(holm)


def test_who_finds_nobody_to_be_matched_with_is_counted_but_not_compared():
    lonely = [("a", 0, 100, "dear", ""), ("a", 1, 100, "plain", ""), ("b", 0, 900, "dear", "")]
    dear = next(one for one in compare(deals(lonely), ["device"]) if one.group.value == "dear")

    assert (dear.deals, dear.pairs, dear.more_paid) == (2, 1, 0)


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
    assert [(each.excuse, each.deals) for each in excused.left_out] == [
        ("new_user", excused.excused)
    ]
    assert excused.left_out[0].article.en.startswith("Online Competition Rules art. 20")
    assert plain.left_out == ()


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
