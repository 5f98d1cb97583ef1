"""Rows to facts: until when a piece is guaranteed, which remedy is due, what a piece was worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.law import Answer, ask, book
from gongdao.law.due import Due
from gongdao.law.topics import repairs as q
from gongdao.law.topics.conformity import (
    Guarantee,
    Inspection,
    Remedy,
    guarantee_ends_on,
    notify_defect_by,
    remedy_due,
)
from gongdao.law.topics.union_sales import Lack, seller_liable_until
from gongdao.law.topics.warranty import (
    Guaranteed,
    PhoneFault,
    months_by_law,
    phone_guarantee_until,
    phone_remedy,
)
from gongdao.stages.aftersales.models import Repair
from gongdao.stages.aftersales.promises import queries as promises
from gongdao.stages.orders.facts import concluded_on, day_of
from gongdao.stages.orders.facts import period as order_period
from gongdao.stages.orders.models import Line, Order

PERIODS = {
    "repair_reply": q.repair_reply_by,
    "hand_in": q.hand_in_by,
    "repair": q.repaired_by,
    "parts": q.parts_there_by,
    "repair_trial": q.repair_tried_by,
    "replacement": q.replaced_by,
}

STRENGTH = {
    "none": 0, "repair": 1, "replace": 2, "replace_or_repair": 2, "return": 3, "refund": 3,
}  # fmt: skip
"""Which answers of the law give more; who may ask for more may always ask for less."""

WISHES = {"repair": 1, "replace": 2, "refund": 3}


@dataclass(frozen=True, slots=True)
class Past:
    """What happened to one piece before, as far as it moves its guarantee."""

    days_in_repair: int
    vain_repairs: int
    replaced_at: datetime | None


def past(order: Order, earlier: Sequence[Repair]) -> Past:
    """Days and vain repairs of one piece, counted from its last replacement on."""
    replaced = max(
        (r.ended_at for r in earlier if r.state == "replaced" and r.ended_at), default=None
    )
    since = [r for r in earlier if replaced is None or r.asked_at >= replaced]
    days = sum(
        (day_of(order, r.back_at) - day_of(order, r.handed_in_at)).days
        for r in since
        if r.handed_in_at and r.back_at
    )
    vain = sum(r.state == "failed" for r in since)
    return Past(days, vain, replaced)


def covered_until(
    order: Order, line: Line, delivered: datetime, before: Past
) -> Answer[date | None]:
    """Until when a piece is guaranteed: the longest that the law or a promise gives, with its article."""
    on, law = concluded_on(order), order.law
    there = day_of(order, delivered)
    start = day_of(order, before.replaced_at) if before.replaced_at else there
    lawful = _months_by_law(order, line)
    own = promises.months(line.version.listing_id, kind="own", at=order.concluded_at)
    months = max(own, lawful) + promises.months_bought(line.id)
    guarantee = Guarantee(
        delivered_on=there, installed_on=there, replaced_on=start, months_promised=months,
        months_by_law=lawful, days_in_repair=before.days_in_repair,
    )  # fmt: skip
    promised = ask(guarantee_ends_on, guarantee, under=law, on=on)
    found: list[Answer[Any]] = [promised] if months else []
    if lawful:
        found += _to_a_day_of_work(order, start, before)
    if _answers(order, seller_liable_until):
        lack = Lack(
            supply="goods", delivered_on=start, term_ends_on=start, appeared_on=start,
            second_hand_agreed_one_year=False, repaired_under_guarantee=before.days_in_repair > 0,
        )  # fmt: skip
        found.append(ask(seller_liable_until, lack, under=law, on=on))
    if not found and _answers(order, notify_defect_by):
        seen = Inspection(
            signed_for_on=start, guaranteed_until=start, agreed_days=0, agreed_too_short=False,
            hidden_flaw=True, seller_knew=False,
        )  # fmt: skip
        found.append(ask(notify_defect_by, seen, under=law, on=on))
    return max(found or [promised], key=lambda answer: answer.value or date.min)


def remedy(
    order: Order, line: Line, delivered: datetime, before: Past, at: datetime
) -> Answer[str]:
    """The most a buyer may ask for now, if the fault is as alleged: repair, replacement or the price."""
    on, law = concluded_on(order), order.law
    today = day_of(order, at)
    found: list[Answer[str]] = []
    if _is_phone(line) and _answers(order, phone_remedy):
        start = day_of(order, before.replaced_at or delivered)
        found.append(ask(phone_remedy, _phone(start, before, today), under=law, on=on))
    elif _answers(order, remedy_due):
        facts = Remedy(
            signed_for_on=day_of(order, delivered), asked_on=today, defective=True,
            purpose_defeated=False, declared_unfit=False, wants="repair",
        )  # fmt: skip
        found.append(ask(remedy_due, facts, under=law, on=on))
    tried = q.RepairsSoFar(
        vain_repairs=before.vain_repairs, repair_time_over=False, purpose_defeated=False
    )
    found.append(ask(q.after_vain_repairs, tried, under=law, on=on))
    return max(found, key=lambda answer: STRENGTH[answer.value])


def worth(order: Order, bought: Sequence[Line], line: Line) -> int:
    """What was really paid for one piece of a line; of a gift, what it was said to be worth."""
    if line.stated_minor:
        return max(1, line.stated_minor // line.quantity)
    listed = sum(each.amount_minor for each in bought)
    return max(1, line.amount_minor * order.goods_minor // listed // line.quantity)


def period(kind: str, row: Repair, at: datetime) -> Due:
    """A period of a repair; waiting for parts is counted from the day the thing was handed in."""
    begins = row.handed_in_at if kind == "parts" and row.handed_in_at else at
    return order_period(PERIODS[kind], row.order, begins)


def _months_by_law(order: Order, line: Line) -> int:
    if not _answers(order, months_by_law):
        return 0
    thing = Guaranteed(thing="phone" if _is_phone(line) else "other")
    return ask(months_by_law, thing, under=order.law, on=concluded_on(order)).value


def _to_a_day_of_work(order: Order, start: date, before: Past) -> list[Answer[Any]]:
    """A phone's last day moves past days of rest, once those of its year are announced."""
    phone = _phone(start, before)
    try:
        return [ask(phone_guarantee_until, phone, under=order.law, on=concluded_on(order))]
    except Refusal:
        return []


def _is_phone(line: Line) -> bool:
    return line.version.category == "phones" and "durable" in line.version.traits


def _phone(sold_on: date, before: Past, asked_on: date | None = None) -> PhoneFault:
    return PhoneFault(
        sold_on=sold_on,
        asked_on=asked_on or sold_on,
        listed_fault=True,
        failed_repairs=before.vain_repairs,
        days_waiting_for_parts=0,
        days_late_by_repairer=0,
        days_in_repair=before.days_in_repair,
        misused=False,
    )


def _answers(order: Order, question: object) -> bool:
    """Whether the law of this order itself has a rule for it."""
    pack = book.pack(order.law)
    on = concluded_on(order)
    return any(rule.question is question and rule.in_force(on) for rule in pack.rules)
