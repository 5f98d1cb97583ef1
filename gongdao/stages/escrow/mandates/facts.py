"""Rows in, facts out: by when a renewal is announced, whether it binds, what comes back of a term."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from gongdao.law import Answer, ask, book
from gongdao.law import questions as q
from gongdao.law.due import Due
from gongdao.law.facts import Step
from gongdao.law.topics import prepaid, subscriptions
from gongdao.stages.escrow.mandates.models import Charge, Notice, Plan

DAY = timedelta(days=1)


def day_of(law: str, at: datetime) -> date:
    """Which day it is where the plan's law applies."""
    return book.pack(law).day_of(at)


def start_of(law: str, day: date) -> datetime:
    """The first moment of a day."""
    return book.pack(law).end_of(day - DAY)


def told_by(plan: Plan, renews_on: date) -> Answer[date]:
    """The last day to announce a renewal: the law's, or ours where that is earlier."""
    law = ask(
        subscriptions.remind_by, subscriptions.Renewal(renews_on=renews_on),
        under=plan.law, on=renews_on,
    )  # fmt: skip
    ours = ask(q.renewal_told_by, Step(began_on=renews_on), under=plan.law, on=renews_on)
    return min(law, ours, key=lambda answer: answer.value)


def notice_due(plan: Plan, renews_on: date) -> Due:
    """When the notice goes out: as its last day begins."""
    answer = told_by(plan, renews_on)
    return Due(start_of(plan.law, answer.value), answer)


def charge_due(plan: Plan, renews_on: date) -> Due:
    """When the renewal is charged: as its day begins, and never sooner."""
    return Due(start_of(plan.law, renews_on), told_by(plan, renews_on))


def answer_due(plan: Plan, at: datetime) -> Due:
    """Until when the gateway says whether a charge went through."""
    on = day_of(plan.law, at)
    answer = ask(q.pay_by, Step(began_on=on), under=plan.law, on=on)
    return Due(book.pack(plan.law).end_of(answer.value), answer)


def term_due(charge: Charge) -> Due:
    """When a term is over and its money is the merchant's."""
    plan = charge.mandate.plan
    over = Step(began_on=charge.until_on)
    answer = ask(q.term_settled_on, over, under=plan.law, on=charge.for_on)
    return Due(start_of(plan.law, answer.value), answer)


def binds(plan: Plan, notice: Notice | None, *, renews_on: date, consented: bool) -> Answer[bool]:
    """Whether the law lets this renewal be charged, on what our own records show."""
    return ask(
        subscriptions.renewal_binds, _renewal(notice, renews_on, consented, 0),
        under=plan.law, on=renews_on,
    )  # fmt: skip


def comes_back(plan: Plan, notice: Notice | None, *, on: date, charged: int) -> Answer[int]:
    """What comes back of money that was charged although nobody was told, or nobody agreed."""
    return ask(
        subscriptions.renewal_charge_returned, _renewal(notice, on, False, charged),
        under=plan.law, on=on,
    )  # fmt: skip


def left_of(charge: Charge, *, on: date) -> Answer[int]:
    """What comes back of a term that the merchant stops: the share of the days left."""
    plan = charge.mandate.plan
    unlimited = prepaid.Unlimited(
        paid=charge.amount_minor,
        days_in_all=(charge.until_on - charge.for_on).days,
        days_left=max((charge.until_on - max(on, charge.for_on)).days, 0),
        term_over_unused=False,
    )
    return ask(prepaid.unlimited_returned, unlimited, under=plan.law, on=charge.for_on)


def _renewal(
    notice: Notice | None, renews_on: date, consented: bool, charged: int
) -> subscriptions.Renewal:
    """A notice that was never sent counts as one that came too late."""
    return subscriptions.Renewal(
        renews_on=renews_on,
        reminded_on=notice.told_on if notice else renews_on,
        told_at_start=consented,
        chosen_freely=consented,
        cancel_any_time=True,
        charged=charged,
    )
