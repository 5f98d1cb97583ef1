"""The contract was ended by agreement: everything that was paid goes back from escrow, at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import clock_of
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.amending import facts


@transaction.atomic
def give_back(*, duties: Sequence[Duty], at: datetime) -> None:
    """Refund the whole price and the freight; the goods never left, so the hold has it all."""
    ended = orders.locked_many(duty.subject for duty in duties)
    for order in ended:
        escrow.refund(
            by=clock_of(order.marketplace), order=order, amount=order.total,
            under=f"{order.id}/ended", at=at, cites=str(facts.paid_back(order).cites),
        )  # fmt: skip
    turn(done=[Done(duty.kind, duty.subject, at, "met") for duty in duties])
    record([Deed("order.unwound", o.id, by=CLOCK, marketplace=o.marketplace, at=at) for o in ended])
