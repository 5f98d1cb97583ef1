"""Guarantees and repairs: until when, which remedy, and each step with what is owed next (S18)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from ninja import Router, Schema, Status
from pydantic import Field, StrictInt

from gongdao.interfaces.api import allowed
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    DutyOut,
    In,
    MoneyOut,
    WordsOut,
    moment,
    moment_or_none,
    money,
    number,
    numbered,
    open_duties,
    words,
)
from gongdao.interfaces.guarantees import of_order as guarantees_of
from gongdao.stages.aftersales.promises import actions as promising
from gongdao.stages.aftersales.repairs import actions, queries
from gongdao.stages.aftersales.states import REPAIR
from gongdao.stages.orders import queries as orders

router = Router(tags=["repairs"])


class PromiseIn(In):
    """Months of guarantee of a listing, or by how much it extends another's."""

    kind: Literal["own", "extension"] = "own"
    months: StrictInt = Field(examples=[12])


class PromiseOut(Schema):
    """A promise. It counts for contracts concluded after it."""

    listing: str
    kind: str
    months: int
    at: datetime


class ExtendIn(In):
    """The thing that a longer guarantee shall cover."""

    order: str = Field(max_length=31)
    line: str = Field(max_length=31, examples=["lin_17"])


class ExtendedOut(Schema):
    """A longer guarantee on a thing."""

    line: str
    months: int


class GuaranteeOut(Schema):
    """One piece: until when it is guaranteed, under which article, and what may be asked for at most."""

    line: str
    piece: int
    title: WordsOut
    until: date
    cites: str
    because: WordsOut
    open: bool
    remedy: str
    remedy_cites: str


class RepairIn(In):
    """What is wrong with which piece, and what the buyer wants."""

    line: str = Field(max_length=31, examples=["lin_17"])
    piece: StrictInt = 1
    fault: str = Field(max_length=actions.WORDS_MOST, examples=["It does not switch on."])
    wish: Literal["repair", "replace", "refund"] = "repair"


class WordsIn(In):
    """Words that go with a step: why it is refused, which parts, what was done."""

    words: str = Field(max_length=actions.WORDS_MOST)


class RepairOut(Schema):
    """A repair, what is owed now, and what the caller may do."""

    id: str
    order: str
    line: str
    piece: int
    state: str
    state_words: WordsOut
    process: int
    wish: str
    fault: str
    covered_until: date
    cites: str
    worth: MoneyOut
    asked_at: datetime
    handed_in_at: datetime | None
    back_at: datetime | None
    ended_at: datetime | None
    parts_lacking: str
    work_done: str
    spare: str
    refusal: str
    duties: list[DutyOut]
    allowed_actions: list[str]


@router.post("/listings/{listing}/promises", response={201: PromiseOut}, summary="Promise months")
def promise(request: Asked, listing: str, said: PromiseIn) -> Status[PromiseOut]:
    """The merchant promises; who bought before keeps what was promised then."""
    row = promising.promise(
        by=request.actor, listing=listing, kind=said.kind, months=said.months, at=request.now
    )
    made = PromiseOut(listing=row.listing_id, kind=row.kind, months=row.months, at=moment(row.at))
    return Status(201, made)


@router.post(
    "/orders/{order}/extend", response={201: ExtendedOut}, summary="Use a longer guarantee"
)
def extend(request: Asked, order: str, said: ExtendIn) -> Status[ExtendedOut]:
    """Put the longer guarantee bought with this order on a thing of another."""
    row = promising.extend(
        by=request.actor, order=order, covers=number("lin", said.line), covered_order=said.order,
        at=request.now,
    )  # fmt: skip
    return Status(201, ExtendedOut(line=numbered("lin", row.covers_id), months=row.months))


@router.get("/orders/{order}/guarantees", response=list[GuaranteeOut], summary="Until when?")
def guarantees(request: Asked, order: str) -> list[GuaranteeOut]:
    """Each piece of a delivered order, until when it is guaranteed, and under which article."""
    row = orders.see(order, by=request.actor)
    return [
        GuaranteeOut(
            line=numbered("lin", one.line.id), piece=one.piece, title=words(one.title),
            until=one.until, cites=str(one.cites), because=words(one.because), open=one.open,
            remedy=one.remedy, remedy_cites=str(one.remedy_cites),
        )
        for one in guarantees_of(row, at=request.now)
    ]  # fmt: skip


@router.post("/orders/{order}/repairs", response={201: RepairOut}, summary="Ask for a repair")
def ask(request: Asked, order: str, said: RepairIn) -> Status[RepairOut]:
    """Say what is wrong. What the law does not give (yet) is refused with the article."""
    row = actions.ask(
        by=request.actor, order=order, line=number("lin", said.line), piece=said.piece,
        fault=said.fault, wish=said.wish, at=request.now,
    )  # fmt: skip
    return Status(201, read(request, row.id))


