"""Everything that can happen to a thing under guarantee. One verb, one transaction, one line of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongdao.kernel.machine import CLOCK, Machine, Move
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.law import Answer
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.aftersales import facts as returning
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.models import Repair
from gongdao.stages.aftersales.repairs import facts, queries
from gongdao.stages.aftersales.states import REPAIR
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Line, Order

AWAITED = {
    "asked": "repair_reply",
    "accepted": "hand_in",
    "in_repair": "repair",
    "waiting": "parts",
    "back": "repair_trial",
    "replacing": "replacement",
}
"""The duty that is open in each state that waits."""

WORDS_MOST = 4_000


@transaction.atomic
def ask(
    *,
    by: Actor,
    order: str,
    line: int,
    fault: str,
    at: datetime,
    piece: int = 1,
    wish: str = "repair",
) -> Repair:
    """The buyer says that something is out of order (S18), and asks for what the law gives at most, or less.

    Within the guarantee; the days of earlier repairs were added to it. Where the law gives
    replacement or the price back at once, there is no repair to wait for.
    """
    sold = orders.locked(order, by=by)
    allow(by, "repair.ask", marketplace=sold.marketplace, buyer=sold.buyer)
    said = _said(fault)
    bought = orders.lines(sold)
    thing = _thing(sold, bought, line, piece)
    delivered = delivery.delivered_at(sold.id) or _refuse_undelivered()
    before = facts.past(sold, _earlier(thing, piece))
    until = facts.covered_until(sold, thing, delivered, before)
    if until.value is None or at >= returning.end_of(sold, until.value):
        raise Refusal(
            "guarantee_over",
            f"保修期到 {until.value} 为止，已经过期。",
            f"The guarantee ended on {until.value}.",
            cites=until.cites,
        )
    most = facts.remedy(sold, thing, delivered, before, at)
    _refuse_more(wish, most)
    row = _open(sold, thing, bought, piece=piece, wish=wish, fault=said, until=until, at=at)
    why = [*until.working, *most.working]
    if wish != "repair":
        _go(row, REPAIR.move(row.state, "demand", by="buyer"), at)
    record([_deed("repair.asked", row, by=by.party, at=at, why=why, wish=wish, fault=said)])
    return row


@transaction.atomic
def accept(*, by: Actor, repair: str, at: datetime) -> Repair:
    """The merchant will repair; silence says the same."""
    return _step(by, repair, "accept", at)


@transaction.atomic
def refuse(*, by: Actor, repair: str, words: str, at: datetime) -> Repair:
    """The merchant says that the guarantee does not cover it, and why: it must prove misuse."""
    return _step(by, repair, "refuse", at, refusal=_said(words))


@transaction.atomic
def withdraw(*, by: Actor, repair: str, at: datetime) -> Repair:
    """The buyer lets it be."""
    return _step(by, repair, "withdraw", at)


@transaction.atomic
def hand_in(*, by: Actor, repair: str, at: datetime) -> Repair:
    """The thing is with the repairer: the guarantee stands still until it is back."""
    return _step(by, repair, "hand_in", at, handed_in_at=at)


@transaction.atomic
def wait_for_parts(*, by: Actor, repair: str, parts: str, at: datetime) -> Repair:
    """Parts are lacking; the time to repair runs on from the day it was handed in."""
    return _step(by, repair, "wait_for_parts", at, parts_lacking=_said(parts))


@transaction.atomic
def lend(*, by: Actor, repair: str, spare: str, at: datetime) -> Repair:
    """The buyer gets a spare unit for the time of the repair."""
    row = queries.locked(repair, by=by)
    allow(by, "repair.lend", marketplace=row.marketplace, seller=row.order.merchant)
    if row.state not in ("in_repair", "waiting"):
        raise Refusal(
            "nothing_in_repair",
            "只有在修理期间才能登记备用机。",
            "A spare is lent while the thing is in repair.",
        )
    row.spare = _said(spare)
    row.save(update_fields=["spare"])
    record([_deed("repair.spare_lent", row, by=by.party, at=at, spare=row.spare)])
    return row


@transaction.atomic
def hand_back(*, by: Actor, repair: str, work: str, at: datetime) -> Repair:
    """The thing is back with the buyer, with a record of what was done; the guarantee runs on."""
    return _step(by, repair, "hand_back", at, work_done=_said(work), back_at=at)


@transaction.atomic
def confirm(*, by: Actor, repair: str, at: datetime) -> Repair:
    """It works again."""
    return _step(by, repair, "confirm", at)


@transaction.atomic
def fail_again(*, by: Actor, repair: str, fault: str, at: datetime) -> Repair:
    """It was not mended. The law counts the repairs in vain: another repair, or replacement from now on."""
    row = queries.locked(repair, by=by)
    allow(by, "repair.fail_again", marketplace=row.marketplace, buyer=row.order.buyer)
    sold, said = row.order, _said(fault)
    _table(row).move(row.state, "fail_again", by="buyer")
    earlier = _earlier(row.line, row.piece)
    counted = facts.past(sold, [*(r for r in earlier if r.id != row.id), _vain(row)])
    delivered = delivery.delivered_at(sold.id) or _refuse_undelivered()
    most = facts.remedy(sold, row.line, delivered, counted, at)
    stronger = facts.STRENGTH[most.value] >= facts.WISHES["replace"] and counted.vain_repairs > 1
    if stronger:
        _go(row, _table(row).move(row.state, "demand", by="buyer"), at)
        following = row
    else:
        _go(row, _table(row).move(row.state, "fail_again", by="buyer"), at)
        until = facts.covered_until(sold, row.line, delivered, counted)
        following = _open(
            sold, row.line, orders.lines(sold), piece=row.piece, wish="repair", fault=said,
            until=until, at=at,
        )  # fmt: skip
    record(
        [
            _deed("repair.failed", row, by=by.party, at=at, why=most.working, fault=said,
                  vain_repairs=counted.vain_repairs, following=following.id)
        ]
    )  # fmt: skip
    return following


@transaction.atomic
def give_up(*, by: Actor, repair: str, words: str, at: datetime) -> Repair:
    """The repairer cannot mend it: it is replaced, or the price goes back."""
    return _step(by, repair, "give_up", at, work_done=_said(words))


@transaction.atomic
def replace(*, by: Actor, repair: str, at: datetime) -> Repair:
    """The buyer has another one, and a guarantee that begins anew."""
    return _step(by, repair, "replace", at)


@transaction.atomic
def refund(*, by: Actor, repair: str, at: datetime) -> Repair:
    """The merchant gives the price of the piece back."""
    row = _step(by, repair, "refund", at)
    escrow.refund(by=by, order=row.order, amount=row.worth, under=row.id, at=at, cites=row.cites)
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Somebody stayed silent: the merchant accepts, the buyer keeps it, a slow repairer must replace."""
    deeds = []
    for row in queries.locked_many(d.subject for d in duties):
        _go(row, _table(row).move(row.state, "lapse", by=CLOCK), at)
        clock = clock_of(row.marketplace)
        deeds.append(_deed(f"repair.{row.state}", row, by=clock.party, at=at))
    record(deeds)


