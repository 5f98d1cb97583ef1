"""A recall: every buyer of a batch is found and told, chooses, and is made whole (S04, S18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.messages import queries as messages
from gongdao.stages.aftersales.recalls import actions as recalls
from gongdao.stages.aftersales.recalls import queries
from gongdao.stages.listings import queries as listings
from gongdao.stages.listings.review import actions as review
from tests.builders.goods import a_listing

pytestmark = pytest.mark.django_db


def offered(world, batch, *, listing=None):
    draft = review.Draft(world["merchant"], world.now, a_listing(batch=batch), listing)
    (row,) = review.draft(drafts=[draft])
    review.publish(by=world["merchant"], listings=[row.listing_id], at=world.now)
    return row.listing_id


def danger(world, **changed):
    said = recalls.Danger(
        hazard="小零件易脱落，儿童可能误吞", advice="停止使用，放到儿童拿不到的地方",
        remedies=("refund", "replace"), found_on=date(2026, 3, 1), grave=True,
    )  # fmt: skip
    return replace(said, **changed)


def announced(world, *, by="merchant", **what):
    return recalls.announce(by=world[by], danger=danger(world, **what), at=world.now)


def bought(world, listing, *, paid=True, quantity=1):
    order = world.orders(listing, quantity=quantity)
    if paid:
        world.pays(order)
    return order


def told(world, recall):
    return queries.told(recall, by=world["merchant"])


def owed(subject):
    return {d.kind: d for d in duties.all_about(subject)}


def test_only_the_buyers_of_the_batch_are_told_and_the_goods_come_down(world):
    bad = offered(world, "A1")
    first = bought(world, bad, quantity=2)
    offered(world, "B2", listing=bad)
    second = bought(world, bad)
    other = bought(world, offered(world, "A1"))
    gone = bought(world, other.contract["lines"][0]["listing"], paid=False)
    world.advances(days=4)  # the unpaid one lapses

    heard = {one.id: messages.thread(one.id, by=world["consumer"]) for one in (first, second)}

    recall = announced(world, batch="A1")

    assert {each.order_id for each in told(world, recall)} == {first.id, other.id}
    assert gone.id not in {each.order_id for each in told(world, recall)}
    assert second.id not in {each.order_id for each in told(world, recall)}
    amounts = {each.order_id: each.amount for each in told(world, recall)}
    assert amounts[first.id] == cny("450.00")
    *before, message = messages.thread(first.id, by=world["consumer"])
    assert before == heard[first.id]
    assert "误吞" in message.zh
    assert "CPL art. 19" in message.en
    assert messages.thread(second.id, by=world["consumer"]) == heard[second.id]
    shelf = listings.latest(world.market.id, [bad, other.contract["lines"][0]["listing"]])
    assert set(shelf) == {bad}, "the listing that sells another batch by now stays"


def test_versions_of_a_listing_can_be_recalled(world):
    listing = offered(world, "A1")
    first = bought(world, listing)
    offered(world, "B2", listing=listing)
    bought(world, listing)

    recall = announced(world, listing=listing, first_version=1, last_version=1)

    assert [each.order_id for each in told(world, recall)] == [first.id]
    assert listing in listings.latest(world.market.id, [listing])
    everything = announced(world, listing=listing)
    assert len(told(world, everything)) == 2
    assert listings.latest(world.market.id, [listing]) == {}


def test_a_refund_is_chosen_and_paid_from_escrow(world):
    order = bought(world, offered(world, "A1"))
    recall = announced(world, batch="A1")
    (notice,) = told(world, recall)

    recalls.answer(by=world["consumer"], notice=notice.id, choice="refund", at=world.now)
    assert owed(order.id)["recall_remedy"].owed_by == world["merchant"].party
    recalls.remedy(by=world["merchant"], notice=notice.id, note="", at=world.now)

    assert queries.progress(recall)["remedied"] == 1
    assert world.held(order) == 0
    assert owed(order.id)["recall_remedy"].outcome == "met"
    recalls.close(by=world["platform"], recall=recall.id, at=world.now)


def test_a_silent_merchant_pays_a_refund_all_the_same(world):
    order = bought(world, offered(world, "A1"))
    recall = announced(world, batch="A1")
    (notice,) = told(world, recall)
    recalls.answer(by=world["consumer"], notice=notice.id, choice="refund", at=world.now)

    world.advances(days=15)
    assert queries.progress(recall)["chosen"] == 1
    world.advances(days=1)

    assert queries.progress(recall)["remedied"] == 1
    assert world.held(order) == 0
    assert owed(order.id)["recall_remedy"].outcome == "missed"


def test_a_replacement_that_does_not_come_is_overdue_and_may_still_be_made_good(world):
    bought(world, offered(world, "A1"))
    recall = announced(world, batch="A1")
    (notice,) = told(world, recall)
    recalls.answer(by=world["consumer"], notice=notice.id, choice="replace", at=world.now)
    world.advances(days=16)
    assert queries.progress(recall)["overdue"] == 1
    with pytest.raises(Refusal) as refused:
        recalls.close(by=world["platform"], recall=recall.id, at=world.now)
    assert refused.value.code == "recall_not_done"
    with pytest.raises(Refusal) as refused:
        recalls.remedy(by=world["merchant"], notice=notice.id, note=" ", at=world.now)
    assert refused.value.code == "note_missing"

    recalls.remedy(by=world["merchant"], notice=notice.id, note="换货 SF1", at=world.now)

    assert queries.progress(recall)["remedied"] == 1


def test_who_does_not_answer_is_told_again_and_may_still_choose(world):
    order = bought(world, offered(world, "A1"))
    recall = announced(world, batch="A1")
    world.advances(days=31)

    assert queries.progress(recall)["told_again"] == 1
    thread = messages.thread(order.id, by=world["consumer"])
    assert len([m for m in thread if "召回" in m.zh]) == 2
    (notice,) = queries.mine(by=world["consumer"])
    recalls.answer(by=world["consumer"], notice=notice.id, choice="refund", at=world.now)
    assert queries.progress(recall)["chosen"] == 1


@pytest.mark.parametrize(
    ("grave", "expected"),
    [
        (True, {"recall_report": "2026-03-04", "recall_plan": "2026-03-14"}),
        (False, {"recall_plan": "2026-03-14"}),
    ],
)
def test_reports_are_owed_by_the_days_of_the_law(world, grave, expected):
    bought(world, offered(world, "A1"))
    recall = announced(world, batch="A1", grave=grave)

    due = {
        d.kind: f"{d.due_at.astimezone(world.now.tzinfo):%Y-%m-%d}"
        for d in duties.all_about(recall.id)
    }
    assert due == expected
    recalls.report(by=world["merchant"], recall=recall.id, step="plan", at=world.now)
    assert "recall_publish" in owed(recall.id)
    recalls.report(by=world["merchant"], recall=recall.id, step="publish", at=world.now)
    world.advances(days=20)
    outcomes = {kind: duty.outcome for kind, duty in owed(recall.id).items()}
    assert outcomes.pop("recall_report", "missed") == "missed"
    assert outcomes == {"recall_plan": "met", "recall_publish": "met"}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, "recall_unclear"),
        ({"batch": "A1", "hazard": " "}, "recall_unclear"),
        ({"batch": "A1", "found_on": date(2026, 3, 2)}, "recall_unclear"),
        ({"batch": "A1", "remedies": ()}, "remedy_unknown"),
        ({"batch": "A1", "remedies": ("apology",)}, "remedy_unknown"),
        ({"batch": "A9"}, "recall_names_nothing"),
        ({"batch": "A1", "first_version": 3, "last_version": 2}, "recall_unclear"),
        ({"listing": "lst_" + "0" * 26}, "listing_unknown"),
    ],
)
def test_an_unclear_recall_is_refused_and_nothing_happens(world, changed, code):
    listing = offered(world, "A1")
    bought(world, listing)

    with pytest.raises(Refusal) as refused:
        announced(world, **changed)

    assert refused.value.code == code
    assert queries.page(world.market.id) == []
    assert listing in listings.latest(world.market.id, [listing])


def test_the_platform_may_recall_and_strangers_neither_recall_nor_see_who_was_told(world):
    order = bought(world, offered(world, "A1"))
    recall = announced(world, by="platform", batch="A1", merchant=world["merchant"].party)
    (notice,) = told(world, recall)

    assert notice.order_id == order.id
    assert queries.told(recall, by=world["stranger"]) == []
    with pytest.raises(Refusal) as refused:
        recalls.answer(by=world["stranger"], notice=notice.id, choice="refund", at=world.now)
    assert refused.value.code == "recall_notice_unknown"
    with pytest.raises(Refusal, match="not allowed"):
        recalls.announce(
            by=world["consumer"],
            danger=danger(world, batch="A1", merchant=world["merchant"].party), at=world.now,
        )  # fmt: skip
    with pytest.raises(Refusal) as refused:
        recalls.answer(by=world["consumer"], notice=notice.id, choice="repair", at=world.now)
    assert refused.value.code == "remedy_not_offered"
