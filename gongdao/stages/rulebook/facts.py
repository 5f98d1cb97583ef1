"""Rows in, facts out: a change of rules as the law looks at it, and the periods that run."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from gongdao.law import Answer, ask, book
from gongdao.law.due import Due, due
from gongdao.law.facts import Step
from gongdao.law.rule import Question
from gongdao.law.topics import rulebook as q
from gongdao.law.topics.platforms import RuleChange, rule_change_lawful, rules_shown_by
from gongdao.law.topics.records import Record, keep_until
from gongdao.registers.parties.models import Marketplace
from gongdao.stages.rulebook.models import Edition

PERIODS: dict[str, Question[Any]] = {
    "rule_draft": q.draft_opened_by,
    "rule_comments": q.comments_until,
    "rule_notice": q.rule_published_by,
    "rule_exit": q.exit_settled_by,
    "clause_review": q.clause_reviewed_by,
}


def day_of(market: Marketplace, at: datetime) -> date:
    """Which day it was where the marketplace's law applies."""
    return book.pack(market.law).day_of(at)


def start_of(market: Marketplace, day: date) -> datetime:
    """The first moment of a day there: a rule takes effect at midnight."""
    return datetime.combine(day, time(), book.pack(market.law).zone)


def end_of(market: Marketplace, day: date) -> datetime:
    """The first moment after a day there."""
    return book.pack(market.law).end_of(day)


def period(kind: str, market: Marketplace, at: datetime) -> Due:
    """A period of the platform's own rules on its rules, by the duty it is for."""
    day = day_of(market, at)
    return due(PERIODS[kind], Step(began_on=day), under=market.law, on=day)


def shown_by(row: Edition, market: Marketplace, in_force_on: date, *, on: date) -> Answer[date]:
    """By which day an edition must be public to take effect on a day."""
    return ask(rules_shown_by, change(row, in_force_on, on), under=market.law, on=on)


def change_lawful(
    row: Edition, market: Marketplace, in_force_on: date, *, on: date
) -> Answer[bool]:
    """Whether an edition may take effect on a day if it is published now."""
    return ask(rule_change_lawful, change(row, in_force_on, on), under=market.law, on=on)


def change(row: Edition, in_force_on: date, shown_on: date) -> RuleChange:
    """What the record says of a change. Nobody ticks a box for it, and whoever disagrees may leave."""
    return RuleChange(
        in_force_on=in_force_on,
        wide=row.wide,
        consulted=row.state == "considering",
        shown_on=shown_on,
        adds_burdens=row.adds_burdens,
        forced_or_preticked=False,
        leaving_free=True,
    )


def kept_until(
    market: Marketplace, record: str, since: datetime, *, on: date
) -> Answer[date | None]:
    """Until when the law has a record kept at the least; we remove none at all."""
    facts = Record(record=record, starts_on=day_of(market, since))
    return ask(keep_until, facts, under=market.law, on=on)
