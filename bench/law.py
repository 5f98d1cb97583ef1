"""The same 100,000 sales decided by columns and one by one: equal on every row, and how much faster."""

from __future__ import annotations

import random
import statistics
from datetime import date, timedelta
from time import perf_counter

import polars as pl

from gongdao.law import answer, book
from gongdao.law import questions as q
from gongdao.law.columns import decide_columns
from gongdao.law.facts import Goods, Sale
from gongdao.project.law import open_book

ROWS = 100_000
TRAITS = ("made_to_order", "perishable", "digital", "periodical", "unfit_for_return", "durable")


def measure() -> None:
    """Print rows per second both ways, their ratio, and the median of one decision with its working."""
    open_book(["cn", "eu", "platform"])
    pack = book.pack("cn")
    (rule,) = [r for r in pack.rules if r.question is q.last_day_to_return]
    chance = random.Random(1)
    sales = [_sale(chance) for _ in range(ROWS)]
    frame = pl.DataFrame([_row(sale) for sale in sales])

    began = perf_counter()
    out = decide_columns(rule, frame.lazy(), pack.calendar, on="concluded_on").collect()
    columns = perf_counter() - began
    values = out["value"].to_list()

    times, different = [], 0
    for sale, value in zip(sales, values, strict=True):
        began = perf_counter()
        one = answer(rule, sale, pack.calendar, on=sale.concluded_on, currency="CNY")
        times.append(perf_counter() - began)
        different += one.value != value
    single = sum(times)
    print(
        f"law: {ROWS:,} sales by columns {ROWS / columns:,.0f}/s, one by one {ROWS / single:,.0f}/s"
    )
    print(f"law: ratio {single / columns:.0f} (aim 50); rows that differ: {different}")
    print(f"law: one decision with working, median {statistics.median(times) * 1e3:.3f} ms (aim 1)")


def _sale(chance: random.Random) -> Sale:
    signed = date(2025, 1, 1) + timedelta(days=chance.randrange(600))
    return Sale(
        goods=Goods(**{name: chance.random() < 0.05 for name in TRAITS}),
        concluded_on=signed - timedelta(days=chance.randrange(20)),
        signed_for_on=signed,
        by_consumer=chance.random() < 0.97,
        at_distance=chance.random() < 0.99,
        unfit_confirmed=chance.random() < 0.5,
        promised_days=chance.choice([0, 0, 0, 7, 15]),
        abusive=chance.random() < 0.01,
    )


def _row(sale: Sale) -> dict[str, object]:
    flat = {k: v for k, v in vars(sale).items() if k != "goods"}
    return flat | {f"goods.{k}": v for k, v in vars(sale.goods).items()}
