"""Points: how many the caller has, and how they came and went (S10)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import Field

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import Limit, Page, WordsOut, moment, moment_or_none, page, words
from gongdao.stages.orders.promotions.points import queries

router = Router(tags=["coupons"])

Place = Annotated[
    int | None, Field(ge=1, le=2**53, description="The cursor `next` of the page before.")
]


class PointsOut(Schema):
    """How many points there are to use. Name how many when ordering."""

    points: int


class PointEntryOut(Schema):
    """Points that came (above zero) or went (below), why, and until when those that came are good."""

    why: str
    why_words: WordsOut
    points: int
    order: str | None
    at: datetime
    until: datetime | None


@router.get("/points", response=PointsOut, summary="The caller's points")
def balance(request: Asked) -> PointsOut:
    """Earned when the money of an order is released; borne by the platform when used."""
    return PointsOut(points=queries.balance(by=request.actor))


@router.get("/points/entries", response=Page[PointEntryOut], summary="How points came and went")
def entries(request: Asked, limit: Limit = 20, after: Place = None) -> dict[str, Any]:
    """Newest first. Entries are only ever appended."""
    rows = queries.entries(by=request.actor, before=after, most=limit + 1)
    return page(rows, limit=limit, shown=_entry, cursor=lambda row: str(row.id))


def _entry(row: Any) -> PointEntryOut:
    return PointEntryOut(
        why=row.why, why_words=words(row.reason), points=row.points, order=row.order_id,
        at=moment(row.at), until=moment_or_none(row.until),
    )  # fmt: skip
