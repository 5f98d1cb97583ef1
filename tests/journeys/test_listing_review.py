"""A listing on its way to the shelf: drafted, found wanting, mended or let pass, watched (S02, S03, S04)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.evidence.models import Record
from gongdao.registers.messages import queries as messages
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings import queries
from gongdao.stages.listings.models import Version
from gongdao.stages.listings.review import actions as review
from gongdao.stages.listings.review import queries as reviewed
from gongdao.stages.listings.said import Said, of_version
from tests.builders.goods import a_listing

pytestmark = pytest.mark.django_db


def drafted(world, said, *, listing=None, number=None):
    one = review.Draft(world["merchant"], world.now, said, listing, number)
    return review.draft(drafts=[one])[0]


def published(world, said, **how):
    row = drafted(world, said, **how)
    return review.publish(by=world["merchant"], listings=[row.listing_id], at=world.now)[0]


def codes(version):
    return [(f.source, f.code, f.field) for f in reviewed.findings(version) if f.blocks]


def on_shelf(world, version):
    return version.listing_id in queries.latest(world.market.id, [version.listing_id])


def test_a_faulty_draft_is_blocked_mended_published_and_ordered(world):
    first = drafted(world, a_listing("国家级玩具汽车", warnings=""), number="SKU-9")

    assert codes(first) == [
        ("disclosure", "missing", "warnings"),
        ("claims", "absolute_term", "title_zh"),
    ]
    found = reviewed.findings(first)
    assert "未成年人保护法" in found[0].article_zh
    assert found[1].quote == "国家级"
    with pytest.raises(Refusal) as refused:
        review.publish(by=world["merchant"], listings=[first.listing_id], at=world.now)
    assert refused.value.code == "listing_blocked"
    assert not on_shelf(world, first)
    with pytest.raises(Refusal):
        world.orders(first.listing_id)

    second = drafted(world, a_listing(), listing=first.listing_id)
    assert codes(second) == []
    review.publish(by=world["merchant"], listings=[first.listing_id], at=world.now)

    order = world.orders(first.listing_id)
    assert order.contract["lines"][0]["version"] == 2
    assert order.contract["lines"][0]["digest"] == second.digest
    shown = queries.history(first.listing_id, marketplace=world.market.id)
    assert [row.number for row in shown] == [2], "buyers never see a draft"
    acts = (
        Record.objects.filter(subject=first.listing_id)
        .order_by("seq")
        .values_list("act", flat=True)
    )
    assert list(acts) == ["listing.drafted", "listing.drafted", "listing.published"]


def test_buyers_go_on_seeing_the_old_words_until_the_new_ones_pass(world):
    live = published(world, a_listing())

    drafted(world, a_listing("全国第一玩具汽车"), listing=live.listing_id)

    assert queries.latest(world.market.id, [live.listing_id])[live.listing_id].number == 1


def test_an_appeal_is_overridden_with_a_reason_that_stays_and_is_remembered(world):
    row = drafted(world, a_listing("国家级玩具汽车"))
    review.appeal(
        by=world["merchant"], listing=row.listing_id, words="是博物馆的名称", at=world.now
    )
    assert [each.listing_id for each in reviewed.queue(by=world["platform"])] == [row.listing_id]

    review.override(
        by=world["platform"], listing=row.listing_id, reason="属于机构名称", at=world.now
    )

    assert on_shelf(world, row)
    (finding,) = reviewed.findings(row)
    assert (finding.waived_by, finding.waived_why) == (world["platform"].party, "属于机构名称")
    assert reviewed.queue(by=world["platform"]) == []
    again = published(world, a_listing("国家级玩具汽车", "215.00"), listing=row.listing_id)
    assert reviewed.findings(again)[0].waived_why == "属于机构名称", "let pass once, let pass again"
    said = {m.zh for m in messages.thread(row.listing_id, by=world["merchant"])}
    assert said == {"是博物馆的名称", "属于机构名称"}


def test_an_appeal_upheld_publishes_nothing_and_a_new_draft_may_follow(world):
    row = drafted(world, a_listing("国家级玩具汽车"))
    review.appeal(by=world["merchant"], listing=row.listing_id, words="请复核", at=world.now)

    review.uphold(by=world["platform"], listing=row.listing_id, reason="没有依据", at=world.now)

    assert not on_shelf(world, row)
    assert published(world, a_listing(), listing=row.listing_id).number == 2


def test_silence_of_the_platform_publishes_nothing(world):
    row = drafted(world, a_listing("国家级玩具汽车"))
    review.appeal(by=world["merchant"], listing=row.listing_id, words="请复核", at=world.now)

    world.advances(days=3)
    assert Version.objects.get(pk=row.pk).review == "appealed"
    world.advances(days=1)

    assert Version.objects.get(pk=row.pk).review == "refused"


def test_goods_on_the_shelf_are_read_again_and_come_down_unless_mended(world):
    kept, lost = world.offers(), world.offers()
    for ref in (kept, lost):
        bad = Said(Words("国家级玩具汽车", "Toy car"), "toys", cny("9.00"), cny("0.00"))
        listings.revise(by=world["merchant"], listing=ref, said=bad, at=world.now)
    shelf = reviewed.live(world.market.id)
    assert review.watch(by=world["platform"], listings=shelf, at=world.now) == 2
    assert review.watch(by=world["platform"], listings=shelf, at=world.now) == 0
    queue = reviewed.queue(by=world["platform"])
    assert {row.listing_id for row in queue} == {kept, lost}

    for ref in (kept, lost):
        review.demand_repair(by=world["platform"], listing=ref, reason="用语违法", at=world.now)
    published(world, a_listing(), listing=kept)
    world.advances(days=4)

    assert set(queries.latest(world.market.id, [kept, lost])) == {kept}


def test_a_history_keeps_its_own_categories_and_is_not_asked_for_facts(world):
    said = Said(Words("Cama mesa", "Bed"), "cama_mesa_banho", cny("9.00"), cny("0.00"))
    listings.offer(offerings=[listings.Offering(world["merchant"], world.now, said)])

    shelf = reviewed.live(world.market.id)

    assert review.watch(by=world["platform"], listings=shelf, at=world.now) == 0


def test_the_digest_of_what_was_sold_before_stays_and_every_new_fact_changes_it(world):
    before = Said(Words("玩具汽车", "Toy car"), "toys", cny("225.00"), cny("0.00"))
    assert before.digest == "c76b873fc49bda08911ac86c2c4717724db2cde3365570cb87f341b5bf099737"
    full = a_listing()
    others = {
        replace(full, description_zh="木制").digest,
        replace(full, description_en="wooden").digest,
        replace(full, attributes=dict(full.attributes) | {"origin": "DE"}).digest,
        before.digest,
        full.digest,
    }
    assert len(others) == 5
    row = published(world, full)
    row.refresh_from_db()
    assert of_version(row).digest == row.digest == full.digest


def test_a_draft_that_says_nothing_new_changes_nothing(world):
    first = drafted(world, a_listing(), number="SKU-1")

    assert drafted(world, a_listing(), number="SKU-1").pk == first.pk
    assert drafted(world, a_listing(price="9.00"), number="SKU-1").number == 2


def test_the_category_brings_its_traits(world):
    row = drafted(world, a_listing(category="food"))

    assert row.traits == ["food"]


def test_expired_food_is_not_published_though_it_was_fresh_when_drafted(world):
    row = drafted(
        world,
        a_listing(category="food", production_date="2026-02-20", shelf_life="10 day", use_by=""),
    )
    assert codes(row) == []
    world.advances(days=3)

    with pytest.raises(Refusal) as refused:
        review.publish(by=world["merchant"], listings=[row.listing_id], at=world.now)

    assert refused.value.cites == "FSL art. 34.1.10"


@pytest.mark.parametrize(
    ("price", "shown", "expected"),
    [
        ("99.00", "150.00", "no_basis"),  # never offered at 150
        ("99.00", "100.00", None),  # offered at 100 before
        ("100.00", "100.00", "no_reduction"),
    ],
)
def test_a_price_compared_with_needs_to_have_been_offered(world, price, shown, expected):
    first = published(world, a_listing(price="100.00"))

    row = drafted(world, a_listing(price=price, reference_price=shown), listing=first.listing_id)

    assert [code for source, code, _ in codes(row) if source == "prices"] == (
        [expected] if expected else []
    )


def test_a_slipped_decimal_point_is_advised_not_blocked(world):
    first = published(world, a_listing(price="225.00"))

    row = published(world, a_listing(price="22.50"), listing=first.listing_id)

    assert [f.code for f in reviewed.findings(row)] == ["price_slip"]


def test_only_the_seller_drafts_and_only_the_platform_decides(world):
    row = drafted(world, a_listing("国家级玩具汽车"))
    mine = {"listing": row.listing_id, "at": world.now}

    with pytest.raises(Refusal, match="not allowed"):
        review.draft(drafts=[review.Draft(world["consumer"], world.now, a_listing())])
    with pytest.raises(Refusal) as refused:
        review.publish(by=world["stranger"], listings=[row.listing_id], at=world.now)
    assert refused.value.code == "listing_unknown"
    with pytest.raises(Refusal, match="not allowed"):
        review.override(by=world["merchant"], reason="我说行", **mine)
    with pytest.raises(Refusal) as refused:
        review.override(by=world["platform"], reason="没有人申诉", **mine)
    assert refused.value.code == "move_not_allowed"
    with pytest.raises(Refusal) as refused:
        review.appeal(by=world["merchant"], words="  ", **mine)
    assert refused.value.code == "reason_missing"


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (a_listing(category="toys", words="长" * 20_001), "listing_too_long"),
        (a_listing(words="好" * 20_000), None),
        (replace(a_listing(), attributes={f"f{n}": "x" for n in range(121)}), "listing_too_long"),
        (replace(a_listing(), attributes={"a" * 61: "x"}), "listing_too_long"),
        (replace(a_listing(), category="spaceships"), "category_unknown"),
        (replace(a_listing(), price=cny("0.00")), "listing_unreal"),
        (a_listing("玩\u202e具车"), None),
    ],
)
def test_what_cannot_be_a_listing_is_not_even_kept_as_a_draft(world, said, code):
    if code is None:
        assert drafted(world, said).number == 1
        return
    with pytest.raises(Refusal) as refused:
        drafted(world, said)
    assert (refused.value.code, refused.value.item) == (code, 0)


def test_a_thousand_drafts_are_one_batch(world):
    drafts = [
        review.Draft(world["merchant"], world.now, a_listing(f"玩具汽车{n}号"), None, f"SKU-{n}")
        for n in range(1_000)
    ]

    made = review.draft(drafts=drafts)
    review.publish(by=world["merchant"], listings=[row.listing_id for row in made], at=world.now)

    assert len(reviewed.live(world.market.id, most=2_000)) == 1_000
