"""Every read of handovers that an action needs."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.delivery.models import Handover
from gongdao.stages.delivery.sides import locked_rows, of_side


def locked(handover: str, *, by: Actor) -> Handover:
    """A handover that the actor has to do with, locked."""
    rows = Handover.objects.select_for_update(of=("self",))
    return _seen(rows, handover, by)


def see(handover: str, *, by: Actor) -> Handover:
    """A handover that the actor has to do with."""
    return _seen(Handover.objects.all(), handover, by)


def _seen(rows: QuerySet[Handover], handover: str, by: Actor) -> Handover:
    unknown = Refusal(
        "handover_unknown",
        "没有这项数字交付，或您无权查看。",
        "There is no such handover, or it is not yours to see.",
    )
    rows = rows.select_related("order", "line__version")
    return of_side(rows, handover, by=by, kind="hnd", unknown=unknown)


def locked_many(handovers: Iterable[str]) -> list[Handover]:
    """Handovers by reference, locked in one order; for the clock."""
    return locked_rows(Handover.objects.all(), set(handovers))


def handed(order: str) -> dict[int, int]:
    """For how many pieces of each line a key was handed over."""
    rows = Handover.objects.filter(order=order).values_list("line_id")
    return dict(rows.annotate(n=Sum("pieces")).order_by())
