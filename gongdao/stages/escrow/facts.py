"""Rows in, facts out: when the merchant must ship, and when held money is released."""

from __future__ import annotations

from datetime import date, datetime

from gongdao.law import ask, book
from gongdao.law import questions as q
from gongdao.law.due import Due, due
from gongdao.law.facts import Goods, Sale, Step
from gongdao.law.rule import Question
from gongdao.law.topics import settling
from gongdao.registers.duties.actions import Owed
from gongdao.registers.parties import queries as parties
from gongdao.stages.orders.facts import concluded_on, day_of, period
from gongdao.stages.orders.models import Order


def dispatch_due(order: Order, paid_at: datetime) -> Due:
    """What was promised, but never later than the platform's rules allow from the payment on."""
    by_rule = period(q.dispatch_by, order, paid_at)
    return Due(max(order.ship_by, by_rule.value), by_rule.answer)


def dispatch(order: Order, paid_at: datetime) -> Owed:
    """From the payment on the merchant owes the goods."""
    due = dispatch_due(order, paid_at)
    return Owed(
        "dispatch", order.id, order.merchant, order.buyer, order.marketplace, paid_at,
        due.value, str(due.cites),
    )  # fmt: skip


def release_due(order: Order, delivered_at: datetime) -> Due:
    """Seven days after delivery, and never before the widest right to return is over."""
    on, signed_for = concluded_on(order), day_of(order, delivered_at)
    window = ask(q.last_day_to_return, plain_sale(on, signed_for), under=order.law, on=on)
    assert window.value, "a sale that no exception touches can be returned"
    step = Step(began_on=signed_for, not_before=window.value)
    return due(q.release_on, step, under=order.law, on=on)


def reserve(order: Order, at: datetime) -> Owed:
    """Until when what is kept back of a release is freed."""
    due = period(settling.reserve_ends_on, order, at)
    return Owed(
        "reserve", order.id, order.marketplace, order.merchant, order.marketplace, at,
        due.value, str(due.cites),
    )  # fmt: skip


def of_platform(question: Question[date], marketplace: str, at: datetime) -> Due:
    """A period of the platform's own rules about no order: payouts, breaks, chargebacks."""
    law = parties.by_id(marketplace).law
    on = book.pack(law).day_of(at)
    return due(question, Step(began_on=on), under=law, on=on)


def day_there(marketplace: str, at: datetime) -> date:
    """Which day it was where a marketplace's law applies."""
    return book.pack(parties.by_id(marketplace).law).day_of(at)


def plain_sale(concluded: date, signed_for: date) -> Sale:
    """A sale that no exception touches: the widest right to return."""
    plain = Goods(
        made_to_order=False,
        perishable=False,
        digital=False,
        periodical=False,
        unfit_for_return=False,
        durable=False,
    )
    return Sale(
        goods=plain,
        concluded_on=concluded,
        signed_for_on=signed_for,
        by_consumer=True,
        at_distance=True,
        unfit_confirmed=False,
        promised_days=0,
        abusive=False,
    )
