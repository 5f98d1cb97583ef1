"""From the shelf to the order: what a buyer is told first, confirms itself, and is bound by (S10)."""

from __future__ import annotations

import re

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.stages.admission import actions as admission
from gongdao.stages.listings import actions as listings
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries
from gongdao.stages.orders.drafts import Pick, by_merchant, drafts
from tests.builders import code
from tests.interfaces.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(world):
    """A second merchant, admitted, and a lipstick that is unfit for return once opened."""
    (person,) = parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment("second@gongdao", ("merchant",))],
        at=world.now,
    )
    seller = who.actor(person)
    wish = admission.Wish(seller, world.now, "唇彩店", "Lip Shop", code(2))
    (filed,) = admission.file(wishes=[wish])
    admission.decide(
        by=world["platform"], applications=[filed.id], act="admit", reason="齐全", at=world.now
    )
    said = listings.Said(
        Words("口红", "Lipstick"),
        "beauty",
        cny("99.00"),
        cny("6.00"),
        frozenset({"unfit_if_opened"}),
    )
    (listing,) = listings.offer(offerings=[listings.Offering(seller, world.now, said)])
    return seller, listing.id


def picked(reader, *listings_):
    for listing in listings_:
        assert reader.post("/basket/change", listing=listing, quantity="2").status_code == 302


def seen_on(page):
    return re.findall(r'name="seen" value="([0-9a-f]{64})"', page)


def test_from_the_shelf_to_two_contracts_in_one_click(world, second):
    car, (_, lipstick) = world.offers("225.00", freight="10.00"), second
    reader = Reader("consumer@gongdao", "en")

    assert "Into the basket" in reader.get(f"/listings/{car}").content.decode()
    picked(reader, car, lipstick)
    page = reader.get("/checkout").content.decode()

    assert page.count('name="seen"') == 2
    assert "Order with obligation to pay" in page
    assert "ECL art. 49.1" in page
    assert "¥664.00" in page  # 2 x 225 + 10 and 2 x 99 + 6
    assert " checked" not in page
    done = reader.post("/checkout/submit", seen=seen_on(page), confirm=[lipstick])

    assert done.status_code == 302
    first, other = queries.page(by=world["consumer"])
    assert {first.merchant, other.merchant} == {world["merchant"].party, second[0].party}
    assert {first.total.minor, other.total.minor} == {46_000, 20_400}
    confirmed = {line.version.listing_id: line.no_return_confirmed
                 for order in (first, other) for line in queries.lines(order)}  # fmt: skip
    assert confirmed == {car: False, lipstick: True}


def test_an_order_without_the_confirmation_keeps_the_right_to_return(world, second):
    _, lipstick = second
    reader = Reader("consumer@gongdao", "en")
    picked(reader, lipstick)
    page = reader.get("/checkout").content.decode()
    assert "7-Day Measures art. 7" in page
    assert "keep the right to return" in page

    reader.post("/checkout/submit", seen=seen_on(page))

    (order,) = queries.page(by=world["consumer"])
    assert not queries.lines(order)[0].no_return_confirmed


def test_goods_without_a_right_to_return_say_so_before(world):
    mug = world.offers("88.00", "made_to_order")
    reader = Reader("consumer@gongdao", "en")
    picked(reader, mug)

    page = reader.get("/checkout").content.decode()

    assert "Cannot be returned without a reason" in page
    assert "CPL art. 25.1.1" in page


@pytest.mark.parametrize(
    ("trait", "words"), [("second_hand", "second-hand"), ("cross_border", "shipped from abroad")]
)
def test_what_kind_of_goods_is_shown_before_and_stands_in_the_contract(world, trait, words):
    reader = Reader("consumer@gongdao", "en")
    picked(reader, world.offers("88.00", trait))
    page = reader.get("/checkout").content.decode()
    assert words in page
    reader.post("/checkout/submit", seen=seen_on(page))
    (order,) = queries.page(by=world["consumer"])
    assert order.contract["lines"][0]["traits"] == [trait]


def test_a_second_click_orders_nothing(world):
    reader = Reader("consumer@gongdao", "en")
    picked(reader, world.offers("225.00"))
    page = reader.get("/checkout").content.decode()
    reader.post("/checkout/submit", seen=seen_on(page))

    again = reader.post("/checkout/submit", seen=seen_on(page))

    assert again.status_code == 409
    assert "The basket is empty" in again.content.decode()
    assert len(queries.page(by=world["consumer"])) == 1


