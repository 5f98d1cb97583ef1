"""Orders of every kind of thing: what is offered, bought and paid, and what stands in the books afterwards."""

from __future__ import annotations

import re

from django.conf import settings

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.listings import actions as listings
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries
from gongdao.stages.orders.drafts import Pick, Purchase

MASTER = MasterKey(settings.GONGDAO_VAULT_KEY)


STATED = {
    "made_to_order": {"made_in_days": "10"},
    "second_hand": {"condition": "good", "defects": "左侧有一道划痕"},
    "cross_border": {"ships_from": "JP", "import_tax": "9.10"},
    "service": {"served_at": "上门"},
    "digital": {"runs_on": "Windows 11"},
    "preorder": {
        "earnest": "40.00", "earnest_kind": "earnest",
        "final_payment_by": "2026-03-20", "delivers_by": "2026-04-10",
    },
}  # fmt: skip


def offers(world, kind, price="200.00", **changed):
    """Something of a kind on the shelf, with all that must be stated of it."""
    said = listings.Said(
        Words("商品", f"A {kind}"), "toys", cny(price), cny("0.00"),
        attributes=STATED.get(kind, {}) | changed, kind=kind,
    )  # fmt: skip
    (row,) = listings.offer(offerings=[listings.Offering(world["merchant"], world.now, said)])
    return row.id


def buys(world, listing, quantity=1):
    """An order of it, not paid yet."""
    (order,) = orders.place(
        market=world.market,
        purchases=[Purchase(world["consumer"], world.now, (Pick(listing, quantity),))],
    )
    return order


def bought(world, kind, quantity=1, **changed):
    """An order of it, paid, and the line it stands on."""
    order = buys(world, offers(world, kind, **changed), quantity)
    world.pays(order)
    return order, queries.lines(order)[0].id


def open_duties(order):
    """What is owed about an order, by kind."""
    return {duty.kind: duty for duty in duties.open_about(order.id)}


def refunded(world, order):
    """How much of an order went back, in minor units."""
    return ledger.refunded(world.market.id, order.id, currency="CNY").minor


def payable(world):
    """What the merchant has to get, in minor units."""
    name = account("payable", world["merchant"].party)
    return ledger.balance(world.market.id, name, currency="CNY").minor


class refused:  # noqa: N801 - it reads as the sentence it is
    """`with refused("content_closed"):` says which refusal is meant."""

    def __init__(self, code):
        self.code = code

    def __enter__(self):
        return self

    def __exit__(self, kind, raised, _):
        assert kind is Refusal, f"{self.code} was not refused"
        assert raised.code == self.code, raised
        return True


def basket(person, listing, quantity="1"):
    """Put into the basket; gives the checkout as it is shown."""
    person.does("/basket/change", listing=listing, quantity=quantity)
    return person.sees("/checkout")


def submits(person, page, **form):
    """Submit what the checkout showed."""
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    person.does("/checkout/submit", seen=seen, **form)


def newest(world):
    """The buyer's last order."""
    return queries.page(by=world["consumer"])[0]
