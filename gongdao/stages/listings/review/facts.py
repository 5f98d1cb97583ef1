"""Rows in, facts out: which day it is for a listing, what is wrong with it, how long a step may take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import NamedTuple

from gongdao.detectors import disclosure
from gongdao.kernel.words import Words
from gongdao.law import ask, book
from gongdao.law import questions as q
from gongdao.law.due import Due, due
from gongdao.law.facts import Goods, Sale, Step
from gongdao.registers.parties.models import Marketplace
from gongdao.stages.listings.models import Finding
from gongdao.stages.listings.review.checks import LAW, Fault, Priced, check_many
from gongdao.stages.listings.said import Said

PERIODS = {"listing_review": q.listing_reviewed_by, "listing_repair": q.listing_repaired_by}


class Prices(NamedTuple):
    """The prices a listing was published at: the highest so far, and the last."""

    highest: int | None = None
    last: int | None = None


def day_of(market: Marketplace, at: datetime) -> date:
    """Which day it is where the marketplace's law applies."""
    return book.pack(market.law).day_of(at)


def settled(said: Said, market: Marketplace) -> Said:
    """With the traits that its category implies: food is food, whether the box was ticked or not."""
    if market.law != LAW:
        return said
    return replace(said, traits=said.traits | disclosure.category(said.category).traits)


class Asked(NamedTuple):
    """What is to be checked: what is said, its digest, and what it has cost."""

    said: Said
    digest: str
    before: Prices = Prices()


def faults(
    said: Said, market: Marketplace, at: datetime, before: Prices | None = None
) -> list[Fault]:
    """Everything to be found in what a listing says, on this day, under the marketplace's law."""
    return faults_many([Asked(said, said.digest, before or Prices())], market, at)[0]


def faults_many(asked: Sequence[Asked], market: Marketplace, at: datetime) -> list[list[Fault]]:
    """The same of many listings at once.

    Remembered for a while: what is drafted is mostly published, and shown, a moment later. All that a
    finding depends on is in the key; the digest stands for what is said.
    """
    law, on = market.law, day_of(market, at)
    keys = [(each.digest, law, on, each.before) for each in asked]
    found = {key: known for key in keys if (known := _found.get(key)) is not None}
    new = {key: each for key, each in zip(keys, asked, strict=True) if key not in found}
    priced = [Priced(each.said, *each.before) for each in new.values()]
    found |= zip(new, check_many(priced, under=law, on=on), strict=True)
    if len(_found) > FOUND_MOST:
        _found.clear()
    _found.update((key, found[key]) for key in new)
    return [list(found[key]) for key in keys]


_found: dict[tuple[str, str, date, Prices], list[Fault]] = {}
FOUND_MOST = 10_000


def fault_of(row: Finding) -> Fault:
    """A finding that was kept, as the fault it is."""
    return Fault(
        row.source, row.code, row.field, row.start, row.end, row.quote, row.blocks,
        Words(row.article_zh, row.article_en), Words(row.why_zh, row.why_en),
        Words(row.repair_zh, row.repair_en),
    )  # fmt: skip


def period(kind: str, market: Marketplace, at: datetime) -> Due:
    """Until when a step of the review is owed."""
    day = day_of(market, at)
    return due(PERIODS[kind], Step(began_on=day), under=market.law, on=day)


def return_days(said: Said, market: Marketplace, at: datetime) -> int | None:
    """How many days such goods may go back without a reason; none where the law excepts them."""
    return _return_days(said.traits, market.law, day_of(market, at))


@cache
def _return_days(traits: frozenset[str], under: str, on: date) -> int | None:
    """Of thirty days in a row the shortest time: a last day that is a holiday moves, the right does not."""
    goods = Goods(
        made_to_order="made_to_order" in traits, perishable="perishable" in traits,
        digital="digital" in traits, periodical="periodical" in traits, unfit_for_return=False,
        durable="durable" in traits,
    )  # fmt: skip
    lengths = []
    for day in (on + timedelta(days=n) for n in range(30)):
        sale = Sale(
            goods=goods, concluded_on=on, signed_for_on=day, by_consumer=True, at_distance=True,
            unfit_confirmed=False, promised_days=0, abusive=False,
        )  # fmt: skip
        last = ask(q.last_day_to_return, sale, under=under, on=on).value
        if last is None:
            return None
        lengths.append((last - day).days)
    return min(lengths)
