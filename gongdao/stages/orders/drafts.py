"""What an order would be, before it is one: the same rows for the buyer who looks and the buyer who submits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NoReturn

from gongdao.kernel.money import MOST, Money, total
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings import queries as listings
from gongdao.stages.listings.kinds import KINDS
from gongdao.stages.listings.models import Version
from gongdao.stages.listings.pricing import log
from gongdao.stages.listings.pricing.models import Entry
from gongdao.stages.listings.traits import CONFIRMABLE
from gongdao.stages.orders import contract, facts, preorders
from gongdao.stages.orders.models import Line, Order
from gongdao.stages.orders.promotions import pricing
from gongdao.stages.orders.promotions import queries as promotions
from gongdao.stages.orders.promotions.models import GiftOffer, Reduction, Voucher
from gongdao.stages.orders.promotions.points import queries as points
from gongdao.stages.orders.promotions.points.facts import refuse_short
from gongdao.stages.orders.promotions.pricing import Set

QUANTITY_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Pick:
    """So many pieces of a listing. `no_return_confirmed` is the buyer's express word for this purchase."""

    listing: str
    quantity: int = 1
    no_return_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Purchase:
    """A buyer submits an order to one merchant. Freight and promised days are as shown before.

    `seen` is the digest of the terms that the buyer was shown; terms that changed since are refused.
    `vouchers` and `points` are the buyer's own, to use; bundles count and gifts come by themselves.
    """

    by: Actor
    at: datetime
    picks: tuple[Pick, ...]
    deliver_by: date | None = None
    ship_by: datetime | None = None
    external_id: str | None = None
    freight: Money | None = None
    discount: Money | None = None
    """What a threshold or a bundle takes off the sum of the lines, as shown before."""
    seen: str | None = None
    vouchers: tuple[str, ...] = ()
    points: int = 0


