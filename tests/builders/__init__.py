"""Builders that read as sentences. They go through actions, so no test starts where the product cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from gongdao.interfaces import clock
from gongdao.kernel.money import Money, cny
from gongdao.kernel.words import Words
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import actions as admission
from gongdao.stages.admission.credit_code import check_letter
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as payments
from gongdao.stages.escrow.gateways.port import Notice
from gongdao.stages.listings import actions as listings
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders.models import Order

ZONE = ZoneInfo("Asia/Shanghai")
ROLES = ("merchant", "consumer", "courier", "arbiter", "senior", "platform", "gateway")


def at(text: str) -> datetime:
    """`at("2026-03-03 10:00")` on the clocks of the marketplace."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def code(number: int) -> str:
    """A unified social credit code whose check digit fits."""
    body = f"91310000{number:09d}"
    return body + check_letter(body)


@dataclass
class World:
    """A sandbox marketplace with one of each role, a funded deposit and a funded fund."""

    market: Marketplace
    people: dict[str, Actor]
    now: datetime

    @classmethod
    def make(
        cls, *, start: str = "2026-03-01 09:00", deposit: str = "2000.00", slug: str = "gongdao"
    ) -> World:
        now = at(start)
        market = parties.open_marketplace(
            slug=slug, zh="公道集市", en="Gongdao Market", law="cn", currency="CNY",
            mode="sandbox", at=now,
        )  # fmt: skip
        enrolled = parties.enrol(
            marketplace=market.id,
            people=[
                *(parties.Enrolment(f"{role}@{slug}", (role,)) for role in ROLES),
                parties.Enrolment(f"stranger@{slug}", ("consumer",)),
            ],
            at=now,
        )
        people = {p.handle.split("@")[0]: who.actor(p) for p in enrolled}
        world = cls(market, people, now)
        world.admit()
        for merchant, amount in ((world["merchant"].party, deposit), (None, "100000.00")):
            escrow.lodge(
                by=world["platform"], merchant=merchant, amount=cny(amount),
                key=f"lodge/{merchant}", at=now,
            )  # fmt: skip
        return world

    def __getitem__(self, role: str) -> Actor:
        return self.people[role]

    def admit(self) -> None:
        (wish,) = admission.file(
            wishes=[admission.Wish(self["merchant"], self.now, "玩具屋", "Toy House", code(1))]
        )
        admission.decide(
            by=self["platform"], applications=[wish.id], act="admit", reason="资料齐全", at=self.now
        )

    def offers(self, price: str = "225.00", *traits: str, freight: str = "0.00") -> str:
        said = listings.Said(
            Words("玩具汽车", "Toy car"), "toys", cny(price), cny(freight), frozenset(traits)
        )
        (listing,) = listings.offer(offerings=[listings.Offering(self["merchant"], self.now, said)])
        return listing.id

    def orders(self, listing: str, *, confirmed: bool = False, quantity: int = 1) -> Order:
        pick = orders.Pick(listing, quantity, confirmed)
        (order,) = orders.place(
            market=self.market,
            purchases=[orders.Purchase(self["consumer"], self.now, (pick,))],
        )
        return order

    def pays(self, order: Order, amount: Money | None = None) -> None:
        (payment,) = escrow.start(
            payings=[escrow.Paying(self["consumer"], self.now, order.id, "alipay", amount)],
            gateway="fake",
        )
        escrow.receive(by=self["gateway"], notices=[self.notice(payment)])
        order.refresh_from_db()

    def notice(self, payment: object, *, captured: bool = True) -> Notice:
        return Notice("evt", payment.id, captured, payment.amount, self.now)

    def ships(self, order: Order, waybill: str = "SF1001") -> None:
        delivery.ship(
            shippings=[
                delivery.Shipping(
                    self["merchant"], self.now, order.id, self["courier"].party, waybill
                )
            ]
        )

    def delivers(self, waybill: str = "SF1001") -> None:
        delivery.scan(
            seen=[delivery.Seen(self["courier"], self.now, waybill, "signed_for", "上海")]
        )

    def advances(self, *, days: float = 0, to: str | None = None) -> None:
        self.now = at(to) if to else self.now + timedelta(days=days)
        clock.advance(by=self["platform"], to=self.now)

    def delivered_order(
        self, price: str = "225.00", *traits: str, confirmed: bool = False
    ) -> Order:
        """An order of the toy car, paid, shipped, and signed for on 3 March 2026 at ten."""
        order = self.orders(self.offers(price, *traits), confirmed=confirmed)
        self.pays(order)
        self.advances(to="2026-03-02 10:00")
        self.ships(order)
        self.advances(to="2026-03-03 10:00")
        self.delivers()
        return order

    def delivered_again(self, waybill: str) -> Order:
        """Another order, paid, shipped and signed for now."""
        order = self.orders(self.offers())
        self.pays(order)
        self.ships(order, waybill)
        self.delivers(waybill)
        return order

    def held(self, order: Order) -> int:
        hold = payments.hold_of(order.id)
        return payments.held([hold])[order.id].minor if hold else 0
