"""Ways out of the marketplace: dossiers made, downloaded, sent, and followed to their end (S22)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces import casework, proofs
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import DutyOut, In, WordsOut, moment, open_duties, words
from gongdao.registers.parties.powers import may
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.referrals import actions, queries
from gongdao.stages.disputes.states import REFERRAL
from gongdao.stages.disputes.ways import WAYS

router = Router(tags=["ways out"])

ZIP: dict[str, Any] = {
    "responses": {
        200: {"content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}}}
    }
}


class WayIn(In):
    """Which way out."""

    way: str = Field(max_length=20, description=f"One of: {', '.join(WAYS)}.")


class ReportIn(In):
    """What happened outside."""

    act: str = Field(max_length=10, description=f"One of: {', '.join(actions.REPORTS)}.")
    number: str = Field("", max_length=80, description="The number that the body gave the case.")
    words: Annotated[str, Field(max_length=5_000)] = ""


class WayOut(Schema):
    """A way that stands open to a case."""

    way: str
    body: WordsOut
    paper: WordsOut
    basis: WordsOut


class ReferralOut(Schema):
    """A case on its way out."""

    id: str
    dispute: str
    way: str
    paper: WordsOut
    state: str
    state_words: WordsOut
    number_outside: str
    outcome: str
    sha256: str
    contents: dict[str, Any]
    made_at: datetime
    duties: list[DutyOut]
    allowed_actions: list[str]


@router.get("/disputes/{dispute}/ways-out", response=list[WayOut], summary="Ways that stand open")
def ways(request: Asked, dispute: str) -> list[WayOut]:
    """Where the case can go from here, and under which article."""
    row = cases.see(dispute, by=request.actor)
    return [
        WayOut(
            way=name, body=words(WAYS[name].body), paper=words(WAYS[name].paper),
            basis=words(WAYS[name].basis),
        )
        for name in queries.open_ways(row)
    ]  # fmt: skip


@router.get(
    "/disputes/{dispute}/referrals", response=list[ReferralOut], summary="Dossiers of a case"
)
def of_case(request: Asked, dispute: str) -> list[ReferralOut]:
    """The dossiers of a case that the caller may see, with what came back."""
    row = cases.see(dispute, by=request.actor)
    mine = may(request.actor, "referral.see", marketplace=row.marketplace, buyer=row.order.buyer)
    return [_shown(each, request) for each in queries.of_case(row.id)] if mine else []


@router.post("/disputes/{dispute}/referrals", response={201: ReferralOut}, summary="Make a dossier")
def prepare(request: Asked, dispute: str, said: WayIn) -> Status[ReferralOut]:
    """The dossier is filled from the records; its digest is evidence."""
    made = actions.prepare(by=request.actor, dispute=dispute, way=said.way, at=request.now)
    proofs.seal(marketplace=made.marketplace, at=request.now)
    return Status(201, _shown(made, request))


@router.post("/referrals/{referral}/report", response=ReferralOut, summary="Report what came back")
def report(request: Asked, referral: str, said: ReportIn) -> ReferralOut:
    """Sent, accepted, turned away or ended; with the number there and the outcome."""
    row = actions.report(
        by=request.actor, referral=referral, act=said.act, number=said.number, words=said.words,
        at=request.now,
    )  # fmt: skip
    return _shown(row, request)


@router.get("/referrals/{referral}/dossier.zip", summary="Download a dossier", openapi_extra=ZIP)
def download(request: Asked, referral: str) -> HttpResponse:
    """Everything in one file: the paper as PDF and Word in both languages, decisions, evidence bundle.

    The claimant's own data are left blank here; the page of the case prints them for the claimant.
    """
    row = queries.see(referral, by=request.actor)
    bundle = proofs.bundle(row.dispute.order_id, marketplace=row.marketplace, at=request.now)
    said = casework.dossier_files(row, person={}, bundle=bundle, at=row.made_at)
    response = HttpResponse(said, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{row.id}.zip"'
    return response


def _shown(row: Any, request: Asked) -> ReferralOut:
    sides = {
        "buyer": row.dispute.order.buyer == request.actor.party,
        "platform": "platform" in request.actor.roles,
    }
    acts = [
        a for side, is_one in sides.items() if is_one for a in REFERRAL.allows(row.state, by=side)
    ]
    return ReferralOut(
        id=row.id,
        dispute=row.dispute_id,
        way=row.way,
        paper=words(WAYS[row.way].paper),
        state=row.state,
        state_words=words(REFERRAL.names[row.state]),
        number_outside=row.number_outside,
        outcome=row.outcome,
        sha256=row.digest,
        contents=row.contents,
        made_at=moment(row.made_at),
        duties=open_duties(row.dispute.order_id, subject=row.id),
        allowed_actions=list(dict.fromkeys(acts)),
    )
