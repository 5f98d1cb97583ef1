"""Exhibits as one person may see them: what is for the platform only, the other side does not learn of."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Sum

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor, may
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.models import Deficiency, Dispute, Exhibit, File


def visible(row: Dispute, *, by: Actor) -> list[Exhibit]:
    """What was shown in a case and is for this person, oldest first."""
    all_ = may(by, "exhibit.see_all", marketplace=row.marketplace, **cases.standings(row))
    found = Exhibit.objects.filter(dispute=row).select_related("file").order_by("at", "id")
    return [each for each in found if all_ or each.audience == "both" or each.by == by.party]


def see(exhibit: str, *, by: Actor) -> Exhibit:
    """An exhibit that is for this person, with its case."""
    rows = Exhibit.objects.select_related("dispute__order", "file")
    found = rows.filter(pk=expect("exh", exhibit), marketplace=by.marketplace).first()
    if found is None or found not in visible(cases.see(found.dispute_id, by=by), by=by):
        raise _unknown()
    return found


def file_of(row: Exhibit) -> File:
    """The file of an exhibit; refused where it is words and a digest only."""
    found = File.objects.filter(exhibit=row).first()
    if found is None:
        raise Refusal(
            "exhibit_without_file",
            "这份证据没有上传文件，只登记了内容和摘要。",
            "No file was sent with this exhibit; it is words and a digest.",
        )
    return found


def bytes_of(row: Dispute, *, by: Actor) -> int:
    """How much one person has shown in a case."""
    shown = File.objects.filter(exhibit__dispute=row, exhibit__by=by.party)
    return int(shown.aggregate(all=Sum("size"))["all"] or 0)


def deficiency_of(exhibit: str, *, lock: bool = False) -> Deficiency | None:
    """What an arbiter found wanting in an exhibit and still waits for."""
    rows = Deficiency.objects.filter(exhibit=exhibit, state="noted")
    return (rows.select_for_update() if lock else rows).first()


def deficiencies(exhibits: Iterable[Exhibit]) -> dict[str, Deficiency]:
    """The last deficiency of each exhibit that had one."""
    rows = Deficiency.objects.filter(exhibit__in=list(exhibits)).order_by("at", "id")
    return {row.exhibit_id: row for row in rows}


def locked(exhibits: Iterable[str]) -> list[Deficiency]:
    """Open deficiencies of these exhibits, locked in one order; for the clock."""
    rows = Deficiency.objects.select_for_update(of=("self",)).filter(
        exhibit__in=set(exhibits), state="noted"
    )
    return list(rows.select_related("exhibit__dispute").order_by("pk"))


def _unknown() -> Refusal:
    return Refusal(
        "exhibit_unknown",
        "没有这份证据，或您无权查看。",
        "There is no such exhibit, or it is not yours to see.",
    )
