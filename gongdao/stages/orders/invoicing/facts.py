"""Rows in, facts out: that an invoice is owed, and by when."""

from __future__ import annotations

from datetime import datetime

from gongdao.law import Answer, ask
from gongdao.law.due import Due
from gongdao.law.topics.agreements import Asking, invoice_by, invoice_owed
from gongdao.law.topics.performing import red_invoice_by
from gongdao.stages.orders.facts import concluded_on, period
from gongdao.stages.orders.models import Order


def owed(order: Order) -> Answer[bool]:
    """Whoever asks for an invoice gets one; an electronic one counts alike."""
    return ask(invoice_owed, Asking(asked=True), under=order.law, on=concluded_on(order))


def due(order: Order, at: datetime) -> Due:
    """Until when, by the platform's own rules."""
    return period(invoice_by, order, at)


def credit_note_due(order: Order, at: datetime) -> Due:
    """Until when a credit note follows a refund, by the platform's own rules."""
    return period(red_invoice_by, order, at)
