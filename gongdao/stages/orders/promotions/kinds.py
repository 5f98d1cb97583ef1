"""What kinds of reduction there are, who may take a coupon, and why points move."""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.kernel.words import Words

REDUCTIONS: Mapping[str, Words] = {
    "coupon": Words("优惠券", "coupon"),
    "bundle": Words("套餐", "bundle"),
    "points": Words("积分", "points"),
}

MOVES: Mapping[str, Words] = {
    "earned": Words("购物所得", "earned"),
    "given_back": Words("原样退回", "given back"),
    "spent": Words("使用", "spent"),
    "withdrawn": Words("退货收回", "withdrawn with a refund"),
    "expired": Words("到期", "ran out"),
}
"""Why points come, and why they go."""

CREDITS = frozenset({"earned", "given_back"})

AUDIENCES: Mapping[str, Words] = {
    "everyone": Words("所有买家", "every buyer"),
    "first_order": Words("还没有下过单的买家", "buyers who have not ordered yet"),
}
