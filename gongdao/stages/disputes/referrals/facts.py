"""The periods that run outside the marketplace: asked of the law, or of our own rules where it is silent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from gongdao.law.due import Due, due
from gongdao.law.facts import Facts, Step, filled
from gongdao.law.rule import Question
from gongdao.law.topics import complaints, rulings, union_market
from gongdao.stages.disputes.models import Referral
from gongdao.stages.orders.facts import concluded_on, day_of

OF_THE_AUTHORITY = ("complaint_12315", "association")
"""Ways whose mediation the rules on complaints give a time."""

ANSWERS: Mapping[str, Question[Any]] = {
    "complaint_12315": complaints.complaint_decided_by,
    "arbitration": rulings.arbitration_answered_by,
}
ENDS: Mapping[str, Question[Any]] = {
    **dict.fromkeys(OF_THE_AUTHORITY, complaints.mediation_ends_on),
    "eu_adr": union_market.adr_outcome_by,
}


def period(kind: str, row: Referral, at: datetime) -> Due:
    """By when the next step is due: the dossier sent, an answer come, the procedure over."""
    order = row.dispute.order
    today = day_of(order, at)
    question = _question(kind, row.way)
    procedural = question in (*ANSWERS.values(), *ENDS.values())
    return due(
        question,
        _facts(question, today),
        under=order.law,
        on=today if procedural else concluded_on(order),
    )


def _question(kind: str, way: str) -> Question[Any]:
    if kind == "dossier":
        return rulings.confirmed_by if way == "confirmation" else rulings.dossier_sent_by
    if kind == "outside_answer":
        return ANSWERS.get(way, rulings.outside_answered_by)
    return ENDS.get(way, rulings.outside_ended_by)


def _facts(question: Question[Any], today: date) -> Facts:
    if question is complaints.complaint_decided_by:
        return complaints.Complaint(
            received_on=today, within_powers=True, handled_already=False, by_consumer=True,
            real_dispute=True, knew_over_three_years_ago=False, papers_complete=True,
            identity_true=True,
        )  # fmt: skip
    if question is complaints.mediation_ends_on:
        return complaints.Mediation(accepted_on=today, test_days=0, mediation_ended_on=today)
    if question is union_market.adr_outcome_by:
        return filled(union_market.WayOut, {"complete_on": today})
    return Step(began_on=today)
