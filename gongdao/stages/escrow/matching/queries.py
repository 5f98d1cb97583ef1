"""Every read of files, breaks and chargebacks, and what our own book says of a gateway's day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Count, QuerySet

from gongdao.kernel.money import Money
from gongdao.kernel.ref import expect
from gongdao.law import book
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.escrow import queueing
from gongdao.stages.escrow.gateways.port import Settled
from gongdao.stages.escrow.instructions import queries as instructions
from gongdao.stages.escrow.models import Break, Chargeback, GatewayFile, Payment

OURS_ALONE = (
    "gateway_fee", "gateway_payout", "break_resolved", "break_parked", "break_matched",
    "chargeback", "chargeback_won",
)  # fmt: skip
"""Reasons of entries that follow from a file; they are not looked for in one."""


def our_day(marketplace: str, gateway: str, day: date) -> dict[str, Money]:
    """What we say that a gateway moved on one day, by the reference the gateway knows.

    Payments are as our book has them. What the gateway was told counts on the day it did it, which
    may be later than the day we booked it; what it has not done yet does not count.
    """
    ends = book.pack(parties.by_id(marketplace).law).end_of(day)
    moved = ledger.moved_on(
        marketplace, account("clearing", gateway), begin=ends - timedelta(days=1), end=ends
    )
    told = queueing.entries_known((marketplace, m.key) for m in moved)
    ours = {
        reference(m.key): m.amount
        for m in moved
        if m.why not in OURS_ALONE and (marketplace, m.key) not in told
    }
    return ours | instructions.moved_on(marketplace, gateway, day)


def named(marketplace: str, gateway: str, references: Iterable[str]) -> dict[str, Money]:
    """What our book says of these references on whatever day it was."""
    keys = {key: ref for ref in references for key in (ref, f"{ref}/capture")}
    found = ledger.named_on(marketplace, account("clearing", gateway), keys)
    booked = {keys[key]: amount for key, amount in found.items()}
    return booked | instructions.named(marketplace, gateway, keys.values())


def reference(key: str) -> str:
    """What the gateway calls it: a payment by its own reference, anything else by the entry's key."""
    return key.removesuffix("/capture")


def as_settled(moved: dict[str, Money]) -> list[Settled]:
    """Our day as a gateway would tell it; the fake one writes its file from this."""
    return [
        Settled("payment" if amount.minor > 0 else "refund", ref, amount)
        for ref, amount in moved.items()
    ]


def file_of(marketplace: str, gateway: str, day: date) -> GatewayFile | None:
    """The file of a day, if it was taken in."""
    return GatewayFile.objects.filter(marketplace=marketplace, gateway=gateway, day=day).first()


def files(*, by: Actor, most: int = 30) -> list[GatewayFile]:
    """The files taken in last."""
    allow(by, "break.see", marketplace=by.marketplace)
    return list(GatewayFile.objects.filter(marketplace=by.marketplace).order_by("-day")[:most])


def breaks(
    *, by: Actor, after: str = "", most: int = 50, states: Iterable[str] = ()
) -> list[Break]:
    """What does not fit, newest first."""
    allow(by, "break.see", marketplace=by.marketplace)
    rows = Break.objects.filter(marketplace=by.marketplace)
    if wanted := tuple(states):
        rows = rows.filter(state__in=wanted)
    return list((rows.filter(id__lt=after) if after else rows).order_by("-id")[:most])


def counts(*, by: Actor) -> dict[str, int]:
    """How many breaks stand in each state."""
    allow(by, "break.see", marketplace=by.marketplace)
    rows = Break.objects.filter(marketplace=by.marketplace).values_list("state")
    return dict(rows.annotate(n=Count("pk")).values_list("state", "n"))


def locked_break(ref: str, *, by: Actor) -> Break:
    """One break of the actor's marketplace, locked."""
    rows = Break.objects.select_for_update().filter(marketplace=by.marketplace)
    row = rows.filter(pk=expect("brk", ref)).first()
    if row is None:
        expect("brk", "")
    assert row
    return row


def locked_breaks(refs: Iterable[str]) -> list[Break]:
    """Breaks by reference, locked in one order; for the clock."""
    return list(Break.objects.select_for_update().filter(pk__in=set(refs)).order_by("pk"))


def locked_by_reference(marketplace: str, gateway: str, refs: Iterable[str]) -> list[Break]:
    """The unsettled breaks about these movements of a gateway, locked."""
    rows = Break.objects.select_for_update().filter(
        marketplace=marketplace, gateway=gateway, reference__in=set(refs)
    )
    return list(rows.exclude(state__in=("matched", "resolved")).order_by("pk"))


def seen(marketplace: str, gateway: str, refs: Iterable[str]) -> set[str]:
    """Which of these movements were a break before, whatever became of it: each is one once."""
    rows = Break.objects.filter(marketplace=marketplace, gateway=gateway, reference__in=set(refs))
    return set(rows.values_list("reference", flat=True))


def chargebacks(*, by: Actor, most: int = 50) -> list[Chargeback]:
    """The chargebacks of a marketplace, newest first."""
    allow(by, "break.see", marketplace=by.marketplace)
    rows = Chargeback.objects.filter(marketplace=by.marketplace).select_related("payment")
    return list(rows.order_by("-id")[:most])


def locked_chargebacks(refs: Iterable[str]) -> list[Chargeback]:
    """Chargebacks with their payments and orders, locked in one order."""
    return list(_locked().filter(pk__in=set(refs)).order_by("pk"))


def locked_chargeback(ref: str, *, by: Actor) -> Chargeback:
    """One chargeback of the actor's marketplace, locked."""
    row = _locked().filter(pk=expect("cbk", ref), marketplace=by.marketplace).first()
    if row is None:
        expect("cbk", "")
    assert row
    return row


def chargeback_of(payment: str) -> Chargeback | None:
    """The chargeback of a payment, if there is one."""
    return Chargeback.objects.filter(payment=payment).first()


def payments(refs: Iterable[str], *, marketplace: str) -> dict[str, Payment]:
    """Payments of a marketplace with their orders, by reference."""
    rows = Payment.objects.filter(pk__in=set(refs), marketplace=marketplace)
    return {row.id: row for row in rows.select_related("order")}


def known(refs: Iterable[str]) -> set[str]:
    """Which of these references are breaks or chargebacks that are there."""
    wanted = set(refs)
    found = set(Break.objects.filter(pk__in=wanted).values_list("id", flat=True))
    return found | set(Chargeback.objects.filter(pk__in=wanted).values_list("id", flat=True))


def day_of(marketplace: str, at: datetime) -> date:
    """Which day it was where a marketplace's law applies."""
    return book.pack(parties.by_id(marketplace).law).day_of(at)


def _locked() -> QuerySet[Chargeback]:
    return Chargeback.objects.select_for_update(of=("self",)).select_related("payment__order")
