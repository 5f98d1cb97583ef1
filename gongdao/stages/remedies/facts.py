"""Rows in, facts out: what comes back when a contract is over, and the periods of remedies."""

from __future__ import annotations

from datetime import date, datetime

from gongdao.law import Answer, ask
from gongdao.law import questions as q
from gongdao.law.due import Due
from gongdao.law.facts import Breach, Step
from gongdao.law.topics import rulings
from gongdao.stages.orders.facts import concluded_on, day_of
from gongdao.stages.orders.facts import period as order_period
from gongdao.stages.orders.models import Order

PERIODS = {
    "recovery": q.recover_by,
    "measure": rulings.measure_done_by,
    "objection": rulings.objection_decided_by,
    "rectification": rulings.rectified_by,
    "rectified_check": rulings.rectification_checked_on,
}


def rescission(order: Order) -> Answer[int]:
    """What the buyer gets back when the goods never came."""
    breach = Breach(
        paid=order.total.minor,
        losses=0,
        contract_concluded=True,
        refused=True,
        impossible=False,
        unfit_to_enforce=False,
        asked_too_late=False,
        force_majeure=False,
        wants_performance=False,
    )
    return ask(q.repaid_on_rescission, breach, under=order.law, on=concluded_on(order))


def period(kind: str, order: Order, at: datetime) -> Due:
    """A period of the platform's own rules, by the duty it is for."""
    return order_period(PERIODS[kind], order, at)


def counted_from(order: Order, at: datetime) -> date:
    """From which day on rulings count towards a duty to put things right."""
    step = Step(began_on=day_of(order, at))
    return ask(rulings.causes_counted_from, step, under=order.law, on=concluded_on(order)).value


def must_rectify(order: Order, times: int) -> Answer[bool]:
    """Whether so many rulings for buyers of one listing oblige its merchant to put the cause right."""
    repeated = rulings.Repeated(upheld_lately=times, upheld_since_rectified=0)
    return ask(rulings.must_rectify, repeated, under=order.law, on=concluded_on(order))


def rectified(order: Order, times: int) -> Answer[bool]:
    """Whether putting it right has worked, with so many rulings for buyers since."""
    repeated = rulings.Repeated(upheld_lately=0, upheld_since_rectified=times)
    return ask(rulings.rectified, repeated, under=order.law, on=concluded_on(order))
