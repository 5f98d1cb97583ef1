"""What is said about money at once: to both sides as a message, to their programs as a webhook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.messages.webhooks import Event, announce
from gongdao.stages.escrow.models import Payment
from gongdao.stages.orders.models import Order

PAID = {
    "captured": Words("已收到付款 {}，由平台托管。", "{} was paid and is held by the platform."),
    "failed": Words("付款 {} 没有成功，没有扣款。", "The payment of {} failed; nothing was taken."),
    "returned": Words(
        "付款 {} 到账过晚，已原路退回。", "{} came too late and was sent back the way it came."
    ),
    "external": Words(
        "商家确认已在平台外收到 {}。平台没有托管这笔钱，但期限与权利照样适用。",
        "The merchant says it got {} outside. We do not hold it; deadlines and rights run all the same.",
    ),
}


def received(payments: Sequence[Payment]) -> None:
    """Every payment is acknowledged at once, whatever became of it."""
    say([_said(p.order, PAID[p.state], p.amount, at=_moment(p)) for p in payments])
    announce([_event(f"payment.{p.state}", p.order, p.id, p.amount, _moment(p)) for p in payments])


def paid_back_outside(order: Order, amount: Money, *, at: datetime) -> None:
    """The buyer is told what the merchant says, and what to do if it is not true."""
    words = Words(
        "商家表示已在平台外退还 {}。如未收到，请投诉，平台将先行支付。",
        "The merchant says it paid {} back outside. If you did not get it, complain: we pay first.",
    )
    say([_said(order, words, amount, at=at)])
    announce([_event("refund.outside", order, order.id, amount, at)])


def deferred(order: Order, amount: Money, *, at: datetime) -> None:
    """A refund is due, but the buyer's bank has the money: both sides are told what follows."""
    words = Words(
        "退款中的 {} 因银行拒付尚未了结而暂缓：银行最终不退给买家的，平台随即支付。",
        "{} of the refund waits for the chargeback at the bank: if the bank does not leave the money with "
        "the buyer, we pay it at once.",
    )
    say([_said(order, words, amount, at=at)])
    announce([_event("refund.deferred", order, order.id, amount, at)])


def _said(order: Order, words: Words, amount: Money, *, at: datetime) -> Said:
    both = Words(words.zh.format(amount), words.en.format(amount))
    sides = (order.buyer, order.merchant)
    return Said(order.id, order.marketplace, sides, order.marketplace, at, both)


def _event(name: str, order: Order, subject: str, amount: Money, at: datetime) -> Event:
    said = {"order": order.id, "currency": amount.currency, "amount_minor": amount.minor}
    sides = (order.buyer, order.merchant, order.marketplace)
    return Event(name, subject, sides, order.marketplace, at, said)


def _moment(payment: Payment) -> datetime:
    return payment.captured_at or payment.asked_at
