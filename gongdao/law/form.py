"""What can be wrong with the form of a case, each fault said in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.law.book import Pack, book

KEYS = ("law", "day", "judged", "facts", "questions", "currency")
FLOW = (
    ("concluded_on", "signed_for_on"),
    ("concluded_on", "goods_back_on"),
    ("signed_for_on", "goods_back_on"),
    ("signed_for_on", "asked_on"),
    ("sold_on", "asked_on"),
    ("delivered_on", "asked_on"),
    ("delivered_on", "installed_on"),
    ("installed_on", "replaced_on"),
)
"""Days that can only follow each other, or be the same."""


class Faults(Exception):
    """All that is wrong with a form, each fault a refusal of its own."""

    def __init__(self, faults: Sequence[Refusal]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def day(text: str) -> date | None:
    """A day as the form writes it, or nothing."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def unreadable() -> Refusal:
    """A form that is no form."""
    return Refusal(
        "matter_unreadable",
        "案件应是一个 JSON 对象，其中 facts 也是对象。",
        "A matter is a JSON object whose `facts` is an object too.",
    )


def no_such_fact(path: str, known: Iterable[str]) -> Refusal:
    """A name that no record knows, and the one that was perhaps meant."""
    near = get_close_matches(path, known, n=1)
    return Refusal(
        "fact_unknown",
        f"没有名为“{path[:60]}”的事实{f'，是不是“{near[0]}”' if near else ''}；用 gongdao law facts 查看全部。",
        f'There is no fact "{path[:60]}"{f"; perhaps {near[0]}" if near else ""}; `gongdao law facts` shows all.',
    )


def told_twice(path: str) -> Refusal:
    """One fact with two values."""
    return Refusal(
        "fact_told_twice",
        f"事实“{path}”写了两次，两次的值不同。",
        f'The fact "{path}" is told twice, with different values.',
    )


def day_of(data: Mapping[str, Any], told: Mapping[str, Any], faults: list[Refusal]) -> date:
    """The day of the contract, said as such or among the facts."""
    said = day(str(data["day"])) if "day" in data else told.get("concluded_on")
    if isinstance(said, date):
        return said
    faults.append(
        Refusal(
            "day_unreadable",
            "请在 day 写明合同成立的日期，如 2026-03-01：适用当天有效的法律。",
            "Say in `day` when the contract was concluded, such as 2026-03-01: that day's law decides.",
        )
    )
    return date.min


def judged(data: Mapping[str, Any], concluded: date, faults: list[Refusal]) -> date | None:
    """The day of judgment, where it was told; it cannot lie before the contract."""
    if "judged" not in data:
        return None
    found = day(str(data["judged"]))
    if found is None or found < concluded:
        faults.append(
            Refusal(
                "judged_unreadable",
                "judged 应是裁判的日期，如 2026-03-01，不早于合同成立日。",
                "`judged` is the day of judgment, such as 2026-03-01, not before that of the contract.",
            )
        )
    return found


def contradictions(told: Mapping[str, Any]) -> list[Refusal]:
    """Days that can only follow each other, and do not."""
    return [
        Refusal(
            "facts_contradict",
            f"事实矛盾：{later}（{told[later]}）早于 {earlier}（{told[earlier]}）。",
            f"The facts contradict each other: {later} ({told[later]}) is before {earlier} ({told[earlier]}).",
        )
        for earlier, later in FLOW
        if isinstance(told.get(earlier), date)
        and isinstance(told.get(later), date)
        and told[later] < told[earlier]
    ]


def unasked(questions: object, pack: Pack) -> list[Refusal]:
    """Questions that this law does not know."""
    names = {rule.question.name for rule in pack.rules}
    asked = questions if isinstance(questions, list) else [questions]
    return [
        Refusal(
            "question_unknown",
            f"没有名为“{str(name)[:60]}”的问题；用 gongdao law list 查看全部。",
            f'There is no question "{str(name)[:60]}"; `gongdao law list` shows all.',
        )
        for name in asked
        if not isinstance(name, str) or name not in names
    ]


def one_law(named: object) -> Pack:
    """The pack of a matter. Two that claim the same sale are not weighed against each other here."""
    if not isinstance(named, str):
        raise Refusal(
            "law_not_one",
            f"一笔交易只能适用一套法律，请写其中之一：{'、'.join(book.packs)}。",
            f"One sale is under one law; name one of {', '.join(book.packs)}.",
        )
    return book.pack(named)


def strange(key: object) -> Refusal:
    """A key that the form does not have."""
    return Refusal(
        "matter_key_unknown",
        f"案件里没有“{str(key)[:40]}”这一栏；可用：{'、'.join(KEYS)}。",
        f'A matter has no "{str(key)[:40]}"; it has {", ".join(KEYS)}.',
    )


def foreign(pack: Pack, currency: str) -> Refusal:
    """Amounts in another currency than that of the law."""
    return Refusal(
        "currency_foreign",
        f"{pack.title.zh}的金额应以 {pack.currency} 计，而不是“{currency[:8]}”。",
        f'Under the law of {pack.title.en} amounts are in {pack.currency}, not "{currency[:8]}".',
    )
