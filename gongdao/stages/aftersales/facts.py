"""Rows in, facts out: which line may go back until when, what is refunded, who pays the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from gongdao.kernel.money import Money
from gongdao.law import Answer, ask, book
from gongdao.law import questions as q
from gongdao.law.due import Due, due
from gongdao.law.facts import Condition, Freight, Goods, PartReturn, Returned, Sale, shape
from gongdao.law.topics.conformity import Sendback, refund_goes_to
from gongdao.law.topics.performing import Served, last_day_to_give_back
from gongdao.law.topics.repairs import condition_ruled_by
from gongdao.stages.aftersales import parting
from gongdao.stages.aftersales.conditions import FAULTS, kind_of
from gongdao.stages.aftersales.models import Extra, Inspection, Return
from gongdao.stages.escrow.models import Payment
from gongdao.stages.listings.kinds import ACTS, KINDS
from gongdao.stages.listings.traits import CONFIRMABLE
from gongdao.stages.orders.facts import concluded_on
from gongdao.stages.orders.facts import day_of as day_of  # a facts room answers for its stage
from gongdao.stages.orders.facts import period as order_period
from gongdao.stages.orders.models import Line, Order
from gongdao.stages.orders.promotions.models import Reduction

PERIODS = {
    "return_reply": q.reply_to_return_by,
    "send_back": q.send_back_by,
    "take_back": q.take_back_by,
    "condition_ruling": condition_ruled_by,
}

IN_KIND = frozenset({"points", "coupon", "voucher"})
"""Ways to pay that are no money; what they paid comes back in the same form."""

LIGHTER_BY = 10
"""Goods that come back lighter by more than one part in so many are worth a second look."""


def sale(order: Order, line: Line, signed_for: datetime, *, unopened: bool = False) -> Sale:
    """One line of an order as the right to return looks at it. What is unopened was not downloaded."""
    traits = set(line.version.traits)
    goods = Goods(
        made_to_order="made_to_order" in traits,
        perishable="perishable" in traits,
        digital="digital" in traits and not unopened,
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


def last_day_to_return(
    order: Order, line: Line, signed_for: datetime, *, unopened: bool = False
) -> Answer[date | None]:
    """Until when a line may go back without a reason; none where an exception takes the right away."""
    if KINDS[line.version.kind].way == ACTS:
        served = Served(done_on=day_of(order, signed_for), promised_days=0)
        return ask(last_day_to_give_back, served, under=order.law, on=concluded_on(order))
    facts = sale(order, line, signed_for, unopened=unopened)
    return ask(q.last_day_to_return, facts, under=order.law, on=concluded_on(order))


def refund_of_part(
    order: Order,
    bought: Sequence[Line],
    back: Mapping[int, int],
    *,
    extras: Sequence[Extra] = (),
    gifts_kept: Collection[int] = (),
    reductions: Sequence[Reduction] = (),
) -> Answer[int]:
    """What is refunded for all that went back so far: what was paid, less what stays.

    Delivery that was paid for comes back only with the whole order. While the threshold of a
    discount still holds, what stays keeps its share of it; once it is lost, or for a bundle, what
    stays is settled at its own price. Free delivery that is no longer earned is deducted, and so is
    the marked price of gifts that stay.
    """
    listed = sum(line.amount_minor for line in bought)
    kept = parting.kept_at_list(bought, back)
    named = [*reductions, *parting.as_reductions(extras)]
    free = [extra for extra in extras if extra.kind == "free_delivery"]
    lost = [extra for extra in free if 0 < kept < (extra.threshold_minor or listed)]
    marked = sum(e.worth_minor for e in extras if e.kind == "gift" and e.id in gifts_kept)
    part = PartReturn(
        paid=order.goods_minor,
        kept_at_list_price=kept - sum(parting.standing(named, bought, back).values()),
        freight_paid=order.freight_minor,
        everything_returns=kept == 0,
        freight_waived=sum(extra.worth_minor for extra in lost),
        threshold_lost=bool(lost),
        gift_price_unreturned=marked + parting.gifts_owed(bought, back),
    )
    return ask(q.refund_of_part, part, under=order.law, on=concluded_on(order))


def freight_paid_by(order: Order, *, promised: bool = False) -> Answer[str]:
    """Who pays the way back of a return without a reason; a merchant may take it upon itself."""
    freight = Freight(without_reason=True, merchant_promised=promised)
    return ask(q.freight_paid_by, freight, under=order.law, on=concluded_on(order))


def ways_back(ret: Return, payments: Iterable[Payment]) -> list[tuple[str, Money, Answer[str]]]:
    """The refund by the ways it was paid: each way its share, points and coupons in kind.

    The shares are in proportion to what each way paid, and sum to the refund exactly.
    """
    paid: dict[str, int] = {}
    for payment in payments:
        if payment.state == "captured":
            paid[payment.method] = paid.get(payment.method, 0) + payment.amount_minor
    if not paid:
        return []
    on, law = concluded_on(ret.order), ret.order.law
    methods = sorted(paid)
    amounts = ret.refund.split([paid[method] for method in methods])
    found = []
    for method, amount in zip(methods, amounts, strict=True):
        sendback = Sendback(
            paid_by="points" if method in IN_KIND else "mixed" if len(paid) > 1 else "wallet",
            other_way_agreed=False,
        )
        found.append((method, amount, ask(refund_goes_to, sendback, under=law, on=on)))
    return found


def intact(order: Order, kind: str, faults: Collection[str]) -> Answer[bool]:
    """Whether goods of a kind that show these faults count as intact."""
    seen = {name: name in faults for name in FAULTS}
    return _intact(order, kind, {"whole": not seen.pop("not_whole"), **seen})


def proved_intact(order: Order, kind: str, found: Mapping[str, bool | None]) -> Answer[bool]:
    """The same once somebody looked at the evidence: what stays open falls against whoever must prove it.

    `found` says of each fault whether it is there, is not, or was not established (None).
    """
    known: dict[str, bool] = {}
    for name in FAULTS:
        fact = "whole" if name == "not_whole" else name
        is_there = found.get(name)
        if is_there is None:
            is_there = shape(Condition)[fact][1]["proves"] != "merchant"
        known[fact] = is_there != (fact == "whole")
    return _intact(order, kind, known)


def kinds_of(ret: Return) -> list[str]:
    """The kinds of goods in a return, as the law sorts them."""
    versions = [piece.line.version for piece in ret.pieces.select_related("line__version")]
    return sorted({kind_of(v.category, v.traits) for v in versions})


def signals(row: Inspection) -> list[str]:
    """What does not fit between the thing that left and the thing that came back. Never a refusal by itself."""
    found = []
    if row.serial_sent and row.serial_back and row.serial_sent != row.serial_back:
        found.append("serial_differs")
    left, back = row.weight_sent_g, row.weight_back_g
    if left and back is not None and (left - back) * LIGHTER_BY > left:
        found.append("lighter")
    return found


def _intact(order: Order, kind: str, known: Mapping[str, bool]) -> Answer[bool]:
    condition = Condition(kind=kind, **known)
    return ask(q.goods_intact, condition, under=order.law, on=concluded_on(order))


def refund_due(ret: Return) -> Due:
    """Until when the price is paid back, once the goods are, or once that was found to be due."""
    order = ret.order
    if ret.found_at:
        return order_period(q.perform_by, order, ret.found_at)
    assert ret.goods_back_at
    returned = Returned(goods_back_on=day_of(order, ret.goods_back_at))
    return due(q.last_day_to_refund, returned, under=order.law, on=concluded_on(order))


def period(kind: str, order: Order, at: datetime) -> Due:
    """A period of the platform's own rules, by the duty it is for."""
    return order_period(PERIODS[kind], order, at)


def end_of(order: Order, day: date) -> datetime:
    """The first moment after a day where the order's law applies."""
    return book.pack(order.law).end_of(day)
