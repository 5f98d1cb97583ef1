"""A certification body's desk: issue, look up, revoke."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from gongdao.interfaces.web.door import again, done
from gongdao.interfaces.web.public.certification import secret
from gongdao.interfaces.web.tags import ZONE
from gongdao.kernel.refusal import Refusal
from gongdao.stages.admission.credentials import actions, documents, queries
from gongdao.stages.admission.credentials.scopes import SCOPES
from gongdao.stages.listings import seals


def desk(request: Any, **_: str) -> HttpResponse:
    """What the body may certify, what it did certify, and a form for the next."""
    if request.actor is None:
        return redirect("/?next=/issuer")
    body = queries.body_of(request.actor.party)
    if body is None:
        raise Refusal(
            "no_body",
            "您不代表任何获认可的认证机构。",
            "You act for no accredited certification body.",
        )
    said = {
        "body": body,
        "accreditations": [(row, SCOPES[row.scope].words) for row in queries.accreditations(body)],
        "scopes": [(name, SCOPES[name]) for name in dict.fromkeys(_open(body, request.now))],
        "issued": [(row, SCOPES[row.scope].words) for row in queries.issued_by(body)],
    }
    return render(request, "issuer.html", said)


@again(desk)
def issue(request: Any) -> HttpResponse:
    """Certify a merchant or goods."""
    by, form = request.actor, request.POST
    about = seals.about(form.get("subject", "").strip(), marketplace=by.marketplace)
    certified = seals.certified(
        about,
        form.get("scope", ""),
        form.get("number", "").strip(),
        form.get("standard", "").strip(),
    )
    actions.issue(
        by=by, about=about, certified=certified, until=moment(form.get("until", "")),
        at=request.now, secret=secret(),
    )  # fmt: skip
    return done("/issuer", "credential_issue")


@again(desk)
def revoke(request: Any, ref: str) -> HttpResponse:
    """Take a certificate back."""
    reason = request.POST.get("reason", "")
    actions.revoke(by=request.actor, credential=ref, reason=reason, at=request.now)
    return done("/issuer", "credential_revoke")


@again(desk)
def file_list(request: Any) -> HttpResponse:
    """A body with a key of its own files its newest status list."""
    document = documents.parse(request.POST.get("document", ""))
    actions.file_list(by=request.actor, document=document, at=request.now)
    return done("/issuer", "status_list")


def moment(day: str) -> datetime:
    """The first moment of a day that was typed, on the clocks of the marketplace."""
    try:
        return datetime.combine(date.fromisoformat(day), time(), ZONE)
    except ValueError:
        raise Refusal(
            "day_unreadable", f"日期“{day[:20]}”无法识别。", f'The day "{day[:20]}" cannot be read.'
        ) from None


def _open(body: Any, now: datetime) -> list[str]:
    return [
        row.scope
        for row in queries.accreditations(body)
        if row.since <= now < row.until and row.withdrawn_at is None
    ]
