"""What must be stated of each kind of thing, what a buyer is told first, and that kinds do not mix (S10)."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.stages.listings import actions as listings
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders.drafts import Pick, Purchase
from tests.builders.kinds import (
    STATED,
    basket,
    buys,
    newest,
    offers,
    refused,
    submits,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "changed", "code"),
    [
        ("second_hand", {"condition": "perfect"}, "kind_fact_missing"),
        ("second_hand", {"defects": ""}, "kind_fact_missing"),
        ("cross_border", {"ships_from": "Japan"}, "kind_fact_missing"),
        ("made_to_order", {"made_in_days": "0"}, "kind_fact_missing"),
        ("preorder", {"final_payment_by": "2026-02-30"}, "day_unreadable"),
        ("preorder", {"earnest": "-1"}, "kind_fact_missing"),
        ("lottery", {}, "kind_unknown"),
    ],
)
def test_a_kind_says_what_it_must_or_is_not_kept(world, kind, changed, code):
    with refused(code):
        offers(world, kind, **changed)


def test_goods_of_before_keep_their_digest():
    said = listings.Said(Words("玩具汽车", "Toy car"), "toys", cny("225.00"), cny("0.00"))
    as_before = sha256(
        json.dumps(
            ["玩具汽车", "Toy car", "toys", "CNY", 22500, 0, []], ensure_ascii=False
        ).encode()
    ).hexdigest()
    assert said.digest == as_before
    assert "kind" not in said.facts


@pytest.mark.parametrize("kind", sorted(STATED))
def test_what_was_stated_and_told_stands_in_the_contract(world, kind):
    order = buys(world, offers(world, kind))
    (line,) = order.contract["lines"]
    assert line["kind"] == kind
    assert line["stated"] == STATED[kind]
    assert all(told["zh"] and told["en"] for told in line["told"])
    assert line["told"]


def test_different_ways_to_perform_are_different_orders(world):
    toy, clean = offers(world, "goods"), offers(world, "service")
    picks = (Pick(toy), Pick(clean))
    with refused("one_way_per_order"):
        orders.place(market=world.market, purchases=[Purchase(world["consumer"], world.now, picks)])


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("made_to_order", ("days to make it", "Made as you ask", "CPL art. 25.1.1")),
        ("second_hand", ("light traces of use", "左侧有一道划痕", "of any other you can complain")),
        ("cross_border", ("no Chinese label", "not for resale", "import tax in the price", "9.10")),
        ("service", ("where it is done", "silence counts as done", "CPL art. 25.1")),
        ("digital", ("Windows 11", "kept sealed for you alone")),
        ("preorder", ("earnest money", "CC art. 586.2", "CC art. 587", "2026-03-20")),
    ],
)
def test_everything_a_buyer_must_know_stands_before_the_button(world, people, kind, words):
    listing = offers(world, kind)
    assert words[0] in people(None).sees(f"/listings/{listing}")
    page = basket(people("consumer"), listing)
    before, _, _ = page.partition("Order with obligation to pay")
    for each in words:
        assert each in before
    submits(people("consumer"), page)
    order = newest(world)
    people("consumer").sees(f"/orders/{order.id}")
    said = people("consumer").gets(f"/orders/{order.id}")
    assert said["lines"][0]["kind"] == kind
    paper = people("consumer").browser.get(f"/orders/{order.id}/contract", {"as": "pdf"})
    assert paper.content.startswith(b"%PDF")


def test_a_merchant_drafts_second_hand_goods_in_the_form(world, people):
    form = people("merchant").sees("/goods/new", category="toys")
    assert "What must be stated of a kind" in form
    assert "known defects" in form
