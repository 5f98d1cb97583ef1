"""The duties that an admission brings with it: who owes what, until when, under which article."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from gongdao.registers.duties.actions import Owed
from gongdao.stages.admission import facts, queries
from gongdao.stages.admission.checklist import DEPOSIT
from gongdao.stages.admission.models import Application, Paper

BY_MERCHANT = ("missing_papers", "time_to_contest", "expiry", "put_right", "registration")
LACKING = ("missing", "asked", "rejected", "expired")


def step(kind: str, row: Application, *, at: datetime, subject: str = "") -> Owed:
    """A step of the platform's own rules that begins now."""
    due = facts.step(kind, law=facts.law_of(row.marketplace), at=at)
    return _owed(kind, row, subject or row.id, at, due.value, str(due.cites))


def whose_turn(row: Application, *, at: datetime) -> Owed:
    """While papers are missing the merchant owes them; when they are there the platform owes a review."""
    open_lines = [line for line in queries.checklist(row, at=at) if line.item != DEPOSIT]
    missing = any(line.status in LACKING for line in open_lines)
    return step("missing_papers" if missing else "application_review", row, at=at)


def verification(row: Application, *, at: datetime) -> list[Owed]:
    """The platform verifies a merchant again within the time that the law sets, and says so before."""
    law = facts.law_of(row.marketplace)
    due = facts.verification_due(law=law, at=at)
    told = reminder(row, row.id, facts.last_day(law, due.value), at=at)
    return [_owed("reverification", row, row.id, at, due.value, str(due.cites)), told]


def change_check(row: Application, change: str, *, at: datetime) -> Owed:
    """The platform verifies a change within the time that the law sets."""
    due = facts.change_checked(law=facts.law_of(row.marketplace), at=at)
    return _owed("change_check", row, change, at, due.value, str(due.cites))


def renewal(row: Application, papers: Iterable[Paper], *, at: datetime) -> list[Owed]:
    """For each paper that ends: that the merchant renews it, and that the platform reminds in time."""
    owed = []
    for paper in papers:
        if paper.expires_on and paper.ends_at:
            notice = reminder(row, paper.id, paper.expires_on, at=at)
            owed.append(_owed("expiry", row, paper.id, at, paper.ends_at, notice.cites))
            owed.append(notice)
    return owed


def reminder(row: Application, subject: str, ends_on: date, *, at: datetime) -> Owed:
    """The platform tells the merchant before something runs out; at once, if it is late for that."""
    law = facts.law_of(row.marketplace)
    on = facts.day_of(law, at)
    answer = facts.reminded_on(ends_on, law=law, on=on)
    assert answer.value
    told_at = max(at, facts.start_of(law, answer.value))
    return _owed("expiry_notice", row, subject, at, told_at, str(answer.cites))


def _owed(
    kind: str, row: Application, subject: str, at: datetime, due_at: datetime, cites: str
) -> Owed:
    merchant_owes = kind in BY_MERCHANT
    by, to = (row.applicant, row.marketplace) if merchant_owes else (row.marketplace, row.applicant)
    return Owed(kind, subject, by, to, row.marketplace, at, due_at, cites, about=row.id)
