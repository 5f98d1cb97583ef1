"""A row of a file, a form or a foreign catalogue, turned into what a listing says; or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from gongdao.detectors import disclosure
from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.stages.listings.said import Said, refuse_unreal

CORE = frozenset(
    {
        "external_id", "category", "title_zh", "title_en", "description_zh", "description_en",
        "price", "currency", "freight", "traits",
        "kind",
    }
)  # fmt: skip
NUMBER_MOST = 80
UNKEEPABLE = re.compile("[\0\ud800-\udfff]")
"""What a database cannot keep: a zero byte, half of a surrogate pair."""


def flat(row: Mapping[str, Any]) -> dict[str, str]:
    """A row as flat facts in text: `attributes` opened, numbers and truths written out, gaps left out."""
    facts: dict[str, str] = {}
    inner = row.get("attributes")
    if isinstance(inner, dict):
        row = {
            name: value for name, value in (*row.items(), *inner.items()) if name != "attributes"
        }
    for name, value in row.items():
        # Nearly every value is text already, and a file has millions of them.
        text = _kept(name, value) if type(value) is str else _text(name, value)
        if text:
            facts[str(name)] = text
    return facts


def said(facts: Mapping[str, str], *, currency: str) -> Said:
    """What a listing says, by its flat facts; refused where it cannot be a listing at all."""
    title_zh = facts.get("title_zh", "").strip()
    title_en = facts.get("title_en", "").strip() or title_zh
    disclosure.category(facts.get("category", ""))
    code = facts.get("currency", "") or currency
    price = parse(facts.get("price", ""), currency=code)
    if not title_zh or not price:
        raise Refusal(
            "listing_unreal",
            "缺少品名 title_zh，或者价格 price 为零。",
            "There is no title_zh, or the price is zero.",
        )
    if len(facts.get("external_id", "")) > NUMBER_MOST:
        raise Refusal(
            "external_id_too_long",
            f"商家编号最多{NUMBER_MOST}字。",
            f"The shop's own number has at most {NUMBER_MOST} characters.",
        )
    freight = facts.get("freight", "")
    made = Said(
        title=Words(title_zh, title_en),
        category=facts["category"],
        price=price,
        freight=parse(freight, currency=code) if freight else Money(code, 0),
        traits=frozenset(facts.get("traits", "").split()),
        description_zh=facts.get("description_zh", ""),
        description_en=facts.get("description_en", ""),
        attributes={name: text for name, text in facts.items() if name not in CORE and text},
        kind=facts.get("kind", "") or "goods",
    )
    refuse_unreal(made)
    return made


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        # The length first: turning a number of a million digits into text is an attack of its own.
        if abs(value) < 10**18:
            return str(value)
    elif isinstance(value, float):
        if abs(value) < 10**15:
            return format(Decimal(repr(value)).normalize(), "f")
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        return _kept(name, " ".join(value))
    elif isinstance(value, str):
        return _kept(name, value)
    raise Refusal(
        "value_unreadable",
        f"“{str(name)[:40]}”的值应为文字、数字或者真假。",
        f'The value of "{str(name)[:40]}" should be text, a number, or true or false.',
    )


def _kept(name: str, text: str) -> str:
    """Text that a database can keep."""
    if UNKEEPABLE.search(text):
        raise Refusal(
            "text_unreal",
            f"“{name[:40]}”含有无法保存的字符。",
            f'"{name[:40]}" contains characters that cannot be kept.',
        )
    return text.strip()
