"""A return on a page of its own: how it is paid back, what came back, who is right about that, and the label."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import Any

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.paper.typeset import pdf
from gongdao.interfaces.web import live
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.money import parse
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS as DUTIES
from gongdao.registers.parties.powers import allow
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import queries as admission
from gongdao.stages.aftersales import facts, queries
from gongdao.stages.aftersales.addresses import actions as addresses
from gongdao.stages.aftersales.addresses import queries as whereto
from gongdao.stages.aftersales.conditions import FAULTS, GROUNDS, KINDS, faults_of
from gongdao.stages.aftersales.inspections import actions as looking
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.returned import actions as returned
from gongdao.stages.escrow import queries as payments

EVERYONE = ("consumer", "merchant", "arbiter", "senior", "platform")
FOUND: dict[str, bool | None] = {"true": True, "false": False, "open": None}


@for_role("arbiter", "senior", "platform")
def contested(request: Any) -> HttpResponse:
    """Returns whose merchants say that something is wrong; the longest waiting first."""
    allow(request.actor, "return.desk", marketplace=request.market.id)
    watched = live.desk(request.market.id, ["condition_ruling"])
    rows = queries.contested(request.market.id)
    due = {d.subject: d for d in duties.open_kinds(request.market.id, ["condition_ruling"])}
    found = [(row, GROUNDS[row.ground], due.get(row.id)) for row in rows]
    return render(request, "contested.html", {"live": watched, "rows": found})


@for_role(*EVERYONE)
def page(request: Any, ref: str) -> HttpResponse:
    """One return, whole."""
    row = queries.see(ref, by=request.actor)
    watched = live.thing(row.order_id)
    kinds = facts.kinds_of(row)
    table = RETURN.under(row.process)
    me = request.actor
    said = {
        "live": watched,
        "ret": row,
        "state": table.names[row.state],
        "pieces": [(p.line.version, p.quantity) for p in row.pieces.select_related("line__version")],
        "ways": facts.ways_back(row, payments.payments_of(row.order_id)),
        "kinds": [KINDS[kind] for kind in kinds],
        "faults": {name: words for kind in kinds for name, words in faults_of(kind).items()},
        "looks": [
            (look, [FAULTS[name][1] for name in look.faults], facts.signals(look))
            for look in queries.inspections(row.id)
        ],
        "grounds": {k: v for k, v in GROUNDS.items() if (k == "not_arrived") != bool(row.goods_back_at)},
        "ground": GROUNDS.get(row.ground),
        "case": cases.of_return(row.id),
        "at_issue": _at_issue(row, kinds),
        "buyer_may": table.allows(row.state, by="buyer") if row.order.buyer == me.party else (),
        "seller_may": table.allows(row.state, by="seller") if row.order.merchant == me.party else (),
        "send_to": getattr(request, "send_to", None),
        "may_see_address": row.order.buyer == me.party and row.state in addresses.TO_BE_SENT,
        "rules": "arbiter" in me.roles and row.state == "contested",
        "duties": [
            (duty, DUTIES[duty.kind])
            for duty in duties.open_about(row.order_id)
            if duty.subject == row.id
        ],
    }  # fmt: skip
    return render(request, "return.html", said)


@for_role(*EVERYONE)
@again(page)
def inspect(request: Any, ref: str) -> HttpResponse:
    """The merchant records what came back; photographs are kept by their digest."""
    form = request.POST
    shots = [sha256(shot.read()).hexdigest() for shot in request.FILES.getlist("photographs")]
    look = looking.Look(
        frozenset(form.getlist("faults")), form.get("words", ""), tuple(shots),
        _grams(form.get("weight_sent", "")), _grams(form.get("weight_back", "")),
        form.get("serial_sent", "").strip(), form.get("serial_back", "").strip(),
    )  # fmt: skip
    looking.inspect(by=request.actor, ret=ref, look=look, at=request.now)
    return done(f"/returns/{ref}", "inspect")


@for_role(*EVERYONE)
@again(page)
def contest(request: Any, ref: str) -> HttpResponse:
    """The merchant says what is wrong, and what it would refund at once."""
    form, sum_ = request.POST, request.POST.get("offer", "").strip()
    offer = parse(sum_, currency=request.market.currency) if sum_ else None
    objection = looking.Objection(form.get("ground", ""), form.get("words", ""), offer)
    looking.contest(by=request.actor, ret=ref, objection=objection, at=request.now)
    return done(f"/returns/{ref}", "contest")


@for_role(*EVERYONE)
@again(page)
def accept(request: Any, ref: str) -> HttpResponse:
    """The buyer takes what is offered."""
    looking.accept(by=request.actor, ret=ref, at=request.now)
    return done(f"/returns/{ref}", "accept")


@for_role("consumer")
@again(page)
def dispute(request: Any, ref: str) -> HttpResponse:
    """The buyer takes the objection to a dispute, with what it says about it."""
    story = request.POST.get("story", "")
    case = returned.file(by=request.actor, ret=ref, story=story, at=request.now)
    return done(f"/cases/{case.id}", "return_dispute")


@for_role(*EVERYONE)
@again(page)
def find(request: Any, ref: str) -> HttpResponse:
    """An arbiter finds each contested fact true, false, or not established."""
    form = request.POST
    found = {
        name.removeprefix("fact-"): FOUND.get(value)
        for name, value in form.items()
        if name.startswith("fact-")
    }
    looking.find(
        by=request.actor, ret=ref, found=found, words=form.get("words", ""), at=request.now
    )
    return done(f"/returns/{ref}", "find")


@for_role("consumer")
@again(page)
def see_address(request: Any, ref: str) -> HttpResponse:
    """Show the buyer, once, where the goods go."""
    master = MasterKey(settings.GONGDAO_VAULT_KEY)
    request.send_to = addresses.see(by=request.actor, ret=ref, at=request.now, master=master)
    response = page(request, ref)
    response["Cache-Control"] = "no-store"
    return response


@for_role("merchant")
def address(request: Any) -> HttpResponse:
    """Where a merchant's returns go, masked, and a form to say so."""
    known = whereto.masked(request.actor.party)
    return render(request, "return_address.html", {"known": known})


