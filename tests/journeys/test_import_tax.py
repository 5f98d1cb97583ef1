"""Import tax that is in the price: collected with it, given back with it line by line, owed to the customs for the rest (S11)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongdao.kernel.money import Money, cny
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow.parts import actions as parts
from gongdao.stages.escrow.parts.shares import Part
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries
from tests.journeys.test_order_kinds import offers

pytestmark = pytest.mark.django_db


def bought(world, *lines):
    """An order of several listings, paid: (kind, price, pieces, more)."""
    picks = tuple(
        orders.Pick(offers(world, kind, price=price, **more), pieces)
        for kind, price, pieces, more in lines
    )
    (order,) = orders.place(
        market=world.market, purchases=[orders.Purchase(world["consumer"], world.now, picks)]
    )
    world.pays(order)
    return order


def abroad(price="200.00", pieces=1, tax="9.10"):
    return "cross_border", price, pieces, {"import_tax": tax}


HOME = ("goods", "100.00", 1, {})


def stands(world, kind, owner=None):
    return ledger.balance(world.market.id, account(kind, owner), currency="CNY").minor


def taxed(world):
    return dict(ledger.by_kind(world.market.id)).get("tax", cny("0")).minor


def confirms(world, order):
    world.ships(order)
    world.delivers()
    escrow.confirm(confirmings=[escrow.Confirming(world["consumer"], world.now, order.id)])


def gives_back(world, order, reason, line, pieces=1, freight="0.00"):
    which = queries.lines(order)[line].id
    parts.refund_part(
        by=world["merchant"], order=order.id, reason=reason, parts=[Part(which, pieces)],
        freight=cny(freight), at=world.now,
    )  # fmt: skip


def settled(world):
    assert not any(ledger.trial_balance(world.market.id).values())
    assert ledger.faults(world.market.id) == []


def test_the_tax_is_collected_with_the_price_and_is_still_in_what_is_held(world):
    order = bought(world, abroad(pieces=2), HOME)
    assert taxed(world) == 1820
    assert stands(world, "levied", order.id) == 1820
    assert world.held(order) == 50000
    settled(world)


def test_goods_of_home_bear_none(world):
    bought(world, HOME)
    assert taxed(world) == 0


def test_the_release_leaves_the_tax_with_the_customs(world):
    order = bought(world, abroad(pieces=2), HOME)
    confirms(world, order)
    assert stands(world, "payable", world["merchant"].party) == 50000 - 1820 - 1000
    assert (taxed(world), stands(world, "levied", order.id)) == (1820, 0)
    settled(world)


@pytest.mark.parametrize(
    ("line", "pieces", "left"), [(0, 1, 910), (0, 2, 0), (1, 1, 1820)], ids=["one", "both", "home"]
)
@pytest.mark.parametrize("late", [False, True], ids=["held", "released"])
def test_a_part_that_goes_back_takes_its_own_tax_along(world, line, pieces, left, late):
    order = bought(world, abroad(pieces=2), HOME)
    if late:
        confirms(world, order)
    gives_back(world, order, "x", line, pieces)
    gives_back(world, order, "x", line, pieces)  # the same reason moves nothing
    assert taxed(world) == left
    assert stands(world, "levied", order.id) == (0 if late else left)
    settled(world)


def test_whether_it_goes_back_before_or_after_the_release_the_merchant_gets_the_same(world):
    got = []
    for late in (False, True):
        before = stands(world, "payable", world["merchant"].party)
        order = bought(world, abroad(pieces=2), HOME)
        world.ships(order, waybill := f"SF{late}")
        world.delivers(waybill)
        if not late:
            gives_back(world, order, "x", 0)
        escrow.confirm(confirmings=[escrow.Confirming(world["consumer"], world.now, order.id)])
        if late:
            gives_back(world, order, "x", 0)
        got.append(stands(world, "payable", world["merchant"].party) - before)
    assert abs(got[0] - got[1]) <= 1  # the fee is rounded once or twice
    settled(world)


def test_one_line_released_by_itself_pays_its_own_tax(world):
    order = bought(world, abroad(pieces=2), HOME)
    world.ships(order)
    world.delivers()
    parts.release_line(
        by=world["consumer"], order=order.id, line=queries.lines(order)[0].id, at=world.now
    )
    assert (taxed(world), stands(world, "levied", order.id)) == (1820, 0)
    settled(world)


def test_an_order_that_ends_gives_all_of_it_back(world):
    order = bought(world, abroad(pieces=2), HOME)
    escrow.refund(
        by=world["merchant"], order=order, amount=order.total, under="ret_x", at=world.now, cites=""
    )
    assert (taxed(world), stands(world, "levied", order.id), world.held(order)) == (0, 0, 0)
    settled(world)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    tax=st.integers(0, 5_000), rest=st.integers(1, 50_000),
    shares=st.lists(st.integers(1, 20_000), max_size=8),
)  # fmt: skip
def test_many_small_refunds_give_back_what_one_would_and_never_more(tax, rest, shares):
    """Without named goods: in proportion to the price, cumulated, to the last unit."""
    price = Money("CNY", tax + rest)
    moved, refunded = {("levy", "levied"): tax}, 0
    for share in shares:
        refunded = min(price.minor, refunded + share)
        moved[("refund_hold", "hold")] = refunded
        due = entries.levy_due_back(moved, price=price, within=None)
        assert due.minor >= 0
        moved[("levy_back", "tax")] = moved.get(("levy_back", "tax"), 0) + due.minor
        back = moved[("levy_back", "tax")]
        assert back <= tax
        assert back == (
            tax if refunded == price.minor else Money("CNY", tax).share(refunded, price.minor).minor
        )
