"""Every read of the review: drafts, findings, the queue of the trust team."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from django.db.models import Count, F, Max, Q

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.models import Duty
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.listings.models import Finding, Listing, Version
from gongdao.stages.listings.review.facts import Prices
from gongdao.stages.listings.review.gtins import Bearer

NEWEST = 50


def newest(listing: str, *, by: Actor) -> Version:
    """The newest version of a listing, draft or not: for its seller and the platform."""
    rows = Version.objects.select_related("listing").filter(
        listing=expect("lst", listing), listing__marketplace=by.marketplace
    )
    if "platform" not in by.roles:
        rows = rows.filter(listing__merchant=by.party)
    return rows.order_by("-number").first() or _unknown()


def every(listing: str, *, by: Actor) -> list[Version]:
    """All versions of a listing with drafts and refused ones, newest first: for seller and platform."""
    newest(listing, by=by)
    rows = Version.objects.select_related("listing").filter(listing=listing)
    return list(rows.order_by("-number")[:NEWEST])


def mine(*, by: Actor, state: str = "", after: str = "", most: int = 50) -> list[Version]:
    """The newest version of each of a merchant's listings, newest listing first."""
    rows = Listing.objects.filter(marketplace=by.marketplace, merchant=by.party)
    if state:
        rows = rows.filter(state=state)
    if after:
        rows = rows.filter(id__lt=after)
    page = list(rows.order_by("-id").values_list("id", flat=True)[:most])
    newest_ones = (
        Version.objects.select_related("listing")
        .filter(listing__in=page)
        .annotate(most=Max("listing__versions__number"))
        .filter(number=F("most"))
    )
    says = {version.listing_id: version for version in newest_ones}
    return [says[ref] for ref in page]


def to_write(listings: Iterable[str], *, by: Actor) -> dict[str, Version]:
    """The newest version of each of these listings of the actor's own, all locked."""
    refs = [expect("lst", ref) for ref in listings]
    rows = Listing.objects.select_for_update().filter(
        marketplace=by.marketplace, merchant=by.party, pk__in=set(refs)
    )
    owned = {row.id: row for row in rows.order_by("pk")}
    if set(refs) - set(owned):
        _unknown()
    return _newest_of(owned)


def to_review(listing: str, *, by: Actor) -> Version:
    """The newest version of any listing, locked: for the platform."""
    rows = Listing.objects.select_for_update().filter(marketplace=by.marketplace)
    row = rows.filter(pk=expect("lst", listing)).first() or _unknown()
    allow(by, "listing.review", marketplace=row.marketplace)
    return _newest_of({row.id: row})[row.id]


def locked_many(listings: Iterable[str]) -> list[Version]:
    """The newest versions of these listings, locked in one order; for the clock."""
    rows = Listing.objects.select_for_update().filter(pk__in=set(listings)).order_by("pk")
    return list(_newest_of({row.id: row for row in rows}).values())


def live(marketplace: str, *, after: str = "", most: int = 500) -> list[Version]:
    """A stretch of the shelf in the order of its references: what is for sale now."""
    rows = Version.objects.select_related("listing").filter(
        listing__marketplace=marketplace, listing__state="live",
        number=F("listing__latest"), listing__gt=after,
    )  # fmt: skip
    return list(rows.order_by("listing")[:most])


def findings(version: Version) -> list[Finding]:
    """What was found in a version, in the order it was found."""
    return list(Finding.objects.filter(version=version).order_by("-blocks", "id"))


def findings_of(versions: Iterable[Version]) -> dict[int, list[Finding]]:
    """The same of many versions, in one read."""
    found: dict[int, list[Finding]] = {}
    for row in Finding.objects.filter(version__in=list(versions)).order_by("-blocks", "id"):
        found.setdefault(row.version_id, []).append(row)
    return found


def open_findings(versions: Iterable[Version]) -> dict[int, list[Finding]]:
    """What still blocks these versions, by version."""
    found: dict[int, list[Finding]] = {}
    rows = Finding.objects.filter(version__in=list(versions), blocks=True, waived_at=None)
    for row in rows.order_by("id"):
        found.setdefault(row.version_id, []).append(row)
    return found


