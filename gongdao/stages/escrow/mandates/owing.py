"""What is owed about a subscription, from when and until when. Pure: rows in, duties out."""

from __future__ import annotations

from datetime import datetime

from gongdao.registers.duties.actions import Owed
from gongdao.stages.escrow.mandates import facts
from gongdao.stages.escrow.mandates.models import Charge, Mandate


def notice(row: Mandate, at: datetime) -> Owed:
    """The next renewal is to be announced; the clock does it as the last day for it begins."""
    due = facts.notice_due(row.plan, row.next_on)
    return Owed(
        "renewal_notice", row.id, row.merchant, row.consumer, row.marketplace, at,
        max(due.value, at), str(due.cites),
    )  # fmt: skip


def charge(row: Mandate, at: datetime) -> Owed:
    """The renewal is charged as its day begins."""
    due = facts.charge_due(row.plan, row.next_on)
    return Owed(
        "renewal_charge", row.id, row.consumer, row.merchant, row.marketplace, at,
        due.value, str(due.cites),
    )  # fmt: skip


def answer(asked: Charge, at: datetime) -> Owed:
    """The gateway says whether a charge went through."""
    row, due = asked.mandate, facts.answer_due(asked.mandate.plan, at)
    return Owed(
        "charge_answer", asked.id, row.marketplace, row.consumer, row.marketplace, at,
        due.value, str(due.cites), about=row.id,
    )  # fmt: skip


def term_end(paid: Charge, at: datetime) -> Owed:
    """The term that was paid for is settled when it is over."""
    row, due = paid.mandate, facts.term_due(paid)
    return Owed(
        "term_end", paid.id, row.marketplace, row.merchant, row.marketplace, at,
        due.value, str(due.cites), about=row.id,
    )  # fmt: skip
