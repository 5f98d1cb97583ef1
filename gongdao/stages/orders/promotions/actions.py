"""Everything that can happen to coupons, bundles and gifts. What an order was reduced by never changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.db import IntegrityError, transaction

from gongdao.kernel.money import MOST, Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.batches import add, store
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.listings import queries as listings
from gongdao.stages.listings.models import Version
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.promotions import queries
from gongdao.stages.orders.promotions.kinds import AUDIENCES
from gongdao.stages.orders.promotions.models import (
    Bundle,
    BundlePart,
    Coupon,
    GiftOffer,
    Reduction,
    Voucher,
)
from gongdao.stages.orders.promotions.points import actions as points

TITLE_MOST = 80
PARTS_MOST = 20
COUNT_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What a coupon says: how much off from which sum on, for whom, when, and beside which others."""

    title: Words
    off: Money
    threshold: Money
    since: datetime
    until: datetime
    audience: str = "everyone"
    stacks: bool = False
    each_most: int = 1
    in_all: int = 1_000


@transaction.atomic
def issue(*, by: Actor, said: Terms, at: datetime) -> Coupon:
    """A merchant or the platform issues a coupon, and bears it."""
    side = allow(by, "coupon.issue", marketplace=by.marketplace)
    _refuse_unreal(said, at=at)
    row = Coupon.objects.create(
        id=mint("cpn", at=at),
        marketplace=by.marketplace,
        merchant=by.party if side == "merchant" else None,
        title_zh=said.title.zh,
        title_en=said.title.en,
        currency=said.off.currency,
        off_minor=said.off.minor,
        threshold_minor=said.threshold.minor,
        audience=said.audience,
        since=said.since,
        until=said.until,
        stacks=said.stacks,
        each_most=said.each_most,
        in_all=said.in_all,
    )
    terms = {
        "off": str(said.off), "threshold": str(said.threshold), "until": said.until.isoformat(),
        "audience": said.audience, "stacks": said.stacks, "borne_by": row.merchant or "platform",
    }  # fmt: skip
    record([Deed("coupon.issued", row.id, by=by.party, marketplace=row.marketplace, at=at, data=terms)])  # fmt: skip
    return row


@transaction.atomic
def stop(*, by: Actor, coupon: str, at: datetime) -> Coupon:
    """No more of it are taken; what buyers hold already stays good."""
    row = queries.locked_coupon(coupon, by=by)
    allow(by, "coupon.stop", marketplace=row.marketplace, issuer=row.merchant)
    row.stopped_at = row.stopped_at or at
    row.save(update_fields=["stopped_at"])
    record([Deed("coupon.stopped", row.id, by=by.party, marketplace=row.marketplace, at=at)])
    return row


@transaction.atomic
def take(*, by: Actor, coupon: str, at: datetime) -> Voucher:
    """A buyer takes a coupon, to use it later."""
    row = queries.locked_coupon(coupon, by=by)
    allow(by, "coupon.take", marketplace=row.marketplace)
    in_all, mine = queries.taken_of(row, holder=by.party)
    if row.stopped_at or not row.since <= at < row.until or in_all >= row.in_all:
        raise Refusal(
            "coupon_gone",
            "这张优惠券已经发完、停发或者不在领取期内。",
            "This coupon is gone, stopped, or cannot be taken now.",
        )
    if mine >= row.each_most:
        raise Refusal(
            "coupon_taken_already",
            f"每人限领{row.each_most}张，您已经领过。",
            f"Each buyer may take {row.each_most}; you have yours.",
        )
    if row.audience == "first_order" and queries.has_ordered(by.party):
        raise Refusal(
            "coupon_for_first_order",
            "这张优惠券只给还没有下过单的买家。",
            "This coupon is for buyers who have not ordered yet.",
        )
    made = Voucher.objects.create(
        id=mint("vch", at=at), marketplace=row.marketplace, coupon=row, holder=by.party,
        taken_at=at, until=row.until,
    )  # fmt: skip
    record([Deed("coupon.taken", made.id, by=by.party, marketplace=row.marketplace, at=at, about=row.id)])  # fmt: skip
    return made


@transaction.atomic
def apply(*, reductions: Sequence[Reduction], at: datetime) -> None:
    """What orders are reduced by is written down with them; a voucher is spent by one of them only."""
    add(reductions)
    spending = {each.source: each.order for each in reductions if each.kind == "coupon"}
    spent = queries.unused(spending)
    if len(spent) < len([each for each in reductions if each.kind == "coupon"]):
        raise Refusal("coupon_spent", "这张优惠券已经用过。", "This coupon has been used already.")
    for voucher in spent:
        voucher.used_in, voucher.used_at = spending[voucher.id], at
    store(spent, "used_in", "used_at")
    if used := [each for each in reductions if each.kind == "points"]:
        points.spend(reductions=used, at=at)
    record(
        [
            Deed(
                "price.reduced", each.order_id, by=each.order.buyer, marketplace=each.marketplace,
                at=at, data={"kind": each.kind, "source": each.source, "off_minor": each.off_minor,
                             "platform_minor": each.platform_minor},
            )
            for each in reductions
        ]
    )  # fmt: skip


@transaction.atomic
def give_back(*, orders: Sequence[Order], at: datetime) -> list[Voucher]:
    """Orders came to nothing: their points come back, and their coupons are good as long as they were when spent."""
    back = []
    for spent in queries.spent_in(order.id for order in orders):
        assert spent.used_in, "a spent voucher names its order"
        assert spent.used_at, "and the moment"
        back.append(
            Voucher(
                id=mint("vch", at=at, salt=f"{spent.id}/back"), marketplace=spent.marketplace,
                coupon=spent.coupon, holder=spent.holder, taken_at=at,
                until=at + (spent.until - spent.used_at), in_place_of=spent.used_in,
            )
        )  # fmt: skip
    add(back)
    if pointed := [order for order in orders if queries.used_points(order)]:
        points.give_back(stands=dict.fromkeys(pointed, 0), at=at)
    record(
        [
            Deed(
                "coupon.given_back", row.id, by=row.marketplace, marketplace=row.marketplace, at=at,
                about=row.in_place_of_id or "", data={"until": row.until.isoformat()},
            )
            for row in back
        ]
    )  # fmt: skip
    return back


