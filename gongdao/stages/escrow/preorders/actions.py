"""The rest was never paid: what was paid first is settled by the rules on earnest money, at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger.actions import post
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import earnest, fees, queries
from gongdao.stages.escrow.states import HOLD
from gongdao.stages.orders import actions as placing
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order


@transaction.atomic
def give_up(*, by: Actor, order: str, at: datetime) -> Order:
    """The buyer will not pay the rest: earnest money is lost, everything else comes back now."""
    row = orders.locked(order, by=by)
    allow(by, "preorder.give_up", marketplace=row.marketplace, buyer=row.buyer)
    if row.state != "concluded" or not row.earnest_minor or not queries.hold_of(row.id):
        raise Refusal(
            "preorder_not_open",
            "只有付了定金或订金、尾款还没有付清的预售订单可以放弃。",
            "Only a pre-order whose first part is paid and whose rest is not can be given up.",
        )
    turn(done=[Done("final_payment", row.id, at, "moot")])
    kept = _settle(row, at=at)
    record([_deed("preorder.given_up", row, by=by, at=at, kept=kept)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """The day for the rest is over and it was not paid."""
    rows = [
        row for row in orders.locked_many(d.subject for d in duties) if row.state == "concluded"
    ]
    turn(done=[Done("final_payment", duty.subject, at, "missed") for duty in duties])
    kept = {row.id: _settle(row, at=at) for row in rows}
    record(
        [
            _deed("preorder.lapsed", row, by=clock_of(row.marketplace), at=at, kept=kept[row.id])
            for row in rows
        ]
    )


def _settle(order: Order, *, at: datetime) -> Money:
    """Give back what is not earnest money, release the rest to the merchant, and end the contract."""
    hold = queries.hold_of(order.id, lock=True) or orders.unknown()
    clock = clock_of(order.marketplace)
    answer = earnest.returned(order, breach_by="consumer")
    held = queries.held([hold])[order.id]
    lost = Money(order.currency, (order.earnest_minor or 0) - answer.value)
    if back := held - lost:
        escrow.refund(
            by=clock, order=order, amount=back, under=f"{order.id}/earnest", at=at,
            cites=str(answer.cites),
        )  # fmt: skip
    if lost:
        hold.refresh_from_db()
        hold.state, hold.settled_at = HOLD.move(hold.state, "lapse", by=CLOCK).to, at
        hold.save(update_fields=["state", "settled_at"])
        percent = queries.reserved_percent([order.merchant]).get(order.merchant, 0)
        post(fees.released(order, lost, at=at, reserve_percent=percent))
    placing.end_unpaid(order=order, by=clock, at=at, cites=str(answer.cites))
    return lost


def _deed(act: str, row: Order, *, by: Actor, at: datetime, kept: Money) -> Deed:
    return Deed(
        act, row.id, by=by.party, marketplace=row.marketplace, at=at, data={"amount": str(kept)}
    )
