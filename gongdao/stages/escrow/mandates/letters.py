"""What a subscriber is told: the receipt of a consent, each notice, the receipt of a cancellation. Pure."""

from __future__ import annotations

from datetime import date, datetime

from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.registers.messages.actions import Said
from gongdao.stages.escrow.mandates.models import Charge, Mandate, Notice


def consented(row: Mandate, *, at: datetime, zh: str, en: str, digest: str) -> Said:
    """The receipt: the very words that were agreed to, and their digest."""
    return _said(
        row, at, Words(f"您已同意：{zh}（摘要 {digest}）", f"You agreed: {en} (digest {digest})")
    )


def announced(row: Mandate, notice: Notice, *, at: datetime) -> Said:
    """So much will be charged on this day, unless you stop it; and how to stop it."""
    amount = Money(row.plan.currency, notice.amount_minor)
    what = {
        "renewal": Words("将自动续费", "renews"),
        "trial_end": Words("试用即将结束，将开始收费", "ends its trial and starts to cost"),
        "price_rise": Words(
            "价格上涨，须您另行同意；不同意则到期结束，不扣款，新价", "rises in price and needs your consent; "
            "without it the plan ends and nothing is charged. The new price"
        ),
    }[notice.kind]  # fmt: skip
    return _said(
        row, at,
        Words(
            f"“{row.plan.title_zh}”{what.zh} {amount}，日期 {notice.for_on}。不想继续，现在就可以一步取消：/subscriptions/{row.id}",
            f"“{row.plan.title_en}” {what.en}: {amount} on {notice.for_on}. To stop it, cancel in one step now: "
            f"/subscriptions/{row.id}",
        ),
    )  # fmt: skip


def charged(charge: Charge, *, at: datetime) -> Said:
    """The money came."""
    row = charge.mandate
    words = Words(
        f"“{row.plan.title_zh}”已扣款 {charge.amount}，服务期至 {charge.until_on}。款项由平台托管，随服务期结束付给商家。",
        f"“{row.plan.title_en}” charged {charge.amount} for the term until {charge.until_on}. The money is "
        "held and goes to the merchant when the term is over.",
    )
    return _said(row, at, words)


def cancelled(row: Mandate, *, until: date | None, at: datetime) -> Said:
    """The receipt of a cancellation."""
    if until is None:
        words = Words("已取消，不再扣款。", "Cancelled. Nothing more is charged.")
    else:
        words = Words(
            f"已取消，不再扣款；可以用到 {until}。",
            f"Cancelled. Nothing more is charged; it runs until {until}.",
        )
    return _said(row, at, words)


def ended(row: Mandate, *, at: datetime, why: Words) -> Said:
    """It is over, and why."""
    return _said(
        row, at, Words(f"“{row.plan.title_zh}”已结束：{why.zh}", f"“{row.plan.title_en}” ended: {why.en}")
    )  # fmt: skip


def sent_back(row: Mandate, amount: Money, *, at: datetime) -> Said:
    """Money came that nobody had agreed to, or that nobody had announced."""
    words = Words(
        f"收到一笔未经您同意或者未提示的扣款 {amount}，已原路退回。",
        f"A charge of {amount} came that you had not agreed to, or that was not announced; it went back.",
    )
    return _said(row, at, words)


def _said(row: Mandate, at: datetime, words: Words) -> Said:
    return Said(row.id, row.merchant, (row.consumer, row.merchant), row.marketplace, at, words)
