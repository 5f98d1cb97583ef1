"""Rows to facts at the door of complaints: what bars one, by when that is decided, when one may come back."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.law import Answer, ask
from gongdao.law.due import Due, due
from gongdao.law.facts import Step
from gongdao.law.topics import complaints, rulings
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.orders.facts import concluded_on, day_of

BARS = {
    "not_within_powers": ("within_powers", False),
    "handled_already": ("handled_already", True),
    "no_living_need": ("by_consumer", False),
    "no_real_dispute": ("real_dispute", False),
    "over_three_years": ("knew_over_three_years_ago", True),
    "papers_missing": ("papers_complete", False),
    "under_another_name": ("identity_true", False),
}
"""The reasons for which a complaint may be turned away, each as the fact that makes it one."""

ACCEPTABLE = {
    "within_powers": True, "handled_already": False, "by_consumer": True, "real_dispute": True,
    "knew_over_three_years_ago": False, "papers_complete": True, "identity_true": True,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """Something that a case did not have: what it is about, what it shows, its digest."""

    fact: str
    words: str
    sha256: str


def accepted(row: Dispute, because: str) -> Answer[bool]:
    """Whether the law wants the complaint accepted, if this is what stands against it."""
    told = dict(ACCEPTABLE)
    if because in BARS:
        name, value = BARS[because]
        told[name] = value
    filed = day_of(row.order, row.filed_at)
    complaint = complaints.Complaint(received_on=filed, **told)
    return ask(complaints.complaint_accepted, complaint, under=row.order.law, on=filed)


def decided_by(row: Dispute) -> Due:
    """By when it must be decided whether to accept a complaint."""
    filed = day_of(row.order, row.filed_at)
    complaint = complaints.Complaint(received_on=filed, **ACCEPTABLE)
    return due(complaints.complaint_decided_by, complaint, under=row.order.law, on=filed)


def reopened_by(row: Dispute) -> Due:
    """Until when a case that is over may begin once more."""
    ended = day_of(row.order, row.ended_at or row.filed_at)
    step = Step(began_on=ended)
    return due(rulings.reopened_by, step, under=row.order.law, on=concluded_on(row.order))