@dataclass(frozen=True, slots=True)
class Draft:
    """An order and its lines as they would be concluded now, with what takes something off the price."""

    order: Order
    lines: list[Line]
    reductions: list[Reduction]

    @property
    def seen(self) -> str:
        """The digest of the terms: equal for the buyer who looked and the one who submits."""
        return contract.digest(contract.terms(self.order.contract))

    def sold(self) -> list[Entry]:
        """What the price log tells of it: a piece of each line, its part of the discount taken off.

        Delivery is charged once; it stands with the line whose own delivery costs most.
        """
        order = self.order
        listed = sum(line.amount_minor for line in self.lines)
        dearest = max(self.lines, key=lambda line: line.version.freight_minor)
        return [
            log.sold(
                line.version,
                price_minor=line.amount_minor * order.goods_minor // (listed * line.quantity) or 1,
                freight_minor=order.freight_minor if line is dearest else 0,
                at=order.concluded_at,
            )
            for line in self.lines
        ]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What is for sale now, what comes with it, and which bundles it makes; read once for a batch."""

    says: Mapping[str, Version]
    gifts: Mapping[str, list[GiftOffer]]
    sets: Sequence[Set]


def drafts(market: Marketplace, purchases: Sequence[Purchase]) -> list[Draft]:
    """The orders that these purchases would conclude."""
    wanted = {pick.listing for p in purchases for pick in p.picks}
    gifts = promotions.gifts_with(market.id, wanted)
    given = {offer.gift_id for offers in gifts.values() for offer in offers}
    says = listings.latest(market.id, wanted | given)
    _refuse_stopped(market, purchases, says)
    # One piece alone is no bundle.
    several = any(sum(pick.quantity for pick in p.picks) > 1 for p in purchases)
    shelf = _Shelf(says, gifts, promotions.sets_of(market.id, wanted) if several else [])
    return [_draft(market, p, shelf, item=item) for item, p in enumerate(purchases)]


def by_merchant(
    market: Marketplace,
    picks: Iterable[Pick],
    *,
    by: Actor,
    at: datetime,
    vouchers: Sequence[str] = (),
    points: int = 0,
) -> list[Purchase]:
    """One purchase for each merchant, currency and way to perform: so many orders, in a fixed order.

    Points go to the order whose goods cost most.
    """
    picks = list(picks)
    says = listings.latest(market.id, (pick.listing for pick in picks))
    shared: dict[tuple[str, str, str], list[Pick]] = {}
    for pick in picks:
        if pick.listing not in says:
            _refuse_gone()
        version = says[pick.listing]
        shared.setdefault(_together(version), []).append(pick)
    bought = [Purchase(by, at, tuple(chosen)) for _, chosen in sorted(shared.items(), key=_first)]
    dealt = _dealt(bought, says, promotions.vouchers(vouchers, by=by) if vouchers else [])
    if points and dealt:
        most = max(range(len(dealt)), key=lambda n: _sum(dealt[n], says))
        dealt[most] = replace(dealt[most], points=points)
    return dealt


def _first(pair: tuple[tuple[str, str, str], list[Pick]]) -> tuple[str, str, str]:
    return pair[0]


def _together(version: Version) -> tuple[str, str, str]:
    """What one order has in common: the merchant, the currency, and the way it is performed.

    Each pre-order is one of its own: its earnest money and its days are its listing's.
    """
    way = version.listing_id if version.kind == "preorder" else KINDS[version.kind].way
    return version.listing.merchant, version.currency, way


def _dealt(
    purchases: list[Purchase], says: Mapping[str, Version], vouchers: Sequence[Voucher]
) -> list[Purchase]:
    """Each coupon goes to its merchant's order; one of the platform's to the largest that has none of its."""
    sums = [_sum(one, says) for one in purchases]
    largest = sorted(range(len(purchases)), key=lambda n: -sums[n])
    taken: set[int] = set()
    for voucher in vouchers:
        seller = voucher.coupon.merchant
        fits = [
            n
            for n in largest
            if (n not in taken if seller is None else _seller(purchases[n], says) == seller)
        ]
        if not fits:
            raise Refusal(
                "coupon_for_others",
                f"优惠券“{voucher.coupon.title_zh}”在这次购买里没有可用的订单。",
                f'There is no order in this purchase that the coupon "{voucher.coupon.title_en}" is for.',
            )
        taken |= {fits[0]} if seller is None else set()
        mine = (*purchases[fits[0]].vouchers, voucher.id)
        purchases[fits[0]] = replace(purchases[fits[0]], vouchers=mine)
    return purchases


def _sum(purchase: Purchase, says: Mapping[str, Version]) -> int:
    return sum(says[pick.listing].price_minor * pick.quantity for pick in purchase.picks)


def _seller(purchase: Purchase, says: Mapping[str, Version]) -> str:
    return says[purchase.picks[0].listing].listing.merchant


def _draft(market: Marketplace, purchase: Purchase, shelf: _Shelf, *, item: int) -> Draft:
    allow(purchase.by, "order.place", marketplace=market.id)
    versions = _versions(purchase, shelf.says, item=item)
    listed = max(Money(v.currency, v.freight_minor) for v in versions)
    freight = listed if purchase.freight is None else purchase.freight
    order = Order(
        id=mint(
            "ord",
            at=purchase.at,
            salt=purchase.external_id and f"{market.id}/{purchase.external_id}",
        ),
        marketplace=market.id,
        external_id=purchase.external_id,
        buyer=purchase.by.party,
        merchant=versions[0].listing.merchant,
        law=market.law,
        currency=versions[0].currency,
        freight_minor=freight.minor,
        concluded_at=purchase.at,
    )
    promised = _promised(versions[0])
    order.deliver_by = purchase.deliver_by or promised or facts.delivery_due(order).value
    by_promise = facts.last_moment_of(promised, order) if promised else None
    order.ship_by = purchase.ship_by or by_promise or facts.dispatch_due(order).value
    lines = _lines(order, versions, purchase.picks, shelf)
    off = _off(order, lines, purchase, shelf)
    order.goods_minor = _reduced(lines, off, purchase, item=item).minor
    if order.total.minor > MOST or freight.minor < 0:
        raise Refusal(
            "amount_absurd",
            "订单金额超出允许范围。",
            "The amount of the order is beyond what can be.",
            item=item,
        )
    if versions[0].kind == "preorder":
        preorders.agree(order, versions[0], sum(line.quantity for line in lines[:1]), item=item)
    order.contract = contract.body(order, lines, off)
    order.contract_digest = contract.digest(order.contract)
    made = Draft(order, lines, off)
    _refuse_changed(purchase, made, item=item)
    return made


def _off(order: Order, lines: Sequence[Line], purchase: Purchase, shelf: _Shelf) -> list[Reduction]:
    """What comes off: the bundles that were bought, and the buyer's own coupons and points."""
    vouchers = promotions.vouchers(purchase.vouchers, by=purchase.by) if purchase.vouchers else []
    off = pricing.reductions(
        order, lines, sets=shelf.sets, vouchers=vouchers, points=purchase.points, at=purchase.at
    )
    if purchase.points and purchase.points > points.balance(by=purchase.by):
        refuse_short()
    return off


