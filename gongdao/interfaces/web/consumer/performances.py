"""Services reported, confirmed and objected to; digital content handed over and opened; credit notes issued."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse

from gongdao.interfaces.web.consumer import orders as order_pages
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.refusal import Refusal
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery.handing import actions as handing
from gongdao.stages.delivery.handing import queries as handed
from gongdao.stages.delivery.performing import actions as performing
from gongdao.stages.delivery.performing import queries as performed
from gongdao.stages.orders.invoicing import actions as invoicing
from gongdao.stages.orders.invoicing import queries as invoices


@for_role("merchant")
@again(order_pages.page)
def report(request: Any, ref: str) -> HttpResponse:
    """The merchant reports acts of a service as done now."""
    form, now = request.POST, request.now
    performing.report(
        by=request.actor, order=ref, line=_count(form, "line"), acts=_count(form, "acts"),
        words=form.get("words", ""), done_at=now, at=now,
    )  # fmt: skip
    return done(f"/orders/{ref}", "service_report")


@for_role("consumer")
@again(lambda request, ref, **_: order_pages.page(request, _order_of_service(request, ref)))
def answer(request: Any, ref: str, verb: str) -> HttpResponse:
    """The buyer confirms that it was done, or objects."""
    if verb == "accept":
        row = performing.accept(by=request.actor, performance=ref, at=request.now)
    elif verb == "object":
        words = request.POST.get("words", "")
        row = performing.contest(by=request.actor, performance=ref, words=words, at=request.now)
    else:
        raise Http404
    return done(f"/orders/{row.order_id}", f"service_{verb}")


@for_role("merchant")
@again(order_pages.page)
def hand_over(request: Any, ref: str) -> HttpResponse:
    """The merchant hands a key or link over, sealed."""
    form = request.POST
    handing.hand_over(
        by=request.actor, order=ref, line=_count(form, "line"), pieces=_count(form, "pieces"),
        secret=form.get("secret", ""), at=request.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    return done(f"/orders/{ref}", "digital_hand_over")


@for_role("consumer")
@again(lambda request, ref: order_pages.page(request, _order_of_handover(request, ref)))
def open_it(request: Any, ref: str) -> HttpResponse:
    """The buyer confirms what opening means for the return, and opens it."""
    confirmed = request.POST.get("confirmed") == "yes"
    row = handing.open_it(by=request.actor, handover=ref, confirmed=confirmed, at=request.now)
    return done(f"/orders/{row.order_id}", "digital_open")


@for_role("consumer")
@again(lambda request, ref: order_pages.page(request, _order_of_handover(request, ref)))
def read(request: Any, ref: str) -> HttpResponse:
    """The key stands on the answer to this one request and nowhere else."""
    secret = handing.read(
        by=request.actor, handover=ref, at=request.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    request.licence = (ref, secret)
    response = order_pages.page(request, _order_of_handover(request, ref))
    response["Cache-Control"] = "no-store"
    return response


@for_role("merchant")
@again(lambda request, ref: order_pages.page(request, _order_of_note(request, ref)))
def credit_note(request: Any, ref: str) -> HttpResponse:
    """The merchant says the number of a credit note."""
    number = request.POST.get("number", "")
    row = invoicing.issue_credit_note(by=request.actor, note=ref, number=number, at=request.now)
    return done(f"/orders/{row.invoice_id}", "credit_note")


def _order_of_service(request: Any, ref: str) -> str:
    return performed.see(ref, by=request.actor).order_id


def _order_of_handover(request: Any, ref: str) -> str:
    return handed.see(ref, by=request.actor).order_id


def _order_of_note(request: Any, ref: str) -> str:
    return str(invoices.see_note(ref, by=request.actor).invoice_id)


def _count(form: Any, name: str) -> int:
    text = form.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise Refusal(
            "count_unreadable",
            "请填写整数。",
            "Give a whole number.",
        )
    return int(text)