@transaction.atomic
def bundle(
    *, by: Actor, market: Marketplace, title: Words, price: Money, parts: Mapping[str, int], at: datetime
) -> Bundle:  # fmt: skip
    """A merchant offers several of its listings at one price, below what they cost one by one."""
    allow(by, "bundle.offer", marketplace=market.id)
    says = _own(market, by, parts)
    pieces = sum(parts.values())
    apart = sum(says[ref].price_minor * n for ref, n in parts.items())
    real = (
        _titled(title)
        and pieces >= 2
        and len(parts) <= PARTS_MOST
        and all(0 < n <= 100 for n in parts.values())
        and all(version.currency == price.currency for version in says.values())
        and 0 < price.minor < apart
    )
    if not real:
        raise Refusal(
            "bundle_unreal",
            "套餐须有名称和至少两件自己的商品，价格须低于单买的总价。",
            "A bundle has a name and at least two pieces of your own goods, and costs less than they do apart.",
        )
    row = Bundle.objects.create(
        id=mint("bdl", at=at), marketplace=market.id, merchant=by.party, title_zh=title.zh,
        title_en=title.en, currency=price.currency, price_minor=price.minor, since=at,
    )  # fmt: skip
    add(
        [
            BundlePart(marketplace=market.id, bundle=row, listing_id=ref, quantity=n)
            for ref, n in sorted(parts.items())
        ]
    )
    data = {"price": str(price), "parts": dict(sorted(parts.items()))}
    record([Deed("bundle.offered", row.id, by=by.party, marketplace=market.id, at=at, data=data)])
    return row


@transaction.atomic
def end_bundle(*, by: Actor, bundle: str, at: datetime) -> Bundle:
    """The bundle is offered no longer; contracts that have it keep it."""
    row = queries.own_bundle(bundle, by=by)
    allow(by, "bundle.end", marketplace=row.marketplace, seller=row.merchant)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record([Deed("bundle.ended", row.id, by=by.party, marketplace=row.marketplace, at=at)])
    return row


@transaction.atomic
def give_with(
    *, by: Actor, market: Marketplace, main: str, gift: str, stated: Money, at: datetime
) -> GiftOffer:
    """A merchant gives one of its listings with another, and says beforehand what it is worth."""
    allow(by, "gift.offer", marketplace=market.id)
    says = _own(market, by, {main: 1, gift: 1})
    price = says[gift].price
    if main == gift or stated.currency != price.currency or not 0 < stated.minor <= price.minor:
        raise Refusal(
            "gift_unreal",
            f"赠品须是另一件自己的商品，标明的价值须大于零且不超过它的售价 {price}。",
            f"A gift is another listing of your own, worth more than nothing and at most its price, {price}.",
        )
    try:
        with transaction.atomic():
            row = GiftOffer.objects.create(
                id=mint("gft", at=at), marketplace=market.id, merchant=by.party, main_id=main,
                gift_id=gift, currency=stated.currency, stated_minor=stated.minor, since=at,
            )  # fmt: skip
    except IntegrityError as known:
        raise Refusal(
            "gift_offered_already",
            "这件商品已经附有这个赠品。",
            "This gift comes with that listing already.",
        ) from known
    data = {"main": main, "gift": gift, "stated": str(stated)}
    record([Deed("gift.offered", row.id, by=by.party, marketplace=market.id, at=at, data=data)])
    return row


@transaction.atomic
def end_gift(*, by: Actor, gift: str, at: datetime) -> GiftOffer:
    """The gift comes with new orders no longer."""
    row = queries.own_gift(gift, by=by)
    allow(by, "gift.end", marketplace=row.marketplace, seller=row.merchant)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record([Deed("gift.ended", row.id, by=by.party, marketplace=row.marketplace, at=at)])
    return row


def _own(market: Marketplace, by: Actor, wanted: Mapping[str, int]) -> dict[str, Version]:
    says = listings.latest(market.id, wanted)
    if set(says) != set(wanted) or {v.listing.merchant for v in says.values()} != {by.party}:
        _refuse_foreign()
    return says


def _refuse_foreign() -> NoReturn:
    raise Refusal(
        "not_your_goods",
        "只能用自己在售的商品。",
        "Only listings of your own that are for sale can be used.",
    )


def _titled(title: Words) -> bool:
    return all(0 < len(words) <= TITLE_MOST for words in (title.zh, title.en))


def _refuse_unreal(said: Terms, *, at: datetime) -> None:
    amounts = said.off.currency == said.threshold.currency and (
        0 < said.off.minor < said.threshold.minor <= MOST
    )
    counts = 0 < said.each_most <= said.in_all <= COUNT_MOST
    if not (_titled(said.title) and amounts and counts and said.audience in AUDIENCES):
        raise Refusal(
            "coupon_unreal",
            "优惠券须有名称，面额大于零且低于使用门槛，限领与总量合理，对象在清单内。",
            "A coupon has a name, takes off more than nothing and less than its threshold, and has "
            "real limits and a known audience.",
        )
    if not max(said.since, at) < said.until:
        raise Refusal(
            "coupon_time_unreal",
            "优惠券的有效期须在将来，且起点早于终点。",
            "A coupon is valid from a moment to a later one that has not passed.",
        )
