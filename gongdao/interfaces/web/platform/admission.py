"""The trust team's desk: who waits, each paper with its buttons, what resembles an expelled merchant."""

from __future__ import annotations

import csv
import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import after, again, done, for_role
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.parties import queries as parties
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import actions, likes, queries
from gongdao.stages.admission.changes import actions as changes
from gongdao.stages.admission.checklist import NEVER_WAIVED
from gongdao.stages.admission.papers import actions as papers
from gongdao.stages.admission.particulars import EXEMPTIONS, FIELDS, FORMS, GOODS
from gongdao.stages.admission.report import actions as report
from gongdao.stages.admission.report import sheet
from gongdao.stages.admission.standing import actions as standing
from gongdao.stages.admission.states import APPLICATION, CHANGE, SELLING

STAFF = ("platform", "senior")
OWED_BY_US = (
    "application_review",
    "refusal_appeal",
    "waiver_check",
    "change_check",
    "reverification",
)
REASON_MOST = 400


@for_role("platform", "senior")
def queue(request: Any) -> HttpResponse:
    """Whatever of admission the platform owes somebody, most urgent first."""
    owed = duties.open_kinds(request.market.id, OWED_BY_US)
    shops = queries.shops({duty.owed_to for duty in owed})
    rows = [(duty, KINDS[duty.kind], shops.get(duty.owed_to)) for duty in owed]
    return render(request, "admission_queue.html", {"rows": rows})


@for_role("platform", "senior")
def page(request: Any, ref: str, **seen: str) -> HttpResponse:
    """One application, with everything that a decision rests on."""
    row = queries.see(ref, by=request.actor)
    lines = queries.checklist(row, at=request.now)
    decided = [p.decided_by for p in queries.papers(row.id)] + [row.decided_by]
    owed = duties.open_kinds(request.market.id, OWED_BY_US)
    said = {
        "row": row,
        "state": APPLICATION.names[row.state],
        "form": FORMS[row.form],
        "exemption": EXEMPTIONS.get(row.exemption),
        "goods": [GOODS[each] for each in row.categories],
        "lines": [(line, _may_be_waived(line)) for line in lines],
        "left": sum(not line.settled for line in lines),
        "masked": [(name, FIELDS[name], value) for name, value in queries.masked(row.id).items()],
        "findings": likes.findings(row, queries.papers(row.id)),
        "owed": [(duty, KINDS[duty.kind]) for duty in duties.open_about(row.id)],
        "standing": [(each, standing.CAUSES[each.cause]) for each in queries.standing(row.id)],
        "changes": [(c, CHANGE.names[c.state], _fields(c)) for c in queries.changes(row.id)],
        "may": APPLICATION.allows(row.state, by="platform"),
        "selling": row.state in SELLING,
        "people": parties.handles({ref for ref in decided if ref}),
        "seen": seen,
        "following": after([duty.about for duty in owed], ref),
    }
    return render(request, "admission_review.html", said)


@for_role("platform", "senior")
@again(page)
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """One button about an application, one action."""
    by, now = request.actor, request.now
    reason = request.POST.get("reason", "")[:REASON_MOST]
    given = {"by": by, "application": ref, "at": now}
    if verb in ("admit", "admit_limited", "refuse"):
        actions.decide(by=by, applications=[ref], act=verb, reason=reason, at=now)
    elif verb in ("uphold", "overturn"):
        actions.decide_appeal(act=verb, reason=reason, **given)
    elif verb == "suspend":
        standing.suspend(reason=reason, **given)
    elif verb == "expel":
        standing.expel(reason=reason, **given)
    elif verb == "verify":
        standing.verify(**given)
    elif verb == "waive":
        papers.propose_waiver(item=request.POST.get("item", ""), reason=reason, **given)
    elif verb == "see":
        field = request.POST.get("field", "")
        value = papers.see_particular(field=field, reason=reason, master=_master(), **given)
        shown = page(request, ref, field=field, value=value)
        shown["Cache-Control"] = "no-store"
        return shown
    else:
        raise Http404
    return done(f"/platform/applications/{ref}", "turned_away" if verb == "refuse" else verb)


@for_role("platform", "senior")
@again(lambda request, ref, **_: page(request, queries.paper(ref, by=request.actor).application_id))
def decide_paper(request: Any, ref: str, verb: str) -> HttpResponse:
    """Accept a paper, reject it, ask for it again, or open its file."""
    given: dict[str, Any] = {"by": request.actor, "paper": ref, "at": request.now}
    reason = request.POST.get("reason", "")[:REASON_MOST]
    if verb == "accept":
        row = papers.accept(**given)
    elif verb == "reject":
        row = papers.reject(reason=reason, **given)
    elif verb == "ask_again":
        row = papers.ask_again(reason=reason, **given)
    elif verb == "file":
        media, content = papers.open_file(reason=reason, master=_master(), **given)
        name = f"{ref}.{media.partition('/')[2]}"
        return HttpResponse(
            content, content_type=media,
            headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
        )  # fmt: skip
    else:
        raise Http404
    return done(f"/platform/applications/{row.application_id}", verb)


@for_role("platform")
@again(lambda request, **_: queue(request))
def decide_waiver(request: Any, ref: str, verb: str) -> HttpResponse:
    """A second person confirms or denies."""
    row = papers.decide_waiver(by=request.actor, waiver=ref, act=verb, at=request.now)
    what = "confirm_waiver" if verb == "confirm" else verb
    return done(f"/platform/applications/{row.application_id}", what)


@for_role("platform")
@again(lambda request, **_: queue(request))
def decide_change(request: Any, ref: str, verb: str) -> HttpResponse:
    """A change of particulars is made, or not."""
    row = changes.decide(
        by=request.actor, change=ref, act=verb, reason=request.POST.get("reason", ""),
        at=request.now, master=_master(),
    )  # fmt: skip
    return done(f"/platform/applications/{row.application_id}", verb)


@for_role("platform")
@again(lambda request, **_: queue(request))
def lift(request: Any, ref: str) -> HttpResponse:
    """A suspension is over."""
    row = standing.lift(
        by=request.actor, suspension=ref, reason=request.POST.get("reason", ""), at=request.now
    )
    return done(f"/platform/applications/{row.application_id}", "lift")


@for_role("platform", "officer")
@again(lambda request, **_: queue(request))
def traders_report(request: Any, form: str) -> HttpResponse:
    """The half-yearly report as a file: CSV for people, JSON for machines."""
    address = request.build_absolute_uri("/").rstrip("/")
    made = report.make(by=request.actor, address=address, at=request.now, master=_master())
    name = f"traders-{made.month_begins_on:%Y-%m}.{form}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store",
        "X-Content-SHA256": made.sha256,
    }  # fmt: skip
    if form == "json":
        text = json.dumps(list(made.rows), ensure_ascii=False, indent=1)
        return HttpResponse(text, content_type="application/json", headers=headers)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
    writer = csv.DictWriter(response, report.COLUMNS)
    writer.writeheader()
    writer.writerows(sheet.harmless(made.rows))
    return response


def _may_be_waived(line: Any) -> bool:
    asked_by_law = line.item in NEVER_WAIVED or line.requirement.permit
    return not asked_by_law and not line.settled


def _fields(change: Any) -> list[Any]:
    return [FIELDS[name] for name in change.fields]


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)
