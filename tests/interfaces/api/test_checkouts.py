"""Checkouts over the API: the terms first, and exactly those terms are accepted."""

from __future__ import annotations

import json

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.stages.listings import actions as listings
from tests.interfaces.api.conftest import problem

pytestmark = pytest.mark.django_db


def said(response, status):
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_what_was_shown_is_what_is_ordered(world, buyer):
    picks = [{"listing": world.offers("225.00", "flawed", freight="8.00"), "quantity": 2}]

    shown = said(buyer.post("/checkouts", {"picks": picks}), 200)
    (offer,) = shown["offers"]

    assert shown["to_pay"] == [{"currency": "CNY", "minor": 45_800, "text": "CNY 458.00"}]
    assert offer["goods"][0]["goes_back"]["cites"] == "CPL art. 25.1"
    assert offer["goods"][0]["if_confirmed"]["cites"] == "7-Day Measures art. 7"
    assert {"ECL art. 49.1", "ECL art. 20"} <= {t["cites"].split(";")[0] for t in offer["terms"]}
    placed = said(buyer.post("/checkouts/orders", {"picks": picks, "seen": [offer["seen"]]}), 201)
    (order,) = placed["orders"]
    assert order["total"]["minor"] == 45_800
    assert order["deliver_by"] == offer["deliver_by"]


def test_a_price_that_rose_meanwhile_binds_nobody(world, buyer):
    listing = world.offers("225.00")
    picks = [{"listing": listing}]
    (offer,) = said(buyer.post("/checkouts", {"picks": picks}), 200)["offers"]
    dearer = listings.Said(Words("玩具汽车", "Toy car"), "toys", cny("299.00"), cny("0"))
    listings.revise(by=world["merchant"], listing=listing, said=dearer, at=world.now)

    refused = buyer.post("/checkouts/orders", {"picks": picks, "seen": [offer["seen"]]})

    assert problem(refused, 409, "terms_changed")["item"] == 0


def test_bad_checkouts(world, buyer, seller):
    picks = [{"listing": world.offers("225.00")}]

    assert buyer.post("/checkouts", {"picks": []}).status_code == 422
    assert buyer.post("/checkouts", {"picks": picks, "price": 1}).status_code == 422
    problem(
        buyer.post("/checkouts", {"picks": [{"listing": "lst_x"}]}), 409, "listing_not_for_sale"
    )
    problem(
        buyer.post("/checkouts/orders", {"picks": picks, "seen": ["a", "b"]}),
        409,
        "offers_miscounted",
    )
    problem(
        buyer.post("/checkouts/orders", {"picks": picks, "seen": ["0" * 64]}), 409, "terms_changed"
    )
    problem(seller.post("/checkouts", {"picks": picks}), 403, "not_allowed")
