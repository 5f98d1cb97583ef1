"""A buyer's orders: rights now, where the money stands, everything that happened, and what one can do."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.rights import rights_of
from gongdao.interfaces.web.acts import HEADS
from gongdao.interfaces.web.consumer.timeline import owes, timeline, who_is
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.money import parse
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.evidence import actions as sealing
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.ledger.chart import CHART, kind_of
from gongdao.registers.parties.powers import allow
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import queries as admission
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.delivery.states import PARCEL
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import claims
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import actions as placing
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.states import ORDER
from gongdao.stages.remedies import queries as remedies
from gongdao.stages.reputation import actions as reputation
from gongdao.stages.reputation import queries as reviews

PAGE = 20
EVERYONE = ("consumer", "merchant", "platform", "arbiter", "senior")


@for_role(*EVERYONE)
def index(request: Any) -> HttpResponse:
    """The reader's own orders, each with what is owed next."""
    found = orders.page(by=request.actor, after=request.GET.get("after", ""), most=PAGE)
    awaited: dict[str, list[Any]] = {o.id: [] for o in found}
    for duty in duties.open_about(*awaited):
        awaited[duty.about].append((duty, KINDS[duty.kind]))
    lines = orders.lines_of(awaited)
    rows = [(o, lines[o.id], awaited[o.id], ORDER.names[o.state]) for o in found]
    following = found[-1].id if len(found) == PAGE else ""
    return render(request, "orders.html", {"rows": rows, "following": following})


@for_role(*EVERYONE)
def page(request: Any, ref: str) -> HttpResponse:
    """One order, whole."""
    order = orders.see(ref, by=request.actor)
    is_buyer = order.buyer == request.actor.party
    found = duties.open_about(order.id)
    who = who_is(order, {duty.owed_by for duty in found})
    lines = orders.lines(order)
    sent = parcels.of_order(order.id)
    said = {
        "order": order,
        "state": ORDER.names[order.state],
        "lines": lines,
        "pieces": sum(line.quantity for line in lines),
        "returnable": _returnable(order, lines),
        "gifts": [extra for extra in returns.extras(order.id) if extra.kind == "gift"],
        "shop": admission.shops([order.merchant]).get(order.merchant),
        "rights": rights_of(order, at=request.now) if is_buyer else [],
        "duties": [(duty, KINDS[duty.kind], owes(duty, who)) for duty in found],
        "timeline": timeline(order, by=request.actor),
        "parcels": [(p, PARCEL.names[p.state]) for p in sent],
        "suggested": _suggested(sent),
        "suggested_wish": "refund" if sent else "performance",
        "returns": [
            (r, RETURN.names[r.state], RETURN.allows(r.state, by="buyer"))
            for r in returns.of_order(order.id)
        ],
        "cases": [
            (c, claims.KINDS[c.kind].name, DISPUTE.names[c.state]) for c in cases.of_order(order.id)
        ],
        "review": reviews.of_order(order.id),
        "recipient": parcels.recipient(order.id),
        "seen": getattr(request, "seen", {}),
        "may_name": is_buyer and not sent and order.state in ("concluded", "bound"),
        "claims": claims.KINDS,
        "wishes": claims.WISHES,
        "is_buyer": is_buyer,
        "is_seller": order.merchant == request.actor.party,
        **_money(order, found),
    }
    return render(request, "order.html", said)


