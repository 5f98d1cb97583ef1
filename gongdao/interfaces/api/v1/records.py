"""Records: receipts, the whole record of an order with its proofs, search, and export for an authority (S16)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import PAPER, After, In, Limit, Moment, Page, page
from gongdao.interfaces.api.v1.orders import OrderBrief, brief
from gongdao.interfaces.paper.receipts import receipt_pdf
from gongdao.interfaces.records import record_of
from gongdao.stages.admission import queries as admission
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.archive import actions, queries

router = Router(tags=["records"])

Words = Annotated[str, Field(max_length=80, description="A number, goods or a shop.")]


class ExportIn(In):
    """A period, and the ground on which the authority asks."""

    since: Moment
    until: Moment
    reason: str = Field(max_length=400)


class ExportOut(Schema):
    """The records of the period, without the proofs; each order's own record has them inside."""

    orders: int
    records: list[dict[str, Any]]


@router.get("/orders/{order}/receipt.pdf", summary="Download the receipt", openapi_extra=PAPER)
def receipt(request: Asked, order: str, language: Literal["zh", "en"] = "zh") -> HttpResponse:
    """What was paid, signed by the marketplace; for the two sides."""
    row = orders.of_a_side(order, by=request.actor)
    return HttpResponse(receipt_pdf(row, language=language), content_type="application/pdf")


@router.get("/orders/{order}/record", response=dict[str, Any], summary="Download the record")
def record(request: Asked, order: str) -> dict[str, Any]:
    """Everything on record about an order, with the evidence bundle inside; for the two sides."""
    row = orders.of_a_side(order, by=request.actor)
    return record_of(row, at=request.now)


@router.get("/records", response=Page[OrderBrief], summary="Search orders")
def search(
    request: Asked,
    q: Words = "",
    since: Moment | None = None,
    until: Moment | None = None,
    limit: Limit = 20,
    after: After = "",
) -> dict[str, Any]:
    """The caller's own orders that fit, newest first; staff and officers search all."""
    shops = admission.named(request.market.id, q) if q.strip() else []
    wanted = queries.Wanted(q, tuple(shops), since, until)
    rows = queries.search(wanted, by=request.actor, after=after, most=limit + 1)
    return page(rows, limit=limit, shown=brief, cursor=lambda row: row.id)


@router.post("/records/exports", response=ExportOut, summary="Export for an authority")
def export(request: Asked, said: ExportIn) -> ExportOut:
    """Only an officer, with a reason; who asked for what, and why, becomes evidence."""
    rows = actions.export(
        by=request.actor, since=said.since, until=said.until, reason=said.reason, at=request.now
    )
    found = [record_of(row, at=request.now, proofs=False) for row in rows]
    return ExportOut(orders=len(rows), records=found)
