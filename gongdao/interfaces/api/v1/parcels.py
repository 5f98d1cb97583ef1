"""Parcels and what carriers see of them (S14)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces.api import allowed
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    In,
    Moment,
    MoneyIn,
    MoneyOut,
    WordsOut,
    moment,
    moment_or_none,
    money,
    number,
    numbered,
    refuse_future,
    words,
)
from gongdao.kernel.money import MOST
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.stages.delivery import actions, contents, queries
from gongdao.stages.delivery.kinds import SCANS, SERVICES, WITH
from gongdao.stages.delivery.states import PARCEL
from gongdao.stages.orders import queries as orders

router = Router(tags=["parcels"])

BATCH_MOST = 100


class PiecesIn(In):
    """So many pieces of a line of the order are in the parcel."""

    line: str = Field(max_length=24, examples=["lin_17"])
    quantity: int = Field(strict=True, ge=1, le=1_000_000)


class ShippingIn(In):
    """Which carrier has the goods: its reference or its handle (`sf@gongdao`), and its number.

    Without `pieces` the parcel holds the whole order. `declared` is the value insured with the carrier.
    """

    carrier: str = Field(min_length=1, max_length=120)
    waybill: str = Field(min_length=1, max_length=40)
    pieces: list[PiecesIn] | None = Field(None, max_length=1_000)
    service: str = Field("courier", max_length=16, description=f"One of: {', '.join(SERVICES)}.")
    declared: MoneyIn | None = None
    fee: MoneyIn | None = None


class ScanIn(In):
    """One scan. Without a moment it was just now."""

    waybill: str = Field(min_length=1, max_length=40)
    kind: str = Field(max_length=20, description=f"One of: {', '.join(SCANS)}.")
    place: str = Field(max_length=80)
    at: Moment | None = None
    left_with: str = Field(
        "recipient",
        max_length=16,
        description=f"One of: {', '.join(WITH)}. For left and signed_for.",
    )
    inspection_offered: bool = Field(True, strict=True)


class DropIn(In):
    """Where parcels of the order may be left; nowhere, if none is named."""

    places: list[str] = Field(max_length=8, description=f"Of: {', '.join(list(WITH)[1:])}.")


class DropOut(Schema):
    """Where the buyer agrees that parcels may be left."""

    places: list[str]


class PiecesOut(Schema):
    """What is in a parcel."""

    line: str
    quantity: int


class ScansIn(In):
    """Up to a hundred scans at once; the first that is refused undoes them all."""

    scans: list[ScanIn] = Field(min_length=1, max_length=BATCH_MOST)


class ScanOut(Schema):
    """What a carrier saw."""

    kind: str
    place: str
    at: datetime
    left_with: str | None


class ParcelOut(Schema):
    """A parcel of an order, with its scans."""

    id: str
    order: str
    carrier: str
    waybill: str
    state: str
    state_words: WordsOut
    service: str
    declared: MoneyOut
    pieces: list[PiecesOut] = Field(description="Empty where the parcel holds the whole order.")
    left_with: str | None
    shipped_at: datetime
    delivered_at: datetime | None
    scans: list[ScanOut]
    allowed_actions: list[str]


@router.post("/orders/{order}/parcels", response={201: ParcelOut}, summary="Ship an order")
def ship(request: Asked, order: str, said: ShippingIn) -> Status[ParcelOut]:
    """Hand the goods to a carrier. The duty to ship ends; the duty to deliver begins."""
    sold = orders.see(order, by=request.actor)
    shipping = actions.Shipping(
        by=request.actor,
        at=request.now,
        order=sold.id,
        carrier=_carrier(said.carrier, marketplace=sold.marketplace),
        waybill=said.waybill,
        pieces=None if said.pieces is None else _pieces(said.pieces),
        service=said.service,
        declared=_minor(said.declared, sold),
        fee=_minor(said.fee, sold),
    )
    (row,) = actions.ship(shippings=[shipping])
    return Status(201, _one(row, request))


@router.get(
    "/orders/{order}/parcels", response=list[ParcelOut], summary="Follow an order's parcels"
)
def of_order(request: Asked, order: str) -> list[ParcelOut]:
    """Every parcel of an order with its scans, oldest first."""
    return of(orders.see(order, by=request.actor), request)


@router.post("/scans", response=list[ParcelOut], summary="Report scans")
def scan(request: Asked, said: ScansIn) -> list[ParcelOut]:
    """What a carrier saw. A signature delivers; a scan seen before changes nothing."""
    seen = [
        actions.Seen(
            by=request.actor, at=one.at or request.now, waybill=one.waybill, kind=one.kind,
            place=one.place, left_with=one.left_with, inspection_offered=one.inspection_offered,
        )
        for one in said.scans
    ]  # fmt: skip
    refuse_future((one.at for one in seen), now=request.now)
    return [_one(row, request) for row in actions.scan(seen=seen)]


@router.post("/parcels/{parcel}/report-loss", response=ParcelOut, summary="Report a parcel lost")
def report_loss(request: Asked, parcel: str) -> ParcelOut:
    """The carrier or the merchant knows that it is lost: the buyer must be made good."""
    return _one(actions.report_loss(by=request.actor, parcel=parcel, at=request.now), request)


@router.post(
    "/parcels/{parcel}/accept", response=ParcelOut, summary="Accept a parcel left elsewhere"
)
def accept(request: Asked, parcel: str) -> ParcelOut:
    """The buyer has a parcel that was left without consent: from now on it is delivered."""
    return _one(actions.accept(by=request.actor, parcel=parcel, at=request.now), request)


@router.put(
    "/orders/{order}/drop-places", response=DropOut, summary="Say where parcels may be left"
)
def consent_to_drop(request: Asked, order: str, said: DropIn) -> DropOut:
    """With others, at a pick-up point, at the door: without this consent such a parcel is not delivered."""
    actions.consent_to_drop(by=request.actor, order=order, places=said.places, at=request.now)
    return drop_places(request, order)


@router.get("/orders/{order}/drop-places", response=DropOut, summary="Where parcels may be left")
def drop_places(request: Asked, order: str) -> DropOut:
    """What the buyer agreed to so far."""
    row = orders.see(order, by=request.actor)
    return DropOut(places=sorted(queries.drop_consents([row.id]).get(row.id, ())))


def of(order: Any, request: Asked) -> list[ParcelOut]:
    """The parcels of an order as we show them."""
    scans: dict[str, list[Any]] = {}
    for row in queries.scans(order.id):
        scans.setdefault(row.parcel_id, []).append(row)
    return [
        _shown(row, order, scans.get(row.id, []), request) for row in queries.of_order(order.id)
    ]


def _one(row: Any, request: Asked) -> ParcelOut:
    scans = [s for s in queries.scans(row.order_id) if s.parcel_id == row.id]
    return _shown(row, row.order, scans, request)


def _shown(row: Any, order: Any, scans: list[Any], request: Asked) -> ParcelOut:
    return ParcelOut(
        id=row.id,
        order=row.order_id,
        carrier=row.carrier,
        waybill=row.waybill,
        state=row.state,
        state_words=words(PARCEL.names[row.state]),
        service=row.service,
        declared=money(row.declared),
        pieces=[
            PiecesOut(line=numbered("lin", held.line_id), quantity=held.quantity)
            for held in contents.of_parcels([row]).get(row.id, [])
        ],
        left_with=row.left_with,
        shipped_at=moment(row.shipped_at),
        delivered_at=moment_or_none(row.delivered_at),
        scans=[
            ScanOut(kind=s.kind, place=s.place, at=moment(s.at), left_with=s.left_with)
            for s in scans
        ],
        allowed_actions=allowed.of_parcel(row, order=order, by=request.actor),
    )


def _pieces(said: list[PiecesIn]) -> dict[int, int]:
    """Pieces by the number of the line; a line named twice is sent twice."""
    found: dict[int, int] = {}
    for each in said:
        line = number("lin", each.line)
        found[line] = found.get(line, 0) + each.quantity
    return found


def _minor(said: MoneyIn | None, order: Any) -> int:
    """A sum in the order's own currency, not below nothing."""
    if said is None:
        return 0
    amount = said.read()
    if amount.currency != order.currency or not 0 <= amount.minor <= MOST:
        raise Refusal(
            "amount_absurd",
            "金额超出允许范围，或币种与订单不同。",
            "The amount is beyond what can be, or in another currency than the order.",
        )
    return amount.minor


def _carrier(said: str, *, marketplace: str) -> str:
    """The reference of the carrier that was named."""
    party = parties.by_handle([said]).get(said) or parties.party(said)
    if party is None or party.marketplace != marketplace or "courier" not in party.roles:
        raise Refusal(
            "carrier_unknown",
            "没有这家快递企业：请填写它的编号或账号。",
            "There is no such carrier; name it by its reference or its handle.",
        )
    return party.id
