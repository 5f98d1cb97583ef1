"""Every read of handovers that an action needs."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.delivery.models import Handover


def locked(handover: str, *, by: Actor) -> Handover:
    """A handover that the actor has to do with, locked."""
    return _seen(Handover.objects.select_for_update(of=("self",)), handover, by)


def see(handover: str, *, by: Actor) -> Handover:
    """A handover that the actor has to do with."""
    return _seen(Handover.objects.all(), handover, by)


def _seen(rows: QuerySet[Handover], handover: str, by: Actor) -> Handover:
    rows = rows.select_related("order", "line__version")
    row = rows.filter(pk=expect("hnd", handover), marketplace=by.marketplace).first()
    if row is None or by.party not in (row.order.buyer, row.order.merchant):
        raise Refusal(
            "handover_unknown",
            "没有这项数字交付，或您无权查看。",
            "There is no such handover, or it is not yours to see.",
        )
    return row


def locked_many(handovers: Iterable[str]) -> list[Handover]:
    """Handovers by reference, locked in one order; for the clock."""
    rows = Handover.objects.select_for_update(of=("self",)).select_related("order")
    return list(rows.filter(pk__in=set(handovers)).order_by("pk"))


def handed(order: str) -> dict[int, int]:
    """For how many pieces of each line a key was handed over."""
    rows = Handover.objects.filter(order=order).values_list("line_id")
    return dict(rows.annotate(n=Sum("pieces")).order_by())
