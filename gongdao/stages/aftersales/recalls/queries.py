"""Every read of recalls: which goods, which buyers, who has answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from django.db.models import Count, F, QuerySet

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor, may
from gongdao.stages.aftersales.recalls.models import Notice, Recall
from gongdao.stages.aftersales.recalls.states import NOTICE
from gongdao.stages.listings.models import Listing, Version
from gongdao.stages.orders.models import Line

PAGE = 50


def known(refs: Iterable[str]) -> set[str]:
    """Which of these references are recalls that are there."""
    return set(Recall.objects.filter(pk__in=set(refs)).values_list("id", flat=True))


def listing(ref: str, *, marketplace: str) -> Listing:
    """Any listing of the marketplace."""
    row = Listing.objects.filter(pk=expect("lst", ref), marketplace=marketplace).first()
    return row or _unknown("listing")


def affected(recall: Recall) -> QuerySet[Version]:
    """The published versions that a recall is about."""
    rows = Version.objects.filter(
        marketplace=recall.marketplace, listing__merchant=recall.merchant, review="published"
    )
    if recall.listing_id:
        rows = rows.filter(listing=recall.listing_id)
    if recall.first_version is not None:
        rows = rows.filter(number__gte=recall.first_version)
    if recall.last_version is not None:
        rows = rows.filter(number__lte=recall.last_version)
    if recall.batch:
        rows = rows.filter(attributes__batch=recall.batch)
    return rows


def sold(recall: Recall) -> list[Line]:
    """Every order line with recalled goods whose order still stands, in the order of the orders."""
    rows = Line.objects.select_related("order").filter(
        version__in=affected(recall).values("pk"),
        order__state__in=("concluded", "bound"),
    )
    return list(rows.order_by("order", "id"))


def on_shelf(recall: Recall) -> list[str]:
    """Listings that say an affected version now, and are for sale."""
    rows = affected(recall).filter(listing__state="live", number=F("listing__latest"))
    return list(rows.values_list("listing", flat=True).order_by("listing"))


def read(recall: str, *, marketplace: str) -> Recall:
    """A recall. Public: whoever has such goods at home has to be able to look."""
    rows = Recall.objects.select_related("listing").filter(
        pk=expect("rcl", recall), marketplace=marketplace
    )
    return rows.first() or _unknown("recall")


def to_write(recall: str, *, by: Actor) -> Recall:
    """A recall of the actor's own goods, or any for the platform, locked."""
    rows = Recall.objects.select_for_update().filter(
        pk=expect("rcl", recall), marketplace=by.marketplace
    )
    if "platform" not in by.roles:
        rows = rows.filter(merchant=by.party)
    return rows.first() or _unknown("recall")


def page(
    marketplace: str, *, merchant: str = "", after: str = "", most: int = PAGE
) -> list[Recall]:
    """Recalls, newest first, of all or of one merchant."""
    rows = Recall.objects.select_related("listing").filter(marketplace=marketplace)
    if merchant:
        rows = rows.filter(merchant=merchant)
    if after:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:most])


def notice(ref: str, *, by: Actor) -> Notice:
    """One buyer's notice, locked, for the buyer, the seller and the platform."""
    rows = Notice.objects.select_related("order", "recall").select_for_update(of=("self",))
    row = rows.filter(pk=expect("rcn", ref), marketplace=by.marketplace).first()
    if row is None or not may(
        by, "recall.see", marketplace=row.marketplace,
        buyer=row.order.buyer, seller=row.order.merchant,
    ):  # fmt: skip
        _unknown("notice")
    return row


def locked_many(notices: Iterable[str]) -> list[Notice]:
    """Notices by reference, locked in one order; for the clock."""
    rows = Notice.objects.select_related("order", "recall").select_for_update(of=("self",))
    return list(rows.filter(pk__in=set(notices)).order_by("pk"))


def mine(*, by: Actor, recall: str = "", most: int = PAGE) -> list[Notice]:
    """What a buyer was told, newest first."""
    rows = Notice.objects.select_related("recall", "recall__listing", "order").filter(
        marketplace=by.marketplace, order__buyer=by.party
    )
    if recall:
        rows = rows.filter(recall=recall)
    return list(rows.order_by("-id")[:most])


def told(
    recall: Recall, *, by: Actor, state: str = "", after: str = "", most: int = PAGE
) -> list[Notice]:
    """Who was told in a recall, and how each stands: for its seller and the platform."""
    if not may(by, "recall.report", marketplace=recall.marketplace, seller=recall.merchant):
        return []
    rows = Notice.objects.select_related("order").filter(recall=recall)
    if state:
        rows = rows.filter(state=state)
    if after:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id")[:most])


def progress(recall: Recall) -> dict[str, int]:
    """How many buyers stand in each state."""
    rows = Notice.objects.filter(recall=recall).values_list("state").annotate(count=Count("id"))
    return dict.fromkeys(NOTICE.names, 0) | dict(rows)


def of_listing(listing: str) -> list[Recall]:
    """Recalls that name a listing, newest first."""
    return list(Recall.objects.filter(listing=listing).order_by("-id"))


def versions_told(recall: Recall, orders: Iterable[str]) -> dict[str, list[Version]]:
    """Which recalled versions each of these orders bought."""
    rows = Line.objects.select_related("version").filter(
        order__in=set(orders), version__in=affected(recall).values("pk")
    )
    found: dict[str, list[Version]] = {}
    for line in rows.order_by("id"):
        found.setdefault(line.order_id, []).append(line.version)
    return found


def _unknown(noun: str) -> NoReturn:
    zh = {"listing": "商品", "recall": "召回", "notice": "召回通知"}[noun]
    en = {"listing": "listing", "recall": "recall", "notice": "recall notice"}[noun]
    raise Refusal(
        f"{en.replace(' ', '_')}_unknown",
        f"没有这个{zh}，或您无权查看。",
        f"There is no such {en}, or it is not yours to see.",
    )
