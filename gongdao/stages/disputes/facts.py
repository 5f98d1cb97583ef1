"""Rows in, facts out: a dispute as the law and the arbiter look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongdao.kernel.money import Money
from gongdao.law import questions as q
from gongdao.law.due import Due
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.facts import concluded_on, day_of
from gongdao.stages.orders.facts import period as order_period
from gongdao.stages.orders.models import Order

PERIODS = {
    "merchant_reply": q.reply_by,
    "settlement": q.settle_by,
    "decision": q.decide_by,
    "time_to_appeal": q.appeal_by,
    "senior_decision": q.review_by,
    "performance": q.perform_by,
}


@dataclass(frozen=True, slots=True)
class Case:
    """What the record says about a dispute: no opinion, only our own books."""

    kind: str
    wish: str
    law: str
    on: date
    price: Money
    total: Money
    losses: Money
    durable: bool
    signed_for_on: date | None
    filed_on: date
    merchant_silent: bool
    admitted: bool | None


def case_of(row: Dispute) -> Case:
    """Read the books for a dispute."""
    order = row.order
    signed_for = delivery.delivered_at(order.id)
    traits = {trait for line in orders.lines(order) for trait in line.version.traits}
    return Case(
        kind=row.kind,
        wish=row.wish,
        law=order.law,
        on=concluded_on(order),
        price=order.goods,
        total=holds.refundable(order, order.total),
        losses=Money(order.currency, row.losses_minor),
        durable="durable" in traits,
        signed_for_on=signed_for and day_of(order, signed_for),
        filed_on=day_of(order, row.filed_at),
        merchant_silent=not row.answer,
        admitted=row.admitted,
    )


def period(kind: str, order: Order, at: datetime) -> Due:
    """A period of the platform's own rules, by the duty it is for."""
    return order_period(PERIODS[kind], order, at)
