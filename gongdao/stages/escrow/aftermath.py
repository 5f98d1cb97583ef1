"""What follows whenever a price, or a part of it, went back: fee, the platform's part, coupons and points."""

from __future__ import annotations

from datetime import datetime

from gongdao.kernel.money import Money
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.actions import post
from gongdao.registers.ledger.book import Entry
from gongdao.stages.escrow import fees, queries, taxes
from gongdao.stages.escrow.fees import Moved
from gongdao.stages.orders.invoicing import actions as invoicing
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.promotions import actions as promotions
from gongdao.stages.orders.promotions import queries as promoted
from gongdao.stages.orders.promotions.points import actions as points


def after_refund(
    order: Order, *, under: str, at: datetime, stands: Money | None = None, tax: Money | None = None
) -> None:
    """Asked after a refund is posted. Once nothing of the price is left, coupons are good again.

    `stands` is what of the platform's part is still due to the merchant, where whoever refunds has
    worked it out from the goods that stay; else it shrinks in proportion to the price, and so do the
    points that were used. `tax` is likewise the import tax in the price of what went back.
    """
    moved = ledger.about(order.marketplace, order.id, currency=order.currency)
    post(
        [
            *fees.given_back(order, moved, under=under, at=at),
            *taxes.given_back(order, moved, under=under, at=at, tax=tax),
            *_subsidy_back(order, moved, under=under, at=at, stands=stands),
        ]
    )
    invoicing.owe_credit_note(order=order, at=at)
    left = queries.refundable(order, order.total)
    points.withdraw(order=order, paid=left, at=at)
    if not left:
        promotions.give_back(orders=[order], at=at)
    elif stands is None and (used := promoted.used_points(order)):
        points.give_back(stands={order: -(-used * left.minor // order.total.minor)}, at=at)


def _subsidy_back(
    order: Order, moved: Moved, *, under: str, at: datetime, stands: Money | None
) -> list[Entry]:
    due = entries.subsidy_due_back(moved, price=order.total, stands=stands)
    if due.minor <= 0:
        return []
    parts = queries.cover(order, due, kind="hold")
    case = entries.Case(order.marketplace, order.id, at)
    return [entries.subsidy_back(case, parts, currency=order.currency, under=under)]
