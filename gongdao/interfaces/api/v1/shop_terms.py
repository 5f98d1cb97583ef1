"""A merchant's terms as filed, and what in them binds nobody (S08)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.detectors.terms import kinds
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    DutyOut,
    In,
    Moment,
    WordsOut,
    moment,
    moment_or_none,
    open_duties,
    words,
)
from gongdao.registers.parties.powers import Actor
from gongdao.stages.rulebook import term_checks
from gongdao.stages.rulebook.states import CLAUSE
from gongdao.stages.rulebook.terms import actions, queries

router = Router(tags=["terms"])


class FileIn(In):
    """The whole text of the terms."""

    text: str = Field(max_length=term_checks.LONGEST)


class ObjectionIn(In):
    """Why."""

    words: str = Field(max_length=5_000)


class ClauseReviewIn(ObjectionIn):
    """Uphold the finding or overturn it, with reasons."""

    act: Literal["uphold", "overturn"]


class ClauseOut(Schema):
    """A clause that does not stand: its place in the text, why, and a wording that would stand."""

    id: str
    start: int
    end: int
    quote: str
    kind: str
    words: WordsOut
    verdict: WordsOut
    why: WordsOut
    cites: str
    lawful_wording: WordsOut
    confidence: float
    state: str
    state_words: WordsOut
    objection: str
    review: str
    reviewed_at: datetime | None


class FiledTermsOut(Schema):
    """One version of a merchant's terms, with what was found in it."""

    id: str
    merchant: str
    number: int
    text: str
    sha256: str
    law: str
    since: datetime
    until: datetime | None
    clauses: list[ClauseOut]
    duties: list[DutyOut]


@router.post("/terms", response={201: FiledTermsOut}, summary="File a shop's terms")
def file(request: Asked, said: FileIn) -> Status[FiledTermsOut]:
    """In use from now on. What does not stand in them is found now and never binds anybody."""
    filed = actions.file(by=request.actor, text=said.text, at=request.now)
    return Status(201, shown(filed, by=request.actor))


@router.get("/merchants/{merchant}/terms", response=list[FiledTermsOut], summary="A shop's terms")
def history(request: Asked, merchant: str) -> list[FiledTermsOut]:
    """Every version, newest first, each with its own findings. Public."""
    rows = queries.history(merchant, marketplace=request.actor.marketplace)
    return [shown(row, by=request.actor) for row in rows]


@router.get(
    "/merchants/{merchant}/ineffective-clauses",
    response=list[ClauseOut],
    summary="Which clauses of a shop bind nobody?",
)
def ineffective(request: Asked, merchant: str, on: Moment | None = None) -> list[ClauseOut]:
    """In the terms that were in use at a moment; now, if none is given."""
    return [_clause(row) for row in queries.ineffective(merchant, on=on or request.now)]


@router.post("/clauses/{clause}/objection", response=ClauseOut, summary="Object to a finding")
def object_to(request: Asked, clause: str, said: ObjectionIn) -> ClauseOut:
    """The merchant says that its clause stands; a person will look at it."""
    row = actions.object_to(by=request.actor, clause=clause, words=said.words, at=request.now)
    return _clause(row)


@router.post("/clauses/{clause}/review", response=ClauseOut, summary="Review an objection")
def review(request: Asked, clause: str, said: ClauseReviewIn) -> ClauseOut:
    """A person upholds the finding or the suspicion, or finds that the clause stands."""
    row = actions.review(
        by=request.actor, clause=clause, act=said.act, words=said.words, at=request.now
    )
    return _clause(row)


def shown(row: Any, *, by: Actor | None = None) -> FiledTermsOut:
    """A version of terms as we show it."""
    return FiledTermsOut(
        id=row.id,
        merchant=row.merchant,
        number=row.number,
        text=row.text,
        sha256=row.digest,
        law=row.law,
        since=moment(row.since),
        until=moment_or_none(row.until),
        clauses=[_clause(each) for each in queries.clauses(row, by=by)],
        duties=open_duties(row.id),
    )


def _clause(row: Any) -> ClauseOut:
    kind = kinds()[row.kind]
    return ClauseOut(
        id=row.id,
        start=row.start,
        end=row.end,
        quote=row.quote,
        kind=row.kind,
        words=words(kind.words),
        verdict=WordsOut(zh=row.verdict_zh, en=row.verdict_en),
        why=WordsOut(zh=row.why_zh, en=row.why_en),
        cites=row.cites,
        lawful_wording=words(kind.lawful_wording),
        confidence=row.confidence,
        state=row.state,
        state_words=words(CLAUSE.names[row.state]),
        objection=row.objection,
        review=row.review,
        reviewed_at=moment_or_none(row.reviewed_at),
    )
