"""Returns without a reason, and the refund that follows (S17, S19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from ninja import Router, Schema, Status
from pydantic import Field, StrictBool, StrictInt

from gongdao.interfaces.api import allowed
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    DutyOut,
    In,
    MoneyOut,
    WordsOut,
    moment,
    moment_or_none,
    money,
    number,
    numbered,
    open_duties,
    words,
)
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.aftersales import actions, facts, queries
from gongdao.stages.aftersales.addresses import actions as addresses
from gongdao.stages.aftersales.addresses import queries as kept
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.escrow import queries as payments
from gongdao.stages.orders import queries as orders

router = Router(tags=["returns"])

PIECES_MOST = 500


class PieceIn(In):
    """So many pieces of an order line."""

    line: str = Field(max_length=31, examples=["lin_17"])
    quantity: StrictInt


class ReturnIn(In):
    """What shall go back; no pieces named: everything that is left. Gifts go back unless they are kept."""

    pieces: list[PieceIn] = Field(default_factory=list, max_length=PIECES_MOST)
    gifts_kept: list[str] = Field(
        default_factory=list, max_length=PIECES_MOST, examples=[["ext_3"]]
    )


class AgreeIn(In):
    """What the merchant takes upon itself: the freight back, and fetching the goods on a day."""

    pays_freight: StrictBool = False
    pick_up_on: date | None = None


class AddressIn(In):
    """Who receives returns, and where."""

    name: str = Field(max_length=60)
    phone: str = Field(max_length=20)
    address: str = Field(max_length=200)


class AddressOut(Schema):
    """Who receives the goods, and where; not to be kept once they are sent."""

    name: str
    phone: str
    address: str


class SentIn(In):
    """The number of the parcel that goes back, if there is one."""

    waybill: str = Field("", max_length=40)


class PieceOut(Schema):
    """So many pieces of an order line that go back."""

    line: str
    quantity: int


class WayBackOut(Schema):
    """A part of the refund, by the way it was paid: as_paid, each_as_paid or in_kind."""

    method: str
    amount: MoneyOut
    goes: str
    cites: str


class ReturnOut(Schema):
    """A return. `last_day` is the day on which the right to return ended or ends."""

    id: str
    order: str
    state: str
    state_words: WordsOut
    last_day: date
    refund: MoneyOut
    freight_paid_by: str
    asked_at: datetime
    goods_back_at: datetime | None
    process: int = Field(description="The version of the process that this return goes on under.")
    pick_up_on: date | None
    ground: str | None = Field(description="Why the merchant contests it, if it does.")
    offer: MoneyOut | None = Field(description="What the merchant would refund at once.")
    ways_back: list[WayBackOut]
    pieces: list[PieceOut]
    duties: list[DutyOut]
    allowed_actions: list[str]


@router.post("/orders/{order}/returns", response={201: ReturnOut}, summary="Ask to return goods")
def ask(request: Asked, order: str, said: ReturnIn) -> Status[ReturnOut]:
    """Ask to send goods back without a reason. A refusal names the article it rests on."""
    pieces = [actions.Sending(number("lin", p.line), p.quantity) for p in said.pieces]
    kept = [number("ext", gift) for gift in said.gifts_kept]
    row = actions.ask_return(
        by=request.actor, order=order, at=request.now, pieces=pieces, gifts_kept=kept
    )
    return Status(201, read(request, row.id))


@router.get("/orders/{order}/returns", response=list[ReturnOut], summary="The returns of an order")
def of_order(request: Asked, order: str) -> list[ReturnOut]:
    """Every return of an order, oldest first."""
    return of(orders.see(order, by=request.actor), request)


@router.get("/returns/{ret}", response=ReturnOut, summary="Read a return")
def read(request: Asked, ret: str) -> ReturnOut:
    """How a return stands, what is owed now, and what the caller may do."""
    row = queries.see(ret, by=request.actor)
    return next(one for one in of(row.order, request) if one.id == row.id)


@router.post("/returns/{ret}/agree", response=ReturnOut, summary="Agree to a return")
def agree(request: Asked, ret: str, said: AgreeIn | None = None) -> ReturnOut:
    """The merchant agrees; silence agrees, too."""
    more = said or AgreeIn()
    actions.agree(
        by=request.actor, ret=ret, at=request.now,
        pays_freight=more.pays_freight, pick_up_on=more.pick_up_on,
    )  # fmt: skip
    return read(request, ret)


@router.post("/returns/{ret}/send-back", response=ReturnOut, summary="Send goods back")
def send_back(request: Asked, ret: str, said: SentIn) -> ReturnOut:
    """The buyer has sent the goods back."""
    return _step(request, ret, actions.send_back, waybill=said.waybill)


@router.post("/returns/{ret}/take-back", response=ReturnOut, summary="Take goods back")
def take_back(request: Asked, ret: str) -> ReturnOut:
    """The merchant has the goods back: from now on the refund is owed."""
    return _step(request, ret, actions.take_back)


@router.post("/returns/{ret}/refund", response=ReturnOut, summary="Refund a return")
def refund(request: Asked, ret: str) -> ReturnOut:
    """The merchant refunds: what is held for the order goes back to the buyer."""
    return _step(request, ret, actions.refund)


@router.post("/returns/{ret}/withdraw", response=ReturnOut, summary="Withdraw a return")
def withdraw(request: Asked, ret: str) -> ReturnOut:
    """The buyer keeps the goods after all."""
    return _step(request, ret, actions.withdraw)


@router.post("/returns/{ret}/address", response=AddressOut, summary="See where to send goods")
def address(request: Asked, ret: str) -> dict[str, str]:
    """Where the goods go, in clear, while they are to be sent. That the buyer looked is evidence."""
    master = MasterKey(settings.GONGDAO_VAULT_KEY)
    return addresses.see(by=request.actor, ret=ret, at=request.now, master=master)


@router.put("/return-address", response=AddressOut, summary="Say where returns go")
def keep_address(request: Asked, said: AddressIn) -> dict[str, str]:
    """A merchant's address for returns, answered masked; it is sealed, and shown only to buyers who have goods to send."""
    master = MasterKey(settings.GONGDAO_VAULT_KEY)
    addresses.keep(by=request.actor, to=said.model_dump(), at=request.now, master=master)
    return kept.masked(request.actor.party)


