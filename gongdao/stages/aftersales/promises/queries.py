"""Every read of promises and longer guarantees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Sum

from gongdao.stages.aftersales.models import Extension, Promise


def months(listing: str, *, kind: str, at: datetime) -> int:
    """How many months a listing promised at a moment; nothing promised is no month."""
    rows = Promise.objects.filter(listing=listing, kind=kind, at__lte=at)
    return rows.order_by("-at", "-id").values_list("months", flat=True).first() or 0


def months_bought(line: int) -> int:
    """How many months a buyer bought on top for a line."""
    return Extension.objects.filter(covers=line).aggregate(sum=Sum("months"))["sum"] or 0


def promises_of(listings: Iterable[str]) -> dict[str, list[Promise]]:
    """What these listings promised, newest first."""
    found: dict[str, list[Promise]] = {}
    for row in Promise.objects.filter(listing__in=set(listings)).order_by("-at", "-id"):
        found.setdefault(row.listing_id, []).append(row)
    return found


def used(line: int) -> bool:
    """Whether a longer guarantee was put on something already."""
    return Extension.objects.filter(bought=line).exists()
