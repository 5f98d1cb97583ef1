"""Every read of the archive: searching orders, and which of them are complete since when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from gongdao.registers.duties import queries as duties
from gongdao.registers.parties.powers import Actor, allow
from gongdao.registers.vault import queries as vault
from gongdao.stages.orders.models import Line, Order

WORDS_MOST = 80


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: words are a number, goods or a shop; moments limit the conclusion."""

    words: str = ""
    merchants: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def search(wanted: Wanted, *, by: Actor, after: str = "", most: int = 20) -> list[Order]:
    """The actor's own orders that fit, newest first; the platform's staff and officers search all."""
    rows = Order.objects.filter(marketplace=by.marketplace)
    if "merchant" in by.roles:
        rows = rows.filter(merchant=by.party)
    elif not by.roles & {"platform", "arbiter", "senior", "officer"}:
        rows = rows.filter(buyer=by.party)
    words = wanted.words.strip()[:WORDS_MOST]
    if words:
        said = Line.objects.filter(
            Q(version__title_zh__icontains=words) | Q(version__title_en__icontains=words),
            marketplace=by.marketplace,
        )
        rows = rows.filter(
            Q(id=words)
            | Q(external_id=words)
            | Q(id__in=said.values("order"))
            | Q(merchant__in=wanted.merchants)
        )
    if wanted.since:
        rows = rows.filter(concluded_at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(concluded_at__lt=wanted.until)
    if after:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:most])


def for_export(*, by: Actor, since: datetime, until: datetime, most: int) -> list[Order]:
    """The orders of a period, oldest first; only for an officer."""
    allow(by, "record.export", marketplace=by.marketplace)
    rows = Order.objects.filter(
        marketplace=by.marketplace, concluded_at__gte=since, concluded_at__lt=until
    )
    return list(rows.order_by("id")[:most])


def completed_at(order: Order) -> datetime | None:
    """When nothing was owed about an order any more; None while something still is."""
    owed = duties.all_about(order.id)
    if any(duty.outcome is None for duty in owed):
        return None
    return max((duty.settled_at for duty in owed if duty.settled_at), default=order.concluded_at)


def with_personal_data(marketplace: str, *, after: str, most: int) -> list[Order]:
    """Orders whose recipient can still be read, oldest first, from a cursor on."""
    refs = vault.unerased(marketplace, kind="ord", after=after, most=most)
    return list(Order.objects.filter(pk__in=refs).order_by("pk"))


def bought(party: str, *, most: int) -> list[Order]:
    """What somebody bought, newest first."""
    return list(Order.objects.filter(buyer=party).order_by("-id")[:most])


def by_refs(refs: Iterable[str]) -> list[Order]:
    """Orders by reference, oldest first."""
    return list(Order.objects.filter(pk__in=set(refs)).order_by("pk"))


def completions(orders: Iterable[Order]) -> dict[str, datetime | None]:
    """`completed_at` of many orders in one read."""
    found: dict[str, datetime | None] = {order.id: order.concluded_at for order in orders}
    for duty in duties.all_about_many(found):
        so_far = found[duty.about]
        ended = duty.settled_at if duty.outcome else None
        found[duty.about] = max(so_far, ended) if so_far and ended else None
    return found
