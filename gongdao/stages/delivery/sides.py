"""What is part of an order and concerns nobody but its two sides: one way to find it, locked or not."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import QuerySet

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.delivery.models import Handover, Performance

Row = TypeVar("Row", Handover, Performance)


def of_side(rows: QuerySet[Row], ref: str, *, by: Actor, kind: str, unknown: Refusal) -> Row:
    """The row of this reference, if the actor bought or sold; else the same answer as for none."""
    row = rows.filter(pk=expect(kind, ref), marketplace=by.marketplace).first()
    if row is None or by.party not in (row.order.buyer, row.order.merchant):
        raise unknown
    return row


def locked_rows(rows: QuerySet[Row], refs: set[str]) -> list[Row]:
    """Rows by reference with their orders, locked in one order; for the clock."""
    wanted = rows.select_for_update(of=("self",)).select_related("order")
    return list(wanted.filter(pk__in=refs).order_by("pk"))
