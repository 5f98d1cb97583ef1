"""Everything that can happen to a return. One verb, one transaction, one line of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from gongdao.kernel.machine import CLOCK, Move
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.law import Answer
from gongdao.registers.batches import add
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.aftersales import facts, queries
from gongdao.stages.aftersales.models import Piece, Return
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.delivery import actions as delivering
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Line, Order

AWAITED = {
    "asked": "return_reply",
    "agreed": "send_back",
    "sent": "take_back",
    "received": "refund",
}
"""The duty that is open in each state that waits."""

REMINDED_BEFORE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sending:
    """So many pieces of an order line that shall go back."""

    line: int
    quantity: int


@transaction.atomic
def ask_return(*, by: Actor, order: str, at: datetime, pieces: Sequence[Sending] = ()) -> Return:
    """The buyer asks to send goods back without a reason (S17). No pieces named: everything.

    Each line is judged by itself; the first that may not go back refuses the whole request, with
    the article that takes the right away.
    """
    sold = orders.locked(order, by=by)
    allow(by, "return.ask", marketplace=sold.marketplace, buyer=sold.buyer)
    bought = orders.lines(sold)
    chosen = _chosen(bought, pieces)
    queries.refuse_open(sold.id)
    answers = [_right(sold, line, at) for line, _ in chosen]
    earliest = min(answers, key=_last_day)
    repaid = facts.refund_of_part(sold, bought, {line.id: count for line, count in chosen})
    freight = facts.freight_paid_by(sold)
    ret = Return.objects.create(
        id=mint("ret", at=at),
        marketplace=sold.marketplace,
        order=sold,
        last_day=_last_day(earliest),
        currency=sold.currency,
        refund_minor=repaid.value,
        freight_paid_by=freight.value,
        asked_at=at,
    )
    add(
        [
            Piece(marketplace=sold.marketplace, ret=ret, line=line, quantity=count)
            for line, count in chosen
        ]
    )
    hold = holds.hold_of(sold.id)
    _refuse_beside(sold, frozen=hold is not None and hold.frozen)
    if hold and hold.state == "held":
        escrow.freeze(by=by, hold=hold, case=ret.id, at=at)
    turn(owed=[_owed("return_reply", ret, at)])
    working = [*earliest.working, *repaid.working, *freight.working]
    record([_deed("return.asked", ret, by=by.party, at=at, why=working)])
    return ret


@transaction.atomic
def agree(*, by: Actor, ret: str, at: datetime) -> Return:
    """The merchant gives the address to send to."""
    return _step(by, ret, "agree", at)


@transaction.atomic
def send_back(*, by: Actor, ret: str, at: datetime, waybill: str = "") -> Return:
    """The buyer has sent the goods back."""
    return _step(by, ret, "send_back", at, waybill=waybill)


@transaction.atomic
def withdraw(*, by: Actor, ret: str, at: datetime) -> Return:
    """The buyer keeps the goods after all."""
    row = _step(by, ret, "withdraw", at)
    delivering.resume(by=by, order=row.order, case=row.id, at=at)
    return row


@transaction.atomic
def take_back(*, by: Actor, ret: str, at: datetime) -> Return:
    """The merchant has the goods back: from now on the refund is owed (S19)."""
    return _step(by, ret, "take_back", at)


@transaction.atomic
def refund(*, by: Actor, ret: str, at: datetime) -> Return:
    """The merchant refunds: what is held for the order goes back to the buyer."""
    row = _step(by, ret, "refund", at)
    _repay(row, by=by, at=at)
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Somebody stayed silent: the clock agrees for the merchant, withdraws for the buyer, receives for the merchant."""
    deeds = []
    for row in queries.locked_many(d.subject for d in duties):
        clock = clock_of(row.marketplace)
        move = RETURN.move(row.state, "lapse", by=CLOCK)
        _go(row, move, at)
        if move.to == "withdrawn":
            delivering.resume(by=clock, order=row.order, case=row.id, at=at)
        deeds.append(_deed(f"return.{move.to}", row, by=clock.party, at=at))
    record(deeds)


@transaction.atomic
def settle(*, row: Return, at: datetime) -> None:
    """Somebody else paid the refund: the return is over. Called by the stage that paid."""
    _go(row, RETURN.move(row.state, "lapse", by=CLOCK), at)
    clock = clock_of(row.marketplace)
    delivering.resume(by=clock, order=row.order, case=row.id, at=at)
    record([_deed("return.refunded", row, by=clock.party, at=at)])


