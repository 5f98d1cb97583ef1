"""A service is done in acts. Each is reported, then confirmed by the buyer or by silence, or objected to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.law.topics.performing import accept_by
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.delivery import owing
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.delivery.models import Performance
from gongdao.stages.delivery.performing import queries
from gongdao.stages.delivery.states import PERFORMANCE
from gongdao.stages.listings.kinds import ACTS
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.facts import period
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.states import ORDER

WORDS_MOST = 400


@transaction.atomic
def report(
    *, by: Actor, order: str, line: int, acts: int, words: str, done_at: datetime, at: datetime
) -> Performance:
    """The merchant says that so many acts of a line were done, and when. From now on the buyer answers."""
    sold = orders.locked(order, by=by)
    allow(by, "service.report", marketplace=sold.marketplace, seller=sold.merchant)
    ORDER.move(sold.state, "rescind", by="buyer")
    orders.refuse_other_way(sold, ACTS)
    _refuse_unreal(sold, line, acts, done_at, at)
    row = Performance.objects.create(
        id=mint("pfm", at=at), marketplace=sold.marketplace, order=sold, line_id=line, acts=acts,
        done_at=done_at, words=words.strip()[:WORDS_MOST],
    )  # fmt: skip
    wanted = {each.id: each.quantity for each in orders.lines(sold)}
    due = period(accept_by, sold, at)
    owed = Owed(
        "acceptance", row.id, sold.buyer, sold.merchant, sold.marketplace, at, due.value,
        str(due.cites), about=sold.id,
    )  # fmt: skip
    whole = queries.reported(sold.id) == wanted
    done = [Done(kind, sold.id, at) for kind in ("dispatch", "make_good")] if whole else []
    turn(done=done, owed=[owed])
    record([_deed("service.reported", row, by=by, at=at, words=row.words)])
    return row


@transaction.atomic
def accept(*, by: Actor, performance: str, at: datetime) -> Performance:
    """The buyer confirms: the acts were done when the merchant says."""
    row = queries.locked(performance, by=by)
    side = allow(by, "service.accept", marketplace=row.marketplace, buyer=row.order.buyer)
    _go(row, PERFORMANCE.move(row.state, "accept", by=side).to, at)
    turn(done=[Done("acceptance", row.id, at)], owed=_received(row.order))
    record([_deed("service.accepted", row, by=by, at=at)])
    return row


@transaction.atomic
def contest(*, by: Actor, performance: str, words: str, at: datetime) -> Performance:
    """The buyer says that it was not done: the merchant owes it, or the money."""
    row = queries.locked(performance, by=by)
    side = allow(by, "service.accept", marketplace=row.marketplace, buyer=row.order.buyer)
    if not words.strip():
        raise Refusal(
            "objection_empty",
            "请写明哪些没有完成。",
            "Say what was not done.",
        )
    row.objection = words.strip()[:WORDS_MOST]
    _go(row, PERFORMANCE.move(row.state, "object", by=side).to, at)
    turn(done=[Done("acceptance", row.id, at)], owed=[owing.make_good(row.order, at)])
    record([_deed("service.contested", row, by=by, at=at, words=row.objection)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """The buyer stayed silent: what was reported counts as done."""
    rows = [
        row for row in queries.locked_many(d.subject for d in duties) if row.state == "reported"
    ]
    for row in rows:
        _go(row, PERFORMANCE.move(row.state, "lapse", by=CLOCK).to, at)
    turn(
        done=[Done("acceptance", duty.subject, at, "missed") for duty in duties],
        owed=[owed for row in rows for owed in _received(row.order)],
    )
    record([_deed("service.accepted", row, by=clock_of(row.marketplace), at=at) for row in rows])


def _go(row: Performance, state: str, at: datetime) -> None:
    row.state, row.ended_at = state, at
    row.save(update_fields=["state", "ended_at", "objection"])


def _received(order: Order) -> list[Owed]:
    """Once all of it is confirmed, the release is owed; until then nothing."""
    received = delivery.delivered_at(order.id)
    return [owing.release_of(order, received)] if received else []


def _refuse_unreal(sold: Order, line: int, acts: int, done_at: datetime, at: datetime) -> None:
    wanted = {each.id: each.quantity for each in orders.lines(sold)}
    left = wanted.get(line, 0) - queries.reported(sold.id).get(line, 0)
    if not 0 < acts <= left:
        raise Refusal(
            "acts_exceed_order",
            f"次数须为1至{max(left, 0)}：不能超过尚未完成的次数。",
            f"The acts must be 1 to {max(left, 0)}: no more than are left to do.",
        )
    if not sold.concluded_at <= done_at <= at:
        raise Refusal(
            "done_when",
            "完成时间须在下单之后、现在之前。",
            "It was done after the order and not later than now.",
        )


def _deed(act: str, row: Performance, *, by: Actor, at: datetime, **data: str) -> Deed:
    said = {"acts": row.acts, "done_at": row.done_at.isoformat(), **data}
    return Deed(
        act, row.id, by=by.party, marketplace=row.marketplace, at=at, about=row.order_id, data=said
    )
