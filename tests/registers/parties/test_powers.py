"""Default deny: strangers learn nothing, the other side may do only its own part."""

from __future__ import annotations

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import POWERS, Actor, allow, may
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.orders import actions as placing
from gongdao.stages.orders import queries as orders

pytestmark = pytest.mark.django_db


def code(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


@pytest.mark.parametrize("verb", sorted(POWERS))
def test_another_marketplace_may_nothing(verb):
    everyone = Actor("pty_x", "mkt_other", frozenset({"platform", "arbiter", "senior", "officer"}))
    assert not may(everyone, verb, marketplace="mkt_mine", buyer="pty_x", seller="pty_x")


def test_an_unknown_verb_is_a_mistake_not_a_yes():
    with pytest.raises(KeyError):
        allow(Actor("p", "m", frozenset()), "order.steal", marketplace="m")


def test_strangers_and_other_sides_are_refused_and_nothing_changes(world):
    order = world.delivered_order()
    stranger, merchant, now = world["stranger"], world["merchant"], world.now

    assert code(lambda: orders.see(order.id, by=stranger)) == "order_unknown"
    assert (
        code(lambda: aftersales.ask_return(by=stranger, order=order.id, at=now)) == "order_unknown"
    )
    assert code(lambda: aftersales.ask_return(by=merchant, order=order.id, at=now)) == "not_allowed"
    confirming = [escrow.Confirming(stranger, now, order.id)]
    assert code(lambda: escrow.confirm(confirmings=confirming)) == "not_allowed"
    shipping = [delivery.Shipping(stranger, now, order.id, world["courier"].party, "X1")]
    assert code(lambda: delivery.ship(shippings=shipping)) == "not_allowed"
    assert world.held(order) == 22500


def test_wrong_states_are_refused_with_what_is_allowed(world):
    order = world.orders(world.offers())
    shipping = [
        delivery.Shipping(world["merchant"], world.now, order.id, world["courier"].party, "X1")
    ]
    assert code(lambda: delivery.ship(shippings=shipping)) == "move_not_allowed"
    complaint = disputes.Complaint("counterfeit", "refund", "假")
    file = lambda: disputes.file(  # noqa: E731
        by=world["consumer"], order=order.id, complaint=complaint, at=world.now
    )
    assert code(file) == "order_not_paid"
    placing.cancel(by=world["consumer"], order=order.id, at=world.now)
    assert code(lambda: world.pays(order)) == "move_not_allowed"


@pytest.mark.parametrize("amount", ["0", "225.01", "999999"])
def test_absurd_payments_are_refused(world, amount):
    order = world.orders(world.offers())
    assert code(lambda: world.pays(order, cny(amount))) == "payment_amount_wrong"


def test_a_released_order_is_not_released_again_and_a_frozen_one_not_at_all(world):
    order = world.delivered_order()
    confirming = [escrow.Confirming(world["consumer"], world.now, order.id)]
    aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    assert code(lambda: escrow.confirm(confirmings=confirming)) == "hold_frozen"


def test_duplicate_and_late_notices_change_nothing_twice(world):
    order = world.orders(world.offers())
    (payment,) = escrow.start(
        payings=[escrow.Paying(world["consumer"], world.now, order.id, "alipay")], gateway="fake"
    )
    notice = world.notice(payment)
    for _ in range(3):
        escrow.receive(by=world["gateway"], notices=[notice, notice])
    assert world.held(order) == 22500


def test_money_that_comes_after_the_cancellation_goes_back(world):
    order = world.orders(world.offers())
    (payment,) = escrow.start(
        payings=[escrow.Paying(world["consumer"], world.now, order.id, "alipay")], gateway="fake"
    )
    placing.cancel(by=world["consumer"], order=order.id, at=world.now)
    (taken,) = escrow.receive(by=world["gateway"], notices=[world.notice(payment)])

    assert taken.state == "returned"
    assert world.held(order) == 0
