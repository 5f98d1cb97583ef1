"""Different prices for comparable buyers against the law: what the pairs show, the law judges (S07)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from gongdao.detectors import fairness
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import Answer, Pack, book
from gongdao.law.topics.market import Difference, price_difference_unlawful

SURE = 0.01
NOTABLE = 0.005
"""A group is found to pay more where chance would do so less than once in a hundred, and by half a per
cent in the middle: our own measure of what is worth a regulator's time."""
MOST_VALUES = 50
EXCUSES = ("new_user", "random", "custom")


@dataclass(frozen=True)
class LeftOut:
    """Deals that are no evidence, for the law accepts why their price differs."""

    excuse: str
    deals: int
    article: Words


@dataclass(frozen=True)
class Report:
    """What was compared, what was left out and why, and which groups paid more than the law allows.

    `left_out`: how many deals each excuse that the law accepts took out, and the article that accepts it.
    """

    deals: int
    excused: int
    left_out: tuple[LeftOut, ...]
    compared: tuple[fairness.Compared, ...]
    unlawful: tuple[fairness.Compared, ...]
    article: Words
    why: Words

    def as_data(self) -> dict[str, Any]:
        """The report as a regulator gets it, with all that is needed to work it out again."""
        return {
            "method": {
                "zh": "同一商品、渠道、地区、时段内固定随机配对；精确二项检验（单侧），Holm 校正",
                "en": "pairs within item, channel, place and time by a fixed shuffle; exact binomial "
                "test, one-sided, corrected by Holm",
                "shuffle": fairness.SHUFFLE, "sure": SURE, "notable": NOTABLE,
            },
            "deals": self.deals, "excused": self.excused,
            "left_out": [asdict(each) for each in self.left_out],
            "article": asdict(self.article), "why": asdict(self.why),
            "compared": [asdict(each) for each in self.compared],
            "unlawful": [asdict(each.group) for each in self.unlawful],
        }  # fmt: skip


def check(
    deals: pl.LazyFrame, traits: list[str], *, pack: Pack, now: datetime, minutes: int = 60
) -> Report:
    """Compare the deals (columns of `fairness.DEAL` and text columns `traits`) of a place under its law."""
    refuse_taken(traits)
    _refuse_too_fine(deals, traits)
    span = deals.select(pl.len(), pl.col("at").max().alias("last")).collect().row(0)
    on = pack.day_of(span[1] or now)
    judged = {name: _judged(name, pack, on) for name in EXCUSES}
    accepted = {name: answer for name, answer in judged.items() if not answer.value}
    counted = deals.filter(~pl.col("excuse").is_in(list(accepted)))
    found = fairness.compare(counted, traits, minutes=minutes)
    answer = _judged("none", pack, on)
    unlawful = [
        each for each in found if answer.value and each.adjusted < SURE and each.median >= NOTABLE
    ]
    return Report(
        deals=span[0],
        excused=span[0] - counted.select(pl.len()).collect().item(),
        left_out=tuple(_left_out(deals, accepted)),
        compared=tuple(found),
        unlawful=tuple(unlawful),
        article=Words(answer.cites.in_chinese, str(answer.cites)),
        why=answer.sentence,
    )


def _left_out(deals: pl.LazyFrame, accepted: Mapping[str, Answer[bool]]) -> Iterator[LeftOut]:
    counts = dict(deals.group_by("excuse").len().collect().iter_rows())
    for name, answer in accepted.items():
        if counts.get(name):
            yield LeftOut(name, counts[name], Words(answer.cites.in_chinese, str(answer.cites)))


def refuse_taken(traits: list[str]) -> None:
    """A trait of buyers is a column of its own."""
    taken = [trait for trait in traits if trait in fairness.TAKEN]
    if taken:
        raise Refusal(
            "trait_taken",
            f"“{'、'.join(taken)}”是成交条件，不能当作买家特征。",
            f"{', '.join(taken)} are conditions of a deal and no traits of a buyer.",
        )


def _refuse_too_fine(deals: pl.LazyFrame, traits: list[str]) -> None:
    """A trait has a few values: buyers with one value each could never be matched."""
    counts = deals.select(pl.col(traits).n_unique()).collect().row(0, named=True)
    fine = [trait for trait, count in counts.items() if count > MOST_VALUES]
    if fine:
        raise Refusal(
            "trait_too_fine",
            f"“{'、'.join(fine)}”的取值超过{MOST_VALUES}种，请先分组。",
            f"{', '.join(fine)} have more than {MOST_VALUES} values: group them first.",
        )


def _judged(excuse: str, pack: Pack, on: date) -> Answer[bool]:
    """Whether a different price under the same conditions, of which the buyer does not know, is unlawful."""
    facts = Difference(
        same_conditions=True, consumer_knew=False, price_excuse=excuse, by_profile=True
    )
    return book.ask(price_difference_unlawful, facts, under=pack.name, on=on)