@for_role("merchant")
@again(lambda request, **_: address(request))
def keep_address(request: Any) -> HttpResponse:
    """The merchant says where returns go."""
    to = {field: request.POST.get(field, "") for field in whereto.FIELDS}
    master = MasterKey(settings.GONGDAO_VAULT_KEY)
    addresses.keep(by=request.actor, to=to, at=request.now, master=master)
    return done("/desk/returns-address", "save")


@for_role(*EVERYONE)
def label(request: Any, ref: str) -> HttpResponse:
    """The label to put on the parcel: what it is, to whom, who pays, and a code to scan."""
    row = queries.see(ref, by=request.actor)
    if row.state not in ("agreed", "sent"):
        raise Http404
    zh = request.language == "zh"
    shop = admission.shops([row.order.merchant]).get(row.order.merchant)
    data = {
        "ret": row.id,
        "order": row.order_id,
        "shop": (shop.shop_zh if zh else shop.shop_en) if shop else "",
        "freight": row.freight_paid_by,
        "pick_up_on": row.pick_up_on.isoformat() if row.pick_up_on else "",
        "pieces": [
            [piece.line.version.title_zh if zh else piece.line.version.title_en, piece.quantity]
            for piece in row.pieces.select_related("line__version")
        ],
        "code": _code(row.id),
    }
    made = pdf("return_label", data, language=request.language, at=request.now)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{row.id}.label.pdf"'
    return response


def _code(text: str) -> str:
    drawn = io.BytesIO()
    segno.make(text, micro=False, error="m").save(drawn, kind="svg", scale=4, border=2)
    return drawn.getvalue().decode()


def _at_issue(row: Any, kinds: list[str]) -> dict[str, Any]:
    """What an arbiter has to find: the faults the merchant says it saw, or the one ground."""
    if row.ground != "not_intact":
        return {row.ground: GROUNDS[row.ground]} if row.ground else {}
    seen = {name for look in queries.inspections(row.id) for name in look.faults}
    known = {name: words for kind in kinds for name, words in faults_of(kind).items()}
    return {name: words for name, words in known.items() if name in seen}


def _grams(text: str) -> int | None:
    clean = text.strip()
    if not clean:
        return None
    return int(clean) if clean.isascii() and clean.isdecimal() and len(clean) < 9 else -1
