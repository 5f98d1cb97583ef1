"""Every read of the price log and of promotions."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NoReturn

from django.db.models import F, QuerySet

from gongdao.detectors.prices import SETTLED_DAYS
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.listings.models import Finding, Listing, Version
from gongdao.stages.listings.pricing.kinds import HERE
from gongdao.stages.listings.pricing.models import Entry, Promotion

SEEN = timedelta(days=SETTLED_DAYS + 30)
"""How far back single entries are read: the longest window a rule looks through, and what precedes it."""
ROWS_MOST = 500


def entries(listings: Collection[str], *, until: datetime) -> list[Entry]:
    """What the log tells of these listings here, as far as any rule looks, in the order of time.

    Of the time before, the last entry of each kind and the dearest sale: a price that was set long ago
    is in force until the next.
    """
    rows = Entry.objects.filter(listing__in=set(listings), channel=HERE, at__lte=until)
    recent, old = rows.filter(at__gt=until - SEEN), rows.filter(at__lte=until - SEEN)
    place = ("listing", "audience", "act")
    last = old.order_by(*place, "-at", "-id").distinct(*place)
    dearest = old.order_by(*place, "-price_minor", "-id").distinct(*place)
    found = {row.id: row for part in (recent, last, dearest) for row in part}
    return sorted(found.values(), key=_place)


def history(listing: str, *, marketplace: str, after: int = 0, most: int = 100) -> list[Entry]:
    """The log of one listing, oldest first, from a cursor on. Public: prices are no secret, buyers are not in it."""
    rows = Entry.objects.filter(
        listing=expect("lst", listing), marketplace=marketplace, id__gt=after
    )
    return list(rows.order_by("id")[:most])


def asked(listing: str, *, since: datetime) -> list[Entry]:
    """What was asked of everybody here since a moment, and what was in force then; for the chart."""
    rows = Entry.objects.filter(listing=listing, channel=HERE, audience="", act="offered")
    before = rows.filter(at__lte=since).order_by("-at", "-id")[:1]
    return [*before, *rows.filter(at__gt=since).order_by("at", "id")[:ROWS_MOST]]


def promotions(listings: Collection[str]) -> list[Promotion]:
    """Everything that was announced of these listings, oldest first."""
    rows = Promotion.objects.filter(listing__in=set(listings))
    return list(rows.order_by("begins_at", "id"))


def running(listings: Collection[str]) -> dict[str, Promotion]:
    """The reduction for everybody that each of these listings carries now."""
    rows = Promotion.objects.filter(
        listing__in=set(listings), state="running", kind="reduction", audience=""
    )
    return {row.listing: row for row in rows.order_by("-begins_at")}


def shown(listing: str) -> list[Promotion]:
    """What buyers are shown of a listing's promotions: those that run, or ran, oldest first."""
    rows = Promotion.objects.filter(listing=listing, state__in=("running", "over"))
    return list(rows.order_by("begins_at", "id"))


def promotion(ref: str, *, marketplace: str, by: Actor | None) -> Promotion:
    """One promotion. What was never shown to buyers is for its merchant and the platform."""
    row = Promotion.objects.filter(pk=expect("prm", ref), marketplace=marketplace).first()
    if row is None:
        _unknown()
    if row.state not in ("running", "over") and not (
        by and (by.party == row.merchant or "platform" in by.roles)
    ):
        _unknown()
    return row


def mine(*, by: Actor, after: str = "", most: int = 50) -> list[Promotion]:
    """A merchant's promotions, newest first; everybody's for the platform."""
    rows = Promotion.objects.filter(marketplace=by.marketplace)
    if "platform" not in by.roles:
        rows = rows.filter(merchant=by.party)
    if after:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:most])


