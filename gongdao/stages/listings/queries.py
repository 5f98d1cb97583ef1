"""Every read of listings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from django.db.models import F, Max

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.batches import slices
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings.models import Listing, Version


def known(refs: Iterable[str]) -> set[str]:
    """Which of these references are listings that are there."""
    return set(Listing.objects.filter(pk__in=set(refs)).values_list("id", flat=True))


def of_seller(listing: str, *, by: Actor) -> Listing:
    """A listing of the actor's own, locked."""
    rows = Listing.objects.select_for_update().filter(marketplace=by.marketplace, merchant=by.party)
    return rows.filter(pk=expect("lst", listing)).first() or _unknown()


def to_take_down(listing: str, *, by: Actor) -> Listing:
    """A listing that the actor may take down, locked: the seller's own, or any for the platform."""
    rows = Listing.objects.select_for_update().filter(marketplace=by.marketplace)
    if not by.roles & {"platform", CLOCK}:
        rows = rows.filter(merchant=by.party)
    return rows.filter(pk=expect("lst", listing)).first() or _unknown()


def latest(marketplace: str, listings: Iterable[str]) -> dict[str, Version]:
    """What these listings say now, by listing; only those that are live."""
    rows = Version.objects.select_related("listing").filter(
        listing__in=set(listings),
        listing__marketplace=marketplace,
        listing__state="live",
        number=F("listing__latest"),
    )
    return {version.listing_id: version for version in rows}


def shelf(marketplace: str, *, after: str = "", most: int = 50) -> list[Version]:
    """What is for sale now, newest first, from a cursor on."""
    rows = Listing.objects.filter(marketplace=marketplace, state="live")
    rows = rows.exclude(merchant__in=admission.stopped(marketplace))
    if after:
        rows = rows.filter(id__lt=after)
    page = list(rows.order_by("-id").values_list("id", flat=True)[:most])
    says = latest(marketplace, page)
    return [says[ref] for ref in page]


def newest(listing: str, *, marketplace: str) -> Version:
    """The newest version of a listing, published or not: what a certificate will be issued for."""
    rows = Version.objects.select_related("listing").filter(
        listing=expect("lst", listing), listing__marketplace=marketplace
    )
    return rows.order_by("-number").first() or _unknown()


def of_merchant_or_draft(merchant: str, *, marketplace: str, most: int = 200) -> list[Version]:
    """What a merchant has for sale or is about to offer, newest first."""
    rows = Version.objects.select_related("listing").filter(
        listing__marketplace=marketplace, listing__merchant=merchant,
        listing__state__in=("draft", "live"),
    )  # fmt: skip
    return list(rows.order_by("-listing", "-number").distinct("listing")[:most])


def of_merchant(merchant: str, *, marketplace: str, most: int = 200) -> list[Version]:
    """What a merchant has for sale now, newest first."""
    rows = Listing.objects.filter(marketplace=marketplace, merchant=merchant, state="live")
    says = latest(marketplace, rows.order_by("-id").values_list("id", flat=True)[:most])
    return [says[ref] for ref in sorted(says, reverse=True)]


def history(listing: str, *, marketplace: str) -> list[Version]:
    """Everything a listing ever said to buyers, oldest first. Public; drafts are not."""
    rows = Version.objects.select_related("listing").filter(
        listing=expect("lst", listing), listing__marketplace=marketplace, review="published"
    )
    return list(rows.order_by("number")) or _unknown()


def newest_numbers(listings: Iterable[str]) -> dict[str, int]:
    """The number of the newest version of each listing, published or not."""
    rows = Version.objects.filter(listing__in=set(listings)).values("listing")
    return {row["listing"]: row["most"] for row in rows.annotate(most=Max("number"))}


def by_external(marketplace: str, externals: Iterable[str]) -> dict[str, str]:
    """Listings by the shop's own numbers."""
    return {
        str(external): ref
        for part in slices(set(externals))
        for external, ref in Listing.objects.filter(
            marketplace=marketplace, external_id__in=part
        ).values_list("external_id", "id")
    }


def _unknown() -> NoReturn:
    raise Refusal(
        "listing_unknown",
        "没有这个商品，或您无权更改。",
        "There is no such listing, or it is not yours to change.",
    )
