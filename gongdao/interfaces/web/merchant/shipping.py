"""A merchant's parcels: send in parts, declare a value, print labels that name nobody, claim from the carrier."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render

from gongdao.interfaces.paper import labels as paper
from gongdao.interfaces.web import live
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.money import parse
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.parties import queries as parties
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.delivery import contents, queries
from gongdao.stages.delivery.claims import actions as claims
from gongdao.stages.delivery.kinds import GROUNDS, SERVICES
from gongdao.stages.delivery.labels import actions as labels
from gongdao.stages.delivery.labels import queries as made
from gongdao.stages.delivery.states import PARCEL
from gongdao.stages.listings.kinds import PARCEL as PARCELS
from gongdao.stages.orders import queries as orders

WAYBILL_MOST = 40
PIECE = "piece-"


@for_role("merchant")
def index(request: Any) -> HttpResponse:
    """What waits to be sent, piece by piece; and every parcel with what can be done about it."""
    me = request.actor
    watched = live.own(me.party)
    waiting = [d for d in duties.open_of(me.party) if d.kind in ("dispatch", "make_good")]
    lines = orders.lines_of({d.about for d in waiting})
    waiting = [d for d in waiting if orders.way_of(lines.get(d.about, [])) == PARCELS]
    sent = queries.of_merchant(me, after=request.GET.get("after", ""))
    packed = contents.of_parcels(sent)
    said = {
        "live": watched,
        "waiting": [(d, _left(d.about, lines.get(d.about, []))) for d in waiting],
        "rows": [
            (p, PARCEL.names[p.state], packed.get(p.id, []), p.state not in PARCEL.ends)
            for p in sent
        ],
        "grounds": GROUNDS.items(),
        "services": SERVICES.items(),
        "following": sent[-1].id if len(sent) == 50 else "",
    }
    return render(request, "shipping.html", said)


@for_role("merchant")
@again(lambda request, **_: index(request))
def send(request: Any, ref: str) -> HttpResponse:
    """Hand so many pieces of an order to the carrier."""
    form, order = request.POST, orders.see(ref, by=request.actor)
    sums = {n: parse(form.get(n) or "0", currency=order.currency) for n in ("declared", "fee")}
    shipping = delivery.Shipping(
        request.actor, request.now, order.id, parties.courier(request.market.id),
        form.get("waybill", "").strip()[:WAYBILL_MOST], _pieces(form),
        form.get("service") or "courier", sums["declared"].minor, sums["fee"].minor,
    )  # fmt: skip
    delivery.ship(shippings=[shipping])
    return done("/shipping", "ship")


@for_role("merchant")
@again(lambda request, **_: index(request))
def label(request: Any, ref: str) -> HttpResponse:
    """Make the label of a parcel, and show it."""
    labels.make(
        by=request.actor, parcel=ref, at=request.now, master=MasterKey(settings.GONGDAO_VAULT_KEY)
    )
    return redirect(f"/shipping/{ref}/label.pdf")


@for_role("merchant", "courier")
def printed(request: Any, ref: str) -> HttpResponse:
    """The label on A6: masks, a code, a sealed square."""
    row = queries.see(ref, by=request.actor)
    pdf = paper.label(
        row, made.printable(row, by=request.actor), queries.recipient(row.order_id),
        language=request.language,
    )  # fmt: skip
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.id}.label.pdf"'
    return response


@for_role("merchant")
@again(lambda request, **_: index(request))
def claim(request: Any, ref: str) -> HttpResponse:
    """Claim from the carrier what a parcel cost."""
    form, said = request.POST, request.POST.get("loss", "").strip()
    loss = parse(said, currency=request.market.currency) if said else None
    row = claims.file(
        by=request.actor, parcel=ref, ground=form.get("ground", ""), loss=loss,
        words=form.get("words", ""), at=request.now,
    )  # fmt: skip
    return done(f"/courier-claims/{row.id}", "claim_file")


def _left(order: str, lines: list[Any]) -> list[tuple[Any, int]]:
    left = contents.left(order)
    return [(line, left.get(line.id, 0)) for line in lines]


def _pieces(form: Any) -> dict[int, int]:
    """Pieces by line, as `piece-7=2`; a line with none stays behind."""
    named = {k.removeprefix(PIECE): v.strip() for k, v in form.items() if k.startswith(PIECE)}
    if not all(k.isdecimal() and (v or "0").isdecimal() for k, v in named.items()):
        raise Refusal("pieces_wrong", "件数须写成整数。", "The number of pieces is a whole number.")
    return {int(k): int(v) for k, v in named.items() if v and int(v)}