@pytest.mark.parametrize("change", ["price", "freight", "title", "traits"])
def test_terms_that_changed_since_they_were_shown_bind_nobody(world, change):
    listing = world.offers("225.00")
    reader = Reader("consumer@gongdao", "en")
    picked(reader, listing)
    seen = seen_on(reader.get("/checkout").content.decode())
    words = Words("玩具车", "Toy van") if change == "title" else Words("玩具汽车", "Toy car")
    price = cny("235.00") if change == "price" else cny("225.00")
    freight = cny("5.00") if change == "freight" else cny("0.00")
    traits = frozenset({"flawed"}) if change == "traits" else frozenset()
    said = listings.Said(words, "toys", price, freight, traits)
    listings.revise(by=world["merchant"], listing=listing, said=said, at=world.now)

    refused = reader.post("/checkout/submit", seen=seen)

    body = refused.content.decode()
    assert refused.status_code == 409
    assert "changed since you looked" in body
    assert seen_on(body) != seen
    assert queries.page(by=world["consumer"]) == []
    assert reader.post("/checkout/submit", seen=seen_on(body)).status_code == 302


def test_a_promised_day_that_moved_is_a_changed_term(world):
    listing = world.offers("225.00")
    picks = [Pick(listing)]
    (shown,) = by_merchant(world.market, picks, by=world["consumer"], at=world.now)
    (draft,) = drafts(world.market, [shown])
    world.advances(days=1)
    (late,) = by_merchant(world.market, picks, by=world["consumer"], at=world.now)

    with pytest.raises(Refusal) as refused:
        orders.place(
            market=world.market,
            purchases=[orders.Purchase(late.by, late.at, late.picks, seen=draft.seen)],
        )
    assert refused.value.code == "terms_changed"


def test_all_orders_of_a_checkout_or_none(world, second):
    seller, lipstick = second
    picks = [Pick(world.offers("225.00")), Pick(lipstick)]
    wanted = by_merchant(world.market, picks, by=world["consumer"], at=world.now)
    seen = [draft.seen for draft in drafts(world.market, wanted)]
    listings.take_down(by=seller, listing=lipstick, reason="售罄", at=world.now)

    with pytest.raises(Refusal) as refused:
        orders.place(
            market=world.market,
            purchases=[
                orders.Purchase(p.by, p.at, p.picks, seen=s)
                for p, s in zip(wanted, seen, strict=True)
            ],
        )
    assert refused.value.code == "listing_not_for_sale"
    assert queries.page(by=world["consumer"]) == []


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"quantity": "many"}, "whole number"),
        ({"quantity": "-1"}, "whole number"),
        ({"quantity": "10001"}, "whole number"),
        ({"quantity": "9" * 400}, "whole number"),
        ({"quantity": "٣"}, "whole number"),
        ({"listing": "ord_1"}, "no such listing"),
    ],
)
def test_a_basket_takes_only_what_can_be(world, form, words):
    reader = Reader("consumer@gongdao", "en")

    refused = reader.post("/basket/change", **{"listing": world.offers(), "quantity": "1"} | form)

    assert refused.status_code == 409
    assert words in refused.content.decode()


def test_a_line_is_changed_and_removed(world):
    listing = world.offers("225.00")
    reader = Reader("consumer@gongdao", "en")
    picked(reader, listing)
    reader.post("/basket/change", listing=listing, quantity="5")
    assert 'value="5"' in reader.get("/basket").content.decode()
    reader.post("/basket/change", listing=listing, quantity="0")
    assert "The basket is empty" in reader.get("/basket").content.decode()


def test_a_visitor_fills_a_basket_and_signs_in_to_order(world):
    visitor = Reader(None, "en")
    picked(visitor, world.offers("225.00"))

    assert "Toy car" in visitor.get("/basket").content.decode()
    assert visitor.get("/checkout").headers["Location"].startswith("/?next=%2Fcheckout")


def test_a_listing_that_went_down_stops_the_checkout_and_can_be_removed(world):
    listing = world.offers("225.00")
    reader = Reader("consumer@gongdao", "en")
    picked(reader, listing)
    listings.take_down(by=world["merchant"], listing=listing, reason="售罄", at=world.now)

    page = reader.get("/basket").content.decode()

    assert "not for sale any more" in page
    assert "/checkout" not in page
    assert reader.get("/checkout").status_code == 409
