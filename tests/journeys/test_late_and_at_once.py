"""Bad moments: the clock stood still, somebody comes late, a side is gone, a version of the rules was removed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.interfaces import clock
from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.aftersales import actions as returning
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.inspections import actions as looking
from gongdao.stages.aftersales.repairs import actions as mending
from gongdao.stages.aftersales.repairs import queries as repairs
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.actions import Complaint, Ruling
from gongdao.stages.orders import queries as orders

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)
FOUND = Ruling({"defective": True})


def filed(world):
    order = world.delivered_order()
    said = Complaint("not_as_described", "refund", "颜色不对")
    return disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)


def talking(world):
    row = filed(world)
    says = {"by": world["merchant"], "dispute": row.id, "words": "可以商量", "admits": False}
    return disputes.answer(**says, at=world.now)


def deciding(world):
    row = talking(world)
    world.advances(days=11)
    return row


def decided(world):
    row = deciding(world)
    disputes.decide(by=world["arbiter"], dispute=row.id, ruling=FOUND, at=world.now)
    return row


def settles(world, row, at):
    offer = disputes.offer(by=world["consumer"], dispute=row.id, amount=cny("50.00"), at=at)
    disputes.settle(by=world["merchant"], dispute=row.id, offer=offer.id, at=at)


def awaited(row, kind):
    (due,) = [d for d in duties.open_for([row.id]) if d.kind == kind]
    return due.due_at


CASES = {
    "an answer": (filed, "merchant_reply", lambda world, row, at: disputes.answer(
        by=world["merchant"], dispute=row.id, words="不是", admits=False, at=at)),
    "an offer taken": (talking, "settlement", settles),
    "a withdrawal": (talking, "settlement", lambda world, row, at: disputes.withdraw(
        by=world["consumer"], dispute=row.id, at=at)),
    "a ruling": (deciding, "decision", lambda world, row, at: disputes.decide(
        by=world["arbiter"], dispute=row.id, ruling=FOUND, at=at)),
    "an appeal": (decided, "time_to_appeal", lambda world, row, at: disputes.appeal(
        by=world["merchant"], dispute=row.id, reason="不服", at=at)),
}  # fmt: skip


@pytest.mark.parametrize(("begun", "kind", "act"), CASES.values(), ids=[*CASES])
def test_what_comes_late_is_late_though_the_clock_has_stood_still_since(world, begun, kind, act):
    row = begun(world)
    due = awaited(row, kind)

    with pytest.raises(Refusal) as late:
        act(world, row, due)

    assert late.value.code == "deadline_passed"
    assert cases.see(row.id, by=world["platform"]).state == row.state or kind != "merchant_reply"
    act(world, row, due - timedelta(microseconds=1))


@pytest.mark.parametrize(("begun", "kind", "act"), CASES.values(), ids=[*CASES])
def test_a_week_later_the_clock_makes_up_for_it_as_if_it_had_never_stood(world, begun, kind, act):
    row = begun(world)
    due = awaited(row, kind)
    late = due + WEEK
    with pytest.raises(Refusal):
        act(world, row, late)

    clock.run_until(marketplace=world.market.id, to=late)

    ended = [d for d in duties.all_about(row.order_id) if (d.subject, d.kind) == (row.id, kind)]
    assert [d.settled_at for d in ended] == [due]
    world.advances(days=200)
    assert cases.see(row.id, by=world["platform"]).state == "closed"
    assert world.held(row.order) == 0
    assert not any(ledger.trial_balance(world.market.id).values())


@pytest.fixture
def sent(world):
    """A return on its way back."""
    order = world.delivered_order()
    row = returning.ask_return(by=world["consumer"], order=order.id, at=world.now)
    returning.agree(by=world["merchant"], ret=row.id, at=world.now)
    return returning.send_back(by=world["consumer"], ret=row.id, at=world.now)


def test_a_merchant_that_contests_after_the_refund_fell_due_is_too_late_and_may_still_refund(
    world, sent
):
    returning.take_back(by=world["merchant"], ret=sent.id, at=world.now)
    late = awaited(sent, "refund")
    with pytest.raises(Refusal) as refused:
        looking.contest(
            by=world["merchant"], ret=sent.id, at=late,
            objection=looking.Objection("other_goods", "不是原物"),
        )  # fmt: skip

    assert refused.value.code == "deadline_passed"
    row = returning.refund(by=world["merchant"], ret=sent.id, at=late)
    assert row.state == "refunded"


def test_whoever_sends_back_after_the_time_for_it_keeps_the_goods(world):
    order = world.delivered_order()
    row = returning.ask_return(by=world["consumer"], order=order.id, at=world.now)
    returning.agree(by=world["merchant"], ret=row.id, at=world.now)
    due = awaited(row, "send_back")
    with pytest.raises(Refusal) as refused:
        returning.send_back(by=world["consumer"], ret=row.id, at=due)
    assert refused.value.code == "deadline_passed"

    world.advances(days=30)
    assert returns.see(row.id, by=world["platform"]).state == "withdrawn"
    assert world.held(order) == 0


def under_repair(world, order):
    (line,) = orders.lines(order)
    row = mending.ask(
        by=world["consumer"], order=order.id, line=line.id, fault="不工作", at=world.now
    )
    mending.accept(by=world["merchant"], repair=row.id, at=world.now)
    return mending.hand_in(by=world["consumer"], repair=row.id, at=world.now)


@pytest.fixture
def in_repair(world):
    """A thing with its repairer."""
    order = world.delivered_order("225.00", "durable")
    return under_repair(world, order)


def test_a_repairer_that_is_too_slow_must_replace_even_if_it_hands_back_before_the_clock(
    world, in_repair
):
    due = awaited(in_repair, "repair")
    with pytest.raises(Refusal) as refused:
        mending.hand_back(by=world["merchant"], repair=in_repair.id, work="修好", at=due)
    assert refused.value.code == "deadline_passed"

    clock.run_until(marketplace=world.market.id, to=due)
    assert repairs.see(in_repair.id, by=world["platform"]).state == "replacing"


def test_a_case_of_a_side_that_was_erased_goes_on_to_its_end_and_its_money_is_settled(
    world, settings
):
    row = deciding(world)
    person = vault.Person(world["consumer"].party, {"name": "林小满"})
    master = MasterKey(settings.GONGDAO_VAULT_KEY)
    vault.put(marketplace=world.market.id, people=[person], at=world.now, master=master)
    vault.erase(by="clock", subject=world["consumer"].party, at=world.now)

    made = disputes.decide(by=world["arbiter"], dispute=row.id, ruling=FOUND, at=world.now)
    world.advances(days=60)

    assert made.orders
    assert cases.see(row.id, by=world["merchant"]).state == "closed"
    assert world.held(row.order) == 0
    assert ledger.refunded(world.market.id, row.order_id, currency="CNY") == row.order.total
    assert not any(ledger.trial_balance(world.market.id).values())


@pytest.mark.parametrize("version", [0, 1, 2, 3])
def test_a_return_whose_version_was_removed_ends_under_the_next(world, sent, version):
    sent.process = version
    sent.save(update_fields=["process"])

    world.advances(days=60)

    assert returns.see(sent.id, by=world["platform"]).state == "refunded"
    assert world.held(sent.order) == 0


def test_a_repair_whose_version_was_removed_ends_under_the_next(world, in_repair):
    in_repair.process = 0
    in_repair.save(update_fields=["process"])
    mending.hand_back(by=world["merchant"], repair=in_repair.id, work="修好", at=world.now)

    world.advances(days=60)

    assert repairs.see(in_repair.id, by=world["platform"]).state == "mended"
