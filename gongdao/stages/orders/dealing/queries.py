"""Every read of how prices were shown; and the comparison of comparable buyers over all of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import polars as pl
from django.db.models import F, QuerySet

from gongdao.detectors.fairness import DEAL
from gongdao.law import Pack
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.listings import fair_checks
from gongdao.stages.orders.dealing.classes import TRAITS
from gongdao.stages.orders.dealing.models import Shown
from gongdao.stages.orders.models import Order

COLUMNS = ("item", "at", "price", "channel", "place", "excuse", *TRAITS)


@dataclass(frozen=True)
class Comparison:
    """The report, over what it was made, and how often another price was charged than was shown."""

    report: fair_checks.Report
    since: datetime
    until: datetime
    minutes: int
    orders: int
    otherwise_charged: int
    input_sha256: str

    def as_data(self) -> dict[str, Any]:
        """All that is needed to defend the report: its input is the CSV of this digest."""
        return self.report.as_data() | {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "minutes": self.minutes,
            "traits": list(TRAITS),
            "orders": self.orders,
            "otherwise_charged": self.otherwise_charged,
            "input_sha256": self.input_sha256,
        }


def compare(
    *, by: Actor, since: datetime, until: datetime, pack: Pack, minutes: int = 60
) -> Comparison:
    """Compare what comparable buyers were shown from one moment to another."""
    rows = _between(since, until, by=by)
    schema: dict[str, Any] = DEAL | dict.fromkeys(TRAITS, pl.String)
    deals = pl.DataFrame([_deal(row) for row in rows], schema=schema, orient="row")
    return Comparison(
        fair_checks.check(deals.lazy(), list(TRAITS), pack=pack, now=until, minutes=minutes),
        since, until, minutes,
        orders=rows.values("order").distinct().count(),
        otherwise_charged=rows.exclude(price_minor=F("charged_minor")).count(),
        input_sha256=sha256(_csv(rows)).hexdigest(),
    )  # fmt: skip


def deals_csv(*, by: Actor, since: datetime, until: datetime) -> bytes:
    """The input of a report: no buyer, no order, only what is compared. `gongdao prices compare` reads it."""
    return _csv(_between(since, until, by=by))


def of_order(order: str) -> list[Shown]:
    """How the prices of an order were shown."""
    return list(Shown.objects.filter(order=order).order_by("id"))


def orders_of(refs: Collection[str], *, marketplace: str) -> dict[str, Order]:
    """Orders of a marketplace, by reference."""
    rows = Order.objects.filter(marketplace=marketplace, pk__in=set(refs))
    return {row.id: row for row in rows}


def first_orders(buyers: Collection[str], marketplace: str) -> dict[str, str]:
    """The first order that each of these buyers ever placed."""
    rows = Order.objects.filter(marketplace=marketplace, buyer__in=set(buyers))
    pairs = rows.order_by("buyer", "concluded_at", "id").distinct("buyer")
    return dict(pairs.values_list("buyer", "id"))


def _between(since: datetime, until: datetime, *, by: Actor) -> QuerySet[Shown]:
    allow(by, "fairness.see", marketplace=by.marketplace)
    rows = Shown.objects.filter(marketplace=by.marketplace, at__gte=since, at__lt=until)
    return rows.order_by("at", "id")


def _deal(row: Shown) -> tuple[Any, ...]:
    """A deal in the order of the detector's columns."""
    return (
        row.listing, row.channel, row.place, _excuse(row), row.at, row.price_minor,
        row.device, row.membership, row.history,
    )  # fmt: skip


def _excuse(row: Shown) -> str:
    """An excuse that stands on our own books: told to everybody, and to the new only for the new."""
    if not row.disclosed or (row.excuse == "new_user" and row.history != "new"):
        return ""
    return row.excuse


def _csv(rows: QuerySet[Shown]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow(
            [
                row.listing, row.at.isoformat(), row.price_minor, row.channel, row.place,
                _excuse(row), row.device, row.membership, row.history,
            ]
        )  # fmt: skip
    return text.getvalue().encode()
