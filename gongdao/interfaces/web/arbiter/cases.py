"""A case: what each side says, which facts are open, who must prove them, and what the law makes of it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongdao.interfaces.web.door import for_role
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS as DUTIES
from gongdao.registers.parties import queries as parties
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import facts, reasoning
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.claims import KINDS, WISHES
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.orders import queries as orders

FOUND: dict[str, bool | None] = {"true": True, "false": False, "open": None}


@for_role("arbiter", "senior", "platform")
def desk(request: Any) -> HttpResponse:
    """The cases that wait for a decision, oldest first, and those that are on their way."""
    mine = ("review",) if "senior" in request.actor.roles else ("deciding",)
    waiting = cases.desk(by=request.actor, states=mine)
    coming = cases.desk(by=request.actor, states=DISPUTE.states - set(mine) - DISPUTE.ends)
    due = {
        d.subject: d for d in duties.open_kinds(request.market.id, ("decision", "senior_decision"))
    }
    rows = [(case, KINDS[case.kind].name, due.get(case.id)) for case in waiting]
    said = {
        "rows": rows,
        "coming": [(c, KINDS[c.kind].name, DISPUTE.names[c.state]) for c in coming],
    }
    return render(request, "cases.html", said)


@for_role("arbiter", "senior", "platform", "consumer", "merchant")
def page(request: Any, ref: str) -> HttpResponse:
    """One case, whole."""
    row = cases.see(ref, by=request.actor)
    order = row.order
    side = {order.buyer: "buyer", order.merchant: "seller"}.get(request.actor.party, "")
    roles = request.actor.roles & {"arbiter", "senior"}
    may = {act for by in {side, *roles} for act in DISPUTE.allows(row.state, by=by)}
    said = {
        "case": row,
        "order": order,
        "kind": KINDS[row.kind],
        "wish": WISHES[row.wish],
        "state": DISPUTE.names[row.state],
        "lines": orders.lines(order),
        "draft": reasoning.draft(facts.case_of(row), _findings(request, row.kind)),
        "exhibits": cases.exhibits(row.id),
        "offers": cases.offers(row.id),
        "decisions": cases.decisions(row.id),
        "duties": [(d, DUTIES[d.kind]) for d in duties.open_about(order.id) if d.subject == row.id],
        "handles": parties.handles([order.buyer, order.merchant]),
        "buyer": parties.handles([order.buyer])[order.buyer],
        "merchant": parties.handles([order.merchant])[order.merchant],
        "side": side,
        "may": may,
        "found": {name: request.GET.get(name, "") for name in KINDS[row.kind].facts},
    }
    name = "case_draft.html" if request.htmx else "case.html"
    return render(request, name, said)


@require_POST
@for_role("arbiter", "senior", "consumer", "merchant")
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """Decide, appeal, settle, withdraw, or show something. One button, one action."""
    by, now, form = request.actor, request.now, request.POST
    if verb == "decide":
        row = cases.see(ref, by=by)
        findings = {n: FOUND[form[n]] for n in KINDS[row.kind].facts if form.get(n) in FOUND}
        ruling = disputes.Ruling(findings, form.get("remarks", ""))
        disputes.decide(by=by, dispute=ref, ruling=ruling, at=now)
    elif verb == "appeal":
        disputes.appeal(by=by, dispute=ref, reason=form.get("reason", ""), at=now)
    elif verb == "settle":
        disputes.settle(by=by, dispute=ref, offer=form.get("offer", ""), at=now)
    elif verb == "withdraw":
        disputes.withdraw(by=by, dispute=ref, at=now)
    elif verb == "exhibit":
        words = form.get("words", "")
        digest = sha256(words.encode()).hexdigest()
        disputes.exhibit(
            by=by, dispute=ref, fact=form.get("fact", ""), words=words, sha256=digest, at=now
        )
    return redirect(f"/cases/{ref}")


def _findings(request: Any, kind: str) -> dict[str, bool | None]:
    """What the reader supposes, to see what would follow."""
    return {n: FOUND[request.GET[n]] for n in KINDS[kind].facts if request.GET.get(n) in FOUND}
