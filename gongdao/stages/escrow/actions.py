"""Money comes in, is held, is frozen while somebody complains, and goes where it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal, item
from gongdao.registers.batches import add, store
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger.actions import post
from gongdao.registers.ledger.book import Entry
from gongdao.registers.ledger.chart import account
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.escrow import (
    aftermath,
    beside,
    earnest,
    facts,
    fees,
    giving_back,
    queries,
    queueing,
    taxes,
    telling,
)
from gongdao.stages.escrow.gateways.port import Notice
from gongdao.stages.escrow.models import Freeze, Hold, Payment
from gongdao.stages.escrow.queueing import Back, Way
from gongdao.stages.escrow.states import HOLD, PAYMENT
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.states import ORDER


@dataclass(frozen=True, slots=True)
class Paying:
    """A buyer starts to pay an order, or a part of it, by some method."""

    by: Actor
    at: datetime
    order: str
    method: str
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Confirming:
    """A buyer confirms that the goods are there and the merchant may have the money."""

    by: Actor
    at: datetime
    order: str


@transaction.atomic
def start(*, payings: Sequence[Paying], gateway: str) -> list[Payment]:
    """Ask the gateway for money. Nothing is held before the gateway says that it has it."""
    rows = {row.id: row for row in orders.locked_many(p.order for p in payings)}
    asked = []
    for n, paying in enumerate(payings):
        with item(n):
            asked.append(_asked(paying, rows.get(paying.order), gateway))
    add(asked)
    record([_payment_deed("payment.started", p, by=p.order.buyer, at=p.asked_at) for p in asked])
    return asked


@transaction.atomic
def receive(*, by: Actor, notices: Sequence[Notice]) -> list[Payment]:
    """Take in what the gateway says. The same notice twice changes nothing; money that comes too late goes back."""
    allow(by, "payment.receive", marketplace=by.marketplace)
    news: dict[str, Notice] = {notice.payment: notice for notice in notices}
    asked = [p for p in queries.locked_payments(news, by=by) if p.state in ("asked", "expired")]
    for payment in asked:
        _take_in(payment, news[payment.id])
    paid = [p for p in asked if p.state == "captured"]
    holds = _hold(paid)
    full = [hold for hold in holds if hold.captured_minor >= hold.order.total.minor]
    for hold in full:
        hold.order.state = ORDER.move(hold.order.state, "pay", by="gateway").to
    store(asked, "state", "captured_at")
    telling.received(asked)
    queueing.name(notices, marketplace=by.marketplace)
    Order.objects.filter(pk__in=[hold.order_id for hold in full]).update(state="bound")
    _book(asked, beside.paid(full))
    partly = _partly(holds, paid)
    turn(
        done=[
            *(Done("payment", hold.order_id, hold.since) for hold in (*full, *partly)),
            *(Done("final_payment", h.order_id, h.since) for h in full if h.order.rest_by),
        ],
        owed=[
            *(facts.dispatch(hold.order, hold.since) for hold in full),
            *(earnest.rest_owed(hold.order, hold.since) for hold in partly),
        ],
    )
    record([_payment_deed(f"payment.{p.state}", p, by=p.gateway, at=_moment(p)) for p in asked])
    return asked


@transaction.atomic
def confirm(*, confirmings: Sequence[Confirming]) -> None:
    """The buyer is content: the merchant gets the money now."""
    holds = {h.order_id: h for h in queries.locked_holds(c.order for c in confirmings)}
    for n, confirming in enumerate(confirmings):
        with item(n):
            hold = holds.get(confirming.order) or orders.unknown()
            allow(
                confirming.by, "hold.release", marketplace=hold.marketplace, buyer=hold.order.buyer
            )
            _refuse_frozen(hold)
            hold.state = HOLD.move(hold.state, "release", by="buyer").to
            hold.settled_at = confirming.at
    _release(list(holds.values()))
    record(
        [_hold_deed("hold.released", holds[c.order], by=c.by.party, at=c.at) for c in confirmings]
    )


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody objected in time: the clock releases what is held and not frozen."""
    found = queries.locked_holds(duty.about for duty in duties)
    holds = [hold for hold in found if hold.state == HOLD.start and not hold.frozen]
    free = {hold.order_id for hold in holds}
    turn(done=[Done(d.kind, d.subject, at, "moot") for d in duties if d.about not in free])
    for hold in holds:
        hold.state, hold.settled_at = HOLD.move(hold.state, "lapse", by=CLOCK).to, at
    _release(holds)
    record([_hold_deed("hold.released", h, by=clock_of(h.marketplace).party, at=at) for h in holds])


@transaction.atomic
def freeze(*, by: Actor, hold: Hold, case: str, at: datetime) -> None:
    """A case stops the release; the clock of the release stops with it."""
    allow(by, "hold.freeze", marketplace=hold.marketplace, buyer=hold.order.buyer)
    Freeze.objects.create(marketplace=hold.marketplace, hold=hold, case=case, at=at)
    turn(done=[Done("release", hold.order_id, at, "moot")])
    record([_hold_deed("hold.frozen", hold, by=by.party, at=at, case=case)])


