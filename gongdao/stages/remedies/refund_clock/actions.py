"""The reminder before a refund is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.words import Words
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.messages.webhooks import Event, announce
from gongdao.registers.parties.powers import clock_of
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.models import Return


@transaction.atomic
def remind(*, duties: Sequence[Duty], at: datetime) -> None:
    """A day is left: the merchant is told what it owes, and what happens if it stays silent."""
    rows = {row.id: row for row in returns.locked_many(d.subject for d in duties)}
    late = [d for d in duties if rows[d.subject].state == "received"]
    say([_said(rows[d.subject], d.cites, at) for d in late])
    announce([_event(rows[d.subject], d.cites, at) for d in late])
    turn(done=[Done(d.kind, d.subject, at, "met") for d in duties])
    record(
        [
            Deed(
                "refund.reminded", d.subject, by=clock_of(d.marketplace).party,
                marketplace=d.marketplace, at=at, about=d.about,
            )
            for d in late
        ]
    )  # fmt: skip


def _said(row: Return, cites: str, at: datetime) -> Said:
    words = Words(
        f"退款 {row.refund} 将在一天内到期（{cites}）。逾期由平台从您的应付款、准备金、保证金支付，不足由保障基金先行支付并向您追偿。",
        f"The refund of {row.refund} is due within a day ({cites}). After that the platform pays it out of "
        "what you have with us, and the fund pays the rest first and recovers it from you.",
    )
    audience = (row.order.merchant, row.order.buyer)
    return Said(row.order_id, row.marketplace, audience, row.marketplace, at, words)


def _event(row: Return, cites: str, at: datetime) -> Event:
    data = {"order": row.order_id, "amount_minor": row.refund_minor, "currency": row.currency}
    return Event(
        "refund.due_soon", row.id, (row.order.merchant,), row.marketplace, at,
        {**data, "cites": cites},
    )  # fmt: skip