@transaction.atomic
def settle(*, row: Repair, at: datetime) -> None:
    """Somebody else paid the price back: the case is over. Called by the stage that paid."""
    _go(row, _table(row).move(row.state, "lapse", by=CLOCK), at)
    clock = clock_of(row.marketplace)
    record([_deed("repair.refunded", row, by=clock.party, at=at)])


def _step(by: Actor, repair: str, act: str, at: datetime, **changed: Any) -> Repair:
    """One move of a person, what it changes on the row, what is owed now, and the record."""
    row = queries.locked(repair, by=by)
    side = allow(
        by, f"repair.{act}", marketplace=row.marketplace,
        buyer=row.order.buyer, seller=row.order.merchant,
    )  # fmt: skip
    move = _table(row).move(row.state, act, by=side)
    for name, value in changed.items():
        setattr(row, name, value)
    _go(row, move, at, *changed)
    said = {name: value for name, value in changed.items() if isinstance(value, str)}
    record([_deed(f"repair.{row.state}", row, by=by.party, at=at, said=said)])
    return row


def _table(row: Repair) -> Machine:
    return REPAIR.under(row.process)


def _go(row: Repair, move: Move, at: datetime, *changed: str) -> None:
    if not _table(row).stands_late(move):
        duties.refuse_late(row.id, AWAITED[move.state], at=at)
    row.state = move.to
    if move.to in _table(row).ends:
        row.ended_at = at
    row.save(update_fields=["state", "ended_at", *changed])
    awaited = AWAITED[move.state]
    moot = move.to in ("withdrawn", "mended") or move.act == "demand"
    turn(
        done=[Done(awaited, row.id, at, "moot" if moot else "")],
        owed=[_owed(move.owed, row, at)] if move.owed else [],
    )


