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
    WordsOut,
    moment,
    moment_or_none,
    refuse_future,
    words,
)
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.stages.delivery import actions, queries
from gongdao.stages.delivery.states import PARCEL
from gongdao.stages.orders import queries as orders

router = Router(tags=["parcels"])

BATCH_MOST = 100


class ShippingIn(In):
    """Which carrier has the goods: its reference or its handle (`sf@gongdao`), and its number."""

    carrier: str = Field(min_length=1, max_length=120)
    waybill: str = Field(min_length=1, max_length=40)


class ScanIn(In):
    """One scan. Without a moment it was just now."""

    waybill: str = Field(min_length=1, max_length=40)
    kind: str = Field(max_length=20)
    place: str = Field(max_length=80)
    at: Moment | None = None


class ScansIn(In):
    """Up to a hundred scans at once; the first that is refused undoes them all."""

    scans: list[ScanIn] = Field(min_length=1, max_length=BATCH_MOST)


class ScanOut(Schema):
    """What a carrier saw."""

    kind: str
    place: str
    at: datetime


class ParcelOut(Schema):
    """A parcel of an order, with its scans."""

    id: str
    order: str
    carrier: str
    waybill: str
    state: str
    state_words: WordsOut
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
            place=one.place,
        )
        for one in said.scans
    ]  # fmt: skip
    refuse_future((one.at for one in seen), now=request.now)
    return [_one(row, request) for row in actions.scan(seen=seen)]


@router.post("/parcels/{parcel}/report-loss", response=ParcelOut, summary="Report a parcel lost")
def report_loss(request: Asked, parcel: str) -> ParcelOut:
    """The carrier or the merchant knows that it is lost: the buyer must be made good."""
    return _one(actions.report_loss(by=request.actor, parcel=parcel, at=request.now), request)


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
        shipped_at=moment(row.shipped_at),
        delivered_at=moment_or_none(row.delivered_at),
        scans=[ScanOut(kind=s.kind, place=s.place, at=moment(s.at)) for s in scans],
        allowed_actions=allowed.of_parcel(row, order=order, by=request.actor),
    )


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
