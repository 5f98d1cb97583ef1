"""What is under way in the rooms of the demo, so that nobody finds an empty desk: money, words, things, people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from gongdao.interfaces import clock
from gongdao.interfaces.cli.cast import Cast
from gongdao.interfaces.cli.purchases import Wanted, bought
from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import actions as admission
from gongdao.stages.admission.credit_code import check_letter
from gongdao.stages.admission.particulars import Particulars
from gongdao.stages.aftersales import actions as returns
from gongdao.stages.aftersales.recalls import actions as recalls
from gongdao.stages.aftersales.repairs import actions as repairs
from gongdao.stages.escrow.charges import actions as charges
from gongdao.stages.escrow.gateways.port import Notice
from gongdao.stages.escrow.mandates import actions as mandates
from gongdao.stages.escrow.mandates import queries as subscribed
from gongdao.stages.escrow.mandates import terms
from gongdao.stages.escrow.payouts import actions as payouts
from gongdao.stages.escrow.plans import actions as plans
from gongdao.stages.escrow.prepaid import actions as prepaid
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings.review import actions as review
from gongdao.stages.orders import queries as placed
from gongdao.stages.orders.amending import actions as amending
from gongdao.stages.orders.conversations import actions as talks

# name: title, category, price, traits, days since delivery (none: not shipped)
GOODS: dict[str, tuple[Words, str, str, tuple[str, ...], int | None]] = {
    "scene-return": (Words("羊毛围巾", "Wool scarf"), "fashion", "139.00", (), 3),
    "scene-repair": (Words("电热水壶", "Electric kettle"), "appliances", "199.00", ("durable",), 60),
    "scene-question": (Words("积木城堡", "Block castle"), "toys", "269.00", (), None),
    "scene-recall": (Words("毛绒小熊", "Plush bear"), "toys", "79.00", (), 20),
}  # fmt: skip


@transaction.atomic
def prepare(cast: Cast) -> None:
    """Set every scene once, at the sandbox's own time: whole or not at all."""
    if placed.by_external(cast.market.id, GOODS):
        return
    now = cast.now()
    sold = {name: _bought(cast, name, now) for name in GOODS}
    _sent_back(cast, sold["scene-return"], now)
    _in_repair(cast, sold["scene-repair"], now)
    _asked_about(cast, sold["scene-question"], now)
    _recalled(cast, sold["scene-recall"], now)
    _subscribed(cast, now)
    _prepaid(cast, now)
    _drafted(cast, now)
    _applied(cast, now)
    clock.run_until(marketplace=cast.market.id, to=now)
    payouts.run(by=cast.staff["demo-platform"], currency="CNY", at=now)
    cast.seal(at=now)


def _bought(cast: Cast, name: str, now: datetime) -> Any:
    title, category, price, traits, days = GOODS[name]
    said = listings.Said(title, category, cny(price), cny("0"), frozenset(traits))
    return bought(cast, Wanted(name, said, days), now)


def _sent_back(cast: Cast, order: Any, now: datetime) -> None:
    """A return on its way: the merchant inspects it next."""
    buyer, seller = cast.staff["demo-consumer"], cast.staff["demo-merchant"]
    asked = returns.ask_return(by=buyer, order=order.id, at=now - timedelta(days=1))
    returns.agree(by=seller, ret=asked.id, at=now - timedelta(hours=20))
    returns.send_back(by=buyer, ret=asked.id, at=now - timedelta(hours=4), waybill="SF1390001")


def _in_repair(cast: Cast, order: Any, now: datetime) -> None:
    """A kettle under guarantee waits for a part; the guarantee stands still meanwhile."""
    buyer, seller = cast.staff["demo-consumer"], cast.staff["demo-merchant"]
    (line,) = placed.lines(order)
    row = repairs.ask(
        by=buyer, order=order.id, line=line.id, fault="不通电", at=now - timedelta(days=6)
    )
    repairs.accept(by=seller, repair=row.id, at=now - timedelta(days=5))
    repairs.hand_in(by=buyer, repair=row.id, at=now - timedelta(days=4))
    repairs.wait_for_parts(by=seller, repair=row.id, parts="温控器", at=now - timedelta(days=3))


