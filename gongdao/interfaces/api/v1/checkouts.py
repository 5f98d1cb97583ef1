"""Checkouts: the terms first, then the orders, one with each merchant, all or none (S10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictInt

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, MoneyOut, WordsOut, moment, money, words
from gongdao.interfaces.api.v1.coupons import ReductionOut, reductions
from gongdao.interfaces.api.v1.orders import (
    PICKS_MOST,
    POINTS_MOST,
    VOUCHERS_MOST,
    OrderBrief,
    PickIn,
    brief,
)
from gongdao.interfaces.offers import Goods, Offer, Term, offers, to_pay
from gongdao.kernel.refusal import Refusal
from gongdao.stages.orders import actions
from gongdao.stages.orders.drafts import Pick, Purchase, by_merchant

router = Router(tags=["orders"])


class BasketIn(In):
    """What is wanted, of as many merchants as one likes."""

    picks: list[PickIn] = Field(min_length=1, max_length=PICKS_MOST)
    vouchers: list[str] = Field([], max_length=VOUCHERS_MOST, description="Own coupons to use.")
    points: StrictInt = Field(
        0, ge=0, le=POINTS_MOST, description="Own points to use, for the largest order."
    )


class SubmittedIn(BasketIn):
    """The same picks, and the digests `seen` of the offers that the buyer was shown, in their order."""

    seen: list[str] = Field(min_length=1, max_length=PICKS_MOST)
    external_ids: list[str] = Field(
        [], max_length=PICKS_MOST, description="The caller's own numbers of the orders, in order."
    )


class RuleOut(Schema):
    """What the law says, and where."""

    sentence: WordsOut
    cites: str


class TermOut(RuleOut):
    """One key term."""

    name: WordsOut


class StatedOut(Schema):
    """A fact that must be stated of a kind of thing."""

    name: WordsOut
    value: WordsOut


class GoodsOut(Schema):
    """One line as offered. `goes_back_until` counts from delivery on the last promised day.

    `if_confirmed` is there where only the buyer's express word takes the right to return away.
    """

    listing: str
    version: int
    title: WordsOut
    traits: list[WordsOut]
    kind: WordsOut
    stated: list[StatedOut]
    told: list[WordsOut]
    quantity: int
    amount: MoneyOut
    gift_worth: MoneyOut | None
    goes_back_until: date | None
    goes_back: RuleOut
    if_confirmed: RuleOut | None


class OfferOut(Schema):
    """What one merchant offers. Send `seen` back to accept exactly this."""

    merchant: str
    goods: list[GoodsOut]
    listed: MoneyOut
    reductions: list[ReductionOut]
    pay_first: MoneyOut | None
    rest_by: date | None
    price: MoneyOut
    freight: MoneyOut
    total: MoneyOut
    ship_by: datetime
    deliver_by: date
    law: WordsOut
    terms: list[TermOut]
    seen: str


class CheckoutOut(Schema):
    """Every offer, and what is to be paid in each currency. Nothing is concluded yet."""

    offers: list[OfferOut]
    to_pay: list[MoneyOut]


class PlacedOut(Schema):
    """The orders that were concluded."""

    orders: list[OrderBrief]


@router.post("/checkouts", response=CheckoutOut, summary="See the terms before ordering")
def look(request: Asked, said: BasketIn) -> CheckoutOut:
    """Price, freight, promised days, what can go back, and the law; binds nobody."""
    found = offers(request.market, _purchases(request, said))
    return CheckoutOut(
        offers=[_offer(offer) for offer in found], to_pay=[money(sum_) for sum_ in to_pay(found)]
    )


@router.post("/checkouts/orders", response={201: PlacedOut}, summary="Order what was shown")
def submit(request: Asked, said: SubmittedIn) -> Status[PlacedOut]:
    """Concludes the contracts and obliges to pay. Terms that changed since `seen` are refused."""
    wanted = _purchases(request, said)
    numbers: list[str | None] = [*said.external_ids] or [None] * len(wanted)
    if not len(said.seen) == len(numbers) == len(wanted):
        raise Refusal(
            "offers_miscounted",
            f"这些商品属于{len(wanted)}个合同，seen 和外部订单号的数目要与此相同。",
            f"These picks make {len(wanted)} contracts; send as many digests, and numbers if any.",
        )
    rows = actions.place(
        market=request.market,
        purchases=[
            replace(p, external_id=number, seen=seen)
            for p, seen, number in zip(wanted, said.seen, numbers, strict=True)
        ],
    )
    return Status(201, PlacedOut(orders=[brief(row) for row in rows]))


def _purchases(request: Asked, said: BasketIn) -> list[Purchase]:
    picks = [Pick(**pick.model_dump()) for pick in said.picks]
    return by_merchant(
        request.market,
        picks,
        by=request.actor,
        at=request.now,
        vouchers=said.vouchers,
        points=said.points,
    )


def _offer(offer: Offer) -> OfferOut:
    order = offer.order
    return OfferOut(
        merchant=order.merchant,
        goods=[_goods(goods) for goods in offer.goods],
        listed=money(offer.listed),
        reductions=reductions(order, offer.reductions),
        pay_first=money(order.earnest) if order.earnest else None,
        rest_by=order.rest_by,
        price=money(order.goods),
        freight=money(order.freight),
        total=money(order.total),
        ship_by=moment(order.ship_by),
        deliver_by=order.deliver_by,
        law=words(offer.law),
        terms=[_term(term) for term in offer.terms],
        seen=offer.seen,
    )


def _goods(goods: Goods) -> GoodsOut:
    version = goods.line.version
    return GoodsOut(
        listing=version.listing_id,
        version=version.number,
        title=WordsOut(zh=version.title_zh, en=version.title_en),
        traits=[words(trait) for trait in goods.traits],
        kind=words(goods.kind),
        stated=[StatedOut(name=words(n), value=words(v)) for n, v in goods.stated],
        told=[words(each) for each in goods.told],
        gift_worth=money(goods.worth) if goods.worth else None,
        quantity=goods.line.quantity,
        amount=money(goods.amount),
        goes_back_until=goods.goes_back.value,
        goes_back=_rule(goods.goes_back),
        if_confirmed=_rule(goods.if_confirmed) if goods.if_confirmed else None,
    )


def _rule(answer: Any) -> RuleOut:
    return RuleOut(sentence=words(answer.sentence), cites=str(answer.cites))


def _term(term: Term) -> TermOut:
    return TermOut(name=words(term.name), sentence=words(term.sentence), cites=term.cites)
