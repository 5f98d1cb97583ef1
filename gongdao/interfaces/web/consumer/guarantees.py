"""A buyer's goods and their guarantees: until when, under which article, and the button that uses it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.guarantees import of_order
from gongdao.interfaces.paper.typeset import pdf
from gongdao.interfaces.web import live
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.stages.admission import queries as admission
from gongdao.stages.aftersales.repairs import actions, queries
from gongdao.stages.aftersales.repairs.facts import STRENGTH, WISHES
from gongdao.stages.aftersales.states import REPAIR
from gongdao.stages.orders import queries as orders

PAGE = 20


@for_role("consumer")
def index(request: Any) -> HttpResponse:
    """Everything the buyer has from the newest orders, piece by piece."""
    found = orders.page(by=request.actor, after=request.GET.get("after", ""), most=PAGE)
    watched = live.thing(*(order.id for order in found))
    pieces = [piece for order in found for piece in of_order(order, at=request.now)]
    rows = [
        (
            piece,
            [wish for wish in WISHES if WISHES[wish] <= STRENGTH[piece.remedy]],
            [(row, REPAIR.names[row.state]) for row in piece.record],
            _may(piece.case),
        )
        for piece in pieces
    ]
    following = found[-1].id if len(found) == PAGE else ""
    return render(
        request, "guarantees.html", {"live": watched, "rows": rows, "following": following}
    )


@for_role("consumer")
@again(lambda request, **_: index(request))
def ask(request: Any, ref: str, line: int, piece: int) -> HttpResponse:
    """Say what is wrong, and what one would like."""
    actions.ask(
        by=request.actor, order=ref, line=line, piece=piece, fault=request.POST.get("fault", ""),
        wish=request.POST.get("wish", ""), at=request.now,
    )  # fmt: skip
    return done("/guarantees", "repair")


@for_role("consumer")
@again(lambda request, **_: index(request))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """The buyer's next step: hand it in, say that it works, or that it does not."""
    said = {"by": request.actor, "repair": ref, "at": request.now}
    if verb == "hand_in":
        actions.hand_in(**said)
    elif verb == "confirm":
        actions.confirm(**said)
    elif verb == "withdraw":
        actions.withdraw(**said)
    elif verb == "fail_again":
        actions.fail_again(**said, fault=request.POST.get("words", ""))
    else:
        raise Http404
    return done("/guarantees", f"repair_{verb}")


@for_role("consumer", "merchant", "platform", "arbiter", "senior")
def record(request: Any, ref: str) -> HttpResponse:
    """The service record of an order, as a document to keep."""
    order = orders.see(ref, by=request.actor)
    zh = request.language == "zh"
    shop = admission.shops([order.merchant]).get(order.merchant)
    things = [
        {
            "title": piece.title.said_in(request.language),
            "piece": piece.piece,
            "until": piece.until.isoformat(),
            "cites": piece.cites.in_chinese if zh else str(piece.cites),
            "repairs": [_line(row, request) for row in piece.record],
        }
        for piece in of_order(order, at=request.now)
    ]
    data = {
        "order": order.id,
        "shop": (shop.shop_zh if zh else shop.shop_en) if shop else "",
        "things": things,
        "at": request.now.date().isoformat(),
    }
    made = pdf("service", data, language=request.language, at=request.now)
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{order.id}.service.pdf"'
    return response


def _line(row: Any, request: Any) -> dict[str, str]:
    def day(at: Any) -> str:
        return at.date().isoformat() if at else "-"

    return {
        "id": row.id,
        "asked": day(row.asked_at),
        "in": day(row.handed_in_at),
        "back": day(row.back_at),
        "fault": row.fault,
        "work": row.work_done or row.refusal,
        "parts": row.parts_lacking,
        "state": REPAIR.names[row.state].said_in(request.language),
    }


def _may(case: Any) -> list[str]:
    if case is None:
        return []
    found = REPAIR.under(case.process).allows(case.state, by="buyer")
    return [verb for verb in found if verb != "demand"]


def bench_of(merchant: str) -> list[tuple[Any, Any, list[str]]]:
    """What a merchant has to repair, with its state and what may be done."""
    return [
        (
            row,
            REPAIR.names[row.state],
            list(REPAIR.under(row.process).allows(row.state, by="seller")),
        )
        for row in queries.bench(merchant)
    ]
