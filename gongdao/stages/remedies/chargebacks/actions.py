"""A chargeback is over and money is still held: the freeze is lifted, the clocks of the order go on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import clock_of
from gongdao.stages.delivery import actions as delivering
from gongdao.stages.orders import queries as orders


@transaction.atomic
def resume(*, duties: Sequence[Duty], at: datetime) -> None:
    """Goods that are there: the release is owed again. Goods on their way: their own clock runs."""
    about = {order.id: order for order in orders.locked_many(d.about for d in duties)}
    for duty in duties:
        clock = clock_of(duty.marketplace)
        delivering.resume(by=clock, order=about[duty.about], case=duty.subject, at=at)
    turn(done=[Done(d.kind, d.subject, at, "met") for d in duties])
    record(
        [
            Deed(
                "chargeback.over", d.subject, by=clock_of(d.marketplace).party,
                marketplace=d.marketplace, at=at, about=d.about,
            )
            for d in duties
        ]
    )  # fmt: skip
