"""What is certified: each scope, what it is of, and the words that claim it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from gongdao.kernel.words import Words

Of = Literal["goods", "merchant"]


@dataclass(frozen=True)
class Scope:
    """One kind of certification. `claimed` finds words that say a title has it."""

    words: Words
    of: Of
    claimed: re.Pattern[str] | None = None


def _scope(zh: str, en: str, of: Of, claimed: str = "") -> Scope:
    return Scope(Words(zh, en), of, re.compile(claimed, re.IGNORECASE) if claimed else None)


SCOPES: Mapping[str, Scope] = {
    "organic": _scope(
        "有机产品认证", "organic products", "goods",
        r"有机(?!玻璃|硅|物|化学|溶剂|肥|会|体|酸)|(?<![a-z])organic(?![a-z])",
    ),
    "green_food": _scope("绿色食品", "green food", "goods", r"绿色食品|green food"),
    "ccc": _scope(
        "强制性产品认证（CCC）", "compulsory certification (CCC)", "goods",
        r"(?<![a-z0-9])(?:ccc|3c)(?=认证|标志|证书| cert|\b)|强制性产品认证",
    ),
    "energy": _scope("节能产品认证", "energy-saving products", "goods", r"节能(?:产品)?认证"),
    "gap": _scope(
        "良好农业规范认证", "good agricultural practice", "goods", r"良好农业规范|GAP认证"
    ),
    "quality_system": _scope("质量管理体系认证", "quality management system", "merchant"),
    "food_safety_system": _scope("食品安全管理体系认证", "food safety management", "merchant"),
    "after_sales": _scope("商品售后服务认证", "after-sales service", "merchant"),
}  # fmt: skip
"""Certificates of a system say nothing of goods, and the other way round (article 24)."""
