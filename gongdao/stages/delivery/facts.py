"""Rows in, facts out: promised days, lost parcels, who bears the risk."""

from __future__ import annotations

from datetime import datetime

from gongdao.law import Answer, ask, book
from gongdao.law import questions as q
from gongdao.law.due import Due, due
from gongdao.law.facts import Breach, Carriage, Step
from gongdao.law.topics import carriage
from gongdao.stages.delivery.models import Parcel
from gongdao.stages.escrow.facts import release_due
from gongdao.stages.orders.facts import concluded_on, day_of, period
from gongdao.stages.orders.models import Order

__all__ = [
    "Due",
    "after_refusal",
    "bring_back_due",
    "delivered_so",
    "delivery_due",
    "end_of_day",
    "make_good_due",
    "presumed_lost_due",
    "release_due",
    "risk",
]


def delivery_due(order: Order) -> Due:
    """The end of the promised day."""
    by_rule = period(q.deliver_by, order, order.concluded_at)
    return Due(book.pack(order.law).end_of(order.deliver_by), by_rule.answer)


def presumed_lost_due(order: Order, at: datetime) -> Due:
    """When a parcel nobody can find is taken to be lost."""
    step = Step(began_on=max(order.deliver_by, day_of(order, at)))
    return due(q.presumed_lost_on, step, under=order.law, on=concluded_on(order))


def end_of_day(order: Order, at: datetime) -> datetime:
    """The first moment of the next day, where the order's law applies."""
    return book.pack(order.law).end_of(day_of(order, at))


def make_good_due(order: Order, at: datetime) -> Due:
    """Until when the merchant sends others or refunds."""
    return period(q.make_good_by, order, at)


def risk(order: Order) -> Answer[str]:
    """Who bears that the parcel is lost: it was not signed for, and the merchant chose the carrier."""
    carriage = Carriage(signed_for=False, consumer_chose_carrier=False)
    return ask(q.risk_borne_by, carriage, under=order.law, on=concluded_on(order))


def after_refusal(order: Order) -> Answer[bool]:
    """What the buyer may do when the merchant says that it will not perform."""
    breach = Breach(
        paid=order.total.minor,
        losses=0,
        contract_concluded=True,
        refused=True,
        impossible=False,
        unfit_to_enforce=False,
        asked_too_late=False,
        force_majeure=False,
        wants_performance=False,
    )
    return ask(q.may_rescind, breach, under=order.law, on=concluded_on(order))


def bring_back_due(order: Order, at: datetime) -> Due:
    """Until when the carrier brings a parcel back that nobody took."""
    return period(q.bring_back_by, order, at)


def contact_until(order: Order, at: datetime) -> Due:
    """How long the code of a label reaches the recipient."""
    return period(q.contact_until, order, at)


def delivered_so(
    parcel: Parcel, *, left_with: str, consented: bool, inspection_offered: bool
) -> bool:
    """Whether it counts as delivered. A person counts as named only where the buyer named one to us."""
    named = left_with == "named_person" and not consented
    handed = carriage.Parcel(
        left_with="neighbour" if named else left_with,
        drop_consented=consented,
        inspection_offered=inspection_offered,
    )
    order = parcel.order
    return ask(
        carriage.counts_as_delivered, handed, under=order.law, on=day_of(order, parcel.shipped_at)
    ).value
