"""Complete listings, out of the examples of the standard, for tests."""

from __future__ import annotations

from gongdao.detectors import disclosure
from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.stages.listings.said import Said

CORE = {f.name for f in disclosure.category("goods").fields if f.place == "listing"}


def facts_of(category: str = "toys", **changed: str) -> dict[str, str]:
    """The attributes of a complete listing of a category; an empty text leaves one out."""
    kind = disclosure.category(category)
    facts = {
        name: text
        for name, text in kind.example().items()
        if name not in CORE and name not in kind.implied and name != "reference_price"
    } | changed
    return {name: text for name, text in facts.items() if text}


def a_listing(
    title: str = "玩具汽车",
    price: str = "225.00",
    *,
    category: str = "toys",
    words: str = "",
    **changed: str,
) -> Said:
    """What a listing says that nothing is wrong with, unless something is changed."""
    return Said(
        Words(title, "Toy car"), category, cny(price), cny("0.00"),
        description_zh=words, attributes=facts_of(category, **changed),
    )  # fmt: skip
