"""In what state goods may come back: which kind of goods the law means, and what to look at in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gongdao.kernel.words import Words

KIND_OF: Mapping[str, str] = {
    "food": "sealed",
    "fresh": "sealed",
    "cosmetics": "sealed",
    "medical": "sealed",
    "mother_baby": "sealed",
    "pets": "general",
    "phones": "electronic",
    "computers": "electronic",
    "appliances": "electronic",
    "electronics": "electronic",
    "clothing": "wearable",
    "shoes": "wearable",
    "bags": "wearable",
    "toys": "wearable",
    "home": "wearable",
}
"""Categories of a shelf, as the three groups of the seven-day measures (article 9) sort them."""

KINDS: Mapping[str, Words] = {
    "general": Words("一般商品", "goods in general"),
    "sealed": Words("食品、化妆品、医疗器械、计生用品", "food, cosmetics, medical devices"),
    "electronic": Words("电子电器", "electronics and appliances"),
    "wearable": Words("服装、鞋帽、箱包、玩具、家纺家居", "clothing, shoes, bags, toys, household"),
}

FAULTS: Mapping[str, tuple[str, Words]] = {
    "not_whole": (
        "general",
        Words("商品、配件或标识缺失，或不能使用", "parts or labels missing, or out of order"),
    ),
    "seal_broken": (
        "sealed",
        Words("必要的一次性密封包装破损", "the necessary one-time seal is broken"),
    ),
    "altered": (
        "electronic",
        Words("擅自维修改动，或有难以恢复的使用痕迹", "altered, or with traces of use that stay"),
    ),
    "tag_removed": (
        "wearable",
        Words("商标标识被摘剪，或受污、受损", "tag cut off, soiled or damaged"),
    ),
}
"""What a merchant may find, and the kind of goods for which the law counts it; the first for all."""

GROUNDS: Mapping[str, Words] = {
    "not_intact": Words("退回的商品不完好", "the goods are not intact"),
    "other_goods": Words("退回的不是原商品", "other goods came back"),
    "not_arrived": Words("没有收到退货", "nothing arrived"),
}
"""Why a merchant may contest a return."""


def kind_of(category: str, traits: Iterable[str]) -> str:
    """The kind of goods as the law on returns sorts them."""
    held = set(traits)
    if "food" in held or "unfit_if_opened" in held:
        return "sealed"
    return KIND_OF.get(category, "general")


def faults_of(kind: str) -> dict[str, Words]:
    """What counts against goods of this kind, and nothing else does."""
    return {name: words for name, (of, words) in FAULTS.items() if of in ("general", kind)}