def _step(by: Actor, ret: str, act: str, at: datetime, **data: Any) -> Return:
    """One move of a person: may they, does the machine allow it, what is owed now, and the record."""
    row = queries.locked(ret, by=by)
    side = allow(
        by, f"return.{act}", marketplace=row.marketplace,
        buyer=row.order.buyer, seller=row.order.merchant,
    )  # fmt: skip
    _go(row, RETURN.move(row.state, act, by=side), at)
    record([_deed(f"return.{row.state}", row, by=by.party, at=at, **data)])
    return row


def _go(row: Return, move: Move, at: datetime) -> None:
    row.state = move.to
    if move.to == "received":
        row.goods_back_at = at
    row.save(update_fields=["state", "goods_back_at"])
    given_up = move.to == "withdrawn"
    done = [Done(AWAITED[move.state], row.id, at, "moot" if given_up else "")]
    owed = [_owed(move.owed, row, at)] if move.owed else []
    if move.to == "received":
        owed.append(_reminder(owed[0]))
    if move.state == "received":
        done.append(Done("refund_reminder", row.id, at, "moot"))
    turn(done=done, owed=owed)


def _reminder(refund: Owed) -> Owed:
    """The platform reminds the merchant a day before the refund is late."""
    market, due = refund.marketplace, max(refund.at, refund.due_at - REMINDED_BEFORE)
    return replace(refund, kind="refund_reminder", by=market, due_at=due)


def _repay(row: Return, *, by: Actor, at: datetime) -> None:
    assert row.goods_back_at
    due = facts.refund_due(row)
    escrow.refund(
        by=by, order=row.order, amount=row.refund, under=row.id, at=at, cites=str(due.cites)
    )
    delivering.resume(by=by, order=row.order, case=row.id, at=at)


def _refuse_beside(sold: Order, *, frozen: bool) -> None:
    """One case at a time about an order, so that its price is given back once."""
    if sold.state != "bound" or frozen:
        raise Refusal(
            "order_in_another_case",
            "这个订单已经解除，或有未了结的纠纷，请在原案件中处理。",
            "This order is over, or a case about it is open; go on in that case.",
        )


def _last_day(answer: Answer[date | None]) -> date:
    assert answer.value, "a line without the right was refused before"
    return answer.value


def _chosen(bought: Sequence[Line], pieces: Sequence[Sending]) -> list[tuple[Line, int]]:
    if not pieces:
        return [(line, line.quantity) for line in bought]
    mine = {line.id: line for line in bought}
    wanted = {piece.line: piece.quantity for piece in pieces}
    fits = len(wanted) == len(pieces) and all(
        ref in mine and 0 < count <= mine[ref].quantity for ref, count in wanted.items()
    )
    if not fits:
        raise Refusal(
            "pieces_wrong",
            "退货明细有误：每行只写一次，数量须为1至购买数量。",
            "The pieces are wrong: name each line once, with 1 to as many as were bought.",
        )
    return [(mine[ref], count) for ref, count in wanted.items()]


def _right(sold: Order, line: Line, at: datetime) -> Answer[date | None]:
    signed_for = delivery.delivered_at(sold.id)
    if signed_for is None:
        raise Refusal(
            "not_delivered_yet",
            "商品尚未签收，七日退货期还没有开始。",
            "The goods have not been signed for; the time to return them has not begun.",
        )
    answer = facts.last_day_to_return(sold, line, signed_for)
    if answer.value is None:
        raise Refusal(
            "no_right_to_return", answer.sentence.zh, answer.sentence.en, cites=answer.cites
        )
    if at >= facts.end_of(sold, answer.value):
        raise Refusal(
            "return_window_closed",
            f"七日无理由退货的最后一天是 {answer.value:%Y-%m-%d}，已经过期。",
            f"The last day to return without a reason was {answer.value:%Y-%m-%d}.",
            cites=answer.cites,
        )
    return answer


def _owed(kind: str, row: Return, at: datetime) -> Owed:
    sold = row.order
    by, to = (sold.buyer, sold.merchant) if kind == "send_back" else (sold.merchant, sold.buyer)
    answer = facts.refund_due(row) if kind == "refund" else facts.period(kind, sold, at)
    return Owed(
        kind, row.id, by, to, row.marketplace, at, answer.value, str(answer.cites), about=sold.id
    )


def _deed(
    act: str, row: Return, *, by: str, at: datetime, why: Sequence[dict[str, Any]] = (), **data: Any
) -> Deed:
    said = {"refund": str(row.refund), "last_day": row.last_day.isoformat(), **data}
    return Deed(
        act, row.id, by=by, marketplace=row.marketplace, at=at,
        about=row.order_id, why=why, data=said,
    )  # fmt: skip
