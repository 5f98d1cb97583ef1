"""Prepaid balances: what is left, what was had, until when it can be taken back, and what comes back then."""

from __future__ import annotations

from contextlib import suppress
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces import gateways
from gongdao.interfaces.web import handing, refunds
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import queries as admission
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.escrow.handovers import queries as handovers
from gongdao.stages.escrow.prepaid import actions, facts, queries
from gongdao.stages.escrow.prepaid.states import PREPAYMENT


@for_role("consumer", "merchant")
def index(request: Any) -> HttpResponse:
    """What can be paid in advance, and the reader's own balances."""
    offers = queries.offers(by=request.actor)
    shops = admission.shops({row.merchant for row in offers})
    said = {
        "offers": [(o, Money(o.currency, o.bonus_minor), shops.get(o.merchant)) for o in offers],
        "rows": [(r, PREPAYMENT.names[r.state]) for r in queries.page(by=request.actor)],
        "ways": gateways.offered(request.market),
        "is_merchant": "merchant" in request.actor.roles,
    }
    return render(request, "prepaid.html", said)


@for_role("consumer", "merchant")
def page(request: Any, ref: str) -> HttpResponse:
    """One balance: uses, the last day to take it back, what would come back now."""
    row, me = queries.see(ref, by=request.actor), request.actor
    uses = queries.uses(row)
    last = facts.last_day(row) if row.paid_at else None
    side = "buyer" if row.consumer == me.party else "seller"
    said = {
        "row": row,
        "state": PREPAYMENT.names[row.state],
        "uses": uses,
        "last": last,
        "back": facts.comes_back(row, uses, cause="consumer") if row.state == "paid" else None,
        "acts": PREPAYMENT.allows(row.state, by=side),
        "refunds": refunds.of(row.id),
        "is_consumer": side == "buyer",
        "key": token_hex(8),
        "near": row.gateway == FakeGateway.name,
        "sandbox": request.market.mode == "sandbox",
        **handing.shown(row.id, begin=f"/prepaid/{row.id}/begin", now=request.now),
    }
    return render(request, "prepayment.html", said)


@for_role("merchant")
@again(index)
def offer(request: Any) -> HttpResponse:
    """Offer credit against payment in advance."""
    form, currency = request.POST, request.market.currency
    zh, days = form.get("title_zh", "").strip(), form.get("days") or "0"
    if not zh or not days.isdecimal() or len(days) > 4:
        raise Refusal(
            "prepaid_terms_unreadable",
            "请填写名称；天数须为整数。",
            "Give a name; the days are a whole number.",
        )
    actions.offer(
        by=request.actor, market=request.market,
        title=Words(zh, form.get("title_en", "").strip() or zh),
        price=parse(form.get("price", ""), currency=currency),
        bonus=parse(form.get("bonus") or "0", currency=currency), days=int(days), at=request.now,
    )  # fmt: skip
    return done("/prepaid", "prepaid_offer")


@for_role("consumer")
@again(index)
def pay(request: Any, ref: str) -> HttpResponse:
    """Pay in advance."""
    name, way = gateways.chosen(request.POST.get("method", ""), request.market)
    row = actions.pay(by=request.actor, offered=ref, gateway=name, at=request.now)
    with suppress(Refusal):
        handing.over(request, handovers.of_prepayment(row, way=way))
    return done(f"/prepaid/{row.id}", "prepaid_pay")


@for_role("consumer", "merchant")
@again(lambda request, ref, **_: page(request, ref))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """Use it, end it, or, in a sandbox, let the gateway speak."""
    by, now, form = request.actor, request.now, request.POST
    if verb == "use":
        currency = request.market.currency
        drawn = parse(form.get("drawn", ""), currency=currency)
        listed = parse(form.get("listed") or form.get("drawn", ""), currency=currency)
        actions.use(
            by=by, prepayment=ref, drawn=drawn, listed=listed, words=form.get("words", ""),
            key=form.get("key") or token_hex(8), at=now,
        )  # fmt: skip
    elif verb == "end":
        actions.end(by=by, prepayment=ref, cause=form.get("cause", "consumer"), at=now)
    elif verb == "begin":
        begun = handovers.of_prepayment(queries.see(ref, by=by), way="")
        handing.over(request, begun)
    elif verb == "settle":
        _settle(request, ref)
    else:
        raise Http404
    return done(f"/prepaid/{ref}", f"prepaid_{verb}")


def _settle(request: Any, ref: str) -> None:
    row = queries.see(ref, by=request.actor)
    if request.market.mode != "sandbox":
        raise Refusal(
            "sandbox_only",
            "只有沙箱平台可以模拟支付结果。",
            "Only a sandbox can simulate what a gateway says.",
        )
    fake = FakeGateway(settings.GONGDAO_GATEWAY_SECRET)
    sent = fake.sign(
        event=row.id, payment=row.id, captured=request.POST.get("outcome") == "captured",
        amount=row.paid, at=request.now,
    )  # fmt: skip
    acting = Actor(fake.name, request.market.id, frozenset({"gateway"}))
    actions.receive(by=acting, heard=fake.notice(sent, now=request.now))
