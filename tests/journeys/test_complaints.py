"""A complaint at the door: acknowledged, sorted, grouped, turned away in time, opened again (S21)."""

from __future__ import annotations

import pytest

from gongdao.kernel.refusal import Refusal
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.messages import queries as messages
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.actions import Complaint, Ruling
from gongdao.stages.disputes.reception import actions as reception
from gongdao.stages.disputes.reception import queries as desk
from gongdao.stages.disputes.reception.facts import NewEvidence

pytestmark = pytest.mark.django_db


def complain(world, order, story="颜色不对", kind="not_as_described"):
    said = Complaint(kind, "refund", story)
    return disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)


def test_it_is_acknowledged_at_once_with_its_number_and_the_next_deadline(world):
    dispute = complain(world, world.delivered_order())

    for side in ("consumer", "merchant"):
        (told,) = messages.thread(dispute.id, by=world[side])
        assert dispute.id in told.zh
        assert "2026-03-06" in told.en
    assert not messages.thread(dispute.id, by=world["stranger"])


def test_words_and_goods_say_what_is_urgent_and_what_kind_it_may_really_be(world):
    plain = complain(world, world.delivered_order())
    burning = complain(world, world.delivered_again("SF3"), "插座冒烟，孩子被烫伤")
    lost = complain(world, world.delivered_again("SF4"), "快递显示签收，但我没有收到包裹")

    found = desk.sortings([plain, burning, lost])

    assert [found[d.id].urgent for d in (plain, burning, lost)] == [False, True, False]
    assert found[lost.id].suggested.kind == "not_received"
    assert found[lost.id].doubts_kind
    assert cases.see(lost.id, by=world["consumer"]).kind == "not_as_described"


def test_goods_of_life_and_health_come_first_by_law(world):
    dispute = complain(world, world.delivered_order("20.00", "food"), "包装破了")
    assert desk.sortings([dispute])[dispute.id].urgent_by_law


def test_complaints_about_one_product_stand_together(world):
    listing = world.offers()
    made = []
    for waybill in ("SF5", "SF6"):
        order = world.orders(listing)
        world.pays(order)
        world.ships(order, waybill)
        world.delivers(waybill)
        made.append(complain(world, order))
    complain(world, world.delivered_again("SF7"))

    (group,) = desk.groups(by=world["arbiter"])

    assert (group.listing, group.buyers) == (listing, 1)
    assert set(group.cases) == {d.id for d in made}
    with pytest.raises(Refusal):
        desk.groups(by=world["consumer"])


def test_a_second_complaint_about_an_order_belongs_into_the_first(world):
    order = world.delivered_order()
    complain(world, order)
    with pytest.raises(Refusal) as twice:
        complain(world, order, "还有划痕")
    assert twice.value.code == "dispute_open"


def test_it_is_turned_away_for_a_reason_of_the_law_and_the_money_is_free(world):
    order = world.delivered_order()
    dispute = complain(world, order)

    row = reception.refuse(
        by=world["platform"], dispute=dispute.id, because="no_living_need", at=world.now
    )

    assert (row.state, row.refused_because) == ("refused", "no_living_need")
    told = messages.thread(dispute.id, by=world["consumer"])[-1]
    assert "12315" in told.zh
    world.advances(days=8)
    assert world.held(order) == 0
    assert not any(ledger.trial_balance(world.market.id).values())


@pytest.mark.parametrize(
    ("by", "because", "days", "code"),
    [
        ("platform", "we_do_not_like_it", 0, "complaint_must_be_accepted"),
        ("merchant", "no_living_need", 0, "not_allowed"),
        ("platform", "no_living_need", 4, "move_not_allowed"),
    ],
)
def test_it_is_not_turned_away_otherwise(world, by, because, days, code):
    dispute = complain(world, world.delivered_order())
    world.advances(days=days)
    with pytest.raises(Refusal) as refused:
        reception.refuse(by=world[by], dispute=dispute.id, because=because, at=world.now)
    assert refused.value.code == code


@pytest.fixture
def lost_case(world):
    """A case that failed for want of proof, and is over."""
    dispute = complain(world, world.delivered_order("800.00"), "是假的", "counterfeit")
    disputes.answer(
        by=world["merchant"], dispute=dispute.id, words="正品", admits=False, at=world.now
    )
    world.advances(days=11)
    disputes.decide(by=world["arbiter"], dispute=dispute.id, ruling=Ruling({}), at=world.now)
    world.advances(days=8)
    return dispute


def again(world, dispute, digest="b" * 64):
    return reception.reopen(
        by=world["consumer"], dispute=dispute.id, at=world.now,
        complaint=Complaint("counterfeit", "refund_and_damages", "鉴定报告出来了"),
        shown=NewEvidence("counterfeit", "品牌方鉴定报告", digest),
    )  # fmt: skip


def test_new_evidence_opens_it_once_more(world, lost_case):
    new = again(world, lost_case)
    assert (new.reopens_id, new.state) == (lost_case.id, "answering")
    assert [e.words for e in cases.exhibits(new.id)] == ["品牌方鉴定报告"]
    disputes.withdraw(by=world["consumer"], dispute=new.id, at=world.now)
    with pytest.raises(Refusal) as twice:
        again(world, lost_case, "c" * 64)
    assert twice.value.code == "reopening_closed"


@pytest.mark.parametrize(("days", "open_"), [(29, True), (31, False)])
def test_thirty_days_after_the_end(world, lost_case, days, open_):
    world.advances(days=days)
    if open_:
        assert again(world, lost_case).state == "answering"
    else:
        with pytest.raises(Refusal) as late:
            again(world, lost_case)
        assert late.value.code == "reopening_closed"
        assert late.value.cites == "Platform Rules art. 99"


def test_what_the_case_had_already_is_not_new(world):
    dispute = complain(world, world.delivered_order("800.00"), "是假的", "counterfeit")
    disputes.exhibit(
        by=world["consumer"], dispute=dispute.id, fact="counterfeit", words="照片",
        sha256="b" * 64, at=world.now,
    )  # fmt: skip
    world.advances(days=4)
    disputes.decide(
        by=world["arbiter"], dispute=dispute.id, ruling=Ruling({"counterfeit": False}), at=world.now
    )
    world.advances(days=8)
    with pytest.raises(Refusal) as old:
        again(world, dispute)
    assert old.value.code == "evidence_not_new"
