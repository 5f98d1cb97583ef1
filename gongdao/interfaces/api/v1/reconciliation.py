"""Does our book say what the gateways say? Files, breaks, chargebacks, rates (S11)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces import gateways
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    After,
    In,
    Limit,
    MoneyIn,
    MoneyOut,
    Page,
    WordsOut,
    moment,
    moment_or_none,
    money,
    page,
    words,
)
from gongdao.kernel.money import Money, parse
from gongdao.kernel.ref import expect
from gongdao.stages.escrow.accounts import actions as accounts
from gongdao.stages.escrow.instructions import queries as instructions
from gongdao.stages.escrow.matching import actions, chargebacks, queries
from gongdao.stages.escrow.states import BREAK, CHARGEBACK, INSTRUCTION

router = Router(tags=["reconciliation"])

FILE_MOST = 1_500_000
Told = Literal["queued", "sent", "confirmed", "failed", "given_up", "by_hand"]
"""The states of an instruction, for whoever asks for one."""


class GatewayFileIn(In):
    """A gateway's daily file, as it came."""

    file: str = Field(max_length=FILE_MOST)


class GatewayFileOut(Schema):
    """A day that was matched."""

    id: str
    gateway: str
    day: date
    rows: int
    matched: int
    at: datetime


class BreakOut(Schema):
    """A movement that does not fit, and what became of it."""

    id: str
    kind: str
    gateway: str
    day: date
    reference: str
    ours: MoneyOut
    theirs: MoneyOut
    difference: MoneyOut
    state: str
    state_words: WordsOut
    explanation: str
    explained_by: str | None
    resolved_by: str | None
    opened_at: datetime
    ended_at: datetime | None


class ExplanationIn(In):
    """What happened."""

    explanation: str = Field(max_length=400)


class ResolutionIn(In):
    """Where the difference is booked; `buyer` and `payable` need to be told whose."""

    counter: str = Field(max_length=20, examples=list(actions.COUNTERS))
    owner: str = Field("", max_length=31)


class ChargebackOut(Schema):
    """A payment that the buyer's bank took back."""

    id: str
    payment: str
    order: str
    amount: MoneyOut
    reason: str
    state: str
    state_words: WordsOut
    opened_at: datetime
    ended_at: datetime | None


class InstructionOut(Schema):
    """Money on its way back through a gateway, or a payment that is called off there."""

    id: str
    kind: str
    gateway: str
    about: str
    payment: str
    amount: MoneyOut
    state: str
    state_words: WordsOut
    tries: int
    answer: str
    made_at: datetime
    next_at: datetime | None
    sent_at: datetime | None
    ended_at: datetime | None


class RateIn(In):
    """What one unit of `base` costs in `quote`, and who says so."""

    base: str = Field(max_length=8, examples=["EUR"])
    quote: str = Field(max_length=8, examples=["CNY"])
    rate: str = Field(max_length=24, examples=["7.8143"])
    source: str = Field(min_length=1, max_length=40, examples=["PBOC"])


class RateOut(RateIn):
    """A rate that is booked."""

    id: str
    at: datetime


class ExchangeIn(In):
    """Which money of a merchant's account changes into which currency."""

    amount: MoneyIn
    into: str = Field(max_length=8, examples=["CNY"])


@router.post("/gateway-files", response={201: GatewayFileOut}, summary="Match a gateway's day")
def take_in(request: Asked, said: GatewayFileIn) -> Status[GatewayFileOut]:
    """The same file again is harmless. What does not fit becomes a break."""
    name = said.file.split("\n", 2)[1].partition(",")[0] if said.file.count("\n") > 1 else ""
    file = gateways.gateway(name).settlement_file(said.file)
    row = actions.take_in(by=request.actor, file=file, at=request.now)
    return Status(201, _file(row))


@router.get("/gateway-files", response=list[GatewayFileOut], summary="The days that were matched")
def files(request: Asked) -> list[GatewayFileOut]:
    """The last files, newest day first."""
    return [_file(row) for row in queries.files(by=request.actor)]


