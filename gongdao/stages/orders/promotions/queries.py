"""Every read of coupons, bundles and gifts, and of what an order was reduced by."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import NoReturn

from django.db.models import Count, F, Q, Sum

from gongdao.kernel.money import Money
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.promotions.models import (
    Bundle,
    BundlePart,
    Coupon,
    GiftOffer,
    Reduction,
    Voucher,
)
from gongdao.stages.orders.promotions.pricing import Set


def shelf(marketplace: str, *, at: datetime, most: int = 50) -> list[Coupon]:
    """The coupons that can be taken now, newest first. Public."""
    rows = Coupon.objects.filter(
        marketplace=marketplace, stopped_at=None, since__lte=at, until__gt=at
    )
    found = rows.annotate(taken=Count("vouchers", filter=Q(vouchers__in_place_of=None)))
    return list(found.filter(taken__lt=F("in_all")).order_by("-id")[:most])


def issued(*, by: Actor, most: int = 100) -> list[Coupon]:
    """What the actor issued, newest first, each with how many were taken and used."""
    issuer = by.party if "merchant" in by.roles else None
    rows = Coupon.objects.filter(marketplace=by.marketplace, merchant=issuer)
    counted = rows.annotate(taken=Count("vouchers"), used=Count("vouchers__used_in"))
    return list(counted.order_by("-id")[:most])


def locked_coupon(coupon: str, *, by: Actor) -> Coupon:
    """A coupon, locked, so that no more of it are taken than there are."""
    rows = Coupon.objects.select_for_update().filter(marketplace=by.marketplace)
    return rows.filter(pk=expect("cpn", coupon)).first() or _unknown_coupon()


def taken_of(coupon: Coupon, *, holder: str) -> tuple[int, int]:
    """How many of a coupon were taken in all, and by one buyer; what was given back does not count twice."""
    rows = Voucher.objects.filter(coupon=coupon, in_place_of=None)
    return rows.count(), rows.filter(holder=holder).count()


def has_ordered(holder: str) -> bool:
    """Whether a buyer ever concluded a contract here."""
    return Order.objects.filter(buyer=holder).exists()


def held(*, by: Actor, at: datetime) -> list[Voucher]:
    """The vouchers the actor can use now, those that run out first on top."""
    rows = Voucher.objects.filter(
        holder=by.party, used_in=None, until__gt=at, coupon__since__lte=at
    )
    return list(rows.select_related("coupon").order_by("until", "id"))


def vouchers(refs: Collection[str], *, by: Actor) -> list[Voucher]:
    """The actor's own vouchers by reference, in the order of the references; an unknown one refuses."""
    wanted = [expect("vch", ref) for ref in refs]
    rows = Voucher.objects.select_related("coupon").filter(pk__in=wanted, holder=by.party)
    found = {row.id: row for row in rows}
    if len(found) < len(set(wanted)):
        _unknown_coupon()
    return [found[ref] for ref in dict.fromkeys(wanted)]


def unused(refs: Collection[str]) -> list[Voucher]:
    """Those of these vouchers that are not spent, locked in one order."""
    rows = Voucher.objects.select_for_update().filter(pk__in=set(refs), used_in=None)
    return list(rows.order_by("pk"))


def spent_in(orders: Iterable[str]) -> list[Voucher]:
    """The vouchers that these orders spent and that did not come back yet, locked."""
    rows = Voucher.objects.select_for_update(of=("self",)).filter(used_in__in=set(orders))
    back = Voucher.objects.filter(in_place_of__in=set(orders)).values_list("coupon", "in_place_of")
    gone = set(back)
    return [
        row
        for row in rows.select_related("coupon", "used_in").order_by("pk")
        if (row.coupon_id, row.used_in_id) not in gone
    ]


def sets_of(marketplace: str, listings: Iterable[str]) -> list[Set]:
    """The bundles of which any of these listings is a part, with all their parts."""
    touched = BundlePart.objects.filter(listing__in=set(listings), bundle__ended_at=None)
    rows = BundlePart.objects.filter(
        marketplace=marketplace, bundle__in=touched.values("bundle")
    ).select_related("bundle")
    parts: dict[str, dict[str, int]] = {}
    bundles: dict[str, Bundle] = {}
    for row in rows.order_by("bundle_id", "id"):
        bundles[row.bundle_id] = row.bundle
        parts.setdefault(row.bundle_id, {})[row.listing_id] = row.quantity
    return [Set(bundles[ref], found) for ref, found in parts.items()]


def gifts_with(marketplace: str, listings: Iterable[str]) -> dict[str, list[GiftOffer]]:
    """What comes with each of these listings now."""
    rows = GiftOffer.objects.filter(marketplace=marketplace, main__in=set(listings), ended_at=None)
    found: dict[str, list[GiftOffer]] = {}
    for row in rows.order_by("id"):
        found.setdefault(row.main_id, []).append(row)
    return found


def bundles_of(merchant: str) -> list[Set]:
    """The open bundles of a merchant."""
    parts = BundlePart.objects.filter(bundle__merchant=merchant, bundle__ended_at=None)
    rows = list(parts.select_related("bundle").order_by("bundle_id", "id"))
    return [
        Set(bundle, {row.listing_id: row.quantity for row in rows if row.bundle_id == bundle.id})
        for bundle in {row.bundle_id: row.bundle for row in rows}.values()
    ]


def gifts_of(merchant: str) -> list[GiftOffer]:
    """The open gifts of a merchant."""
    return list(GiftOffer.objects.filter(merchant=merchant, ended_at=None).order_by("-id"))


def own_bundle(bundle: str, *, by: Actor) -> Bundle:
    """A bundle of the actor's own, open, locked."""
    rows = Bundle.objects.select_for_update().filter(merchant=by.party, ended_at=None)
    return rows.filter(pk=expect("bdl", bundle)).first() or _unknown_offer()


def own_gift(gift: str, *, by: Actor) -> GiftOffer:
    """A gift of the actor's own, open, locked."""
    rows = GiftOffer.objects.select_for_update().filter(merchant=by.party, ended_at=None)
    return rows.filter(pk=expect("gft", gift)).first() or _unknown_offer()


def of_order(order: str) -> list[Reduction]:
    """What took something off the price of an order, bundles first."""
    return list(Reduction.objects.filter(order=order).order_by("id"))


def used_points(order: Order) -> int:
    """How many points an order used; its contract says so."""
    said = order.contract.get("reductions", [])
    return sum(each["parts"]["points"] for each in said if each["kind"] == "points")


def paid_by_platform(orders: Collection[Order]) -> dict[str, Money]:
    """What the platform pays of these orders, where it pays anything."""
    currency = {o.id: o.currency for o in orders if "reductions" in o.contract}
    if not currency:
        return {}
    rows = Reduction.objects.filter(order__in=set(currency), platform_minor__gt=0)
    sums = rows.values("order").annotate(paid=Sum("platform_minor"))
    return {row["order"]: Money(currency[row["order"]], row["paid"]) for row in sums}


def _unknown_coupon() -> NoReturn:
    raise Refusal(
        "coupon_unknown",
        "没有这张优惠券，或它不是您的。",
        "There is no such coupon, or it is not yours.",
    )


def _unknown_offer() -> NoReturn:
    raise Refusal(
        "offer_not_open",
        "没有这个套餐或赠品，或它已经结束。",
        "There is no such bundle or gift, or it has ended.",
    )
