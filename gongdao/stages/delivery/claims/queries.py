"""Reading courier claims. Each side sees its own; arbiters and staff see all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from django.db.models import QuerySet

from gongdao.kernel.ref import expect
from gongdao.registers.parties.powers import Actor, may
from gongdao.stages.delivery.models import CourierClaim, Proof

DESK = {"platform", "arbiter", "senior", "officer"}


def see(claim: str, *, by: Actor) -> CourierClaim:
    """A claim the actor has to do with."""
    return _seen(_rows().filter(pk=expect("ccl", claim)), by=by)


def locked(claim: str, *, by: Actor) -> CourierClaim:
    """The same, locked."""
    rows = _rows().select_for_update(of=("self",))
    return _seen(rows.filter(pk=expect("ccl", claim)), by=by)


def locked_many(claims: Iterable[str]) -> list[CourierClaim]:
    """Claims by reference, locked in one order; for the clock."""
    rows = _rows().select_for_update(of=("self",))
    return list(rows.filter(pk__in=set(claims)).order_by("pk"))


def page(*, by: Actor, after: str = "", most: int = 50) -> list[CourierClaim]:
    """The actor's claims, newest first, from a cursor on."""
    rows = _rows().filter(marketplace=by.marketplace)
    if not by.roles & DESK:
        rows = rows.filter(carrier=by.party) | rows.filter(merchant=by.party)
    rows = rows.filter(id__lt=after) if after else rows
    return list(rows.order_by("-id")[:most])


def proofs(claim: CourierClaim) -> list[Proof]:
    """What both sides showed, oldest first."""
    return list(Proof.objects.filter(claim=claim).order_by("at", "id"))


def known(refs: Iterable[str]) -> set[str]:
    """Which of these references are claims that are there."""
    return set(CourierClaim.objects.filter(pk__in=set(refs)).values_list("id", flat=True))


def _rows() -> QuerySet[CourierClaim]:
    return CourierClaim.objects.select_related("parcel__order")


def _seen(rows: QuerySet[CourierClaim], *, by: Actor) -> CourierClaim:
    row = rows.filter(marketplace=by.marketplace).first() or _unknown()
    if not may(
        by, "courier_claim.see", marketplace=row.marketplace,
        seller=row.merchant, carrier=row.carrier,
    ):  # fmt: skip
        _unknown()
    return row


def _unknown() -> NoReturn:
    expect("ccl", "")
    raise AssertionError
