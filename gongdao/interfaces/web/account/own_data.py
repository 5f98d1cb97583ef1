"""The page of one's own data: what is held and why, who saw it, a copy, requests, and the way out (S13)."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render

from gongdao.interfaces.web.account.safety import EVERYBODY
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.registers.duties import queries as duties
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.disputes.panels import queries as panels
from gongdao.stages.privacy import actions, queries
from gongdao.stages.privacy.erasing import actions as erasing
from gongdao.stages.privacy.kinds import BY_STAFF, FIELDS, KINDS
from gongdao.stages.privacy.states import DATA_REQUEST

PAGE = "/account/data"
DESK = "/data-requests"
FATES_SHOWN = 50


@EVERYBODY
def page(request: Any) -> HttpResponse:
    """Everything on one page, in the order in which people ask."""
    by, now = request.actor, request.now
    fates = queries.fates(by=by, at=now)
    rows = queries.mine(by=by)
    said = {
        "held": queries.held(by=by, at=now),
        "looks": [(look, FIELDS.get(look.field)) for look in queries.looks(by=by, most=50)],
        "fates": fates[:FATES_SHOWN],
        "go": sum(not fate.must_stay for fate in fates),
        "stay": sum(fate.must_stay for fate in fates),
        "requests": [_shown(row) for row in rows],
        "kinds": [(name, KINDS[name]) for name in BY_STAFF],
        "juror": panels.is_juror(by.party),
        "may_close": by.roles == {"consumer"},
    }
    return render(request, "own_data.html", said)


@EVERYBODY
@again(page)
def copy(request: Any) -> HttpResponse:
    """The copy as a file: JSON, for people and for another platform."""
    made = actions.copy(by=request.actor, at=request.now, master=_master())
    response = HttpResponse(
        json.dumps(made, ensure_ascii=False, indent=1), content_type="application/json"
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    response["Cache-Control"] = "no-store"
    return response


@EVERYBODY
@again(page)
def ask(request: Any) -> HttpResponse:
    """Something that somebody has to look at."""
    actions.ask(
        by=request.actor, kind=request.POST.get("kind", ""), words=request.POST.get("words", ""),
        at=request.now, master=_master(),
    )  # fmt: skip
    return done(PAGE, "data_ask")


@EVERYBODY
@again(page)
def withdraw(request: Any) -> HttpResponse:
    """The consent to be drawn as a juror, taken back."""
    actions.withdraw_consent(by=request.actor, at=request.now)
    return done(PAGE, "consent_withdraw")


@EVERYBODY
@again(page)
def erase(request: Any) -> HttpResponse:
    """What may go goes now."""
    erasing.erase(by=request.actor, at=request.now)
    return done(PAGE, "data_erase")


@EVERYBODY
@again(page)
def close(request: Any) -> HttpResponse:
    """The end of the account; the session ends with it."""
    erasing.close(by=request.actor, at=request.now)
    logout(request)
    return done("/", "account_close")


@for_role("platform")
def desk(request: Any, **_: str) -> HttpResponse:
    """What waits for the platform's answer. What was written shows to whoever opens it, which is recorded."""
    rows = queries.desk(by=request.actor)
    said = {"rows": [_shown(row) for row in rows], "opened": getattr(request, "opened", {})}
    return render(request, "data_requests.html", said)


@for_role("platform")
@again(desk)
def read(request: Any, ref: str) -> HttpResponse:
    """The words of one request, in clear, this once."""
    words = actions.read(by=request.actor, request=ref, at=request.now, master=_master())
    request.opened = {"ref": ref, "words": words}
    return desk(request)


@for_role("platform")
@again(desk)
def answer(request: Any, ref: str) -> HttpResponse:
    """Done, or refused with reasons."""
    actions.answer(
        by=request.actor, request=ref, act=request.POST.get("act", ""),
        words=request.POST.get("words", ""), at=request.now,
    )  # fmt: skip
    return redirect(f"{DESK}?done=data_answer")


def _shown(row: Any) -> tuple[Any, Any, Any, Any]:
    """A request with what it is called, where it stands, and what is owed next about it."""
    owed = min(duties.open_about(row.id), key=lambda duty: duty.due_at, default=None)
    return row, KINDS[row.kind], DATA_REQUEST.names[row.state], owed


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)
