"""What is begun at a gateway, and what came of asking it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.stages.escrow.instructions import queries as told
from gongdao.stages.escrow.mandates.models import Mandate
from gongdao.stages.escrow.models import Handover, Payment, Prepayment


@dataclass(frozen=True, slots=True)
class Beginning:
    """Something of ours that a buyer goes to a gateway for. `signs` where only a signature is asked for."""

    ours: str
    marketplace: str
    buyer: str
    gateway: str
    way: str
    amount: Money
    signs: bool = False
    every_months: int = 1
    first_on: date | None = None


def of_payment(row: Payment) -> Beginning:
    """An order, or a part of one, is to be paid."""
    if row.state != "asked":
        raise closed()
    return Beginning(row.id, row.marketplace, row.order.buyer, row.gateway, row.method, row.amount)


def of_prepayment(row: Prepayment, *, way: str) -> Beginning:
    """Credit is to be paid in advance."""
    if row.state != "asked":
        raise closed()
    return Beginning(row.id, row.marketplace, row.consumer, row.gateway, way, row.paid)


def of_mandate(row: Mandate) -> Beginning:
    """A subscription is to be charged by the gateway, which wants the consumer's own word for it."""
    if row.state == "ended" or signed(row):
        raise closed()
    plan = row.plan
    return Beginning(
        row.id, row.marketplace, row.consumer, row.gateway, row.method, plan.price, signs=True,
        every_months=plan.every_months, first_on=row.next_on,
    )  # fmt: skip


def signed(row: Mandate) -> bool:
    """Whether the consumer has signed at the gateway."""
    return bool(told.called(row.id))


def good(ours: str, *, at: datetime) -> Handover | None:
    """What the buyer's browser was given, if it can still be used."""
    row = told.handover(ours)
    return row if row and row.until > at else None


def closed() -> Refusal:
    """There is nothing left to begin."""
    return Refusal(
        "nothing_to_begin",
        "这笔款项已不在等待付款或签约。",
        "This no longer waits to be paid or signed.",
    )
