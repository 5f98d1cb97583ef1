"""Who decides and how sides settle: seats, neutrals, panels, sealed figures, suggestions, the door (S21, S22)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Router, Schema, Status
from pydantic import Field, StrictBool

from gongdao.interfaces import proofs
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    In,
    MoneyIn,
    MoneyOut,
    WordsOut,
    moment,
    moment_or_none,
    money,
    words,
)
from gongdao.interfaces.api.v1 import disputes as nouns
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.disputes import actions, facts
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.bench import actions as bench
from gongdao.stages.disputes.panels import actions as panels
from gongdao.stages.disputes.panels import draw
from gongdao.stages.disputes.panels import queries as sitting
from gongdao.stages.disputes.reception import actions as reception
from gongdao.stages.disputes.reception import queries as desk
from gongdao.stages.disputes.reception.facts import NewEvidence
from gongdao.stages.disputes.states import PANEL
from gongdao.stages.disputes.talks import actions as talks
from gongdao.stages.disputes.talks.suggesting import suggest

router = Router(tags=["disputes"])

Reason = Annotated[str, Field(max_length=2_000)]


class BecauseIn(In):
    """The bar of the law that stands against a complaint."""

    because: str = Field(max_length=40)


class WhyIn(In):
    """Why."""

    reason: Reason


class NeutralIn(In):
    """Somebody from outside, by reference."""

    neutral: str = Field(max_length=31)


class InterestIn(In):
    """What ties an arbiter to a party."""

    party: str = Field(max_length=31)
    why: str = Field(max_length=400)
    arbiter: str = Field("", max_length=31, description="For the platform: whose interest it is.")


class BallotIn(In):
    """A juror's vote, with its reason."""

    for_buyer: StrictBool
    reason: Reason


class SealedIn(In):
    """A side's last figure; nobody sees it."""

    amount: MoneyIn


class AgainIn(nouns.ComplaintIn):
    """A case opened once more, on evidence that it did not have."""

    exhibit: nouns.ExhibitIn


class OtherSideIn(In):
    """Sandbox only: what the other side does now."""

    act: Literal["answer", "admit", "offer", "accept"]


class SeatOut(Schema):
    """Who has a case."""

    id: str
    arbiter: str
    role: str
    taken_at: datetime
    left_at: datetime | None
    reason: str


class BallotOut(Schema):
    """One juror of a panel. Votes of others are shown when the panel is over."""

    juror: str
    standing: str
    for_buyer: bool | None
    reason: str
    cast_at: datetime | None


class PanelOut(Schema):
    """A lay panel, with all that is needed to draw it again."""

    id: str
    state: str
    state_words: WordsOut
    seed: str
    seats: dict[str, int]
    pool: dict[str, str]
    excluded: dict[str, str]
    ballots: list[BallotOut]
    drawn_at: datetime


class SuggestionOut(Schema):
    """What the law's own draft would give, the range, and why."""

    kind: str
    amount: MoneyOut
    least: MoneyOut
    most: MoneyOut
    why: WordsOut
    cites: str


class GroupOut(Schema):
    """Open complaints about one product on one ground."""

    listing: str
    kind: str
    cases: list[str]
    buyers: int


@router.post(
    "/disputes/{dispute}/refuse", response=nouns.DisputeOut, summary="Turn a complaint away"
)
def refuse(request: Asked, dispute: str, said: BecauseIn) -> nouns.DisputeOut:
    """The platform does not take a complaint, for a reason the law knows, within the law's days."""
    reception.refuse(by=request.actor, dispute=dispute, because=said.because, at=request.now)
    return nouns.read(request, dispute)


@router.post(
    "/disputes/{dispute}/reopen", response={201: nouns.DisputeOut}, summary="Reopen a case"
)
def reopen(request: Asked, dispute: str, said: AgainIn) -> Status[nouns.DisputeOut]:
    """A case that is over begins once more on new evidence, within the days for it."""
    row = reception.reopen(
        by=request.actor, dispute=dispute, at=request.now,
        complaint=actions.Complaint(
            said.kind, said.wish, said.story, said.losses.read() if said.losses else None
        ),
        shown=NewEvidence(said.exhibit.fact, said.exhibit.words, said.exhibit.sha256),
    )  # fmt: skip
    return Status(201, nouns.read(request, row.id))


