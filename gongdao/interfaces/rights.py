"""What a buyer may do about an order now, and under which article: asked by pages and by the API alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from gongdao.kernel.words import Words
from gongdao.law import Answer
from gongdao.registers.evidence import queries as evidence
from gongdao.stages.aftersales import facts as returning
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.delivery import facts as delivering
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import facts as ordering
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.queries import Order
from gongdao.stages.remedies import facts as remedying

NOT_PERFORMED = ("order.refused", "order.not_shipped")
"""The deeds that show that a merchant does not perform."""


@dataclass(frozen=True, slots=True)
class Right:
    """One right: what it is, whether it stands open, until when, why, and the act that uses it."""

    name: Words
    sentence: Words
    cites: str
    article: str
    open: bool
    last_day: date | None = None
    act: str | None = None
    waits: bool = False
    """Not open yet, since the goods have not been signed for."""


def rights_of(order: Order, *, at: datetime) -> list[Right]:
    """Every right the buyer has or had about an order, the open ones first."""
    if order.state == "concluded":
        return [_cancel(order)]
    found = [*_performance(order), return_right(order, at=at), *_confirm(order), *_complain(order)]
    return sorted(found, key=lambda right: not right.open)


def _cancel(order: Order) -> Right:
    due = ordering.payment_due(order)
    return _right(
        Words("取消未付款的订单", "Cancel the unpaid order"),
        due.answer, is_open=True, last_day=due.answer.value, act="cancel",
    )  # fmt: skip


def _performance(order: Order) -> list[Right]:
    """Nothing was shipped, and the merchant refused or let the time pass: the contract stands all the same."""
    if order.state != "bound" or parcels.begun(order.id):
        return []
    if not any(deed.act in NOT_PERFORMED for deed in evidence.about(order.id)):
        return []
    name = Words("要求发货，或解除合同并退款", "Demand shipment, or rescind and be refunded")
    return [
        _right(name, delivering.after_refusal(order), is_open=_may_complain(order), act="complain")
    ]


def return_right(order: Order, *, at: datetime) -> Right:
    """Return without a reason: open if any line may still go back; else the article that says no."""
    name = Words("七日无理由退货", "Return without a reason")
    signed_for = parcels.delivered_at(order.id)
    answers = [
        returning.last_day_to_return(order, line, signed_for or at, unopened=parcels.unopened(line))
        for line in orders.lines(order)
    ]
    lasting = [answer for answer in answers if answer.value is not None]
    best = max(lasting, key=lambda answer: answer.value or date.min) if lasting else answers[0]
    last_day = best.value if signed_for else None
    in_time = last_day is not None and at < returning.end_of(order, last_day)
    asked = any(row.state not in RETURN.ends for row in returns.of_order(order.id))
    gone = returns.gone_back(order.id, "refunded", "kept")
    left = any(line.quantity > gone.get(line.id, 0) for line in orders.lines(order))
    is_open = in_time and left and not asked and order.state == "bound"
    right = _right(name, best, is_open=is_open, last_day=last_day, act="return")
    return replace(right, waits=signed_for is None and bool(lasting))


def _confirm(order: Order) -> list[Right]:
    """The goods are there: the buyer may let the merchant have the money before the clock does."""
    hold = holds.hold_of(order.id)
    signed_for = parcels.delivered_at(order.id)
    if hold is None or hold.state != "held" or signed_for is None:
        return []
    due = delivering.release_due(order, signed_for)
    name = Words("确认收货，提前放款", "Confirm receipt and release the money early")
    return [
        _right(name, due.answer, is_open=not hold.frozen, last_day=due.answer.value, act="confirm")
    ]


def _complain(order: Order) -> list[Right]:
    """Goods that never came, are not as described, or are counterfeit."""
    name = Words(
        "投诉：假冒、不符或没收到", "Complain: counterfeit, not as described, not received"
    )
    answer = remedying.rescission(order)
    return [_right(name, answer, is_open=_may_complain(order), act="complain")]


def _may_complain(order: Order) -> bool:
    ended = all(row.state in DISPUTE.ends for row in disputes.of_order(order.id))
    return order.state == "bound" and ended


def _right(
    name: Words,
    answer: Answer[Any],
    *,
    is_open: bool,
    last_day: date | None = None,
    act: str | None = None,
) -> Right:
    return Right(
        name=name,
        sentence=answer.sentence,
        cites=str(answer.cites),
        article=answer.cites.in_chinese,
        open=is_open,
        last_day=last_day,
        act=act if is_open else None,
    )
