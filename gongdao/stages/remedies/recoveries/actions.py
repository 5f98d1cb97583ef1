"""Recourse: what the fund paid first comes back, is contested, is given up, or is taken when time is up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger.actions import post
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.remedies import facts, queries
from gongdao.stages.remedies.models import Recovery
from gongdao.stages.remedies.states import RECOVERY

WORDS_MOST = 5_000


@transaction.atomic
def settle(*, by: Actor, recovery: str, at: datetime) -> Recovery:
    """The debtor repays at once, by set-off against what the platform holds for it."""
    row = queries.recovery(recovery, by=by)
    side = allow(by, "recovery.pay", marketplace=row.marketplace, debtor=row.debtor)
    move = RECOVERY.move(row.state, "pay", by=side)
    parts, missing = entries.cover(row.amount, queries.debtor_has(row))
    if missing:
        raise Refusal(
            "payment_not_covered",
            f"您在平台的款项不足，还差 {missing}，请先充值保证金。",
            f"What you have with the platform does not suffice; {missing} is missing.",
        )
    _take(row, parts, at)
    _end(row, move.to, at)
    record([_deed(row, by=by.party, at=at, **parts)])
    return row


@transaction.atomic
def contest(*, by: Actor, recovery: str, words: str, at: datetime) -> Recovery:
    """The debtor says why it does not owe this. Its time to repay stands still until the platform decides."""
    row = queries.recovery(recovery, by=by)
    side = allow(by, "recovery.contest", marketplace=row.marketplace, debtor=row.debtor)
    move = RECOVERY.move(row.state, "contest", by=side)
    row.objection, row.state = _said(words), move.to
    row.save(update_fields=["objection", "state"])
    turn(
        done=[Done("recovery", row.id, at, "moot")],
        owed=[_owed("objection", row, by=row.marketplace, to=row.debtor, at=at)],
    )
    record([_deed(row, by=by.party, at=at)])
    return row


@transaction.atomic
def decide(*, by: Actor, recovery: str, upheld: bool, words: str, at: datetime) -> Recovery:
    """The platform answers the objection: the claim stands, and runs anew, or is given up. With its reason."""
    row = queries.recovery(recovery, by=by)
    side = allow(by, "recovery.decide", marketplace=row.marketplace)
    move = RECOVERY.move(row.state, "uphold" if upheld else "waive", by=side)
    row.reply = _said(words)
    if upheld:
        _uphold(row, move.to, at)
    else:
        case = entries.Case(row.marketplace, row.award.order_id, at)
        post([entries.waive(case, row.amount, debtor=row.debtor, under=row.id)])
        turn(done=[Done("objection", row.id, at)])
        _end(row, move.to, at)
    record([_deed(row, by=by.party, at=at, reply=row.reply[:200])])
    return row


@transaction.atomic
def lapse_objection(*, duties: Sequence[Duty], at: datetime) -> None:
    """The platform did not answer in time: the claim stands, and the time to repay begins anew."""
    rows = queries.locked(duty.subject for duty in duties)
    for row in rows:
        _uphold(row, RECOVERY.move(row.state, "lapse", by=CLOCK).to, at)
    record([_deed(row, by=CLOCK, at=at) for row in rows])


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """The time to repay is over: the platform takes what it holds for the debtor, and sues for the rest."""
    deeds = []
    for row in queries.locked(duty.subject for duty in duties):
        parts, missing = entries.cover(row.amount, queries.debtor_has(row))
        _take(row, parts, at)
        _end(row, RECOVERY.move(row.state, "lapse" if missing else "pay", by=CLOCK).to, at)
        clock = clock_of(row.marketplace)
        deeds.append(_deed(row, by=clock.party, at=at, missing=str(missing), **parts))
    record(deeds)


def _take(row: Recovery, parts: dict[str, int], at: datetime) -> None:
    case = entries.Case(row.marketplace, row.award.order_id, at)
    post(
        [
            entries.recover(
                case, Money(row.currency, minor), debtor=row.debtor, source=source, under=row.id
            )
            for source, minor in parts.items()
        ]
    )
    turn(done=[Done("recovery", row.id, at)])


def _uphold(row: Recovery, to: str, at: datetime) -> None:
    row.state = to
    row.save(update_fields=["state", "reply"])
    turn(
        done=[Done("objection", row.id, at)],
        owed=[_owed("recovery", row, by=row.debtor, to=row.marketplace, at=at)],
    )


def _end(row: Recovery, to: str, at: datetime) -> None:
    row.state, row.ended_at = to, at
    row.save(update_fields=["state", "ended_at", "reply"])


def _owed(kind: str, row: Recovery, *, by: str, to: str, at: datetime) -> Owed:
    due = facts.period(kind, row.award.order, at)
    return Owed(
        kind, row.id, by, to, row.marketplace, at, due.value, str(due.cites),
        about=row.award.order_id,
    )  # fmt: skip


def _said(words: str) -> str:
    if not words.strip() or len(words) > WORDS_MOST:
        raise Refusal(
            "reason_missing",
            f"请用1至{WORDS_MOST}字说明理由。",
            f"Give the reason, in 1 to {WORDS_MOST} characters.",
        )
    return words.strip()


def _deed(row: Recovery, *, by: str, at: datetime, **data: str | int) -> Deed:
    return Deed(
        f"recovery.{row.state}", row.id, by=by, marketplace=row.marketplace, at=at,
        about=row.award.order_id, data=data,
    )  # fmt: skip
