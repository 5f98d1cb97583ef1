"""What buyers got, under which head, and which article (S20, S24)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import MoneyOut, moment, money
from gongdao.kernel.money import Money
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import actions, queries

router = Router(tags=["awards"])


class AwardOut(Schema):
    """A sum a buyer got under one head. `sources` says which accounts paid how much of it."""

    id: str
    order: str
    cause: str
    head: str
    amount: MoneyOut
    unpaid: MoneyOut
    sources: dict[str, int]
    cites: str
    at: datetime


@router.get("/orders/{order}/awards", response=list[AwardOut], summary="What the buyer got")
def of_order(request: Asked, order: str) -> list[AwardOut]:
    """Every sum the buyer of an order got, first to last."""
    return [shown(row) for row in queries.of_order(orders.see(order, by=request.actor).id)]


@router.post("/orders/{order}/make-good", response=list[AwardOut], summary="Give the price back")
def make_good(request: Asked, order: str) -> list[AwardOut]:
    """The merchant gives the price back for goods that never came."""
    return [shown(row) for row in actions.make_good(by=request.actor, order=order, at=request.now)]


@router.post("/disputes/{dispute}/perform", response=list[AwardOut], summary="Perform a ruling")
def perform(request: Asked, dispute: str) -> list[AwardOut]:
    """The merchant does what was ruled or settled, with its own money."""
    return [
        shown(row) for row in actions.perform(by=request.actor, dispute=dispute, at=request.now)
    ]


def shown(row: Any) -> AwardOut:
    """An award as we show it."""
    return AwardOut(
        id=row.id,
        order=row.order_id,
        cause=row.cause,
        head=row.head,
        amount=money(row.amount),
        unpaid=money(Money(row.currency, row.unpaid_minor)),
        sources=row.sources,
        cites=row.cites,
        at=moment(row.at),
    )
