"""Rows in, facts out: when the merchant must ship, and when held money is released."""

from __future__ import annotations

from datetime import date, datetime

from gongdao.law import ask
from gongdao.law import questions as q
from gongdao.law.due import Due, due
from gongdao.law.facts import Goods, Sale, Step
from gongdao.stages.orders.facts import concluded_on, day_of, period
from gongdao.stages.orders.models import Order


def dispatch_due(order: Order, paid_at: datetime) -> Due:
    """What was promised, but never later than the platform's rules allow from the payment on."""
    by_rule = period(q.dispatch_by, order, paid_at)
    return Due(max(order.ship_by, by_rule.value), by_rule.answer)


def release_due(order: Order, delivered_at: datetime) -> Due:
    """Seven days after delivery, and never before the widest right to return is over."""
    on, signed_for = concluded_on(order), day_of(order, delivered_at)
    window = ask(q.last_day_to_return, _widest(on, signed_for), under=order.law, on=on)
    assert window.value, "a sale that no exception touches can be returned"
    step = Step(began_on=signed_for, not_before=window.value)
    return due(q.release_on, step, under=order.law, on=on)


def _widest(concluded: date, signed_for: date) -> Sale:
    """A sale that no exception touches."""
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
