"""A key or a link is handed over sealed, and opened by the buyer, who knows what that means for the return."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.law.topics.performing import open_by
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import owing
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.delivery.handing import queries
from gongdao.stages.delivery.models import Handover
from gongdao.stages.delivery.states import HANDOVER
from gongdao.stages.escrow import queries as holds
from gongdao.stages.listings.kinds import HANDOVER as WAY
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.facts import period
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.states import ORDER

SECRET = re.compile(r"[^\x00-\x1f]{4,2000}")


@transaction.atomic
def hand_over(
    *, by: Actor, order: str, line: int, pieces: int, secret: str, at: datetime, master: MasterKey
) -> Handover:
    """The merchant hands over a key or link for so many pieces. Sealed: nobody but the buyer reads it."""
    sold = orders.locked(order, by=by)
    allow(by, "digital.hand_over", marketplace=sold.marketplace, seller=sold.merchant)
    ORDER.move(sold.state, "rescind", by="buyer")
    orders.refuse_other_way(sold, WAY)
    _refuse_unreal(sold, line, pieces, secret)
    row = Handover.objects.create(
        id=mint("hnd", at=at), marketplace=sold.marketplace, order=sold, line_id=line,
        pieces=pieces, handed_at=at,
    )  # fmt: skip
    sealed = vault.Person(row.id, {"licence": secret.strip()})
    vault.put(marketplace=sold.marketplace, people=[sealed], at=at, master=master)
    due = period(open_by, sold, at)
    owed = Owed(
        "opening", row.id, sold.buyer, sold.merchant, sold.marketplace, at, due.value,
        str(due.cites), about=sold.id,
    )  # fmt: skip
    whole = queries.handed(sold.id) == {each.id: each.quantity for each in orders.lines(sold)}
    done = [Done(kind, sold.id, at) for kind in ("dispatch", "make_good")] if whole else []
    turn(done=done, owed=[owed])
    record([_deed("digital.handed_over", row, by=by, at=at)])
    return row


@transaction.atomic
def open_it(*, by: Actor, handover: str, confirmed: bool, at: datetime) -> Handover:
    """The buyer opens it, having confirmed that it cannot go back afterwards: now it is received."""
    row = queries.locked(handover, by=by)
    side = allow(by, "digital.open", marketplace=row.marketplace, buyer=row.order.buyer)
    _refuse_to_open(row, confirmed)
    known = row.received_at is not None
    row.state, row.opened_at = HANDOVER.move(row.state, "open", by=side).to, at
    row.received_at = row.received_at or at
    row.save(update_fields=["state", "opened_at", "received_at"])
    turn(done=[Done("opening", row.id, at)], owed=[] if known else _released(row.order))
    record([_deed("digital.opened", row, by=by, at=at)])
    return row


@transaction.atomic
def read(*, by: Actor, handover: str, at: datetime, master: MasterKey) -> str:
    """The key or link in clear, for its buyer, once it was opened and at any time after that."""
    row = queries.locked(handover, by=by)
    allow(by, "digital.open", marketplace=row.marketplace, buyer=row.order.buyer)
    if row.state != "opened":
        raise Refusal(
            "content_unopened",
            "请先确认并打开。",
            "Confirm and open it first.",
        )
    secret = vault.reveal(
        by=by.party, subject=row.id, field="licence", reason=row.order_id, at=at, master=master
    )
    record([_deed("digital.read", row, by=by, at=at)])
    return secret


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Not opened in time: it counts as received, and can still be opened."""
    rows = [row for row in queries.locked_many(d.subject for d in duties) if row.state == "ready"]
    for row in rows:
        row.state, row.received_at = HANDOVER.move(row.state, "lapse", by=CLOCK).to, at
        row.save(update_fields=["state", "received_at"])
    turn(
        done=[Done("opening", duty.subject, at, "missed") for duty in duties],
        owed=[owed for row in rows for owed in _released(row.order)],
    )
    record([_deed("digital.received", row, by=clock_of(row.marketplace), at=at) for row in rows])


def _released(order: Order) -> list[Owed]:
    """Once all of it is received, the release is owed; until then nothing."""
    received = delivery.delivered_at(order.id)
    return [owing.release_of(order, received)] if received else []


def _refuse_to_open(row: Handover, confirmed: bool) -> None:
    hold = holds.hold_of(row.order_id)
    if row.order.state != "bound" or hold is None or hold.frozen or hold.state == "refunded":
        raise Refusal(
            "content_closed",
            "这个订单有未了结的退货或纠纷，或者已经退款，现在不能打开。",
            "A return or a case about this order is open, or it was refunded; it cannot be opened now.",
        )
    if not confirmed:
        raise Refusal(
            "opening_unconfirmed",
            "请先确认：打开之后，不再适用无理由退货。",
            "Confirm first that it cannot go back without a reason once it is opened.",
        )


def _refuse_unreal(sold: Order, line: int, pieces: int, secret: str) -> None:
    wanted = {each.id: each.quantity for each in orders.lines(sold)}
    left = wanted.get(line, 0) - queries.handed(sold.id).get(line, 0)
    if not 0 < pieces <= left:
        raise Refusal(
            "handover_exceeds_order",
            f"份数须为1至{max(left, 0)}：不能超过尚未交付的份数。",
            f"The pieces must be 1 to {max(left, 0)}: no more than are left to hand over.",
        )
    if not SECRET.fullmatch(secret.strip()):
        raise Refusal(
            "licence_unreadable",
            "密钥或链接须为4至2000个可见字符。",
            "A key or link is 4 to 2000 visible characters.",
        )


def _deed(act: str, row: Handover, *, by: Actor, at: datetime) -> Deed:
    return Deed(
        act, row.id, by=by.party, marketplace=row.marketplace, at=at, about=row.order_id,
        data={"line": f"lin_{row.line_id}", "pieces": row.pieces},
    )  # fmt: skip
