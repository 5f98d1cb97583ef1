"""Every read of prepayments, access included."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from django.db.models import QuerySet

from gongdao.kernel.ref import expect
from gongdao.registers.parties.powers import Actor, may
from gongdao.stages.escrow.prepaid.models import PrepaidOffer, PrepaidUse, Prepayment


def offers(*, by: Actor) -> list[PrepaidOffer]:
    """What can be paid in advance."""
    rows = PrepaidOffer.objects.filter(marketplace=by.marketplace, open=True)
    return list(rows.order_by("-id")[:100])


def offer(ref: str, *, by: Actor) -> PrepaidOffer:
    """One offer of the marketplace."""
    rows = PrepaidOffer.objects.filter(pk=expect("pof", ref), marketplace=by.marketplace)
    return rows.first() or _unknown("pof")


def see(ref: str, *, by: Actor) -> Prepayment:
    """A prepayment of the consumer's or the merchant's own."""
    return _seen(_rows().filter(pk=expect("pre", ref)), by=by)


def locked(ref: str, *, by: Actor) -> Prepayment:
    """The same, locked."""
    rows = _rows().select_for_update(of=("self",))
    return _seen(rows.filter(pk=expect("pre", ref)), by=by)


def locked_many(refs: Iterable[str]) -> list[Prepayment]:
    """Prepayments by reference, locked in one order; for gateway and clock."""
    rows = _rows().select_for_update(of=("self",)).filter(pk__in=set(refs))
    return list(rows.order_by("pk"))


def page(*, by: Actor, most: int = 50) -> list[Prepayment]:
    """The actor's own, newest first."""
    rows = _rows().filter(marketplace=by.marketplace)
    rows = rows.filter(consumer=by.party) | rows.filter(merchant=by.party)
    return list(rows.order_by("-id")[:most])


def uses(row: Prepayment) -> list[PrepaidUse]:
    """Everything had out of it, oldest first."""
    return list(PrepaidUse.objects.filter(prepayment=row).order_by("id"))


def by_ref(ref: str) -> Prepayment | None:
    """One prepayment; for the gateway's door."""
    return _rows().filter(pk=ref).first()


def had_before(consumer: str, merchant: str) -> bool:
    """Whether the consumer had paid this merchant in advance before, as far as our own books show."""
    rows = Prepayment.objects.filter(consumer=consumer, merchant=merchant, state="ended")
    return rows.filter(used_minor__gt=0).exists()


def known(refs: Iterable[str]) -> set[str]:
    """Which of these references are prepayments that are there."""
    return set(Prepayment.objects.filter(pk__in=set(refs)).values_list("id", flat=True))


def _rows() -> QuerySet[Prepayment]:
    return Prepayment.objects.select_related("offer")


def _seen(rows: QuerySet[Prepayment], *, by: Actor) -> Prepayment:
    row = rows.filter(marketplace=by.marketplace).first() or _unknown("pre")
    if not may(
        by, "prepayment.see", marketplace=row.marketplace, buyer=row.consumer, seller=row.merchant
    ):
        _unknown("pre")
    return row


def _unknown(kind: str) -> NoReturn:
    expect(kind, "")
    raise AssertionError(kind)
