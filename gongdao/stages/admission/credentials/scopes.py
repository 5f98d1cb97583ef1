"""What is certified: each scope, what it is of, and the words that claim it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gongdao.kernel.words import Words

Of = Literal["goods", "merchant"]


MARKS = r"，。！？；：、,!?;:()（）\n"
"""What ends a clause."""
DENIED = re.compile(
    "(?:申请|申办|办理|送审|送检|等待|待|尚|未(?!来)|没有|不是|并非|不属于|非(?!常|遗|凡)|无需|无须|不需|不必"
    "|不要求|不强制|拟|计划|准备|即将|争取|如需|如果|若|什么是|何为|不同于|不等于|区别于|不代表|不使用|不宣称"
    "|警惕|谨防|冒充|假冒|(?<![a-z])(?:not?|without|non|pending|applying|applied|if|what is)(?![a-z]))"
    f"[^{MARKS}]{{0,24}}$",
    re.IGNORECASE,
)
"""Words before a certificate that say there is none, not yet, or none needed."""
PENDING = re.compile(
    f"[^{MARKS}]{{0,14}}[，,（(]? ?(?:正在|尚在|还在)?(?:申请|申办|办理|审核|审批|受理|评审|未获|尚未|目录外|目录以外"
    "|范围外|不适用|是什么|有什么|的?区别|pending|in progress|applied|is not|not required)"
    f"|[^{MARKS}]{{0,10}}(?:公司|合作社|集团)",
    re.IGNORECASE,
)
"""Words after a certificate that say the same, or make it part of a company's name."""
BEFORE = 40
"""How far a clause is read back."""


@dataclass(frozen=True)
class Scope:
    """One kind of certification. `titled` are words that claim it in a title, `told` in a text.

    A title is a name: “organic rice” says what the rice is. A text says many things, so it claims
    a certificate only where it names the certificate, or the goods as certified.
    """

    words: Words
    of: Of
    titled: re.Pattern[str] | None = None
    told: re.Pattern[str] | None = None

    def claimed(self, text: str, *, title: bool) -> re.Match[str] | None:
        """The first words that claim it and do not deny it."""
        pattern = self.titled if title else self.told
        found = pattern.finditer(text) if pattern else iter(())
        return next((each for each in found if not _excused(text, each)), None)


def _excused(text: str, found: re.Match[str]) -> bool:
    before = text[max(0, found.start() - BEFORE) : found.start()]
    return bool(DENIED.search(before) or PENDING.match(text, found.end()))


def _scope(zh: str, en: str, of: Of, titled: str = "", told: str = "") -> Scope:
    either = [re.compile(each, re.IGNORECASE) if each else None for each in (titled, told)]
    return Scope(Words(zh, en), of, *either)


SCOPES: Mapping[str, Scope] = {
    "organic": _scope(
        "有机产品认证", "organic products", "goods",
        r"有机(?!玻璃|硅|物|化学|溶剂|肥|会|体|酸)|(?<![a-z])organic(?![a-z])",
        r"有机(?:产品|食品|农业)?(?:认证|证书|标志|码)"
        r"|有机(?:种植|栽培|养殖|农场|基地|大米|稻米|小米|小麦|面粉|蔬菜|水果|果蔬|茶|棉|牛奶|奶|鸡蛋|食材|原料|燕麦"
        r"|大豆|杂粮|食用油|山茶油|蜂蜜|农产品|食品|产品)"
        r"|(?<![a-z])(?:certified organic|organic(?:ally)?[ -](?:certifi[a-z]+|rice|tea|milk|food|ingredients"
        r"|farming|grown|farmed|vegetables|fruits?|eggs|flour|produce|cotton|honey|oats|beans))",
    ),
    "green_food": _scope(
        "绿色食品", "green food", "goods",
        r"绿色食品|green food",
        r"绿色食品(?:认证|标志|证书|A+级|编号)|(?:通过|获得?|取得|属于|是|为|系)[一-鿿]{0,6}绿色食品|certified green food",
    ),
    "ccc": _scope(
        "强制性产品认证（CCC）", "compulsory certification (CCC)", "goods",
        r"(?<![a-z0-9])(?:ccc|3c)(?=认证|标志|证书| cert|\b)|强制性产品认证",
        r"(?<![a-z0-9])(?:ccc|3c) ?(?:认证|标志|证书)|(?:通过|获得?|取得|持有|具有|带有|经)[一-鿿 ]{0,6}"
        r"(?:ccc|3c)(?!数码|产品|配件|店|家电|周边|卖场|类)|强制性产品认证|中国强制认证"
        r"|(?<![a-z0-9])(?:ccc|3c)[ -](?:certifi|mark|approv)[a-z]*",
    ),
    "energy": _scope(
        "节能产品认证", "energy-saving products", "goods",
        r"节能(?:产品)?认证",
        r"节能(?:产品)?认证",
    ),
    "gap": _scope(
        "良好农业规范认证", "good agricultural practice", "goods",
        r"良好农业规范|GAP认证",
        r"良好农业规范(?:认证|证书)|GAP ?认证|(?:通过|获得?|取得)[一-鿿]{0,4}良好农业规范|GAP[ -]certified",
    ),
    "quality_system": _scope("质量管理体系认证", "quality management system", "merchant"),
    "food_safety_system": _scope("食品安全管理体系认证", "food safety management", "merchant"),
    "after_sales": _scope("商品售后服务认证", "after-sales service", "merchant"),
}  # fmt: skip
"""Certificates of a system say nothing of goods, and the other way round (article 24)."""
