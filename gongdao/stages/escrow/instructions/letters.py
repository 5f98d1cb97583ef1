"""What a buyer is told of money on its way back: that it arrived, or that it could not and what happens then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongdao.kernel.words import Words
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.messages.webhooks import Event, announce
from gongdao.stages.escrow.instruction import Instruction

SAID = {
    "confirmed": Words(
        "支付机构已办妥：{} 已按原路退回您的账户。",
        "The gateway has done it: {} went back the way it came.",
    ),
    "failed": Words(
        "支付机构无法原路退回 {}（例如账户已注销）。平台财务将另行转账，请留意消息。",
        "The gateway cannot send {} back the way it came (the account may be closed). The platform pays it "
        "by bank transfer; watch for a message.",
    ),
    "given_up": Words(
        "{} 的退款没有得到支付机构确认，平台财务正在查明，必要时另行转账。",
        "The gateway has not confirmed the refund of {}. The platform is tracing it, and pays another way if need be.",
    ),
    "by_hand": Words("平台已通过银行转账退还 {}。", "The platform paid {} back by bank transfer."),
}


def tell(rows: Sequence[Instruction], *, at: datetime) -> None:
    """Both as a message about what was paid for and as a webhook, whatever became of it."""
    told = [row for row in rows if row.state in SAID]
    say([_said(row, at) for row in told])
    announce([_event(row, at) for row in rows])


def _said(row: Instruction, at: datetime) -> Said:
    words = SAID[row.state]
    both = Words(words.zh.format(row.amount), words.en.format(row.amount))
    return Said(row.subject, row.marketplace, (row.payee,), row.marketplace, at, both)


def _event(row: Instruction, at: datetime) -> Event:
    said = {
        "about": row.subject, "currency": row.currency, "amount_minor": row.amount_minor,
        "gateway": row.gateway,
    }  # fmt: skip
    sides = (row.payee, row.marketplace)
    return Event(f"refund.{row.state}", row.id, sides, row.marketplace, at, said)
