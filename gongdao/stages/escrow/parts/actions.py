"""Part of an order's money moves by itself: a line is released, a piece is refunded, the rest stays held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.batches import add
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger.actions import post
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import facts, fees, queries, taxes, telling
from gongdao.stages.escrow.models import Concession, Hold, Payment
from gongdao.stages.escrow.parts import shares
from gongdao.stages.escrow.states import HOLD, PAYMENT
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.states import ORDER

OUTSIDE = "outside"
"""The gateway of payments that never came through one."""


@transaction.atomic
def release_line(*, by: Actor, order: str, line: int, at: datetime) -> Money:
    """The buyer is content with one line: its price and its share of the freight go to the merchant.

    The key is the line, so that a second try releases nothing. The rest stays held.
    """
    (hold,) = queries.locked_holds([order]) or (orders.unknown(),)
    allow(by, "hold.release_part", marketplace=hold.marketplace, buyer=hold.order.buyer)
    _refuse_not_held(hold)
    sold = hold.order
    lines = orders.lines(sold)
    amount = shares.of_line(sold, lines, line)
    tax = next(taxes.of_line(sold, each) for each in lines if each.id == line)
    held = queries.held([hold])[sold.id]
    if amount.minor >= held.minor:
        raise Refusal(
            "release_exceeds_hold",
            f"托管款剩 {held}，不足以单独放款；请确认整单收货。",
            f"Only {held} is held, not more than this line; confirm the whole order instead.",
        )
    percent = queries.reserved_percent([sold.merchant]).get(sold.merchant, 0)
    tax = min(tax, taxes.inside([hold])[sold.id])
    moved = fees.released(sold, amount, at=at, reserve_percent=percent, part=f"lin_{line}", tax=tax)
    new = post(moved)
    turn(owed=[facts.reserve(sold, at)] if percent and new else [])
    data = {"line": f"lin_{line}", "amount": str(amount), "new": new > 0}
    record(
        [Deed("hold.released_in_part", sold.id, by=by.party, marketplace=sold.marketplace, at=at, data=data)]
    )  # fmt: skip
    return amount


@transaction.atomic
def refund_part(
    *,
    by: Actor,
    order: str,
    reason: str,
    parts: Sequence[shares.Part],
    freight: Money,
    at: datetime,
) -> Concession:
    """The merchant gives back the price of some pieces, and of the freight what it says.

    The reason names the refund: the same reason a second time, whatever request it came with,
    finds the first refund and moves nothing.
    """
    sold = orders.locked(order, by=by)
    allow(by, "hold.refund_part", marketplace=sold.marketplace, seller=sold.merchant)
    name = _named(reason)
    made = Concession.objects.filter(order=sold, reason=name).first()
    if made is None:
        amount = shares.of_parts(sold, orders.lines(sold), parts) + _freight(freight, sold.freight)
        _refuse_more_than_paid(amount, queries.refundable(sold, amount))
        made = Concession(
            id=mint("con", at=at, salt=f"{sold.id}/{name}"), marketplace=sold.marketplace, order=sold,
            reason=name, currency=amount.currency, amount_minor=amount.minor,
            parts=[{"line": p.line, "quantity": p.quantity} for p in parts], at=at,
        )  # fmt: skip
        add([made])
        tax = taxes.within(sold, {p.line: p.quantity for p in parts})
        escrow.refund(by=by, order=sold, amount=amount, under=made.id, at=at, cites="", tax=tax)
    data = {"reason": name, "amount": str(made.amount)}
    record(
        [Deed("price.given_back_in_part", made.id, by=by.party, marketplace=sold.marketplace, at=at, about=sold.id, data=data)]
    )  # fmt: skip
    return made


@transaction.atomic
def declare_outside(*, by: Actor, order: str, reference: str, at: datetime) -> Payment:
    """The merchant says that it was paid outside the platform: the contract is paid, nothing is held.

    It says so against itself: from now on it owes the goods, and what is to be refunded it pays
    itself; the platform still watches every deadline and pays the buyer first where it is late.
    """
    sold = orders.locked(order, by=by)
    allow(by, "payment.declare", marketplace=sold.marketplace, seller=sold.merchant)
    sold.state = ORDER.move(sold.state, "pay", by="gateway").to
    payment = Payment(
        id=mint("pay", at=at, salt=f"{sold.id}/{OUTSIDE}"), marketplace=sold.marketplace, order=sold,
        gateway=OUTSIDE, method=OUTSIDE, currency=sold.currency, amount_minor=sold.total.minor,
        state=PAYMENT.move(PAYMENT.start, "declare", by="seller").to, asked_at=at, captured_at=at,
    )  # fmt: skip
    hold = Hold(
        order=sold, marketplace=sold.marketplace, gateway=OUTSIDE, captured_minor=0,
        state=HOLD.move(HOLD.start, "declare", by="seller").to, since=at, settled_at=at,
    )  # fmt: skip
    sold.save(update_fields=["state"])
    add([payment])
    add([hold])
    case = entries.Case(sold.marketplace, sold.id, at)
    post([entries.outside(case, sold.total, merchant=sold.merchant, payment=payment.id)])
    turn(done=[Done("payment", sold.id, at)], owed=[facts.dispatch(sold, at)])
    telling.received([payment])
    data = {"amount": str(payment.amount), "reference": reference.strip()[:80]}
    record(
        [Deed("payment.external", payment.id, by=by.party, marketplace=sold.marketplace, at=at, about=sold.id, data=data)]
    )  # fmt: skip
    return payment


def _refuse_not_held(hold: Hold) -> None:
    if hold.state != HOLD.start:
        HOLD.move(hold.state, "release", by="buyer")
    if hold.frozen:
        raise Refusal(
            "hold_frozen",
            "该订单有未了结的纠纷，托管款项暂不能放款。",
            "A case about this order is open; its money cannot be released yet.",
        )


def _named(reason: str) -> str:
    name = reason.strip().lower()
    if not name or len(name) > 16:
        raise Refusal(
            "reason_missing",
            "请用不超过16个字写明退款原因；同一原因只退一次。",
            "Name the reason in at most 16 letters; each reason refunds once.",
        )
    return name


def _freight(freight: Money, paid: Money) -> Money:
    if freight.currency != paid.currency or not 0 <= freight.minor <= paid.minor:
        raise Refusal(
            "freight_wrong",
            f"运费退款须在 0 与 {paid} 之间。",
            f"A refund of freight is between nothing and {paid}.",
        )
    return freight


def _refuse_more_than_paid(amount: Money, left: Money) -> None:
    if amount != left:
        raise Refusal(
            "refund_exceeds_price",
            f"这个订单最多还能退 {left}。",
            f"At most {left} of this order can still be refunded.",
        )
