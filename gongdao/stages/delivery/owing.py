"""What is owed about parcels, from when and until when. Pure: rows in, duties out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gongdao.law.due import Due
from gongdao.registers.duties.actions import Done, Owed
from gongdao.stages.delivery import facts
from gongdao.stages.delivery.models import Parcel
from gongdao.stages.orders.models import Order

ON_THE_WAY = ("delivery", "trace", "bring_back")
"""The duties that a parcel carries while it moves; whatever ends it ends them."""


def delivery(parcel: Parcel) -> Owed:
    """Deliver by the promised day."""
    return _of_parcel("delivery", parcel, parcel.shipped_at, facts.delivery_due(parcel.order))


def trace(parcel: Parcel, at: datetime) -> Owed:
    """Find out where an overdue parcel is."""
    return _of_parcel("trace", parcel, at, facts.presumed_lost_due(parcel.order, at))


def bring_back(parcel: Parcel, at: datetime) -> Owed:
    """The carrier brings a refused or undeliverable parcel back to the merchant."""
    order, answer = parcel.order, facts.bring_back_due(parcel.order, at)
    return Owed(
        "bring_back", parcel.id, parcel.carrier, order.merchant, order.marketplace, at,
        answer.value, str(answer.cites), about=order.id,
    )  # fmt: skip


def make_good(order: Order, at: datetime) -> Owed:
    """Owed for the order as a whole: a second lost parcel owes nothing new."""
    answer = facts.make_good_due(order, at)
    return Owed(
        "make_good", order.id, order.merchant, order.buyer, order.marketplace, at,
        answer.value, str(answer.cites),
    )  # fmt: skip


def release(parcel: Parcel) -> Owed:
    """The money is released some days after the last parcel was signed for."""
    assert parcel.delivered_at
    due = facts.release_due(parcel.order, parcel.delivered_at)
    return _release(parcel.order, parcel.delivered_at, due)


def release_of(order: Order, received_at: datetime) -> Owed:
    """The same for what came by no parcel: a service that was done, content that was handed over."""
    return _release(order, received_at, facts.release_due(order, received_at))


def release_again(order: Order, delivered_at: datetime, at: datetime) -> Owed:
    """The same after a freeze was lifted: never before the day is over."""
    due = facts.release_due(order, delivered_at)
    return _release(order, at, Due(max(due.value, facts.end_of_day(order, at)), due.answer))


def over(parcels: Iterable[Parcel], outcome: str = "") -> list[Done]:
    """Nothing is owed any more about the way of parcels that came to an end."""
    return [Done(kind, p.id, p.changed_at, outcome) for p in parcels for kind in ON_THE_WAY]


def _release(order: Order, at: datetime, answer: Due) -> Owed:
    return Owed(
        "release", order.id, order.marketplace, order.merchant, order.marketplace, at,
        answer.value, str(answer.cites),
    )  # fmt: skip


def _of_parcel(kind: str, parcel: Parcel, at: datetime, answer: Due) -> Owed:
    order = parcel.order
    return Owed(
        kind, parcel.id, order.merchant, order.buyer, order.marketplace, at,
        answer.value, str(answer.cites), about=order.id,
    )  # fmt: skip
