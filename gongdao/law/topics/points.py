"""Points: what they are earned for, what they take off a price, and when they run out."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.law.asks import day, money
from gongdao.law.facts import Facts, Minor, Step, fact


@dataclass(frozen=True)
class Pointed(Facts):
    """An order in which points are earned or used."""

    goods: Minor = fact(
        "商品多少钱（套餐和优惠券之后）？", "What do the goods cost, after bundles and coupons?",
        proves="record", unit="money",
    )  # fmt: skip


point_earned_for = money(
    "point_earned_for", Pointed, "每付多少钱得一个积分", "for how much money one point is earned",
    "platform",
)  # fmt: skip
point_worth = money(
    "point_worth", Pointed, "一个积分抵多少钱", "what one point takes off a price", "platform"
)
points_off_most = money(
    "points_off_most", Pointed, "积分最多抵多少钱", "the most that points take off a price",
    "platform",
)  # fmt: skip
points_end_on = day("points_end_on", Step, "积分的最后一天", "the last day of points", "consumer")
points_end_told_on = day(
    "points_end_told_on", Step, "哪天提醒积分将到期", "on which day it is told that points run out",
    "platform",
)  # fmt: skip
