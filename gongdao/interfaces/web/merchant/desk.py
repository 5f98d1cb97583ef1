"""A merchant's desk: what is owed, by when, under which article, and the button that does it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongdao.interfaces.web.door import for_role
from gongdao.kernel.money import parse
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import CHART, account
from gongdao.registers.parties import queries as parties
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import actions as remedies


@for_role("merchant")
def desk(request: Any) -> HttpResponse:
    """Open duties, most urgent first; and what the platform holds for the merchant."""
    mine = duties.open_of(request.actor.party)
    lines = orders.lines_of({duty.about for duty in mine})
    rows = [(duty, KINDS[duty.kind], lines.get(duty.about, [])) for duty in mine]
    names = (account("payable", request.actor.party), account("deposit", request.actor.party))
    stands = ledger.balances(request.market.id, names, currency=request.market.currency)
    said = {
        "rows": rows,
        "stands": [(CHART[name.partition(":")[0]].name, amount) for name, amount in stands.items()],
        "statement": ledger.statement(request.market.id, names[0], most=30),
    }
    return render(request, "desk.html", said)


@require_POST
@for_role("merchant")
def act(request: Any, verb: str, ref: str) -> HttpResponse:
    """Do what is owed. One button, one action."""
    by, now, form = request.actor, request.now, request.POST
    if verb == "ship":
        carrier = parties.courier(request.market.id)
        shipping = delivery.Shipping(by, now, ref, carrier, form.get("waybill", "").strip()[:40])
        delivery.ship(shippings=[shipping])
    elif verb == "refuse":
        delivery.refuse_to_ship(by=by, order=ref, reason=form.get("reason", "")[:200], at=now)
    elif verb == "make_good":
        remedies.make_good(by=by, order=ref, at=now)
    elif verb in ("agree", "take_back", "refund"):
        step = {
            "agree": aftersales.agree,
            "take_back": aftersales.take_back,
            "refund": aftersales.refund,
        }
        step[verb](by=by, ret=ref, at=now)
    elif verb == "answer":
        disputes.answer(
            by=by,
            dispute=ref,
            words=form.get("words", ""),
            admits=form.get("admits") == "yes",
            at=now,
        )
    elif verb == "offer":
        amount = parse(form.get("amount", ""), currency=request.market.currency)
        disputes.offer(by=by, dispute=ref, amount=amount, at=now)
    elif verb == "perform":
        remedies.perform(by=by, dispute=ref, at=now)
    return redirect(f"/cases/{ref}" if verb in ("answer", "offer") else "/desk")
