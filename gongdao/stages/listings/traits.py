"""What goods can be, as far as the law asks; each trait changes somebody's rights."""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.kernel.words import Words

TRAITS: Mapping[str, Words] = {
    "made_to_order": Words("按消费者要求定作", "made to the consumer's order"),
    "perishable": Words("鲜活易腐", "fresh or perishable"),
    "digital": Words("数字化商品", "digital goods"),
    "periodical": Words("报纸、期刊", "newspapers and periodicals"),
    "unfit_if_opened": Words("拆封后影响安全或品质", "unsafe or spoiled once opened"),
    "unfit_if_used": Words("激活或试用后大幅贬值", "loses much value once activated or tried"),
    "flawed": Words("已明示临期或有瑕疵", "near expiry or flawed, as disclosed"),
    "durable": Words("耐用商品", "durable goods"),
    "food": Words("食品", "food"),
    "second_hand": Words("二手商品", "second-hand"),
    "cross_border": Words("跨境商品，自境外发货", "cross-border, shipped from abroad"),
}

CONFIRMABLE = frozenset({"unfit_if_opened", "unfit_if_used", "flawed"})
"""Goods that may be excepted from return, but only if the buyer confirmed it for this purchase."""
