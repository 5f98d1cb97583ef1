"""What is booked beside a payment, once an order is paid whole: the platform's part of coupons, and import tax."""

from __future__ import annotations

from collections.abc import Sequence

from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger.book import Entry
from gongdao.stages.escrow import taxes
from gongdao.stages.escrow.models import Hold
from gongdao.stages.orders.promotions import queries as promotions


def paid(full: Sequence[Hold]) -> list[Entry]:
    """The entries of orders that are paid now."""
    return [*_subsidies(full), *taxes.levied(full)]


def _subsidies(full: Sequence[Hold]) -> list[Entry]:
    borne = promotions.paid_by_platform([hold.order for hold in full])
    return [
        entries.subsidise(entries.Case(h.marketplace, h.order_id, h.since), borne[h.order_id])
        for h in full
        if h.order_id in borne
    ]
