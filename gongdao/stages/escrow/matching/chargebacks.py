"""A buyer's bank takes a payment back: the money is in dispute until it is decided whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.law.topics import settling
from gongdao.registers.batches import add
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger.actions import post
from gongdao.registers.ledger.chart import account
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import aftermath, facts
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.gateways.port import DailyFile
from gongdao.stages.escrow.matching import queries
from gongdao.stages.escrow.models import Chargeback, Payment
from gongdao.stages.escrow.states import CHARGEBACK, HOLD

AWAITED = {"opened": "chargeback_answer", "contested": "chargeback_outcome"}
QUESTIONS = {
    "chargeback_answer": settling.answer_chargeback_by,
    "chargeback_outcome": settling.chargeback_ends_by,
}


@transaction.atomic
def open_(*, by: Actor, payment: str, amount: Money, reason: str, at: datetime) -> Chargeback:
    """The gateway says that the buyer's bank took a payment back. Twice is once."""
    allow(by, "chargeback.open", marketplace=by.marketplace)
    paid = queries.payments([payment], marketplace=by.marketplace).get(payment) or _unknown(payment)
    known = queries.chargeback_of(paid.id)
    if known is not None:
        return known
    _refuse_more_than_paid(paid, amount)
    row = Chargeback(
        id=mint("cbk", at=at, salt=paid.id), marketplace=by.marketplace, payment=paid,
        currency=amount.currency, amount_minor=amount.minor, reason=reason.strip()[:80] or "-",
        opened_at=at,
    )  # fmt: skip
    add([row])
    case = entries.Case(row.marketplace, paid.order_id, at)
    post([entries.charged_back(case, amount, payment=paid.id, gateway=paid.gateway, under=row.id)])
    _freeze(row, at)
    turn(owed=[_owed("chargeback_answer", row, at)])
    record([_deed("chargeback.opened", row, by=by, at=at)])
    return row


@transaction.atomic
def told(*, by: Actor, file: DailyFile, at: datetime) -> None:
    """What a daily file says of chargebacks: taken from us, one opens; given back to us, it is won."""
    for line in file.lines:
        if line.kind != "chargeback":
            continue
        if line.amount.minor < 0:
            open_(by=by, payment=line.reference, amount=-line.amount, reason=file.gateway, at=at)
        elif (row := queries.chargeback_of(line.reference)) and row.state == "contested":
            end(by=by, chargeback=row.id, act="win", at=at)


@transaction.atomic
def answer(*, by: Actor, chargeback: str, act: str, at: datetime) -> Chargeback:
    """Contest it with what we know, or concede it."""
    row = queries.locked_chargeback(chargeback, by=by)
    allow(by, "chargeback.answer", marketplace=row.marketplace)
    _go(row, act, by="platform", at=at)
    record([_deed(f"chargeback.{row.state}", row, by=by, at=at)])
    return row


