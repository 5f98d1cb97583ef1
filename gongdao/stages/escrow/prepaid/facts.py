"""Rows in, facts out: until when a prepayment may be taken back, and what comes back of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from gongdao.law import Answer, ask, book
from gongdao.law import questions as q
from gongdao.law.due import Due
from gongdao.law.facts import Step
from gongdao.law.topics import prepaid
from gongdao.stages.escrow.prepaid.models import PrepaidUse, Prepayment


def answer_due(law: str, at: datetime) -> Due:
    """Until when a prepayment that was asked for is paid."""
    on = book.pack(law).day_of(at)
    answer = ask(q.pay_by, Step(began_on=on), under=law, on=on)
    return Due(book.pack(law).end_of(answer.value), answer)


def last_day(row: Prepayment) -> Answer[date | None]:
    """The last day on which the consumer may take it back without a reason."""
    assert row.paid_at
    on = book.pack(row.offer.law).day_of(row.paid_at)
    told = prepaid.Prepayment(
        paid_on=on,
        paid=row.paid_minor,
        single_purpose=True,
        had_before=row.had_before,
        promised_days_to_withdraw=row.offer.days_to_withdraw,
    )
    return ask(prepaid.last_day_to_withdraw_prepayment, told, under=row.offer.law, on=on)


def comes_back(row: Prepayment, uses: Sequence[PrepaidUse], *, cause: str) -> Answer[int]:
    """What comes back: the money less what was used, at the price that fits whose side the cause is on."""
    assert row.paid_at
    drawn, listed = sum(u.drawn_minor for u in uses), sum(u.list_minor for u in uses)
    used = prepaid.Used(
        paid=row.paid_minor,
        bonus=row.bonus_minor,
        # With credit given on top the law takes the drawn credit in the ratio paid to paid plus given.
        used_at_list=drawn if row.bonus_minor and cause != "consumer" else listed,
        used_at_discount=drawn,
        used_at_market=listed,
        list_unproven=False,
        cause=cause,
    )
    on = book.pack(row.offer.law).day_of(row.paid_at)
    return ask(prepaid.prepayment_returned, used, under=row.offer.law, on=on)
