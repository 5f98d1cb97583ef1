"""From the shelf to the order: a basket, what one is told before submitting, and the button that binds."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces.offers import offers, to_pay
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings import queries as listings
from gongdao.stages.orders import actions as placing
from gongdao.stages.orders.drafts import QUANTITY_MOST, Pick, Purchase, by_merchant, drafts
from gongdao.stages.orders.promotions import queries as promotions
from gongdao.stages.orders.promotions.points import queries as points
from gongdao.stages.orders.promotions.points.facts import refuse_unreal

KEY = "basket"
TOKEN = "basket-token"  # noqa: S105 - the name of a session's entry
COUPONS = "coupons"
POINTS = "points"
LINES_MOST = 50
COUPONS_MOST = 20


def basket(request: Any) -> HttpResponse:
    """What was picked so far; every quantity can be changed, and every line removed."""
    chosen = _chosen(request)
    market = request.market or parties.first_sandbox()
    says = listings.latest(market.id, chosen)
    shops = admission.shops({version.listing.merchant for version in says.values()})
    said = {
        "lines": [
            (
                ref,
                says.get(ref),
                count,
                shops.get(says[ref].listing.merchant) if ref in says else None,
            )
            for ref, count in chosen.items()
        ],
        "ready": bool(chosen) and set(chosen) <= set(says),
        "most": QUANTITY_MOST,
    }
    return render(request, "basket.html", said)


@again(basket)
def change(request: Any) -> HttpResponse:
    """Put a listing into the basket, or say how many of it: none takes it out again."""
    chosen = _chosen(request)
    ref = expect("lst", request.POST.get("listing", ""))
    written = request.POST.get("quantity", "1").strip()
    if not (written.isascii() and written.isdigit() and int(written[:9]) <= QUANTITY_MOST):
        raise Refusal(
            "quantity_unreal",
            f"数量须为1至{QUANTITY_MOST}的整数。",
            f"The quantity must be a whole number from 1 to {QUANTITY_MOST}.",
        )
    if ref not in chosen and len(chosen) >= LINES_MOST:
        raise Refusal(
            "basket_full",
            f"购物车最多放{LINES_MOST}种商品，请先结算一部分。",
            f"A basket holds {LINES_MOST} listings at most; order some of them first.",
        )
    chosen.pop(ref, None)
    request.session[KEY] = chosen | ({ref: int(written)} if int(written) else {})
    request.session.setdefault(TOKEN, secrets.token_hex(8))
    return done("/basket", "basket")


@for_role("consumer")
def checkout(request: Any) -> HttpResponse:
    """Everything a buyer must know before submitting; nothing is ticked in advance."""
    found = offers(request.market, _purchases(request, confirmed=frozenset()))
    shops = admission.shops({offer.order.merchant for offer in found})
    chosen = request.session.get(COUPONS, [])
    said = {
        "offers": [(offer, shops.get(offer.order.merchant)) for offer in found],
        "sums": to_pay(found),
        "vouchers": [
            (voucher, voucher.id in chosen)
            for voucher in promotions.held(by=request.actor, at=request.now)
        ],
        "points": points.balance(by=request.actor),
        "using": request.session.get(POINTS, 0),
    }
    return render(request, "checkout.html", said)


@for_role("consumer")
@again(basket)
def use_coupons(request: Any) -> HttpResponse:
    """Say which of one's coupons, and how many points, to use. What does not fit is refused, and none is used."""
    chosen = request.POST.getlist("voucher")[:COUPONS_MOST]
    used = _points(request.POST.get("points", ""))
    request.session[COUPONS], request.session[POINTS] = [], 0
    drafts(request.market, _purchases(request, confirmed=frozenset(), own=(chosen, used)))
    request.session[COUPONS], request.session[POINTS] = chosen, used
    return done("/checkout", "coupons")


@for_role("consumer")
@again(checkout)
def submit(request: Any) -> HttpResponse:
    """Conclude the contracts, one with each merchant, all or none."""
    confirmed = frozenset(request.POST.getlist("confirm"))
    orders = placing.place(
        market=request.market, purchases=_purchases(request, confirmed=confirmed, submitted=True)
    )
    for name in (KEY, TOKEN, COUPONS, POINTS):
        request.session.pop(name, None)
    return done(f"/orders/{orders[0].id}" if len(orders) == 1 else "/orders", "placed")


def _chosen(request: Any) -> dict[str, int]:
    return dict(request.session.get(KEY, {}))


def _points(typed: str) -> int:
    """How many points were typed; an empty field is none."""
    text = typed.strip() or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else refuse_unreal()


def _purchases(
    request: Any,
    *,
    confirmed: frozenset[str],
    submitted: bool = False,
    own: tuple[Sequence[str], int] | None = None,
) -> list[Purchase]:
    """The basket, one purchase for each merchant; when submitted, with the terms that were shown.

    The basket's own token numbers the orders, so that a second click cannot order twice.
    """
    chosen = _chosen(request)
    if not chosen:
        raise Refusal(
            "basket_empty",
            "购物车是空的；如果您刚刚提交过，订单在“我的订单”里。",
            "The basket is empty; if you have just submitted it, look at your orders.",
        )
    picks = [Pick(ref, count, ref in confirmed) for ref, count in chosen.items()]
    chosen_before = request.session.get(COUPONS, []), request.session.get(POINTS, 0)
    vouchers, used = chosen_before if own is None else own
    wanted = by_merchant(
        request.market, picks, by=request.actor, at=request.now, vouchers=vouchers, points=used
    )
    if not submitted:
        return wanted
    seen, token = request.POST.getlist("seen"), request.session[TOKEN]
    if len(seen) != len(wanted):
        seen = [""] * len(wanted)
    return [
        replace(p, external_id=f"basket-{token}-{n}", seen=shown)
        for n, (p, shown) in enumerate(zip(wanted, seen, strict=True), start=1)
    ]
