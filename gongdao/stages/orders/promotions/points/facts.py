"""What the platform's rules say of points, for an order and for the day they are credited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NoReturn

from gongdao.kernel.money import MOST, Money
from gongdao.kernel.refusal import Refusal
from gongdao.law import ask, book
from gongdao.law.due import Due
from gongdao.law.facts import Step
from gongdao.law.topics import points as q
from gongdao.law.topics.points import Pointed
from gongdao.stages.orders.facts import concluded_on, period
from gongdao.stages.orders.models import Order

CURRENCY = "CNY"
"""What points are counted in. An order in another currency neither earns nor uses any."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How points count in an order: what one takes off, for how much money one is earned, the most off."""

    worth: int
    earned_for: int
    off_most: int

    @property
    def most(self) -> int:
        """The most points that can be used."""
        return self.off_most // self.worth


def terms(order: Order, goods_minor: int = 0) -> Terms:
    """The rules on the day of the contract, for goods at this price."""
    case, day = Pointed(goods=goods_minor), concluded_on(order)
    return Terms(
        *(
            ask(question, case, under=order.law, on=day).value
            for question in (q.point_worth, q.point_earned_for, q.points_off_most)
        )
    )


def good_until(order: Order, at: datetime) -> Due:
    """Until when points that are credited now can be used."""
    return period(q.points_end_on, order, at)


def told_at(order: Order, until: Due) -> datetime:
    """When their holder is told that they run out: at the start of that day."""
    step = Step(began_on=until.answer.value)
    day = ask(q.points_end_told_on, step, under=order.law, on=concluded_on(order)).value
    assert day, "the platform's rules always name the day"
    return book.pack(order.law).end_of(day - timedelta(days=1))


def off(order: Order, points: int, goods_minor: int) -> Money:
    """What so many points take off goods at this price; refused where they cannot."""
    if not 0 < points <= MOST:
        refuse_unreal()
    if order.currency != CURRENCY:
        raise Refusal(
            "points_in_yuan_only",
            "积分只能用于人民币计价的订单。",
            "Points can be used only in orders in yuan.",
        )
    said = terms(order, goods_minor)
    if points > said.most:
        raise Refusal(
            "points_over_share",
            f"积分最多抵扣商品价款的一半：这一单最多用 {said.most} 个积分。",
            f"Points take off half of the goods at most: {said.most} points in this order.",
        )
    return Money(order.currency, points * said.worth)


def refuse_unreal() -> NoReturn:
    """Points are counted in whole numbers."""
    raise Refusal(
        "points_unreal",
        "积分须为大于零的整数；不用积分的，请留空。",
        "Points are a whole number above zero; leave it empty to use none.",
    )


def refuse_short() -> NoReturn:
    """Nobody uses more points than there are; two checkouts at once do not either."""
    raise Refusal(
        "points_short",
        "您的积分不够，可能刚在另一单里用掉；请重新核对。",
        "You do not have so many points; another order may just have used them. Look again.",
    )