@transaction.atomic
def end(*, by: Actor, chargeback: str, act: str, at: datetime) -> Chargeback:
    """The bank has decided: `win` brings the money back to us, `lose` leaves it with the buyer."""
    row = queries.locked_chargeback(chargeback, by=by)
    allow(by, "chargeback.end", marketplace=row.marketplace)
    _go(row, act, by="gateway", at=at)
    record([_deed(f"chargeback.{row.state}", row, by=by, at=at)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Silence concedes; the buyer does not wait for ever."""
    rows = queries.locked_chargebacks(d.subject for d in duties)
    lost = [row for row in rows if row.state in AWAITED]
    for row in lost:
        _go(row, "lapse", by=CLOCK, at=at)
    record([_deed("chargeback.lost", row, by=clock_of(row.marketplace), at=at) for row in lost])


def _go(row: Chargeback, act: str, *, by: str, at: datetime) -> None:
    move = CHARGEBACK.move(row.state, act, by=by)
    row.state = move.to
    row.ended_at = at if move.to in CHARGEBACK.ends else None
    row.save(update_fields=["state", "ended_at"])
    owed = [_owed(move.owed, row, at)] if move.owed else []
    turn(done=[Done(AWAITED[move.state], row.id, at)], owed=owed)
    if move.to in CHARGEBACK.ends:
        _settle(row, at)


def _settle(row: Chargeback, at: datetime) -> None:
    """Won, the money is with us again. Lost, it comes from the hold, else from the merchant's account.

    The account may fall below zero: the money is gone whether there is enough on it or not, and
    what is below zero is netted against the next releases or called in.
    """
    paid, order = row.payment, row.payment.order
    case = entries.Case(row.marketplace, order.id, at)
    if row.state == "won":
        post(
            [
                entries.chargeback_won(
                    case, row.amount, payment=paid.id, gateway=paid.gateway, under=row.id
                )
            ]
        )
    else:
        _lose(row, case)
        aftermath.after_refund(order, under=row.id, at=at)
    _thaw(row, at)


def _lose(row: Chargeback, case: entries.Case) -> None:
    """The price is given back once: what the bank took beyond it the buyer owes, not the merchant."""
    paid, order = row.payment, row.payment.order
    owed = holds.refundable(order, row.amount)
    if owed:
        held = account("hold", order.id)
        parts, missing = entries.cover(owed, {held: holds.sources(order)[held]})
        if missing:
            parts[account("payable", order.merchant)] = missing.minor
        post([entries.chargeback_lost(case, parts, owed, payment=paid.id, under=row.id)])
    if excess := row.amount - owed:
        debtor, under = order.buyer, row.id
        post([entries.chargeback_excess(case, excess, debtor=debtor, payment=paid.id, under=under)])


def _freeze(row: Chargeback, at: datetime) -> None:
    """What is held stays held until it is decided whose it is."""
    hold = holds.hold_of(row.payment.order_id, lock=True)
    if hold is not None and hold.state == HOLD.start:
        clock = clock_of(row.marketplace)
        escrow.freeze(by=clock, hold=hold, case=row.id, at=at)


def _thaw(row: Chargeback, at: datetime) -> None:
    """It is decided. An empty hold is closed; else its clocks go on, which a later stage knows: a duty.

    So is a refund that waited: it may need the fund.
    """
    order = row.payment.order
    hold = holds.hold_of(order.id, lock=True)
    still_held = hold is not None and hold.state == HOLD.start and holds.held([hold])[order.id]
    if still_held or holds.deferred(order.id):
        turn(owed=[_resumed(row, at)])
        return
    escrow.unfreeze(by=clock_of(row.marketplace), order=order, case=row.id, at=at)
    if hold is not None and hold.state == HOLD.start:
        escrow.close(hold=hold, at=at)


def _resumed(row: Chargeback, at: datetime) -> Owed:
    market, merchant = row.marketplace, row.payment.order.merchant
    return Owed(
        "chargeback_thaw", row.id, market, merchant, market, at, at, "", about=row.payment.order_id
    )


def _refuse_more_than_paid(paid: Payment, amount: Money) -> None:
    if paid.state != "captured" or amount.currency != paid.currency:
        _unknown(paid.id)
    if not 0 < amount.minor <= paid.amount_minor:
        raise Refusal(
            "chargeback_amount_wrong",
            f"拒付金额须在 0 与 {paid.amount} 之间。",
            f"A chargeback is above nothing and at most {paid.amount}.",
        )


def _unknown(payment: str) -> Payment:
    raise Refusal(
        "payment_unknown",
        f"没有已收款的付款“{payment[:40]}”。",
        f'There is no captured payment "{payment[:40]}".',
    )


def _owed(kind: str, row: Chargeback, at: datetime) -> Owed:
    due = facts.of_platform(QUESTIONS[kind], row.marketplace, at)
    market = row.marketplace
    return Owed(kind, row.id, market, market, market, at, due.value, str(due.cites))


def _deed(act: str, row: Chargeback, *, by: Actor, at: datetime) -> Deed:
    data = {"payment": row.payment_id, "amount": str(row.amount), "reason": row.reason}
    return Deed(
        act, row.id, by=by.party, marketplace=row.marketplace, at=at,
        about=row.payment.order_id, data=data,
    )  # fmt: skip
