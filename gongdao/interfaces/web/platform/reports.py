"""Reports of violations on the desk of the staff and of the authority. Who reported is not on it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web import live
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.interfaces.web.public.reporting import paper
from gongdao.interfaces.web.wording.acts import called
from gongdao.kernel.money import Money, parse
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS as DUTIES
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.parties import queries as parties
from gongdao.registers.vault import queries as sealed
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import queries as admission
from gongdao.stages.monitoring.reports import actions, queries
from gongdao.stages.monitoring.reports.asking import actions as asking
from gongdao.stages.monitoring.reports.kinds import EFFECTS, FIELDS, KINDS, TARGETS
from gongdao.stages.monitoring.reports.outside import actions as outside
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from gongdao.stages.monitoring.reports.sealing import actions as sealing
from gongdao.stages.monitoring.reports.states import AWAITED, QUESTION, REPORT, REWARD, UNSEALING

STAFF = ("platform", "officer")


@for_role(*STAFF)
def desk(request: Any) -> HttpResponse:
    """What waits, oldest first; and what is promised to those who report."""
    watched = live.desk(request.market.id, tuple(AWAITED.values()))
    state = request.GET.get("state", "")
    rows = queries.desk(by=request.actor, state=state, after=request.GET.get("after", ""))
    owed = {d.subject: d for d in duties.open_about(*(row.id for row in rows))}
    schemes = queries.schemes(request.market.id)
    promised = schemes[0].sums if schemes else {}
    page = {
        "live": watched,
        "rows": [
            (row, KINDS[row.kind], TARGETS[row.target], REPORT.names[row.state], owed.get(row.id))
            for row in rows
        ],
        "states": REPORT.names.items(),
        "chosen": state,
        "following": rows[-1].id if len(rows) == queries.PAGE else "",
        "promises": "platform" in request.actor.roles,
        "kinds": [
            (name, kind.name, *(_plain(minor, request.market) for minor in promised.get(name, ("", ""))))
            for name, kind in KINDS.items()
        ],
        "scheme": schemes[0] if schemes else None,
    }  # fmt: skip
    return render(request, "report_desk.html", page)


@for_role(*STAFF)
def page(request: Any, ref: str) -> HttpResponse:
    """One report, whole, but for who made it."""
    watched = live.thing(ref)
    by = request.actor
    row = queries.see(ref, by=by)
    sides = by.roles & set(STAFF)
    reward = queries.reward_of(row)
    wishes = list(row.unsealings.order_by("asked_at", "id"))
    names = parties.handles(
        {each.asked_by for each in wishes} | {each.decided_by for each in wishes}
    )
    said = {
        "live": watched,
        "report": row,
        "kind": KINDS[row.kind].name,
        "target": TARGETS[row.target],
        "state": REPORT.names[row.state],
        "shop": admission.shops([row.merchant]).get(row.merchant) if row.merchant else None,
        "true_before": queries.of_merchant(row.merchant, by=by) if row.merchant else 0,
        "may": {act for side in sides for act in REPORT.allows(row.state, by=side)},
        "open": row.state not in REPORT.ends,
        "questions": [(each, QUESTION.names[each.state]) for each in queries.questions(row)],
        "files": queries.attachments(row),
        "effects": [(each, EFFECTS[each.effect]) for each in row.effects.all()],
        "possible": EFFECTS.items(),
        "alike": queries.alike(row, by=by),
        "dossier": getattr(row, "dossier", None),
        **_reward(reward, by),
        "sealed": [
            (name, FIELDS[name]) for name in sealed.masks([row.id]).get(row.id, {}) if name in FIELDS
        ],
        "unsealings": [
            (each, FIELDS[each.field], UNSEALING.names[each.state], names.get(each.asked_by),
             each.asked_by == by.party)
            for each in wishes
        ],
        "seen": getattr(request, "seen", None),
        "duties": [(each, DUTIES[each.kind]) for each in duties.open_about(row.id)],
        "deeds": [(each.at, called(each.act)) for each in evidence.about(row.id)],
        "following": _following(row.id, by=by),
    }  # fmt: skip
    return render(request, "report_page.html", said)


@for_role(*STAFF)
@again(lambda request, ref, **_: page(request, ref))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """One button, one action."""
    form = request.POST
    given: dict[str, Any] = {"by": request.actor, "report": ref, "at": request.now}
    reason = form.get("reason", "")
    if verb in ("take_up", "pass_on"):
        {"take_up": actions.take_up, "pass_on": actions.pass_on}[verb](**given)
    elif verb in ("extend", "dismiss"):
        {"extend": actions.extend, "dismiss": actions.dismiss}[verb](reason=reason, **given)
    elif verb == "substantiate":
        effects = tuple(form.getlist("effects"))
        finding = actions.Finding(form.get("words", ""), effects, form.get("grounds", ""))
        actions.substantiate(finding=finding, **given)
    elif verb == "merge":
        actions.merge(into=form.get("into", "").strip(), **given)
    elif verb == "ask":
        asking.ask(words=form.get("question", ""), **given)
    elif verb == "hear":
        heard = outside.Heard(
            form.get("answer", ""), form.get("digest", ""), form.get("words", ""),
            form.get("number", ""),
        )  # fmt: skip
        outside.hear(heard=heard, **given)
    elif verb == "unseal":
        sealing.ask(field=form.get("field", ""), reason=form.get("why", ""), **given)
    else:
        raise Http404
    return done(f"/report-desk/{ref}", f"report_{verb}")


@for_role(*STAFF)
@again(lambda request, ref, **_: page(request, ref))
def decide(request: Any, ref: str, thing: str, verb: str) -> HttpResponse:
    """On a reward, or on a wish to see who reported."""
    given: dict[str, Any] = {"by": request.actor, "at": request.now}
    if verb == "propose":
        currency = request.market.currency
        amount = parse(request.POST.get("amount", ""), currency=currency)
        rewards.propose(reward=thing, amount=amount, **given)
    elif verb == "approve":
        rewards.approve(reward=thing, **given)
    elif verb in ("allow", "refuse"):
        sealing.decide(unsealing=thing, verdict=verb, **given)
    elif verb == "see":
        request.seen = sealing.see(unsealing=thing, master=_master(), **given)
        response = page(request, ref)
        response["Cache-Control"] = "no-store"
        return response
    else:
        raise Http404
    return done(f"/report-desk/{ref}", f"report_{verb}")


@for_role("platform")
@again(lambda request, **_: desk(request))
def promise(request: Any) -> HttpResponse:
    """Promise rewards from now on, by kind; a kind left empty is not promised."""
    currency = request.market.currency
    sums = {
        kind: tuple(
            parse(request.POST.get(f"{end}-{kind}", ""), currency=currency)
            for end in ("least", "most")
        )
        for kind in KINDS
        if request.POST.get(f"least-{kind}") or request.POST.get(f"most-{kind}")
    }
    rewards.promise(by=request.actor, sums=sums, at=request.now)  # type: ignore[arg-type]
    return done("/report-desk", "report_promise")


@for_role(*STAFF)
def look(request: Any, ref: str) -> HttpResponse:
    """The clean copy of a file; that it was looked at is on record."""
    seen = asking.look(by=request.actor, file=ref, at=request.now, master=_master())
    name = f"{ref}.{seen.media.partition('/')[2]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(seen.content, content_type=seen.media, headers=headers)


@for_role(*STAFF)
def dossier(request: Any, ref: str, form: str) -> HttpResponse:
    """What the authority got."""
    return paper(request, queries.see(ref, by=request.actor), form)


def _reward(row: Any, by: Any) -> dict[str, Any]:
    if row is None:
        return {"reward": None}
    may = set(REWARD.allows(row.state, by="platform")) if "platform" in by.roles else set()
    return {
        "reward": row,
        "reward_state": REWARD.names[row.state],
        "least": Money(row.currency, row.least_minor),
        "most": Money(row.currency, row.most_minor),
        "reward_may": may - ({"approve"} if row.proposed_by == by.party else set()),
    }


def _plain(minor: int | str, market: Any) -> str:
    """A sum as one types it: `100.00`."""
    return minor if isinstance(minor, str) else str(Money(market.currency, minor)).partition(" ")[2]


def _following(ref: str, *, by: Any) -> str:
    """The report that waits next after this one, or the first of all."""
    rows = queries.desk(by=by, after=ref, most=1) or queries.desk(by=by, most=1)
    return rows[0].id if rows and rows[0].id != ref else ""


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)
