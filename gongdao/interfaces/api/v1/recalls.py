"""Recalls: dangerous goods, their buyers, and what each of them chose."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Field, Router, Schema, Status
from pydantic import StrictBool, StrictInt

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    After,
    DutyOut,
    In,
    Limit,
    MoneyOut,
    Page,
    WordsOut,
    duty,
    moment,
    moment_or_none,
    money,
    page,
    words,
)
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.parties import queries as parties
from gongdao.stages.aftersales.recalls import actions, facts, queries
from gongdao.stages.aftersales.recalls.states import NOTICE, RECALL, REMEDIES

router = Router(tags=["recalls"])


class RecallIn(In):
    """Goods are a listing, a stretch of its versions, a batch, or several of these together."""

    listing: str = Field("", max_length=31)
    batch: str = Field("", max_length=40)
    first_version: StrictInt | None = None
    last_version: StrictInt | None = None
    merchant: str = Field("", max_length=120, description="Handle; for the platform, with a batch.")
    hazard: str = Field(min_length=1, max_length=2_000)
    advice: str = Field(min_length=1, max_length=2_000)
    remedies: list[str] = Field(min_length=1, max_length=4, examples=[["refund", "replace"]])
    grave: StrictBool
    found_on: date


class ChoiceIn(In):
    """Which remedy the buyer wants."""

    choice: str = Field(max_length=10, description=f"Any of: {', '.join(REMEDIES)}.")


class NoteIn(In):
    """What was done: a repair or waybill number. A refund needs none."""

    note: str = Field("", max_length=400)


class RecallOut(Schema):
    """A recall. Public, with how many buyers stand where; who they are is not."""

    id: str
    merchant: str
    listing: str | None
    batch: str
    first_version: int | None
    last_version: int | None
    hazard: str
    advice: str
    remedies: dict[str, WordsOut]
    grave: bool
    found_on: date
    state: str
    state_words: WordsOut
    announced_at: datetime
    closed_at: datetime | None
    costs: WordsOut
    cites: str
    progress: dict[str, int]
    duties: list[DutyOut]


class NoticeOut(Schema):
    """One buyer's notice in a recall."""

    id: str
    recall: str
    order: str
    quantity: int
    amount: MoneyOut
    state: str
    state_words: WordsOut
    chosen: str
    done: str
    told_at: datetime
    answered_at: datetime | None
    remedied_at: datetime | None


@router.post("/recalls", response={201: RecallOut}, summary="Begin a recall")
def announce(request: Asked, said: RecallIn) -> Status[RecallOut]:
    """Goods off the shelf, every buyer found and told, the reports that the law asks for owed."""
    named = said.model_dump(exclude={"merchant", "remedies"})
    party = parties.by_handle([said.merchant]).get(said.merchant) if said.merchant else None
    if said.merchant and party is None:
        raise Refusal(
            "party_unknown", "没有这个商家账号。", "There is no merchant with this handle."
        )
    danger = actions.Danger(
        **named, remedies=tuple(said.remedies), merchant=party.id if party else ""
    )
    row = actions.announce(by=request.actor, danger=danger, at=request.now)
    return Status(201, read(request, row.id))


@router.get("/recalls", response=Page[RecallOut], summary="List recalls")
def listed(request: Asked, limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """All recalls of the marketplace, newest first. Public."""
    rows = queries.page(request.actor.marketplace, after=after, most=limit + 1)
    return page(
        rows, limit=limit, shown=lambda row: _shown(row, request), cursor=lambda row: row.id
    )


@router.get("/recalls/{recall}", response=RecallOut, summary="Read a recall")
def read(request: Asked, recall: str) -> RecallOut:
    """What is dangerous, what to do at once, and how far the recall has come."""
    return _shown(queries.read(recall, marketplace=request.actor.marketplace), request)


@router.get("/recalls/{recall}/notices", response=Page[NoticeOut], summary="Who was told?")
def notices(
    request: Asked, recall: str, state: str = "", limit: Limit = 20, after: After = ""
) -> dict[str, Any]:
    """Every buyer's notice, for the seller and the platform; nobody else sees any."""
    row = queries.read(recall, marketplace=request.actor.marketplace)
    rows = queries.told(row, by=request.actor, state=state, after=after, most=limit + 1)
    return page(rows, limit=limit, shown=_notice, cursor=lambda each: each.id)


@router.get("/recall-notices", response=list[NoticeOut], summary="What was I told?")
def mine(request: Asked) -> list[NoticeOut]:
    """The caller's own notices, newest first."""
    return [_notice(row) for row in queries.mine(by=request.actor)]


@router.post("/recall-notices/{notice}/answer", response=NoticeOut, summary="Choose a remedy")
def answer(request: Asked, notice: str, said: ChoiceIn) -> NoticeOut:
    """The buyer chooses; there is no last day for it while the recall runs."""
    return _notice(
        actions.answer(by=request.actor, notice=notice, choice=said.choice, at=request.now)
    )


@router.post("/recall-notices/{notice}/remedy", response=NoticeOut, summary="Remedy recalled goods")
def remedy(request: Asked, notice: str, said: NoteIn) -> NoticeOut:
    """The merchant has done it; a refund is paid by this call."""
    return _notice(actions.remedy(by=request.actor, notice=notice, note=said.note, at=request.now))


@router.post("/recalls/{recall}/steps/{step}", response=RecallOut, summary="Report a step")
def step(request: Asked, recall: str, step: str) -> RecallOut:
    """`report`, `plan` or `publish` is done, towards the authority or the public."""
    actions.report(by=request.actor, recall=recall, step=step, at=request.now)
    return read(request, recall)


@router.post("/recalls/{recall}/close", response=RecallOut, summary="Close a recall")
def close(request: Asked, recall: str) -> RecallOut:
    """Refused while a buyer waits."""
    actions.close(by=request.actor, recall=recall, at=request.now)
    return read(request, recall)


def _shown(row: Any, request: Asked) -> RecallOut:
    same = (
        "id", "merchant", "batch", "first_version", "last_version", "hazard", "advice", "grave",
        "found_on", "state",
    )  # fmt: skip
    law = facts.costs(row, request.market)
    return RecallOut(
        **{name: getattr(row, name) for name in same},
        listing=row.listing_id,
        remedies={name: words(REMEDIES[name]) for name in row.remedies},
        state_words=words(RECALL.names[row.state]),
        announced_at=moment(row.announced_at),
        closed_at=moment_or_none(row.closed_at),
        costs=words(law.sentence),
        cites=str(law.cites),
        progress=queries.progress(row),
        duties=[duty(each) for each in duties.all_about(row.id)],
    )


def _notice(row: Any) -> NoticeOut:
    return NoticeOut(
        id=row.id, recall=row.recall_id, order=row.order_id, quantity=row.quantity,
        amount=money(row.amount), state=row.state, state_words=words(NOTICE.names[row.state]),
        chosen=row.chosen, done=row.done, told_at=moment(row.told_at),
        answered_at=moment_or_none(row.answered_at), remedied_at=moment_or_none(row.remedied_at),
    )  # fmt: skip
