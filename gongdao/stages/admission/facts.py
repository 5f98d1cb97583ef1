"""Rows in, facts out: which permit a trade needs, what is shown, and by when each step is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from gongdao.law import Answer, Question, ask, book
from gongdao.law.due import Due, due
from gongdao.law.topics import admission as q
from gongdao.law.topics import records
from gongdao.law.topics.people import Seller, must_register
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission.models import Application

STEPS: dict[str, Question[Any]] = {
    "application_review": q.review_application_by,
    "missing_papers": q.supply_missing_by,
    "waiver_check": q.confirm_waiver_by,
    "time_to_contest": q.appeal_refusal_by,
    "refusal_appeal": q.decide_refusal_by,
    "put_right": q.put_right_by,
    "registration": q.register_by,
    "turnover_watch": q.watched_on,
}
"""The question that sets the time of each duty."""


def law_of(marketplace: str) -> str:
    """The law of a marketplace."""
    return str(parties.by_id(marketplace).law)


def day_of(law: str, at: datetime) -> date:
    """The day it was where the law applies."""
    return book.pack(law).day_of(at)


def end_of(law: str, day: date) -> datetime:
    """The first moment after a day."""
    return book.pack(law).end_of(day)


def step(kind: str, *, law: str, at: datetime) -> Due:
    """Until when a step is done that begins now."""
    on = day_of(law, at)
    return due(STEPS[kind], q.Admission(began_on=on), under=law, on=on)


def verification_due(*, law: str, at: datetime) -> Due:
    """Until when particulars verified now must be verified again."""
    on = day_of(law, at)
    return due(records.verify_again_by, records.Change(verified_on=on), under=law, on=on)


def change_checked(*, law: str, at: datetime) -> Due:
    """Until when a change reported now is verified."""
    on = day_of(law, at)
    return due(records.change_verified_by, records.Change(reported_on=on), under=law, on=on)


def change_reported_by(changed_on: date, *, law: str) -> Answer[date | None]:
    """By when a change had to be reported."""
    facts = records.Change(changed_on=changed_on)
    return ask(records.change_reported_by, facts, under=law, on=changed_on)


def start_of(law: str, day: date) -> datetime:
    """The first moment of a day."""
    return book.pack(law).end_of(day - timedelta(days=1))


def last_day(law: str, too_late: datetime) -> date:
    """The last day that is in time, of the first moment that is too late."""
    return day_of(law, too_late - timedelta(microseconds=1))


def reminded_on(ends_on: date, *, law: str, on: date) -> Answer[date | None]:
    """When a merchant is told that something runs out."""
    return ask(q.reminded_on, q.Expiring(ends_on=ends_on), under=law, on=on)


def permit(category: str, *, law: str, on: date) -> Answer[str]:
    """Which permit goods of a kind need."""
    return ask(q.permit_needed, q.Trade(category=category, branded=False), under=law, on=on)


def registration(row: Application, *, law: str, on: date, sales: int | None = None) -> Answer[bool]:
    """Whether the seller must register as a business."""
    needs = any(permit(each, law=law, on=on).value != "none" for each in row.categories)
    seller = Seller(
        individual=row.form == "unregistered",
        exempt_activity=row.exemption in ("own_produce", "handicraft", "chores"),
        needs_licence=needs,
        yearly_sales=row.yearly_sales_minor if sales is None else sales,
    )
    return ask(must_register, seller, under=law, on=on)


def identity(row: Application, *, law: str, on: date) -> Answer[bool]:
    """That the platform verifies who somebody is, and under which article."""
    return ask(q.identity_verified, q.Trader(form=row.form), under=law, on=on)


def card(row: Application, *, law: str, on: date) -> Answer[str]:
    """Which particulars a trader shows."""
    return ask(q.trader_shows, q.Trader(form=row.form), under=law, on=on)


def contact(row: Application, *, law: str, on: date) -> Answer[bool]:
    """That address and contact are shown."""
    return ask(q.contact_shown, q.Trader(form=row.form), under=law, on=on)


def source(*, law: str, on: date) -> Answer[bool]:
    """That the source of goods is proved."""
    return ask(q.source_proved, q.Trade(category="other", branded=False), under=law, on=on)


def brand(*, law: str, on: date) -> Answer[bool]:
    """That the authorisation of another's brand is proved."""
    return ask(q.brand_proved, q.Trade(category="other", branded=True), under=law, on=on)


def deposit(row: Application, *, law: str, on: date) -> Answer[int]:
    """The largest deposit that any of the merchant's kinds of goods asks for."""
    asked = [
        ask(q.deposit_required, q.Trade(category=each, branded=False), under=law, on=on)
        for each in row.categories or ["other"]
    ]
    return max(asked, key=lambda answer: answer.value)


def reported_by(month_begins_on: date, *, law: str) -> Answer[date | None]:
    """By when the traders are reported that belong to a month of report."""
    facts = q.Reporting(month_begins_on=month_begins_on)
    return ask(q.traders_reported_by, facts, under=law, on=month_begins_on)
