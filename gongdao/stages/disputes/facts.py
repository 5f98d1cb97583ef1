"""Rows in, facts out: a dispute as the law and the arbiter look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from gongdao.kernel.money import Money
from gongdao.law import Answer, ask
from gongdao.law import questions as q
from gongdao.law.due import Due, due
from gongdao.law.facts import Step
from gongdao.law.topics import rulings
from gongdao.registers.ledger.chart import account
from gongdao.stages.admission import queries as admission
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.facts import concluded_on, day_of
from gongdao.stages.orders.facts import period as order_period
from gongdao.stages.orders.models import Order

PERIODS = {
    "merchant_reply": q.reply_by,
    "settlement": q.settle_by,
    "decision": q.decide_by,
    "time_to_appeal": q.appeal_by,
    "senior_decision": q.review_by,
    "performance": q.perform_by,
    "panel_vote": rulings.panel_votes_by,
    "dossier": rulings.dossier_sent_by,
}


OF_LIFE_AND_HEALTH = frozenset({"food"})
"""Goods whose quality touches life and health."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the record says about a dispute: no opinion, only our own books."""

    kind: str
    wish: str
    law: str
    on: date
    price: Money
    total: Money
    losses: Money
    durable: bool
    signed_for_on: date | None
    filed_on: date
    merchant_silent: bool
    admitted: bool | None
    back: Money | None = None
    """What a return that is at issue would give back."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the books say about the merchant and its goods, as liability and remedies look at it."""

    merchant: str
    marketplace: str
    identity_known: bool
    deposit: bool
    life_and_health: bool


def case_of(row: Dispute) -> Case:
    """Read the books for a dispute."""
    order = row.order
    signed_for = delivery.delivered_at(order.id)
    traits = {trait for line in orders.lines(order) for trait in line.version.traits}
    return Case(
        kind=row.kind,
        wish=row.wish,
        law=order.law,
        on=concluded_on(order),
        price=order.goods,
        total=holds.refundable(order, order.total),
        losses=Money(order.currency, row.losses_minor),
        durable="durable" in traits,
        signed_for_on=signed_for and day_of(order, signed_for),
        filed_on=day_of(order, row.filed_at),
        merchant_silent=not row.answer,
        admitted=row.admitted,
        back=row.ret.refund if row.ret else None,
    )


def period(kind: str, order: Order, at: datetime, *, since: date | None = None) -> Due:
    """A period of the rules, by the duty it is for; from a day that is not today, where one is given."""
    if since is None:
        return order_period(PERIODS[kind], order, at)
    return due(PERIODS[kind], Step(began_on=since), under=order.law, on=concluded_on(order))


def deemed_served(order: Order, at: datetime) -> Answer[date]:
    """The day on which a decision that goes to the inbox now counts as served."""
    today = day_of(order, at)
    document = rulings.Served(served_by="inbox", served_on=today, signed_on=today)
    return ask(rulings.deemed_served_on, document, under=order.law, on=concluded_on(order))


def standing(order: Order) -> Standing:
    """What the books say about the merchant and the goods, for remedies beside money and for liability."""
    shop = admission.shops([order.merchant]).get(order.merchant)
    deposit = holds.sources(order)[account("deposit", order.merchant)]
    traits = {trait for line in orders.lines(order) for trait in line.version.traits}
    return Standing(
        merchant=order.merchant,
        marketplace=order.marketplace,
        identity_known=shop is not None and bool(shop.credit_code),
        deposit=bool(deposit),
        life_and_health=bool(traits & OF_LIFE_AND_HEALTH),
    )
