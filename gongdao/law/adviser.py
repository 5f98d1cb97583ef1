"""The adviser: asks only what can still change the answer, then says what follows.

It keeps nothing. What was told stands in the address of the page, facts only, so that a link can be
shared without anybody's personal data in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import questions as q
from gongdao.law.book import book
from gongdao.law.expr import UNKNOWN
from gongdao.law.matter import Decided, Known, Matter, answered, vocabulary
from gongdao.law.rule import Question
from gongdao.law.topics import food, warranty


@dataclass(frozen=True)
class Step:
    """One question of a topic; it is only asked where the question before it was answered "yes"."""

    question: Question[Any]
    after: Question[Any] | None = None


@dataclass(frozen=True)
class Topic:
    """A worry people come with, and the questions of law in it."""

    name: str
    words: Words
    about: Words
    steps: tuple[Step, ...]


TOPICS = (
    Topic(
        "return",
        Words("不想要了，能退吗", "I changed my mind"),
        Words("七日无理由退货、运费", "Returns without a reason, and the freight"),
        (Step(q.last_day_to_return), Step(q.freight_paid_by, after=q.last_day_to_return)),
    ),
    Topic(
        "refused",
        Words("商家不发货", "The merchant will not ship"),
        Words("合同是否成立、继续履行、退款和损失", "The contract, performance, refund and losses"),
        (
            Step(q.must_perform),
            Step(q.may_rescind),
            Step(q.repaid_on_rescission, after=q.may_rescind),
            Step(q.losses_compensated, after=q.may_rescind),
        ),
    ),
    Topic(
        "defective",
        Words("商品有质量问题", "The goods are defective"),
        Words("退货、由谁举证", "Sending them back, and who must prove it"),
        (Step(q.may_return_defective), Step(q.must_prove, after=q.may_return_defective)),
    ),
    Topic(
        "fraud",
        Words("假货或虚假宣传", "Fakes and false claims"),
        Words("是否欺诈、增加赔偿", "Whether it is fraud, and the increased damages"),
        (Step(q.is_fraud), Step(q.compensation_for_fraud, after=q.is_fraud)),
    ),
    Topic(
        "food",
        Words("食品不合格", "Food below the standards"),
        Words("退款、十倍赔偿", "The price back, and ten times the price"),
        (
            Step(food.price_back_for_food),
            Step(food.ten_times_for_food, after=food.price_back_for_food),
            Step(food.compensation_for_food, after=food.ten_times_for_food),
        ),
    ),
    Topic(
        "drugs",
        Words("假药、劣药", "Fake or inferior drugs"),
        Words("惩罚性赔偿", "The increased damages"),
        (Step(food.compensation_for_drugs),),
    ),
    Topic(
        "phone",
        Words("手机坏了", "A phone out of order"),
        Words("三包：退货、换货、修理", "The guarantee: return, replacement, repair"),
        (Step(warranty.phone_remedy),),
    ),
    Topic(
        "car",
        Words("新车坏了", "A new car out of order"),
        Words("三包：退车、换车、修理和答复期限", "The guarantee, and the days to answer"),
        (
            Step(warranty.car_remedy),
            Step(warranty.car_reply_by, after=warranty.car_remedy),
            Step(warranty.car_done_by, after=warranty.car_remedy),
        ),
    ),
    Topic(
        "transit",
        Words("包裹在路上丢了、坏了", "Lost or damaged on the way"),
        Words("运输风险由谁承担", "Who bears the risk in transit"),
        (Step(q.risk_borne_by),),
    ),
    Topic(
        "refund",
        Words("退款多久、退多少", "When and how much is refunded"),
        Words("退款期限、部分退货的金额", "The time to refund, and the sum for a part"),
        (Step(q.last_day_to_refund), Step(q.refund_of_part)),
    ),
)


@dataclass(frozen=True)
class Advice:
    """Where a conversation stands: what to ask next, or what follows from what was told."""

    topic: Topic
    matter: Matter
    asks: str | None
    decided: Sequence[Decided]
    turning: Sequence[str]
    keep: Sequence[str]
    theirs: Sequence[str]

    @property
    def known(self) -> Mapping[str, Known]:
        """The facts of the pack, by path."""
        return vocabulary(self.matter.pack)


def topic(name: str) -> Topic:
    """The topic of this name."""
    for each in TOPICS:
        if each.name == name:
            return each
    raise Refusal(
        "topic_unknown",
        f"没有名为“{name[:40]}”的主题；可用：{'、'.join(t.name for t in TOPICS)}。",
        f'There is no topic "{name[:40]}"; there are {", ".join(t.name for t in TOPICS)}.',
    )


def advise(
    about: Topic, told: Mapping[str, Any], *, skipped: frozenset[str], under: str, on: date
) -> Advice:
    """The next question that can still change an answer, or all answers.

    `skipped` are facts the person does not know: they stay unknown and are not asked again.
    """
    matter = Matter(under, on, told, pack=book.pack(under))
    decided = _walk(about, matter)
    open_ones = [path for each in decided for path in each.answer.unknown if path not in skipped]
    asks = open_ones[0] if open_ones else None
    known = vocabulary(matter.pack)
    used = list(dict.fromkeys(p for each in decided for p in each.rule.fields() if p in told))
    needed = [*used, *(p for each in decided for p in each.answer.unknown)]
    return Advice(
        about,
        matter,
        asks,
        decided,
        turning=[p for p in used if not asks and _turns(p, about, matter, decided)],
        keep=_proved_by("consumer", needed, known),
        theirs=_proved_by("merchant", needed, known),
    )


def _walk(about: Topic, matter: Matter) -> list[Decided]:
    """The answers as far as they reach: a question that waits for another is not yet put."""
    found: dict[str, Decided] = {}
    for step in about.steps:
        before = found.get(step.after.name) if step.after else None
        if step.after and (before is None or before.answer.value in (UNKNOWN, None, False)):
            continue
        found[step.question.name] = answered(step.question, matter)
    return list(found.values())


def _turns(path: str, about: Topic, matter: Matter, decided: Sequence[Decided]) -> bool:
    """Whether the contrary of this fact would change an answer."""
    told = matter.facts[path]
    if not isinstance(told, bool):
        return False
    other = replace(matter, facts={**matter.facts, path: not told})
    return [d.answer.value for d in _walk(about, other)] != [d.answer.value for d in decided]


def _proved_by(whom: str, paths: Sequence[str], known: Mapping[str, Known]) -> list[str]:
    return [path for path in dict.fromkeys(paths) if known[path].proves == whom]
