"""Everything that can happen to an order before money and goods move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.refusal import Refusal
from gongdao.registers.batches import add
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.listings.pricing import log
from gongdao.stages.orders import facts, queries
from gongdao.stages.orders.drafts import Pick as Pick  # what a caller of `place` needs to say
from gongdao.stages.orders.drafts import Purchase as Purchase
from gongdao.stages.orders.drafts import drafts
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.promotions import actions as promotions
from gongdao.stages.orders.states import ORDER


@transaction.atomic
def place(*, market: Marketplace, purchases: Sequence[Purchase]) -> list[Order]:
    """Conclude contracts: submitting the order concludes it, paid or not (S10).

    A purchase without a promise gets the days of the platform's own rules.
    """
    placed = drafts(market, purchases)
    orders = [draft.order for draft in placed]
    try:
        add(orders)
    except IntegrityError as known:
        raise Refusal(
            "order_placed_already",
            "这个外部订单号已经下过单。",
            "An order with this external number was placed already.",
        ) from known
    add([line for draft in placed for line in draft.lines])
    log.write([entry for draft in placed for entry in draft.sold()])
    if off := [each for draft in placed for each in draft.reductions]:
        promotions.apply(reductions=off, at=placed[0].order.concluded_at)
    due = [facts.payment_due(order) for order in orders]
    turn(
        owed=[
            Owed(
                "payment", o.id, o.buyer, o.merchant, o.marketplace, o.concluded_at,
                answer.value, str(answer.cites),
            )
            for o, answer in zip(orders, due, strict=True)
        ]
    )  # fmt: skip
    record([_concluded(order) for order in orders])
    return orders


@transaction.atomic
def cancel(*, by: Actor, order: str, at: datetime) -> Order:
    """Leave an order that is not paid yet."""
    row = queries.locked(order, by=by)
    allow(by, "order.cancel", marketplace=row.marketplace, buyer=row.buyer)
    if queries.rest_is_owed(row.id):
        raise Refusal(
            "earnest_paid",
            "定金或订金已付：不想要了请用“放弃预售”，定金依法不退，订金全额退回。",
            "The first part is paid: give the pre-order up instead. By law earnest money is lost, and a "
            "down payment comes back.",
        )
    row.state = ORDER.move(row.state, "cancel", by="buyer").to
    row.save(update_fields=["state"])
    turn(done=[Done("payment", row.id, at, "moot")], owed=facts.unwinding([row], at))
    promotions.give_back(orders=[row], at=at)
    record([_ended("order.cancelled", row, by=by, at=at)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody paid in time: the orders are cancelled by the clock."""
    rows = [
        row for row in queries.locked_many(d.subject for d in duties) if row.state == ORDER.start
    ]
    for row in rows:
        row.state = ORDER.move(row.state, "lapse", by=CLOCK).to
    Order.objects.filter(pk__in=[row.id for row in rows]).update(state="cancelled")
    turn(
        done=[Done("payment", d.subject, at, "missed") for d in duties],
        owed=facts.unwinding(rows, at),
    )
    promotions.give_back(orders=rows, at=at)
    record([_ended("order.lapsed", r, by=clock_of(r.marketplace), at=at) for r in rows])


@transaction.atomic
def end_unpaid(*, order: Order, by: Actor, at: datetime, cites: str) -> None:
    """A contract whose price was not paid in full is over; called by whatever stage settled the part."""
    order.state = ORDER.move(order.state, "lapse", by=CLOCK).to
    order.save(update_fields=["state"])
    promotions.give_back(orders=[order], at=at)
    record([_ended("order.lapsed", order, by=by, at=at, cites=cites)])


@transaction.atomic
def rescind(*, order: Order, by: Actor, at: datetime, cites: str) -> None:
    """The contract is over and what was paid goes back; called by whatever stage found the ground."""
    order.state = ORDER.move(order.state, "rescind", by="buyer").to
    order.save(update_fields=["state"])
    record([_ended("order.rescinded", order, by=by, at=at, cites=cites)])


def _concluded(order: Order) -> Deed:
    concluded = facts.contract_concluded(order)
    return Deed(
        "order.placed",
        order.id,
        by=order.buyer,
        marketplace=order.marketplace,
        at=order.concluded_at,
        why=concluded.working,
        data={"contract": order.contract_digest, "total": str(order.total)},
    )


def _ended(act: str, row: Order, *, by: Actor, at: datetime, cites: str = "") -> Deed:
    data = {"cites": cites} if cites else {}
    return Deed(act, row.id, by=by.party, marketplace=row.marketplace, at=at, data=data)
