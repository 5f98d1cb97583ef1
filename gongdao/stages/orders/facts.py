"""Rows in, facts out: the only bridge from this room's tables to the law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gongdao.law import Answer, ask, book
from gongdao.law import questions as q
from gongdao.law.due import Due, due
from gongdao.law.facts import Breach, Ordering, Step
from gongdao.law.rule import Question
from gongdao.registers.duties.actions import Owed
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.stages.orders.models import Order


@dataclass(frozen=True, slots=True)
class LastDay:
    """A last day and the answer it comes from."""

    value: date
    answer: Answer[date]


def day_of(order: Order, at: datetime) -> date:
    """Which day it was where the order's law applies."""
    return book.pack(order.law).day_of(at)


def last_moment_of(day: date, order: Order) -> datetime:
    """The end of a day, still within it, where the order's law applies."""
    return book.pack(order.law).end_of(day) - timedelta.resolution


def concluded_on(order: Order) -> date:
    """The day of the contract: the law of this day decides."""
    return day_of(order, order.concluded_at)


def period(question: Question[Any], order: Order, at: datetime) -> Due:
    """A period of the platform's own rules that begins now."""
    step = Step(began_on=day_of(order, at))
    return due(question, step, under=order.law, on=concluded_on(order))


def contract_concluded(order: Order) -> Answer[bool]:
    """Our checkout submits definite listings, and its terms do not agree otherwise."""
    ordering = Ordering(submitted=True, meets_offer=True, otherwise_agreed=False)
    return ask(q.contract_concluded, ordering, under=order.law, on=concluded_on(order))


def payment_due(order: Order) -> Due:
    """Until when the order can be paid."""
    return period(q.pay_by, order, order.concluded_at)


def dispatch_due(order: Order) -> Due:
    """Until when goods without a promised day are shipped, from the order on."""
    return period(q.dispatch_by, order, order.concluded_at)


def paid_back(order: Order) -> Answer[int]:
    """What the buyer gets back when the contract is over."""
    breach = Breach(paid=order.total.minor)
    return ask(q.repaid_on_rescission, breach, under=order.law, on=concluded_on(order))


def unwinding(orders: Sequence[Order], at: datetime) -> list[Owed]:
    """The contracts are over: whatever was paid goes back at once, and gateways are told to take no more.

    Where nothing was paid yet, that is nothing the buyer has to read about.
    """
    return [
        Owed(
            "unwind", o.id, o.merchant, o.buyer, o.marketplace, at, at, str(paid_back(o).cites),
            about=o.id if paid else o.marketplace,
        )
        for o, paid in _paid(orders)
    ]  # fmt: skip


def _paid(orders: Sequence[Order]) -> Iterator[tuple[Order, bool]]:
    """Each order, and whether money is held for it: a part of the price may be there before the rest."""
    for market, currency in {(o.marketplace, o.currency) for o in orders}:
        mine = [o for o in orders if (o.marketplace, o.currency) == (market, currency)]
        held = ledger.balances(market, [account("hold", o.id) for o in mine], currency=currency)
        yield from ((o, bool(held[account("hold", o.id)])) for o in mine)


def delivery_due(order: Order) -> LastDay:
    """The day by which goods without a promised day are delivered."""
    answer = period(q.deliver_by, order, order.concluded_at).answer
    return LastDay(answer.value, answer)