@transaction.atomic
def unfreeze(*, by: Actor, order: Order, case: str, at: datetime) -> bool:
    """The case is over and stops nothing any more. Whether the hold is free, and still holds."""
    lifted = Freeze.objects.filter(hold=order.id, case=case, lifted_at=None).update(lifted_at=at)
    hold = queries.hold_of(order.id)
    data = {"case": case}
    record(
        [
            Deed(
                "hold.unfrozen", order.id, by=by.party, marketplace=order.marketplace, at=at,
                data=data,
            )
        ]
    )  # fmt: skip
    return bool(lifted) and hold is not None and hold.state == HOLD.start and not hold.frozen


@transaction.atomic
def refund(
    *,
    by: Actor,
    order: Order,
    amount: Money,
    under: str,
    at: datetime,
    cites: str,
    stands: Money | None = None,
    tax: Money | None = None,
) -> dict[str, int]:
    """Give money back to the buyer: from the hold first, then from what the merchant has with us.

    `under` names the cause, once for each refund. Returns what came from which account; refuses
    when all of them together do not suffice, and moves nothing then. `stands` is what of a coupon's
    part that the platform bears is still due to the merchant for the goods that stay; `tax` the import tax in the price of those that go.
    """
    allow(by, "hold.refund", marketplace=order.marketplace, seller=order.merchant)
    hold = queries.hold_of(order.id, lock=True) or orders.unknown()
    left = queries.left_of(order, hold)
    giving_back.defer(order, left.waits(amount), under=under, cites=cites, at=at)
    amount = left.refundable(amount)
    case = entries.Case(order.marketplace, order.id, at, cites)
    if hold.state == "external":
        parts = _repaid_outside(hold, amount, case, under=under)
    else:
        parts = _repaid(hold, amount, case, under=under, stands=stands, tax=tax)
    said: dict[str, str | int] = {"amount": str(amount), "under": under, **parts}
    record([_hold_deed("hold.refunded", hold, by=by.party, at=at, **said)])
    return parts


@transaction.atomic
def close(*, hold: Hold, at: datetime) -> None:
    """Everything that was held went back to the buyer: there is nothing left to release."""
    hold.state, hold.settled_at = HOLD.move(hold.state, "refund", by=CLOCK).to, at
    hold.save(update_fields=["state", "settled_at"])
    turn(done=[Done("release", hold.order_id, at, "moot")])
    record([_hold_deed("hold.closed", hold, by=CLOCK, at=at)])


@transaction.atomic
def lodge(*, by: Actor, merchant: str | None, amount: Money, key: str, at: datetime) -> None:
    """A merchant lodges a deposit, or the platform endows the protection fund (no merchant named)."""
    verb, into = (
        ("deposit.lodge", account("deposit", merchant)) if merchant else ("fund.endow", "fund")
    )
    allow(by, verb, marketplace=by.marketplace)
    subject = merchant or by.marketplace
    post([entries.lodge(entries.Case(by.marketplace, subject, at), amount, into=into, key=key)])
    data = {"amount": str(amount), "into": into}
    record([Deed(verb, subject, by=by.party, marketplace=by.marketplace, at=at, data=data)])


def _repaid(
    hold: Hold,
    amount: Money,
    case: entries.Case,
    *,
    under: str,
    stands: Money | None,
    tax: Money | None,
) -> dict[str, int]:
    """Out of hold, payable, reserve and deposit; a hold that is empty then is closed."""
    order = hold.order
    sources = queries.sources(order)
    parts, missing = entries.cover(amount, sources)
    if missing:
        raise Refusal(
            "refund_not_covered",
            f"可用于退款的款项不足，还差 {missing}。",
            f"There is not enough to refund from; {missing} is missing.",
        )
    moved = entries.payments(
        case, parts, what="refund", currency=order.currency, under=under, gateway=hold.gateway
    )
    giving_back.pay(order, moved)
    aftermath.after_refund(order, under=under, at=case.at, stands=stands, tax=tax)
    if hold.state == HOLD.start and not queries.held([hold])[order.id]:
        close(hold=hold, at=case.at)
    return parts


def _repaid_outside(hold: Hold, amount: Money, case: entries.Case, *, under: str) -> dict[str, int]:
    """The money never was with us: what the merchant says it paid back is written down and told."""
    order = hold.order
    if amount:
        post([entries.outside_refund(case, amount, merchant=order.merchant, under=under)])
        telling.paid_back_outside(order, amount, at=case.at)
    return {account("outside", order.merchant): amount.minor}


