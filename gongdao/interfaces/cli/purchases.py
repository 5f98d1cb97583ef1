"""Something the demo consumer bought from the demo merchant: listed, ordered, paid, and delivered or not yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from gongdao.interfaces.cli.cast import Cast
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow.gateways.port import Notice
from gongdao.stages.listings import actions as listings
from gongdao.stages.orders import actions as orders


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is bought under a name of the shop's own, and how many days ago it arrived, if it was sent."""

    name: str
    said: listings.Said
    days: int | None = None
    quantity: int = 1


def offered(cast: Cast, name: str, said: listings.Said, at: datetime) -> str:
    """Put something on the demo merchant's shelf."""
    offering = listings.Offering(cast.staff["demo-merchant"], at, said, name)
    (listing,) = listings.offer(offerings=[offering])
    return str(listing.id)


def bought(cast: Cast, wanted: Wanted, now: datetime) -> Any:
    """The order, with everything that happened to it by now."""
    buyer, seller, name = cast.staff["demo-consumer"], cast.staff["demo-merchant"], wanted.name
    began = now - timedelta(days=1 if wanted.days is None else wanted.days + 3)
    listing = offered(cast, name, wanted.said, began)
    picks = (orders.Pick(listing, wanted.quantity),)
    (order,) = orders.place(
        market=cast.market, purchases=[orders.Purchase(buyer, began, picks, external_id=name)]
    )
    (payment,) = escrow.start(
        payings=[escrow.Paying(buyer, began, order.id, "wechat")], gateway="fake"
    )
    heard = Notice(name, payment.id, captured=True, amount=payment.amount, at=began)
    escrow.receive(by=cast.gateway, notices=[heard])
    if wanted.days is not None:
        waybill = f"GD-{name}-{cast.market.slug}"[:40]
        carrier, sent = cast.courier.party, began + timedelta(days=1)
        delivery.ship(shippings=[delivery.Shipping(seller, sent, order.id, carrier, waybill)])
        arrived = now - timedelta(days=wanted.days)
        delivery.scan(seen=[delivery.Seen(cast.courier, arrived, waybill, "signed_for", "上海")])
    return order
