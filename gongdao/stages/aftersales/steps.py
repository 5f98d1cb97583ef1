"""One move of a return: the row, what was awaited, what is owed now, and how the deed reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from gongdao.kernel.machine import Machine, Move
from gongdao.kernel.money import Money
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.evidence.actions import Deed
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.aftersales import facts, parting, queries
from gongdao.stages.aftersales.models import Return
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.delivery import actions as delivering
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import taxes
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.promotions import queries as promotions
from gongdao.stages.orders.promotions.points import actions as points

AWAITED = {
    "asked": "return_reply",
    "agreed": "send_back",
    "sent": "take_back",
    "received": "refund",
    "contested": "condition_ruling",
    "due": "refund",
}
"""The duty that is open in each state that waits."""

REMINDED_BEFORE = timedelta(days=1)

CHANGED = (
    "state", "goods_back_at", "found_at", "waybill", "pick_up_on", "freight_paid_by", "ground",
    "words", "offer_minor", "refund_minor", "deducted_minor",
)  # fmt: skip


def table(row: Return) -> Machine:
    """The table a return goes on under: that of the version it began under."""
    return RETURN.under(row.process)


def taken(by: Actor, row: Return, act: str) -> Move:
    """The move somebody wants to make, if they may and the table allows it."""
    side = allow(
        by, f"return.{act}", marketplace=row.marketplace,
        buyer=row.order.buyer, seller=row.order.merchant,
    )  # fmt: skip
    return table(row).move(row.state, act, by=side)


def go(row: Return, move: Move, at: datetime) -> None:
    """Take the move: the state, the duty that is over, and the one that begins."""
    if not table(row).stands_late(move):
        duties.refuse_late(row.id, AWAITED[move.state], at=at)
    row.state = move.to
    if move.to == "received":
        row.goods_back_at = at
    if move.to == "due":
        row.found_at = at
    row.save(update_fields=CHANGED)
    given_up = move.to == "withdrawn"
    done = [Done(AWAITED[move.state], row.id, at, "moot" if given_up else "")]
    if AWAITED[move.state] == "refund":
        done.append(Done("refund_reminder", row.id, at, "moot"))
    new = [owed(move.owed, row, at)] if move.owed else []
    turn(done=done, owed=[*new, *(_reminder(duty) for duty in new if duty.kind == "refund")])


def _reminder(refund: Owed) -> Owed:
    """The platform reminds the merchant a day before the refund is late."""
    market, due = refund.marketplace, max(refund.at, refund.due_at - REMINDED_BEFORE)
    return replace(refund, kind="refund_reminder", by=market, due_at=due)


def repay(row: Return, *, by: Actor, at: datetime) -> None:
    """What is held for the order goes back to the buyer, and the case freezes nothing any more."""
    if row.goods_back_at is None and row.found_at is None:
        row.goods_back_at = at
    cites = str(facts.refund_due(row).cites)
    borne = _borne(row)
    escrow.refund(
        by=by, order=row.order, amount=row.refund, under=row.id, at=at, cites=cites,
        stands=borne.money if borne else None,
        tax=taxes.within(row.order, {p.line_id: p.quantity for p in row.pieces.all()}),
    )  # fmt: skip
    if borne and borne.points is not None:
        points.give_back(stands={row.order: borne.points}, at=at)
    delivering.resume(by=by, order=row.order, case=row.id, at=at)


@dataclass(frozen=True, slots=True)
class _Borne:
    """What the platform still bears for the goods that stay, and how many points stay used for them."""

    money: Money
    points: int | None


def _borne(row: Return) -> _Borne | None:
    """What of coupons and points stands once these goods are back too; none, where the platform pays nothing."""
    off = promotions.of_order(row.order_id)
    if not any(each.platform_minor for each in off):
        return None
    back = queries.gone_back(row.order_id, "refunded")
    for piece in row.pieces.exclude(ret__state="refunded"):
        back[piece.line_id] = back.get(piece.line_id, 0) + piece.quantity
    bought = orders.lines(row.order)
    left = parting.platform_part(off, bought, back)
    return _Borne(Money(row.currency, left), parting.points_used(off, bought, back))


def owed(kind: str, row: Return, at: datetime) -> Owed:
    """Who owes this, by when, and under which article."""
    sold = row.order
    by = {"send_back": sold.buyer, "condition_ruling": sold.marketplace}.get(kind, sold.merchant)
    to = sold.merchant if kind == "send_back" else sold.buyer
    answer = facts.refund_due(row) if kind == "refund" else facts.period(kind, sold, at)
    return Owed(
        kind, row.id, by, to, row.marketplace, at, answer.value, str(answer.cites), about=sold.id
    )


def deed(
    act: str, row: Return, *, by: str, at: datetime, why: Sequence[dict[str, Any]] = (), **data: Any
) -> Deed:
    """What happened to a return, as evidence keeps it."""
    said = {
        "refund": str(row.refund), "last_day": row.last_day.isoformat(),
        "process": row.process, **data,
    }  # fmt: skip
    return Deed(
        act, row.id, by=by, marketplace=row.marketplace, at=at,
        about=row.order_id, why=why, data=said,
    )  # fmt: skip