@router.get("/orders/{order}/repairs", response=list[RepairOut], summary="The repairs of an order")
def of_order(request: Asked, order: str) -> list[RepairOut]:
    """The service record of an order, oldest first."""
    row = orders.see(order, by=request.actor)
    found = queries.of_orders([row.id])
    return [_shown(each, request) for line in sorted(found) for each in found[line]]


@router.get("/repairs/{repair}", response=RepairOut, summary="Read a repair")
def read(request: Asked, repair: str) -> RepairOut:
    """How a repair stands."""
    return _shown(queries.see(repair, by=request.actor), request)


@router.post("/repairs/{repair}/accept", response=RepairOut, summary="Accept a repair")
def accept(request: Asked, repair: str) -> RepairOut:
    """The merchant will repair; silence says the same."""
    return _step(request, repair, actions.accept)


@router.post("/repairs/{repair}/refuse", response=RepairOut, summary="Refuse a repair")
def refuse(request: Asked, repair: str, said: WordsIn) -> RepairOut:
    """The merchant refuses and says why; the buyer may complain."""
    return _step(request, repair, actions.refuse, words=said.words)


@router.post("/repairs/{repair}/withdraw", response=RepairOut, summary="Withdraw a repair")
def withdraw(request: Asked, repair: str) -> RepairOut:
    """The buyer lets it be."""
    return _step(request, repair, actions.withdraw)


@router.post("/repairs/{repair}/hand-in", response=RepairOut, summary="Hand a thing in")
def hand_in(request: Asked, repair: str) -> RepairOut:
    """The repairer has it: the guarantee stands still, the time to repair runs."""
    return _step(request, repair, actions.hand_in)


@router.post("/repairs/{repair}/wait-for-parts", response=RepairOut, summary="Wait for parts")
def wait_for_parts(request: Asked, repair: str, said: WordsIn) -> RepairOut:
    """Parts are lacking; the longer time is counted from the day it was handed in."""
    return _step(request, repair, actions.wait_for_parts, parts=said.words)


@router.post("/repairs/{repair}/lend", response=RepairOut, summary="Lend a spare")
def lend(request: Asked, repair: str, said: WordsIn) -> RepairOut:
    """The buyer gets a spare unit for the time of the repair."""
    return _step(request, repair, actions.lend, spare=said.words)


@router.post("/repairs/{repair}/hand-back", response=RepairOut, summary="Hand a thing back")
def hand_back(request: Asked, repair: str, said: WordsIn) -> RepairOut:
    """It is back with the buyer, with a record of what was done."""
    return _step(request, repair, actions.hand_back, work=said.words)


@router.post("/repairs/{repair}/confirm", response=RepairOut, summary="Confirm a repair")
def confirm(request: Asked, repair: str) -> RepairOut:
    """It works again."""
    return _step(request, repair, actions.confirm)


@router.post("/repairs/{repair}/fail-again", response=RepairOut, summary="Not mended")
def fail_again(request: Asked, repair: str, said: WordsIn) -> RepairOut:
    """It was not mended: the case that goes on from here, a further repair or a replacement."""
    row = actions.fail_again(by=request.actor, repair=repair, fault=said.words, at=request.now)
    return read(request, row.id)


@router.post("/repairs/{repair}/give-up", response=RepairOut, summary="Give a repair up")
def give_up(request: Asked, repair: str, said: WordsIn) -> RepairOut:
    """It cannot be mended: it is replaced, or the price goes back."""
    return _step(request, repair, actions.give_up, words=said.words)


@router.post("/repairs/{repair}/replace", response=RepairOut, summary="Replace a thing")
def replace(request: Asked, repair: str) -> RepairOut:
    """The buyer has another one, and a guarantee that begins anew."""
    return _step(request, repair, actions.replace)


@router.post("/repairs/{repair}/refund", response=RepairOut, summary="Refund a thing")
def refund(request: Asked, repair: str) -> RepairOut:
    """The price of the piece goes back."""
    return _step(request, repair, actions.refund)


def _step(request: Asked, repair: str, act: Callable[..., Any], **said: str) -> RepairOut:
    act(by=request.actor, repair=repair, at=request.now, **said)
    return read(request, repair)


def _shown(row: Any, request: Asked) -> RepairOut:
    return RepairOut(
        id=row.id,
        order=row.order_id,
        line=numbered("lin", row.line_id),
        piece=row.piece,
        state=row.state,
        state_words=words(REPAIR.names[row.state]),
        process=row.process,
        wish=row.wish,
        fault=row.fault,
        covered_until=row.covered_until,
        cites=row.cites,
        worth=money(row.worth),
        asked_at=moment(row.asked_at),
        handed_in_at=moment_or_none(row.handed_in_at),
        back_at=moment_or_none(row.back_at),
        ended_at=moment_or_none(row.ended_at),
        parts_lacking=row.parts_lacking,
        work_done=row.work_done,
        spare=row.spare,
        refusal=row.refusal,
        duties=open_duties(row.order_id, subject=row.id),
        allowed_actions=allowed.of_repair(row, by=request.actor),
    )
