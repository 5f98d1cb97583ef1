"""Certificates for whoever looks: who may certify what, whether a certificate holds, and the lists of what was revoked."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render

from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission.credentials import documents, facts, queries
from gongdao.stages.admission.credentials.scopes import SCOPES
from gongdao.stages.admission.credentials.verdict import NAMES
from gongdao.stages.listings import seals

MEDIA_TYPE = "application/vc"


def index(request: Any) -> HttpResponse:
    """Accredited bodies, and a form that checks a certificate. Nothing is kept."""
    market = market_of(request)
    text = request.POST.get("document", "")
    said: dict[str, Any] = {
        "shown": market,
        "bodies": [
            (row, [(each, SCOPES[each.scope].words) for each in queries.accreditations(row)])
            for row in queries.bodies(market.id)
        ],
        "document": text,
    }
    if text:
        try:
            verdict = checked(documents.parse(text), request)
            said |= {
                "verdict": verdict,
                "checks": checks(verdict),
                "article": _article(verdict, request),
            }
        except Refusal as refusal:
            request.refusal = refusal
    return render(request, "certification.html", said)


def credential(request: Any, ref: str) -> HttpResponse:
    """A certificate that was issued here, checked now; as JSON for whoever asks for that."""
    row = queries.credential(ref)
    if request.GET.get("as") == "json":
        return _json(row.document)
    about = seals.about(row.subject, marketplace=row.marketplace)
    verdict = queries.check(
        row.document, marketplace=row.marketplace, at=_now_at(parties.by_id(row.marketplace), request), secret=secret(),
        expected=queries.expected(about.subject, about.of, about.holder), seen_at=row.issued_at,
    )  # fmt: skip
    said = {
        "row": row,
        "scope": SCOPES[row.scope].words,
        "verdict": verdict,
        "checks": checks(verdict),
        "document": json.dumps(row.document, ensure_ascii=False, indent=2),
    }
    return render(request, "credential.html", said)


def status(request: Any, ref: str) -> HttpResponse:
    """The status list of a body, as a credential of its own: what a verifier anywhere fetches."""
    row = queries.body(ref)
    document = queries.status_document(
        row, at=_now_at(parties.by_id(row.marketplace), request), secret=secret()
    )
    if document is None:
        raise Http404
    return _json(document)


def checked(document: dict[str, Any], request: Any) -> Any:
    """A certificate against all that this marketplace knows, its own word for its subject taken."""
    market = market_of(request)
    return queries.check(
        document, marketplace=market.id, at=now_of(request), secret=secret(),
        expected=_claimed(document, market.id),
    )  # fmt: skip


def checks(verdict: Any) -> list[tuple[Any, Any]]:
    """Each check with its name."""
    return [(NAMES[check.name], check) for check in verdict.checks]


def market_of(request: Any) -> Any:
    """The reader's marketplace, or the one that visitors look at."""
    return request.market or parties.first_sandbox()


def now_of(request: Any) -> Any:
    """What time it is in that marketplace: a visitor of a sandbox lives by its test clock, too."""
    return _now_at(market_of(request), request)


def _now_at(market: Any, request: Any) -> Any:
    return parties.now(market, real=request.now)


def secret() -> str:
    """The installation's secret, from which the keys of hosted bodies are derived."""
    return str(settings.GONGDAO_VAULT_KEY)


def _claimed(document: dict[str, Any], marketplace: str) -> Any:
    """Whom or what the certificate names, if that is somebody or something here."""
    subject = document.get("credentialSubject")
    ref = str(subject.get("id", "")) if isinstance(subject, dict) else ""
    try:
        about = seals.about(ref.removeprefix(documents.URN), marketplace=marketplace)
    except Refusal:
        return None
    return queries.expected(about.subject, about.of, about.holder)


def _article(verdict: Any, request: Any) -> Any:
    if verdict.wrong is None:
        return None
    market = market_of(request)
    answer = facts.stands(verdict, under=market.law, on=now_of(request).date())
    return answer and answer.cites


def _json(document: dict[str, Any]) -> HttpResponse:
    return JsonResponse(
        document, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False}
    )
