"""The same 100,000 sales decided by columns and one by one: equal on every row, and how much faster."""

from __future__ import annotations

import random
import statistics
from datetime import date, timedelta
from time import perf_counter, process_time
from typing import Any

import polars as pl

from bench import engines
from gongdao.law import Pack, answer, book
from gongdao.law import questions as q
from gongdao.law.columns import decide_columns
from gongdao.law.facts import Goods, Sale, shape
from gongdao.project.law import open_book

ROWS = 100_000
MIX = {
    q.last_day_to_return, q.goods_intact, q.freight_paid_by, q.last_day_to_refund, q.refund_of_part,
    q.is_fraud, q.compensation_for_fraud, q.risk_borne_by, q.may_return_defective,
    q.must_perform, q.losses_compensated,
}  # fmt: skip
TRAITS = ("made_to_order", "perishable", "digital", "periodical", "unfit_for_return", "durable")


def measure() -> None:
    """Print rows per second both ways, their ratio, one decision's median, a topic mix, and other engines."""
    open_book(["cn", "eu", "platform"])
    pack = book.pack("cn")
    (rule,) = [r for r in pack.rules if r.question is q.last_day_to_return]
    chance = random.Random(1)
    sales = [_sale(chance) for _ in range(ROWS)]
    rows = [_row(sale) for sale in sales]
    frame = pl.DataFrame(rows)

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
    _mix(pack, chance)
    engines.measure(rows, [_days(row, value) for row, value in zip(rows, values, strict=True)])


def _mix(pack: Pack, chance: random.Random) -> None:
    """Eleven questions of one purchase, 31 rules and exceptions, over a million sales."""
    rules = [r for r in pack.rules if r.question in MIX]
    said = sum(1 + len(rule.exceptions) for rule in rules)
    facts = {
        path: shape(rule.question.about)[path] for rule in rules for path in rule.fields()
    }  # a name that two records share is one column here: what matters is the work
    some = [
        {path: _any(kind, more, chance) for path, (kind, more) in facts.items()} for _ in "x" * ROWS
    ]
    frame = pl.concat([pl.DataFrame(some).with_columns(on=pl.lit(date(2026, 3, 1)))] * 10)
    began, busy = perf_counter(), process_time()
    for rule in rules:
        decided = decide_columns(rule, frame.lazy(), pack.calendar, on="on")
        decided.select("value", "known", "reason", "conflict").collect()
    busy, wall = process_time() - busy, perf_counter() - began
    print(
        f"law: {len(rules)} questions, {said} rules: {frame.height / wall:,.0f} sales/s on "
        f"{pl.thread_pool_size()} cores, {frame.height / busy:,.0f} per second of one core (aim 2,000,000)"
    )


def _any(kind: str, more: dict[str, Any], chance: random.Random) -> object:
    if kind == "bool":
        return chance.random() < 0.2
    if kind == "date":
        return date(2026, 1, 5) + timedelta(days=chance.randrange(200))
    if kind == "text":
        return chance.choice(more["unit"].split(", "))
    return chance.randrange(100_000)


def _days(row: dict[str, Any], last: date | None) -> int:
    """The days of the right behind its last day: none, the promised ones, or seven."""
    return 0 if last is None else max(7, row["promised_days"])


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
