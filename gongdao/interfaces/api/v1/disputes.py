"""Complaints, exhibits, offers, decisions, appeals (S21, S22, S23)."""

from __future__ import annotations

from collections.abc import Callable
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
from gongdao.registers.parties.powers import allow
from gongdao.stages.disputes import actions, queries
from gongdao.stages.disputes.claims import FILED, KINDS, WISHES
from gongdao.stages.disputes.exhibits import queries as showing
from gongdao.stages.disputes.further import OF_THE_PLATFORM, Further
from gongdao.stages.disputes.heads import FURTHER, OFFERS
from gongdao.stages.disputes.returned import actions as returned
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.orders import queries as orders

router = Router(tags=["disputes"])

Story = Annotated[str, Field(max_length=10_000)]


class ComplaintIn(In):
    """What is wrong, what the buyer wants, and what it cost them besides."""

    kind: str = Field(max_length=40, description=f"One of: {', '.join(FILED)}.")
    wish: str = Field(max_length=40, description=f"One of: {', '.join(WISHES)}.")
    story: Story
    losses: MoneyIn | None = None


class StoryIn(In):
    """What the buyer says about what the merchant objects to."""

    story: Story


class AnswerIn(In):
    """What the merchant says, and whether the facts are as alleged."""

    words: Story
    admits: StrictBool


class ExhibitIn(In):
    """Something shown for or against a fact. The file stays where it is; we keep its digest."""

    fact: str = Field(max_length=20)
    words: Story
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class OfferIn(In):
    """Something to end the dispute: a sum under its name, or a deed in words."""

    kind: str = Field("part_refund", max_length=12, description=f"One of: {', '.join(OFFERS)}.")
    amount: MoneyIn | None = None
    words: Story = ""


class FurtherIn(In):
    """Something to be ordered beside the sums."""

    head: str = Field(max_length=24, description=f"One of: {', '.join(FURTHER)}.")
    words: str = Field("", max_length=2_000)
    amount: MoneyIn | None = None


class RulingIn(In):
    """Each fact true, false, or null where it is not established; and remarks."""

    findings: dict[str, StrictBool | None] = Field(default_factory=dict, max_length=20)
    remarks: Story = ""
    further: list[FurtherIn] = Field(default_factory=list, max_length=10)
    dignity_harmed: StrictBool = False
    platform: dict[str, StrictBool] = Field(
        default_factory=dict, max_length=10, description=f"Of: {', '.join(OF_THE_PLATFORM)}."
    )


class AppealIn(In):
    """Why a senior arbiter shall look again."""

    reason: Story


class ExhibitOut(Schema):
    """An exhibit."""

    id: str
    by: str
    fact: str
    words: str
    sha256: str
    at: datetime


class OfferOut(Schema):
    """An offer of one side; the other side may take it."""

    id: str
    by: str
    side: str
    kind: str
    kind_words: WordsOut
    words: str
    amount: MoneyOut
    at: datetime
    accepted_at: datetime | None


class DecisionOut(Schema):
    """A reasoned decision. `orders` is what the ledger executes; the last decision counts."""

    id: str
    number: int
    by: str
    findings: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    orders: list[dict[str, Any]]
    liable: list[dict[str, Any]]
    kind: str
    remarks: str
    sha256: str
    at: datetime


class DisputeBrief(Schema):
    """A dispute in a list."""

    id: str
    order: str
    kind: str
    kind_words: WordsOut
    wish: str
    wish_words: WordsOut
    losses: MoneyOut
    state: str
    state_words: WordsOut
    filed_at: datetime
    ended_at: datetime | None


class DisputeOut(DisputeBrief):
    """A dispute with everything in its file."""

    story: str
    answer: str
    admitted: bool | None
    facts: dict[str, WordsOut]
    exhibits: list[ExhibitOut]
    offers: list[OfferOut]
    decisions: list[DecisionOut]
    duties: list[DutyOut]
    allowed_actions: list[str]


@router.post("/orders/{order}/disputes", response={201: DisputeOut}, summary="Complain")
def file(request: Asked, order: str, said: ComplaintIn) -> Status[DisputeOut]:
    """A buyer complains about an order. Its money is frozen until the case is over."""
    complaint = actions.Complaint(
        kind=said.kind,
        wish=said.wish,
        story=said.story,
        losses=said.losses.read() if said.losses else None,
    )
    row = actions.file(by=request.actor, order=order, complaint=complaint, at=request.now)
    return Status(201, read(request, row.id))


@router.post(
    "/returns/{ret}/dispute", response={201: DisputeOut}, summary="Take a return to a dispute"
)
def file_return(request: Asked, ret: str, said: StoryIn) -> Status[DisputeOut]:
    """The buyer takes a contested return to a dispute: its records are filled in, the merchant must prove."""
    row = returned.file(by=request.actor, ret=ret, story=said.story, at=request.now)
    return Status(201, read(request, row.id))


@router.get("/orders/{order}/disputes", response=list[DisputeBrief], summary="An order's disputes")
def of_order(request: Asked, order: str) -> list[DisputeBrief]:
    """Every dispute about an order, oldest first."""
    return of(orders.see(order, by=request.actor))


@router.get("/disputes", response=Page[DisputeBrief], summary="The desk")
def desk(
    request: Asked, state: str = "deciding", limit: Limit = 20, after: After = ""
) -> dict[str, Any]:
    """The cases in one state, oldest first; for those who decide and supervise."""
    allow(request.actor, "dispute.see", marketplace=request.actor.marketplace)
    rows = queries.desk(by=request.actor, states=[state], after=after, most=limit + 1)
    return page(rows, limit=limit, shown=brief, cursor=lambda row: row.id)


