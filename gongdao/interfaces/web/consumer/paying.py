"""Paying in a sandbox: the page that the fake gateway would show, where money comes or fails to come."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from gongdao.interfaces.web.consumer import orders as order_pages
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties.powers import Actor
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as payments
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.escrow.states import PAYMENT
from gongdao.stages.orders import queries as orders

METHODS = {
    "alipay": Words("支付宝", "Alipay"),
    "wechat": Words("微信支付", "WeChat Pay"),
    "unionpay": Words("银联", "UnionPay"),
}


@for_role("consumer")
@again(order_pages.page)
def start(request: Any, ref: str) -> HttpResponse:
    """Begin to pay an order; the gateway's page comes next."""
    _refuse_live(request)
    method = request.POST.get("method", "")
    order = orders.see(ref, by=request.actor)
    paying = escrow.Paying(
        request.actor, request.now, order.id, method if method in METHODS else "alipay"
    )
    (payment,) = escrow.start(payings=[paying], gateway=FakeGateway.name)
    return redirect(f"/payments/{payment.id}")


@for_role("consumer")
def gateway(request: Any, ref: str) -> HttpResponse:
    """What the gateway would show."""
    payment = _mine(request, ref)
    said = {
        "payment": payment,
        "method": METHODS.get(payment.method),
        "state": PAYMENT.names[payment.state],
    }
    return render(request, "gateway.html", said)


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