def _lines(
    order: Order, versions: Sequence[Version], picks: Sequence[Pick], shelf: _Shelf
) -> list[Line]:
    """What is bought, and after it the gifts that come with it while they are on the shelf themselves."""
    bought = [
        Line(
            marketplace=order.marketplace,
            order=order,
            version=version,
            quantity=pick.quantity,
            amount_minor=(version.price * pick.quantity).minor,
            no_return_confirmed=pick.no_return_confirmed
            and bool(CONFIRMABLE & set(version.traits)),
        )
        for version, pick in zip(versions, picks, strict=True)
    ]
    given = [
        Line(
            marketplace=order.marketplace,
            order=order,
            version=shelf.says[offer.gift_id],
            quantity=pick.quantity,
            amount_minor=0,
            no_return_confirmed=False,
            gift_for=version,
            stated_minor=offer.stated_minor * pick.quantity,
        )
        for version, pick in zip(versions, picks, strict=True)
        for offer in shelf.gifts.get(pick.listing, [])
        if offer.gift_id in shelf.says
        and offer.currency == order.currency
        and _together(shelf.says[offer.gift_id]) == _together(version)
    ]
    return bought + given


def _promised(version: Version) -> date | None:
    """The day a kind of thing is promised for; the same in every listing that says one."""
    said = version.attributes.get("delivers_by") if version.kind == "preorder" else None
    return date.fromisoformat(said) if said else None


def _reduced(
    lines: Sequence[Line], off: Sequence[Reduction], purchase: Purchase, *, item: int
) -> Money:
    """The price of the goods: the sum of the lines, less what was shown to come off."""
    currency = lines[0].version.currency
    listed = total((Money(currency, line.amount_minor) for line in lines), currency=currency)
    stated = purchase.discount or Money(currency, 0)
    less = stated.minor + sum(each.off_minor for each in off)
    if stated.currency != currency or stated.minor < 0 or less >= listed.minor:
        raise Refusal(
            "discount_unreal",
            "优惠不能为负，也不能达到商品总价。",
            "A discount is not negative and stays below the sum of the prices.",
            item=item,
        )
    return listed - Money(currency, less)


def _refuse_stopped(
    market: Marketplace, purchases: Sequence[Purchase], says: Mapping[str, Version]
) -> None:
    """Nobody buys from a merchant who is suspended, has left, or whose papers have run out."""
    merchants = {version.listing.merchant for version in says.values()}
    selling = admission.may_sell(market.id, merchants, at=max(p.at for p in purchases))
    for item, purchase in enumerate(purchases):
        if any(
            p.listing in says and says[p.listing].listing.merchant not in selling
            for p in purchase.picks
        ):
            raise Refusal(
                "merchant_not_selling",
                "这个商家目前不能销售（已暂停、已退出或者资质到期）。",
                "This merchant may not sell now: it is suspended, has left, or its papers ran out.",
                item=item,
            )


def _refuse_changed(purchase: Purchase, draft: Draft, *, item: int) -> None:
    """A buyer is bound by what it was shown, and by nothing else."""
    if purchase.seen is not None and purchase.seen != draft.seen:
        raise Refusal(
            "terms_changed",
            "您看过之后，价格、商品内容、运费或者承诺的日期有变化；请重新核对后再提交。",
            "The price, the goods, the freight or a promised day changed since you looked; look again "
            "before you submit.",
            item=item,
        )


def _versions(purchase: Purchase, says: Mapping[str, Version], *, item: int) -> list[Version]:
    versions = [says[pick.listing] for pick in purchase.picks if pick.listing in says]
    if not versions or len(versions) < len(purchase.picks):
        _refuse_gone(item=item)
    if not all(0 < pick.quantity <= QUANTITY_MOST for pick in purchase.picks):
        raise Refusal(
            "quantity_unreal",
            f"数量须为1至{QUANTITY_MOST}的整数。",
            f"The quantity must be a whole number from 1 to {QUANTITY_MOST}.",
            item=item,
        )
    if len({(v.listing.merchant, v.currency) for v in versions}) > 1:
        raise Refusal(
            "one_merchant_per_order",
            "一个订单只能包含同一商家、同一货币的商品。",
            "One order buys from one merchant, in one currency.",
            item=item,
        )
    if len({_together(v) for v in versions}) > 1:
        raise Refusal(
            "one_way_per_order",
            "服务、数字内容、预售和寄送的商品须分开下单。",
            "Services, digital content, pre-orders and goods that are sent are ordered apart.",
            item=item,
        )
    return versions


def _refuse_gone(*, item: int | None = None) -> NoReturn:
    raise Refusal(
        "listing_not_for_sale",
        "商品不存在或已下架，请刷新后再下单。",
        "A listing is not for sale (any more); look again before ordering.",
        item=item,
    )