@router.get("/disputes/{dispute}", response=DisputeOut, summary="Read a dispute")
def read(request: Asked, dispute: str) -> DisputeOut:
    """Everything in the file, what is owed now, and what the caller may do."""
    return _shown(queries.see(dispute, by=request.actor), request)


@router.post("/disputes/{dispute}/answer", response=DisputeOut, summary="Answer a complaint")
def answer(request: Asked, dispute: str, said: AnswerIn) -> DisputeOut:
    """The merchant answers. What it admits needs no proof."""
    return _step(request, dispute, actions.answer, words=said.words, admits=said.admits)


@router.post("/disputes/{dispute}/exhibits", response={201: DisputeOut}, summary="Show an exhibit")
def exhibit(request: Asked, dispute: str, said: ExhibitIn) -> Status[DisputeOut]:
    """Show something for or against a fact that is at issue."""
    return Status(201, _step(request, dispute, actions.exhibit, **said.model_dump()))


@router.post("/disputes/{dispute}/offers", response={201: DisputeOut}, summary="Offer a settlement")
def offer(request: Asked, dispute: str, said: OfferIn) -> Status[DisputeOut]:
    """Offer a sum, or a deed, to end the dispute."""
    amount = said.amount.read() if said.amount else None
    proposal = actions.Proposal(said.kind, amount, said.words)
    return Status(201, _step(request, dispute, actions.offer, proposal=proposal))


@router.post(
    "/disputes/{dispute}/offers/{offer}/accept", response=DisputeOut, summary="Accept an offer"
)
def settle(request: Asked, dispute: str, offer: str) -> DisputeOut:
    """Take the other side's offer: the dispute is settled, and the sum is owed."""
    return _step(request, dispute, actions.settle, offer=offer)


@router.post("/disputes/{dispute}/withdraw", response=DisputeOut, summary="Withdraw a complaint")
def withdraw(request: Asked, dispute: str) -> DisputeOut:
    """The buyer lets the complaint go."""
    return _step(request, dispute, actions.withdraw)


@router.post("/disputes/{dispute}/decisions", response={201: DisputeOut}, summary="Decide")
def decide(request: Asked, dispute: str, said: RulingIn) -> Status[DisputeOut]:
    """An arbiter finds the facts; the law says what follows; the ledger will do it."""
    further = [
        Further(each.head, each.words, each.amount.read() if each.amount else None)
        for each in said.further
    ]
    ruling = actions.Ruling(
        said.findings, said.remarks, further, said.dignity_harmed, said.platform
    )
    return Status(201, _step(request, dispute, actions.decide, ruling=ruling))


@router.post("/disputes/{dispute}/appeal", response=DisputeOut, summary="Appeal")
def appeal(request: Asked, dispute: str, said: AppealIn) -> DisputeOut:
    """Ask a senior arbiter to look again."""
    return _step(request, dispute, actions.appeal, reason=said.reason)


def of(order: Any) -> list[DisputeBrief]:
    """The disputes about an order as we list them."""
    return [brief(row) for row in queries.of_order(order.id)]


def brief(row: Any) -> DisputeBrief:
    """A dispute as we list it."""
    return DisputeBrief(**_brief(row))


def _step(request: Asked, dispute: str, act: Callable[..., Any], **said: Any) -> DisputeOut:
    act(by=request.actor, dispute=dispute, at=request.now, **said)
    return read(request, dispute)


def _brief(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "order": row.order_id,
        "kind": row.kind,
        "kind_words": words(KINDS[row.kind].name),
        "wish": row.wish,
        "wish_words": words(WISHES[row.wish]),
        "losses": money(Money(row.order.currency, row.losses_minor)),
        "state": row.state,
        "state_words": words(DISPUTE.names[row.state]),
        "filed_at": moment(row.filed_at),
        "ended_at": moment_or_none(row.ended_at),
    }


def _shown(row: Any, request: Asked) -> DisputeOut:
    return DisputeOut(
        **_brief(row),
        story=row.story,
        answer=row.answer,
        admitted=row.admitted,
        facts={name: words(said) for name, said in KINDS[row.kind].facts.items()},
        exhibits=[
            ExhibitOut(
                id=e.id, by=e.by, fact=e.fact, words=e.words, sha256=e.sha256, at=moment(e.at)
            )
            for e in showing.visible(row, by=request.actor)
        ],
        offers=[_offer(o) for o in queries.offers(row.id)],
        decisions=[_decision(d) for d in queries.decisions(row.id)],
        duties=open_duties(row.order_id, subject=row.id),
        allowed_actions=allowed.of_dispute(row, by=request.actor),
    )


def _offer(row: Any) -> OfferOut:
    return OfferOut(
        id=row.id,
        by=row.by,
        side=row.side,
        kind=row.kind,
        kind_words=words(OFFERS[row.kind]),
        words=row.words,
        amount=money(row.amount),
        at=moment(row.at),
        accepted_at=moment_or_none(row.accepted_at),
    )


def _decision(row: Any) -> DecisionOut:
    return DecisionOut(
        id=row.id,
        number=row.number,
        by=row.by,
        findings=row.findings,
        reasons=row.reasons,
        orders=row.orders,
        liable=row.liable,
        kind=row.kind,
        remarks=row.remarks,
        sha256=row.digest,
        at=moment(row.at),
    )
