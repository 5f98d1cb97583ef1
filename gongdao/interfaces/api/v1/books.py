"""What the registers say: who I am, what I owe, what was said, and the evidence of an order."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from gongdao.interfaces import proofs
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    DutyOut,
    Limit,
    Page,
    WordsOut,
    duty,
    moment,
    number,
    numbered,
    page,
)
from gongdao.registers.duties import queries as duties
from gongdao.registers.messages import queries as messages
from gongdao.registers.parties.powers import allow
from gongdao.stages.orders import queries as orders

router = Router(tags=["registers"])

AfterDuty = Annotated[
    str, Field(pattern=r"^(dut_[0-9]{1,18})?$", description="The cursor `next` of the page before.")
]
About = Annotated[str, Field(max_length=31, description="The order that was spoken about.")]


class MeOut(Schema):
    """Who the caller is to us."""

    party: str
    roles: list[str]
    marketplace: str
    marketplace_name: WordsOut
    law: str
    currency: str
    mode: str
    now: datetime


class MessageOut(Schema):
    """One message: in both languages when the product speaks, as written when people do."""

    id: str
    about: str
    by: str
    words: WordsOut
    at: datetime


@router.get("/me", response=MeOut, summary="Who am I?")
def me(request: Asked) -> MeOut:
    """The caller, the marketplace, and what time it is there."""
    market = request.market
    return MeOut(
        party=request.actor.party,
        roles=sorted(request.actor.roles),
        marketplace=market.id,
        marketplace_name=WordsOut(zh=market.name_zh, en=market.name_en),
        law=market.law,
        currency=market.currency,
        mode=market.mode,
        now=moment(request.now),
    )


@router.get("/duties", response=Page[DutyOut], summary="What do I owe?")
def owed(request: Asked, limit: Limit = 20, after: AfterDuty = "") -> dict[str, Any]:
    """What the caller still owes, the most urgent first."""
    rows = duties.open_of(request.actor.party, after=number("dut", after), most=limit + 1)
    return page(rows, limit=limit, shown=duty, cursor=lambda row: numbered("dut", row.id))


@router.get("/orders/{order}/duties", response=list[DutyOut], summary="Every duty about an order")
def about_order(request: Asked, order: str) -> list[DutyOut]:
    """Everything that was ever owed about an order, and how it ended."""
    return [duty(row) for row in duties.all_about(orders.see(order, by=request.actor).id)]


@router.get("/messages", response=list[MessageOut], summary="What was said about a thing")
def thread(request: Asked, about: About) -> list[MessageOut]:
    """The thread as far as the caller is in its audience."""
    return [
        MessageOut(
            id=row.id, about=row.about, by=row.by, words=WordsOut(zh=row.zh, en=row.en),
            at=moment(row.at),
        )
        for row in messages.thread(about, by=request.actor)
    ]  # fmt: skip


@router.get(
    "/orders/{order}/evidence", summary="Export an order's evidence", response=dict[str, Any]
)
def bundle(request: Asked, order: str) -> HttpResponse:
    """The bundle that anybody can verify offline, without trusting us; as far as it is sealed.

    What was done is sealed within a minute; by POST to the same address it is sealed first.
    """
    row = _exported(request, order)
    return _bundled(request, row)


@router.post(
    "/orders/{order}/evidence", summary="Seal and export evidence", response=dict[str, Any]
)
def seal_and_bundle(request: Asked, order: str) -> HttpResponse:
    """The bundle with everything that was done until now, under a head signed now."""
    row = _exported(request, order)
    proofs.seal(marketplace=row.marketplace, at=request.now)
    return _bundled(request, row)


def _exported(request: Asked, order: str) -> Any:
    """The order, if the caller may take its evidence away."""
    row = orders.see(order, by=request.actor)
    allow(
        request.actor, "evidence.export", marketplace=row.marketplace,
        buyer=row.buyer, seller=row.merchant,
    )  # fmt: skip
    return row


def _bundled(request: Asked, row: Any) -> HttpResponse:
    said = proofs.bundle(row.id, marketplace=row.marketplace, at=request.now)
    response = HttpResponse(said, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{row.id}.evidence.json"'
    return response
