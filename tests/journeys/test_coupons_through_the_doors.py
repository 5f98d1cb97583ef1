"""Coupons, gifts and bundles as people and programs meet them, on pages and at the API (S10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.kernel.money import cny
from tests.builders.kinds import (
    basket,
    newest,
    offers,
    submits,
)

pytestmark = pytest.mark.django_db


def test_coupons_bundles_and_gifts_through_the_pages(world, people):
    car, case = offers(world, "goods", "400.00"), offers(world, "goods", "35.00")
    shop, buyer = people("merchant"), people("consumer")
    shop.does(
        "/coupons/issue", title_zh="满300减50", title_en="50 off 300", off="50.00",
        threshold="300.00", until="2026-03-31", each_most="1", in_all="10", audience="everyone",
    )  # fmt: skip
    shop.does("/coupons/gift", main=car, gift=case, stated="30.00")
    again = shop.does("/coupons/gift", main=car, gift=case, stated="30.00", status=409)
    assert "comes with that listing already" in again
    (coupon,) = buyer.gets("/coupons")
    assert "50 off 300" in buyer.sees("/coupons")
    buyer.does(f"/coupons/take/{coupon['id']}")
    (voucher,) = buyer.gets("/vouchers")
    page = basket(buyer, car)
    assert "50 off 300" in page
    assert "Stated value" in page
    assert "¥400.00" in page

    buyer.does("/checkout/coupons", voucher=[voucher["id"]])

    page = buyer.sees("/checkout")
    assert "¥350.00" in page
    submits(buyer, page)
    order = newest(world)
    assert order.total == cny("350.00")
    said = buyer.gets(f"/orders/{order.id}")
    assert [each["off"]["minor"] for each in said["reductions"]] == [5_000]
    assert [line["gift"] for line in said["lines"]] == [False, True]
    assert "at the merchant's expense" in buyer.sees(f"/orders/{order.id}")
    assert buyer.gets("/vouchers") == []


def test_a_coupon_that_does_not_fit_is_refused_in_the_checkout_and_nothing_is_used(world, people):
    cheap = offers(world, "goods", "20.00")
    coupon = people("platform").posts(
        "/coupons",
        {
            "title_zh": "满减", "title_en": "Off", "off": {"currency": "CNY", "minor": 5000},
            "threshold": {"currency": "CNY", "minor": 30000}, "since": world.now.isoformat(),
            "until": (world.now + timedelta(days=9)).isoformat(),
        },
        201,
    )  # fmt: skip
    voucher = people("consumer").posts(f"/coupons/{coupon['id']}/take", status=201)
    basket(people("consumer"), cheap)
    refusal = people("consumer").does("/checkout/coupons", voucher=[voucher["id"]], status=409)
    assert "counts from CNY 300.00 on" in refusal
    assert "¥20.00" in people("consumer").sees("/checkout")


def test_bundles_through_the_api(world, people):
    one, two = offers(world, "goods", "100.00"), offers(world, "goods", "80.00")
    made = people("merchant").posts(
        "/bundles",
        {"title_zh": "两件套", "title_en": "Pair", "price": {"currency": "CNY", "minor": 15000},
         "parts": {one: 1, two: 1}},
        201,
    )  # fmt: skip
    looked = people("consumer").posts("/checkouts", {"picks": [{"listing": one}, {"listing": two}]})
    (offer,) = looked["offers"]
    assert (offer["listed"]["minor"], offer["total"]["minor"]) == (18_000, 15_000)
    assert people("merchant").posts(f"/bundles/{made['id']}/end")["ended_at"]
