"""A merchant's plan editor: offer, offer new terms, close; and who subscribed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.money import parse
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.stages.escrow.mandates import queries
from gongdao.stages.escrow.mandates.states import MANDATE, PLAN
from gongdao.stages.escrow.plans import actions as plans


@for_role("merchant")
def index(request: Any) -> HttpResponse:
    """Every version of every plan, newest first, and the subscriptions that run."""
    said = {
        "rows": [(p, PLAN.names[p.state]) for p in queries.plans(by=request.actor, mine=True)],
        "mandates": [(m, MANDATE.names[m.state]) for m in queries.page(by=request.actor)],
    }
    return render(request, "plan_editor.html", said)


@for_role("merchant")
@again(lambda request, **_: index(request))
def act(request: Any, verb: str, ref: str = "") -> HttpResponse:
    """Offer, revise or close."""
    by, market, now = request.actor, request.market, request.now
    if verb == "offer":
        plans.offer(by=by, market=market, terms=_terms(request), at=now)
    elif verb == "revise":
        plans.revise(by=by, market=market, plan=ref, terms=_terms(request), at=now)
    elif verb == "close":
        plans.close(by=by, plan=ref, at=now)
    else:
        raise Http404
    return done("/desk/plans", f"plan_{verb}")


def _terms(request: Any) -> plans.Terms:
    form = request.POST
    zh, en = form.get("title_zh", ""), form.get("title_en", "")
    months, trial = form.get("every_months", "1"), form.get("trial_days") or "0"
    if not (zh.strip() and months.isdecimal() and trial.isdecimal() and len(months + trial) < 8):
        raise Refusal(
            "plan_terms_unreadable",
            "请填写名称；期数和试用天数须为整数。",
            "Give a name; months and days of trial are whole numbers.",
        )
    price = parse(form.get("price", ""), currency=request.market.currency)
    return plans.Terms(Words(zh, en.strip() or zh), price, int(months), int(trial))
