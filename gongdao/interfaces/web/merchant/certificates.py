"""A merchant's certificates: what was issued to it, what it shows, and whether that still holds."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import again, done, for_role
from gongdao.interfaces.web.public.certification import checks, secret
from gongdao.stages.admission.credentials import actions, documents, queries
from gongdao.stages.admission.credentials.proof import digest
from gongdao.stages.admission.credentials.scopes import SCOPES
from gongdao.stages.listings import seals


@for_role("merchant")
def desk(request: Any, **_: str) -> HttpResponse:
    """Everything on one page."""
    by = request.actor
    goods = seals.goods_of(by)
    shown = queries.seals(
        [by.party, *(version.listing_id for version in goods)],
        marketplace=by.marketplace, at=request.now, secret=secret(),
    )  # fmt: skip
    digests = {seal.row.digest for seal in shown}
    said = {
        "issued": [
            (row, SCOPES[row.scope].words, digest(row.document) in digests)
            for row in queries.issued_to(by.party)
        ],
        "seals": [(seal, SCOPES[seal.row.scope].words, checks(seal.now)) for seal in shown],
        "goods": goods,
        "me": by.party,
    }
    return render(request, "certificates_desk.html", said)


@for_role("merchant")
@again(desk)
def present(request: Any) -> HttpResponse:
    """Show a certificate for the shop or for goods: one that was issued here, or any other as JSON."""
    by, form = request.actor, request.POST
    if issued := form.get("credential", ""):
        row = queries.credential(issued)
        document, subject = row.document, row.subject
    else:
        document, subject = documents.parse(form.get("document", "")), form.get("subject", "")
    about = seals.about(subject, marketplace=by.marketplace)
    actions.present(by=by, about=about, document=document, at=request.now, secret=secret())
    return done("/desk/certificates", "credential_present")


@for_role("merchant")
@again(desk)
def hide(request: Any, number: int) -> HttpResponse:
    """No longer show one."""
    actions.hide(by=request.actor, presented=number, at=request.now)
    return done("/desk/certificates", "credential_hide")
