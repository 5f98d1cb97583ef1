"""The price log: written by the acts themselves, never changed, never backwards."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings.pricing import log
from gongdao.stages.listings.pricing.models import Entry
from gongdao.stages.orders import actions as orders


def told(listing):
    rows = Entry.objects.filter(listing=listing).order_by("id")
    return [(row.act, row.price_minor, row.freight_minor) for row in rows]


def car(price, freight="0"):
    return listings.Said(Words("玩具汽车", "Toy car"), "toys", cny(price), cny(freight))


def test_offers_revisions_and_orders_write_it(world):
    listing = world.offers("225.00", freight="10.00")
    world.orders(listing)
    world.advances(days=1)
    listings.revise(by=world["merchant"], listing=listing, said=car("200"), at=world.now)
    world.orders(listing, quantity=2)

    assert told(listing) == [
        ("offered", 22500, 1000), ("sold", 22500, 1000), ("offered", 20000, 0), ("sold", 20000, 0),
    ]  # fmt: skip


def test_a_discount_is_taken_off_each_piece_and_delivery_stands_once(world):
    one, other = world.offers("30.00", freight="5.00"), world.offers("10.00", freight="8.00")
    purchase = orders.Purchase(
        world["consumer"], world.now, (orders.Pick(one, 2), orders.Pick(other)), discount=cny("7")
    )
    orders.place(market=world.market, purchases=[purchase])

    # 63 of the 70 are paid: nine tenths of each price.
    assert told(one)[1] == ("sold", 2700, 0)
    assert told(other)[1] == ("sold", 900, 800)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE pricing_entry SET price_minor = 1",
        "DELETE FROM pricing_entry",
        "TRUNCATE pricing_entry",
    ],
)
def test_the_database_keeps_it(world, sql):
    world.offers()
    with pytest.raises(IntegrityError, match="append_only"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_price_cannot_be_set_in_the_past(world):
    listing = world.offers()
    world.advances(days=2)
    listings.revise(by=world["merchant"], listing=listing, said=car("200"), at=world.now)

    with pytest.raises(Refusal) as no, transaction.atomic():
        listings.revise(
            by=world["merchant"], listing=listing, said=car("300"), at=world.now - timedelta(days=1)
        )
    assert no.value.code == "price_log_backwards"
    assert len(told(listing)) == 2


@pytest.mark.parametrize(("late", "refused"), [(5, False), (6, True)])
def test_sales_of_one_moment_land_in_either_order(world, late, refused):
    listing = world.offers()
    world.advances(days=1)
    world.orders(listing)
    world.now -= timedelta(minutes=late)
    if refused:
        with pytest.raises(Refusal, match="forward"), transaction.atomic():
            world.orders(listing)
    else:
        world.orders(listing)
    assert len(told(listing)) == 2 + (not refused)


def test_another_channel_is_imported_and_our_own_never(world):
    listing = world.offers()
    entry = Entry.objects.get(listing=listing)
    for channel, imported in (("", True), ("tmall", False)):
        entry.pk, entry.channel, entry.imported = None, channel, imported
        with pytest.raises(IntegrityError, match="elsewhere"), transaction.atomic():
            log.write([entry])