@for_role("consumer")
@again(page)
def name_recipient(request: Any, ref: str) -> HttpResponse:
    """Say who receives the goods; every page shows it masked from now on."""
    delivery.name_recipient(
        by=request.actor, order=ref, recipient=request.POST.dict(), at=request.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    return done(f"/orders/{ref}", "recipient")


@for_role(*EVERYONE)
@again(page)
def see_recipient(request: Any, ref: str) -> HttpResponse:
    """Show the recipient in clear, once, for a reason that becomes evidence."""
    request.seen = {
        field: delivery.see_recipient(
            by=request.actor, order=ref, field=field, reason=request.POST.get("reason", ""),
            at=request.now, master=MasterKey(settings.GONGDAO_VAULT_KEY),
        )
        for field in parcels.RECIPIENT
    }  # fmt: skip
    response = page(request, ref)
    response["Cache-Control"] = "no-store"
    return response


@for_role("consumer")
@again(lambda request, ref, **_: page(request, ref))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """Use a right. One button, one action."""
    by, now, form = request.actor, request.now, request.POST
    ref = orders.see(ref, by=by).id
    if verb == "cancel":
        placing.cancel(by=by, order=ref, at=now)
    elif verb == "confirm":
        escrow.confirm(confirmings=[escrow.Confirming(by, now, ref)])
    elif verb == "return":
        gifts = [int(k[5:]) for k in form if k[:5] == "gift-" and k[5:].isdecimal()]
        aftersales.ask_return(by=by, order=ref, at=now, pieces=_pieces(form), gifts_kept=gifts)
    elif verb == "complain":
        losses = parse(form.get("losses") or "0", currency=request.market.currency)
        complaint = disputes.Complaint(
            form.get("kind", ""), form.get("wish", ""), form.get("story", ""), losses
        )
        disputes.file(by=by, order=ref, complaint=complaint, at=now)
    elif verb == "review":
        score, said = form.get("score", ""), form.get("words", "")
        opinion = reputation.Opinion(by, now, ref, int(score) if score in "12345" else 0, said)
        reputation.review(opinions=[opinion])
    else:
        raise Http404
    return done(f"/orders/{ref}", verb)


@for_role("consumer")
@again(lambda request, ref, **_: page(request, returns.see(ref, by=request.actor).order_id))
def go_on(request: Any, ref: str, verb: str) -> HttpResponse:
    """Go on with a return: send the goods back, or keep them."""
    by, now = request.actor, request.now
    if verb == "send_back":
        waybill = request.POST.get("waybill", "").strip()[:40]
        row = aftersales.send_back(by=by, ret=ref, at=now, waybill=waybill)
    elif verb == "withdraw":
        row = aftersales.withdraw(by=by, ret=ref, at=now)
    else:
        raise Http404
    return done(f"/orders/{row.order_id}", verb)


@for_role(*EVERYONE)
def contract(request: Any, ref: str) -> HttpResponse:
    """The contract, as both sides can keep it."""
    order = orders.see(ref, by=request.actor)
    text = json.dumps(
        order.contract | {"digest": order.contract_digest}, ensure_ascii=False, indent=1
    )
    return _file(text.encode(), f"{ref}.contract.json")


@for_role(*EVERYONE)
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


def _money(order: Any, open_duties: list[Any]) -> dict[str, Any]:
    """Where the money stands, on what that depends, and what the buyer got back so far."""
    hold = holds.hold_of(order.id)
    stations = {"held": "escrow", "released": "merchant", "refunded": "buyer"}
    return {
        "hold": hold,
        "station": stations[hold.state] if hold else "buyer",
        "held": holds.held([hold])[order.id] if hold else None,
        "release": next((d for d in open_duties if d.kind == "release"), None),
        "awards": [
            (award, HEADS[award.head], [CHART[kind_of(name)].name for name in award.sources])
            for award in remedies.of_order(order.id)
        ],
    }


def _returnable(order: Any, lines: list[Any]) -> list[tuple[Any, int]]:
    """The lines of which pieces are left to return, and how many."""
    gone = returns.gone_back(order.id, "refunded", "kept")
    left = [(line, line.quantity - gone.get(line.id, 0)) for line in lines]
    return [(line, count) for line, count in left if count]


def _suggested(sent: list[Any]) -> str:
    """What a complaint is most likely about, given where the goods are."""
    if not sent:
        return "refusal_to_ship"
    return "not_as_described" if sent[-1].state == "delivered" else "not_received"


def _pieces(form: Any) -> list[aftersales.Sending]:
    """Which pieces go back, as `piece-7=2`; a form without any asks for everything."""
    named = {k.removeprefix("piece-"): v.strip() for k, v in form.items() if k[:6] == "piece-"}
    readable = all(k.isdecimal() and (v or "0").isdecimal() for k, v in named.items())
    chosen = [aftersales.Sending(int(k), int(v)) for k, v in named.items() if readable and v != "0"]
    if named and not chosen:
        raise Refusal(
            "pieces_missing",
            "请至少选择一件要退的商品，件数写成整数。",
            "Choose at least one piece to send back, as a whole number.",
        )
    return chosen


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
