"""The log of a shop elsewhere: good rows land once, bad rows are named, time goes forward only."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.models import Marketplace
from gongdao.stages.listings.pricing import actions, intake
from gongdao.stages.listings.pricing.intake import Told
from gongdao.stages.listings.pricing.models import Entry
from tests.builders import at

NOW = at("2026-03-01 09:00")
MARKET = Marketplace(id="mkt", currency="CNY")


def told(hours, price=100, **said):
    return Told(**{"item": "A", "act": "offered", "at": NOW - timedelta(hours=hours), "price_minor": price} | said)  # fmt: skip


def sorted_out(*rows, known=()):
    return intake.sort_out(
        rows, {"A": "lst_a", "B": "lst_b"}, known, market=MARKET, channel="tmall", at=NOW
    )


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (told(1), None),
        (told(0), None),
        (told(1, item="C"), "item_unknown"),
        (told(1, act="swapped"), "act_unknown"),
        (told(1, audience="vip"), "audience_unknown"),
        (told(1, at=datetime(2026, 1, 1)), "at_without_zone"),  # noqa: DTZ001 - that is the fault
        (told(-1), "at_in_future"),
        (told(1, 0), "price_unreal"),
        (told(1, 10**18), "price_unreal"),
        (told(1, freight_minor=-1), "price_unreal"),
        (told(1, currency="EUR"), "currency_other"),
        (told(1, currency="CNY"), None),
    ],
)
def test_a_row_lands_or_is_named_with_its_reason(row, why):
    landed = sorted_out(row)
    assert landed.bad == ([(0, why)] if why else [])
    assert len(landed.good) == (why is None)
    assert why is None or why in intake.WRONG


def test_time_travel_is_refused_place_by_place():
    landed = sorted_out(told(5), told(3), told(4), told(4, item="B"), told(9, act="sold"))
    assert landed.bad == [(2, "price_log_backwards")]


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 30), st.integers(1, 3))))
def test_what_landed_goes_forward_and_a_second_run_lands_nothing(said):
    rows = [told(hours, price, item=item) for item, hours, price in said]
    first = sorted_out(*rows)

    for ref in ("lst_a", "lst_b"):
        moments = [e.at for e in first.good if e.listing == ref]
        assert moments == sorted(moments)
    assert len(first.good) + first.known + len(first.bad) == len(rows)
    again = sorted_out(*rows, known=first.good)
    assert again.good == []
    assert again.bad == first.bad


def test_it_stands_in_the_log_as_imported_and_runs_again_without_harm(world):
    listing = world.offers()
    rows = [Told(listing, "sold", world.now - timedelta(days=n), 300) for n in (3, 2, 1)]
    rows.append(Told("nobody's", "sold", world.now, 300))
    one = actions.take_in(by=world["merchant"], channel="tmall", told=rows, at=world.now)
    two = actions.take_in(by=world["merchant"], channel="tmall", told=rows, at=world.now)

    assert (len(one.good), one.known, one.bad) == (3, 0, [(3, "item_unknown")])
    assert (len(two.good), two.known, two.bad) == (0, 3, [(3, "item_unknown")])
    kept = Entry.objects.filter(listing=listing, channel="tmall")
    assert [(e.imported, e.price_minor) for e in kept] == [(True, 300)] * 3


@pytest.mark.parametrize("channel", ["", "T", "Tmall", "天猫", "x" * 21, "-a", "a b"])
def test_a_channel_has_a_name_and_is_not_ours(world, channel):
    with pytest.raises(Refusal) as no:
        actions.take_in(by=world["merchant"], channel=channel, told=[], at=world.now)
    assert no.value.code == "channel_unreal"


def test_only_merchants_tell_and_only_of_their_own_goods(world):
    with pytest.raises(Refusal) as no:
        actions.take_in(by=world["consumer"], channel="tmall", told=[], at=world.now)
    assert no.value.code == "not_allowed"
