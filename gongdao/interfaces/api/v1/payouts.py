"""Paying merchants out, and what they have with us (S11)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictInt

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
from gongdao.stages.escrow.payouts import actions, bankfile, queries
from gongdao.stages.escrow.states import PAYOUT

router = Router(tags=["payouts"])

FILE_MOST = 1_500_000
Movements = Annotated[
    str, Field(pattern=r"^([0-9]{1,18}\.[0-9]{1,4})?$", description="`next` of the page before.")
]


class RunIn(In):
    """In which currency to pay out; the marketplace's own, unless one is named."""

    currency: str | None = Field(None, max_length=8, examples=["CNY"])


class SkippedOut(Schema):
    """A merchant that got nothing in a run: below_zero, frozen or suspended."""

    merchant: str
    why: str
    amount: MoneyOut


class RunOut(Schema):
    """One round of payouts."""

    id: str
    currency: str
    run_by: str
    at: datetime
    skipped: list[SkippedOut]


class PayoutOut(Schema):
    """What one merchant gets in one run."""

    id: str
    run: str
    merchant: str
    amount: MoneyOut
    state: str
    state_words: WordsOut
    proposed_at: datetime
    approved_by: str | None
    ended_at: datetime | None
    why: str


class SentOut(Schema):
    """What went to the bank, and the file for it."""

    payouts: list[PayoutOut]
    file: str = Field(description="CSV: payout, payee, amount, currency.")


class ReasonIn(In):
    """Why."""

    reason: str = Field(max_length=200)


class BankFileIn(In):
    """The bank's file: CSV with payout, outcome (paid or failed), amount, currency, reason."""

    file: str = Field(max_length=FILE_MOST)


class TermsIn(In):
    """What is kept in reserve of each release, and why payouts stop; an empty reason lets them go on."""

    reserve_percent: StrictInt
    frozen_why: str = Field("", max_length=200)


class TopUpIn(In):
    """What a merchant pays in; the key is the number of its transfer, so that it counts once."""

    amount: MoneyIn
    key: str = Field(min_length=1, max_length=60, pattern=r"^[A-Za-z0-9._-]+$")


class MovementOut(Schema):
    """One line of a statement: in is positive, out is negative."""

    at: datetime
    why: str
    subject: str
    cites: str
    amount: MoneyOut


@router.post("/payout-runs", response={201: RunOut}, summary="Propose payouts")
def run(request: Asked, said: RunIn) -> Status[RunOut]:
    """A payout for every merchant that has money with us; who is left out is named, with the reason."""
    currency = parse("0", currency=said.currency or request.market.currency).currency
    return Status(201, _run(actions.run(by=request.actor, currency=currency, at=request.now)))


