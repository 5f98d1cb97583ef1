"""Reductions against the law: what the log tells is judged by the rules of the place, a million at once.

A detector says what happened (`gongdao.detectors.prices`), the law says how high the price compared with
may be and whether the act is lawful, and each fault is a finding with its article and its repair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from gongdao.detectors import prices
from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.law import Citation, Pack, Question, Rule, book
from gongdao.law.columns import decide_columns
from gongdao.law.topics.market import Pricing, highest_reference_price, price_unlawful
from gongdao.law.topics.union_market import prior_price, reduction_true

RAISED = 1.1
"""A rise by more than a tenth over all prices of the time before counts as notable: our own measure."""


@dataclass(frozen=True)
class Fault:
    """A kind of fault: what is said of it, how it is repaired, and the act it is to the law of prices."""

    said: Words
    repair: Words
    act: str


FAULTS = {
    "reference_too_high": Fault(
        Words(
            "划线价{was}高于法律允许比较的最高价{lawful}。",
            "The price shown as before, {was}, is above {lawful}, the highest that may be compared with.",
        ),
        Words(
            "把划线价改为不高于{lawful}，或者标明并证明比较的依据。",
            "Show no more than {lawful}, or state and prove what it is compared with.",
        ),
        "false_discount",
    ),
    "no_basis": Fault(
        Words(
            "划线价{was}没有依据：此前没有可以比较的价格。",
            "The price shown as before, {was}, has no basis: there was no price before to compare with.",
        ),
        Words("去掉划线价。", "Take the price shown as before away."),
        "basis_unfounded",
    ),
    "raised_before_cut": Fault(
        Words(
            "降价前十四日内才涨到{highest_recent}，此前最高{highest_settled}，划线价为{was}。",
            "It rose to {highest_recent} only in the fourteen days before the cut, from {highest_settled} at most, and {was} is shown as before.",
        ),
        Words(
            "以涨价前的价格{highest_settled}为准，或者说明涨价的合理理由。",
            "Count from {highest_settled}, the price before the rise, or give a reasonable cause for it.",
        ),
        "raised_before_cut",
    ),
    "no_reduction": Fault(
        Words(
            "现价{now}并不低于此前的价格{lawful}，没有降价。",
            "The price now, {now}, is no lower than {lawful} before: nothing is reduced.",
        ),
        Words(
            "去掉降价的说法，或者降到{lawful}以下。",
            "Drop the words of a reduction, or go below {lawful}.",
        ),
        "false_discount",
    ),
    "percent_overstated": Fault(
        Words(
            "标示降价{percent}%，按{lawful}计算不到这么多。",
            "It says {percent}% off, and from {lawful} it is less.",
        ),
        Words("按{lawful}重新计算降幅。", "Compute the percentage from {lawful}."),
        "false_discount",
    ),
    "went_on": Fault(
        Words(
            "称{ends_on}结束，次日仍是{price_after}，不高于活动价{now}。",
            "It was to end on {ends_on}; a day later the price is still {price_after}, no more than {now}.",
        ),
        Words(
            "到期恢复价格，或者不写截止日期。",
            "Let the price go up when the offer ends, or name no end.",
        ),
        "misleading_words",
    ),
}


@dataclass(frozen=True)
class PriceFinding:
    """What is wrong with one offer, under which article, and how to repair it. Amounts are minor units."""

    offer: str
    item: str
    channel: str
    on: date
    kind: str
    article: Words
    said: Words
    repair: Words
    lawful: int | None

    def as_data(self) -> dict[str, Any]:
        """The finding as files and callers get it."""
        plain = {
            name: getattr(self, name) for name in ("offer", "item", "channel", "kind", "lawful")
        }
        spoken = {name: getattr(self, name) for name in ("article", "said", "repair")}
        return plain | {
            "on": self.on.isoformat(),
            **{name: {"zh": words.zh, "en": words.en} for name, words in spoken.items()},
        }


def check(offers: pl.LazyFrame, log: pl.LazyFrame, *, pack: Pack) -> Iterator[PriceFinding]:
    """Every fault of every offer, in the order of the offers' names.

    `offers` and `log` have the columns of `prices.OFFER` and `prices.LOG`, all money in one currency.
    Offers of days that no rule of the place covers are left out.
    """
    told = prices.histories(offers, log)
    union = any(rule.question is prior_price for rule in pack.rules)
    judged = pl.concat(_judged_in_union(told, pack) if union else _judged_in_china(told, pack))
    faults = judged.with_columns(
        pl.concat_list(
            pl.when(wrong).then(pl.lit(kind)) for kind, wrong in _wrong(union=union).items()
        )
        .list.drop_nulls()
        .alias("kinds")
    ).filter(pl.col("kinds").list.len() > 0)
    for row in faults.sort("offer", "on").collect(engine="streaming").iter_rows(named=True):
        for kind in row["kinds"]:
            yield _finding(row, kind, pack)


def _wrong(*, union: bool) -> dict[str, pl.Expr]:
    lawful, was = pl.col("lawful"), pl.col("was")
    settled, recent = pl.col("highest_settled"), pl.col("highest_recent")
    return {
        "no_basis": lawful.is_null() & was.is_not_null(),
        "reference_too_high": was > lawful,
        "raised_before_cut": (was > settled * RAISED) & (recent >= was) & (not union),
        "no_reduction": pl.col("now") >= lawful,
        "percent_overstated": pl.col("overstated"),
        "went_on": (pl.col("price_after") <= pl.col("now")) & (not union),
    }


def _judged_in_china(told: pl.LazyFrame, pack: Pack) -> Iterator[pl.LazyFrame]:
    """The price compared with: of the last sale or the lowest of seven days, or one truly stated."""
    facts = told.with_columns(
        shown="was",
        # A basis that was stated is believed as far as the log bears it out.
        basis_stated=pl.col("basis_stated").fill_null(value=False)
        & (pl.col("highest_sold") >= pl.col("was")).fill_null(value=False),
        sold_in_seven_days=pl.col("lowest_sold").is_not_null(),
        lowest_of_seven_days="lowest_sold",
        last_price_sold="last_sold",
        list_price=pl.col("list_price").fill_null(0),
        list_price_labelled=pl.col("list_price_labelled").fill_null(value=False),
    )
    begun = min(rule.since for rule in pack.rules if rule.question is price_unlawful)
    facts = facts.filter(pl.col("on") >= begun)
    for each, rule in _by_rule(facts, pack, highest_reference_price):
        decided = decide_columns(rule, each, pack.calendar, on="on")
        off = (pl.col("lawful") - pl.col("now")) * 100
        # The law lets the usual rounding pass (art. 21.1.3): half a point.
        short = off < pl.col("percent") * pl.col("lawful") - pl.col("lawful") / 2
        yield decided.rename({"value": "lawful"}).with_columns(overstated=short)


def _judged_in_union(told: pl.LazyFrame, pack: Pack) -> Iterator[pl.LazyFrame]:
    """The prior price: the lowest of thirty days, before the first step of a progressive reduction."""
    stepped = pl.col("first_step_on").is_not_null()
    facts = told.with_columns(
        lowest_of_thirty_days="lowest_offered",
        lowest_before_first_step=pl.when(stepped).then("lowest_offered").otherwise(0),
        price_now="now",
        percent_shown="percent",
    )
    for each, rule in _by_rule(facts, pack, prior_price):
        priced = decide_columns(rule, each, pack.calendar, on="on").select(
            *each.collect_schema().names(), "reason", lawful="value"
        )
        truth = next(r for r in pack.rules if r.question is reduction_true)
        true = decide_columns(truth, priced.rename({"reason": "why"}), pack.calendar, on="on")
        yield (
            true.drop("reason").rename({"why": "reason"}).with_columns(overstated=~pl.col("value"))
        )


def _by_rule(
    facts: pl.LazyFrame, pack: Pack, question: Question[Any]
) -> Iterator[tuple[pl.LazyFrame, Rule]]:
    for rule in (rule for rule in pack.rules if rule.question is question):
        until = rule.until or date.max
        yield facts.filter(pl.col("on").is_between(rule.since, until, closed="left")), rule


def _finding(row: Mapping[str, Any], kind: str, pack: Pack) -> PriceFinding:
    fault = FAULTS[kind]
    money = {
        name: "" if row[name] is None else str(Money(pack.currency, row[name]))
        for name in ("was", "now", "lawful", "highest_recent", "highest_settled", "price_after")
    }
    says = {**money, "percent": row["percent"], "ends_on": row["ends_on"]}
    return PriceFinding(
        offer=row["offer"], item=row["item"], channel=row["channel"], on=row["on"], kind=kind,
        article=article(pack.name, kind, row["on"], row["reason"]),
        said=Words(fault.said.zh.format(**says), fault.said.en.format(**says)),
        repair=Words(fault.repair.zh.format(**says), fault.repair.en.format(**says)),
        lawful=row["lawful"],
    )  # fmt: skip


@cache
def article(under: str, kind: str, on: date, reason: int) -> Words:
    """Too high a reference breaks the article that says how high; other faults, what makes them unlawful."""
    pack = book.pack(under)
    union = any(rule.question is prior_price for rule in pack.rules)
    if union or kind == "reference_too_high":
        measure = prior_price if union else highest_reference_price
        _, rule = book.rule(measure, under=under, on=on)
        cites: Citation = rule.exceptions[reason - 1].cites if reason else rule.cites[0]
    else:
        act = Pricing(
            price_act=FAULTS[kind].act, no_intent_proven=False, cheaper_in_fact=False,
            only_rounding=False, reasonable_cause=False,
        )  # fmt: skip
        cites = book.ask(price_unlawful, act, under=under, on=on).cites
    return Words(cites.in_chinese, str(cites))
