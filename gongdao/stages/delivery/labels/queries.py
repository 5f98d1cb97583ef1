"""Reading labels and the keys they are sealed to."""

from __future__ import annotations

from collections.abc import Iterable

from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.delivery.models import CarrierKey, Label, Parcel


def of_parcel(parcel: str) -> Label | None:
    """The label of a parcel, if one was made."""
    return Label.objects.filter(parcel=parcel).first()


def printable(parcel: Parcel, *, by: Actor) -> Label:
    """The label that was made of a parcel, for whoever makes or carries it."""
    allow(
        by, "parcel.print", marketplace=parcel.marketplace,
        seller=parcel.order.merchant, carrier=parcel.carrier,
    )  # fmt: skip
    row = of_parcel(parcel.id)
    if row is None:
        raise Refusal(
            "label_missing",
            "这个包裹还没有面单，请先制作。",
            "This parcel has no label yet; make it first.",
        )
    return row


def by_code(code: str, *, by: Actor) -> Label:
    """The label of a code, with its parcel. One of another carrier is not there."""
    rows = Label.objects.select_related("parcel__order").filter(marketplace=by.marketplace)
    row = rows.filter(code=code, parcel__carrier=by.party).first()
    return row or parcels.unknown()


def locked(refs: Iterable[str]) -> list[Label]:
    """Open labels by their parcels, locked in one order; for the clock."""
    rows = Label.objects.select_for_update(of=("self",)).select_related("parcel__order")
    return list(rows.filter(pk__in=set(refs), state="open").order_by("pk"))


def key_of(carrier: str, *, marketplace: str) -> CarrierKey | None:
    """The key that a carrier uses now."""
    return CarrierKey.objects.filter(marketplace=marketplace, carrier=carrier, until=None).first()
