"""The help desk: conversations about orders and cases, and the queues of those who answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Field, Router, Schema

from gongdao.interfaces import talks
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    After,
    DutyOut,
    In,
    Limit,
    Page,
    WordsOut,
    moment,
    moment_or_none,
    open_duties,
    page,
    words,
)
from gongdao.stages.orders.conversations import actions, canned, queries
from gongdao.stages.orders.conversations.digest import digest
from gongdao.stages.orders.conversations.states import ENQUIRY
from gongdao.stages.orders.conversations.translation import written_in

router = Router(tags=["conversations"])


class TextIn(In):
    """What is said, in the writer's own language."""

    text: str = Field(min_length=1, max_length=actions.TEXT_MOST)


class MessageOut(Schema):
    """One message, as written; its digest is what the evidence holds of it."""

    id: str
    by: str
    text: str
    language: str
    digest: str
    at: datetime


class EnquiryOut(Schema):
    """A question of the buyer, and where it stands."""

    id: str
    about: str
    merchant: str
    state: str
    state_words: WordsOut
    asked_at: datetime
    handed_over_at: datetime | None
    handed_over_by: str
    taken_by: str
    ended_at: datetime | None


class ConversationOut(Schema):
    """Everything said about an order or a case, and what waits for an answer."""

    about: str
    messages: list[MessageOut]
    waiting: EnquiryOut | None
    duties: list[DutyOut]


class LoadOut(Schema):
    """How much waits with whom. An empty `who` is the platform's staff, before anybody took it."""

    who: str
    count: int
    oldest: datetime


class CannedOut(Schema):
    """An answer that fits the question, to be sent by a person."""

    name: str
    says: WordsOut
    cites: str


@router.get("/conversations", response=Page[EnquiryOut], summary="What is there to answer?")
def queue(request: Asked, limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """The caller's queue, oldest first: a merchant's own, and for staff what was handed over."""
    rows = queries.queue(by=request.actor, after=after, most=limit + 1)
    return page(rows, limit=limit, shown=_enquiry, cursor=lambda row: row.id)


@router.get("/conversations/workload", response=list[LoadOut], summary="Who has how much?")
def workload(request: Asked) -> list[LoadOut]:
    """How much waits with each merchant and each member of the staff, and since when."""
    rows = queries.workload(by=request.actor)
    return [LoadOut(who=r.who, count=r.count, oldest=moment(r.oldest)) for r in rows]


@router.get("/conversations/canned", response=list[CannedOut], summary="Which answers fit?")
def fitting(request: Asked, question: str) -> list[CannedOut]:  # noqa: ARG001
    """Answers with their articles, by the words of a question."""
    found = canned.offered(question)
    return [CannedOut(name=c.name, says=words(c.says), cites=c.cites) for c in found]


@router.get("/conversations/{about}", response=ConversationOut, summary="Read a conversation")
def read(request: Asked, about: str) -> ConversationOut:
    """What was said about an order (`ord_…`) or a case (`dsp_…`), oldest first."""
    topic = talks.topic(about, by=request.actor)
    row = queries.about(topic.about, by=request.actor)
    waits = queries.open_one(row)
    return ConversationOut(
        about=topic.about,
        messages=[_message(each) for each in queries.said_in(row, by=request.actor)],
        waiting=_enquiry(waits) if waits else None,
        duties=open_duties(topic.about, subject=waits.id) if waits else [],
    )


@router.post("/conversations/{about}/messages", response=ConversationOut, summary="Say something")
def say(request: Asked, about: str, said: TextIn) -> ConversationOut:
    """The buyer's words ask and start the time to answer; the others' answer."""
    topic = talks.topic(about, by=request.actor)
    actions.say(by=request.actor, topic=topic, text=said.text, at=request.now)
    return read(request, about)


@router.post(
    "/conversations/{about}/hand_over",
    response=ConversationOut,
    summary="Hand over to the platform",
)
def hand_over(request: Asked, about: str) -> ConversationOut:
    """From now on the platform's staff owe the answer."""
    topic = talks.topic(about, by=request.actor)
    actions.hand_over(by=request.actor, topic=topic, at=request.now)
    return read(request, about)


@router.post(
    "/conversations/{about}/withdraw", response=ConversationOut, summary="No answer needed"
)
def withdraw(request: Asked, about: str) -> ConversationOut:
    """The buyer needs no answer any more."""
    topic = talks.topic(about, by=request.actor)
    actions.withdraw(by=request.actor, topic=topic, at=request.now)
    return read(request, about)


@router.post("/enquiries/{enquiry}/take", response=EnquiryOut, summary="Take an enquiry")
def take(request: Asked, enquiry: str) -> EnquiryOut:
    """A member of the staff takes what was handed over."""
    return _enquiry(actions.take(by=request.actor, enquiry=enquiry, at=request.now))


def _message(row: Any) -> MessageOut:
    return MessageOut(
        id=row.id, by=row.by, text=row.zh, language=written_in(row.zh),
        digest=digest(row.zh), at=moment(row.at),
    )  # fmt: skip


def _enquiry(row: Any) -> EnquiryOut:
    return EnquiryOut(
        id=row.id, about=row.conversation.about, merchant=row.merchant, state=row.state,
        state_words=words(ENQUIRY.names[row.state]), asked_at=moment(row.asked_at),
        handed_over_at=moment_or_none(row.handed_over_at), handed_over_by=row.handed_over_by,
        taken_by=row.taken_by, ended_at=moment_or_none(row.ended_at),
    )  # fmt: skip
