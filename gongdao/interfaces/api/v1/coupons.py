"""Coupons, bundles and gifts: issued, taken, used in an order, and given back in kind (S10)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictBool, StrictInt

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, MoneyIn, MoneyOut, WordsOut, moment, money, words
from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.stages.orders.promotions import actions, queries

router = Router(tags=["coupons"])

Title = Annotated[str, Field(min_length=1, max_length=actions.TITLE_MOST)]
Count = Annotated[StrictInt, Field(ge=1, le=actions.COUNT_MOST)]


class CouponIn(In):
    """So much off from a sum on. Whoever issues it bears it."""

    title_zh: Title
    title_en: Title
    off: MoneyIn
    threshold: MoneyIn
    since: datetime
    until: datetime
    audience: str = Field("everyone", max_length=12)
    stacks: StrictBool = False
    each_most: Count = 1
    in_all: Count = 1_000


class CouponOut(Schema):
    """A coupon; `merchant` bears it, or the platform where none is named."""

    id: str
    merchant: str | None
    title: WordsOut
    off: MoneyOut
    threshold: MoneyOut
    since: datetime
    until: datetime
    audience: str
    stacks: bool
    each_most: int
    in_all: int
    stopped: bool


class VoucherOut(Schema):
    """A coupon in the caller's hand. Name its `id` when ordering."""

    id: str
    coupon: CouponOut
    until: datetime
    given_back_for: str | None


class BundleIn(In):
    """Several listings at one price, by how many pieces of each."""

    title_zh: Title
    title_en: Title
    price: MoneyIn
    parts: dict[str, StrictInt] = Field(max_length=actions.PARTS_MOST)


class BundleOut(Schema):
    """A bundle; it counts whenever all of it is bought together."""

    id: str
    merchant: str
    title: WordsOut
    price: MoneyOut
    parts: dict[str, int]


class GiftIn(In):
    """With each piece of `main` comes a piece of `gift`, worth `stated`."""

    main: str = Field(max_length=31)
    gift: str = Field(max_length=31)
    stated: MoneyIn


class GiftOut(Schema):
    """A gift that comes with a listing."""

    id: str
    merchant: str
    main: str
    gift: str
    stated: MoneyOut


class EndedOut(Schema):
    """A bundle or gift that is offered no longer."""

    id: str
    ended_at: datetime


class ReductionOut(Schema):
    """What took something off the price of an order, and how much of it the platform pays."""

    kind: str
    title: WordsOut
    off: MoneyOut
    paid_by_platform: MoneyOut
    threshold: MoneyOut | None


@router.post("/coupons", response={201: CouponOut}, summary="Issue a coupon")
def issue(request: Asked, said: CouponIn) -> Status[CouponOut]:
    """A merchant's coupon is for its goods, the platform's for everybody's."""
    terms = actions.Terms(
        Words(said.title_zh, said.title_en), said.off.read(), said.threshold.read(),
        said.since, said.until, said.audience, said.stacks, said.each_most, said.in_all,
    )  # fmt: skip
    return Status(201, _coupon(actions.issue(by=request.actor, said=terms, at=request.now)))


@router.get("/coupons", response=list[CouponOut], summary="Coupons that can be taken")
def shelf(request: Asked) -> list[CouponOut]:
    """Newest first."""
    return [_coupon(row) for row in queries.shelf(request.market.id, at=request.now)]


@router.post("/coupons/{coupon}/take", response={201: VoucherOut}, summary="Take a coupon")
def take(request: Asked, coupon: str) -> Status[VoucherOut]:
    """It can be used until its last day."""
    return Status(201, _voucher(actions.take(by=request.actor, coupon=coupon, at=request.now)))


@router.post("/coupons/{coupon}/stop", response=CouponOut, summary="Stop a coupon")
def stop(request: Asked, coupon: str) -> CouponOut:
    """What was taken stays good."""
    return _coupon(actions.stop(by=request.actor, coupon=coupon, at=request.now))


@router.get("/vouchers", response=list[VoucherOut], summary="The caller's coupons")
def held(request: Asked) -> list[VoucherOut]:
    """Those that can be used now, the ones that run out first on top."""
    return [_voucher(row) for row in queries.held(by=request.actor, at=request.now)]


@router.post("/bundles", response={201: BundleOut}, summary="Offer a bundle")
def bundle(request: Asked, said: BundleIn) -> Status[BundleOut]:
    """Cheaper than its parts; settled piece by piece where only a part goes back."""
    row = actions.bundle(
        by=request.actor, market=request.market, title=Words(said.title_zh, said.title_en),
        price=said.price.read(), parts=said.parts, at=request.now,
    )  # fmt: skip
    return Status(201, _bundle(row, said.parts))


@router.post("/bundles/{bundle}/end", response=EndedOut, summary="End a bundle")
def end_bundle(request: Asked, bundle: str) -> EndedOut:
    """Contracts that have it keep it."""
    row = actions.end_bundle(by=request.actor, bundle=bundle, at=request.now)
    return EndedOut(id=row.id, ended_at=moment(row.ended_at or request.now))


@router.post("/gifts", response={201: GiftOut}, summary="Give something with a listing")
def gift(request: Asked, said: GiftIn) -> Status[GiftOut]:
    """It comes back with the main thing, or its stated value is deducted."""
    row = actions.give_with(
        by=request.actor, market=request.market, main=said.main, gift=said.gift,
        stated=said.stated.read(), at=request.now,
    )  # fmt: skip
    made = GiftOut(
        id=row.id, merchant=row.merchant, main=row.main_id, gift=row.gift_id,
        stated=money(row.stated),
    )  # fmt: skip
    return Status(201, made)


@router.post("/gifts/{gift}/end", response=EndedOut, summary="End a gift")
def end_gift(request: Asked, gift: str) -> EndedOut:
    """New orders come without it."""
    row = actions.end_gift(by=request.actor, gift=gift, at=request.now)
    return EndedOut(id=row.id, ended_at=moment(row.ended_at or request.now))


def reductions(order: Any, rows: Any = None) -> list[ReductionOut]:
    """What took something off the price of an order, as we show it."""
    code = order.currency
    return [
        ReductionOut(
            kind=row.kind,
            title=words(row.title),
            off=money(Money(code, row.off_minor)),
            paid_by_platform=money(Money(code, row.platform_minor)),
            threshold=money(Money(code, row.threshold_minor)) if row.threshold_minor else None,
        )
        for row in (queries.of_order(order.id) if rows is None else rows)
    ]


def _coupon(row: Any) -> CouponOut:
    return CouponOut(
        id=row.id,
        merchant=row.merchant,
        title=words(row.title),
        off=money(row.off),
        threshold=money(row.threshold),
        since=moment(row.since),
        until=moment(row.until),
        audience=row.audience,
        stacks=row.stacks,
        each_most=row.each_most,
        in_all=row.in_all,
        stopped=row.stopped_at is not None,
    )


def _voucher(row: Any) -> VoucherOut:
    return VoucherOut(
        id=row.id,
        coupon=_coupon(row.coupon),
        until=moment(row.until),
        given_back_for=row.in_place_of_id,
    )


def _bundle(row: Any, parts: Any) -> BundleOut:
    return BundleOut(
        id=row.id, merchant=row.merchant, title=words(row.title), price=money(row.price),
        parts=dict(parts),
    )  # fmt: skip