def of(order: Any, request: Asked) -> list[ReturnOut]:
    """The returns of an order as we show them."""
    return [_shown(row, request) for row in queries.of_order(order.id)]


def _step(request: Asked, ret: str, act: Callable[..., Any], **said: str) -> ReturnOut:
    act(by=request.actor, ret=ret, at=request.now, **said)
    return read(request, ret)


def _shown(row: Any, request: Asked) -> ReturnOut:
    return ReturnOut(
        id=row.id,
        order=row.order_id,
        state=row.state,
        state_words=words(RETURN.names[row.state]),
        last_day=row.last_day,
        refund=money(row.refund),
        freight_paid_by=row.freight_paid_by,
        asked_at=moment(row.asked_at),
        goods_back_at=moment_or_none(row.goods_back_at),
        process=row.process,
        pick_up_on=row.pick_up_on,
        ground=row.ground or None,
        offer=None if row.offer is None else money(row.offer),
        ways_back=[
            WayBackOut(method=how, amount=money(amount), goes=way.value, cites=str(way.cites))
            for how, amount, way in facts.ways_back(row, payments.payments_of(row.order_id))
        ],
        pieces=[
            PieceOut(line=numbered("lin", piece.line_id), quantity=piece.quantity)
            for piece in row.pieces.all()
        ],
        duties=open_duties(row.order_id, subject=row.id),
        allowed_actions=allowed.of_return(row, by=request.actor),
    )
