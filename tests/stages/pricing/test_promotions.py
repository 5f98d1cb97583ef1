"""Promotions: checked before they are shown, begun and ended by the clock, at the price they announced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from gongdao.kernel.money import Money, cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.messages import queries as messages
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings import queries as shelves
from gongdao.stages.listings.pricing import actions, queries
from gongdao.stages.listings.pricing.models import Entry, Promotion
from gongdao.stages.listings.review import actions as review


@pytest.fixture
def sold(world):
    """A listing that was asked and paid at 225 yesterday."""
    listing = world.offers("225.00", freight="10.00")
    world.orders(listing)
    world.advances(days=1)
    return listing


def plan(world, listing, *, starts=0.0, days=3.0, **said):
    """A reduction from 225 to 200 from today on, but for what is `said`."""
    plain = {"kind": "reduction", "was": cny("225"), "now": cny("200")} | said
    begins = world.now + timedelta(days=starts)
    return actions.Plan(
        listing=listing, begins_at=begins, ends_at=begins + timedelta(days=days), **plain
    )


def announced(world, listing, **said):
    return actions.announce(by=world["merchant"], plan=plan(world, listing, **said), at=world.now)


def refused(world, listing, **said):
    with pytest.raises(Refusal) as no, transaction.atomic():
        announced(world, listing, **said)
    return no.value


def price(world, listing):
    row = shelves.latest(world.market.id, [listing])[listing]
    return row.price_minor, row.attributes.get("reference_price")


def state(row):
    return Promotion.objects.get(pk=row.id).state


def test_it_begins_and_ends_by_the_clock_and_the_price_with_it(world, sold):
    row = announced(world, sold, starts=1, countdown=True)
    assert (state(row), price(world, sold)) == ("announced", (22500, None))

    world.advances(days=1)
    assert (state(row), price(world, sold)) == ("running", (20000, "225.00"))
    assert world.orders(sold).goods_minor == 20000

    world.advances(days=3)
    assert (state(row), price(world, sold)) == ("over", (22500, None))
    told = Entry.objects.filter(listing=sold, act="offered").order_by("id")
    assert [(e.price_minor, e.promotion) for e in told] == [
        (22500, ""), (20000, row.id), (22500, ""),
    ]  # fmt: skip


def test_one_that_begins_now_runs_at_once_and_can_be_ended_early(world, sold):
    row = announced(world, sold)
    assert price(world, sold)[0] == 20000
    actions.end(by=world["merchant"], promotion=row.id, at=world.now)
    assert (state(row), price(world, sold)) == ("over", (22500, None))
    world.advances(days=5)
    assert state(row) == "over"


def test_one_that_has_not_begun_can_be_withdrawn(world, sold):
    row = announced(world, sold, starts=1)
    actions.withdraw(by=world["merchant"], promotion=row.id, at=world.now)
    world.advances(days=2)
    assert (state(row), price(world, sold)) == ("withdrawn", (22500, None))


@pytest.mark.parametrize(
    ("said", "article"),
    [
        ({"was": cny("225.01")}, "Price Fraud Rules art. 19"),  # never asked, never paid
        ({"was": cny("500")}, "Price Fraud Rules art. 19"),
        ({"now": cny("225")}, "Price Fraud Rules art. 19"),  # no reduction
        ({"percent": 30}, "Price Fraud Rules art. 19"),  # it is eleven per cent
        ({"audience": "members"}, "Promotion Rules art. 20"),
        ({"kind": "free_delivery"}, "Price Fraud Rules art. 19"),
        ({"kind": "gift", "gift": "杯", "gift_value": cny("30")}, "Price Fraud Rules art. 18"),
    ],
)
def test_what_is_unlawful_is_never_shown(world, sold, said, article):
    no = refused(world, sold, **said)
    assert (no.code, no.cites) == ("promotion_unlawful", article)
    assert not Promotion.objects.exists()
    assert price(world, sold) == (22500, None)


@pytest.mark.parametrize(
    "said",
    [
        {"percent": 11},
        {"was": None, "percent": 11},
        {"was": cny("300"), "basis": "maker", "basis_words": "厂商建议零售价 2026"},
        {"audience": "members", "conditions": "注册会员，每人一件", "was": None, "percent": 11},
        {"kind": "free_delivery", "conditions": "满两件"},
        {"kind": "gift", "gift": "杯"},
    ],
)
def test_what_is_lawful_is(world, sold, said):
    assert state(announced(world, sold, **said)) == "running"


def test_a_price_that_was_asked_and_never_paid_is_no_reference(world, sold):
    world.advances(days=1)
    said = listings.Said(Words("玩具汽车", "Toy car"), "toys", cny("400"), cny("10"))
    listings.revise(by=world["merchant"], listing=sold, said=said, at=world.now)
    world.advances(days=1)

    no = refused(world, sold, was=cny("400"), now=cny("220"))
    assert no.cites == "Price Fraud Rules art. 17.2"
    assert "nobody ever paid" in no.sentence.en


def test_what_is_no_longer_true_on_its_day_is_not_shown(world, sold):
    row = announced(world, sold, starts=2)
    world.advances(days=1)
    said = listings.Said(Words("玩具汽车", "Toy car"), "toys", cny("190"), cny("10"))
    listings.revise(by=world["merchant"], listing=sold, said=said, at=world.now)
    world.orders(sold)  # the lowest of the seven days before is 190 now

    world.advances(days=1)
    assert (state(row), price(world, sold)) == ("stopped", (19000, None))
    (told,) = messages.thread(sold, by=world["merchant"])
    assert "225.00" in told.zh
    assert "above" in told.en


def test_goods_taken_down_meanwhile_have_no_promotion(world, sold):
    row = announced(world, sold, starts=1)
    listings.take_down(by=world["merchant"], listing=sold, reason="x", at=world.now)
    world.advances(days=1)
    assert state(row) == "stopped"


@pytest.mark.parametrize(
    ("gap", "now", "code"),
    [
        (1, "200", "promotion_unlawful"),
        (7, "200", "promotion_unlawful"),
        (7, "201", "promotion_unlawful"),
        (8, "200", None),
        (1, "150", None),  # another step down is no restart
    ],
)
def test_a_countdown_does_not_begin_again(world, sold, gap, now, code):
    announced(world, sold, countdown=True)
    world.advances(days=3)
    world.orders(sold)
    world.advances(days=gap)
    if code:
        assert refused(world, sold, now=cny(now)).code == code
    else:
        assert state(announced(world, sold, now=cny(now))) == "running"


def test_two_reductions_at_one_time_are_refused(world, sold):
    announced(world, sold, starts=1)
    assert refused(world, sold, starts=2).code == "promotion_overlaps"
    assert state(announced(world, sold, starts=5)) == "announced"


def test_steps_that_follow_each_other_go_back_to_the_first_price(world, sold):
    first = announced(world, sold, days=2)
    second = announced(world, sold, starts=2, days=2, was=None, percent=10, now=cny("180"))
    assert second.first_step_on == first.begins_at.date()

    world.advances(days=2)
    assert [state(first), state(second), price(world, sold)[0]] == ["over", "running", 18000]
    world.advances(days=2)
    assert price(world, sold)[0] == 22500


def test_a_draft_gives_way_and_an_appeal_is_moot(world, sold):
    said = listings.Said(Words("国家级玩具汽车", "Toy car"), "toys", cny("215"), cny("10"))
    (draft,) = review.draft(drafts=[review.Draft(world["merchant"], world.now, said, sold)])
    review.appeal(by=world["merchant"], listing=sold, words="请复核", at=world.now)
    announced(world, sold)
    draft.refresh_from_db()
    assert draft.review == "superseded"
    world.advances(days=10)
    assert price(world, sold)[0] == 22500


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"days": 0}, "promotion_times_wrong"),
        ({"days": -1}, "promotion_times_wrong"),
        ({"days": 367}, "promotion_times_wrong"),
        ({"kind": "lottery"}, "promotion_unreal"),
        ({"now": None}, "promotion_unreal"),
        ({"was": None}, "promotion_unreal"),
        ({"percent": 0}, "promotion_unreal"),
        ({"percent": 100}, "promotion_unreal"),
        ({"now": cny("0")}, "promotion_unreal"),
        ({"now": Money("CNY", 10**18)}, "promotion_unreal"),
        ({"now": Money("EUR", 100)}, "promotion_unreal"),
        ({"audience": "vip"}, "promotion_unreal"),
        ({"kind": "gift"}, "promotion_unreal"),
        ({"conditions": "x" * 401}, "promotion_unreal"),
    ],
)
def test_what_cannot_be_a_promotion(world, sold, said, code):
    assert refused(world, sold, **said).code == code


def test_nobody_promotes_what_is_not_theirs(world, sold):
    for role in ("consumer", "platform"):
        with pytest.raises(Refusal) as no:
            actions.announce(by=world[role], plan=plan(world, sold), at=world.now)
        assert no.value.code == "listing_unknown"
    row = announced(world, sold, starts=1)
    for act in (actions.withdraw, actions.end):
        with pytest.raises(Refusal) as no:
            act(by=world["stranger"], promotion=row.id, at=world.now)
        assert no.value.code == "promotion_unknown"
    with pytest.raises(Refusal):
        queries.promotion(row.id, marketplace=world.market.id, by=world["consumer"])
