"""Rows in, facts out: what the law says about data that are held, asked for, and to be erased."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongdao.law import Answer, ask, book
from gongdao.law.due import Due, due
from gongdao.law.facts import Step
from gongdao.law.topics import data as q
from gongdao.registers.parties import queries as parties
from gongdao.stages.orders.archive import facts as archive
from gongdao.stages.orders.archive import queries as archives
from gongdao.stages.orders.facts import day_of
from gongdao.stages.orders.models import Order

CLOSED, WITHDRAWN, IN_USE = "account_closed", "withdrawn", "none"


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of the data of one order: kept until a day, under an article, or free to go.

    `until` is the least the law demands; while something is still owed about the order it moves on.
    """

    order: Order
    until: date
    is_open: bool
    must_stay: bool
    answer: Answer[str]
    kept: Answer[date | None]


def law_of(marketplace: str) -> str:
    """Whose law it is that a marketplace lives under."""
    return str(parties.by_id(marketplace).law)


def ground(name: str, *, law: str, on: date) -> Answer[bool]:
    """Whether data of a kind may be handled on this ground, and under which article."""
    processing = q.Processing(
        data_ground=name, informed_and_free=True, bundled_or_preticked=False, withdrawn=False,
        data_kind="ordinary", separate_consent=False, asked_again_after_refusal=False,
    )  # fmt: skip
    return ask(q.processing_lawful, processing, under=law, on=on)


def to_do(ended: str, *, must_be_kept: bool, law: str, on: date) -> Answer[str]:
    """What is to be done with data: keep, delete, delete at once, or only store."""
    keeping = q.Keeping(ended=ended, must_be_kept_by_law=must_be_kept, hard_to_delete=False)
    return ask(q.data_to_do, keeping, under=law, on=on)


def to_be_met(kind: str, *, law: str, on: date) -> Answer[bool]:
    """Whether a request is to be met; ours are never about what the law keeps secret."""
    return ask(
        q.request_to_be_met, q.Request(requested=kind, secret_by_law=False), under=law, on=on
    )


def answered_by(marketplace: str, at: datetime) -> Due:
    """Until when the platform answers a request."""
    law = law_of(marketplace)
    on = book.pack(law).day_of(at)
    return due(q.own_data_answered_by, Step(began_on=on), under=law, on=on)


def fates(orders: Sequence[Order], *, ended: str, at: datetime) -> list[Fate]:
    """What becomes of each order's data if its person wants it gone now."""
    completed = archives.completions(orders)
    return [_fate(order, completed, ended=ended, at=at) for order in orders]


def _fate(
    order: Order, completed: Mapping[str, datetime | None], *, ended: str, at: datetime
) -> Fate:
    over = completed[order.id]
    kept: Any = archive.kept_until(order, over or at)
    today = day_of(order, at)
    must_stay = over is None or today <= kept.value
    answer = to_do(ended, must_be_kept=must_stay, law=order.law, on=today)
    return Fate(order, kept.value, over is None, must_stay, answer, kept)
