"""Every read of reports. The reported never see one, and staff never see one about their platform."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import TypeVar

from django.db.models import QuerySet

from gongdao.kernel.money import Money
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.monitoring.reports.models import (
    Attachment,
    Question,
    Report,
    Reward,
    Scheme,
    Unsealing,
)
from gongdao.stages.monitoring.reports.states import OUTSIDE, REPORT, TRUE

OfReport = TypeVar("OfReport", Question, Reward, Unsealing)

PAGE = 50
FAILED = ("dismissed", "turned_away", "cleared")
FEW = 3
"""Fewer than so many are not counted out in public: a single report would show who sent it."""


def see(report: str, *, by: Actor, lock: bool = False) -> Report:
    """A report for whoever holds its key, for staff unless it is about them, for the authority once it has it."""
    rows = Report.objects.select_related("dossier", "reward", "merged_into")
    if lock:
        rows = Report.objects.select_for_update()
    row = rows.filter(pk=expect("wbr", report), marketplace=by.marketplace).first()
    if row is None or not _may_see(row, by):
        raise unknown()
    return row


def side_of(row: Report, verb: str, *, by: Actor) -> str:
    """As what the actor acts on a report: the reporter, the platform, the authority."""
    return allow(by, verb, marketplace=row.marketplace, reporter=row.id)


def desk(*, by: Actor, state: str = "", after: str = "", most: int = PAGE) -> list[Report]:
    """What staff or the authority has before it, oldest first, from a cursor on."""
    allow(by, "report.desk", marketplace=by.marketplace)
    rows = Report.objects.filter(marketplace=by.marketplace, id__gt=after)
    if "platform" not in by.roles:
        rows = rows.filter(state__in=OUTSIDE)
    elif "officer" not in by.roles:
        rows = rows.exclude(target="platform")
    rows = (
        rows.filter(state=state) if state in REPORT.states else rows.exclude(state__in=REPORT.ends)
    )
    return list(rows.select_related("dossier").order_by("id")[:most])


def locked(reports: Iterable[str]) -> list[Report]:
    """Reports by reference, locked in one order; for the clock."""
    return list(Report.objects.select_for_update().filter(pk__in=set(reports)).order_by("pk"))


def known(reports: Iterable[str]) -> set[str]:
    """Which of these references are reports that are there."""
    return set(Report.objects.filter(pk__in=set(reports)).values_list("id", flat=True))


def alike(row: Report, *, by: Actor) -> list[Report]:
    """Other reports of the same thing about the same target, oldest first: perhaps duplicates.

    What was not established before may be now, so nothing is a duplicate of that.
    """
    allow(by, "report.desk", marketplace=row.marketplace)
    rows = Report.objects.filter(
        marketplace=row.marketplace, kind=row.kind, target=row.target, subject=row.subject,
        merged_into=None,
    )  # fmt: skip
    rows = rows.exclude(state__in=FAILED)
    if row.target == "room":
        rows = rows.filter(room__iexact=row.room)
    return list(rows.exclude(pk=row.pk).order_by("id")[:PAGE])


def questions(row: Report) -> list[Question]:
    """What was asked and answered, oldest first."""
    return list(Question.objects.filter(report=row).order_by("asked_at", "id"))


def attachments(row: Report) -> list[Attachment]:
    """The files that came with a report, oldest first."""
    return list(Attachment.objects.filter(report=row).order_by("at", "id"))


def attachment(ref: str, *, by: Actor) -> Attachment:
    """One file, for whoever may see its report."""
    row = Attachment.objects.filter(pk=expect("wbf", ref), marketplace=by.marketplace).first()
    if row is None:
        raise Refusal("report_file_unknown", "没有这份文件。", "There is no such file.")
    see(row.report_id, by=by)
    return row


def question(ref: str, *, by: Actor) -> Question:
    """One question to who reported, for whoever may see the report."""
    return _of_report(Question.objects.filter(pk=expect("wbq", ref)), by)


def reward(ref: str, *, by: Actor) -> Reward:
    """One reward, for whoever may see the report."""
    return _of_report(Reward.objects.filter(pk=expect("rwd", ref)), by)


def unsealing(ref: str, *, by: Actor) -> Unsealing:
    """One wish to see an identity, for whoever may see the report."""
    return _of_report(Unsealing.objects.filter(pk=expect("uns", ref)), by)


def reward_of(row: Report) -> Reward | None:
    """The reward for a report, if one was promised and it is true."""
    return Reward.objects.filter(report=row).first()


def schemes(marketplace: str) -> list[Scheme]:
    """What a marketplace promised and promises, newest first."""
    return list(Scheme.objects.filter(marketplace=marketplace).order_by("-number"))


def promised(row: Report) -> Scheme | None:
    """The promise under which a report was made."""
    rows = Scheme.objects.filter(marketplace=row.marketplace, since__lte=row.filed_at)
    return rows.order_by("-number").first()


def market_of(report: str) -> Marketplace | None:
    """The marketplace of a report; nothing is said about the report itself."""
    row = Report.objects.filter(pk=report).values_list("marketplace", flat=True).first()
    return Marketplace.objects.get(pk=row) if row else None


@dataclass(frozen=True, slots=True)
class Figures:
    """How reports fared: by kind and by outcome, how long it took, what was paid. Small counts stay hidden."""

    filed: int
    by_kind: dict[str, int | None]
    by_state: dict[str, int | None]
    anonymous: int | None
    middle_time: timedelta | None
    rewards: int | None
    paid: Money


def figures(market: Marketplace) -> Figures:
    """What everybody may know of the reports of a marketplace."""
    rows = list(
        Report.objects.filter(marketplace=market.id).values_list(
            "kind", "state", "named", "filed_at", "ended_at"
        )
    )
    collected = Reward.objects.filter(
        marketplace=market.id, state="collected", currency=market.currency
    ).values_list("amount_minor", flat=True)
    spans = [(ended - filed).total_seconds() for _, _, _, filed, ended in rows if ended]
    few = len(collected) < FEW
    return Figures(
        filed=len(rows),
        by_kind=_hidden(Counter(kind for kind, *_ in rows)),
        by_state=_hidden(Counter(state for _, state, *_ in rows)),
        anonymous=_shown(sum(not named for _, _, named, _, _ in rows)),
        middle_time=timedelta(seconds=median(spans)) if len(spans) >= FEW else None,
        rewards=_shown(len(collected)),
        paid=Money(market.currency, 0 if few else sum(collected)),
    )


def of_merchant(merchant: str, *, by: Actor) -> int:
    """How many reports about a merchant were found true: for staff who decide about its standing."""
    allow(by, "report.desk", marketplace=by.marketplace)
    return _about(merchant, by.marketplace).filter(state__in=TRUE).count()


def unknown() -> Refusal:
    """The same sentence for what is not there and for what is not theirs."""
    return Refusal(
        "report_unknown",
        "没有这份举报，或您无权查看。",
        "There is no such report, or it is not yours to see.",
    )


def _about(merchant: str, marketplace: str) -> QuerySet[Report]:
    return Report.objects.filter(marketplace=marketplace, merchant=merchant)


def _may_see(row: Report, by: Actor) -> bool:
    if by.party == row.id:
        return True
    if "platform" in by.roles and row.target != "platform":
        return True
    return "officer" in by.roles and row.state in OUTSIDE


def _of_report(rows: QuerySet[OfReport], by: Actor) -> OfReport:
    row = rows.filter(marketplace=by.marketplace).select_related("report").first()
    if row is None or not _may_see(row.report, by):
        raise unknown()
    return row


def _shown(count: int) -> int | None:
    return count if count == 0 or count >= FEW else None


def _hidden(counts: Counter[str]) -> dict[str, int | None]:
    return {name: _shown(count) for name, count in sorted(counts.items())}
