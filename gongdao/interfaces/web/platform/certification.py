"""The platform's register of certification bodies: accredit, and withdraw."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import again, done, for_role
from gongdao.interfaces.web.issuer.desk import moment
from gongdao.interfaces.web.public.certification import secret
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission.credentials import actions, queries
from gongdao.stages.admission.credentials.scopes import SCOPES


@for_role("platform")
def desk(request: Any, **_: str) -> HttpResponse:
    """Every body with its accreditations, and a form for the next."""
    said = {
        "bodies": [
            (row, [(each, SCOPES[each.scope].words) for each in queries.accreditations(row)])
            for row in queries.bodies(request.market.id)
        ],
        "scopes": SCOPES.items(),
        "chosen": request.POST.getlist("scopes"),
    }
    return render(request, "certification_desk.html", said)


@for_role("platform")
@again(desk)
def accredit(request: Any) -> HttpResponse:
    """Accredit a body for scopes, until a day."""
    form = request.POST
    handle = form.get("handle", "").strip()
    party = parties.by_handle([handle]).get(handle)
    names = [form.get(f"name_{language}", "").strip()[:80] for language in ("zh", "en")]
    if party is None or party.marketplace != request.market.id or not all(names):
        raise Refusal(
            "party_unknown",
            "没有这个账户，或机构名称没有写全中文和英文。",
            "There is no such account, or the name lacks Chinese or English.",
        )
    candidate = actions.Candidate(
        party.id, Words(*names), form.get("approval", "").strip()[:40],
        form.get("did", "").strip()[:120], form.get("list_url", "").strip()[:300],
    )  # fmt: skip
    actions.accredit(
        by=request.actor, candidate=candidate, scopes=form.getlist("scopes"),
        until=moment(form.get("until", "")), at=request.now, secret=secret(),
        home=f"{request.scheme}://{request.get_host()}",
    )  # fmt: skip
    return done("/platform/certification", "body_accredit")


@for_role("platform")
@again(desk)
def withdraw(request: Any, ref: str) -> HttpResponse:
    """End an accreditation before its time."""
    reason = request.POST.get("reason", "")
    actions.withdraw(by=request.actor, accreditation=ref, reason=reason, at=request.now)
    return done("/platform/certification", "body_withdraw")
