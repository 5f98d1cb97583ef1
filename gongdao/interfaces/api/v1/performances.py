"""Services in acts, digital content under seal, pre-orders given up, credit notes (S10, S16)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from ninja import Router, Schema, Status
from pydantic import Field, StrictBool, StrictInt

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    In,
    MoneyOut,
    WordsOut,
    moment,
    moment_or_none,
    money,
    number,
    numbered,
    words,
)
from gongdao.kernel.money import Money
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.delivery.handing import actions as handing
from gongdao.stages.delivery.performing import actions as performing
from gongdao.stages.delivery.states import HANDOVER, PERFORMANCE
from gongdao.stages.escrow.preorders import actions as preorders
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.invoicing import actions as invoicing
from gongdao.stages.orders.invoicing import queries as invoices
from gongdao.stages.orders.states import CREDIT_NOTE

router = Router(tags=["performances"])


class ReportIn(In):
    """So many acts of a line were done, and when (now, if nothing is said)."""

    line: str = Field(max_length=31)
    acts: StrictInt = Field(1, ge=1, le=10_000)
    words: str = Field("", max_length=performing.WORDS_MOST)
    done_at: datetime | None = None


class ObjectionIn(In):
    """What was not done."""

    words: str = Field(min_length=1, max_length=performing.WORDS_MOST)


class PerformanceOut(Schema):
    """Acts that the merchant reported, and how the buyer or silence answered."""

    id: str
    order: str
    line: str
    acts: int
    words: str
    objection: str
    done_at: datetime
    state: str
    state_words: WordsOut


class HandoverIn(In):
    """A key or link for so many pieces of a line. It is sealed at once and never shown but to the buyer."""

    line: str = Field(max_length=31)
    pieces: StrictInt = Field(1, ge=1, le=10_000)
    secret: str = Field(min_length=4, max_length=2_000)


class OpeningIn(In):
    """The buyer's express word: once opened, it cannot go back without a reason."""

    confirmed: StrictBool = False


class HandoverOut(Schema):
    """Digital content handed over; what it is stays sealed."""

    id: str
    order: str
    line: str
    pieces: int
    handed_at: datetime
    received_at: datetime | None
    opened_at: datetime | None
    state: str
    state_words: WordsOut


class SecretOut(Schema):
    """The key or link in clear. The reply is not kept."""

    secret: str


class NoteIn(In):
    """The number of a credit note."""

    number: str = Field(min_length=1, max_length=40)


class NoteOut(Schema):
    """A credit note: what was refunded after the invoice was issued."""

    id: str
    order: str
    amount: MoneyOut
    number: str
    state: str
    state_words: WordsOut


class SettledOut(Schema):
    """A pre-order that was given up."""

    order: str
    state: str


@router.post(
    "/orders/{order}/performances", response={201: PerformanceOut}, summary="Report a service done"
)
def report(request: Asked, order: str, said: ReportIn) -> Status[PerformanceOut]:
    """The buyer confirms or objects in time; silence confirms."""
    row = performing.report(
        by=request.actor, order=order, line=number("lin", said.line), acts=said.acts,
        words=said.words, done_at=said.done_at or request.now, at=request.now,
    )  # fmt: skip
    return Status(201, _performance(row))


@router.get(
    "/orders/{order}/performances", response=list[PerformanceOut], summary="What was reported done"
)
def performances(request: Asked, order: str) -> list[PerformanceOut]:
    """Oldest first."""
    row = orders.see(order, by=request.actor)
    return [_performance(each) for each in delivery.performances(row.id)]


@router.post(
    "/performances/{performance}/accept",
    response=PerformanceOut,
    summary="Confirm that it was done",
)
def accept(request: Asked, performance: str) -> PerformanceOut:
    """Once all acts are confirmed, the service counts as received."""
    return _performance(
        performing.accept(by=request.actor, performance=performance, at=request.now)
    )


