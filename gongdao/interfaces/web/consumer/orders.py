"""A buyer's orders: rights now, where the money stands, everything that happened, and what one can do."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces import gateways, proofs
from gongdao.interfaces.paper.contracts import contract_pdf
from gongdao.interfaces.paper.receipts import receipt_pdf, record_pdf
from gongdao.interfaces.records import record_of
from gongdao.interfaces.rights import rights_of
from gongdao.interfaces.web import live, refunds
from gongdao.interfaces.web.consumer import performing
from gongdao.interfaces.web.consumer.timeline import owes, timeline, who_is
from gongdao.interfaces.web.door import again, day, done, for_role
from gongdao.interfaces.web.places import duty_name
from gongdao.interfaces.web.public.withdrawal import link_of
from gongdao.interfaces.web.wording.acts import called
from gongdao.interfaces.web.wording.names import ENTRIES, HEADS
from gongdao.kernel.money import parse
from gongdao.kernel.refusal import Refusal
from gongdao.law import book
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import CHART, kind_of
from gongdao.registers.parties.powers import allow
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import queries as admission
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.delivery import contents
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.delivery.kinds import SCANS, WITH
from gongdao.stages.delivery.states import PARCEL
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import claims
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.preorders import actions as preorders
from gongdao.stages.orders import actions as placing
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.amending import facts as amending
from gongdao.stages.orders.amending import queries as amendments
from gongdao.stages.orders.archive import queries as archive
from gongdao.stages.orders.invoicing import queries as invoices
from gongdao.stages.orders.states import AMENDMENT, INVOICE, ORDER
from gongdao.stages.remedies import queries as remedies
from gongdao.stages.reputation import actions as reputation
from gongdao.stages.reputation import queries as reviews
from gongdao.stages.rulebook import queries as rulebook
from gongdao.stages.rulebook.terms import queries as terms

PAGE = 20
EVERYONE = ("consumer", "merchant", "platform", "arbiter", "senior")


@for_role(*EVERYONE)
def index(request: Any) -> HttpResponse:
    """The reader's own orders, each with what is owed next."""
    wanted = _wanted(request)
    found = archive.search(wanted, by=request.actor, after=request.GET.get("after", ""), most=PAGE)
    awaited: dict[str, list[Any]] = {o.id: [] for o in found}
    watched = live.thing(*awaited)
    lines = orders.lines_of(awaited)
    for duty in duties.open_about(*awaited):
        awaited[duty.about].append((duty, duty_name(duty, lines[duty.about])))
    rows = [(o, lines[o.id], awaited[o.id], ORDER.names[o.state]) for o in found]
    following = found[-1].id if len(found) == PAGE else ""
    said = {"live": watched, "rows": rows, "following": following, "asked": request.GET}
    return render(request, "orders.html", said)