def waived(listings: Iterable[str]) -> dict[str, dict[tuple[str, str, str, str], Finding]]:
    """What the platform let pass in these listings, by listing and by what it was."""
    found: dict[str, dict[tuple[str, str, str, str], Finding]] = {}
    rows = Finding.objects.select_related("version").filter(
        version__listing__in=set(listings), waived_at__isnull=False
    )
    for row in rows:
        key = (row.source, row.code, row.field, row.quote)
        found.setdefault(row.version.listing_id, {})[key] = row
    return found


def numbered(versions: Iterable[Version]) -> dict[tuple[str, int], int]:
    """The key of each of these versions, by its listing and number."""
    rows = Version.objects.filter(listing__in={row.listing_id for row in versions})
    return {(ref, number): key for ref, number, key in rows.values_list("listing", "number", "id")}


def prices(listings: Iterable[str]) -> dict[str, Prices]:
    """What each of these listings has cost while it was published, in one read."""
    rows = (
        Version.objects.filter(listing__in=set(listings), review="published")
        .values("listing")
        .annotate(
            highest=Max("price_minor"),
            last=Max("price_minor", filter=Q(number=F("listing__latest"))),
        )
    )
    return {row["listing"]: Prices(row["highest"], row["last"]) for row in rows}


def queue(*, by: Actor, most: int = 50) -> list[Version]:
    """What the trust team has to look at: appeals first, oldest first, then live goods with faults."""
    allow(by, "listing.review", marketplace=by.marketplace)
    rows = Version.objects.select_related("listing").filter(marketplace=by.marketplace)
    appealed = list(rows.filter(review="appealed").order_by("id")[:most])
    faulty = rows.filter(
        review="published", listing__state="live", number=F("listing__latest"),
        findings__blocks=True, findings__waived_at=None,
    ).annotate(faults=Count("findings"))  # fmt: skip
    return [*appealed, *faulty.order_by("id")[: most - len(appealed)]]


def repair_owed(listings: Iterable[str]) -> set[str]:
    """Which of these listings have an open notice to be mended."""
    rows = Duty.objects.filter(subject__in=set(listings), kind="listing_repair", outcome=None)
    return set(rows.values_list("subject", flat=True))


def by_external(merchant: str, externals: Iterable[str]) -> dict[str, str]:
    """A merchant's own listings by the shop's own numbers."""
    rows = Listing.objects.filter(merchant=merchant, external_id__in=set(externals))
    return {str(number): ref for number, ref in rows.values_list("external_id", "id")}


def down(merchant: str, externals: Iterable[str]) -> set[str]:
    """Which of these numbers of the shop's own name a listing that was taken down."""
    rows = Listing.objects.filter(merchant=merchant, external_id__in=set(externals), state="down")
    return {str(number) for number in rows.values_list("external_id", flat=True)}


def bearers(codes: Iterable[str], *, by: Actor) -> list[Bearer]:
    """The actor's own listings, taken down ones left out, that bear one of these bar codes."""
    wanted = {code for code in codes if code}
    if not wanted:
        return []
    rows = Listing.objects.filter(
        marketplace=by.marketplace, merchant=by.party, gtin__in=wanted
    ).exclude(state="down")
    return [Bearer(r.id, r.gtin, r.external_id or r.id) for r in rows.order_by("id")]


def published_before(version: Version) -> Version | None:
    """What the listing said to buyers before this version."""
    rows = Version.objects.filter(
        listing=version.listing_id, review="published", number__lt=version.number
    )
    return rows.order_by("-number").first()


def _newest_of(listings: dict[str, Listing]) -> dict[str, Version]:
    rows = (
        Version.objects.filter(listing__in=list(listings))
        .order_by("listing", "-number")
        .distinct("listing")
    )
    found = {}
    for row in rows:
        row.listing = listings[row.listing_id]
        found[row.listing_id] = row
    return found


def _unknown() -> NoReturn:
    raise Refusal(
        "listing_unknown",
        "没有这个商品，或您无权更改。",
        "There is no such listing, or it is not yours to change.",
    )
