"""Rows in, facts out: by when a report is taken up, looked into, answered, rewarded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from gongdao.law import book
from gongdao.law.due import Due, due
from gongdao.law.facts import Facts, Step
from gongdao.law.rule import Question
from gongdao.law.topics import complaints
from gongdao.law.topics import reports as q
from gongdao.registers.parties import queries as parties
from gongdao.stages.monitoring.reports.kinds import KINDS
from gongdao.stages.monitoring.reports.models import Report

PERIODS: Mapping[str, Question[Any]] = {
    "report_triage": q.tip_taken_up_by,
    "report_check": q.tip_checked_by,
    "report_extended": q.tip_checked_by,
    "report_question": q.tip_question_open_until,
    "report_authority": complaints.lead_checked_by,
    "report_outcome": q.tip_outcome_by,
    "reward_proposal": q.reward_decided_by,
    "reward_approval": q.reward_decided_by,
    "reward_collection": q.reward_kept_until,
    "unsealing_consent": q.unsealing_decided_by,
    "unsealing_use": q.unsealing_used_by,
}


def period(kind: str, row: Report, at: datetime, *, since: datetime | None = None) -> Due:
    """Until when the next step is due. An extension counts from when the checking began."""
    market = parties.by_id(row.marketplace)
    pack = book.pack(market.law)
    began = pack.day_of(since or at)
    facts = _facts(PERIODS[kind], kind, row, began)
    return due(PERIODS[kind], facts, under=market.law, on=pack.day_of(at))


def _facts(question: Question[Any], kind: str, row: Report, began: date) -> Facts:
    if question.about is q.Tip:
        return q.Tip(
            began_on=began, urgent=KINDS[row.kind].urgent, more_time=kind == "report_extended"
        )
    if question.about is complaints.Lead:
        return complaints.Lead(
            lead_found_on=began, extended=False, filed_on=began, real_name=row.named,
            told_by_law=False,
        )  # fmt: skip
    return Step(began_on=began)
