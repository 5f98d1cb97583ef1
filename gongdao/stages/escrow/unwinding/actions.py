"""The contract is over before the goods left: everything that was paid goes back from escrow, at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.registers.batches import store
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import clock_of
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import giving_back, queries
from gongdao.stages.escrow.models import Payment
from gongdao.stages.escrow.states import PAYMENT
from gongdao.stages.orders import facts
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order


@transaction.atomic
def give_back(*, duties: Sequence[Duty], at: datetime) -> None:
    """Refund what was paid of the price, be it the whole or a part; what is still asked for is called off."""
    ended = orders.locked_many(duty.subject for duty in duties)
    paid = {order.id: _paid(order) for order in ended}
    for order in ended:
        if paid[order.id]:
            escrow.refund(
                by=clock_of(order.marketplace), order=order, amount=paid[order.id],
                under=f"{order.id}/ended", at=at, cites=str(facts.paid_back(order).cites),
            )  # fmt: skip
    _call_off(queries.asked_payments(order.id for order in ended), at)
    done = [(d, "met" if paid[d.subject] else "moot") for d in duties]
    turn(done=[Done(duty.kind, duty.subject, at, outcome) for duty, outcome in done])
    record(
        [
            Deed("order.unwound", o.id, by=CLOCK, marketplace=o.marketplace, at=at)
            for o in ended
            if paid[o.id]
        ]
    )


def _paid(order: Order) -> Money:
    """The price of a bound order was paid whole; of a cancelled one, what is held was."""
    hold = queries.hold_of(order.id)
    if hold is None:
        return Money(order.currency, 0)
    return queries.held([hold])[order.id] if order.state == "cancelled" else order.total


def _call_off(asked: Sequence[Payment], at: datetime) -> None:
    """A payment that nobody made is void, and its gateway is told so. If it comes all the same, it goes back."""
    for payment in asked:
        payment.state = PAYMENT.move(payment.state, "lapse", by=CLOCK).to
    store(asked, "state")
    giving_back.call_off(asked, at=at)
