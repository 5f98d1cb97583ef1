"""A buyer's orders: rights now, where the money stands, everything that happened, and what one can do."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongdao.interfaces.rights import rights_of
from gongdao.interfaces.web.acts import called
from gongdao.interfaces.web.door import for_role
from gongdao.kernel.money import parse
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.evidence import actions as sealing
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.messages import queries as messages
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.admission import queries as admission
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import claims
from gongdao.stages.disputes import queries as cases
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.orders import actions as placing
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import queries as remedies
from gongdao.stages.reputation import actions as reputation
from gongdao.stages.reputation import queries as reviews

PAGE = 20


@for_role("consumer", "merchant", "platform", "arbiter", "senior")
def index(request: Any) -> HttpResponse:
    """The reader's own orders, each with what is owed next."""
    found = orders.page(by=request.actor, after=request.GET.get("after", ""), most=PAGE)
    open_duties: dict[str, list[Any]] = {o.id: [] for o in found}
    for duty in duties.open_about(*open_duties):
        open_duties[duty.about].append((duty, KINDS[duty.kind]))
    titles = orders.lines_of(open_duties)
    rows = [(order, titles[order.id], open_duties[order.id]) for order in found]
    following = found[-1].id if len(found) == PAGE else ""
    return render(request, "orders.html", {"rows": rows, "following": following})


@for_role("consumer", "merchant", "platform", "arbiter", "senior")
def page(request: Any, ref: str) -> HttpResponse:
    """One order, whole."""
    order = orders.see(ref, by=request.actor)
    hold = holds.hold_of(order.id)
    open_duties = duties.open_about(order.id)
    shop = admission.shops([order.merchant]).get(order.merchant)
    said = {
        "order": order,
        "lines": orders.lines(order),
        "rights": rights_of(order, at=request.now) if order.buyer == request.actor.party else [],
        "hold": hold,
        "held": holds.held([hold])[order.id] if hold else None,
        "release": next((d for d in open_duties if d.kind == "release"), None),
        "duties": [(d, KINDS[d.kind]) for d in open_duties],
        "timeline": _timeline(order.id),
        "parcels": parcels.of_order(order.id),
        "returns": [(r, _may(r.state, "buyer")) for r in returns.of_order(order.id)],
        "cases": cases.of_order(order.id),
        "awards": remedies.of_order(order.id),
        "messages": messages.thread(order.id, by=request.actor),
        "review": reviews.of_order(order.id),
        "shop": shop,
        "claims": claims.KINDS,
        "wishes": claims.WISHES,
        "is_buyer": order.buyer == request.actor.party,
    }
    return render(request, "order.html", said)


@require_POST
@for_role("consumer")
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """Use a right. One button, one action."""
    by, now, form = request.actor, request.now, request.POST
    if verb == "cancel":
        placing.cancel(by=by, order=ref, at=now)
    elif verb == "confirm":
        escrow.confirm(confirmings=[escrow.Confirming(by, now, ref)])
    elif verb == "return":
        aftersales.ask_return(by=by, order=ref, at=now)
    elif verb == "complain":
        losses = parse(form.get("losses") or "0", currency=request.market.currency)
        complaint = disputes.Complaint(
            form.get("kind", ""), form.get("wish", ""), form.get("story", ""), losses
        )
        disputes.file(by=by, order=ref, complaint=complaint, at=now)
    elif verb == "review":
        score = form.get("score", "")
        opinion = reputation.Opinion(
            by, now, ref, int(score) if score.isdigit() else 0, form.get("words", "")
        )
        reputation.review(opinions=[opinion])
    elif verb == "pay":
        _pay(by, ref, request)
    return redirect(f"/orders/{ref}")


@require_POST
@for_role("consumer")
def go_on(request: Any, ref: str, verb: str) -> HttpResponse:
    """Go on with a return: send the goods back, or keep them."""
    step = {"send_back": aftersales.send_back, "withdraw": aftersales.withdraw}[verb]
    row = step(by=request.actor, ret=ref, at=request.now)
    return redirect(f"/orders/{row.order_id}")


@for_role("consumer", "merchant", "platform", "arbiter", "senior")
def contract(request: Any, ref: str) -> HttpResponse:
    """The contract, as both sides can keep it."""
    order = orders.see(ref, by=request.actor)
    text = json.dumps(
        order.contract | {"digest": order.contract_digest}, ensure_ascii=False, indent=1
    )
    return _file(text.encode(), f"{ref}.contract.json")


@for_role("consumer", "merchant", "platform", "arbiter", "senior")
def bundle(request: Any, ref: str) -> HttpResponse:
    """Everything that happened, provable offline."""
    order = orders.see(ref, by=request.actor)
    allow(
        request.actor, "evidence.export", marketplace=order.marketplace,
        buyer=order.buyer, seller=order.merchant,
    )  # fmt: skip
    key = key_of(settings.GONGDAO_EVIDENCE_KEY)
    sealing.seal(marketplace=order.marketplace, at=request.now, key=key)
    data = evidence.bundle_about(ref, marketplace=order.marketplace, key=key, at=request.now)
    return _file(data, f"{ref}.gongdao.json")


def _pay(by: Actor, ref: str, request: Any) -> None:
    """The sandbox's gateway: it sends its signed notice at once."""
    (payment,) = escrow.start(
        payings=[escrow.Paying(by, request.now, ref, "alipay")], gateway="fake"
    )
    gateway = FakeGateway(settings.GONGDAO_GATEWAY_SECRET)
    sent = gateway.sign(
        event=payment.id, payment=payment.id, captured=True, amount=payment.amount, at=request.now
    )
    notice = gateway.read(sent, now=request.now)
    acting = Actor("fake", request.market.id, frozenset({"gateway"}))
    escrow.receive(by=acting, notices=[notice])


def _timeline(order: str) -> list[tuple[Any, Any, str, dict[str, Any]]]:
    """What happened, newest first: moment, words, by whom, and what the record says."""
    rows = []
    names: set[str] = set()
    for record in evidence.about(order):
        body = json.loads(record.body)
        names.add(body["by"])
        rows.append((record, body))
    handles = parties.handles(names)
    return [
        (record.at, called(record.act), handles.get(body["by"], body["by"]), body)
        for record, body in reversed(rows)
    ]


def _may(state: str, by: str) -> tuple[str, ...]:
    return RETURN.allows(state, by=by)


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
