"""Every read of repairs: of one piece, of an order, of a merchant's bench."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor, may
from gongdao.stages.aftersales.models import Repair

IN_TURN = ("asked_at", F("ended_at").asc(nulls_last=True), "id")
"""Of repairs asked for at the same moment, the one that ended came first."""


def locked(repair: str, *, by: Actor) -> Repair:
    """A repair that the actor may see, locked until the end of the transaction."""
    rows = Repair.objects.select_for_update(of=("self",)).select_related("order", "line__version")
    return _seen(rows.filter(pk=expect("rep", repair), marketplace=by.marketplace).first(), by)


def see(repair: str, *, by: Actor) -> Repair:
    """A repair that the actor may see."""
    rows = Repair.objects.select_related("order", "line__version")
    return _seen(rows.filter(pk=expect("rep", repair), marketplace=by.marketplace).first(), by)


def locked_many(repairs: Iterable[str]) -> list[Repair]:
    """Repairs by reference, locked in one order; for the clock."""
    rows = Repair.objects.select_for_update(of=("self",)).select_related("order", "line__version")
    return list(rows.filter(pk__in=set(repairs)).order_by("pk"))


def of_piece(line: int, piece: int) -> list[Repair]:
    """Everything that was ever wrong with one piece, oldest first."""
    return list(Repair.objects.filter(line=line, piece=piece).order_by(*IN_TURN))


def of_orders(orders: Iterable[str]) -> dict[int, list[Repair]]:
    """The repairs of these orders by line, oldest first."""
    found: dict[int, list[Repair]] = {}
    rows = Repair.objects.filter(order__in=set(orders)).select_related("order", "line__version")
    for row in rows.order_by(*IN_TURN):
        found.setdefault(row.line_id, []).append(row)
    return found


def bench(merchant: str, *, most: int = 100) -> list[Repair]:
    """What a merchant has to repair, replace or answer, longest waiting first."""
    rows = Repair.objects.filter(order__merchant=merchant, ended_at=None)
    return list(rows.select_related("order", "line__version").order_by(*IN_TURN)[:most])


def counts(marketplace: str) -> dict[str, int]:
    """How many repairs stand in each state."""
    found: dict[str, int] = {}
    for state in Repair.objects.filter(marketplace=marketplace).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def _seen(row: Repair | None, by: Actor) -> Repair:
    if row is None or not may(
        by, "repair.see", marketplace=row.marketplace,
        buyer=row.order.buyer, seller=row.order.merchant,
    ):  # fmt: skip
        raise Refusal(
            "repair_unknown",
            "没有这个报修，或您无权查看。",
            "There is no such repair, or it is not yours to see.",
        )
    return row
