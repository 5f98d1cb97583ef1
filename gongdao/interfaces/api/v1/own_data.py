"""One's own data: what is held and why, who saw it, a copy, requests, erasure, and closing the account (S13)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces.api.document import NEVER_KEPT
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    DutyOut,
    In,
    WordsOut,
    moment,
    moment_or_none,
    open_duties,
    words,
)
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.privacy import actions, queries
from gongdao.stages.privacy.erasing import actions as erasing
from gongdao.stages.privacy.kinds import KINDS
from gongdao.stages.privacy.states import DATA_REQUEST

router = Router(tags=["own data"])
clear = Router(tags=["own data"])
"""What answers in clear: no reply of it is kept."""


class RequestIn(In):
    """What you want, `correct`, `explain` or `object`, and your words; they are sealed."""

    kind: str = Field(max_length=8)
    words: str = Field(min_length=1, max_length=actions.WORDS_MOST)


class AnswerIn(In):
    """`meet` or `refuse`, with what was done or the reason."""

    act: str = Field(max_length=10)
    words: str = Field(min_length=1, max_length=actions.WORDS_MOST)


class HeldOut(Schema):
    """Data of one kind."""

    name: str
    words: WordsOut
    purpose: WordsOut
    seen_by: WordsOut
    count: int
    lawful: bool | None
    ground_words: WordsOut
    ground: str = Field(examples=["PIPL art. 13.1"])
    kept_until: date | None = Field(description="At least, for the latest of them.")
    cites: str


class LookOut(Schema):
    """Somebody saw data in clear, and said why."""

    at: datetime
    by: WordsOut
    subject: str
    field: str
    reason: str


class OwnDataOut(Schema):
    """What is held about you, and who looked."""

    held: list[HeldOut]
    looks: list[LookOut]


class FateOut(Schema):
    """What becomes of the data of an order if you want it gone now."""

    order: str
    outcome: str = Field(examples=["store_only", "delete"])
    cites: str
    kept_until: date | None = Field(description="At least; it moves on while something is owed.")
    kept_under: str | None
    something_owed: bool


class DataRequestOut(Schema):
    """A request about one's own data."""

    id: str
    kind: str
    kind_words: WordsOut
    state: str
    state_words: WordsOut
    asked_at: datetime
    ended_at: datetime | None
    answer: str
    duties: list[DutyOut]


class WrittenOut(Schema):
    """What was written in a request, in clear."""

    words: str


@router.get("/own-data", response=OwnDataOut, summary="What is held about you, and who saw it?")
def read(request: Asked) -> OwnDataOut:
    """Kind by kind: purpose, ground, how long. Looks of others, newest first."""
    looks = queries.looks(by=request.actor)
    return OwnDataOut(
        held=[_held(each) for each in queries.held(by=request.actor, at=request.now)],
        looks=[
            LookOut(
                at=moment(look.at), by=words(look.by), subject=look.subject, field=look.field,
                reason=look.reason,
            )
            for look in looks
        ],
    )  # fmt: skip


@clear.post(
    "/own-data/copies", response=dict[str, Any], summary="Take a copy of your data",
    openapi_extra=NEVER_KEPT,
)  # fmt: skip
def copy(request: Asked) -> dict[str, Any]:
    """In clear and portable; that it was taken is recorded."""
    return actions.copy(by=request.actor, at=request.now, master=_master())


@router.get("/own-data/requests", response=list[DataRequestOut], summary="List your requests")
def index(request: Asked) -> list[DataRequestOut]:
    """Newest first."""
    return [_shown(row) for row in queries.mine(by=request.actor)]


@router.get(
    "/data-requests", response=list[DataRequestOut], summary="List what waits for an answer"
)
def desk(request: Asked) -> list[DataRequestOut]:
    """For the platform's staff, oldest first. What was written is read one by one."""
    return [_shown(row) for row in queries.desk(by=request.actor)]


@router.post("/own-data/requests", response={201: DataRequestOut}, summary="Ask about your data")
def ask(request: Asked, said: RequestIn) -> Status[DataRequestOut]:
    """The platform answers by the duty's last moment, or the silence is on its record."""
    row = actions.ask(
        by=request.actor, kind=said.kind, words=said.words, at=request.now, master=_master()
    )
    return Status(201, _shown(row))


@clear.post(
    "/data-requests/{ref}/words", response=WrittenOut, summary="Read what was written",
    openapi_extra=NEVER_KEPT,
)  # fmt: skip
def written(request: Asked, ref: str) -> WrittenOut:
    """To its author, and to whoever has to answer it; that it was read is recorded."""
    said = actions.read(by=request.actor, request=ref, at=request.now, master=_master())
    return WrittenOut(words=said)


@router.post("/data-requests/{ref}/answer", response=DataRequestOut, summary="Answer a request")
def answer(request: Asked, ref: str, said: AnswerIn) -> DataRequestOut:
    """For the platform's staff. A refusal has its reason."""
    row = actions.answer(
        by=request.actor, request=ref, act=said.act, words=said.words, at=request.now
    )
    return _shown(row)


@router.post("/own-data/consents/juror/withdraw", response=OwnDataOut, summary="Take consent back")
def withdraw(request: Asked) -> OwnDataOut:
    """You are drawn as a juror no more. What was done before stands."""
    actions.withdraw_consent(by=request.actor, at=request.now)
    return read(request)


@router.get("/own-data/erasure", response=list[FateOut], summary="What would go, and what stays?")
def fates(request: Asked) -> list[FateOut]:
    """Order by order, with the article and the day. Nothing is changed by asking."""
    return [
        FateOut(
            order=fate.order.id, outcome=fate.answer.value, cites=str(fate.answer.cites),
            kept_until=fate.until if fate.must_stay else None,
            kept_under=str(fate.kept.cites) if fate.must_stay else None,
            something_owed=fate.is_open,
        )
        for fate in queries.fates(by=request.actor, at=request.now)
    ]  # fmt: skip


@router.post("/own-data/erasure", response={201: DataRequestOut}, summary="Erase what may go")
def erase(request: Asked) -> Status[DataRequestOut]:
    """At once, by rule; for what the law keeps the erasure is owed on its day (`duties`)."""
    return Status(201, _shown(erasing.erase(by=request.actor, at=request.now)))


@router.post("/account/close", response=DataRequestOut, summary="Close your account")
def close(request: Asked) -> DataRequestOut:
    """For consumers to whom and by whom nothing is owed. Keys and sessions end with it."""
    return _shown(erasing.close(by=request.actor, at=request.now))


def _held(each: Any) -> HeldOut:
    return HeldOut(
        name=each.category.name, words=words(each.category.words),
        purpose=words(each.category.purpose), seen_by=words(each.category.seen_by),
        count=each.count, lawful=each.ground.value if each.ground.is_known else None,
        ground_words=words(each.category.ground_words), ground=str(each.ground.cites), kept_until=each.kept.value if each.kept else None,
        cites=str((each.kept or each.now).cites),
    )  # fmt: skip


def _shown(row: Any) -> DataRequestOut:
    return DataRequestOut(
        id=row.id, kind=row.kind, kind_words=words(KINDS[row.kind]), state=row.state,
        state_words=words(DATA_REQUEST.names[row.state]), asked_at=moment(row.asked_at),
        ended_at=moment_or_none(row.ended_at), answer=row.answer, duties=open_duties(row.id),
    )  # fmt: skip


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)
