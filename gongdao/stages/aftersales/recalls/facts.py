"""Rows in, facts out: by when a defect is reported, planned and published, and a buyer made whole."""

from __future__ import annotations

from datetime import date, datetime

from gongdao.law import Answer, ask, book
from gongdao.law import questions as q
from gongdao.law.due import Due, due
from gongdao.law.facts import Step
from gongdao.law.topics.carriage import Recall as Defect
from gongdao.law.topics.carriage import (
    recall_costs_paid,
    recall_planned_by,
    recall_published_by,
    recall_reported_by,
)
from gongdao.registers.parties.models import Marketplace
from gongdao.stages.aftersales.recalls.models import Recall

PERIODS = {"recall_answer": q.recall_answered_by, "recall_remedy": q.recall_remedied_by}


def day_of(market: Marketplace, at: datetime) -> date:
    """Which day it is where the marketplace's law applies."""
    return book.pack(market.law).day_of(at)


def defect(row: Recall, market: Marketplace, *, costs_minor: int = 0) -> Defect:
    """The defect as the law looks at it. Whoever announces a recall has concluded that there is one."""
    announced = day_of(market, row.announced_at)
    reported = row.plan_reported_at
    return Defect(
        grave=row.grave,
        defect_found_on=row.found_on,
        concluded_defective_on=announced,
        plan_reported_on=day_of(market, reported) if reported else announced,
        costs_of_consumer=costs_minor,
    )


def reported_by(row: Recall, market: Marketplace) -> Due | None:
    """Until when the defect is reported to the authority; only a grave one has to be."""
    on = day_of(market, row.announced_at)
    if ask(recall_reported_by, defect(row, market), under=market.law, on=on).value is None:
        return None
    return due(recall_reported_by, defect(row, market), under=market.law, on=on)


def planned_by(row: Recall, market: Marketplace) -> Due:
    """Until when the plan of the recall is reported."""
    on = day_of(market, row.announced_at)
    return due(recall_planned_by, defect(row, market), under=market.law, on=on)


def published_by(row: Recall, market: Marketplace) -> Due:
    """Until when the recall is made public, once its plan is reported."""
    assert row.plan_reported_at
    on = day_of(market, row.plan_reported_at)
    return due(recall_published_by, defect(row, market), under=market.law, on=on)


def costs(row: Recall, market: Marketplace) -> Answer[int]:
    """Whose the costs of a recall are: the sentence every buyer is told."""
    on = day_of(market, row.announced_at)
    return ask(recall_costs_paid, defect(row, market), under=market.law, on=on)


def period(kind: str, market: Marketplace, at: datetime) -> Due:
    """A period of the platform's own rules."""
    day = day_of(market, at)
    return due(PERIODS[kind], Step(began_on=day), under=market.law, on=day)
