"""What the plain layout does not tell: a plausible story after the sale, decided by the order's own id.

The same order always has the same story. Rates follow what shops publish: some five in a hundred
orders go back without a reason, one or two end in a complaint, most of them after late delivery.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from gongdao.interfaces.cli.history.past import PastEvent, PastOrder

RETURNS, TOO_LATE, COUNTERFEIT, EARLY = 52, 4, 5, 300
"""Of a thousand delivered orders: returned, asked on the eighth day, counterfeit, confirmed early."""


def derive(order: PastOrder) -> tuple[PastEvent, ...]:
    """The events of an order, oldest first."""
    chance = int.from_bytes(sha256(order.id.encode()).digest()[:6])
    if order.status in ("unavailable", "canceled") and order.approved_at and not order.shipped_at:
        after = timedelta(hours=4 + chance % 20)
        return (PastEvent(order.approved_at + after, "refuse_to_ship"), _merchant(order, chance))
    if order.delivered_at is None:
        return ()
    return _after_delivery(order, chance)


def _after_delivery(order: PastOrder, chance: int) -> tuple[PastEvent, ...]:
    delivered = order.delivered_at
    assert delivered
    draw = chance % 1000
    late = delivered.date() > order.estimated_on
    score = order.review.score if order.review else 0
    soon = delivered + timedelta(hours=1 + chance // 1000 % 24, minutes=chance % 60)
    if draw < RETURNS:
        days = timedelta(days=chance // 7 % 6)
        return (PastEvent(soon + days, "return_asked"), _merchant(order, chance))
    if draw < RETURNS + TOO_LATE:
        return (PastEvent(delivered + timedelta(days=12), "return_asked"),)
    if draw < RETURNS + TOO_LATE + COUNTERFEIT:
        return (PastEvent(soon, "counterfeit_claim"), _merchant(order, chance))
    if score == 1 and draw % (4 if late else 12) == 0:
        return (PastEvent(soon, "not_as_described_claim"), _merchant(order, chance))
    if draw % 1000 >= 1000 - EARLY:
        return (PastEvent(soon, "confirm_receipt"),)
    return ()


def _merchant(order: PastOrder, chance: int) -> PastEvent:
    """How the merchant will behave: it answers, it settles, or it stays silent."""
    manner = ("merchant_answers", "merchant_answers", "merchant_settles", "merchant_silent")
    return PastEvent(order.last, manner[chance // 13 % 4])
