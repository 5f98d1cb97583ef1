"""Rows in, facts out: which line may go back until when, what is refunded, who pays the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from gongdao.law import Answer, ask, book
from gongdao.law import questions as q
from gongdao.law.due import Due, due
from gongdao.law.facts import Freight, Goods, PartReturn, Returned, Sale
from gongdao.stages.aftersales.models import Return
from gongdao.stages.listings.traits import CONFIRMABLE
from gongdao.stages.orders.facts import concluded_on, day_of
from gongdao.stages.orders.facts import period as order_period
from gongdao.stages.orders.models import Line, Order

PERIODS = {
    "return_reply": q.reply_to_return_by,
    "send_back": q.send_back_by,
    "take_back": q.take_back_by,
}


def sale(order: Order, line: Line, signed_for: datetime) -> Sale:
    """One line of an order as the right to return looks at it."""
    traits = set(line.version.traits)
    goods = Goods(
        made_to_order="made_to_order" in traits,
        perishable="perishable" in traits,
        digital="digital" in traits,
        periodical="periodical" in traits,
        unfit_for_return=bool(traits & CONFIRMABLE),
        durable="durable" in traits,
    )
    return Sale(
        goods=goods,
        concluded_on=concluded_on(order),
        signed_for_on=day_of(order, signed_for),
        by_consumer=True,
        at_distance=True,
        unfit_confirmed=line.no_return_confirmed,
        promised_days=0,
        abusive=False,
    )


def last_day_to_return(order: Order, line: Line, signed_for: datetime) -> Answer[date | None]:
    """Until when a line may go back without a reason; none where an exception takes the right away."""
    facts = sale(order, line, signed_for)
    return ask(q.last_day_to_return, facts, under=order.law, on=concluded_on(order))


def refund_of_part(order: Order, bought: Sequence[Line], back: Mapping[int, int]) -> Answer[int]:
    """What is refunded: what was paid, less what stays at its price at the purchase.

    Delivery that was paid for comes back only with the whole order.
    """
    kept = sum(
        line.amount_minor - line.amount_minor * back.get(line.id, 0) // line.quantity
        for line in bought
    )
    part = PartReturn(
        paid=order.goods_minor,
        kept_at_list_price=kept,
        freight_paid=order.freight_minor,
        everything_returns=kept == 0,
        freight_waived=0,
        threshold_lost=False,
        gift_price_unreturned=0,
    )
    return ask(q.refund_of_part, part, under=order.law, on=concluded_on(order))


def freight_paid_by(order: Order) -> Answer[str]:
    """Who pays the way back of a return without a reason."""
    freight = Freight(without_reason=True, merchant_promised=False)
    return ask(q.freight_paid_by, freight, under=order.law, on=concluded_on(order))


def refund_due(ret: Return) -> Due:
    """Until when the price is paid back, once the goods are."""
    assert ret.goods_back_at
    order = ret.order
    returned = Returned(goods_back_on=day_of(order, ret.goods_back_at))
    return due(q.last_day_to_refund, returned, under=order.law, on=concluded_on(order))


def period(kind: str, order: Order, at: datetime) -> Due:
    """A period of the platform's own rules, by the duty it is for."""
    return order_period(PERIODS[kind], order, at)


def end_of(order: Order, day: date) -> datetime:
    """The first moment after a day where the order's law applies."""
    return book.pack(order.law).end_of(day)