@router.get("/complaint-groups", response=list[GroupOut], summary="Complaints that belong together")
def groups(request: Asked) -> list[GroupOut]:
    """Open complaints about the same product on the same ground, the largest group first."""
    return [
        GroupOut(listing=g.listing, kind=g.kind, cases=list(g.cases), buyers=g.buyers)
        for g in desk.groups(by=request.actor)
    ]


@router.get(
    "/disputes/{dispute}/suggestion", response=SuggestionOut, summary="A suggested settlement"
)
def suggestion(request: Asked, dispute: str) -> SuggestionOut:
    """What the law's draft ruling would give on the record now, the range, and why."""
    found = suggest(facts.case_of(cases.see(dispute, by=request.actor)))
    return SuggestionOut(
        kind=found.kind,
        amount=money(found.amount),
        least=money(found.least),
        most=money(found.most),
        why=words(found.why),
        cites=found.cites,
    )


@router.post("/disputes/{dispute}/seal", response=nouns.DisputeOut, summary="Seal a last figure")
def seal(request: Asked, dispute: str, said: SealedIn) -> nouns.DisputeOut:
    """Each side seals its last figure; if they meet, the middle is agreed, else nobody sees either."""
    talks.seal(by=request.actor, dispute=dispute, amount=said.amount.read(), at=request.now)
    return nouns.read(request, dispute)


@router.get("/disputes/{dispute}/seats", response=list[SeatOut], summary="Who has or had the case")
def seats(request: Asked, dispute: str) -> list[SeatOut]:
    """Everybody who ever had the case, first to last."""
    return [_seat(each) for each in cases.seats(cases.see(dispute, by=request.actor).id)]


@router.post("/disputes/{dispute}/take", response={201: SeatOut}, summary="Take a case")
def take(request: Asked, dispute: str) -> Status[SeatOut]:
    """An arbiter takes a case; nobody else decides it until they leave it."""
    return Status(201, _seat(bench.take(by=request.actor, dispute=dispute, at=request.now)))


@router.post("/disputes/{dispute}/recuse", response=SeatOut, summary="Leave a case")
def recuse(request: Asked, dispute: str, said: WhyIn) -> SeatOut:
    """Whoever has the case leaves it, or the platform removes them, for a reason."""
    return _seat(
        bench.recuse(by=request.actor, dispute=dispute, reason=said.reason, at=request.now)
    )


@router.post(
    "/disputes/{dispute}/ask-neutral", response=nouns.DisputeOut, summary="Ask for a neutral"
)
def ask_neutral(request: Asked, dispute: str) -> nouns.DisputeOut:
    """A side wants somebody from outside the platform to decide."""
    bench.ask_neutral(by=request.actor, dispute=dispute, at=request.now)
    return nouns.read(request, dispute)


@router.post("/disputes/{dispute}/appoint", response={201: SeatOut}, summary="Appoint a neutral")
def appoint(request: Asked, dispute: str, said: NeutralIn) -> Status[SeatOut]:
    """The platform gives the seat to somebody who works neither for a side nor for it."""
    made = bench.appoint(by=request.actor, dispute=dispute, neutral=said.neutral, at=request.now)
    return Status(201, _seat(made))


@router.post("/interests", response={201: InterestIn}, summary="Declare an interest")
def declare(request: Asked, said: InterestIn) -> Status[InterestIn]:
    """An arbiter declares what ties them to a party: cases of that party are not theirs."""
    row = bench.declare(
        by=request.actor, party=said.party, why=said.why, arbiter=said.arbiter, at=request.now
    )
    return Status(201, InterestIn(party=row.party, why=row.why, arbiter=row.arbiter))


