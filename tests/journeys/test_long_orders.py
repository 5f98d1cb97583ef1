"""An order of very many lines: as many as a person can read, and never more; its money adds up to the last unit."""

from __future__ import annotations

import pytest

from gongdao.kernel.money import Money, cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.escrow import queries as holds
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings.said import Said
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries as sold
from gongdao.stages.orders.drafts import LINES_MOST

pytestmark = pytest.mark.django_db


def shelf(world, count):
    """So many goods, of prices that no sum divides evenly."""
    said = [
        Said(
            Words(f"积木{n}", f"Brick {n}"),
            "toys",
            Money("CNY", 101 + n),
            cny("0.00"),
            frozenset(),
        )
        for n in range(count)
    ]
    by, at = world["merchant"], world.now
    return [
        row.id for row in listings.offer(offerings=[listings.Offering(by, at, s) for s in said])
    ]


def place(world, goods):
    picks = tuple(orders.Pick(listing) for listing in goods)
    purchase = orders.Purchase(world["consumer"], world.now, picks)
    (order,) = orders.place(market=world.market, purchases=[purchase])
    return order


def test_the_longest_order_is_paid_delivered_and_released_to_the_last_unit(world):
    order = place(world, shelf(world, LINES_MOST))
    assert len(sold.lines(order)) == LINES_MOST
    assert order.total.minor == sum(101 + n for n in range(LINES_MOST))

    world.pays(order)
    world.ships(order)
    world.delivers()
    world.advances(days=30)

    assert holds.hold_of(order.id).state == "released"
    assert not any(ledger.trial_balance(world.market.id).values())
    assert ledger.faults(world.market.id) == []


@pytest.mark.parametrize("lines", [LINES_MOST + 1, 100_000])
def test_a_longer_one_is_refused_before_anything_is_written(world, lines):
    goods = shelf(world, 2)
    with pytest.raises(Refusal) as refused:
        place(world, [goods[n % 2] for n in range(lines)])
    assert refused.value.code == "order_too_long"
    assert sold.count(world.market.id) == 0


@pytest.mark.parametrize(("lines", "status"), [(LINES_MOST + 1, 422), (100_000, 413)])
def test_the_api_says_so(world, people, lines, status):
    (listing,) = shelf(world, 1)
    body = {"picks": [{"listing": listing, "quantity": 1}] * lines}
    problem = people("consumer").posts("/orders", body, status=status)
    assert problem["sentence_zh"]
    assert problem["detail"]
    assert sold.count(world.market.id) == 0
