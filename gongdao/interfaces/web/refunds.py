"""Money on its way back to a buyer, as pages say it."""

from __future__ import annotations

from typing import Any

from gongdao.kernel.words import Words
from gongdao.stages.escrow.instructions import queries

STATES = {
    "queued": Words("退款已排队", "refund on its way"),
    "sent": Words("退款在路上", "refund on its way"),
    "confirmed": Words("退款已到账", "refund arrived"),
    "failed": Words("无法原路退回", "could not go back the way it came"),
    "given_up": Words("退款查明中", "refund being traced"),
    "by_hand": Words("已转账退款", "refunded by bank transfer"),
}
MEANINGS = {
    "queued": Words("马上发给支付机构", "about to be sent to the gateway"),
    "sent": Words("支付机构处理中，通常几分钟到几天", "with the gateway, usually minutes to a few days"),
    "confirmed": Words("支付机构确认已退回您付款的账户", "the gateway confirms that it is back where you paid from"),
    "failed": Words("平台财务将另行转账，会发消息给您", "the platform pays it by bank transfer and tells you"),
    "given_up": Words("支付机构没有答复，平台正在查，必要时另行转账", "the gateway is silent; we trace it and pay another way if need be"),
    "by_hand": Words("平台已通过银行转账支付", "the platform paid it by bank transfer"),
}  # fmt: skip


def of(*subjects: str) -> list[tuple[Any, Words, Words]]:
    """Each refund with how it stands and what that means to whoever waits for it."""
    return [(row, STATES[row.state], MEANINGS[row.state]) for row in queries.of(*subjects)]
