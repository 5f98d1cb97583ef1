"""Every read of points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Max, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from gongdao.registers.parties.powers import Actor
from gongdao.stages.orders.promotions.models import PointBalance, PointEntry


@dataclass(frozen=True, slots=True)
class Ending:
    """What of somebody's points has run out, what has or will soon, and when the last of that does."""

    gone: int
    soon: int
    last: datetime


def balance(*, by: Actor) -> int:
    """How many points the actor has."""
    rows = PointBalance.objects.filter(marketplace=by.marketplace, consumer=by.party)
    return rows.values_list("points", flat=True).first() or 0


def entries(*, by: Actor, before: int | None = None, most: int = 50) -> list[PointEntry]:
    """How the actor's points came and went, newest first."""
    rows = PointEntry.objects.filter(marketplace=by.marketplace, consumer=by.party)
    return list((rows.filter(pk__lt=before) if before else rows).order_by("-id")[:most])


def locked_balances(consumers: Iterable[str], *, marketplace: str) -> dict[str, PointBalance]:
    """What these consumers have, locked in one order."""
    rows = PointBalance.objects.select_for_update().filter(
        marketplace=marketplace, consumer__in=set(consumers)
    )
    return {row.consumer: row for row in rows.order_by("consumer")}


def moved(orders: Iterable[str]) -> dict[str, dict[str, int]]:
    """How many points moved for each of these orders, by why."""
    rows = PointEntry.objects.filter(order__in=set(orders)).values_list("order", "why")
    found: dict[str, dict[str, int]] = {}
    for order, why, points in rows.annotate(sum=Sum("points")):
        found.setdefault(order, {})[why] = points
    return found


def running_out(marketplace: str, *, at: datetime) -> list[str]:
    """Whose points have run out, or will soon."""
    rows = _sums(PointEntry.objects.filter(marketplace=marketplace), at)
    return [row["consumer"] for row in rows]


def endings(consumers: Iterable[str], *, marketplace: str, at: datetime) -> dict[str, Ending]:
    """What of these consumers' points runs out; read once their balances are locked.

    What went took the oldest first: so what is left of those good until a moment is their sum, less
    all that ever went.
    """
    rows = PointEntry.objects.filter(marketplace=marketplace, consumer__in=set(consumers))
    return {
        row["consumer"]: Ending(
            max(0, row["gone"] - row["went"]), row["soon"] - row["went"], row["last"]
        )
        for row in _sums(rows, at)
    }


def _sums(rows: QuerySet[PointEntry], at: datetime) -> list[Any]:
    """Of each consumer who has points that ran out or are to be told of: what came, and what went."""
    points, nothing = "points", Value(0)
    sums = (
        rows.order_by()
        .values("consumer")
        .annotate(
            went=Coalesce(-Sum(points, filter=Q(points__lt=0)), nothing),
            gone=Coalesce(Sum(points, filter=Q(until__lte=at)), nothing),
            soon=Coalesce(Sum(points, filter=Q(tell_at__lte=at)), nothing),
            last=Max("until", filter=Q(tell_at__lte=at)),
        )
    )
    return list(sums.filter(soon__gt=F("went")))
