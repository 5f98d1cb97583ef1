"""Rows in, facts out: until when the record of an order must be kept."""

from __future__ import annotations

from datetime import date, datetime

from gongdao.law import Answer, ask
from gongdao.law.topics.records import Record, keep_until
from gongdao.stages.orders.facts import day_of
from gongdao.stages.orders.models import Order


def kept_until(order: Order, completed_at: datetime) -> Answer[date | None]:
    """Three years from completion, or what the law of that day says."""
    completed_on = day_of(order, completed_at)
    record = Record(record="trade", starts_on=completed_on)
    return ask(keep_until, record, under=order.law, on=completed_on)
