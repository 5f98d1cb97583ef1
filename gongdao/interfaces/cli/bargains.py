"""What the demo's shop gives and does beside goods: coupons, a bundle, a gift, a reduction, a key, a service."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gongdao.interfaces.cli.cast import Cast
from gongdao.interfaces.cli.purchases import Wanted, bought, offered
from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery.handing import actions as handing
from gongdao.stages.delivery.performing import actions as performing
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings.pricing import actions as pricing
from gongdao.stages.orders import queries as placed
from gongdao.stages.orders.promotions import actions as promotions

FONT_KEY = "GONG-DAO0-FONT-2026"
SKETCHBOOK = Words("素描本", "Sketchbook")
PENCILS = Words("水彩铅笔 24色", "Watercolour pencils, 24")
SHARPENER = Words("双孔卷笔刀", "Twin sharpener")


@transaction.atomic
def prepare(cast: Cast) -> None:
    """Set the table once, at the sandbox's own time: whole or not at all."""
    if placed.by_external(cast.market.id, ["bargain-lamp"]):
        return
    now = cast.now()
    _given(cast, now)
    _reduced(cast, now)
    _handed_over(cast, now)
    _served(cast, now)
    cast.seal(at=now)


def _given(cast: Cast, now: datetime) -> None:
    """Two coupons, one already taken, that stand beside each other; a bundle; a gift with the pencils."""
    staff, seller, market = cast.staff["demo-platform"], cast.staff["demo-merchant"], cast.market
    until = now + timedelta(days=30)
    mine = promotions.Terms(
        Words("满150减20", "20 off from 150"), cny("20"), cny("150"), now, until, stacks=True
    )
    theirs = promotions.Terms(
        Words("平台满100减8", "8 off from 100, from the platform"), cny("8"), cny("100"), now, until,
        stacks=True,
    )  # fmt: skip
    taken = promotions.issue(by=seller, said=mine, at=now)
    promotions.issue(by=staff, said=theirs, at=now)
    promotions.take(by=cast.staff["demo-consumer"], coupon=taken.id, at=now)
    shelf = {
        name: offered(cast, f"bargain-{name}", _goods(title, price), now)
        for name, title, price in (
            ("sketchbook", SKETCHBOOK, "38.00"), ("pencils", PENCILS, "96.00"), ("sharpener", SHARPENER, "12.00"),
        )
    }  # fmt: skip
    promotions.bundle(
        by=seller, market=market, title=Words("写生套装", "Sketching set"), price=cny("118.00"),
        parts={shelf["sketchbook"]: 1, shelf["pencils"]: 1}, at=now,
    )  # fmt: skip
    promotions.give_with(
        by=seller, market=market, main=shelf["pencils"], gift=shelf["sharpener"], stated=cny("12.00"),
        at=now,
    )  # fmt: skip


def _reduced(cast: Cast, now: datetime) -> None:
    """A lamp that was sold at its price this week costs less now; free delivery of it begins tomorrow."""
    said = _goods(Words("护眼台灯", "Desk lamp"), "159.00", freight="9.00")
    order = bought(cast, Wanted("bargain-lamp", said, days=1), now)
    (line,) = placed.lines(order)
    lamp, seller = line.version.listing_id, cast.staff["demo-merchant"]
    sale = pricing.Plan(
        listing=lamp, kind="reduction", begins_at=now, ends_at=now + timedelta(days=5),
        was=cny("159.00"), now=cny("129.00"), basis="earlier", countdown=True,
        basis_words="近七日在本店的最低成交价", conditions="每人限购两件",
    )  # fmt: skip
    pricing.announce(by=seller, plan=sale, at=now)
    free = pricing.Plan(
        listing=lamp, kind="free_delivery", begins_at=now + timedelta(days=1),
        ends_at=now + timedelta(days=5), conditions="中国大陆，偏远地区除外",
    )  # fmt: skip
    pricing.announce(by=seller, plan=free, at=now)


def _handed_over(cast: Cast, now: datetime) -> None:
    """A licence key waits sealed: whoever opens it gives up sending it back, and is asked first."""
    said = listings.Said(
        Words("字体授权（个人版）", "Font licence, personal"), "digital", cny("68.00"), cny("0"),
        attributes={"runs_on": "Windows 11, macOS 14"}, kind="digital",
    )  # fmt: skip
    order = bought(cast, Wanted("bargain-font", said), now)
    (line,) = placed.lines(order)
    handing.hand_over(
        by=cast.staff["demo-merchant"], order=order.id, line=line.id, pieces=1, at=now,
        secret=FONT_KEY, master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip


def _served(cast: Cast, now: datetime) -> None:
    """Two visits to clean the air conditioner: one is reported done and waits for the buyer's word."""
    said = listings.Said(
        Words("空调清洗上门服务", "Air-conditioner cleaning, per visit"), "services", cny("120.00"),
        cny("0"), attributes={"served_at": "上门"}, kind="service",
    )  # fmt: skip
    order = bought(cast, Wanted("bargain-cleaning", said, quantity=2), now)
    (line,) = placed.lines(order)
    performing.report(
        by=cast.staff["demo-merchant"], order=order.id, line=line.id, acts=1, at=now,
        words="客厅一台已拆洗并试机", done_at=now - timedelta(hours=3),
    )  # fmt: skip


def _goods(title: Words, price: str, *, freight: str = "0") -> listings.Said:
    return listings.Said(title, "stationery", cny(price), cny(freight), frozenset())
