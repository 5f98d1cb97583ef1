"""What the platform keeps, what it keeps back, and what it gives back: entries from rows, nothing posted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gongdao.kernel.money import Money
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger.book import Entry
from gongdao.stages.orders.models import Order

Moved = Mapping[tuple[str, str], int]
"""What moved about an order, by reason and kind of account, as the ledger tells it."""

FEE_PERCENT = 2
"""What the platform keeps of what it releases. Refunded money bears no fee."""


def released(
    order: Order,
    amount: Money,
    *,
    at: datetime,
    reserve_percent: int,
    part: str = "",
    tax: Money | None = None,
) -> list[Entry]:
    """Held money goes to the merchant, less the tax in it and the fee; a risky merchant's reserve is kept back."""
    case = entries.Case(order.marketplace, order.id, at)
    fee = amount.share(FEE_PERCENT, 100)
    tax = min(tax, amount - fee) if tax else Money(amount.currency, 0)
    moved = [entries.release(case, amount, merchant=order.merchant, fee=fee, part=part, tax=tax)]
    if kept := (amount - tax - fee).share(reserve_percent, 100):
        moved.append(entries.withhold(case, kept, merchant=order.merchant, part=part))
    return moved


def given_back(order: Order, moved: Moved, *, under: str, at: datetime) -> list[Entry]:
    """The fee that goes back to the merchant for what was refunded after the release.

    `moved` is what the book says about the order after the refund.
    """
    due = entries.fee_due_back(moved, currency=order.currency)
    if due.minor <= 0:
        return []
    case = entries.Case(order.marketplace, order.id, at)
    return [entries.fee_back(case, due, merchant=order.merchant, under=under)]
