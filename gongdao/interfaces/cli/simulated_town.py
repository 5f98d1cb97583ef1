"""The marketplace of a simulated year: its people, its shelf, and the trade of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from gongdao.kernel.money import Money, cny
from gongdao.kernel.words import Words
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import actions as admission
from gongdao.stages.admission.credit_code import check_letter
from gongdao.stages.aftersales.promises import actions as promising
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.disputes.panels import actions as panels
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow.gateways.port import Notice
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings import queries as shelves
from gongdao.stages.monitoring.reports.kinds import KINDS
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries as placed

STAFF = {
    "courier": "courier", "arbiter": "arbiter", "arbiter2": "arbiter", "senior": "senior",
    "platform": "platform", "colleague": "platform", "officer": "officer", "officer2": "officer",
    "gateway": "gateway", "neutral": "consumer",
}  # fmt: skip
"""Who works here, and as what; the neutral is somebody from outside."""
JURORS = {"consumer": 6, "merchant": 5}
"""Who sits on panels. They do not trade here, so that some are always without an interest."""
SHOPS, BUYERS = 8, 40
PROMISED = 4
"""How many of the goods of a shop are guaranteed."""
SHELF = (
    ("toys", ""),
    ("clothing", ""),
    ("phones", "durable unfit_if_used"),
    ("appliances", "durable"),
    ("cosmetics", "unfit_if_opened"),
    ("books", ""),
)


@dataclass
class Town:
    """Everyone there is, and the goods of every shop."""

    market: str
    row: Any
    people: dict[str, Actor]
    goods: list[str]
    offered: dict[str, tuple[Actor, listings.Said, int]] = field(default_factory=dict)
    """What each shop put on the shelf, and for how many months of guarantee."""
    on_the_way: list[tuple[datetime, str]] = field(default_factory=list)
    parcels: int = 0

    @classmethod
    def built(cls, slug: str, *, at: datetime) -> Town:
        """Open the marketplace, enrol and admit everyone, and stock the shelf. Deposits are small on purpose."""
        row = parties.open_marketplace(
            slug=slug, zh="模拟集市", en="Simulated Market", law="cn", currency="CNY",
            mode="sandbox", at=at,
        )  # fmt: skip
        names = {name: (role,) for name, role in STAFF.items()}
        names |= {f"shop{n}": ("merchant",) for n in range(SHOPS)}
        names |= {f"buyer{n}": ("consumer",) for n in range(BUYERS)}
        names |= {f"juror-{n}-{s}": (s,) for s, most in JURORS.items() for n in range(most)}
        wanted = [parties.Enrolment(f"{name}@{slug}", roles) for name, roles in names.items()]
        enrolled = parties.enrol(marketplace=row.id, people=wanted, at=at)
        people = {name: who.actor(p) for name, p in zip(names, enrolled, strict=True)}
        town = cls(row.id, row, people, [])
        town._admit(at)
        town._stock(at)
        town._promise(at)
        return town

    def actor(self, party: str, role: str) -> Actor:
        """Somebody by reference, in the role they act in."""
        return Actor(party, self.market, frozenset({role}))

    def trade(self, count: int, *, at: datetime, chance: Random) -> list[Any]:
        """What is bought, paid, shipped and delivered today. Returns the orders that are due to arrive."""
        self._restock(at)
        bought = self._buy(count, at=at, chance=chance)
        self._pay([order for order in bought if chance.random() > 0.03], at=at)
        known = placed.read_many([order.id for order in bought])
        paid = [order for order in known if order.state == "bound"]
        sent = [order for order in paid if chance.random() > 0.04]
        self._ship(sent, at=at + timedelta(hours=3), chance=chance)
        self._deliver(at)
        return paid

    def _buy(self, count: int, *, at: datetime, chance: Random) -> list[Any]:
        if not count:
            return []
        purchases = [
            orders.Purchase(
                self.people[f"buyer{chance.randrange(BUYERS)}"],
                at + timedelta(milliseconds=n),
                (
                    orders.Pick(
                        chance.choice(self.goods), chance.choice((1, 1, 2)), chance.random() < 0.3
                    ),
                ),
            )
            for n in range(count)
        ]
        return orders.place(market=self.row, purchases=purchases)

    def _pay(self, bought: Sequence[Any], *, at: datetime) -> None:
        if not bought:
            return
        payings = [
            escrow.Paying(self.actor(o.buyer, "consumer"), at + timedelta(hours=1), o.id, "wallet")
            for o in bought
        ]
        asked = escrow.start(payings=payings, gateway="fake")
        told = [Notice("sim", p.id, True, p.amount, at + timedelta(hours=1)) for p in asked]
        escrow.receive(by=self.people["gateway"], notices=told)

    def _ship(self, sent: Sequence[Any], *, at: datetime, chance: Random) -> None:
        shippings = []
        for order in sent:
            self.parcels += 1
            waybill = f"SIM{self.parcels:07d}"
            seller = self.actor(order.merchant, "merchant")
            carrier = self.people["courier"].party
            shippings.append(delivery.Shipping(seller, at, order.id, carrier, waybill))
            if chance.random() > 0.02:
                self.on_the_way.append((at + timedelta(hours=15), waybill))
        if shippings:
            delivery.ship(shippings=shippings)

    def _deliver(self, at: datetime) -> None:
        here = [waybill for arrives, waybill in self.on_the_way if arrives <= at]
        self.on_the_way = [(a, waybill) for a, waybill in self.on_the_way if a > at]
        courier = self.people["courier"]
        if here:
            delivery.scan(
                seen=[delivery.Seen(courier, at, waybill, "signed_for", "上海") for waybill in here]
            )

    def _admit(self, at: datetime) -> None:
        staff = self.people["platform"]
        wishes = []
        for n in range(SHOPS):
            body = f"91310000{n:09d}"
            credit = body + check_letter(body)
            wishes.append(
                admission.Wish(self.people[f"shop{n}"], at, f"店铺{n}", f"Shop {n}", credit)
            )
        filed = admission.file(wishes=wishes)
        admission.decide(
            by=staff, applications=[a.id for a in filed], act="admit", reason="资料齐全", at=at
        )
        for n in range(SHOPS):
            shop = self.people[f"shop{n}"].party
            escrow.lodge(by=staff, merchant=shop, amount=cny("500.00"), key=f"sim/{shop}", at=at)
        fund = f"sim/{self.market}"
        escrow.lodge(by=staff, merchant=None, amount=cny("9000000.00"), key=fund, at=at)

    def _promise(self, at: datetime) -> None:
        """Jurors are ready to sit, and true reports are rewarded."""
        for name, person in self.people.items():
            if name.startswith("juror"):
                panels.join(by=person, at=at)
        sums = dict.fromkeys(KINDS, (cny("50.00"), cny("500.00")))
        rewards.promise(by=self.people["platform"], sums=sums, at=at)

    def _stock(self, at: datetime) -> None:
        for n in range(SHOPS):
            shop = self.people[f"shop{n}"]
            said = [
                listings.Said(
                    Words(f"商品{n}{category}", f"Thing {n} {category}"), category,
                    Money("CNY", 4_900 + 3_100 * n + 700 * place), Money("CNY", 0),
                    frozenset(traits.split()),
                )
                for place, (category, traits) in enumerate(SHELF)
            ]  # fmt: skip
            for place, one in enumerate(said):
                self.goods.append(
                    self._offer(shop, one, months=6 + n if place < PROMISED else 0, at=at)
                )

    def _restock(self, at: datetime) -> None:
        """What complaints took off the shelf is offered anew: the shop goes on with other goods like it."""
        live = shelves.latest(self.market, self.goods)
        for place, listing in enumerate(self.goods):
            if listing not in live:
                shop, said, months = self.offered[listing]
                self.goods[place] = self._offer(shop, said, months=months, at=at)

    def _offer(self, shop: Actor, said: listings.Said, *, months: int, at: datetime) -> str:
        (row,) = listings.offer(offerings=[listings.Offering(shop, at, said)])
        if months:
            promising.promise(by=shop, listing=row.id, kind="own", months=months, at=at)
        self.offered[row.id] = (shop, said, months)
        return str(row.id)
