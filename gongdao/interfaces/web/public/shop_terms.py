"""A shop's terms for whoever buys there, and for the shop: what binds, what does not, and why."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.detectors.terms import kinds
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.interfaces.web.public.checks import pieces
from gongdao.kernel.ref import expect
from gongdao.kernel.words import Words
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission import queries as admission
from gongdao.stages.rulebook.states import CLAUSE
from gongdao.stages.rulebook.terms import actions, queries


def page(request: Any, ref: str, number: int = 0) -> HttpResponse:
    """One version of a shop's terms, marked where it binds nobody; without a number that of now."""
    market = request.market or parties.first_sandbox()
    return render(request, "shop_terms.html", _said(request, expect("pty", ref), market.id, number))


@for_role("merchant")
def desk(request: Any, **_: str) -> HttpResponse:
    """The shop's own terms: file, read what was found, object."""
    said = _said(request, request.actor.party, request.market.id, 0)
    terms = said["terms"]
    text = request.POST.get("text") if request.POST else None
    said |= {"mine": True, "text": text if text is not None else terms.text if terms else ""}
    return render(request, "shop_terms.html", said)


@for_role("merchant")
@again(desk)
def file(request: Any) -> HttpResponse:
    """In use from now on."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    actions.file(by=request.actor, text=text, at=request.now)
    return done("/desk/terms", "terms_file")


@for_role("merchant")
@again(desk)
def object_to(request: Any, ref: str) -> HttpResponse:
    """The clause stands, says the shop; a person will look."""
    words = request.POST.get("words", "")
    actions.object_to(by=request.actor, clause=ref, words=words, at=request.now)
    return done("/desk/terms", "clause_object")


def _said(request: Any, merchant: str, marketplace: str, number: int) -> dict[str, Any]:
    versions = queries.history(merchant, marketplace=marketplace)
    terms = next((t for t in versions if t.number == number), None)
    terms = terms or (versions[0] if versions else None)
    clauses = queries.clauses(terms, by=request.actor) if terms else []
    standing = [row for row in clauses if row.state != "overturned"]
    suspected = sum(row.state == "suspected" for row in standing)
    return {
        "merchant": merchant,
        "shop": admission.shops([merchant]).get(merchant),
        "terms": terms,
        "versions": versions,
        "pieces": pieces(terms.text, standing) if terms else [],
        "clauses": [
            (row, kinds()[row.kind], CLAUSE.names[row.state], Words(row.verdict_zh, row.verdict_en))
            for row in (*standing, *(c for c in clauses if c.state == "overturned"))
        ],
        "standing": len(standing) - suspected,
        "suspected": suspected,
        "is_theirs": request.actor is not None and request.actor.party == merchant,
    }
