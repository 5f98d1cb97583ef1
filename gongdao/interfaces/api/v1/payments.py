"""Paying, and hearing what the gateway says (S11)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces import beginning, gateways, hearing
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    In,
    MoneyIn,
    MoneyOut,
    WordsOut,
    moment,
    moment_or_none,
    money,
    words,
)
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.stages.escrow import actions, queries
from gongdao.stages.escrow.gateways.port import Callback, Notice
from gongdao.stages.escrow.handovers import queries as handovers
from gongdao.stages.escrow.instructions import queries as instructions
from gongdao.stages.escrow.states import INSTRUCTION, PAYMENT
from gongdao.stages.orders import queries as orders

router = Router(tags=["payments"])
callbacks = Router(tags=["gateways"])


SENT = {
    "parameters": [
        {"in": "header", "name": name, "required": True, "schema": {"type": "string"}}
        for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
    ],
    "requestBody": {
        "required": True,
        "description": "As the gateway sends it. The fake one is signed as Standard Webhooks are.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    },
}
"""What the document says of a callback, whose bytes we read as they are: they are signed."""


class PayingIn(In):
    """How to pay, and how much; the whole order, unless an amount is named."""

    method: str = Field(min_length=1, max_length=20, examples=["alipay"])
    amount: MoneyIn | None = None
    gateway: str = Field(gateways.DEFAULT, min_length=1, max_length=20)


class SimulationIn(In):
    """What the gateway shall say."""

    captured: bool = Field(strict=True)


class PaymentOut(Schema):
    """One try, or one part, of paying an order."""

    id: str
    order: str
    gateway: str
    method: str
    amount: MoneyOut
    state: str
    state_words: WordsOut
    asked_at: datetime
    captured_at: datetime | None


class HandoverIn(In):
    """Who pays, where the gateway wants to know: WeChat's name of the person, or a phone's network address."""

    payer: str = Field("", max_length=64)


class HandoverOut(Schema):
    """What a buyer's browser needs to go on at the gateway, and until when it is good."""

    kind: str
    target: str
    until: datetime


class RefundOut(Schema):
    """Money on its way back to the buyer, as the buyer sees it."""

    id: str
    amount: MoneyOut
    state: str
    state_words: WordsOut
    booked_at: datetime
    sent_at: datetime | None
    arrived_at: datetime | None


class HeardOut(Schema):
    """What a callback led to. The same callback again leads to the same."""

    payment: str
    state: str


@router.post("/orders/{order}/payments", response={201: PaymentOut}, summary="Pay an order")
def start(request: Asked, order: str, said: PayingIn) -> Status[PaymentOut]:
    """Ask the gateway for money. Nothing is held before the gateway says that it has it."""
    paying = actions.Paying(
        by=request.actor,
        at=request.now,
        order=orders.see(order, by=request.actor).id,
        method=said.method,
        amount=said.amount.read() if said.amount else None,
    )
    (row,) = actions.start(payings=[paying], gateway=gateways.gateway(said.gateway).name)
    return Status(201, shown(row))


@router.get("/payments/{payment}", response=PaymentOut, summary="Read a payment")
def read(request: Asked, payment: str) -> PaymentOut:
    """How a payment stands."""
    return shown(_seen(request, payment))


@router.post(
    "/payments/{payment}/handover", response=HandoverOut, summary="Go to the gateway to pay"
)
def hand_over(request: Asked, payment: str, said: HandoverIn) -> HandoverOut:
    """What the buyer's browser needs: an address, a code to draw, or a secret for the gateway's own script.

    Asked again it is the same payment. While the gateway is away the order stays payable.
    """
    row = _seen(request, payment)
    if row.order.buyer != request.actor.party:
        raise _unknown()
    given = beginning.hand_over(
        handovers.of_payment(row), by=request.actor, now=request.now, payer=said.payer
    )
    return handed(given)


