"""A merchant's desk: what is owed, by when, under which article, and the button that does it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web import live
from gongdao.interfaces.web.arbiter import cases as case_pages
from gongdao.interfaces.web.door import again, done, for_role, read_day
from gongdao.interfaces.web.places import duty_name, page_of
from gongdao.interfaces.web.wording.names import ENTRIES
from gongdao.kernel.money import parse
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import CHART, account, kind_of
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission import queries as admission
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import actions as remedies
from gongdao.stages.reputation import actions as reputation

WORDS_MOST = 5_000
PAGE = 100


@for_role("merchant")
def desk(request: Any) -> HttpResponse:
    """Open duties, most urgent first; and what the platform holds for the merchant."""
    me, market = request.actor.party, request.market
    watched = live.own(me)
    mine = duties.open_of(me, after=_number(request.GET.get("after", "")), most=PAGE)
    lines = orders.lines_of({duty.about for duty in mine})
    names = (account("payable", me), account("deposit", me))
    stands = ledger.balances(market.id, names, currency=market.currency)
    moves = [move for name in names for move in ledger.statement(market.id, name, most=30)]
    moves.sort(key=lambda move: move.at, reverse=True)
    said = {
        "live": watched,
        "rows": [
            (
                duty,
                duty_name(duty, lines.get(duty.about, [])),
                lines.get(duty.about, []),
                page_of(duty),
                orders.way_of(lines.get(duty.about, [])),
            )
            for duty in mine
        ],
        "late": sum(duty.due_at < request.now for duty in mine),
        "following": mine[-1].id if len(mine) == PAGE else "",
        "shop": admission.shops([me]).get(me),
        "stands": [(CHART[kind_of(name)].name, amount) for name, amount in stands.items()],
        "statement": [
            (move, ENTRIES.get(move.why) or Words(move.why, move.why), CHART[kind_of(move.account)])
            for move in moves[:30]
        ],
    }
    return render(request, "desk.html", said)


@for_role("merchant")
@again(lambda request, **_: desk(request))
def act(request: Any, verb: str, ref: str) -> HttpResponse:
    """Do what is owed. One button, one action."""
    by, now, form = request.actor, request.now, request.POST
    if verb == "ship":
        order, carrier = orders.see(ref, by=by), parties.courier(request.market.id)
        shipping = delivery.Shipping(
            by, now, order.id, carrier, form.get("waybill", "").strip()[:40]
        )
        delivery.ship(shippings=[shipping])
    elif verb == "refuse":
        delivery.refuse_to_ship(by=by, order=ref, reason=form.get("reason", "")[:200], at=now)
    elif verb == "make_good":
        remedies.make_good(by=by, order=ref, at=now)
    elif verb == "agree":
        fetched = form.get("pick_up_on", "")
        aftersales.agree(
            by=by, ret=ref, at=now, pays_freight=form.get("pays_freight") == "yes",
            pick_up_on=read_day(fetched) if fetched else None,
        )  # fmt: skip
    elif verb == "take_back":
        aftersales.take_back(by=by, ret=ref, at=now)
    elif verb == "refund":
        aftersales.refund(by=by, ret=ref, at=now)
    elif verb == "perform":
        remedies.perform(by=by, dispute=ref, at=now)
    elif verb == "reply":
        reputation.reply(by=by, order=ref, words=form.get("words", "")[:WORDS_MOST], at=now)
    else:
        raise Http404
    return done(f"/orders/{ref}" if verb == "reply" else "/desk", verb)


@for_role("merchant", "consumer")
@again(lambda request, ref, **_: case_pages.page(request, ref))
def say(request: Any, verb: str, ref: str) -> HttpResponse:
    """Answer a complaint, or offer a sum to settle it."""
    by, now, form = request.actor, request.now, request.POST
    if verb == "answer":
        admits = form.get("admits") == "yes"
        disputes.answer(by=by, dispute=ref, words=form.get("words", ""), admits=admits, at=now)
    else:
        amount = parse(form.get("amount", ""), currency=request.market.currency)
        disputes.offer(by=by, dispute=ref, amount=amount, at=now)
    return done(f"/cases/{ref}", verb)


def _number(text: str) -> int:
    """The number of the last duty on the page before; none where it is not one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
