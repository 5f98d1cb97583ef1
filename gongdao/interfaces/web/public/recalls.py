"""Recalls: what is dangerous and what to do, for everybody; the choice, for who bought; the work, for who sold."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import may
from gongdao.stages.admission import queries as admission
from gongdao.stages.aftersales.recalls import actions, facts, queries
from gongdao.stages.aftersales.recalls.states import NOTICE, RECALL, REMEDIES

WORDS_MOST = 2_000


def index(request: Any) -> HttpResponse:
    """All recalls, newest first; a buyer's own on top; the form to begin one, for who may."""
    market = request.market or parties.first_sandbox()
    rows = queries.page(market.id, after=request.GET.get("after", ""))
    actor = request.actor
    mine = queries.mine(by=actor) if actor and "consumer" in actor.roles else []
    page = {
        "rows": [(row, RECALL.names[row.state]) for row in rows],
        "mine": [(row, NOTICE.names[row.state]) for row in mine],
        "begins": bool(actor and actor.roles & {"merchant", "platform"}),
        "remedies": REMEDIES.items(),
        "chosen": request.POST.getlist("remedies"),
        "following": rows[-1].id if len(rows) == queries.PAGE else "",
    }
    return render(request, "recalls.html", page)


def page(request: Any, ref: str) -> HttpResponse:
    """One recall, as far as the reader is concerned."""
    market = request.market or parties.first_sandbox()
    row = queries.read(ref, marketplace=market.id)
    actor = request.actor
    works = bool(
        actor and may(actor, "recall.report", marketplace=row.marketplace, seller=row.merchant)
    )
    told = queries.told(row, by=actor) if works else []
    mine = queries.mine(by=actor, recall=row.id) if actor and "consumer" in actor.roles else []
    said = {
        "recall": row,
        "state": RECALL.names[row.state],
        "shop": admission.shops([row.merchant]).get(row.merchant),
        "remedies": [(name, REMEDIES[name]) for name in row.remedies],
        "law": facts.costs(row, market),
        "progress": [(NOTICE.names[name], count) for name, count in queries.progress(row).items()],
        "works": works,
        "closes": bool(actor and "platform" in actor.roles and row.state == "running"),
        "told": [(each, NOTICE.names[each.state], REMEDIES.get(each.chosen)) for each in told],
        "mine": [(each, NOTICE.names[each.state], REMEDIES.get(each.chosen)) for each in mine],
        "owed": [(each, KINDS[each.kind]) for each in duties.open_about(row.id, row.listing_id or row.id)
                 if each.subject == row.id],
        "steps": {kind: step for step, kind in actions.STEPS.items()},
    }  # fmt: skip
    return render(request, "recall.html", said)


@for_role("merchant", "platform")
@again(index)
def announce(request: Any) -> HttpResponse:
    """Begin a recall."""
    form = request.POST
    danger = actions.Danger(
        hazard=form.get("hazard", "")[:WORDS_MOST],
        advice=form.get("advice", "")[:WORDS_MOST],
        remedies=tuple(form.getlist("remedies")),
        found_on=_day(form.get("found_on", "")),
        grave=form.get("grave") == "yes",
        listing=form.get("listing", "").strip(),
        batch=form.get("batch", "").strip(),
        merchant=_merchant(form.get("merchant", "").strip()),
    )
    row = actions.announce(by=request.actor, danger=danger, at=request.now)
    return done(f"/recalls/{row.id}", "recall_announce")


@for_role("consumer", "merchant", "platform")
@again(lambda request, ref, **_: page(request, ref))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """Choose, remedy, report a step, or close."""
    by, now, form = request.actor, request.now, request.POST
    notice = form.get("notice", "")
    if verb == "answer":
        actions.answer(by=by, notice=notice, choice=form.get("choice", ""), at=now)
    elif verb == "remedy":
        actions.remedy(by=by, notice=notice, note=form.get("note", ""), at=now)
    elif verb == "close":
        actions.close(by=by, recall=ref, at=now)
    elif verb in actions.STEPS:
        actions.report(by=by, recall=ref, step=verb, at=now)
    else:
        raise Http404
    return done(f"/recalls/{ref}", f"recall_{verb}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "day_unreadable", "请填写发现日期。", "Say on which day the defect was found."
        ) from None


def _merchant(handle: str) -> str:
    if not handle:
        return ""
    party = parties.by_handle([handle]).get(handle)
    if party is None:
        raise Refusal(
            "party_unknown", "没有这个商家账号。", "There is no merchant with this handle."
        )
    return party.id
