"""The night's work on points: credit what was paid and released, take off what ran out, tell before."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from gongdao.stages.escrow import queries as escrow
from gongdao.stages.orders.promotions.points import actions as points

LOOKS_BACK = timedelta(days=30)
"""Releases older than this earn nothing any more: a night that was missed is made up for until then."""

BATCH = 1_000


def settle(*, marketplace: str, now: datetime) -> int:
    """One round over a marketplace; a second round of the same night finds nothing. Returns how much it did."""
    done = 0
    while credited := _credit(marketplace, now):
        done += credited
    return done + points.run_out(marketplace=marketplace, at=now)


@transaction.atomic
def _credit(marketplace: str, now: datetime) -> int:
    found = escrow.to_be_rewarded(marketplace, since=now - LOOKS_BACK, most=BATCH)
    return points.earn(releases=found, at=now)
