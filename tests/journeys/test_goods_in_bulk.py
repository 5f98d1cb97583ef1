"""Goods in bulk: a batch does what its rows do one by one, and knows what the shop has already (S02, S03)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.interfaces import imports
from gongdao.registers.evidence.models import Record
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings.models import Listing, Version
from gongdao.stages.listings.pricing.models import Entry
from gongdao.stages.listings.review import actions as review
from tests.builders import World
from tests.builders.goods import a_listing, facts_of

pytestmark = pytest.mark.django_db

CODE, OTHER = "6901234567892", "6900000000014"


def row(number, **changed):
    core = {"category": "toys", "title_zh": "玩具汽车", "price": "9.00", "external_id": number}
    return core | facts_of("toys", gtin="") | changed


ROWS = [
    row("good", gtin=CODE),
    row("same code", gtin=CODE),
    row("other code", gtin=OTHER),
    row("unlawful", title_zh="国家级玩具汽车", description_zh="全国第一，假一赔十。"),
    row("unlawful again", title_zh="国家级玩具汽车", description_zh="全国第一，假一赔十。"),
    row("left out", warnings="", safety_notes=""),
    row("turned", title_zh="玩\u202e具车"),
    row("wrong digit", gtin="6901234567890"),
    row("reduced", reference_price="12.00"),
    row("stranger", colour_of_hair="red"),
    row("free", price="0.00"),
    row("dear", price="1" + "0" * 18),
    row("nameless", title_zh=""),
    row("other money", currency="XYZ"),
    row("long", description_zh="长" * 20_001),
    row("nowhere", category="spaceships"),
    row("good", price="19.00"),
    row("food", category="food"),
]
LATER = [
    row("good", gtin=OTHER, price="90.00"),
    row("same code", gtin=CODE),
    row("other code", gtin=CODE),
    row("unlawful"),
    row("left out"),
]


def land(world, rows, *, at=None):
    numbered = [imports.Row(n, said) for n, said in enumerate(rows, start=1)]
    return imports.land(numbered, by=world["merchant"], market=world.market, at=at or world.now)


def fates(outcomes):
    return [(each.external_id, each.state, each.code, each.faults) for each in outcomes]


def kept(world):
    """All that a shop's listings left behind, without references and keys of the database."""
    says = ["listing__external_id", "number", "listing__state", "listing__latest", "listing__gtin",
            "review", "digest", "title_zh", "price_minor", "traits", "standard", "since"]  # fmt: skip
    finds = ["listing__external_id", "number", "findings__source", "findings__code", "findings__field",
             "findings__start", "findings__end", "findings__quote", "findings__blocks", "findings__why_zh"]  # fmt: skip
    versions = Version.objects.filter(marketplace=world.market.id)
    names = dict(
        Listing.objects.filter(marketplace=world.market.id).values_list("id", "external_id")
    )
    prices = Entry.objects.filter(marketplace=world.market.id)
    deeds = Record.objects.filter(subject__in=names)
    return (
        sorted(versions.values_list(*says)),
        sorted(versions.filter(findings__isnull=False).values_list(*finds)),
        sorted((names[e.listing], e.price_minor, e.currency, e.at) for e in prices),
        sorted((names[d.subject], d.act, d.at) for d in deeds),
    )


def test_a_batch_does_what_its_rows_do_one_by_one(world):
    other = World.make(slug="other")
    tomorrow = world.now + timedelta(days=1)

    together = fates(land(world, ROWS)), fates(land(world, LATER, at=tomorrow))
    # Of a number that stands twice the second is refused within a batch; one by one it is a new version.
    once = [each for place, each in enumerate(ROWS) if place != 16]
    alone = [
        [fate for each in rows for fate in fates(land(other, [each], at=at))]
        for rows, at in ((once, other.now), (LATER, tomorrow))
    ]

    assert together[0].pop(16)[2] == "listing_twice"
    assert list(together) == alone
    assert kept(world) == kept(other)
    assert {state for _, state, _, _ in together[0]} == {"published", "draft", "bad"}