def _asked(paying: Paying, order: Order | None, gateway: str) -> Payment:
    if order is None:
        orders.unknown()
    allow(paying.by, "payment.start", marketplace=order.marketplace, buyer=order.buyer)
    ORDER.move(order.state, "pay", by="gateway")
    amount = queries.due_now(order) if paying.amount is None else paying.amount
    if amount.currency != order.currency or not 0 < amount.minor <= order.total.minor:
        raise Refusal(
            "payment_amount_wrong",
            f"付款金额须大于零且不超过 {order.total}。",
            f"A payment must be above zero and at most {order.total}.",
        )
    return Payment(
        id=mint("pay", at=paying.at),
        marketplace=order.marketplace,
        order=order,
        gateway=gateway,
        method=paying.method,
        currency=amount.currency,
        amount_minor=amount.minor,
        asked_at=paying.at,
    )


def _take_in(payment: Payment, notice: Notice) -> None:
    if notice.amount != payment.amount:
        raise Refusal(
            "payment_amount_differs",
            f"支付机构通知的金额 {notice.amount} 与应付金额 {payment.amount} 不符。",
            f"The gateway says {notice.amount}, but {payment.amount} was asked.",
        )
    act = "capture" if notice.captured else "fail"
    if notice.captured and payment.order.state != ORDER.start:
        act = "return"
    if payment.state == "expired" and act == "fail":
        return
    payment.state = PAYMENT.move(payment.state, act, by="gateway").to
    payment.captured_at = notice.at if notice.captured else None


def _hold(paid: Sequence[Payment]) -> list[Hold]:
    """What is held for each order after these payments; parts of one order add up."""
    holds = {h.order_id: h for h in queries.locked_holds(p.order_id for p in paid)}
    new: dict[str, Hold] = {}
    for p in paid:
        hold = holds.get(p.order_id) or new.setdefault(
            p.order_id,
            Hold(
                order=p.order, marketplace=p.marketplace, gateway=p.gateway, captured_minor=0,
                since=_moment(p),
            ),
        )  # fmt: skip
        hold.captured_minor += p.amount_minor
        hold.since = max(hold.since, _moment(p))
    add(list(new.values()))
    store(list(holds.values()), "captured_minor", "since")
    return [*holds.values(), *new.values()]


def _book(heard: Sequence[Payment], beside: Sequence[Entry]) -> None:
    """What came in is held, with what the platform puts beside it; what came too late goes back at once."""
    came = [p for p in heard if p.state in ("captured", "returned")]
    cases = {p.id: entries.Case(p.marketplace, p.order_id, _moment(p)) for p in came}
    captured = [
        entries.capture(cases[p.id], p.amount, payment=p.id, gateway=p.gateway) for p in came
    ]
    post([*captured, *beside])
    queueing.pay(
        [
            Back(
                entries.refund(cases[p.id], p.amount, under=p.id, gateway=p.gateway),
                p.order.buyer, [Way.whole(p.id, p.amount)],
            )
            for p in came
            if p.state == "returned"
        ]
    )  # fmt: skip


def _partly(holds: Sequence[Hold], paid: Sequence[Payment]) -> list[Hold]:
    """The pre-orders whose first part is there now: from here on the rest is owed."""
    now: dict[str, int] = {}
    for payment in paid:
        now[payment.order_id] = now.get(payment.order_id, 0) + payment.amount_minor
    return [
        hold
        for hold in holds
        if earnest.first_paid_now(hold, hold.captured_minor - now.get(hold.order_id, 0))
    ]


def _release(holds: Sequence[Hold]) -> None:
    if not holds:
        return
    stands, taxed = queries.held(holds), taxes.inside(holds)
    posted: list[Entry] = []
    owed = []
    for hold in holds:
        left, at = stands[hold.order_id], hold.settled_at or hold.since
        if left:
            percent = hold.reserve_percent
            posted += fees.released(
                hold.order, left, at=at, reserve_percent=percent, tax=taxed[hold.order_id]
            )
            owed += [facts.reserve(hold.order, at)] if percent else []
    store(holds, "state", "settled_at")
    post(posted)
    done = [Done("release", h.order_id, h.settled_at or h.since, "met") for h in holds]
    turn(done=done, owed=owed)


def _refuse_frozen(hold: Hold) -> None:
    if hold.frozen:
        raise Refusal(
            "hold_frozen",
            "该订单有未了结的纠纷，托管款项暂不能放款。",
            "A case about this order is open; its money cannot be released yet.",
        )


def _moment(payment: Payment) -> datetime:
    return payment.captured_at or payment.asked_at


def _payment_deed(act: str, payment: Payment, *, by: str, at: datetime) -> Deed:
    data = {"amount": str(payment.amount), "gateway": payment.gateway, "method": payment.method}
    return Deed(
        act, payment.id, by=by, marketplace=payment.marketplace, at=at,
        about=payment.order_id, data=data,
    )  # fmt: skip


def _hold_deed(act: str, hold: Hold, *, by: str, at: datetime, **data: str | int) -> Deed:
    return Deed(act, hold.order_id, by=by, marketplace=hold.marketplace, at=at, data=data)