def locked(ref: str, *, by: Actor) -> Promotion:
    """A promotion of the actor's own, locked with its listing."""
    rows = Promotion.objects.filter(marketplace=by.marketplace, merchant=by.party)
    known = rows.filter(pk=expect("prm", ref)).first() or _unknown()
    _lock([known.listing])
    return rows.select_for_update().get(pk=known.id)


def locked_many(refs: Iterable[str]) -> list[Promotion]:
    """Promotions, locked with their listings in one order; for the clock."""
    rows = Promotion.objects.filter(pk__in=set(refs))
    _lock(rows.values_list("listing", flat=True))
    return list(rows.select_for_update().order_by("begins_at", "pk"))


def to_promote(listing: str, *, by: Actor) -> Version:
    """What a listing of the actor's own says now, locked."""
    _lock([expect("lst", listing)])
    rows = Version.objects.select_related("listing").filter(
        listing__marketplace=by.marketplace, listing__merchant=by.party, listing__state="live",
        listing=listing, number=F("listing__latest"),
    )  # fmt: skip
    return rows.first() or _not_on_shelf()


def on_shelf(marketplace: str, listings: Collection[str]) -> dict[str, Version]:
    """What these listings say now, by listing; only those that are live."""
    rows = Version.objects.select_related("listing").filter(
        listing__marketplace=marketplace, listing__state="live", listing__in=set(listings),
        number=F("listing__latest"),
    )  # fmt: skip
    return {row.listing_id: row for row in rows}


def shelf(marketplace: str, *, after: str = "", most: int = 500) -> list[Version]:
    """A stretch of the shelf in the order of its references: what is for sale now."""
    rows = Version.objects.select_related("listing").filter(
        listing__marketplace=marketplace, listing__state="live", listing__gt=after,
        number=F("listing__latest"),
    )  # fmt: skip
    return list(rows.order_by("listing")[:most])


def earlier(shelf: Iterable[Version]) -> dict[str, list[Version]]:
    """What these listings said to buyers before, newest first."""
    numbers = {row.listing_id: row.number for row in shelf}
    rows = Version.objects.filter(listing__in=list(numbers), review="published")
    found: dict[str, list[Version]] = {}
    for row in rows.order_by("listing", "-number"):
        if row.number < numbers[row.listing_id]:
            found.setdefault(row.listing_id, []).append(row)
    return found


def known_findings(shelf: Iterable[Version]) -> set[tuple[int, str, str, int]]:
    """What the sweep has found in these versions already."""
    rows = Finding.objects.filter(version__in=list(shelf), source="prices")
    return set(rows.values_list("version_id", "code", "field", "start"))


def own(numbers: Collection[str], *, by: Actor) -> dict[str, str]:
    """Listings that a merchant may tell prices of, by our reference and by the shop's own number."""
    rows = Listing.objects.filter(marketplace=by.marketplace, merchant=by.party)
    found = {ref: ref for ref in rows.filter(pk__in=numbers).values_list("pk", flat=True)}
    pairs = rows.filter(external_id__in=numbers).values_list("external_id", "pk")
    return {str(number): ref for number, ref in pairs} | found


def told_elsewhere(listings: Collection[str], channel: str) -> QuerySet[Entry]:
    """What was imported of a shop elsewhere about these listings."""
    return Entry.objects.filter(listing__in=set(listings), channel=channel)


def _lock(listings: Iterable[str]) -> None:
    rows = Listing.objects.select_for_update().filter(pk__in=set(listings)).order_by("pk")
    list(rows.values_list("pk"))


def _place(entry: Entry) -> tuple[datetime, int]:
    return entry.at, entry.id


def _unknown() -> NoReturn:
    raise Refusal(
        "promotion_unknown",
        "没有这个促销，或您无权查看。",
        "There is no such promotion, or it is not yours to see.",
    )


def _not_on_shelf() -> NoReturn:
    raise Refusal(
        "listing_unknown",
        "没有这个在售商品，或您无权更改。",
        "No such goods are on the shelf, or they are not yours to change.",
    )
