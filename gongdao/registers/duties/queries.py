"""Every read of the one table of deadlines: what happens next, what is overdue, who is late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils.timezone import localtime

from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import sql
from gongdao.registers.duties.models import Duty as Duty  # rows are named where they are read


def claim(marketplace: str, now: datetime, *, most: int) -> list[Duty]:
    """Overdue duties, oldest first, locked for this transaction; another worker's are skipped."""
    with connection.cursor() as cursor:
        cursor.execute(sql.CLAIM, [marketplace, now, most])
        ids = [row[0] for row in cursor.fetchall()]
    return list(Duty.objects.filter(pk__in=ids).order_by("due_at", "id"))


def next_due(marketplace: str, *, until: datetime) -> datetime | None:
    """The earliest moment at which something falls due, if it is not after `until`."""
    open_ones = Duty.objects.filter(marketplace=marketplace, outcome=None, due_at__lte=until)
    return open_ones.order_by("due_at").values_list("due_at", flat=True).first()


def open_about(*about: str) -> list[Duty]:
    """What is still owed about these things: the answer to "what happens next?"."""
    return list(Duty.objects.filter(about__in=about, outcome=None).order_by("due_at", "id"))


def all_about(about: str) -> list[Duty]:
    """Everything that was ever owed about a thing."""
    return list(Duty.objects.filter(about=about).order_by("owed_at", "id"))


def all_about_many(about: Iterable[str]) -> list[Duty]:
    """The same about many things."""
    return list(Duty.objects.filter(about__in=list(about)).order_by("owed_at", "id"))


def between(party: str, *, marketplace: str) -> list[Duty]:
    """What a party owes or is owed still, most urgent first; the duties about its own data are no bar."""
    rows = Duty.objects.filter(Q(owed_by=party) | Q(owed_to=party), marketplace=marketplace)
    rows = rows.filter(outcome=None).exclude(kind__in=["data_request", "erasure"])
    return list(rows.order_by("due_at", "id"))


def open_of(party: str, *, after: int = 0, most: int = 100) -> list[Duty]:
    """What a party still owes, most urgent first, that follows one of its duties by number."""
    rows = Duty.objects.filter(owed_by=party, outcome=None)
    last = Duty.objects.filter(owed_by=party, pk=after).first() if after else None
    if last:
        rows = rows.filter(due_at__gte=last.due_at)
        rows = rows.exclude(due_at=last.due_at, pk__lte=last.pk)
    return list(rows.order_by("due_at", "id")[:most])


def open_for(subjects: Iterable[str]) -> list[Duty]:
    """What is still owed in these very matters, most urgent first."""
    rows = Duty.objects.filter(subject__in=list(subjects), outcome=None)
    return list(rows.order_by("due_at", "id"))


def open_kinds(marketplace: str, kinds: Iterable[str], *, most: int = 100) -> list[Duty]:
    """What a desk has to do, most urgent first."""
    return list(_of_kinds(marketplace, kinds)[:most])


def numbers_of_kinds(marketplace: str, kinds: Iterable[str], *, most: int) -> list[int]:
    """The numbers of what a desk has to do, most urgent first."""
    return list(_of_kinds(marketplace, kinds).values_list("id", flat=True)[:most])


def numbers_of(party: str, *, most: int) -> list[int]:
    """The numbers of what a party still owes, most urgent first."""
    rows = Duty.objects.filter(owed_by=party, outcome=None).order_by("due_at", "id")
    return list(rows.values_list("id", flat=True)[:most])


def refuse_late(subject: str, kind: str, *, at: datetime) -> None:
    """What comes after a deadline is late, even where the clock stood still and has not acted on it yet."""
    rows = Duty.objects.filter(subject=subject, kind=kind, outcome=None, due_at__lte=at)
    late = rows.first()
    if late:
        until = localtime(late.due_at)
        raise Refusal(
            "deadline_passed",
            f"期限到 {until:%Y-%m-%d %H:%M} 为止，现在不能再这样做；请看案件的下一步。",
            f"The time for this ended at {until:%Y-%m-%d %H:%M}; see what the case allows next.",
            cites=late.cites,
        )


def newly_owed(marketplace: str, kinds: Iterable[str], *, after: int) -> list[Duty]:
    """What came to be owed since a duty of this number, in the order in which it did."""
    rows = Duty.objects.filter(marketplace=marketplace, kind__in=list(kinds), pk__gt=after)
    return list(rows.order_by("pk"))


def overdue(marketplace: str, *, at: datetime) -> int:
    """How many open duties should have been acted on by now."""
    rows = Duty.objects.filter(marketplace=marketplace, outcome=None, due_at__lte=at)
    return rows.count()


def outcomes(marketplace: str) -> list[tuple[str, str, int]]:
    """How each kind of duty ended: (kind, met | missed | moot | open, how many)."""
    with connection.cursor() as cursor:
        cursor.execute(sql.OUTCOMES, [marketplace])
        return list(cursor.fetchall())


def left_lying(marketplace: str) -> int:
    """How many duties were missed and had their consequence later than at the very moment."""
    rows = Duty.objects.filter(marketplace=marketplace, outcome="missed")
    return rows.filter(settled_at__gt=F("due_at")).count()


def open_counts(marketplace: str) -> list[tuple[str, int]]:
    """How many duties of each kind are open."""
    return [(kind, count) for kind, outcome, count in outcomes(marketplace) if outcome == "open"]


def open_subjects(marketplace: str) -> set[str]:
    """The very things that somebody still owes something for."""
    rows = Duty.objects.filter(marketplace=marketplace, outcome=None)
    return set(rows.values_list("subject", flat=True))


def open_abouts(marketplace: str) -> set[str]:
    """What the open duties are about."""
    rows = Duty.objects.filter(marketplace=marketplace, outcome=None)
    return set(rows.values_list("about", flat=True))


@dataclass(frozen=True, slots=True)
class Times:
    """How many duties ended, how many in time, how long the middle one and the slowest tenth took."""

    ended: int
    met: int
    median: timedelta | None
    slowest_tenth: timedelta | None


def times(party: str, kinds: Iterable[str]) -> Times:
    """How long a party takes for duties of these kinds."""
    with connection.cursor() as cursor:
        cursor.execute(sql.TIMES, [party, list(kinds)])
        return Times(*cursor.fetchone())


def _of_kinds(marketplace: str, kinds: Iterable[str]) -> QuerySet[Duty]:
    rows = Duty.objects.filter(marketplace=marketplace, kind__in=list(kinds), outcome=None)
    return rows.order_by("due_at", "id")
