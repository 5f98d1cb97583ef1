"""What kinds of reduction there are, and who may take a coupon."""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.kernel.words import Words

REDUCTIONS: Mapping[str, Words] = {
    "coupon": Words("优惠券", "coupon"),
    "bundle": Words("套餐", "bundle"),
}

AUDIENCES: Mapping[str, Words] = {
    "everyone": Words("所有买家", "every buyer"),
    "first_order": Words("还没有下过单的买家", "buyers who have not ordered yet"),
}
