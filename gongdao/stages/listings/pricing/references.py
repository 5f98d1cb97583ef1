"""Prices shown as before, against the log: each in its place, judged many at a time by the law of the place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from gongdao.detectors.prices import LOG, OFFER, histories, local_day
from gongdao.kernel.money import EXPONENT, Money
from gongdao.law import Pack
from gongdao.stages.listings import price_checks
from gongdao.stages.listings.pricing import faults
from gongdao.stages.listings.pricing.faults import Wrong
from gongdao.stages.listings.pricing.models import Entry, Promotion

MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Reference:
    """A price shown as before, or a percentage off: in which field, from which day, with what price now."""

    name: str
    listing: str
    field: str
    quote: str
    currency: str
    was: int | None
    now: int
    on: date
    percent: int | None = None
    ends_on: date | None = None
    first_step_on: date | None = None
    basis: str = ""
    start: int = 0

    def row(self) -> dict[str, object]:
        """The same in the detector's columns."""
        return dict.fromkeys(OFFER) | {
            "offer": self.name, "item": self.listing, "channel": "", "on": self.on,
            "ends_on": self.ends_on, "first_step_on": self.first_step_on, "was": self.was,
            "now": self.now, "percent": self.percent, "basis_stated": self.basis == "earlier",
            "list_price": self.was if self.basis == "maker" else None,
            "list_price_labelled": self.basis == "maker",
        }  # fmt: skip


def of_promotion(row: Promotion, *, pack: Pack) -> Reference | None:
    """What a reduction compares with; none, where it is no reduction or is for some people only."""
    if row.now_minor is None or row.kind != "reduction":
        return None
    over = row.ended_at or row.ends_at
    return Reference(
        row.id, row.listing, f"{row.id}.was", str(row.was or f"{row.percent}%"), row.currency,
        row.was_minor, row.now_minor, pack.day_of(row.begins_at), row.percent,
        # A promotion that was ended early has kept its word about the end.
        pack.day_of(over - MOMENT), row.first_step_on, row.basis,
    )  # fmt: skip


def log_of(entries: Iterable[Entry], *, pack: Pack) -> pl.LazyFrame:
    """Entries in the detector's columns."""
    rows = [
        (e.listing, e.channel, e.audience, e.act, e.at, e.price_minor)
        for e in entries
        if e.currency == pack.currency
    ]
    columns = ("item", "channel", "audience", "act", "at", "price")
    schema: dict[str, Any] = {name: LOG[name] for name in columns}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.lazy().with_columns(local_day(str(pack.zone))).select(*LOG)


def frame_of(references: Sequence[Reference]) -> pl.LazyFrame:
    """References in the detector's columns."""
    return pl.LazyFrame([each.row() for each in references], schema=OFFER)


def told(reference: Reference, entries: Iterable[Entry], *, pack: Pack) -> dict[str, object]:
    """What the log tells of one reference, by the names of the detector."""
    found = histories(frame_of([reference]), log_of(entries, pack=pack)).collect().to_dicts()[0]
    return {name: value for name, value in found.items() if name not in OFFER}


def judge(
    references: Sequence[Reference], entries: Sequence[Entry], *, pack: Pack
) -> list[tuple[Reference, Wrong]]:
    """Everything that is wrong with these references, by the log and the law of the day of each."""
    ours = [each for each in references if each.currency == pack.currency]
    if not ours:
        return []
    known = {each.name: each for each in ours}
    asked, paid = _highest(entries, "offered", pack), _highest(entries, "sold", pack)
    found: list[tuple[Reference, Wrong]] = []
    for each in price_checks.check(frame_of(ours), log_of(entries, pack=pack), pack=pack):
        reference = known[each.offer]
        named = _named(each, reference, asked, paid, pack) or [
            Wrong(
                each.kind, reference.field, reference.start,
                reference.start + len(reference.quote), reference.quote[:200],
                each.article, each.said, each.repair,
            )
        ]  # fmt: skip
        found += [(reference, one) for one in named]
    return found


def _named(
    found: price_checks.PriceFinding, reference: Reference, asked: dict[tuple[str, date], int],
    paid: dict[tuple[str, date], int], pack: Pack,
) -> list[Wrong]:  # fmt: skip
    """A reference too high that nobody ever paid, or that was not even asked, is called what it is."""
    if found.kind not in ("no_basis", "reference_too_high") or reference.was is None:
        return []
    if reference.was <= _before(paid, reference):
        return []
    code = "never_sold" if reference.was <= _before(asked, reference) else "fictitious_price"
    return faults.wrong(
        code, reference.field, reference.quote, under=pack.name, on=reference.on,
        start=reference.start, was=Money(reference.currency, reference.was),
    )  # fmt: skip


def _highest(entries: Iterable[Entry], act: str, pack: Pack) -> dict[tuple[str, date], int]:
    """The highest price to everybody of each day."""
    found: dict[tuple[str, date], int] = {}
    for each in entries:
        if each.act == act and not each.audience and not each.channel:
            key = each.listing, pack.day_of(each.at)
            found[key] = max(found.get(key, 0), each.price_minor)
    return found


def _before(highest: dict[tuple[str, date], int], reference: Reference) -> int:
    return max(
        (p for (ref, day), p in highest.items() if ref == reference.listing and day < reference.on),
        default=0,
    )


def minor(amount: Decimal, currency: str) -> int:
    """An amount read from words, in minor units."""
    return int(amount.scaleb(EXPONENT[currency]))
