"""The platform's own rules for points. It bears them, as it bears the coupons that it issues."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gongdao.law import answers, days_after, months_after
from gongdao.law.topics import points as q
from gongdao.packs.platform.periods import SINCE, article

FEN, YUAN = 1, 100


@answers(q.point_earned_for, article(134, 1), since=SINCE)
def earned_for(_: Any) -> Any:
    """货款付给商家后，买家实付每满一元得一个积分。

    Once the money is released to the merchant, each whole yuan that the buyer paid earns one point.
    """
    return YUAN


@answers(q.point_worth, article(134, 2), since=SINCE)
def worth(_: Any) -> Any:
    """一百个积分抵一元，由平台承担。

    A hundred points take one yuan off a price, at the expense of the platform.
    """
    return FEN


@answers(q.points_off_most, article(134, 3), since=SINCE)
def off_most(order: Any) -> Any:
    """积分最多抵扣套餐和优惠券之后商品价款的一半。

    Points take off at most half of what the goods cost after bundles and coupons.
    """
    return order.goods.share(Fraction(1, 2))


@answers(q.points_end_on, article(135, 1), since=SINCE)
def end_on(step: Any) -> Any:
    """积分自记入之日起十二个月有效。

    Points are good for twelve months from the day they were credited.
    """
    return months_after(step.began_on, 12)


@answers(q.points_end_told_on, article(135, 2), since=SINCE)
def end_told_on(step: Any) -> Any:
    """积分到期前三十日提醒持有人。

    Their holder is told thirty days before points run out.
    """
    return days_after(step.began_on, -30)


RULES = (earned_for, worth, off_most, end_on, end_told_on)
