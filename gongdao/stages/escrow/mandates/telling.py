"""Charges and their announcements on the way to the gateway, once the consumer has signed there."""

from __future__ import annotations

from datetime import datetime

from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.stages.escrow import queueing
from gongdao.stages.escrow.instruction import Alias, Instruction
from gongdao.stages.escrow.mandates.models import Mandate


def tell(kind: str, *, mandate: Mandate, payment: str, amount: Money, at: datetime) -> None:
    """Tell the gateway of a charge, or to make it, if the consumer has signed there that it may."""
    if not Alias.objects.filter(pk=mandate.id).exists():
        return
    key = f"{kind}/{payment}"
    row = Instruction(
        id=mint("ins", at=at, salt=f"{mandate.marketplace}/{key}"), marketplace=mandate.marketplace,
        kind=kind, key=key, entry=key, gateway=mandate.gateway, payment=payment, subject=mandate.id,
        payee=mandate.consumer, currency=amount.currency, amount_minor=amount.minor,
        paid_minor=amount.minor, made_at=at, next_at=at,
    )  # fmt: skip
    queueing.queue([row])
