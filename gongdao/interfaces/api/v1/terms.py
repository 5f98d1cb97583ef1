"""A merchant's terms before they are published: which clauses do not stand, why, and what would."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Router, Schema

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In
from gongdao.law import book
from gongdao.stages.rulebook import term_checks

router = Router(tags=["law"])


class TermsIn(In):
    """The text of terms, and the day they are to be read on; today if none is given."""

    text: str = Field(max_length=term_checks.LONGEST)
    on: date | None = None


class TermsOut(Schema):
    """Every clause that does not stand: its place in the text as sent, article, reason, lawful wording."""

    findings: list[dict[str, Any]]


@router.post("/terms/scan", response=TermsOut, summary="Which clauses of these terms do not stand?")
def scan(request: Asked, said: TermsIn) -> TermsOut:
    """Nothing is kept but the reply itself. Places count characters of the text from 0."""
    under = request.market.law
    on = said.on or book.pack(under).day_of(request.now)
    found = term_checks.check(said.text, under=under, on=on)
    return TermsOut(findings=[each.as_data() for each in found])