@router.post(
    "/performances/{performance}/object",
    response=PerformanceOut,
    summary="Say that it was not done",
)
def contest(request: Asked, performance: str, said: ObjectionIn) -> PerformanceOut:
    """The merchant does it, or the money comes back."""
    row = performing.contest(
        by=request.actor, performance=performance, words=said.words, at=request.now
    )
    return _performance(row)


@router.post(
    "/orders/{order}/handovers", response={201: HandoverOut}, summary="Hand over digital content"
)
def hand_over(request: Asked, order: str, said: HandoverIn) -> Status[HandoverOut]:
    """Sealed under a key of its own; nobody but the buyer opens it."""
    row = handing.hand_over(
        by=request.actor, order=order, line=number("lin", said.line), pieces=said.pieces,
        secret=said.secret, at=request.now, master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    return Status(201, HandoverOut(**_handover(row)))


@router.get("/orders/{order}/handovers", response=list[HandoverOut], summary="What was handed over")
def handovers(request: Asked, order: str) -> list[HandoverOut]:
    """Oldest first."""
    row = orders.see(order, by=request.actor)
    return [HandoverOut(**_handover(each)) for each in delivery.handovers(row.id)]


@router.post("/handovers/{handover}/open", response=HandoverOut, summary="Open digital content")
def open_it(request: Asked, handover: str, said: OpeningIn) -> HandoverOut:
    """Its receipt, and the end of the right to return: needs `confirmed`."""
    row = handing.open_it(
        by=request.actor, handover=handover, confirmed=said.confirmed, at=request.now
    )
    return HandoverOut(**_handover(row))


@router.get("/handovers/{handover}/secret", response=SecretOut, summary="Read what was opened")
def read(request: Asked, handover: str) -> SecretOut:
    """For the buyer alone, once opened; every reading becomes evidence. The reply is not kept."""
    secret = handing.read(
        by=request.actor, handover=handover, at=request.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    return SecretOut(secret=secret)


@router.post("/orders/{order}/give-up", response=SettledOut, summary="Give a pre-order up")
def give_up(request: Asked, order: str) -> SettledOut:
    """Earnest money is lost by law; what is none comes back at once."""
    row = preorders.give_up(by=request.actor, order=order, at=request.now)
    return SettledOut(order=row.id, state=row.state)


@router.get(
    "/orders/{order}/credit-notes", response=list[NoteOut], summary="Credit notes of an order"
)
def credit_notes(request: Asked, order: str) -> list[NoteOut]:
    """Oldest first."""
    row = orders.see(order, by=request.actor)
    return [_note(each, row.currency) for each in invoices.credit_notes(row.id)]


@router.post("/credit-notes/{note}/issue", response=NoteOut, summary="Issue a credit note")
def issue_credit_note(request: Asked, note: str, said: NoteIn) -> NoteOut:
    """The merchant says its number."""
    row = invoicing.issue_credit_note(
        by=request.actor, note=note, number=said.number, at=request.now
    )
    return _note(row, row.invoice.order.currency)


def _performance(row: Any) -> PerformanceOut:
    return PerformanceOut(
        id=row.id, order=row.order_id, line=numbered("lin", row.line_id), acts=row.acts,
        words=row.words, objection=row.objection, done_at=moment(row.done_at), state=row.state,
        state_words=words(PERFORMANCE.names[row.state]),
    )  # fmt: skip


def _handover(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "order": row.order_id,
        "line": numbered("lin", row.line_id),
        "pieces": row.pieces,
        "handed_at": moment(row.handed_at),
        "received_at": moment_or_none(row.received_at),
        "opened_at": moment_or_none(row.opened_at),
        "state": row.state,
        "state_words": words(HANDOVER.names[row.state]),
    }


def _note(row: Any, currency: str) -> NoteOut:
    return NoteOut(
        id=row.id, order=row.invoice_id, amount=money(Money(currency, row.amount_minor)),
        number=row.number, state=row.state, state_words=words(CREDIT_NOTE.names[row.state]),
    )  # fmt: skip
