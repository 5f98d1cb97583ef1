"""Everything that can happen to an order before money and goods move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.refusal import Refusal
from gongdao.registers.batches import add
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings import queries as listings
from gongdao.stages.listings.models import Version
from gongdao.stages.listings.traits import CONFIRMABLE
from gongdao.stages.orders import contract, facts, queries
from gongdao.stages.orders.models import Line, Order
from gongdao.stages.orders.states import ORDER

QUANTITY_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Pick:
    """So many pieces of a listing. `no_return_confirmed` is the buyer's express word for this purchase."""

    listing: str
    quantity: int = 1
    no_return_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Purchase:
    """A buyer submits an order to one merchant. Freight and promised days are as shown before."""

    by: Actor
    at: datetime
    picks: tuple[Pick, ...]
    deliver_by: date | None = None
    ship_by: datetime | None = None
    external_id: str | None = None
    freight: Money | None = None
    discount: Money | None = None
    """What a threshold or a bundle takes off the sum of the lines, as shown before."""

from gongdao.stages.orders import facts, queries
from gongdao.stages.orders.drafts import Pick as Pick  # what a caller of `place` needs to say
from gongdao.stages.orders.drafts import Purchase as Purchase
from gongdao.stages.orders.drafts import drafts
from gongdao.stages.orders.models import Order
from gongdao.stages.orders.states import ORDER


@transaction.atomic
def place(*, market: Marketplace, purchases: Sequence[Purchase]) -> list[Order]:
    """Conclude contracts: submitting the order concludes it, paid or not (S10).

    A purchase without a promise gets the days of the platform's own rules.
    """
    says = listings.latest(market.id, (pick.listing for p in purchases for pick in p.picks))
    _refuse_stopped(market, purchases, says)
    placed = [_order(market, p, says, item=item) for item, p in enumerate(purchases)]
    orders = [order for order, _ in placed]
    placed = drafts(market, purchases)
    orders = [draft.order for draft in placed]
    try:
        add(orders)
    except IntegrityError as known:
        raise Refusal(
            "order_placed_already",
            "这个外部订单号已经下过单。",
            "An order with this external number was placed already.",
        ) from known
    add([line for draft in placed for line in draft.lines])
    due = [facts.payment_due(order) for order in orders]
    turn(
        owed=[
            Owed(
                "payment", o.id, o.buyer, o.merchant, o.marketplace, o.concluded_at,
                answer.value, str(answer.cites),
            )
            for o, answer in zip(orders, due, strict=True)
        ]
    )  # fmt: skip
    record([_concluded(order) for order in orders])
    return orders


@transaction.atomic
def cancel(*, by: Actor, order: str, at: datetime) -> Order:
    """Leave an order that is not paid yet."""
    row = queries.locked(order, by=by)
    allow(by, "order.cancel", marketplace=row.marketplace, buyer=row.buyer)
    row.state = ORDER.move(row.state, "cancel", by="buyer").to
    row.save(update_fields=["state"])
    turn(done=[Done("payment", row.id, at, "moot")])
    record([_ended("order.cancelled", row, by=by, at=at)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody paid in time: the orders are cancelled by the clock."""
    rows = [
        row for row in queries.locked_many(d.subject for d in duties) if row.state == ORDER.start
    ]
    for row in rows:
        row.state = ORDER.move(row.state, "lapse", by=CLOCK).to
    Order.objects.filter(pk__in=[row.id for row in rows]).update(state="cancelled")
    turn(done=[Done("payment", d.subject, at, "missed") for d in duties])
    record([_ended("order.lapsed", r, by=clock_of(r.marketplace), at=at) for r in rows])


@transaction.atomic
def rescind(*, order: Order, by: Actor, at: datetime, cites: str) -> None:
    """The contract is over and what was paid goes back; called by whatever stage found the ground."""
    order.state = ORDER.move(order.state, "rescind", by="buyer").to
    order.save(update_fields=["state"])
    record([_ended("order.rescinded", order, by=by, at=at, cites=cites)])


def _order(
    market: Marketplace, purchase: Purchase, says: dict[str, Version], *, item: int
) -> tuple[Order, list[Line]]:
    allow(purchase.by, "order.place", marketplace=market.id)
    versions = _versions(purchase, says, item=item)
    amounts = [v.price * p.quantity for v, p in zip(versions, purchase.picks, strict=True)]
    goods = _discounted(total(amounts, currency=versions[0].currency), purchase, item=item)
    listed = max(Money(v.currency, v.freight_minor) for v in versions)
    freight = listed if purchase.freight is None else purchase.freight
    if goods.minor + freight.minor > MOST or freight.minor < 0:
        raise Refusal(
            "amount_absurd",
            "订单金额超出允许范围。",
            "The amount of the order is beyond what can be.",
            item=item,
        )
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
        currency=goods.currency,
        goods_minor=goods.minor,
        freight_minor=freight.minor,
        concluded_at=purchase.at,
    )
    order.ship_by = purchase.ship_by or facts.dispatch_due(order).value
    order.deliver_by = purchase.deliver_by or facts.delivery_due(order).value
    lines = [
        Line(
            marketplace=market.id,
            order=order,
            version=version,
            quantity=pick.quantity,
            amount_minor=amount.minor,
            no_return_confirmed=pick.no_return_confirmed
            and bool(CONFIRMABLE & set(version.traits)),
        )
        for version, pick, amount in zip(versions, purchase.picks, amounts, strict=True)
    ]
    order.contract = contract.body(order, lines)
    order.contract_digest = contract.digest(order.contract)
    return order, lines


def _discounted(listed: Money, purchase: Purchase, *, item: int) -> Money:
    discount = purchase.discount or Money(listed.currency, 0)
    if discount.currency != listed.currency or not 0 <= discount.minor < listed.minor:
        raise Refusal(
            "discount_unreal",
            "优惠不能为负，也不能达到商品总价。",
            "A discount is not negative and stays below the sum of the prices.",
            item=item,
        )
    return listed - discount


def _refuse_stopped(
    market: Marketplace, purchases: Sequence[Purchase], says: dict[str, Version]
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


def _versions(purchase: Purchase, says: dict[str, Version], *, item: int) -> list[Version]:
    versions = [says[pick.listing] for pick in purchase.picks if pick.listing in says]
    if not versions or len(versions) < len(purchase.picks):
        raise Refusal(
            "listing_not_for_sale",
            "商品不存在或已下架，请刷新后再下单。",
            "A listing is not for sale (any more); look again before ordering.",
            item=item,
        )
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
    return versions


def _concluded(order: Order) -> Deed:
    concluded = facts.contract_concluded(order)
    return Deed(
        "order.placed",
        order.id,
        by=order.buyer,
        marketplace=order.marketplace,
        at=order.concluded_at,
        why=concluded.working,
        data={"contract": order.contract_digest, "total": str(order.total)},
    )


def _ended(act: str, row: Order, *, by: Actor, at: datetime, cites: str = "") -> Deed:
    data = {"cites": cites} if cites else {}
    return Deed(act, row.id, by=by.party, marketplace=row.marketplace, at=at, data=data)
