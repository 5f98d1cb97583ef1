"""The platform's office: the clock of a sandbox, duties met and missed, the books."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongdao.interfaces import clock
from gongdao.interfaces.web.door import for_role
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import CHART
from gongdao.stages.admission import actions as admission
from gongdao.stages.admission import queries as applications
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.claims import KINDS as CLAIMS
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import queries as remedies

DAYS_MOST = 60


@for_role("platform")
def office(request: Any) -> HttpResponse:
    """Everything at a glance, each figure out of the books."""
    market = request.market.id
    kinds: dict[str, dict[str, int]] = {}
    for kind, outcome, count in duties.outcomes(market):
        kinds.setdefault(kind, {})[outcome] = count
    said = {
        "count": orders.count(market),
        "balances": [(CHART[kind].name, amount) for kind, amount in ledger.by_kind(market)],
        "whole": not any(ledger.trial_balance(market).values()),
        "duties": [(KINDS[kind], counts) for kind, counts in kinds.items()],
        "cases": [
            (CLAIMS[kind].name, DISPUTE.names[state], count)
            for (kind, state), count in sorted(disputes.outcomes(market).items())
        ],
        "awards": [
            (head, cites, times, amount)
            for (head, cites), (times, amount) in remedies.totals(market).items()
        ],
        "waiting": applications.waiting(by=request.actor),
    }
    return render(request, "platform.html", said)


@require_POST
@for_role("platform")
def advance(request: Any) -> HttpResponse:
    """Move the test clock; every deadline on the way acts."""
    days = request.POST.get("days", "")
    if not days.isdigit() or not 0 < int(days) <= DAYS_MOST:
        raise Refusal(
            "days_wrong",
            f"请填写1至{DAYS_MOST}的天数。",
            f"Say how many days, from 1 to {DAYS_MOST}.",
        )
    clock.advance(by=request.actor, to=request.now + timedelta(days=int(days)))
    return redirect("/platform")


@require_POST
@for_role("platform")
def decide(request: Any, ref: str, verb: str) -> HttpResponse:
    """Admit or refuse a merchant, with a reason."""
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise Refusal("reason_missing", "请填写理由。", "Give a reason.")
    admission.decide(
        by=request.actor, applications=[ref], act=verb, reason=reason[:400], at=request.now
    )
    return redirect("/platform")
