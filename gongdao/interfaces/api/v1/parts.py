"""Part of an order's money: released line by line, given back piece by piece, or paid outside (S11)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictInt

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, MoneyOut, moment, money, number
from gongdao.interfaces.api.v1.payments import PaymentOut, shown
from gongdao.kernel.money import Money
from gongdao.kernel.ref import expect
from gongdao.stages.escrow.parts import actions
from gongdao.stages.escrow.parts.shares import Part
from gongdao.stages.orders import queries as orders

router = Router(tags=["payments"])

PARTS_MOST = 500


class PartIn(In):
    """So many pieces of an order line."""

    line: str = Field(max_length=31, examples=["lin_17"])
    quantity: StrictInt


class PartRefundIn(In):
    """What is given back, and why. The same reason refunds once, whatever request it came with."""

    reason: str = Field(min_length=1, max_length=16, examples=["late"])
    parts: list[PartIn] = Field(min_length=1, max_length=PARTS_MOST)
    freight_minor: StrictInt = 0


class PartRefundOut(Schema):
    """A part of the price that was given back."""

    id: str
    order: str
    reason: str
    amount: MoneyOut
    at: datetime


class OutsideIn(In):
    """How it was paid, in the merchant's words."""

    reference: str = Field("", max_length=80)


@router.post("/orders/{order}/lines/{line}/release", response=MoneyOut, summary="Release one line")
def release_line(request: Asked, order: str, line: str) -> MoneyOut:
    """The buyer is content with one line; the rest stays held."""
    amount = actions.release_line(
        by=request.actor, order=expect("ord", order), line=number("lin", line), at=request.now
    )
    return money(amount)


@router.post(
    "/orders/{order}/partial-refunds", response={201: PartRefundOut}, summary="Refund a part"
)
def refund_part(request: Asked, order: str, said: PartRefundIn) -> Status[PartRefundOut]:
    """The merchant gives back the price of some pieces, and of the freight what it says."""
    seen = orders.see(order, by=request.actor)
    row = actions.refund_part(
        by=request.actor,
        order=seen.id,
        reason=said.reason,
        parts=[Part(number("lin", p.line), p.quantity) for p in said.parts],
        freight=Money(seen.currency, said.freight_minor),
        at=request.now,
    )
    return Status(201, _concession(row))


@router.post("/orders/{order}/outside-payment", response={201: PaymentOut}, summary="Paid outside")
def declare_outside(request: Asked, order: str, said: OutsideIn) -> Status[PaymentOut]:
    """The merchant says that it was paid outside: the contract is paid, and nothing is held."""
    row = actions.declare_outside(
        by=request.actor, order=order, reference=said.reference, at=request.now
    )
    return Status(201, shown(row))


def _concession(row: Any) -> PartRefundOut:
    return PartRefundOut(
        id=row.id, order=row.order_id, reason=row.reason, amount=money(row.amount),
        at=moment(row.at),
    )  # fmt: skip
