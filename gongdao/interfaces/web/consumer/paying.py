"""Paying: off to the gateway; in a sandbox, the page the fake one would show, where money comes or fails to come."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from gongdao.interfaces import gateways
from gongdao.interfaces.web import handing
from gongdao.interfaces.web.consumer import orders as order_pages
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties.powers import Actor
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as payments
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.escrow.handovers import queries as handovers
from gongdao.stages.escrow.states import PAYMENT
from gongdao.stages.orders import queries as orders

OTHER = Words("支付机构", "gateway")


@for_role("consumer")
@again(order_pages.page)
def start(request: Any, ref: str) -> HttpResponse:
    """Begin to pay an order; the gateway comes next. One that is away is reached from the payment's page."""
    name, way = gateways.chosen(request.POST.get("method", ""), request.market)
    order = orders.see(ref, by=request.actor)
    paying = escrow.Paying(request.actor, request.now, order.id, way)
    (payment,) = escrow.start(payings=[paying], gateway=name)
    with suppress(Refusal):
        handing.over(request, handovers.of_payment(payment))
    return redirect(f"/payments/{payment.id}")


@for_role("consumer")
def gateway(request: Any, ref: str) -> HttpResponse:
    """Where the buyer goes on: the gateway's address or code; in a sandbox, what the fake one would show."""
    payment = _mine(request, ref)
    said = {
        "payment": payment,
        "near": payment.gateway == FakeGateway.name,
        "method": gateways.WAYS.get((payment.gateway, payment.method), OTHER),
        "state": PAYMENT.names[payment.state],
        **handing.shown(payment.id, begin=f"/payments/{payment.id}/begin", now=request.now),
    }
    return render(request, "gateway.html", said)


@for_role("consumer")
@again(gateway)
def begin(request: Any, ref: str) -> HttpResponse:
    """Reach the gateway once more, for the same payment."""
    handing.over(request, handovers.of_payment(_mine(request, ref)))
    return redirect(f"/payments/{ref}")


@for_role("consumer")
@again(gateway)
def settle(request: Any, ref: str) -> HttpResponse:
    """The fake gateway sends its signed notice at once: captured, or failed."""
    _refuse_live(request)
    payment = _mine(request, ref)
    captured = request.POST.get("outcome") == "captured"
    fake = FakeGateway(settings.GONGDAO_GATEWAY_SECRET)
    sent = fake.sign(
        event=payment.id, payment=payment.id, captured=captured, amount=payment.amount,
        at=request.now,
    )  # fmt: skip
    notice = fake.notice(sent, now=request.now)
    acting = Actor(fake.name, request.market.id, frozenset({"gateway"}))
    escrow.receive(by=acting, notices=[notice])
    return done(f"/orders/{payment.order_id}", "pay" if captured else "pay_failed")


def _mine(request: Any, ref: str) -> Any:
    payment = payments.payment(expect("pay", ref))
    if payment is None:
        expect("pay", "")
    assert payment
    if orders.see(payment.order_id, by=request.actor).buyer != request.actor.party:
        expect("pay", "")
    return payment


def _refuse_live(request: Any) -> None:
    if request.market.mode != "sandbox":
        raise Refusal(
            "sandbox_only",
            "只有沙箱平台可以模拟支付结果。",
            "Only a sandbox can simulate what a gateway says.",
        )
