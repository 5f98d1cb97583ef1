"""Rows in, facts out: which day it is for a listing, what is wrong with it, how long a step may take."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from gongdao.detectors import disclosure
from gongdao.law import ask, book
from gongdao.law import questions as q
from gongdao.law.due import Due, due
from gongdao.law.facts import Goods, Sale, Step
from gongdao.registers.parties.models import Marketplace
from gongdao.stages.listings.review.checks import LAW, Fault, check
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


def faults(
    said: Said, market: Marketplace, at: datetime, before: Prices | None = None
) -> list[Fault]:
    """Everything to be found in what a listing says, on this day, under the marketplace's law."""
    asked = _Asked(said.digest, market.law, day_of(market, at), before or Prices(), said)
    return list(_faults(asked))


@dataclass(frozen=True, slots=True)
class _Asked:
    """Everything that what is found depends on; the digest stands for what is said."""

    digest: str
    law: str
    on: date
    before: Prices
    said: Said = field(compare=False)


@lru_cache(maxsize=2_000)
def _faults(asked: _Asked) -> tuple[Fault, ...]:
    """Remembered for a while: what is drafted is mostly published, and shown, a moment later."""
    highest, last = asked.before
    found = check(asked.said, under=asked.law, on=asked.on, highest=highest, last=last)
    return tuple(found)


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
