"""Changing a contract by agreement, and asking for its invoice: one side's word, the other side's answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse

from gongdao.interfaces.web.consumer import orders as order_pages
from gongdao.interfaces.web.door import again, day, done, for_role
from gongdao.law import book
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.amending import actions as amending
from gongdao.stages.orders.amending import queries as amendments
from gongdao.stages.orders.invoicing import actions as invoicing

SIDES = ("consumer", "merchant")


@for_role(*SIDES)
@again(order_pages.page)
def propose(request: Any, ref: str) -> HttpResponse:
    """Propose new days, other words, or that the contract ends."""
    form, order = request.POST, orders.see(ref, by=request.actor)
    ship_on, deliver_by = day(form.get("ship_on", "")), day(form.get("deliver_by", ""))
    change = amending.Change(
        ship_by=book.pack(order.law).end_of(ship_on) if ship_on else None,
        deliver_by=deliver_by,
        words=form.get("words", ""),
        end=form.get("end") == "yes",
    )
    amending.propose(
        by=request.actor, order=ref, change=change, reason=form.get("reason", ""), at=request.now
    )
    return done(f"/orders/{ref}", "propose")


@for_role(*SIDES)
@again(lambda request, ref, **_: order_pages.page(request, _order_of(request, ref)))
def answer(request: Any, ref: str, verb: str) -> HttpResponse:
    """Agree to a proposal, decline it, or take one's own back."""
    verbs = {"accept": amending.accept, "decline": amending.decline, "withdraw": amending.withdraw}
    if verb not in verbs:
        raise Http404
    row = verbs[verb](by=request.actor, amendment=ref, at=request.now)
    return done(f"/orders/{row.order_id}", f"amendment_{verb}")


@for_role(*SIDES)
@again(lambda request, ref, **_: order_pages.page(request, ref))
def invoice(request: Any, ref: str, verb: str) -> HttpResponse:
    """The buyer asks for an invoice; the merchant says the number of the one it issued."""
    if verb == "ask":
        form = request.POST
        made_out = invoicing.MadeOut(form.get("title", ""), form.get("tax_number", ""))
        invoicing.ask(by=request.actor, order=ref, at=request.now, made_out=made_out)
    elif verb == "issue":
        number = request.POST.get("number", "")
        invoicing.issue(by=request.actor, order=ref, number=number, at=request.now)
    else:
        raise Http404
    return done(f"/orders/{ref}", f"invoice_{verb}")


def _order_of(request: Any, ref: str) -> str:
    return amendments.see(ref, by=request.actor).order_id
