"""Reviews of real purchases (S26)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictInt

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, moment, moment_or_none
from gongdao.kernel.refusal import Refusal
from gongdao.stages.orders import queries as orders
from gongdao.stages.reputation import actions, queries

router = Router(tags=["reviews"])


class OpinionIn(In):
    """What the buyer thinks, from one to five."""

    score: StrictInt
    words: str = Field("", max_length=20_000)


class ReplyIn(In):
    """What the merchant says to it."""

    words: str = Field(min_length=1, max_length=5_000)


class ReviewOut(Schema):
    """The review of an order. Only its buyer wrote it; nobody can remove it."""

    id: str
    order: str
    merchant: str
    score: int
    words: str
    at: datetime
    reply: str
    replied_at: datetime | None


@router.get("/orders/{order}/review", response=ReviewOut, summary="Read an order's review")
def read(request: Asked, order: str) -> ReviewOut:
    """The review of an order, if its buyer wrote one."""
    row = queries.of_order(orders.see(order, by=request.actor).id)
    if row is None:
        raise Refusal("review_unknown", "这个订单还没有评价。", "This order has no review yet.")
    return _shown(row)


@router.post("/orders/{order}/review", response={201: ReviewOut}, summary="Review an order")
def write(request: Asked, order: str, said: OpinionIn) -> Status[ReviewOut]:
    """Only the buyer of a paid order can, once."""
    opinion = actions.Opinion(
        by=request.actor,
        at=request.now,
        order=orders.see(order, by=request.actor).id,
        score=said.score,
        words=said.words,
    )
    (row,) = actions.review(opinions=[opinion])
    return Status(201, _shown(row))


@router.post("/orders/{order}/review/reply", response=ReviewOut, summary="Answer a review")
def reply(request: Asked, order: str, said: ReplyIn) -> ReviewOut:
    """The merchant answers; it cannot remove what was said."""
    return _shown(actions.reply(by=request.actor, order=order, words=said.words, at=request.now))


def _shown(row: Any) -> ReviewOut:
    return ReviewOut(
        id=row.id,
        order=row.order_id,
        merchant=row.merchant,
        score=row.score,
        words=row.words,
        at=moment(row.at),
        reply=row.reply,
        replied_at=moment_or_none(row.replied_at),
    )
