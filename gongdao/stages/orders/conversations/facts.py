"""Rows in, facts out: by when a question has to be answered, and by whom."""

from __future__ import annotations

from datetime import datetime

from gongdao.law.due import Due
from gongdao.law.topics.helpdesk import help_answered_by, help_taken_up_by
from gongdao.stages.orders.facts import period
from gongdao.stages.orders.models import Order

PERIODS = {"help_answer": help_answered_by, "help_platform": help_taken_up_by}


def due(kind: str, order: Order, at: datetime) -> Due:
    """Until when, by the platform's own rules as they stood when the contract was concluded."""
    return period(PERIODS[kind], order, at)
