"""A merchant's way in: the application, its checklist with a place for each paper, and what follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.detectors.documents.faults import Fault
from gongdao.detectors.documents.files import MOST
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.money import parse
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.messages import queries as messages
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import actions, queries
from gongdao.stages.admission.changes import actions as changes
from gongdao.stages.admission.papers import actions as papers
from gongdao.stages.admission.particulars import (
    EXEMPTIONS,
    FIELDS,
    FORMS,
    GOODS,
    LENGTHS,
    Particulars,
)
from gongdao.stages.admission.standing import actions as standing
from gongdao.stages.admission.states import APPLICATION, CHANGE, OVER, SELLING

HERE = "/desk/application"


@for_role("merchant")
def page(request: Any, **_: Any) -> HttpResponse:
    """The form, before there is an application; then the checklist, and what is owed about it."""
    row = queries.mine(by=request.actor)
    form = {
        "forms": FORMS.items(), "exemptions": EXEMPTIONS.items(), "goods": GOODS.items(),
        "fields": [(name, called, LENGTHS[name]) for name, called in FIELDS.items()],
        "chosen": request.POST.getlist("categories") if request.method == "POST" else [],
    }  # fmt: skip
    if row is None or (row.state in OVER and "again" in request.GET):
        return render(request, "application_form.html", form)
    said = form | {
        "row": row,
        "state": APPLICATION.names[row.state],
        "lines": queries.checklist(row, at=request.now),
        "masked": [(FIELDS[name], value) for name, value in queries.masked(row.id).items()],
        "owed": [(duty, KINDS[duty.kind]) for duty in duties.open_about(row.id)],
        "standing": [(each, standing.CAUSES[each.cause]) for each in queries.standing(row.id)],
        "changes": [(each, CHANGE.names[each.state]) for each in queries.changes(row.id)],
        "thread": messages.thread(row.id, by=request.actor),
        "selling": row.state in SELLING,
        "may": APPLICATION.allows(row.state, by="applicant"),
        "over": row.state in OVER,
    }
    return render(request, "application.html", said)


@for_role("merchant")
@again(page)
def apply(request: Any) -> HttpResponse:
    """File the application."""
    form = request.POST
    sales = form.get("yearly_sales", "").strip() or "0"
    said = Particulars(
        shop_zh=form.get("shop_zh", ""),
        shop_en=form.get("shop_en", ""),
        form=form.get("form", ""),
        credit_code=form.get("credit_code", "").strip().upper(),
        company=form.get("company", ""),
        capital=form.get("capital", ""),
        exemption=form.get("exemption", ""),
        yearly_sales_minor=parse(sales, currency=request.market.currency).minor,
        categories=tuple(form.getlist("categories")),
        brands=tuple(b.strip() for b in form.get("brands", "").splitlines() if b.strip()),
        person={name: form.get(name, "") for name in FIELDS},
    )
    actions.apply(by=request.actor, said=said, at=request.now, master=_master())
    return done(HERE, "applied")


@for_role("merchant")
@again(page)
def supply(request: Any) -> HttpResponse:
    """Send the paper of one item."""
    form, file = request.POST, request.FILES.get("file")
    if file is not None and file.size > MOST:
        said = Fault.FILE_TOO_LARGE.value
        raise Refusal("file_too_large", said.zh, said.en)
    paper = papers.Supplied(
        item=form.get("item", ""),
        content=file.read() if file is not None else b"",
        number=form.get("number", ""),
        issuer=form.get("issuer", ""),
        expires_on=_day(form.get("expires_on", "")),
    )
    papers.supply(
        by=request.actor, application=_mine(request), paper=paper, at=request.now, master=_master()
    )
    return done(HERE, "supplied")


@for_role("merchant")
@again(page)
def act(request: Any, verb: str) -> HttpResponse:
    """Withdraw, contest, confirm, leave, or report a change."""
    given = {"by": request.actor, "application": _mine(request), "at": request.now}
    if verb == "withdraw":
        actions.withdraw(**given)
    elif verb == "appeal":
        actions.appeal(plea=request.POST.get("plea", ""), **given)
    elif verb == "confirm":
        standing.confirm(**given)
    elif verb == "leave":
        standing.leave(**given)
    elif verb == "change":
        changes.report(changed=_changed(request.POST), master=_master(), **given)
    else:
        raise Http404
    return done(HERE, f"application_{verb}")


def _changed(form: Any) -> changes.Changed:
    on = _day(form.get("changed_on", ""))
    if on is None:
        raise Refusal("expiry_wrong", "请填写变更日期。", "Say on which day it changed.")
    public = {name: form[name] for name in ("shop_zh", "shop_en", "company", "credit_code", "capital")
              if form.get(name, "").strip()}  # fmt: skip
    person = {name: form[name] for name in FIELDS if form.get(name, "").strip()}
    return changes.Changed(on, public, person)


def _mine(request: Any) -> str:
    row = queries.mine(by=request.actor)
    return str(row.id) if row else queries.unknown()


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Refusal(
            "expiry_wrong",
            "日期无法识别，请写成 2026-06-30 的样子。",
            "The day cannot be read; write it like 2026-06-30.",
        ) from None


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)
