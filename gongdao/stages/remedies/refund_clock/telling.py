"""What is said when a refund is about to be late, and when somebody else had to pay it."""

from __future__ import annotations

from collections.abc import Sequence

from gongdao.kernel.words import Words
from gongdao.registers.ledger.chart import CHART, kind_of
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.messages.webhooks import Event, announce
from gongdao.stages.remedies.models import Award


def paid_late(awards: Sequence[Award]) -> None:
    """Both sides hear what was paid, out of what, and under which article."""
    say([_said(award) for award in awards])
    announce(
        [
            Event(
                "refund.paid_late", award.order_id, (award.payee, award.debtor), award.marketplace,
                award.at,
                {
                    "order": award.order_id, "currency": award.currency,
                    "amount_minor": award.amount_minor, "unpaid_minor": award.unpaid_minor,
                    "cites": award.cites,
                },
            )
            for award in awards
        ]
    )  # fmt: skip


def _said(award: Award) -> Said:
    names = [CHART[kind_of(name)].name for name in award.sources]
    zh = "、".join(name.zh for name in names)
    en = ", ".join(name.en for name in names)
    words = Words(
        f"退款逾期，平台已依法先行支付 {award.amount}，出自：{zh}。",
        f"The refund was late; {award.amount} was paid at once, out of: {en}.",
    )
    audience = (award.payee, award.debtor)
    return Said(award.order_id, award.marketplace, audience, award.marketplace, award.at, words)