@router.post("/jurors", response={201: BallotOut}, summary="Be ready to sit on panels")
def join(request: Asked) -> Status[BallotOut]:
    """Somebody is ready to sit on lay panels, as what they are here."""
    row = panels.join(by=request.actor, at=request.now)
    said = BallotOut(
        juror=row.party, standing=row.standing, for_buyer=None, reason="", cast_at=None
    )
    return Status(201, said)


@router.post("/disputes/{dispute}/panel", response={201: PanelOut}, summary="Ask for a lay panel")
def ask(request: Asked, dispute: str) -> Status[PanelOut]:
    """The panel is drawn at once, from a seed that nobody chose: the last head of the evidence."""
    proofs.seal(marketplace=request.actor.marketplace, at=request.now)
    panels.ask(by=request.actor, dispute=dispute, at=request.now)
    return Status(201, panel(request, dispute))


@router.get("/disputes/{dispute}/panel", response=PanelOut, summary="Read a lay panel")
def panel(request: Asked, dispute: str) -> PanelOut:
    """The panel, with all that is needed to draw it again. Votes are shown when it is over."""
    row = sitting.see(cases.see(dispute, by=request.actor))
    over = row.state in PANEL.ends
    return PanelOut(
        id=row.id,
        state=row.state,
        state_words=words(PANEL.names[row.state]),
        seed=row.seed,
        seats=dict(draw.SEATS),
        pool=row.pool,
        excluded=row.excluded,
        ballots=[
            _ballot(b, shown=over or b.juror == request.actor.party) for b in sitting.ballots(row)
        ],
        drawn_at=moment(row.drawn_at),
    )


@router.post("/disputes/{dispute}/panel/vote", response=PanelOut, summary="Vote on a panel")
def vote(request: Asked, dispute: str, said: BallotIn) -> PanelOut:
    """A juror votes, once, and says why."""
    panels.vote(
        by=request.actor, dispute=dispute, for_buyer=said.for_buyer, reason=said.reason,
        at=request.now,
    )  # fmt: skip
    return panel(request, dispute)


@router.post(
    "/disputes/{dispute}/other-side",
    response=nouns.DisputeOut,
    summary="Sandbox: the other side acts",
)
def other_side(request: Asked, dispute: str, said: OtherSideIn) -> nouns.DisputeOut:
    """In a sandbox the other side does what you say, by the very action it would take itself."""
    if request.market.mode != "sandbox":
        raise Refusal(
            "sandbox_only",
            "只有沙盒平台可以代对方操作。",
            "Only in a sandbox can you act for the other side.",
        )
    row = cases.see(dispute, by=request.actor)
    mine = row.order.buyer == request.actor.party
    them = row.order.merchant if mine else row.order.buyer
    other = Actor(them, row.marketplace, frozenset({"merchant" if mine else "consumer"}))
    if said.act in ("answer", "admit"):
        actions.answer(
            by=other, dispute=row.id, words="（沙盒）", admits=said.act == "admit", at=request.now
        )
    elif said.act == "offer":
        half = row.order.goods.share(1, 2)
        actions.offer(by=other, dispute=row.id, amount=half, at=request.now)
    else:
        side = "buyer" if mine else "seller"
        last = next((o for o in reversed(cases.offers(row.id)) if o.side == side), None)
        actions.settle(by=other, dispute=row.id, offer=last.id if last else "", at=request.now)
    return nouns.read(request, dispute)


def _seat(row: Any) -> SeatOut:
    return SeatOut(
        id=row.id, arbiter=row.arbiter, role=row.role, taken_at=moment(row.taken_at),
        left_at=moment_or_none(row.left_at), reason=row.reason,
    )  # fmt: skip


def _ballot(row: Any, *, shown: bool) -> BallotOut:
    return BallotOut(
        juror=row.juror,
        standing=row.standing,
        for_buyer=row.for_buyer if shown else None,
        reason=row.reason if shown else "",
        cast_at=moment_or_none(row.cast_at),
    )
