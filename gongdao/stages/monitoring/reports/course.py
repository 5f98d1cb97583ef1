"""The step of a report from one state to the next: what is settled with it, and what is owed then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongdao.kernel.machine import CLOCK
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.evidence.actions import Deed
from gongdao.stages.monitoring.reports import facts, queries
from gongdao.stages.monitoring.reports.models import Report
from gongdao.stages.monitoring.reports.states import AWAITED, QUESTION, REPORT

PLATFORM = "platform"
AUTHORITY = "officer"


def go(row: Report, act: str, *, side: str, at: datetime, since: datetime | None = None) -> None:
    """Move a report, settle what was owed in its old state, and owe what the new one asks for."""
    move = REPORT.under(row.process).move(row.state, act, by=side)
    done = [Done(AWAITED[row.state], row.id, at)]
    row.state = move.to
    if move.to in REPORT.ends:
        row.ended_at = at
        done += _drop_questions(row, at)
    row.save()
    turn(done=done, owed=[owed(move.owed, row, at, since=since)] if move.owed else [])


def owed(kind: str, row: Report, at: datetime, *, since: datetime | None = None) -> Owed:
    """What is owed to whoever reported, by when, under which article."""
    until = facts.period(kind, row, at, since=since)
    by = AUTHORITY if kind in ("report_authority", "report_outcome") else PLATFORM
    return Owed(kind, row.id, by, row.id, row.marketplace, at, until.value, str(until.cites))


def deed(act: str, row: Report, *, by: str, at: datetime, **data: Any) -> Deed:
    """What was done about a report. By whom, where it was the reporter, is the report itself."""
    return Deed(act, row.id, by=by, marketplace=row.marketplace, at=at, data=data)


def _drop_questions(row: Report, at: datetime) -> list[Done]:
    """What was asked and not answered yet nobody has to answer any more."""
    left = [each for each in queries.questions(row) if each.state == QUESTION.start]
    for each in left:
        each.state = QUESTION.move(each.state, "drop", by=CLOCK).to
        each.save(update_fields=["state"])
    return [Done("report_question", each.id, at, "moot") for each in left]
