"""Withdrawing from a contract in two steps, with nothing but a link: no account, no reason, a signed receipt.

The shape is that of Directive 2011/83 art. 11a: one function to state the withdrawal, one to confirm
it, and at once an acknowledgement on a durable medium with its content, day and hour.
"""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpResponse
from django.shortcuts import redirect, render

from gongdao.interfaces.paper.receipts import withdrawal_pdf
from gongdao.interfaces.rights import return_right
from gongdao.interfaces.web.door import again
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.orders import queries as orders

SIGNER = Signer(salt="withdrawal")


def link_of(order: str) -> str:
    """The address that lets whoever holds it withdraw from this one contract, and nothing else."""
    return f"/withdraw/{SIGNER.sign(order)}"


def state(request: Any, token: str) -> HttpResponse:
    """First step: what was bought, until when it may go back, and which pieces shall."""
    order, _, now = _opened(request, token)
    asked = [row for row in returns.of_order(order.id) if row.state != "withdrawn"]
    said = {
        "order": order,
        "token": token,
        "lines": orders.lines(order),
        "right": return_right(order, at=now),
        "asked": [(row, RETURN.names[row.state]) for row in asked],
    }
    return _unseen_by_others(render(request, "withdraw.html", said))


@again(state)
def confirm(request: Any, token: str) -> HttpResponse:
    """Second step: what was stated, once more, and the button that confirms it."""
    order, _, now = _opened(request, token)
    counts = _counts(request, order)
    lines = [(line, counts[line.id]) for line in orders.lines(order) if counts[line.id]]
    said = {"order": order, "token": token, "lines": lines, "right": return_right(order, at=now)}
    return _unseen_by_others(render(request, "withdraw_confirm.html", said))


@again(state)
def submit(request: Any, token: str) -> HttpResponse:
    """Withdraw; the receipt comes at once."""
    order, by, now = _opened(request, token)
    pieces = [aftersales.Sending(line, n) for line, n in _counts(request, order).items() if n]
    aftersales.ask_return(by=by, order=order.id, at=now, pieces=pieces)
    return redirect(f"/withdraw/{token}?done=return")


def receipt(request: Any, token: str) -> HttpResponse:
    """The acknowledgement, on paper and signed: what was withdrawn from, and when."""
    order, _, _ = _opened(request, token)
    asked = [row for row in returns.of_order(order.id) if row.state != "withdrawn"]
    if not asked:
        raise Refusal(
            "return_not_asked",
            "还没有提交退货，没有回执。",
            "Nothing was withdrawn from yet; there is no receipt.",
        )
    made = withdrawal_pdf(asked[-1], language=request.language)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{asked[-1].id}.pdf"'
    return _unseen_by_others(response)


def _opened(request: Any, token: str) -> tuple[Any, Actor, Any]:
    try:
        ref = SIGNER.unsign(token)
    except BadSignature:
        orders.unknown()
    by = orders.in_place_of_buyer(ref)
    market = parties.by_id(by.marketplace)
    return orders.see(ref, by=by), by, parties.now(market, real=request.now)


def _counts(request: Any, order: Any) -> dict[int, int]:
    """How many of each line shall go back, as `piece-7=2`; no more than were bought."""
    found = {}
    for line in orders.lines(order):
        written = request.POST.get(f"piece-{line.id}", "0").strip() or "0"
        if not (written.isascii() and written.isdigit() and int(written[:9]) <= line.quantity):
            _refuse_pieces()
        found[line.id] = int(written)
    if not any(found.values()):
        _refuse_pieces()
    return found


def _refuse_pieces() -> None:
    raise Refusal(
        "pieces_missing",
        "请至少选择一件要退的商品，件数写成整数。",
        "Choose at least one piece to send back, as a whole number.",
    )


def _unseen_by_others(response: HttpResponse) -> HttpResponse:
    """The address is a key: no cache keeps the page, and no other site learns where one was."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
