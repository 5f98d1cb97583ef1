"""Who plays in a replay: the marketplace, its staff, the shops with their goods, the buyers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from gongdao.interfaces.cli.history.past import History, PastOrder
from gongdao.kernel.money import Money, cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.evidence import actions as evidence
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import actions as admission
from gongdao.stages.admission import queries as admitted
from gongdao.stages.admission.credit_code import check_letter
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings import queries as offered
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries as placed

STAFF = {
    "demo-consumer": "consumer",
    "demo-merchant": "merchant",
    "demo-arbiter": "arbiter",
    "demo-senior": "senior",
    "demo-platform": "platform",
    "demo-courier": "courier",
    "demo-officer": "officer",
    "gateway": "gateway",
}
NAMES = {"demo-merchant": Words("公道示范店", "Demo Shop")}
DEPOSIT, FUND = cny("3000.00"), cny("2000000.00")
BATCH = 2_000


@dataclass
class Cast:
    """Everyone a replay needs, enrolled once and found again."""

    market: Any
    zone: ZoneInfo
    staff: dict[str, Actor]
    sellers: dict[str, Actor]
    customers: dict[str, Actor]
    goods: dict[str, str]
    fake: FakeGateway
    known: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(
        cls, slug: str, past: Sequence[PastOrder], history: History, *, opened_at: datetime
    ) -> Cast:
        """Enrol, admit and stock everyone the history names; a second time everything is there."""
        market = parties.open_marketplace(
            slug=slug, zh="公道集市", en="Gongdao Market", law="cn", currency="CNY", mode="sandbox",
            at=opened_at,
        )  # fmt: skip
        staff = _enrol(market.id, {name: (role,) for name, role in STAFF.items()}, slug, opened_at)
        shops = sorted({o.seller for o in past})
        sellers = _enrol(market.id, dict.fromkeys(shops, ("merchant",)), slug, opened_at)
        buyers = sorted({o.customer for o in past})
        customers = _enrol(market.id, dict.fromkeys(buyers, ("consumer",)), slug, opened_at)
        cast = cls(
            market=market,
            zone=ZoneInfo("Asia/Shanghai"),
            staff=staff,
            sellers=sellers,
            customers=customers,
            goods={},
            fake=FakeGateway(settings.GONGDAO_GATEWAY_SECRET),
        )
        cast._admit(history.shops, opened_at)
        cast._stock(past, history, opened_at)
        return cast

    @property
    def gateway(self) -> Actor:
        """The payment gateway."""
        return self.staff["gateway"]

    @property
    def courier(self) -> Actor:
        """The carrier of every parcel."""
        return self.staff["demo-courier"]

    def seller(self, ref: str) -> Actor:
        """A shop of the history."""
        return self.sellers[ref]

    def customer(self, ref: str) -> Actor:
        """A buyer of the history."""
        return self.customers[ref]

    def order(self, external: str) -> Any:
        """An order of the history, as it was placed here; nothing if it was left out."""
        if external not in self.known:
            self.known |= placed.by_external(self.market.id, [external])
        return self.known.get(external)

    def case_of(self, external: str) -> str:
        """The return or dispute that an order opened, if it was not refused."""
        order = self.order(external)
        cases = [*returns.of_order(order.id), *disputes.of_order(order.id)]
        if not cases:
            raise Refusal("case_unknown", "没有这个案件。", "There is no such case.")
        return str(cases[-1].pk)

    def offer_in(self, case: str) -> str:
        """The last offer made in a dispute, if there is one."""
        made = disputes.offers(case)
        return str(made[-1].pk) if made else ""

    def purchase(self, order: PastOrder) -> orders.Purchase:
        """A past order as somebody would submit it now."""
        freight = sum(item.freight_minor for item in order.items)
        counted: dict[str, int] = {}
        for item in order.items:
            ref = self.goods[_stock_key(order.seller, item.product, item.price_minor)]
            counted[ref] = counted.get(ref, 0) + 1
        return orders.Purchase(
            by=self.customers[order.customer],
            at=order.purchased_at,
            picks=tuple(
                # Half of the buyers of goods that may be excepted confirm it.
                orders.Pick(ref, count, no_return_confirmed=order.id[-1] in "01234567")
                for ref, count in counted.items()
            ),
            deliver_by=order.estimated_on,
            ship_by=order.shipped_at + timedelta(days=1) if order.shipped_at else None,
            external_id=order.id,
            freight=Money("CNY", freight),
        )

    def now(self) -> datetime:
        """What time it is in the sandbox."""
        at: datetime = who.by_id(self.market.id).clock_at or self.market.opened_at
        return at

    def set_clock(self, to: datetime) -> None:
        """The test clock follows the history."""
        parties.set_clock(by=self.staff["demo-platform"], to=to)

    def seal(self, *, at: datetime) -> None:
        """Put everything that was done into the signed tree."""
        key = key_of(settings.GONGDAO_EVIDENCE_KEY)
        while evidence.seal(marketplace=self.market.id, at=at, key=key):
            pass

    def _admit(self, shops: dict[str, Words], at: datetime) -> None:
        everyone = {**self.sellers, "demo-merchant": self.staff["demo-merchant"]}
        known = admitted.may_sell(self.market.id, (actor.party for actor in everyone.values()))
        wishes = []
        for n, (ref, actor) in enumerate(sorted(everyone.items())):
            if actor.party not in known:
                name = (
                    NAMES.get(ref) or shops.get(ref) or Words(f"店铺{ref[:6]}", f"Shop {ref[:6]}")
                )
                body = f"91310000{n:09d}"
                wishes.append(
                    admission.Wish(actor, at, name.zh, name.en, body + check_letter(body))
                )
        if not wishes:
            return
        filed = admission.file(wishes=wishes)
        staff = self.staff["demo-platform"]
        admission.decide(
            by=staff, applications=[a.id for a in filed], act="admit", reason="资料齐全", at=at
        )
        for wish in wishes:
            party = wish.by.party
            escrow.lodge(by=staff, merchant=party, amount=DEPOSIT, key=f"deposit/{party}", at=at)
        escrow.lodge(by=staff, merchant=None, amount=FUND, key=f"fund/{self.market.id}", at=at)

    def _stock(self, past: Sequence[PastOrder], history: History, at: datetime) -> None:
        """Each product at each price it was sold for is a listing of its own."""
        wanted: dict[str, listings.Offering] = {}
        for order in past:
            for item in order.items:
                key = _stock_key(order.seller, item.product, item.price_minor)
                if key not in wanted:
                    said = _said(item.product, item.price_minor, history)
                    wanted[key] = listings.Offering(self.sellers[order.seller], at, said, key)
        self.goods = offered.by_external(self.market.id, wanted)
        missing = [offering for key, offering in wanted.items() if key not in self.goods]
        for begin in range(0, len(missing), BATCH):
            made = listings.offer(offerings=missing[begin : begin + BATCH])
            self.goods.update({row.external_id or "": row.id for row in made})


def _stock_key(seller: str, product: str, price_minor: int) -> str:
    return f"{product[:32]}/{seller[:8]}/{price_minor}"


def _said(product: str, price_minor: int, history: History) -> listings.Said:
    known = history.products.get(product)
    title = known.title if known else Words(f"商品 {product[:8]}", f"Product {product[:8]}")
    return listings.Said(
        title=title,
        category=known.category if known else "other",
        price=Money("CNY", price_minor),
        freight=Money("CNY", 0),
        traits=known.traits if known else frozenset(),
    )


def _enrol(
    market: str, people: dict[str, tuple[str, ...]], slug: str, at: datetime
) -> dict[str, Actor]:
    found: dict[str, Actor] = {}
    names = list(people)
    for begin in range(0, len(names), BATCH):
        part = names[begin : begin + BATCH]
        enrolled = parties.enrol(
            marketplace=market,
            people=[parties.Enrolment(f"{name}@{slug}", people[name]) for name in part],
            at=at,
        )
        found |= {name: who.actor(p) for name, p in zip(part, enrolled, strict=True)}
    if len(found) < len(people):
        raise Refusal("people_missing", "有人未能登记。", "Somebody could not be enrolled.")
    return found
