"""What comes off the price of an order, and in which order: bundles first, then coupons, then points. Pure: nothing is read.

The same working is shown before submission, stands in the contract, and is undone when goods go back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.stages.orders.models import Line, Order
from gongdao.stages.orders.promotions.models import Bundle, Reduction, Voucher
from gongdao.stages.orders.promotions.points import facts


@dataclass(frozen=True, slots=True)
class Set:
    """A bundle with how many pieces of each listing make it up."""

    bundle: Bundle
    parts: Mapping[str, int]


def reductions(
    order: Order,
    lines: Sequence[Line],
    *,
    sets: Sequence[Set],
    vouchers: Sequence[Voucher],
    at: datetime,
    points: int = 0,
) -> list[Reduction]:
    """Everything that comes off, with who bears it. The sums are those of the lines, before delivery."""
    bundled = _bundled(order, lines, sets)
    left = sum(line.amount_minor for line in lines) - sum(each.off_minor for each in bundled)
    _refuse_beside_each_other(vouchers)
    taken: list[Reduction] = []
    for voucher in vouchers:
        refuse_unfit(voucher, order, Money(order.currency, left), at=at)
        taken.append(_taken(voucher, order))
    if points:
        taken.append(_pointed(points, order, left - sum(each.off_minor for each in taken)))
    return bundled + taken


def refuse_unfit(voucher: Voucher, order: Order, goods: Money, *, at: datetime) -> None:
    """A voucher counts in its time, once, for its issuer's goods, from its threshold on."""
    coupon = voucher.coupon
    if voucher.used_in_id:
        raise Refusal("coupon_spent", "这张优惠券已经用过。", "This coupon has been used already.")
    if not coupon.since <= at < voucher.until:
        raise Refusal(
            "coupon_out_of_time",
            f"优惠券“{coupon.title_zh}”不在有效期内。",
            f'The coupon "{coupon.title_en}" is not valid now.',
        )
    if coupon.merchant not in (None, order.merchant) or coupon.currency != order.currency:
        raise Refusal(
            "coupon_for_others",
            f"优惠券“{coupon.title_zh}”不能用于这个商家的商品。",
            f'The coupon "{coupon.title_en}" is not for goods of this merchant.',
        )
    if goods < coupon.threshold:
        raise Refusal(
            "coupon_below_threshold",
            f"优惠券“{coupon.title_zh}”满 {coupon.threshold} 可用，现在是 {goods}。",
            f'The coupon "{coupon.title_en}" counts from {coupon.threshold} on; this is {goods}.',
        )


def share_kept(reduction: Reduction, kept: Mapping[str, int], listed: int, stays: int) -> int:
    """What of a reduction still holds for the goods that stay, in minor units.

    `kept` says how many pieces of each listing stay; `listed` and `stays` are the sums that a
    threshold looks at, before and after. A bundle stands while all of it stays, a coupon while its
    threshold is reached; then what stays keeps its share. What is lost is lost whole. Points have no
    threshold: they always stand for the share of what stays, and come back for the rest.
    """
    if reduction.kind == "bundle":
        whole = all(kept.get(listing, 0) >= count for listing, count in reduction.parts.items())
        return reduction.off_minor if whole else 0
    if reduction.kind != "points" and stays < (reduction.threshold_minor or listed):
        return 0
    return -(-reduction.off_minor * stays // listed)


def _bundled(order: Order, lines: Sequence[Line], sets: Sequence[Set]) -> list[Reduction]:
    """The sets that are bought whole; the one that saves most takes its pieces first."""
    left: dict[str, int] = {}
    price: dict[str, int] = {}
    for line in lines:
        if line.gift_for_id is None:
            listing = line.version.listing_id
            left[listing] = left.get(listing, 0) + line.quantity
            price[listing] = line.version.price_minor
    saving = {
        each.bundle.id: sum(price.get(listing, 0) * n for listing, n in each.parts.items())
        - each.bundle.price_minor
        for each in sets
    }
    found = []
    for each in sorted(sets, key=lambda s: (-saving[s.bundle.id], s.bundle.id)):
        times = min(left.get(listing, 0) // n for listing, n in each.parts.items())
        fits = each.bundle.merchant == order.merchant and each.bundle.currency == order.currency
        if not (fits and times and saving[each.bundle.id] > 0):
            continue
        for listing, n in each.parts.items():
            left[listing] -= n * times
        found.append(
            Reduction(
                marketplace=order.marketplace, order=order, kind="bundle", source=each.bundle.id,
                title_zh=each.bundle.title_zh, title_en=each.bundle.title_en,
                off_minor=saving[each.bundle.id] * times, platform_minor=0,
                parts={listing: n * times for listing, n in sorted(each.parts.items())},
            )
        )  # fmt: skip
    return found


def _taken(voucher: Voucher, order: Order) -> Reduction:
    coupon = voucher.coupon
    return Reduction(
        marketplace=order.marketplace,
        order=order,
        kind="coupon",
        source=voucher.id,
        title_zh=coupon.title_zh,
        title_en=coupon.title_en,
        off_minor=coupon.off_minor,
        platform_minor=0 if coupon.merchant else coupon.off_minor,
        threshold_minor=coupon.threshold_minor,
    )


def _pointed(points: int, order: Order, goods_minor: int) -> Reduction:
    off = facts.off(order, points, goods_minor).minor
    return Reduction(
        marketplace=order.marketplace, order=order, kind="points", source="points",
        title_zh=f"{points} 个积分", title_en=f"{points} points", off_minor=off,
        platform_minor=off, parts={"points": points},
    )  # fmt: skip


def _refuse_beside_each_other(vouchers: Sequence[Voucher]) -> None:
    issuers = {voucher.coupon.merchant for voucher in vouchers}
    stack = all(voucher.coupon.stacks for voucher in vouchers)
    if len(issuers) < len(vouchers) or (len(vouchers) > 1 and not stack):
        raise Refusal(
            "coupons_do_not_stack",
            "这些优惠券不能同时使用：同一发行方的只能用一张，不同发行方的须都注明可以叠加。",
            "These coupons do not stand beside each other: one of each issuer, and only where both say so.",
        )
