"""The same listing, the same finding, again and again: its merchant puts the cause right, or it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.law import book
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings import queries as shelf
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order
from gongdao.stages.remedies import facts, queries
from gongdao.stages.remedies.models import Rectification
from gongdao.stages.remedies.states import RECTIFICATION

PLAN_MOST = 5_000


@transaction.atomic
def consider(*, row: Dispute, at: datetime) -> list[Rectification]:
    """A ruling is carried out: did this listing lead to the same finding so often that it must be put right?"""
    since = _midnight(row.order, at)
    made = []
    for listing in sorted({line.version.listing_id for line in orders.lines(row.order)}):
        cases = disputes.upheld(listing, row.kind, since=since)
        answer = facts.must_rectify(row.order, len(cases))
        if answer.value and not queries.open_rectification(listing, row.kind):
            made.append(
                Rectification(
                    id=mint("rct", at=at, salt=f"{listing}/{row.kind}/{cases[-1]}"),
                    marketplace=row.marketplace, listing=listing, merchant=row.order.merchant,
                    cause=row.kind, cases=cases, cites=str(answer.cites), since=at,
                )
            )  # fmt: skip
    Rectification.objects.bulk_create(made)
    turn(owed=[_owed("rectification", each, row.order, at) for each in made])
    record([_deed("rectification.ordered", each, by=CLOCK, at=at) for each in made])
    return made


@transaction.atomic
def report(*, by: Actor, rectification: str, plan: str, at: datetime) -> Rectification:
    """The merchant says what it changed; from now on the effect is watched."""
    row = queries.rectification(rectification, by=by)
    side = allow(by, "rectification.report", marketplace=row.marketplace, seller=row.merchant)
    move = RECTIFICATION.move(row.state, "report", by=side)
    if not plan.strip() or len(plan) > PLAN_MOST:
        raise Refusal(
            "plan_missing",
            f"请用1至{PLAN_MOST}字写明原因和整改措施。",
            f"Say in 1 to {PLAN_MOST} characters what the cause was and what you changed.",
        )
    row.plan, row.state, row.reported_at = plan.strip(), move.to, at
    row.save(update_fields=["plan", "state", "reported_at"])
    turn(
        done=[Done("rectification", row.id, at)],
        owed=[_owed("rectified_check", row, _an_order(row), at)],
    )
    record([_deed("rectification.reported", row, by=by.party, at=at)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nothing was put right in time: the listing goes."""
    rows = queries.locked_rectifications(duty.subject for duty in duties)
    for row in rows:
        _end(row, RECTIFICATION.move(row.state, "lapse", by=CLOCK).to, at)
        _take_down(row, at)
    turn(done=[Done(duty.kind, duty.subject, at) for duty in duties])
    record([_deed("rectification.failed", row, by=CLOCK, at=at) for row in rows])


@transaction.atomic
def check(*, duties: Sequence[Duty], at: datetime) -> None:
    """The time to watch is over: it worked if no further ruling for this cause found for a buyer."""
    rows = queries.locked_rectifications(duty.subject for duty in duties)
    for row in rows:
        again = disputes.upheld(row.listing, row.cause, since=row.reported_at or row.since)
        worked = facts.rectified(_an_order(row), len(again)).value
        _end(row, RECTIFICATION.move(row.state, "pass" if worked else "fail", by=CLOCK).to, at)
        if not worked:
            _take_down(row, at)
    turn(done=[Done(duty.kind, duty.subject, at, "met") for duty in duties])
    record([_deed(f"rectification.{row.state}", row, by=CLOCK, at=at) for row in rows])


def _take_down(row: Rectification, at: datetime) -> None:
    if row.listing in shelf.latest(row.marketplace, [row.listing]):
        clock = clock_of(row.marketplace)
        listings.take_down(by=clock, listing=row.listing, reason=row.id, at=at)


def _end(row: Rectification, to: str, at: datetime) -> None:
    row.state, row.ended_at = to, at
    row.save(update_fields=["state", "ended_at"])


def _an_order(row: Rectification) -> Order:
    """An order whose law governs this: that of the last case that led here."""
    (case,) = disputes.locked_many(row.cases[-1:])
    return case.order


def _midnight(order: Order, at: datetime) -> datetime:
    first = facts.counted_from(order, at)
    return book.pack(order.law).end_of(first - timedelta(days=1))


def _owed(kind: str, row: Rectification, order: Order, at: datetime) -> Owed:
    due = facts.period(kind, order, at)
    by = row.merchant if kind == "rectification" else row.marketplace
    return Owed(
        kind, row.id, by, row.marketplace, row.marketplace, at, due.value, str(due.cites),
        about=row.listing,
    )  # fmt: skip


def _deed(act: str, row: Rectification, *, by: str, at: datetime) -> Deed:
    data: dict[str, Any] = {"cause": row.cause, "cases": row.cases, "cites": row.cites}
    return Deed(
        act, row.id, by=by, marketplace=row.marketplace, at=at, about=row.listing, data=data
    )
