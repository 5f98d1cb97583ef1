"""Every read of performances that an action needs."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.delivery.models import Performance
from gongdao.stages.delivery.sides import locked_rows, of_side


def locked(performance: str, *, by: Actor) -> Performance:
    """A report that the actor has to do with, locked."""
    rows = Performance.objects.select_for_update(of=("self",))
    return _seen(rows, performance, by)


def see(performance: str, *, by: Actor) -> Performance:
    """A report that the actor has to do with."""
    return _seen(Performance.objects.all(), performance, by)


def _seen(rows: QuerySet[Performance], performance: str, by: Actor) -> Performance:
    unknown = Refusal(
        "performance_unknown",
        "没有这份服务完成报告，或您无权查看。",
        "There is no such report of a service, or it is not yours to see.",
    )
    rows = rows.select_related("order", "line")
    return of_side(rows, performance, by=by, kind="pfm", unknown=unknown)


def locked_many(performances: Iterable[str]) -> list[Performance]:
    """Reports by reference, locked in one order; for the clock."""
    return locked_rows(Performance.objects.all(), set(performances))


def reported(order: str) -> dict[int, int]:
    """How many acts of each line were reported and not objected to."""
    rows = Performance.objects.filter(order=order).exclude(state="contested")
    return dict(rows.values_list("line_id").annotate(n=Sum("acts")).order_by())
