"""Price histories: what an announced reduction can be compared with, and how its price came about.

The log is append-only and tells, of an `item` in a `channel` (a shop, an app, a live room), the `price`
in minor units at which it was `offered` from a moment on, or `sold` at that moment. A price offered
only to an `audience` (members, new customers) is not the price for all. An offer is an announced
reduction: the price it `was`, the price `now`, the day `on` which it begins. Days are local days.

A price that was offered stays in force until the next one: the window of the last thirty days begins
with the price in force when it opens. A sale is an event and carries nothing forward.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

PLACE = ["item", "channel"]
SOLD_DAYS = 7
OFFERED_DAYS = 30
RECENT_DAYS = 14
SETTLED_DAYS = 60
"""How far back a price counts as recent, and how far back it could have settled: our own measure of
"temporarily raised", for which the law names no days."""

LOG = {
    "item": pl.String, "channel": pl.String, "audience": pl.String, "act": pl.String,
    "on": pl.Date, "at": pl.Datetime("us", "UTC"), "price": pl.Int64,
}  # fmt: skip
OFFER = {
    "offer": pl.String, "item": pl.String, "channel": pl.String, "on": pl.Date, "ends_on": pl.Date,
    "first_step_on": pl.Date, "was": pl.Int64, "now": pl.Int64, "percent": pl.Int64,
    "basis_stated": pl.Boolean, "list_price": pl.Int64, "list_price_labelled": pl.Boolean,
}  # fmt: skip


def histories(offers: pl.LazyFrame, log: pl.LazyFrame) -> pl.LazyFrame:
    """Each offer (columns of `OFFER`) with what the log (columns of `LOG`) tells of the days before it.

    `lowest_sold`: of the seven days before; `last_sold`: of the last day of sales before;
    `highest_sold`: ever before; `lowest_offered`: of the thirty days before the first step, with the
    price in force when they open; `highest_settled`: from sixty to fourteen days before;
    `highest_recent`: of the fourteen days before; `price_after`: the day after the offer ends.
    Empty where the log has nothing to tell.
    """
    sold, offered = _daily(log, "sold"), _daily(log.filter(pl.col("audience") == ""), "offered")
    begun = offers.with_columns(
        first=pl.coalesce("first_step_on", "on"),
        recent=pl.col("on") - timedelta(days=RECENT_DAYS),
        known_until=log.select(pl.col("on").max()).collect().item(),
    )
    # A table without rows has no type for its last day.
    begun = begun.with_columns(pl.col("known_until").cast(pl.Date))
    found = _window(begun, sold, "lowest_sold", before="on", days=SOLD_DAYS)
    found = _latest(found, sold, "close", "last_sold", before="on")
    found = _latest(found, sold, "peak", "highest_sold", before="on")
    found = _window(found, offered, "lowest_offered", before="first", days=OFFERED_DAYS, carry=True)
    settled = SETTLED_DAYS - RECENT_DAYS
    found = _window(
        found, offered, "highest_settled", before="recent", days=settled, carry=True, most=True
    )
    found = _window(
        found, offered, "highest_recent", before="on", days=RECENT_DAYS, carry=True, most=True
    )
    return _after(found, offered).drop("first", "recent", "known_until")


def _daily(log: pl.LazyFrame, act: str) -> pl.LazyFrame:
    """The lowest, highest and last price of every day, and the highest until then."""
    rows = log.filter(pl.col("act") == act).sort("at", maintain_order=True)
    days = rows.group_by(*PLACE, "on").agg(
        low=pl.col("price").min(), high=pl.col("price").max(), close=pl.col("price").last()
    )
    days = days.sort(*PLACE, "on")
    # Worked out once here: five questions below are put to it.
    return days.with_columns(peak=pl.col("high").cum_max().over(PLACE)).collect().lazy()


def _window(
    offers: pl.LazyFrame, daily: pl.LazyFrame, name: str,
    *, before: str, days: int, carry: bool = False, most: bool = False,
) -> pl.LazyFrame:  # fmt: skip
    """The lowest (or `most`: highest) price of so many days before a day, which itself does not count.

    With `carry` the price in force when the window opens counts too.
    """
    marks = offers.select(*PLACE, on=before).drop_nulls("on").unique()
    column = "high" if most else "low"
    both = pl.concat(
        [
            daily.select(*PLACE, "on", column),
            marks.with_columns(pl.lit(None, pl.Int64).alias(column)),
        ]
    ).sort(*PLACE, "on")
    roll = pl.col(column).rolling_max_by if most else pl.col(column).rolling_min_by
    rolled = both.with_columns(
        roll("on", window_size=f"{days}d", closed="left").over(PLACE).alias(name)
    )
    seen = rolled.filter(pl.col(column).is_null()).select(*PLACE, "on", name)
    found = offers.join(seen, left_on=[*PLACE, before], right_on=[*PLACE, "on"], how="left")
    if not carry:
        return found
    opens = found.with_columns(opens=pl.col(before) - timedelta(days=days))
    opens = _latest(opens, daily, "close", "in_force", before="opens")
    extreme = pl.max_horizontal if most else pl.min_horizontal
    return opens.with_columns(extreme(name, "in_force").alias(name)).drop("opens", "in_force")


def _latest(
    offers: pl.LazyFrame, daily: pl.LazyFrame, column: str, name: str, *, before: str
) -> pl.LazyFrame:
    """What a column said on the last day with a price before a day."""
    right = daily.select(*PLACE, pl.col("on").alias("day"), pl.col(column).alias(name)).sort("day")
    return offers.sort(before).join_asof(
        right, left_on=before, right_on="day", by=PLACE, strategy="backward",
        allow_exact_matches=False, check_sortedness=False,
    ).drop("day", strict=False)  # fmt: skip


def _after(offers: pl.LazyFrame, offered: pl.LazyFrame) -> pl.LazyFrame:
    """The price in force at the end of the day after the offer; empty while that day is not over."""
    ended = offers.with_columns(over=pl.col("ends_on") + timedelta(days=2))
    found = _latest(ended, offered, "close", "price_after", before="over")
    passed = pl.col("over") <= pl.col("known_until") + timedelta(days=1)
    return found.with_columns(price_after=pl.when(passed).then("price_after")).drop("over")


def local_day(zone: str) -> pl.Expr:
    """The local day of the moment `at`."""
    return pl.col("at").dt.convert_time_zone(zone).dt.date().alias("on")
