"""Merchant against carrier: claims for parcels, decided by law and settled in the ledger (S14)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictBool

from gongdao.interfaces.api import allowed
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    After,
    DutyOut,
    In,
    Limit,
    MoneyIn,
    MoneyOut,
    Page,
    WordsOut,
    moment,
    moment_or_none,
    money,
    open_duties,
    page,
    words,
)
from gongdao.kernel.money import Money
from gongdao.stages.delivery.claims import actions, queries
from gongdao.stages.delivery.claims.facts import Finding
from gongdao.stages.delivery.kinds import EXCUSES, GROUNDS
from gongdao.stages.delivery.states import COURIER_CLAIM

router = Router(tags=["courier claims"])

Story = Annotated[str, Field(max_length=5_000)]


class ClaimIn(In):
    """Why, how much (the whole value of the parcel if no sum is named), and what happened."""

    ground: str = Field(max_length=16, description=f"One of: {', '.join(GROUNDS)}.")
    loss: MoneyIn | None = None
    words: Story = ""


class DenialIn(In):
    """The excuse that the carrier pleads, and must prove."""

    excuse: str = Field(max_length=16, description=f"One of: {', '.join(EXCUSES)}.")
    words: Story = ""


class ProofIn(In):
    """What is shown; the file stays where it is, we keep its digest."""

    words: Story
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class FindingIn(In):
    """The facts as an arbiter finds them, with reasons."""

    excused: StrictBool = Field(False, description="The carrier proved its excuse.")
    grossly_at_fault: StrictBool = False
    cap_shown: StrictBool = Field(False, description="For the post: its cap was plain to see.")
    reasons: Story


class ProofOut(Schema):
    """What a side showed."""

    by: str
    words: str
    sha256: str
    at: datetime


class ClaimOut(Schema):
    """A claim: what is claimed, what the law gives, what was paid, and what is owed next."""

    id: str
    parcel: str
    waybill: str
    merchant: str
    carrier: str
    ground: str
    ground_words: WordsOut
    loss: MoneyOut
    excuse: str | None
    owed: MoneyOut | None
    paid: MoneyOut
    cites: str
    state: str
    state_words: WordsOut
    filed_at: datetime
    decided_at: datetime | None
    ended_at: datetime | None
    proofs: list[ProofOut]
    duties: list[DutyOut]
    allowed_actions: list[str]


@router.post("/parcels/{parcel}/claims", response={201: ClaimOut}, summary="Claim for a parcel")
def file(request: Asked, parcel: str, said: ClaimIn) -> Status[ClaimOut]:
    """The buyer was made good before, elsewhere; this is between merchant and carrier."""
    row = actions.file(
        by=request.actor, parcel=parcel, ground=said.ground,
        loss=said.loss.read() if said.loss else None, words=said.words, at=request.now,
    )  # fmt: skip
    return Status(201, _shown(row, request))


@router.get("/courier-claims", response=Page[ClaimOut], summary="List courier claims")
def index(request: Asked, limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """The caller's own, newest first; arbiters and staff see all."""
    rows = queries.page(by=request.actor, after=after, most=limit + 1)
    return page(
        rows, limit=limit, shown=lambda row: _shown(row, request), cursor=lambda row: row.id
    )


@router.get("/courier-claims/{claim}", response=ClaimOut, summary="Read a courier claim")
def read(request: Asked, claim: str) -> ClaimOut:
    """One claim, whole."""
    return _shown(queries.see(claim, by=request.actor), request)


@router.post("/courier-claims/{claim}/proofs", response={201: ClaimOut}, summary="Show something")
def prove(request: Asked, claim: str, said: ProofIn) -> Status[ClaimOut]:
    """A photograph, a weighing slip, an invoice: its digest becomes evidence."""
    actions.prove(
        by=request.actor, claim=claim, words=said.words, sha256=said.sha256, at=request.now
    )
    return Status(201, read(request, claim))


@router.post("/courier-claims/{claim}/concede", response=ClaimOut, summary="Concede a claim")
def concede(request: Asked, claim: str) -> ClaimOut:
    """What the law gives is owed."""
    return _shown(actions.concede(by=request.actor, claim=claim, at=request.now), request)


@router.post("/courier-claims/{claim}/deny", response=ClaimOut, summary="Plead an excuse")
def deny(request: Asked, claim: str, said: DenialIn) -> ClaimOut:
    """An arbiter decides; an excuse not proved in time does not count."""
    row = actions.deny(
        by=request.actor, claim=claim, excuse=said.excuse, words=said.words, at=request.now
    )
    return _shown(row, request)


@router.post("/courier-claims/{claim}/decide", response=ClaimOut, summary="Decide a claim")
def decide(request: Asked, claim: str, said: FindingIn) -> ClaimOut:
    """An arbiter finds the facts; the law says how much."""
    found = Finding(said.excused, said.grossly_at_fault, said.cap_shown)
    row = actions.decide(
        by=request.actor, claim=claim, found=found, reasons=said.reasons, at=request.now
    )
    return _shown(row, request)


@router.post("/courier-claims/{claim}/withdraw", response=ClaimOut, summary="Withdraw a claim")
def withdraw(request: Asked, claim: str) -> ClaimOut:
    """The merchant gives it up before anything is owed."""
    return _shown(actions.withdraw(by=request.actor, claim=claim, at=request.now), request)


@router.post("/courier-claims/{claim}/pay", response=ClaimOut, summary="Book the carrier's payment")
def pay(request: Asked, claim: str) -> ClaimOut:
    """Staff of the platform: the money arrived at the bank and is the merchant's now."""
    return _shown(actions.pay(by=request.actor, claim=claim, at=request.now), request)


def _shown(row: Any, request: Asked) -> ClaimOut:
    return ClaimOut(
        id=row.id,
        parcel=row.parcel_id,
        waybill=row.parcel.waybill,
        merchant=row.merchant,
        carrier=row.carrier,
        ground=row.ground,
        ground_words=words(GROUNDS[row.ground]),
        loss=money(row.loss),
        excuse=row.excuse,
        owed=money(row.owed) if row.owed else None,
        paid=money(Money(row.currency, row.paid_minor)),
        cites=row.cites,
        state=row.state,
        state_words=words(COURIER_CLAIM.names[row.state]),
        filed_at=moment(row.filed_at),
        decided_at=moment_or_none(row.decided_at),
        ended_at=moment_or_none(row.ended_at),
        proofs=[
            ProofOut(by=p.by, words=p.words, sha256=p.sha256, at=moment(p.at))
            for p in queries.proofs(row)
        ],
        duties=open_duties(row.id),
        allowed_actions=allowed.of_courier_claim(row, by=request.actor),
    )
