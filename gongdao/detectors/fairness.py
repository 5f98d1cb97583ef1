"""The same goods at different prices for comparable buyers: matched pairs and an exact test.

A buyer with a trait is matched with one without it who bought the same item, in the same channel and
place, within the same stretch of time. Who is matched with whom is left to a fixed shuffle, so that under
"the trait does not matter" each pair is as likely to be dearer for the one as for the other; the exact
binomial test then says how surprising the count is, and Holm's correction pays for asking many times.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl

STRATUM = ["item", "channel", "place", "window"]
DEAL = {
    "item": pl.String, "channel": pl.String, "place": pl.String, "excuse": pl.String,
    "at": pl.Datetime("us", "UTC"), "price": pl.Int64,
}  # fmt: skip
TAKEN = frozenset({*DEAL, "window", "lot", "place_in_line"})
SHUFFLE = 20260101
EXAMPLES = 10


@dataclass(frozen=True)
class Group:
    """Buyers whose trait has a value."""

    trait: str
    value: str


@dataclass(frozen=True)
class Example:
    """A matched pair: two deals under the same conditions. Prices are minor units."""

    item: str
    at: str
    other_at: str
    price: int
    other_price: int


@dataclass(frozen=True)
class Compared:
    """What the matched pairs say of a group.

    `deals`: how many of the group there are, matched or not; `dearer`: pairs in which the group paid more; `median`: of (price - other) / other over all pairs;
    `more_paid`: the sum by which the group paid more than the others, in minor units; `p`: the chance of
    so many dearer pairs if the trait did not matter; `adjusted`: the same after all that was asked.
    """

    group: Group
    deals: int
    pairs: int
    dearer: int
    cheaper: int
    median: float
    more_paid: int
    p: float
    adjusted: float
    examples: tuple[Example, ...]


def compare(deals: pl.LazyFrame, traits: Sequence[str], *, minutes: int = 60) -> list[Compared]:
    """Every value of every trait (text columns beside those of `DEAL`), the least likely by chance first."""
    frame = deals.with_columns(
        window=pl.col("at").dt.truncate(f"{minutes}m"),
        lot=pl.int_range(pl.len()).hash(seed=SHUFFLE),
    ).collect()
    found = [
        _compared(
            Group(trait, value),
            frame.filter(pl.col(trait) == value).height,
            _pairs(frame, trait, value),
        )
        for trait in traits
        for value in frame[trait].drop_nulls().unique().sort()
        if value != ""
    ]
    return list(_holm(found))


def _pairs(frame: pl.DataFrame, trait: str, value: str) -> pl.DataFrame:
    """Each one of the group with another from the same stratum, as far as there are others."""
    known = frame.filter(pl.col(trait).is_not_null() & (pl.col(trait) != ""))
    columns = [*STRATUM, "place_in_line", "at", "price"]
    ranked = known.with_columns(
        place_in_line=pl.col("lot").rank("ordinal").over([*STRATUM, pl.col(trait) == value])
    )
    group = ranked.filter(pl.col(trait) == value).select(columns)
    others = ranked.filter(pl.col(trait) != value).select(columns)
    return group.join(others, on=[*STRATUM, "place_in_line"], suffix="_other").sort(
        "item", "at", "at_other"
    )


def _compared(group: Group, deals: int, pairs: pl.DataFrame) -> Compared:
    off = pairs["price"] - pairs["price_other"]
    dearer, cheaper = int((off > 0).sum()), int((off < 0).sum())
    relative = (off / pairs["price_other"]).median()
    p = at_least(dearer, dearer + cheaper)
    worst = pairs.with_columns(off=off).filter(pl.col("off") > 0)
    shown = worst.sort("off", descending=True, maintain_order=True).head(EXAMPLES)
    examples = tuple(
        Example(row["item"], str(row["at"]), str(row["at_other"]), row["price"], row["price_other"])
        for row in shown.iter_rows(named=True)
    )
    median = float(relative) if isinstance(relative, int | float) else 0.0
    return Compared(
        group, deals, len(pairs), dearer, cheaper, median, int(off.sum()), p, p, examples
    )


def at_least(heads: int, tosses: int) -> float:
    """The chance of at least so many heads in so many tosses of a fair coin, summed exactly."""
    if heads <= 0:
        return 1.0
    if heads * 2 <= tosses:
        return 1.0 - at_least(tosses - heads + 1, tosses)
    log = math.lgamma(tosses + 1) - tosses * math.log(2)
    terms = []
    for k in range(heads, tosses + 1):
        term = math.exp(log - math.lgamma(k + 1) - math.lgamma(tosses - k + 1))
        terms.append(term)
        if term < terms[0] * 1e-17:
            break
    return min(1.0, math.fsum(terms))


def _holm(found: list[Compared]) -> Iterator[Compared]:
    """The least p times the number of questions, the next times one less, and never less than the one before."""
    highest = 0.0
    for place, each in enumerate(sorted(found, key=lambda one: one.p)):
        highest = max(highest, min(1.0, each.p * (len(found) - place)))
        yield Compared(**{**vars(each), "adjusted": highest})