def _open(
    sold: Order, line: Line, bought: Sequence[Line], *, piece: int, wish: str, fault: str,
    until: Answer[Any], at: datetime,
) -> Repair:  # fmt: skip
    row = Repair.objects.create(
        id=mint("rep", at=at), marketplace=sold.marketplace, order=sold, line=line, piece=piece,
        process=REPAIR.version, wish=wish, fault=fault, covered_until=until.value,
        cites=str(until.cites), currency=sold.currency,
        worth_minor=facts.worth(sold, bought, line), asked_at=at,
    )  # fmt: skip
    turn(owed=[_owed("repair_reply", row, at)])
    return row


def _owed(kind: str, row: Repair, at: datetime) -> Owed:
    sold = row.order
    buyers = kind in ("hand_in", "repair_trial")
    by, to = (sold.buyer, sold.merchant) if buyers else (sold.merchant, sold.buyer)
    due = facts.period(kind, row, at)
    return Owed(
        kind, row.id, by, to, row.marketplace, at, max(due.value, at), str(due.cites), about=sold.id
    )


def _earlier(line: Line, piece: int) -> list[Repair]:
    return queries.of_piece(line.id, piece)


def _vain(row: Repair) -> Repair:
    """The repair at hand, counted as one in vain."""
    return Repair(
        state="failed", asked_at=row.asked_at, handed_in_at=row.handed_in_at, back_at=row.back_at
    )


def _thing(sold: Order, bought: Sequence[Line], ref: int, piece: int) -> Line:
    """The line, if the buyer still has so many pieces of it, and no case about this one is open."""
    gone = returns.gone_back(sold.id, "refunded")
    line = next((each for each in bought if each.id == ref), None)
    left = line.quantity - gone.get(line.id, 0) if line else 0
    if line is None or not 0 < piece <= left or sold.state != "bound":
        raise Refusal(
            "nothing_to_repair",
            "这件商品不在您手上：没有买过、已退回，或合同已解除。",
            "You do not have this thing: never bought, sent back, or the contract is over.",
        )
    cases = _earlier(line, piece)
    if any(case.ended_at is None for case in cases):
        raise Refusal(
            "repair_open",
            "这件商品已在报修中，请在原报修里继续。",
            "A repair of this thing is under way; go on with that one.",
        )
    if any(case.state == "refunded" for case in cases):
        raise Refusal(
            "nothing_to_repair",
            "这件商品已经退款。",
            "The price of this thing went back already.",
        )
    return line


def _refuse_more(wish: str, most: Answer[str]) -> None:
    if facts.WISHES.get(wish, 9) > facts.STRENGTH[most.value]:
        raise Refusal(
            "remedy_not_due",
            f"目前最多可以要求的是：{most.sentence.zh}",
            f"This is the most that can be asked for now: {most.sentence.en}",
            cites=most.cites,
        )


def _said(words: str) -> str:
    text = words.strip()
    if not 0 < len(text) <= WORDS_MOST:
        raise Refusal(
            "words_missing",
            f"请写明情况，1至{WORDS_MOST}字。",
            f"Say what it is about, in 1 to {WORDS_MOST} characters.",
        )
    return text


def _refuse_undelivered() -> datetime:
    raise Refusal(
        "not_delivered_yet",
        "商品尚未签收，保修期还没有开始。",
        "The goods have not been signed for; their guarantee has not begun.",
    )


def _deed(
    act: str, row: Repair, *, by: str, at: datetime, why: Sequence[dict[str, Any]] = (), **data: Any
) -> Deed:
    said = {"covered_until": row.covered_until.isoformat(), "process": row.process, **data}
    return Deed(
        act, row.id, by=by, marketplace=row.marketplace, at=at,
        about=row.order_id, why=why, data=said,
    )  # fmt: skip
