"""Offering a plan, offering new terms, closing it. Nobody who subscribed is moved to new terms unasked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.kernel.money import MOST, Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.admission import queries as admission
from gongdao.stages.escrow.mandates import queries
from gongdao.stages.escrow.mandates.models import Plan
from gongdao.stages.escrow.mandates.states import PLAN

TITLE_MOST = 120


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan says: its name, its price for a term of so many months, the days of free trial."""

    title: Words
    price: Money
    every_months: int = 1
    trial_days: int = 0


@transaction.atomic
def offer(*, by: Actor, market: Marketplace, terms: Terms, at: datetime) -> Plan:
    """Offer a plan. Only an admitted merchant can."""
    allow(by, "plan.offer", marketplace=market.id)
    if by.party not in admission.may_sell(market.id, [by.party]):
        raise Refusal(
            "merchant_not_admitted",
            "商家还没有通过准入，不能提供商品或服务。",
            "The merchant has not been admitted and cannot offer anything yet.",
        )
    ref = mint("pln", at=at)
    plan = _written(ref, line=ref, number=1, by=by, market=market, terms=terms, at=at)
    record([_deed("plan.offered", plan, at=at)])
    return plan


@transaction.atomic
def revise(*, by: Actor, market: Marketplace, plan: str, terms: Terms, at: datetime) -> Plan:
    """Offer new terms in place of old ones. Running subscriptions are asked, never moved."""
    old = _locked(plan, by=by)
    old.state = PLAN.move(old.state, "revise", by="seller").to
    old.save(update_fields=["state"])
    ref = mint("pln", at=at)
    new = _written(
        ref, line=old.line, number=old.number + 1, by=by, market=market, terms=terms, at=at
    )
    record([_deed("plan.revised", new, at=at)])
    return new


@transaction.atomic
def close(*, by: Actor, plan: str, at: datetime) -> Plan:
    """Offer it no more. Running subscriptions end with their term; nothing more is charged."""
    row = _locked(plan, by=by)
    row.state = PLAN.move(row.state, "close", by="seller").to
    row.save(update_fields=["state"])
    record([_deed("plan.closed", row, at=at)])
    return row


def _locked(plan: str, *, by: Actor) -> Plan:
    found = queries.plan(plan, by=by)
    allow(by, "plan.revise", marketplace=found.marketplace, seller=found.merchant)
    return Plan.objects.select_for_update().get(pk=found.id)


def _written(
    ref: str, *, line: str, number: int, by: Actor, market: Marketplace, terms: Terms, at: datetime
) -> Plan:
    readable = all(0 < len(said.strip()) <= TITLE_MOST for said in (terms.title.zh, terms.title.en))
    real = 0 < terms.price.minor <= MOST and terms.price.currency == market.currency
    if not (readable and real and 1 <= terms.every_months <= 36 and 0 <= terms.trial_days <= 365):
        raise Refusal(
            "plan_terms_wrong",
            f"方案须有名称，价格大于零且为 {market.currency}，每期1至36个月，试用0至365天。",
            f"A plan has a name, a price above zero in {market.currency}, terms of 1 to 36 months and a "
            "trial of 0 to 365 days.",
        )
    return Plan.objects.create(
        id=ref, marketplace=market.id, merchant=by.party, law=market.law, line=line, number=number,
        title_zh=terms.title.zh.strip(), title_en=terms.title.en.strip(),
        currency=terms.price.currency, price_minor=terms.price.minor,
        every_months=terms.every_months, trial_days=terms.trial_days, since=at,
    )  # fmt: skip


def _deed(act: str, plan: Plan, *, at: datetime) -> Deed:
    data = {"line": plan.line, "number": plan.number, "price": str(plan.price)}
    return Deed(act, plan.id, by=plan.merchant, marketplace=plan.marketplace, at=at, data=data)
