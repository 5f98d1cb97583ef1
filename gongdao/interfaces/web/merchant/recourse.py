"""What a merchant owes the fund and has to put right; and, for the platform, what everybody does."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import again, done, for_role
from gongdao.stages.disputes.claims import KINDS
from gongdao.stages.remedies import queries
from gongdao.stages.remedies.recoveries import actions as recoveries
from gongdao.stages.remedies.rectifications import actions as rectifications
from gongdao.stages.remedies.states import RECOVERY, RECTIFICATION


@for_role("merchant", "platform", "officer")
def recourse(request: Any) -> HttpResponse:
    """Recourse and rectifications, each with the button that is open to the reader."""
    by = "platform" if "platform" in request.actor.roles else "debtor"
    said = {
        "recoveries": [
            (each, RECOVERY.names[each.state], RECOVERY.allows(each.state, by=by))
            for each in queries.recoveries(by=request.actor)
        ],
        "rectifications": [
            (each, KINDS[each.cause].name, RECTIFICATION.names[each.state])
            for each in queries.rectifications(by=request.actor)
        ],
        "staff": by == "platform",
    }
    return render(request, "recourse.html", said)


@for_role("merchant", "platform")
@again(lambda request, **_: recourse(request))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """Repay, contest, decide an objection, or report what was put right. One button, one action."""
    by, now, words = request.actor, request.now, request.POST.get("words", "")
    if verb == "repay":
        recoveries.settle(by=by, recovery=ref, at=now)
    elif verb == "contest":
        recoveries.contest(by=by, recovery=ref, words=words, at=now)
    elif verb in ("uphold", "waive"):
        recoveries.decide(by=by, recovery=ref, upheld=verb == "uphold", words=words, at=now)
        verb = "recovery_decided"
    elif verb == "rectify":
        rectifications.report(by=by, rectification=ref, plan=words, at=now)
    else:
        raise Http404
    return done("/recourse", verb)
