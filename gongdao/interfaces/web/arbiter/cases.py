"""A case: what each side says, which facts are open, who must prove them, and what the law makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web import live
from gongdao.interfaces.web.arbiter import steps, uploads
from gongdao.interfaces.web.consumer.timeline import owes, who_is
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.interfaces.web.wording.names import HEADS
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS as DUTIES
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import clauses, facts, reasoning
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.claims import KINDS, WISHES
from gongdao.stages.disputes.disclosure import actions as disclosure
from gongdao.stages.disputes.exhibits import queries as showing
from gongdao.stages.disputes.states import DEFICIENCY, DISPUTE
from gongdao.stages.orders import queries as orders

FOUND: dict[str, bool | None] = {"true": True, "false": False, "open": None}
AWAITED = (
    "merchant_reply",
    "settlement",
    "decision",
    "time_to_appeal",
    "senior_decision",
    "performance",
)
PAGE = 30
STAFF = {"arbiter", "senior", "platform"}
EVERYONE = ("arbiter", "senior", "platform", "consumer", "merchant")


@for_role("arbiter", "senior", "platform")
def desk(request: Any) -> HttpResponse:
    """A page of the cases that wait for a decision, oldest first, and of those on their way."""
    watched = live.desk(request.market.id, AWAITED)
    mine = _mine(request.actor)
    after, then = request.GET.get("after", ""), request.GET.get("then", "")
    waiting = cases.desk(by=request.actor, states=mine, after=after, most=PAGE)
    others = DISPUTE.states - set(mine) - DISPUTE.ends
    coming = cases.desk(by=request.actor, states=others, after=then, most=PAGE)
    over = cases.latest_over(by=request.actor)
    shown = (*waiting, *coming, *over)
    due = {d.subject: d for d in duties.open_for(case.id for case in shown) if d.kind in AWAITED}
    lines = orders.lines_of({case.order_id for case in shown})

    def rows(found: Sequence[Any]) -> list[Any]:
        return [
            (
                case, KINDS[case.kind].name, WISHES[case.wish], DISPUTE.names[case.state],
                due.get(case.id), lines[case.order_id],
            )
            for case in found
        ]  # fmt: skip

    said = {
        "live": watched,
        "waiting": rows(waiting),
        "coming": rows(coming),
        "over": rows(over),
        "following": waiting[-1].id if len(waiting) == PAGE else "",
        "coming_next": coming[-1].id if len(coming) == PAGE else "",
    }
    return render(request, "cases.html", said)


@for_role(*EVERYONE)
def page(request: Any, ref: str) -> HttpResponse:
    """One case, whole; only its draft, if the page asks for that while somebody tries findings."""
    row = cases.see(ref, by=request.actor)
    order, kind = row.order, KINDS[row.kind]
    watched = live.thing(order.id)
    given = request.POST if request.method == "POST" else request.GET
    draft = reasoning.draft(facts.case_of(row), _findings(given, row.kind))
    said = {
        "live": watched,
        "case": row,
        "order": order,
        "draft": draft,
        "ordered": _ordered(draft.orders),
    }
    if request.htmx:
        return render(request, "case_draft.html", said)
    side = {order.buyer: "buyer", order.merchant: "seller"}.get(request.actor.party, "")
    roles = request.actor.roles & {"arbiter", "senior"}
    exhibits = showing.visible(row, by=request.actor)
    decisions = cases.decisions(row.id)
    awaited = [d for d in duties.open_about(order.id) if d.subject == row.id]
    who = who_is(order, {e.by for e in exhibits} | {d.by for d in decisions})
    said |= {
        "kind": kind,
        "wish": WISHES[row.wish],
        "state": DISPUTE.names[row.state],
        "lines": orders.lines(order),
        "facts": [
            (name, words, given.get(name, "open"), finding)
            for (name, words), finding in zip(kind.facts.items(), draft.findings, strict=True)
        ],
        **_exhibits(request, exhibits, who, kind),
        "offers": cases.offers(row.id),
        "set_aside": clauses.set_aside(row, orders=draft.orders),
        "decisions": [(each, who(each.by), _ordered(each.orders)) for each in decisions],
        "duties": [(each, DUTIES[each.kind], owes(each, who)) for each in awaited],
        "side": side,
        "may": {act for by in {side, *roles} for act in DISPUTE.allows(row.state, by=by)},
        "ended": row.state in DISPUTE.ends,
        "staff": bool(request.actor.roles & STAFF),
        "following": _following(ref, by=request.actor),
    }
    return render(request, "case.html", said | steps.beside(request, row, side))


@for_role("arbiter", "senior", "consumer", "merchant", "platform")
@again(lambda request, ref, **_: page(request, ref))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """Decide, appeal, settle, withdraw, or show something. One button, one action."""
    by, now, form = request.actor, request.now, request.POST
    if verb == "decide":
        kind = cases.see(ref, by=by).kind
        knew = {"platform_knew": True, "took_measures": False} if form.get("platform_knew") else {}
        ruling = disputes.Ruling(
            _findings(form, kind), form.get("remarks", ""),
            steps.further_of(form, request.market.currency), bool(form.get("dignity")), knew,
        )  # fmt: skip
        disputes.decide(by=by, dispute=ref, ruling=ruling, at=now)
    elif verb == "appeal":
        disputes.appeal(by=by, dispute=ref, reason=form.get("reason", ""), at=now)
    elif verb == "settle":
        disputes.settle(by=by, dispute=ref, offer=form.get("offer", ""), at=now)
    elif verb == "withdraw":
        disputes.withdraw(by=by, dispute=ref, at=now)
    elif verb == "exhibit" and request.FILES.get("file"):
        uploads.show(request, ref)
    elif verb == "exhibit":
        words = form.get("shows", "")
        digest = sha256(words.encode()).hexdigest()
        disputes.exhibit(
            by=by, dispute=ref, fact=form.get("fact", ""), words=words, sha256=digest, at=now
        )
    elif verb in steps.ACTS:
        steps.ACTS[verb](request, ref)
    else:
        raise Http404
    return done(f"/cases/{ref}", verb)


@for_role("consumer")
@again(page)
def identity(request: Any, ref: str) -> HttpResponse:
    """Show who the merchant is, once, for a reason that becomes evidence."""
    request.identity = disclosure.disclose(
        by=request.actor, order=cases.see(ref, by=request.actor).order_id,
        reason=request.POST.get("reason", ""), at=request.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    response = page(request, ref)
    response["Cache-Control"] = "no-store"
    return response


def _mine(by: Any) -> tuple[str, ...]:
    """In which states a case waits for this reader."""
    return ("review",) if "senior" in by.roles else ("deciding",)


def _following(ref: str, *, by: Any) -> str:
    """The case that waits next after this one, or the first of all; for those whose desk it is."""
    if not by.roles & STAFF:
        return ""
    mine = _mine(by)
    rows = cases.desk(by=by, states=mine, after=ref, most=1)
    rows = rows or cases.desk(by=by, states=mine, most=1)
    return rows[0].id if rows and rows[0].id != ref else ""


def _findings(given: Mapping[str, str], kind: str) -> dict[str, bool | None]:
    """What somebody finds, or supposes to see what would follow."""
    return {name: FOUND[given[name]] for name in KINDS[kind].facts if given.get(name) in FOUND}


def _exhibits(request: Any, shown: Sequence[Any], who: Any, kind: Any) -> dict[str, Any]:
    """What was shown, by whom, about what, what is wanting in it; and what the reader is to send again."""
    wanting = showing.deficiencies(shown)
    said = {ref: {"row": row, "name": DEFICIENCY.names[row.state]} for ref, row in wanting.items()}
    mine = [each for each in shown if each.by == request.actor.party and each.id in wanting]
    return {
        "exhibits": [
            (each, who(each.by), kind.facts.get(each.fact), said.get(each.id)) for each in shown
        ],
        "to_mend": [each for each in mine if wanting[each.id].state == "noted"],
    }


def _ordered(rows: Sequence[Mapping[str, Any]]) -> list[Any]:
    return [(HEADS[row["head"]], row) for row in rows]