@router.get("/orders/{order}/refunds", response=list[RefundOut], summary="Refunds on their way")
def refunds(request: Asked, order: str) -> list[RefundOut]:
    """What of an order's money is on its way back, and what has arrived. Oldest first."""
    row = orders.see(order, by=request.actor)
    return [_refund(each) for each in instructions.of(row.id)]


@router.post(
    "/payments/{payment}/simulate", response=PaymentOut, summary="Sandbox: settle a payment"
)
def simulate(request: Asked, payment: str, said: SimulationIn) -> PaymentOut:
    """Make the fake gateway send its signed notice now. Only in a sandbox."""
    row = _seen(request, payment)
    if request.market.mode != "sandbox":
        raise Refusal(
            "sandbox_only",
            "只有沙箱平台可以模拟支付结果。",
            "Only a sandbox can simulate what a gateway says.",
        )
    sent = gateways.FAKE.sign(
        event=f"{row.id}-sandbox",
        payment=row.id,
        captured=said.captured,
        amount=row.amount,
        at=request.now,
    )
    notice = gateways.FAKE.notice(sent, now=request.now)
    _receive(gateways.FAKE.name, row, notice)
    return shown(_seen(request, payment))


@callbacks.post(
    "/gateways/{gateway}/callbacks",
    auth=None,
    response=HeardOut,
    summary="Hear a gateway",
    openapi_extra=SENT,
)
def hear(request: HttpRequest, gateway: str) -> HeardOut | HttpResponse:
    """A signed notice. No key: the signature says who speaks, and twice does no harm.

    A sandbox's fake gateway lives by the sandbox's clock; every other one by real time.
    """
    listening = gateways.gateway(gateway)
    callback = Callback(request.body, dict(request.headers))
    real = datetime.now(UTC)
    fake = listening.name == gateways.FAKE.name
    named = gateways.named_in(callback.body) if fake else ""
    row = queries.payment(named) or instructions.by_ref(named)
    market = row and parties.by_id(row.marketplace)
    notice = listening.read(callback, now=parties.now(market, real=real) if market else real)
    if notice is None:
        return HttpResponse(listening.thanks or "{}", content_type="application/json")
    heard = hearing.hear(listening.name, notice)
    if listening.thanks:
        return HttpResponse(listening.thanks, content_type="text/plain")
    return HeardOut(payment=heard.payment, state=heard.state)


def shown(row: Any) -> PaymentOut:
    """A payment as we show it."""
    return PaymentOut(
        id=row.id,
        order=row.order_id,
        gateway=row.gateway,
        method=row.method,
        amount=money(row.amount),
        state=row.state,
        state_words=words(PAYMENT.names[row.state]),
        asked_at=moment(row.asked_at),
        captured_at=moment_or_none(row.captured_at),
    )


def handed(row: Any) -> HandoverOut:
    """A handover as we show it."""
    return HandoverOut(kind=row.kind, target=row.target, until=moment(row.until))


def _refund(row: Any) -> RefundOut:
    return RefundOut(
        id=row.id, amount=money(row.amount), state=row.state,
        state_words=words(INSTRUCTION.names[row.state]), booked_at=moment(row.made_at),
        sent_at=moment_or_none(row.sent_at),
        arrived_at=moment_or_none(row.ended_at if row.state in ("confirmed", "by_hand") else None),
    )  # fmt: skip


def _receive(name: str, row: Any, notice: Notice) -> None:
    actions.receive(by=gateways.acts(name, marketplace=row.marketplace), notices=[notice])


def _seen(request: Asked, payment: str) -> Any:
    row = queries.payment(expect("pay", payment))
    if row is None:
        raise _unknown()
    orders.see(row.order_id, by=request.actor)
    return row


def _unknown() -> Refusal:
    return Refusal(
        "payment_unknown",
        "没有这笔付款，或您无权查看。",
        "There is no such payment, or it is not yours to see.",
    )