def _asked_about(cast: Cast, order: Any, now: datetime) -> None:
    """A question that waits for an answer, and a change that waits for a yes."""
    buyer, seller = cast.staff["demo-consumer"], cast.staff["demo-merchant"]
    talks.say(
        by=buyer, topic=talks.Topic(order.id), text="请问能在周末前发货吗？孩子生日要用。", at=now
    )
    change = amending.Change(words="积木改发蓝色款，另赠一套小人仔")
    reason = "红色款库存不足"
    amending.propose(by=seller, order=order.id, change=change, reason=reason, at=now)


def _recalled(cast: Cast, order: Any, now: datetime) -> None:
    """A toy with a small part that comes off: its buyers are told and choose a remedy."""
    (line,) = placed.lines(order)
    danger = recalls.Danger(
        hazard="眼珠缝线不牢，脱落后儿童可能误吞", advice="立即收起，放到儿童拿不到的地方",
        remedies=("refund", "replace"), found_on=(now - timedelta(days=1)).date(), grave=True,
        listing=line.version.listing_id,
    )  # fmt: skip
    recalls.announce(by=cast.staff["demo-merchant"], danger=danger, at=now)


def _subscribed(cast: Cast, now: datetime) -> None:
    """A monthly magazine whose price is to rise: without a new yes it ends instead."""
    buyer, seller = cast.staff["demo-consumer"], cast.staff["demo-merchant"]
    began, title = now - timedelta(days=12), Words("绘本月刊", "Picture-book monthly")
    first = plans.Terms(title, cny("30.00"))
    plan = plans.offer(by=seller, market=cast.market, terms=first, at=began)
    digest = terms.digest(subscribed.shown(plan, at=began))
    agreed = mandates.Agreement(True, digest, "alipay")
    mandate = mandates.give(by=buyer, plan=plan.id, agreement=agreed, gateway="fake", at=began)
    (charge,) = subscribed.charges(mandate)
    heard = Notice("scene-subscription", charge.id, captured=True, amount=charge.amount, at=began)
    charges.receive(by=cast.gateway, heard=heard)
    dearer = plans.Terms(title, cny("36.00"))
    plans.revise(by=seller, market=cast.market, plan=plan.id, terms=dearer, at=now)


def _prepaid(cast: Cast, now: datetime) -> None:
    """A card for washing the car, used once at a discount."""
    buyer, seller = cast.staff["demo-consumer"], cast.staff["demo-merchant"]
    began = now - timedelta(days=20)
    offered = prepaid.offer(
        by=seller, market=cast.market, title=Words("洗车卡", "Car-wash card"), price=cny("500.00"),
        bonus=cny("50.00"), days=0, at=began,
    )  # fmt: skip
    card = prepaid.pay(by=buyer, offered=offered.id, gateway="fake", at=began)
    heard = Notice("scene-prepaid", card.id, captured=True, amount=card.paid, at=began)
    prepaid.receive(by=cast.gateway, heard=heard)
    prepaid.use(
        by=buyer, prepayment=card.id, drawn=cny("40.00"), listed=cny("50.00"), words="标准洗车",
        key="scene", at=now - timedelta(days=9),
    )  # fmt: skip


def _drafted(cast: Cast, now: datetime) -> None:
    """A draft that says what nobody may say: the findings stand beside the words."""
    said = listings.Said(
        Words("全网第一养生壶，根治失眠", "The best kettle there is; cures insomnia"), "appliances",
        cny("259.00"), cny("0"), frozenset(),
    )  # fmt: skip
    review.draft(drafts=[review.Draft(cast.staff["demo-merchant"], now, said, None, "scene-draft")])


def _applied(cast: Cast, now: datetime) -> None:
    """Somebody who wants to sell: the checklist says what is missing, and until when."""
    person = parties.Enrolment(f"demo-newcomer@{cast.market.slug}", ("merchant",))
    (party,) = parties.enrol(marketplace=cast.market.id, people=[person], at=now)
    body = "91330106" + "MA2CH0UD7"
    said = Particulars(
        shop_zh="云朵玩具", shop_en="Cloud Toys", form="enterprise",
        credit_code=body + check_letter(body), company="杭州云朵玩具有限公司", capital="100万元",
        person={
            "name": "林小满", "id_number": "11010519491231002X", "contact_name": "周云",
            "address": "浙江省杭州市西湖区文三路12号3幢501室", "phone": "0571-88880000",
            "bank_account": "6222020200011234567",
        },
    )  # fmt: skip
    master = MasterKey(settings.GONGDAO_VAULT_KEY)
    admission.apply(by=who.actor(party), said=said, at=now, master=master)