@for_role(*EVERYONE)
def page(request: Any, ref: str) -> HttpResponse:
    """One order, whole."""
    order = orders.see(ref, by=request.actor)
    watched = live.thing(order.id)
    is_buyer = order.buyer == request.actor.party
    found = duties.open_about(order.id)
    who = who_is(order, {duty.owed_by for duty in found})
    lines = orders.lines(order)
    sent = parcels.of_order(order.id)
    said = {
        "live": watched,
        "order": order,
        "state": ORDER.names[order.state],
        "lines": lines,
        "pieces": sum(line.quantity for line in lines),
        "returnable": _returnable(order, lines),
        "gifts": [extra for extra in returns.extras(order.id) if extra.kind == "gift"],
        "shop": admission.shops([order.merchant]).get(order.merchant),
        "rights": rights_of(order, at=request.now) if is_buyer else [],
        "duties": [(duty, duty_name(duty, lines), owes(duty, who)) for duty in found],
        "timeline": timeline(order, by=request.actor),
        "parcels": _parcels(order, sent, is_buyer=is_buyer),
        "drop_places": _drop_places(order),
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
        "rules": rulebook.governing(
            order.marketplace, merchant=order.merchant, at=order.concluded_at
        ),
        "set_aside": terms.ineffective(order.merchant, on=order.concluded_at),
        "recipient": parcels.recipient(order.id),
        "seen": getattr(request, "seen", {}),
        "may_name": is_buyer and not sent and order.state in ("concluded", "bound"),
        "claims": {kind: claims.KINDS[kind] for kind in claims.FILED},
        "wishes": claims.WISHES,
        "is_buyer": is_buyer,
        "ways": gateways.offered(request.market) if is_buyer else {},
        "is_seller": order.merchant == request.actor.party,
        **_money(order, found),
        **_changes(order, request),
        **performing.of_order(order, request),
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
    elif verb == "give_up":
        preorders.give_up(by=by, order=ref, at=now)
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
    """The contract, as both sides can keep it: data, or with `?as=pdf` the signed copy on paper."""
    order = orders.of_a_side(ref, by=request.actor)
    if request.GET.get("as") == "pdf":
        copy = contract_pdf(order, language=request.language)
        return _file(copy, f"{ref}.contract.{request.language}.pdf", "application/pdf")
    text = json.dumps(
        order.contract | {"digest": order.contract_digest}, ensure_ascii=False, indent=1
    )
    return _file(text.encode(), f"{ref}.contract.json")


@for_role(*EVERYONE)
def receipt(request: Any, ref: str) -> HttpResponse:
    """What was paid, on paper and signed, for the two sides."""
    order = orders.of_a_side(ref, by=request.actor)
    made = receipt_pdf(order, language=request.language)
    return _file(made, f"{ref}.receipt.{request.language}.pdf", "application/pdf")


@for_role(*EVERYONE)
def record(request: Any, ref: str) -> HttpResponse:
    """Everything on record: data with the proofs inside, or with `?as=pdf` on paper.

    Asked for by POST, what was done until now is sealed first; by GET nothing is written.
    """
    order = orders.of_a_side(ref, by=request.actor)
    if request.GET.get("as") == "pdf":
        made = record_pdf(order, language=request.language, at=request.now, called=called)
        return _file(made, f"{ref}.record.{request.language}.pdf", "application/pdf")
    if request.method == "POST":
        proofs.seal(marketplace=order.marketplace, at=request.now)
    said = record_of(order, at=request.now)
    text = json.dumps(said, ensure_ascii=False, indent=1)
    return _file(text.encode(), f"{ref}.record.json")


@for_role(*EVERYONE)
def bundle(request: Any, ref: str) -> HttpResponse:
    """Everything that happened, provable offline. By POST it is sealed first; by GET nothing is written."""
    order = orders.see(ref, by=request.actor)
    allow(
        request.actor, "evidence.export", marketplace=order.marketplace,
        buyer=order.buyer, seller=order.merchant,
    )  # fmt: skip
    if request.method == "POST":
        proofs.seal(marketplace=order.marketplace, at=request.now)
    data = proofs.bundle(ref, marketplace=order.marketplace, at=request.now)
    return _file(data, f"{ref}.gongdao.json")


def _wanted(request: Any) -> archive.Wanted:
    """What the reader looks for: a number, goods or a shop; and from which day to which."""
    words = request.GET.get("q", "").replace("\0", "")
    since, until = (day(request.GET.get(name, "")) for name in ("since", "until"))
    pack = book.pack(request.market.law)
    return archive.Wanted(
        words=words,
        merchants=tuple(admission.named(request.market.id, words)) if words.strip() else (),
        since=pack.end_of(since - timedelta(days=1)) if since else None,
        until=pack.end_of(until) if until else None,
    )


def _money(order: Any, open_duties: list[Any]) -> dict[str, Any]:
    """Where the money stands, on what that depends, and what the buyer got back so far."""
    hold = holds.hold_of(order.id)
    stations = {
        "held": "escrow", "released": "merchant", "refunded": "buyer", "external": "merchant",
    }  # fmt: skip
    return {
        "moves": [
            (step, ENTRIES.get(step.why), [CHART[kind].name for kind in step.into])
            for step in ledger.story(order.marketplace, order.id)
        ],
        "hold": hold,
        "refunds": refunds.of(order.id),
        "station": stations[hold.state] if hold else "buyer",
        "held": holds.held([hold])[order.id] if hold else None,
        "release": next((d for d in open_duties if d.kind == "release"), None),
        "awards": [
            (award, HEADS[award.head], [CHART[kind_of(name)].name for name in award.sources])
            for award in remedies.of_order(order.id)
        ],
    }


def _parcels(order: Any, sent: list[Any], *, is_buyer: bool) -> list[dict[str, Any]]:
    """Each parcel with where it was seen, what is in it, and whether the buyer may accept it."""
    seen, held = parcels.scans(order.id), contents.of_parcels(sent)
    return [
        {
            "row": parcel,
            "state": PARCEL.names[parcel.state],
            "scans": [(s, SCANS[s.kind]) for s in reversed(seen) if s.parcel_id == parcel.id],
            "pieces": held.get(parcel.id, []),
            "with": WITH.get(parcel.left_with or ""),
            "may_accept": is_buyer and "accept" in PARCEL.allows(parcel.state, by="buyer"),
        }
        for parcel in sent
    ]


def _drop_places(order: Any) -> list[tuple[str, Any, bool]]:
    """Where parcels may be left, and whether the buyer agreed to it."""
    agreed = parcels.drop_consents([order.id]).get(order.id, set())
    return [(place, name, place in agreed) for place, name in list(WITH.items())[1:]]


def _changes(order: Any, request: Any) -> dict[str, Any]:
    """What was proposed and agreed about the contract, what a wrong price means, and the invoice."""
    rows, me = amendments.of_order(order.id), request.actor.party
    invoice = invoices.of_order(order.id)
    side = me in (order.buyer, order.merchant)
    open_now = order.state == "concluded" or amendments.dispatch_of(order) is not None
    return {
        "amendments": [(row, AMENDMENT.names[row.state], row.proposed_by == me) for row in rows],
        "may_propose": side
        and open_now
        and order.state in ("concluded", "bound")
        and not any(row.state == AMENDMENT.start for row in rows),
        "alone": amending.one_side_alone(order),
        "mistake": amending.mistake(order, known_at=request.now),
        "withdraw_link": link_of(order.id) if me == order.buyer and order.state == "bound" else "",
        "invoice": invoice,
        "invoice_state": INVOICE.names[invoice.state] if invoice else None,
        "paid_at": order.state in ("bound", "rescinded") and holds.hold_of(order.id) is not None,
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


def _file(data: bytes, name: str, kind: str = "application/json") -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Repr-Digest"] = f"sha-256=:{b64encode(sha256(data).digest()).decode()}:"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
