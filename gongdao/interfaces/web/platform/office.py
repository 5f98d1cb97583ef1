"""The platform's office: the clock of a sandbox, duties met and missed, the books."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces import clock
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.interfaces.web.tags import ZONE
from gongdao.interfaces.web.wording.names import HEADS
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import CHART
from gongdao.stages.admission import queries as applications
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.claims import KINDS as CLAIMS
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import queries as remedies
from gongdao.stages.reputation import queries as reviews

DAYS_MOST = 60
DESKS = (
    (Words("入驻审核", "admission"), "/platform/applications", (
        "application_review", "refusal_appeal", "waiver_check", "change_check", "reverification",
    )),
    (Words("商品审核", "listing reviews"), "/reviews", ("listing_review",)),
    (Words("举报", "reports"), "/report-desk", ("report_triage", "report_check", "report_extended", "reward_proposal", "reward_approval")),
    (Words("客服", "help desk"), "/help", ("help_platform",)),
    (Words("财务", "finance"), "/finance", (
        "payout_approval", "payout_sending", "break_explanation", "break_resolution", "chargeback_answer",
    )),
    (Words("快递索赔", "claims on carriers"), "/courier-claims", ("courier_decision",)),
    (Words("条款异议", "objections to findings on terms"), "/platform/rules", ("clause_review",)),
    (Words("召回", "recalls"), "/recalls", ("recall_report", "recall_plan")),
)  # fmt: skip
"""Where what is owed is done, and which duties it is."""

OUTCOMES = ("met", "missed", "moot", "open")


@for_role("platform")
def office(request: Any) -> HttpResponse:
    """Everything at a glance, each figure out of the books."""
    market = request.market.id
    kinds: dict[str, dict[str, int]] = {}
    for kind, outcome, count in duties.outcomes(market):
        kinds.setdefault(kind, dict.fromkeys(OUTCOMES, 0))[outcome] = count
    ended: dict[str, dict[str, int]] = {}
    for (kind, state), count in disputes.outcomes(market).items():
        ended.setdefault(kind, {})[state] = count
    said = {
        "count": orders.count(market),
        "balances": [(CHART[kind].name, amount) for kind, amount in ledger.by_kind(market)],
        "whole": not any(ledger.trial_balance(market).values()),
        "duties": [(KINDS[kind], kinds[kind]) for kind in KINDS if kind in kinds],
        "cases": [
            (
                CLAIMS[kind].name,
                sum(states.values()),
                [(DISPUTE.names[s], states[s]) for s in states],
            )
            for kind, states in sorted(ended.items())
        ],
        "articles": sorted(disputes.articles(market).items(), key=lambda pair: -pair[1]),
        "awards": [
            (HEADS[head], cites, times, amount)
            for (head, cites), (times, amount) in remedies.totals(market).items()
        ],
        "scores": [(score, count) for score, count in reviews.scores(market).items()][::-1],
        "waiting": applications.waiting(by=request.actor),
        "desks": [
            (name, address, count)
            for name, address, owed in DESKS
            if (count := sum(kinds.get(kind, {}).get("open", 0) for kind in owed))
        ],
    }
    return render(request, "platform.html", said)


@for_role("platform")
@again(office)
def advance(request: Any) -> HttpResponse:
    """Move the test clock, by days or to a day; every deadline on the way acts."""
    clock.advance(by=request.actor, to=_moment(request))
    return done("/platform", "advance")


def _moment(request: Any) -> datetime:
    days, day = request.POST.get("days", ""), request.POST.get("day", "")
    now: datetime = request.now
    if days.isdecimal() and 0 < int(days) <= DAYS_MOST:
        return now + timedelta(days=int(days))
    try:
        to = datetime.combine(date.fromisoformat(day), now.astimezone(ZONE).timetz())
    except ValueError:
        to = now
    if not timedelta(0) < to - now <= timedelta(days=DAYS_MOST):
        raise Refusal(
            "days_wrong",
            f"请填写1至{DAYS_MOST}的天数，或这段时间内的日期。",
            f"Say how many days, from 1 to {DAYS_MOST}, or a day within that time.",
        )
    return to
