"""Every read of instructions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Count, Min

from gongdao.kernel.money import Money
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.escrow.gateways.port import Told
from gongdao.stages.escrow.instruction import GIVES, Alias, Handover, Instruction
from gongdao.stages.escrow.states import INSTRUCTION, OPEN


def due(
    marketplace: str, *, at: datetime, gateways: Iterable[str] | None, most: int
) -> list[Instruction]:
    """What is to be tried now, longest due first, locked; what another worker has is left out."""
    rows = Instruction.objects.select_for_update(skip_locked=True).filter(
        marketplace=marketplace, next_at__lte=at
    )
    if gateways is not None:
        rows = rows.filter(gateway__in=list(gateways))
    return list(rows.order_by("next_at", "id")[:most])


def known(refs: Iterable[str]) -> set[str]:
    """Which of these references are instructions that are there."""
    return set(Instruction.objects.filter(pk__in=set(refs)).values_list("id", flat=True))


def next_due(marketplace: str, *, until: datetime, gateways: Iterable[str]) -> datetime | None:
    """When something is to be tried next at these gateways, if that is before a moment."""
    rows = Instruction.objects.filter(
        marketplace=marketplace, next_at__lte=until, gateway__in=list(gateways)
    )
    first: datetime | None = rows.aggregate(first=Min("next_at"))["first"]
    return first


def told(rows: Iterable[Instruction]) -> dict[str, Told]:
    """What the gateways of these instructions are told, by the instruction."""
    known = {row: row.payment if row.kind in (*GIVES, "cancel") else row.subject for row in rows}
    named = Alias.objects.filter(pk__in=set(known.values()))
    theirs = dict(named.values_list("ours", "theirs"))
    return {
        row.id: Told(row.id, row.kind, row.payment, theirs.get(asked, ""), row.amount, row.paid)
        for row, asked in known.items()
    }


def handover(ours: str) -> Handover | None:
    """What the gateway last gave the buyer's browser for this, whether still good or not."""
    return Handover.objects.filter(pk=ours).first()


def called(ours: str) -> str:
    """What the gateway calls this; empty where it has no name of its own, or was not asked yet."""
    return Alias.objects.filter(pk=ours).values_list("theirs", flat=True).first() or ""


def locked(refs: Iterable[str]) -> list[Instruction]:
    """Instructions by reference, locked in one order."""
    return list(Instruction.objects.select_for_update().filter(pk__in=set(refs)).order_by("pk"))


def by_ref(ref: str) -> Instruction | None:
    """One instruction, for whoever hears of it from its gateway."""
    return Instruction.objects.filter(pk=ref).first()


def of_refs(refs: Iterable[str]) -> list[Instruction]:
    """Several by reference, as they stand now."""
    return list(Instruction.objects.filter(pk__in=set(refs)).order_by("id"))


def of(*subjects: str) -> list[Instruction]:
    """What gateways were told to give back about these things, oldest first."""
    rows = Instruction.objects.filter(subject__in=subjects).filter(kind__in=GIVES)
    return list(rows.order_by("id"))


def moved_on(marketplace: str, gateway: str, day: date) -> dict[str, Money]:
    """What the gateway moved on a day for instructions, as it stands on the clearing account."""
    rows = Instruction.objects.filter(marketplace=marketplace, gateway=gateway, settled_on=day)
    return {row.id: -row.amount for row in rows.filter(kind__in=GIVES)}


def named(marketplace: str, gateway: str, refs: Iterable[str]) -> dict[str, Money]:
    """What these instructions move, whatever became of them, as it stands on the clearing account."""
    rows = Instruction.objects.filter(marketplace=marketplace, gateway=gateway, pk__in=set(refs))
    return {row.id: -row.amount for row in rows.filter(kind__in=GIVES)}


def listed(
    *, by: Actor, after: str = "", most: int = 50, states: Iterable[str] = ()
) -> list[Instruction]:
    """The instructions of a marketplace, newest first; without states, those that are not confirmed."""
    allow(by, "instruction.see", marketplace=by.marketplace)
    rows = Instruction.objects.filter(marketplace=by.marketplace)
    wanted = tuple(states)
    rows = rows.filter(state__in=wanted) if wanted else rows.exclude(state="confirmed")
    return list((rows.filter(id__lt=after) if after else rows).order_by("-id")[:most])


def counts(*, by: Actor) -> dict[str, int]:
    """How many instructions stand in each state."""
    allow(by, "instruction.see", marketplace=by.marketplace)
    rows = Instruction.objects.filter(marketplace=by.marketplace).values_list("state")
    return dict(rows.annotate(n=Count("pk")).values_list("state", "n"))


def oldest_open(*, by: Actor) -> datetime | None:
    """Since when the instruction that waits longest has waited."""
    allow(by, "instruction.see", marketplace=by.marketplace)
    rows = Instruction.objects.filter(marketplace=by.marketplace, state__in=OPEN)
    return rows.order_by("made_at").values_list("made_at", flat=True).first()


def known_states() -> tuple[str, ...]:
    """The states an instruction can be in, for whoever filters by one."""
    return tuple(sorted(INSTRUCTION.states))
