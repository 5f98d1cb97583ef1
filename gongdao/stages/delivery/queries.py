"""Every read of parcels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NoReturn

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties.powers import Actor, may
from gongdao.registers.vault import queries as vault
from gongdao.stages.delivery import contents
from gongdao.stages.delivery.kinds import WITH
from gongdao.stages.delivery.models import DropConsent, Handover, Parcel, Performance, Scan
from gongdao.stages.delivery.states import HANDOVER, PARCEL, PERFORMANCE
from gongdao.stages.listings.kinds import HANDOVER as HANDED
from gongdao.stages.listings.kinds import KINDS
from gongdao.stages.orders.models import Line, Order

RECIPIENT: Mapping[str, tuple[Words, str]] = {
    "name": (Words("姓名", "name"), r"[^\x00-\x1f<>]{1,60}"),
    "phone": (Words("电话", "telephone"), r"\+?[0-9][0-9 -]{5,18}[0-9]"),
    "address": (Words("地址", "address"), r"[^\x00-\x1f<>]{4,200}"),
}
"""What a carrier needs to know, and the shape of it."""


def locked(
    marketplace: str, carriers: Iterable[str], waybills: Iterable[str]
) -> dict[tuple[str, str], Parcel]:
    """Parcels by carrier and the carrier's number, with their orders, locked in one order.

    Two carriers may use the same number; each means its own parcel.
    """
    rows = Parcel.objects.select_for_update(of=("self",)).select_related("order")
    known = Scan.objects.filter(parcel=OuterRef("pk")).order_by("pk")
    found = rows.annotate(
        kinds_seen=ArraySubquery(known.values("kind")),
        moments_seen=ArraySubquery(known.values("at")),
    ).filter(marketplace=marketplace, carrier__in=set(carriers), waybill__in=set(waybills))
    return {(parcel.carrier, parcel.waybill): parcel for parcel in found.order_by("pk")}


def locked_ids(parcels: Iterable[str]) -> list[Parcel]:
    """Parcels by reference, locked in one order; for the clock."""
    rows = Parcel.objects.select_for_update(of=("self",)).select_related("order")
    return list(rows.filter(pk__in=set(parcels)).order_by("pk"))


def locked_one(parcel: str, *, by: Actor) -> Parcel:
    """A parcel the actor has to do with, locked."""
    rows = Parcel.objects.select_for_update(of=("self",)).select_related("order")
    row = rows.filter(pk=expect("pcl", parcel), marketplace=by.marketplace).first()
    if row is None or not _sees(row, by):
        unknown()
    return row


def last_each(parcels: Sequence[Parcel]) -> list[Parcel]:
    """Of parcels just delivered, the last one of each order."""
    return list(
        {
            p.order_id: p for p in sorted(parcels, key=lambda p: p.delivered_at or p.shipped_at)
        }.values()
    )


def delivered_at(order: str) -> datetime | None:
    """When the last of an order was received: signed for, confirmed as done, opened.

    Nothing while more is on its way, or is to come.
    """
    parcels = list(Parcel.objects.filter(order=order).select_related("order"))
    if not parcels:
        return _received_without_parcel(order)
    if any(p.state not in PARCEL.ends for p in parcels):
        return None
    if contents.awaited(parcels[0].order):
        return None
    return max((p.delivered_at for p in parcels if p.delivered_at), default=None)


def begun(order: str) -> bool:
    """Whether the merchant has begun to perform: sent a parcel, reported an act, handed something over."""
    return any(
        model.objects.filter(order=order).exists() for model in (Parcel, Performance, Handover)
    )


def under_way(order: str) -> bool:
    """Whether something has a clock of its own: a parcel moves, a report or a handover waits for the buyer."""
    moving = Parcel.objects.filter(order=order).exclude(state__in=PARCEL.ends)
    waiting = (
        Performance.objects.filter(order=order, state=PERFORMANCE.start),
        Handover.objects.filter(order=order, state=HANDOVER.start),
    )
    return moving.exists() or any(rows.exists() for rows in waiting)


def performances(order: str) -> list[Performance]:
    """What a merchant reported as done about an order, oldest first."""
    return list(
        Performance.objects.filter(order=order).select_related("line__version").order_by("id")
    )


def handovers(order: str) -> list[Handover]:
    """What was handed over of an order, oldest first."""
    return list(Handover.objects.filter(order=order).select_related("line__version").order_by("id"))


def unopened(line: Line) -> bool:
    """Whether digital content was handed over, or will be, and nothing of it opened: it was not downloaded."""
    if KINDS[line.version.kind].way != HANDED:
        return False
    return not Handover.objects.filter(line=line.id, state="opened").exists()


def last_gone(order: str) -> str | None:
    """The parcel of an order that was lost, or went back, last."""
    rows = Parcel.objects.filter(order=order, state__in=("lost", "returned"))
    return rows.order_by("-ended_at").values_list("id", flat=True).first()


def of_order(order: str) -> list[Parcel]:
    """The parcels of an order, oldest first."""
    return list(Parcel.objects.filter(order=order).order_by("shipped_at", "id"))


def of_orders(orders: Iterable[str]) -> dict[str, list[Parcel]]:
    """The parcels of many orders in one read."""
    found: dict[str, list[Parcel]] = {}
    for parcel in Parcel.objects.filter(order__in=set(orders)).order_by("shipped_at"):
        found.setdefault(parcel.order_id, []).append(parcel)
    return found


def scans(order: str) -> list[Scan]:
    """Everything the carriers saw of an order's parcels, oldest first."""
    return list(
        Scan.objects.filter(parcel__order=order).select_related("parcel").order_by("at", "id")
    )


