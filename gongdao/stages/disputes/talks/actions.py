"""Assisted settlement: each side seals its last figure; if they meet, the case is settled between them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongdao.kernel.money import MOST, Money
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import record
from gongdao.registers.parties.powers import Actor
from gongdao.stages.disputes import queries, reasoning
from gongdao.stages.disputes.course import Content, decide, deed, go, side_of
from gongdao.stages.disputes.models import Dispute, Sealed
from gongdao.stages.disputes.states import DISPUTE


@transaction.atomic
def seal(*, by: Actor, dispute: str, amount: Money, at: datetime) -> Dispute:
    """One side seals its last figure; where both figures meet, the middle is agreed.

    They meet when the buyer asks no more than the merchant gives. If they do not, nothing happened, and
    nobody ever sees either.
    """
    row = queries.locked(dispute, by=by)
    side = side_of(by, row, "dispute.seal")
    move = DISPUTE.move(row.state, "settle", by=side)
    if amount.currency != row.order.currency or not 0 < amount.minor <= MOST:
        raise Refusal(
            "offer_unreal",
            "提议金额须大于零，并使用订单的货币。",
            "An offer must be above zero, in the currency of the order.",
        )
    if queries.has_sealed(row.id, side):
        raise Refusal(
            "sealed_already",
            "您已经密封过最终报价，不能更改。",
            "You have sealed your last figure; it cannot be changed.",
        )
    Sealed.objects.create(
        marketplace=row.marketplace, dispute=row, side=side, amount_minor=amount.minor, at=at
    )
    agreed = _meeting(row)
    deeds = [deed("dispute.sealed", row, by=by.party, at=at, side=side)]
    if agreed is not None:
        order = reasoning.settlement(agreed)
        decide(row, Content(orders=[order], kind="settlement"), by=by, at=at)
        go(row, move, at)
        deeds.append(deed("dispute.settled", row, by=by.party, at=at, amount=str(agreed)))
    record(deeds)
    return row


def _meeting(row: Dispute) -> Money | None:
    """The middle of both last figures, if they meet."""
    figures = queries.sealed(row.id)
    if len(figures) < 2 or figures["buyer"] > figures["seller"]:
        return None
    return Money(row.order.currency, figures["buyer"] + figures["seller"]).share(1, 2)
