"""Price checks: rows of a price log judged in a second, against merely reading and counting them."""

from __future__ import annotations

import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from gongdao.detectors.prices import LOG, OFFER
from gongdao.law import book
from gongdao.project.law import open_book
from gongdao.stages.listings import price_checks

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 120


def measure(*, rows: int) -> None:
    """Print how fast offers are judged by a log of so many rows, and how much slower than reading it."""
    open_book(["cn", "eu", "platform"])
    with tempfile.TemporaryDirectory() as folder:
        log, offers = _log(Path(folder), rows), _offers(rows)
        began = time.perf_counter()
        log.group_by("item", "on").agg(pl.col("price").min()).select(pl.len()).collect()
        plain = time.perf_counter() - began
        for under in ("cn", "eu"):
            began = time.perf_counter()
            found = sum(1 for _ in price_checks.check(offers, log, pack=book.pack(under)))
            took = time.perf_counter() - began
            print(
                f"prices: {under}: {rows:,} log rows, {rows // 100:,} offers, {found:,} findings in "
                f"{took:.1f} s, {rows / took:,.0f} rows/s, {took / plain:.1f}x a daily minimum"
            )


def _log(folder: Path, rows: int) -> pl.LazyFrame:
    """A hundred rows for each item, at any moment of 120 days."""
    spread = pl.int_range(pl.len()).hash(seed=1)
    frame = pl.LazyFrame({"n": pl.int_range(rows, eager=True)}).select(
        item=(pl.col("n") % (rows // 100)).cast(pl.String),
        channel=pl.lit(""),
        audience=pl.lit(""),
        act=pl.when(spread % 3 == 0).then(pl.lit("offered")).otherwise(pl.lit("sold")),
        at=FIRST + pl.duration(minutes=(spread // 7) % (DAYS * 24 * 60)),
        price=(5_000 + spread // 11 % 5_000).cast(pl.Int64),
    )
    file = folder / "log.parquet"
    days = pl.col("at").dt.convert_time_zone("Asia/Shanghai").dt.date().alias("on")
    frame.with_columns(days).select(*LOG).sink_parquet(file)
    return pl.scan_parquet(file)


def _offers(rows: int) -> pl.LazyFrame:
    count = rows // 100
    began = date(2026, 4, 1)
    empty = {name: pl.lit(None, kind) for name, kind in OFFER.items()}
    return pl.LazyFrame({"n": pl.int_range(count, eager=True)}).select(
        **empty
        | {
            "offer": pl.col("n").cast(pl.String), "item": pl.col("n").cast(pl.String),
            "channel": pl.lit(""), "on": pl.lit(began) + pl.duration(days=pl.col("n") % 20),
            "was": 5_000 + pl.col("n") % 800, "now": 4_500 + pl.col("n") % 700,
        }
    )  # fmt: skip