def scanned(parcels: Iterable[Any]) -> set[tuple[str, str, datetime]]:
    """Which scans of these locked parcels are known already: parcel, kind, moment."""
    return {
        (parcel.id, kind, moment)
        for parcel in parcels
        for kind, moment in zip(parcel.kinds_seen, parcel.moments_seen, strict=True)
    }


def drop_consents(orders: Iterable[str]) -> dict[str, set[str]]:
    """Where the buyers of these orders agree that parcels may be left."""
    rows = DropConsent.objects.filter(order__in=set(orders), withdrawn_at=None)
    found: dict[str, set[str]] = {}
    for order, place in rows.values_list("order_id", "place"):
        found.setdefault(order, set()).add(place)
    return found


def drop_places(said: Iterable[str]) -> set[str]:
    """The places a buyer may agree to, out of what was named, or what is wrong with it."""
    named, known = set(said), set(WITH) - {"recipient"}
    if named - known:
        raise Refusal(
            "drop_place_unknown",
            f"不认识的放置方式，可用：{'、'.join(sorted(known))}。",
            f"Unknown place to leave a parcel; known are {', '.join(sorted(known))}.",
        )
    return named


def see(parcel: str, *, by: Actor) -> Parcel:
    """A parcel that the actor has to do with."""
    rows = Parcel.objects.select_related("order")
    row = rows.filter(pk=expect("pcl", parcel), marketplace=by.marketplace).first()
    if row is None or not _sees(row, by):
        unknown()
    return row


def of_carrier(by: Actor, *, after: str = "", most: int = 50) -> list[Parcel]:
    """What a carrier has in hand, newest first, from a cursor on."""
    rows = Parcel.objects.filter(carrier=by.party, marketplace=by.marketplace)
    rows = rows.filter(id__lt=after) if after else rows
    return list(rows.select_related("order").order_by("-id")[:most])


def of_merchant(by: Actor, *, after: str = "", most: int = 50) -> list[Parcel]:
    """What a merchant sent, newest first, from a cursor on."""
    rows = Parcel.objects.filter(order__merchant=by.party, marketplace=by.marketplace)
    rows = rows.filter(id__lt=after) if after else rows
    return list(rows.select_related("order").order_by("-id")[:most])


def recipient(order: str) -> dict[str, str]:
    """Who receives an order's goods, as far as a page may show it: masked."""
    return vault.masks([order]).get(order, {})


def readable(said: Mapping[str, str]) -> dict[str, str]:
    """A recipient as a carrier needs it: name, telephone and address, or what is wrong with them."""
    clean = {field: said.get(field, "").strip() for field in RECIPIENT}
    for field, (name, shape) in RECIPIENT.items():
        if not re.fullmatch(shape, clean[field]):
            raise Refusal(
                "recipient_unreadable",
                f"收货信息中的“{name.zh}”缺失或无法识别。",
                f"The recipient's {name.en} is missing or cannot be read.",
            )
    return clean


def _received_without_parcel(order: str) -> datetime | None:
    if not contents.without_parcel(order) or contents.awaited(Order.objects.get(pk=order)):
        return None
    done = Performance.objects.filter(order=order, state="accepted").aggregate(at=Max("done_at"))
    had = Handover.objects.filter(order=order).aggregate(at=Max("received_at"))
    moments: list[datetime] = [at for at in (done["at"], had["at"]) if at]
    return max(moments)


def unknown() -> NoReturn:
    """The same answer for a parcel that is not there and for one that is not yours."""
    raise Refusal(
        "parcel_unknown",
        "没有这个包裹，或您无权查看。",
        "There is no such parcel, or it is not yours to see.",
    )


def _sees(parcel: Parcel, by: Actor) -> bool:
    return may(
        by, "parcel.see", marketplace=parcel.marketplace,
        buyer=parcel.order.buyer, seller=parcel.order.merchant, carrier=parcel.carrier,
    )  # fmt: skip
