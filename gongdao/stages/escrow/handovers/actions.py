"""Writing down that a buyer was handed over to a gateway."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.escrow import queueing
from gongdao.stages.escrow.gateways import port
from gongdao.stages.escrow.handovers.queries import Beginning
from gongdao.stages.escrow.models import Handover


@transaction.atomic
def keep(*, by: Actor, begun: Beginning, given: port.Handover, at: datetime) -> Handover:
    """Keep what the gateway gave for the buyer's browser, and what it calls the thing. The newest counts."""
    allow(by, "payment.start", marketplace=begun.marketplace, buyer=begun.buyer)
    row, _ = Handover.objects.update_or_create(
        ours=begun.ours,
        defaults={
            "marketplace": begun.marketplace, "gateway": begun.gateway, "kind": given.kind,
            "target": given.target, "at": at, "until": at + given.lasts,
        },
    )  # fmt: skip
    if not begun.signs:
        queueing.call(begun.ours, given.reference, marketplace=begun.marketplace)
    deed = Deed(
        "payment.handed_over", begun.ours, by=by.party, marketplace=begun.marketplace, at=at,
        data={"gateway": begun.gateway, "amount": str(begun.amount)},
    )  # fmt: skip
    record([deed])
    return row
