"""Rows in, facts out: when the rest of a pre-order is due, and what of what was paid first comes back."""

from __future__ import annotations

from datetime import datetime

from gongdao.kernel.money import Money
from gongdao.law import Answer, ask
from gongdao.law.topics.prepaid import earnest_returned
from gongdao.registers.duties.actions import Owed
from gongdao.stages.escrow.models import Hold
from gongdao.stages.orders import preorders
from gongdao.stages.orders.facts import concluded_on, last_moment_of
from gongdao.stages.orders.models import Order


def rest_owed(order: Order, at: datetime) -> Owed:
    """The buyer owes the rest until the end of the agreed day."""
    assert order.rest_by, "a pre-order names the day"
    cites = str(preorders.binding(order).cites)
    return Owed(
        "final_payment", order.id, order.buyer, order.merchant, order.marketplace, at,
        last_moment_of(order.rest_by, order), cites,
    )  # fmt: skip


def returned(order: Order, *, breach_by: str) -> Answer[int]:
    """How much of what was paid first comes back, by whose breach the contract came to nothing."""
    said = preorders.earnest(order, breach_by=breach_by)
    return ask(earnest_returned, said, under=order.law, on=concluded_on(order))


def doubled(order: Order) -> tuple[Money, str] | None:
    """What a merchant in breach owes on top of the price for earnest money; nothing where none was agreed."""
    if not order.earnest_minor:
        return None
    answer = returned(order, breach_by="merchant")
    extra = answer.value - order.earnest_minor
    return (Money(order.currency, extra), str(answer.cites)) if extra > 0 else None


def first_paid_now(hold: Hold, paid_before: int) -> bool:
    """Whether these payments brought what is paid first, and no more than a part of the price."""
    first = hold.order.earnest_minor
    return (
        bool(first) and paid_before < (first or 0) <= hold.captured_minor < hold.order.total.minor
    )
