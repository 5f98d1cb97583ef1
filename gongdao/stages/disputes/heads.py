"""What can be ordered, and what can be offered: each head, who does it, and whether it is money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gongdao.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Head:
    """One kind of order: its name, and who carries it out. `keeps` holds the money until that is done."""

    name: Words
    by: str
    keeps: bool = False


HEADS: Mapping[str, Head] = {
    "refund": Head(Words("退还价款", "refund"), "seller"),
    "price_multiple": Head(Words("增加赔偿", "increased damages"), "seller"),
    "loss": Head(Words("赔偿损失", "losses"), "seller"),
    "settlement": Head(Words("和解款", "settlement"), "seller"),
    "perform": Head(Words("继续履行", "perform"), "seller"),
    "replace": Head(Words("更换商品", "replace the goods"), "seller", keeps=True),
    "repair": Head(Words("修理商品", "repair the goods"), "seller", keeps=True),
    "apologise": Head(Words("公开道歉", "apologise publicly"), "seller"),
    "correct_advertisement": Head(Words("更正宣传", "correct the advertisement"), "seller"),
    "take_down": Head(Words("下架商品", "take the listing down"), "platform"),
    "fine": Head(Words("从保证金扣收违约金", "penalty from the deposit"), "platform"),
    "hold": Head(Words("货款继续托管", "keep the money in escrow"), "platform", keeps=True),
    "release": Head(Words("放款给商家", "release the money"), "platform"),
}

MONEY = ("refund", "price_multiple", "loss", "settlement")
MEASURES = ("replace", "repair", "apologise", "correct_advertisement", "hold")
"""What takes time: each becomes a measure with a clock of its own."""
AT_ONCE = ("take_down", "fine", "release")
FURTHER = (*MEASURES, *AT_ONCE)
"""What an arbiter may add to the sums that follow from the law, if the law allows it."""

OFFERS: Mapping[str, Words] = {
    "refund": Words("全额退款", "full refund"),
    "part_refund": Words("部分退款", "part of the price back"),
    "discount": Words("折价补偿", "a discount"),
    "replacement": Words("更换", "replacement"),
    "repair": Words("修理", "repair"),
    "apology": Words("公开道歉", "a public apology"),
}
OF_MONEY = frozenset({"refund", "part_refund", "discount"})
OF_DEEDS = frozenset({"replacement", "repair", "apology"})

OFFERED_AS: Mapping[str, str] = {
    "refund": "refund",
    "part_refund": "settlement",
    "discount": "settlement",
    "replacement": "replace",
    "repair": "repair",
    "apology": "apologise",
}
"""Which order comes of an offer that was taken."""