@router.get("/payout-runs", response=Page[RunOut], summary="The runs, newest first")
def runs(request: Asked, limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """Every round of payouts."""
    rows = queries.runs(by=request.actor, after=after, most=limit + 1)
    return page(rows, limit=limit, shown=_run, cursor=lambda row: row.id)


@router.post("/payout-runs/{run}/send", response=SentOut, summary="Send a run to the bank")
def send(request: Asked, run: str) -> SentOut:
    """What is approved of a run, and the file for the bank."""
    sent = actions.send(by=request.actor, run=run, at=request.now)
    return SentOut(payouts=[shown(row) for row in sent], file=bankfile.written(sent))


@router.post("/payouts/bank-file", response=list[PayoutOut], summary="Hear the bank")
def hear(request: Asked, said: BankFileIn) -> list[PayoutOut]:
    """What the bank says became of payouts. The same file twice changes nothing."""
    heard = actions.hear(by=request.actor, words=bankfile.read(said.file), at=request.now)
    return [shown(row) for row in heard]


@router.get("/payouts", response=Page[PayoutOut], summary="My payouts")
def index(request: Asked, limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """The merchant's own payouts, newest first; the platform's staff see everybody's."""
    rows = queries.payouts(by=request.actor, after=after, most=limit + 1)
    return page(rows, limit=limit, shown=shown, cursor=lambda row: row.id)


@router.get("/payouts/{payout}", response=PayoutOut, summary="Read a payout")
def read(request: Asked, payout: str) -> PayoutOut:
    """How a payout stands."""
    return shown(queries.see(payout, by=request.actor))


@router.post("/payouts/{payout}/approve", response=PayoutOut, summary="Approve a payout")
def approve(request: Asked, payout: str) -> PayoutOut:
    """A second member of staff approves what is above the limit."""
    return shown(actions.approve(by=request.actor, payout=payout, at=request.now))


@router.post("/payouts/{payout}/reject", response=PayoutOut, summary="Reject a payout")
def reject(request: Asked, payout: str, said: ReasonIn) -> PayoutOut:
    """The money stands on the merchant's account again."""
    row = actions.reject(by=request.actor, payout=payout, reason=said.reason, at=request.now)
    return shown(row)


@router.post("/merchants/{merchant}/payout-terms", response=TermsIn, summary="Reserve and freeze")
def set_terms(request: Asked, merchant: str, said: TermsIn) -> TermsIn:
    """What is kept in reserve of a merchant's releases, and whether its payouts stop."""
    row = actions.set_terms(
        by=request.actor, merchant=expect("pty", merchant), reserve_percent=said.reserve_percent,
        frozen_why=said.frozen_why, at=request.now,
    )  # fmt: skip
    return TermsIn(reserve_percent=row.reserve_percent, frozen_why=row.frozen_why)


@router.post("/merchants/{merchant}/top-ups", response=MoneyOut, summary="Pay in")
def top_up(request: Asked, merchant: str, said: TopUpIn) -> MoneyOut:
    """What is owed is netted at once, the rest is deposit. Returns what is still owed."""
    owes = accounts.top_up(
        by=request.actor, merchant=expect("pty", merchant), amount=said.amount.read(),
        key=said.key, at=request.now,
    )  # fmt: skip
    return money(owes)


@router.get("/merchants/{merchant}/balances", response=dict[str, MoneyOut], summary="What is there")
def balances(request: Asked, merchant: str) -> dict[str, MoneyOut]:
    """What a merchant has with us: payable, deposit, reserve."""
    stands = queries.stands(
        expect("pty", merchant), by=request.actor, currency=request.market.currency
    )
    return {name.partition(":")[0]: money(amount) for name, amount in stands.items()}


@router.get(
    "/merchants/{merchant}/statement", response=Page[MovementOut], summary="A merchant's statement"
)
def statement(
    request: Asked, merchant: str, account: str = "payable", limit: Limit = 20,
    after: Movements = "",
) -> dict[str, Any]:  # fmt: skip
    """The movements of one account, newest first: payable, deposit or reserve."""
    rows = queries.statement(
        expect("pty", merchant), account, by=request.actor, after=after, most=limit + 1
    )
    return page(rows, limit=limit, shown=_movement, cursor=lambda row: row.cursor)


def shown(row: Any) -> PayoutOut:
    """A payout as we show it."""
    return PayoutOut(
        id=row.id,
        run=row.run_id,
        merchant=row.merchant,
        amount=money(row.amount),
        state=row.state,
        state_words=words(PAYOUT.names[row.state]),
        proposed_at=moment(row.run.at),
        approved_by=row.approved_by or None,
        ended_at=moment_or_none(row.ended_at),
        why=row.why,
    )


def _run(row: Any) -> RunOut:
    skipped = [
        SkippedOut(
            merchant=each["merchant"],
            why=each["why"],
            amount=money(Money(row.currency, each["amount_minor"])),
        )
        for each in row.skipped
    ]
    return RunOut(
        id=row.id, currency=row.currency, run_by=row.run_by, at=moment(row.at), skipped=skipped
    )


def _movement(row: Any) -> MovementOut:
    return MovementOut(
        at=moment(row.at), why=row.why, subject=row.subject, cites=row.cites,
        amount=money(row.amount),
    )  # fmt: skip
