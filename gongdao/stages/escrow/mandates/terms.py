"""What a plan says, in words that are shown and hashed, and the days of its terms. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from gongdao.kernel.words import Words
from gongdao.registers.evidence.canonical import canonical
from gongdao.stages.escrow.mandates.models import Plan


def shown(plan: Plan, *, first: date, next_on: date, lead: int) -> dict[str, Any]:
    """Everything a consumer must know before agreeing; this, and nothing else, is agreed to."""
    words = Words(
        f"“{plan.title_zh}”每 {plan.every_months} 个月 {plan.price}，自动续费直到您取消。首次扣款日 {first}，"
        f"下次续费日 {next_on}。每次续费至少提前 {lead} 天提示。随时一步取消，不收费；取消后用到本期结束，不再扣款。"
        "涨价须您另行同意，不同意则到期结束。",
        f"“{plan.title_en}”: {plan.price} every {plan.every_months} month(s), renewing by itself until you "
        f"cancel. First charge on {first}, next renewal on {next_on}. Each renewal is announced at least "
        f"{lead} days before. Cancel at any time in one step, free of charge: it runs to the end of the "
        "term and nothing more is charged. A higher price needs your consent again; without it the plan ends.",
    )
    return {
        "plan": plan.id,
        "number": plan.number,
        "currency": plan.currency,
        "price_minor": plan.price_minor,
        "every_months": plan.every_months,
        "trial_days": plan.trial_days,
        "first_charge_on": first.isoformat(),
        "next_on": next_on.isoformat(),
        "notice_days_least": lead,
        "zh": words.zh,
        "en": words.en,
    }


def digest(said: Mapping[str, Any]) -> str:
    """What names exactly these words."""
    return sha256(canonical(dict(said))).hexdigest()


def months_after(day: date, months: int) -> date:
    """The same day so many months later; a month without it ends sooner."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def following(anchor: date, after: date, every: int) -> date:
    """The first day of the next term: counted from the anchor, so that 31 January never becomes the 28th for good."""
    terms = 1
    while (day := months_after(anchor, terms * every)) <= after:
        terms += 1
    return day
