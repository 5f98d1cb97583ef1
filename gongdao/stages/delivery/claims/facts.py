"""Rows in, facts out: what a carrier owes for a parcel, and by when it answers, decides, pays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongdao.kernel.money import Money
from gongdao.law import Answer, ask
from gongdao.law import questions as q
from gongdao.law.due import Due, due
from gongdao.law.topics import carriage
from gongdao.stages.delivery.models import CourierClaim, Parcel
from gongdao.stages.orders.facts import day_of, period

PERIODS = {"courier_decision": q.decide_by, "courier_payment": q.perform_by}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found: nothing of it is presumed against the sender, who need not prove it."""

    excused: bool = False
    grossly_at_fault: bool = False
    cap_shown: bool = False


def owed(parcel: Parcel, *, loss: Money, whole: Money, found: Finding) -> Answer[int]:
    """What the carrier pays, by the law of the day on which it took the parcel."""
    case = carriage.LostParcel(
        service=parcel.service,
        insured=parcel.declared_minor > 0,
        insured_sum=parcel.declared_minor,
        whole_value=whole.minor,
        market_value=loss.minor,
        fee=parcel.fee_minor,
        gross_fault=found.grossly_at_fault,
        cap_shown=found.cap_shown,
        carriers_excuse=found.excused,
    )
    order = parcel.order
    return ask(carriage.courier_pays, case, under=order.law, on=day_of(order, parcel.shipped_at))


def reply_due(parcel: Parcel, at: datetime) -> Due:
    """By when the carrier deals with the claim and answers."""
    told = carriage.CourierComplaint(courier_told_on=day_of(parcel.order, at), shares_a_brand=False)
    return due(
        carriage.courier_reply_by, told, under=parcel.order.law,
        on=day_of(parcel.order, parcel.shipped_at),
    )  # fmt: skip


def step_due(kind: str, claim: CourierClaim, at: datetime) -> Due:
    """By when it is decided, and paid."""
    return period(PERIODS[kind], claim.parcel.order, at)
