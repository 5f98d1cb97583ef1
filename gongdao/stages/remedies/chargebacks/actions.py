"""A chargeback is over: what waited for it is refunded, the freeze is lifted, the clocks of the order go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.money import Money
from gongdao.registers.batches import store
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import clock_of
from gongdao.stages.delivery import actions as delivering
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order
from gongdao.stages.remedies.models import Award
from gongdao.stages.remedies.paying import Sum, awarded, pay


@transaction.atomic
def resume(*, duties: Sequence[Duty], at: datetime) -> None:
    """Goods that are there: the release is owed again. Goods on their way: their own clock runs.

    A refund that fell due meanwhile is paid now, as far as the bank has not left the money with the buyer.
    """
    awards = []
    about = {order.id: order for order in orders.locked_many(d.about for d in duties)}
    for duty in duties:
        clock, order = clock_of(duty.marketplace), about[duty.about]
        awards += _refund_deferred(order, cause=duty.subject, at=at)
        delivering.resume(by=clock, order=order, case=duty.subject, at=at)
    turn(done=[Done(d.kind, d.subject, at, "met") for d in duties])
    record(
        [
            Deed(
                "chargeback.over", d.subject, by=clock_of(d.marketplace).party,
                marketplace=d.marketplace, at=at, about=d.about,
            )
            for d in duties
        ]
        + [awarded(award, by=clock_of(award.marketplace), at=at) for award in awards]
    )  # fmt: skip


def _refund_deferred(order: Order, *, cause: str, at: datetime) -> list[Award]:
    """What is left to refund of what waited, once, whoever has to pay it first."""
    waited = holds.deferred(order.id)
    for row in waited:
        row.ended_at = at
    store(waited, "ended_at")
    amount = Money(order.currency, sum(row.amount_minor for row in waited))
    due = holds.refundable(order, amount)
    sums = [Sum("refund", due, waited[0].cites)] if due else []
    return pay(order, sums, cause=cause, at=at, fund=True)
