"""What is not there yet is paid in two parts: earnest money binds both sides (S10)."""

from __future__ import annotations

import pytest

from gongdao.registers.ledger import queries as ledger
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.preorders import actions as preorders
from gongdao.stages.orders import actions as orders
from gongdao.stages.remedies import queries as remedies
from tests.builders.kinds import (
    buys,
    newest,
    offers,
    open_duties,
    payable,
    refunded,
    refused,
)

pytestmark = pytest.mark.django_db


def first_part(world, **changed):
    order = buys(world, offers(world, "preorder", **changed))
    world.pays(order)  # what is due now: the first part
    return order


def test_a_preorder_is_paid_in_two_parts_and_shipped_by_the_promised_day(world):
    order = first_part(world)
    assert order.state == "concluded"
    assert world.held(order) == 4_000
    assert set(open_duties(order)) == {"final_payment"}
    assert open_duties(order)["final_payment"].due_at.astimezone(world.now.tzinfo).date().isoformat() == "2026-03-20"  # fmt: skip
    with refused("earnest_paid"):
        orders.cancel(by=world["consumer"], order=order.id, at=world.now)
    world.advances(to="2026-03-19 10:00")

    world.pays(order)

    assert order.state == "bound"
    assert world.held(order) == 20_000
    assert order.deliver_by.isoformat() == "2026-04-10"
    world.ships(order)
    world.delivers()
    world.advances(days=10)
    assert payable(world) == 20_000 - 400


@pytest.mark.parametrize("how", ["lapse", "give_up"])
@pytest.mark.parametrize(
    ("earnest", "kind", "back", "lost"),
    [
        ("40.00", "earnest", 0, 4_000),  # a fifth of the price: all of it binds
        ("50.00", "earnest", 1_000, 4_000),  # what goes beyond a fifth comes back
        ("40.00", "down_payment", 4_000, 0),
    ],
)
def test_whoever_does_not_pay_the_rest_loses_earnest_money_and_no_more(
    world, how, earnest, kind, back, lost
):
    order = first_part(world, earnest=earnest, earnest_kind=kind)
    if how == "lapse":
        world.advances(to="2026-03-21 00:30")
    else:
        preorders.give_up(by=world["consumer"], order=order.id, at=world.now)
    order.refresh_from_db()

    assert order.state == "cancelled"
    assert refunded(world, order) == back
    assert world.held(order) == 0
    assert payable(world) == lost - lost * 2 // 100
    assert holds.hold_of(order.id).state == ("released" if lost else "refunded")
    assert open_duties(order) == {}
    assert ledger.faults(world.market.id) == []


@pytest.mark.parametrize(("kind", "extra"), [("earnest", 4_000), ("down_payment", 0)])
def test_a_merchant_that_does_not_deliver_pays_earnest_money_twice(world, kind, extra):
    order = first_part(world, earnest_kind=kind)
    world.advances(days=1)
    world.pays(order)
    world.advances(to="2026-05-30 10:00")
    order.refresh_from_db()

    assert order.state == "rescinded"
    assert refunded(world, order) == 20_000
    awards = {row.head: row.amount.minor for row in remedies.of_order(order.id)}
    assert awards == {"refund": 20_000} | ({"earnest": extra} if extra else {})
    assert ledger.faults(world.market.id) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"earnest": "200.00"}, "earnest_exceeds_price"),
        ({"earnest": "0"}, "earnest_exceeds_price"),
        ({"final_payment_by": "2026-02-28"}, "preorder_over"),
        ({"final_payment_by": "2026-04-11"}, "preorder_over"),
    ],
)
def test_preorders_that_cannot_be(world, changed, code):
    listing = offers(world, "preorder", **changed)
    with refused(code):
        buys(world, listing)


def test_giving_up_what_is_not_open(world):
    order = buys(world, offers(world, "preorder"))
    with refused("preorder_not_open"):
        preorders.give_up(by=world["consumer"], order=order.id, at=world.now)


def test_a_preorder_through_the_pages_and_the_api(world, people):
    order = first_part(world)
    page = people("consumer").sees(f"/orders/{order.id}")
    assert "Give the pre-order up" in page
    assert "CC art. 587" in page
    people("consumer").posts(f"/orders/{order.id}/cancel", status=409)
    assert people("consumer").posts(f"/orders/{order.id}/give-up")["state"] == "cancelled"
    other = first_part(world)
    people("consumer").does(f"/orders/{other.id}/give_up")
    assert newest(world).state == "cancelled"