@router.get("/breaks", response=Page[BreakOut], summary="What does not fit")
def breaks(request: Asked, limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """Every break, newest first."""
    rows = queries.breaks(by=request.actor, after=after, most=limit + 1)
    return page(rows, limit=limit, shown=_break, cursor=lambda row: row.id)


@router.post("/breaks/{broken}/explain", response=BreakOut, summary="Explain a break")
def explain(request: Asked, broken: str, said: ExplanationIn) -> BreakOut:
    """Say what happened."""
    row = actions.explain(
        by=request.actor, broken=broken, explanation=said.explanation, at=request.now
    )
    return _break(row)


@router.post("/breaks/{broken}/resolve", response=BreakOut, summary="Resolve a break")
def resolve(request: Asked, broken: str, said: ResolutionIn) -> BreakOut:
    """Book the difference where it belongs. Never by the one who explained it."""
    row = actions.resolve(
        by=request.actor, broken=broken, counter=said.counter, owner=said.owner, at=request.now
    )
    return _break(row)


@router.get("/instructions", response=Page[InstructionOut], summary="What gateways were told")
def told(
    request: Asked, limit: Limit = 20, after: After = "", state: Told | None = None
) -> dict[str, Any]:
    """Instructions, newest first: those in one state, or every one that is not confirmed."""
    states = (state,) if state else ()
    rows = instructions.listed(by=request.actor, after=after, most=limit + 1, states=states)
    return page(rows, limit=limit, shown=instruction, cursor=lambda row: row.id)


@router.get("/chargebacks", response=list[ChargebackOut], summary="Payments taken back by banks")
def all_chargebacks(request: Asked) -> list[ChargebackOut]:
    """The last chargebacks, newest first."""
    return [_chargeback(row) for row in queries.chargebacks(by=request.actor)]


@router.post(
    "/chargebacks/{chargeback}/{act}", response=ChargebackOut, summary="Answer a chargeback"
)
def answer(
    request: Asked, chargeback: str, act: Literal["contest", "concede", "win", "lose"]
) -> ChargebackOut:
    """Contest or concede it; or note how the bank decided."""
    does = chargebacks.end if act in ("win", "lose") else chargebacks.answer
    return _chargeback(does(by=request.actor, chargeback=chargeback, act=act, at=request.now))


@router.post("/rates", response={201: RateOut}, summary="Book a rate of exchange")
def book_rate(request: Asked, said: RateIn) -> Status[RateOut]:
    """Rates are added, never changed; the last one before a conversion counts."""
    base, quote = (parse("0", currency=c).currency for c in (said.base, said.quote))
    row = accounts.name_rate(
        by=request.actor, base=base, quote=quote, rate=said.rate, source=said.source,
        at=request.now,
    )  # fmt: skip
    return Status(
        201,
        RateOut(
            id=row.id, base=row.base, quote=row.quote, rate=said.rate, source=row.source,
            at=moment(row.at),
        ),
    )  # fmt: skip


@router.post("/merchants/{merchant}/exchanges", response=MoneyOut, summary="Change a currency")
def exchange(request: Asked, merchant: str, said: ExchangeIn) -> MoneyOut:
    """At the rate booked last. Returns what the merchant has got for it."""
    into = parse("0", currency=said.into).currency
    got = accounts.change(
        by=request.actor, merchant=expect("pty", merchant), amount=said.amount.read(), into=into,
        at=request.now,
    )  # fmt: skip
    return money(got)


def _file(row: Any) -> GatewayFileOut:
    return GatewayFileOut(
        id=row.id, gateway=row.gateway, day=row.day, rows=row.rows, matched=row.matched,
        at=moment(row.at),
    )  # fmt: skip


def _break(row: Any) -> BreakOut:
    return BreakOut(
        id=row.id,
        kind=row.kind,
        gateway=row.gateway,
        day=row.day,
        reference=row.reference,
        ours=money(Money(row.currency, row.ours_minor)),
        theirs=money(Money(row.currency, row.theirs_minor)),
        difference=money(row.difference),
        state=row.state,
        state_words=words(BREAK.names[row.state]),
        explanation=row.explanation,
        explained_by=row.explained_by or None,
        resolved_by=row.resolved_by or None,
        opened_at=moment(row.opened_at),
        ended_at=moment_or_none(row.ended_at),
    )


def instruction(row: Any) -> InstructionOut:
    """An instruction as we show it."""
    return InstructionOut(
        id=row.id, kind=row.kind, gateway=row.gateway, about=row.subject, payment=row.payment,
        amount=money(row.amount), state=row.state, state_words=words(INSTRUCTION.names[row.state]),
        tries=row.tries, answer=row.answer, made_at=moment(row.made_at),
        next_at=moment_or_none(row.next_at), sent_at=moment_or_none(row.sent_at),
        ended_at=moment_or_none(row.ended_at),
    )  # fmt: skip


def _chargeback(row: Any) -> ChargebackOut:
    return ChargebackOut(
        id=row.id,
        payment=row.payment_id,
        order=row.payment.order_id,
        amount=money(row.amount),
        reason=row.reason,
        state=row.state,
        state_words=words(CHARGEBACK.names[row.state]),
        opened_at=moment(row.opened_at),
        ended_at=moment_or_none(row.ended_at),
    )
