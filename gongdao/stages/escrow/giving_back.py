"""How a buyer's money goes back: by the payments that brought it, and what is more than that otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.registers.batches import add
from gongdao.registers.ledger.book import Entry
from gongdao.stages.escrow import queueing, telling
from gongdao.stages.escrow.instruction import Instruction
from gongdao.stages.escrow.models import Chargeback, Deferral, Payment
from gongdao.stages.escrow.queueing import Back, Way
from gongdao.stages.orders.models import Order


def pay(order: Order, moved: Sequence[Entry]) -> None:
    """Post what the buyer of an order is paid, and queue it for the gateways, oldest payment first."""
    for entry in moved:
        queueing.pay([Back(entry, order.buyer, ways(order.id))])


def defer(order: Order, waits: Money, *, under: str, cites: str, at: datetime) -> None:
    """What of a refund waits for the bank is written down and told; it is owed again when that is decided."""
    if not waits:
        return
    row = Deferral(
        marketplace=order.marketplace, order=order, under=under[:80], currency=waits.currency,
        amount_minor=waits.minor, cites=cites, at=at,
    )  # fmt: skip
    add([row], once=True)
    telling.deferred(order, waits, at=at)


def ways(order: str) -> list[Way]:
    """By which payments of an order money may go back, oldest first, and how much by each.

    What a buyer's bank has taken back, or is disputing, cannot go back a second time.
    """
    paid = list(Payment.objects.filter(order=order, state="captured").order_by("captured_at", "id"))
    banks = Chargeback.objects.filter(payment__in=paid).exclude(state="won")
    return _ways(paid, taken_back=dict(banks.values_list("payment_id", "amount_minor")))


def call_off(payments: Sequence[Payment], *, at: datetime) -> None:
    """Payments that nobody made shall not be made any more."""
    queueing.queue(
        [
            Instruction(
                id=mint("ins", at=at, salt=f"{p.id}/cancel"), marketplace=p.marketplace, kind="cancel",
                key=f"{p.id}/cancel", entry="", gateway=p.gateway, payment=p.id, subject=p.order_id,
                payee=p.order.buyer, currency=p.currency, amount_minor=p.amount_minor,
                paid_minor=p.amount_minor, made_at=at, next_at=at,
            )
            for p in payments
        ]
    )  # fmt: skip


def _ways(payments: Sequence[Payment], *, taken_back: dict[str, int]) -> list[Way]:
    """How much of each payment may still go back, after what is on its way and what banks took themselves."""
    used = queueing.given_back(p.id for p in payments)
    left = {
        p.id: max(0, p.amount_minor - used.get(p.id, 0) - taken_back.get(p.id, 0)) for p in payments
    }
    return [Way(p.id, p.amount, Money(p.currency, left[p.id])) for p in payments]