def test_a_code_that_other_goods_of_the_shop_bear_is_told_and_blocks_nothing(world):
    first, second, _ = land(world, [row("A", gtin=CODE), row("B", gtin=CODE), row("C", gtin=OTHER)])

    assert (first.state, first.faults) == ("published", [])
    assert second.state == "published"
    (fault,) = second.faults
    assert (fault.code, fault.field, fault.blocks) == ("gtin_repeated", "gtin", False)
    assert "“A”" in fault.why.zh

    (shorter,) = land(world, [row("D", gtin=CODE.zfill(14))])
    assert [f.code for f in shorter.faults] == ["gtin_repeated"], "however long it is written"
    swapped = land(
        world, [row("C", gtin=""), row("E", gtin=OTHER), row("B", gtin=CODE, price="8.00")]
    )
    assert [bool(each.faults) for each in swapped] == [False, False, True], "C gave its code free"


def test_a_code_of_another_shop_or_of_goods_taken_down_is_free(world):
    other = World.make(slug="other")
    land(other, [row("A", gtin=CODE)])
    (mine,) = land(world, [row("A", gtin=CODE)])
    assert mine.faults == []

    listings.take_down(by=world["merchant"], listing=mine.listing, reason="售完", at=world.now)
    (next_one,) = land(world, [row("B", gtin=CODE)])

    assert next_one.faults == []


def test_a_rehearsal_says_what_will_become_of_each_row_and_writes_nothing(world):
    land(world, [row("stock", gtin=OTHER)])
    before = kept(world)
    numbered = [imports.Row(n, said) for n, said in enumerate(ROWS, start=1)]

    rehearsed = imports.rehearse(numbered, by=world["merchant"], market=world.market, at=world.now)

    assert kept(world) == before
    landed = land(world, ROWS)
    assert [each[:3] for each in fates(rehearsed)] == [each[:3] for each in fates(landed)]
    told = [{f.code for f in each.faults} for each in rehearsed]
    assert told == [{f.code for f in each.faults} for each in landed]
    assert "gtin_repeated" in told[2]


def test_goods_that_were_taken_down_are_a_bad_row_among_good_ones(world):
    gone, _ = land(world, [row("gone"), row("here")])
    listings.take_down(by=world["merchant"], listing=gone.listing, reason="售完", at=world.now)

    outcomes = land(world, [row("gone", price="1.00"), row("here", price="2.00"), row("new")])

    assert [(each.state, each.code) for each in outcomes] == [
        ("bad", "listing_down"), ("published", ""), ("published", ""),
    ]  # fmt: skip


def test_a_draft_that_has_expired_since_keeps_waiting_and_the_rest_is_published(world):
    """The law of the day of publication counts; what a row says has not changed."""
    fresh = row("fresh", limited_use="yes", production_date="2026-01-10", use_by="2026-03-05")
    meant = a_listing(limited_use="yes", production_date="2026-01-10", use_by="2026-03-05", gtin="",
                      price="9.00")  # fmt: skip
    review.draft(drafts=[review.Draft(world["merchant"], world.now, meant, None, "fresh")])

    outcomes = land(
        world, [fresh | {"title_en": "Toy car"}, row("new")], at=world.now + timedelta(days=9)
    )

    assert [(each.state, each.code) for each in outcomes] == [
        ("draft", "listing_blocked"),
        ("published", ""),
    ]


def test_a_batch_costs_as_many_statements_as_ten_rows(world, django_assert_max_num_queries):
    land(world, [row("first")])
    with django_assert_max_num_queries(60) as few:
        land(world, [row(f"few {n}", title_zh=f"玩具汽车{n}号") for n in range(10)])
    with django_assert_max_num_queries(len(few.captured_queries)):
        land(world, [row(f"many {n}", title_zh=f"玩具汽车{n}号") for n in range(150)])
