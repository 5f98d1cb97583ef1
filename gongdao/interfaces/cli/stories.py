"""The prepared stories: orders at the moment where a right is to be used, for people to try.

They belong to the demo consumer and the demo merchant, so that one click shows both sides.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from rich.console import Console

from gongdao.interfaces.cli.cast import Cast
from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes.actions import Complaint
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow.gateways.port import Notice
from gongdao.stages.listings import actions as listings
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries as placed

# name: title, price, traits, whether the exception was confirmed, days since delivery (none: not shipped)
STORIES: dict[str, tuple[Words, str, tuple[str, ...], bool, int | None]] = {
    "story-toy-car": (Words("合金玩具汽车", "Die-cast toy car"), "225.00", (), False, None),
    "story-seventh-day": (Words("亚麻衬衫", "Linen shirt"), "168.00", (), False, 6),
    "story-eighth-day": (Words("纯棉短袖T恤", "Cotton T-shirt"), "59.00", (), False, 12),
    "story-made-to-order": (Words("照片定制马克杯", "Mug with your photo"), "49.00", ("made_to_order",), False, 2),
    "story-unsealed": (Words("保湿面霜", "Moisturiser"), "129.00", ("unfit_if_opened",), False, 2),
    "story-unsealed-confirmed": (Words("丝绒口红", "Velvet lipstick"), "99.00", ("unfit_if_opened",), True, 2),
    "story-counterfeit": (Words("跑步鞋", "Running shoes"), "1200.00", (), False, 3),
    "story-lost-parcel": (Words("骨瓷餐具套装", "Bone china set"), "320.00", (), False, None),
    "story-silence": (Words("无线吸尘器", "Cordless vacuum"), "899.00", ("durable",), False, 4),
}  # fmt: skip


def prepare(cast: Cast, *, console: Console) -> None:
    """Prepare every story that is not there yet, at the sandbox's own time."""
    there = placed.by_external(cast.market.id, STORIES)
    now = cast.now()
    for name in STORIES:
        if name not in there:
            _prepare(cast, name, now)
    cast.seal(at=now)
    console.print(
        f"故事 stories: {len(STORIES)} · 演示账户 demo accounts: demo-consumer, demo-merchant, …"
    )


@transaction.atomic
def _prepare(cast: Cast, name: str, now: datetime) -> None:
    """A story is there whole or not at all: interrupted, it is told again from its beginning."""
    title, price, traits, confirmed, days = STORIES[name]
    buyer, seller = cast.staff["demo-consumer"], cast.staff["demo-merchant"]
    # The refusal comes while there is still time to ship; the others are on their way or there.
    before = 1 if name == "story-toy-car" else (days or 0) + 3
    began = now - timedelta(days=before)
    said = listings.Said(title, "stories", cny(price), cny("0"), frozenset(traits))
    (listing,) = listings.offer(offerings=[listings.Offering(seller, began, said, name)])
    pick = orders.Pick(listing.id, 1, confirmed)
    purchase = orders.Purchase(buyer, began, (pick,), external_id=name)
    (order,) = orders.place(market=cast.market, purchases=[purchase])
    (payment,) = escrow.start(
        payings=[escrow.Paying(buyer, began, order.id, "alipay")], gateway="fake"
    )
    notice = Notice(name, payment.id, captured=True, amount=payment.amount, at=began)
    escrow.receive(by=cast.gateway, notices=[notice])
    if name == "story-toy-car":
        delivery.refuse_to_ship(by=seller, order=order.id, reason="缺货", at=now)
        return
    waybill = f"GD-{name}-{cast.market.slug}"[:40]
    sent = began + timedelta(days=1)
    shipping = delivery.Shipping(seller, sent, order.id, cast.courier.party, waybill)
    (parcel,) = delivery.ship(shippings=[shipping])
    if days is None:
        delivery.scan(seen=[delivery.Seen(cast.courier, sent, waybill, "collected", "杭州")])
        delivery.report_loss(by=cast.courier, parcel=parcel.id, at=now)
        return
    arrived = now - timedelta(days=days)
    delivery.scan(seen=[delivery.Seen(cast.courier, arrived, waybill, "signed_for", "上海")])
    if name in ("story-counterfeit", "story-silence"):
        kind = "counterfeit" if name == "story-counterfeit" else "not_as_described"
        complaint = Complaint(
            kind,
            "refund_and_damages",
            "鞋标与官网不一致，疑似假货。"
            if kind == "counterfeit"
            else "到货就不能充电，联系商家没有回音。",
        )
        disputes.file(by=buyer, order=order.id, complaint=complaint, at=now)
