"""Rows in, facts out: what comes back when a contract is over, and the periods of remedies."""

from __future__ import annotations

from datetime import datetime

from gongdao.law import Answer, ask
from gongdao.law import questions as q
from gongdao.law.due import Due
from gongdao.law.facts import Breach
from gongdao.stages.orders.facts import concluded_on
from gongdao.stages.orders.facts import period as order_period
from gongdao.stages.orders.models import Order

PERIODS = {"recovery": q.recover_by}


def rescission(order: Order) -> Answer[int]:
    """What the buyer gets back when the goods never came."""
    breach = Breach(
        paid=order.total.minor,
        losses=0,
        contract_concluded=True,
        refused=True,
        impossible=False,
        force_majeure=False,
        wants_performance=False,
    )
    return ask(q.repaid_on_rescission, breach, under=order.law, on=concluded_on(order))


def period(kind: str, order: Order, at: datetime) -> Due:
    """A period of the platform's own rules, by the duty it is for."""
    return order_period(PERIODS[kind], order, at)
