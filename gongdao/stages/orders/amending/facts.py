"""Rows in, facts out: what an agreement does to a contract, and what a mistake about the price does not."""

from __future__ import annotations

from datetime import date, datetime

from gongdao.law import Answer, ask, book
from gongdao.law.due import Due
from gongdao.law.topics.agreements import (
    Agreement,
    answer_amendment_by,
    contract_changed,
    contract_ended,
)
from gongdao.law.topics.terms import Avoidance, last_day_to_avoid
from gongdao.stages.orders.facts import concluded_on, day_of, period
from gongdao.stages.orders.models import Order


def end_of(order: Order, day: date) -> datetime:
    """The first moment after a day where the order's law applies."""
    return book.pack(order.law).end_of(day)


def answer_due(order: Order, at: datetime) -> Due:
    """Until when a proposal is answered; silence declines it."""
    return period(answer_amendment_by, order, at)


def agreed(order: Order, *, ends: bool) -> Answer[bool]:
    """What the agreement of both sides does: it changes the contract, or ends it."""
    question = contract_ended if ends else contract_changed
    agreement = Agreement(both_agreed=True, definite=True)
    return ask(question, agreement, under=order.law, on=concluded_on(order))


def one_side_alone(order: Order) -> Answer[bool]:
    """Whether one side may end the contract without the other: the answer names the article that says no."""
    agreement = Agreement(both_agreed=False, definite=True)
    return ask(contract_ended, agreement, under=order.law, on=concluded_on(order))


def mistake(order: Order, *, known_at: datetime) -> Answer[date | None]:
    """Until when a merchant that named a wrong price may ask a court or tribunal to avoid the contract."""
    avoidance = Avoidance(
        avoidance_ground="mistake",
        flaw_known_on=day_of(order, known_at),
        concluded_on=concluded_on(order),
        waived=False,
    )
    return ask(last_day_to_avoid, avoidance, under=order.law, on=concluded_on(order))
