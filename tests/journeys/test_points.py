"""Points: earned when the money is released, used beside coupons, back with the goods, never below zero (S10)."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from gongdao.interfaces import points as nights
from gongdao.interfaces.jobs.tasks import settle_all
from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.messages.models import Message
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.aftersales.actions import Sending
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries as sold
from gongdao.stages.orders.drafts import Pick, Purchase
from gongdao.stages.orders.promotions import actions as promotions
from gongdao.stages.orders.promotions import queries as promoted
from gongdao.stages.orders.promotions.actions import Terms
from gongdao.stages.orders.promotions.models import PointBalance, PointEntry
from gongdao.stages.orders.promotions.points import queries
from tests.builders import World

pytestmark = pytest.mark.django_db


def buys(world, *picks, points=0, vouchers=(), by="consumer"):
    (order,) = orders.place(
        market=world.market,
        purchases=[Purchase(world[by], world.now, picks, vouchers=tuple(vouchers), points=points)],
    )
    return order


def released(world, price, by="consumer", **more):
    """An order that was paid, delivered and confirmed."""
    order = delivered(world, Pick(world.offers(price)), by=by, **more)
    escrow.confirm(confirmings=[escrow.Confirming(world[by], world.now, order.id)])
    return order


def delivered(world, *picks, **more):
    order = buys(world, *picks, **more)
    world.pays(order)
    waybill = f"SF7{sold.count(world.market.id):03}"
    world.ships(order, waybill)
    world.delivers(waybill)
    return order


def night(world):
    return nights.settle(marketplace=world.market.id, now=world.now)


def rich(world, yuan="1000.00"):
    """A consumer with a point for each yuan."""
    order = released(world, yuan)
    night(world)
    return order


def has(world, by="consumer"):
    return queries.balance(by=world[by])


def moves(world, by="consumer"):
    return [(row.why, row.points) for row in reversed(queries.entries(by=world[by]))]


def goes_back(world, order, *pieces):
    ret = aftersales.ask_return(
        by=world["consumer"], order=order.id, at=world.now, pieces=[Sending(*p) for p in pieces]
    )
    aftersales.agree(by=world["merchant"], ret=ret.id, at=world.now)
    aftersales.send_back(by=world["consumer"], ret=ret.id, at=world.now)
    aftersales.take_back(by=world["merchant"], ret=ret.id, at=world.now)
    return aftersales.refund(by=world["merchant"], ret=ret.id, at=world.now)


def promoted_by_platform(world):
    return dict(ledger.by_kind(world.market.id)).get("promotions", cny("0")).minor


def even(world):
    """Money is conserved, and every balance is the sum of its entries."""
    assert not any(ledger.trial_balance(world.market.id).values())
    assert ledger.faults(world.market.id) == []
    for row in PointBalance.objects.all():
        entries = PointEntry.objects.filter(consumer=row.consumer)
        assert row.points == sum(each.points for each in entries)
    return True


class refused:  # noqa: N801 - it reads as the sentence it is
    """`with refused("points_short"):` says which refusal is meant."""

    def __init__(self, code):
        self.code = code

    def __enter__(self):
        return self

    def __exit__(self, kind, raised, _):
        assert kind is Refusal, f"{self.code} was not refused: {kind} {raised}"
        assert raised.code == self.code
        return True


# Earned


@pytest.mark.parametrize(
    ("price", "points"), [("0.99", 0), ("1.00", 1), ("1.99", 1), ("2.00", 2), ("225.50", 225)]
)
def test_each_whole_yuan_that_was_paid_earns_once_the_money_is_released(world, price, points):
    order = buys(world, Pick(world.offers(price)))
    world.pays(order)
    night(world)
    assert has(world) == 0  # the money is still held

    escrow.confirm(confirmings=[escrow.Confirming(world["consumer"], world.now, order.id)])
    night(world)
    night(world)

    assert has(world) == points
    assert even(world)


def test_the_clock_releases_and_earns_as_well_and_only_what_was_kept_counts(world):
    picks = [Pick(world.offers(price)) for price in ("100.00", "50.00")]
    order = delivered(world, *picks)
    goes_back(world, order, (sold.lines(order)[1].id, 1))
    world.advances(days=20)
    night(world)
    assert moves(world) == [("earned", 100)]


def test_the_nightly_job_does_it_for_every_marketplace_by_its_own_clock(world):
    released(world, "100.00")
    assert settle_all(world.now + timedelta(days=400)) == 1  # a sandbox lives by its test clock
    assert has(world) == 100
    assert settle_all(world.now) == 0


def test_a_release_of_long_ago_earns_nothing(world):
    released(world, "100.00")
    world.now += nights.LOOKS_BACK + timedelta(seconds=1)
    assert night(world) == 0


def test_what_goes_back_after_the_release_withdraws_what_it_earned(world):
    order = rich(world, "300.00")
    case = {"by": world["merchant"], "order": order, "at": world.now, "cites": "test"}
    escrow.refund(amount=cny("99.50"), under="one", **case)
    assert has(world) == 200
    escrow.refund(amount=cny("200.50"), under="two", **case)
    assert moves(world) == [("earned", 300), ("withdrawn", -100), ("withdrawn", -200)]
    assert even(world)


def test_points_that_are_spent_are_not_taken_from_anybody(world):
    order = rich(world, "300.00")
    buys(world, Pick(world.offers("100.00")), points=250)
    escrow.refund(
        by=world["merchant"], order=order, amount=order.total, under="all", at=world.now, cites="t"
    )
    assert has(world) == 0
    assert moves(world)[-1] == ("withdrawn", -50)
    assert ledger.refunded(world.market.id, order.id, currency="CNY") == order.total


# Used


def test_points_are_in_the_price_and_in_the_contract_at_the_expense_of_the_platform(world):
    rich(world)
    order = delivered(world, Pick(world.offers("100.00")), points=1000)

    assert order.total == cny("90.00")
    (line,) = order.contract["reductions"]
    assert (line["kind"], line["off_minor"], line["platform_minor"]) == ("points", 1_000, 1_000)
    assert line["parts"] == {"points": 1_000}
    assert has(world) == 0
    assert (world.held(order), promoted_by_platform(world)) == (10_000, 1_000)
    escrow.confirm(confirmings=[escrow.Confirming(world["consumer"], world.now, order.id)])
    night(world)
    assert moves(world)[-1] == ("earned", 90)  # what the buyer paid, not what the platform did
    assert even(world)


@pytest.mark.parametrize(
    ("price", "points", "code"),
    [
        ("10.00", 500, None),
        ("10.00", 501, "points_over_share"),
        ("100.00", 1000, None),
        ("100.00", 1001, "points_short"),
        ("100.00", -1, "points_unreal"),
        ("100.00", 10**19, "points_unreal"),
        ("0.01", 1, "discount_unreal"),
    ],
)
def test_half_of_the_goods_at_most_and_no_more_than_there_are(world, price, points, code):
    rich(world)
    if code is None:
        assert buys(world, Pick(world.offers(price)), points=points).goods.minor == (
            cny(price).minor - points
        )
        return
    with refused(code):
        buys(world, Pick(world.offers(price)), points=points)
    assert has(world) == 1000


def test_half_is_worked_out_after_coupons(world):
    rich(world)
    said = Terms(
        Words("满10减4", "4 off 10"), cny("4.00"), cny("10.00"), world.now,
        world.now + timedelta(days=30),
    )  # fmt: skip
    coupon = promotions.issue(by=world["merchant"], said=said, at=world.now)
    voucher = promotions.take(by=world["consumer"], coupon=coupon.id, at=world.now).id
    car = world.offers("10.00")
    with refused("points_over_share"):
        buys(world, Pick(car), points=301, vouchers=[voucher])
    assert buys(world, Pick(car), points=300, vouchers=[voucher]).goods == cny("3.00")


def test_two_orders_of_one_batch_do_not_use_the_same_points(world):
    rich(world)
    one = Purchase(world["consumer"], world.now, (Pick(world.offers("100.00")),), points=600)
    with refused("points_short"):
        orders.place(market=world.market, purchases=[one, one])
    assert (has(world), sold.count(world.market.id)) == (1000, 1)


# Back in kind


@pytest.mark.parametrize("ended", ["cancel", "lapse"])
def test_an_order_that_is_never_paid_gives_its_points_back(world, ended):
    rich(world)
    order = buys(world, Pick(world.offers("100.00")), points=700)
    if ended == "cancel":
        orders.cancel(by=world["consumer"], order=order.id, at=world.now)
    else:
        world.advances(days=5)
    assert moves(world)[1:] == [("spent", -700), ("given_back", 700)]
    assert has(world) == 1000


@pytest.mark.parametrize(
    ("back", "refund", "points", "platform_pays"),
    [((0,), 7_200, 800, 200), ((1,), 1_800, 200, 800), ((0, 1), 9_000, 1_000, 0)],
)
def test_what_goes_back_brings_its_share_of_the_points(world, back, refund, points, platform_pays):
    """80 + 20 = 100, less 1,000 points: 90 paid. Each thing has its share of the points."""
    rich(world)
    order = delivered(
        world, *(Pick(world.offers(price)) for price in ("80.00", "20.00")), points=1000
    )
    lines = sold.lines(order)
    goes_back(world, order, *((lines[n].id, 1) for n in back))

    assert ledger.refunded(world.market.id, order.id, currency="CNY").minor == refund
    assert has(world) == points
    assert promoted_by_platform(world) == platform_pays
    assert even(world)


def test_the_rest_goes_back_later_and_all_points_are_there_again(world):
    rich(world)
    picks = [Pick(world.offers(price)) for price in ("33.33", "33.33", "33.35")]
    order = delivered(world, *picks, points=1000)
    for line in sold.lines(order):
        goes_back(world, order, (line.id, 1))
    assert has(world) == 1000
    assert ledger.refunded(world.market.id, order.id, currency="CNY") == order.total
    assert promoted_by_platform(world) == 0
    assert even(world)


def test_a_refund_that_names_no_goods_brings_points_in_proportion(world):
    rich(world)
    order = delivered(world, Pick(world.offers("100.00")), points=1000)
    case = {"by": world["merchant"], "order": order, "at": world.now, "cites": "test"}
    escrow.refund(amount=cny("30.00"), under="one", **case)
    assert has(world) == 333
    escrow.refund(amount=cny("60.00"), under="two", **case)
    assert has(world) == 1000
    assert even(world)


# Running out


def test_points_run_out_after_a_year_and_their_holder_is_told_once_before(world):
    rich(world, "300.00")  # on 1 March 2026: good to the end of 1 March 2027
    kept = delivered(world, Pick(world.offers("2.00")), points=100)
    told = Message.objects.filter(audience__contains=[world["consumer"].party], en__contains="soon")

    for day, messages in (
        ("2027-01-29 23:59", 0),
        ("2027-01-30 00:00", 1),
        ("2027-02-20 09:00", 1),
    ):
        world.advances(to=day)
        night(world)
        assert (told.count(), has(world)) == (messages, 200)
    assert kept.total == cny("1.00")
    assert "200 of your points" in told.get().en
    assert "2027-03-01" in told.get().en

    world.advances(to="2027-03-01 23:59")
    night(world)
    assert has(world) == 200
    world.advances(to="2027-03-02 00:00")
    night(world)
    night(world)
    assert moves(world) == [("earned", 300), ("spent", -100), ("expired", -200)]
    assert told.count() == 1
    assert even(world)


def test_what_is_used_takes_the_oldest_first(world):
    rich(world, "100.00")
    world.advances(days=100)
    rich(world, "50.00")
    delivered(world, Pick(world.offers("2.40")), points=120)
    world.advances(to="2027-03-02 00:00")
    night(world)
    assert has(world) == 30  # the first hundred was used whole: nothing of it runs out
    world.advances(days=100)
    night(world)
    assert moves(world)[-1] == ("expired", -30)


# What the database keeps


def test_entries_are_never_changed_and_a_balance_never_falls_below_zero(world):
    rich(world, "10.00")
    entry = PointEntry.objects.get()
    with pytest.raises(DatabaseError, match="append_only"), transaction.atomic():
        PointEntry.objects.update(points=1_000)
    entry.pk, entry.key, entry.why, entry.points = None, "other", "spent", -11
    entry.until = entry.tell_at = None
    with pytest.raises(IntegrityError, match="points_not_below_zero"), transaction.atomic():
        entry.save(force_insert=True)
    entry.points, entry.key = -10, "other"
    entry.save(force_insert=True)
    assert has(world) == 0


# At the doors


def test_from_the_page_to_the_order_and_back(world, people):
    earlier = rich(world)
    buyer, car = people("consumer"), world.offers("100.00")
    page = buyer.sees("/coupons")
    assert "My points" in page
    assert "+1000" in page
    assert "good until 2027-03-01 24:00" in page

    buyer.does("/basket/change", listing=car, quantity="1")
    assert 'name="points"' in buyer.sees("/checkout")
    for typed in ("5001", "-1", "1.5", "ten", "１０", "9" * 40):
        again = buyer.does("/checkout/coupons", 409, points=typed)
        assert "oints" in again
    buyer.does("/checkout/coupons", points="800")
    page = buyer.sees("/checkout")
    assert "800 points" in page
    assert "¥92.00" in page
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', page)
    buyer.does("/checkout/submit", seen=seen)
    assert has(world) == 200

    (order,) = (row for row in sold.page(by=world["consumer"]) if row.id != earlier.id)
    assert order.total == cny("92.00")
    orders.cancel(by=world["consumer"], order=order.id, at=world.now)
    page = buyer.sees("/coupons")
    assert "-800" in page
    assert "given back" in page


def test_points_that_are_gone_when_the_button_is_pressed(world, people):
    rich(world)
    buyer, car = people("consumer"), world.offers("100.00")
    buyer.does("/basket/change", listing=car, quantity="1")
    buyer.does("/checkout/coupons", points="800")
    seen = re.findall(r'name="seen" value="([0-9a-f]{64})"', buyer.sees("/checkout"))
    buys(world, Pick(car), points=300)
    assert "do not have so many points" in buyer.does("/checkout/submit", 409, seen=seen)


def test_through_the_api(world, people):
    rich(world)
    buyer, car = people("consumer"), world.offers("100.00")
    assert buyer.gets("/points") == {"points": 1000}

    shown = buyer.posts("/checkouts", {"picks": [{"listing": car}], "points": 1000})
    (offer,) = shown["offers"]
    assert offer["reductions"][0]["kind"] == "points"
    assert offer["reductions"][0]["paid_by_platform"]["minor"] == 1_000
    placed = buyer.posts(
        "/checkouts/orders",
        {"picks": [{"listing": car}], "points": 1000, "seen": [offer["seen"]]},
        201,
    )
    assert placed["orders"][0]["total"]["minor"] == 9_000

    body = {"picks": [{"listing": car}]}
    assert buyer.posts("/orders", body | {"points": 1}, 409)["code"] == "points_short"
    for bad in (-1, 1.5, "1", True, 10**10, None):
        assert buyer.posts("/orders", body | {"points": bad}, 422)["code"]
    page = buyer.gets("/points/entries?limit=1")
    assert [(e["why"], e["points"]) for e in page["data"]] == [("spent", -1000)]
    following = buyer.gets(f"/points/entries?limit=1&after={page['next']}")
    assert [(e["why"], e["points"]) for e in following["data"]] == [("earned", 1000)]
    assert following["has_more"] is False
    assert buyer.gets("/points/entries?after=x", 422)["code"]
    assert people("stranger").gets("/points") == {"points": 0}


@pytest.fixture
def committed(transactional_db):
    """A world that other connections see. The tables that refuse to be emptied are emptied after it."""
    yield World.make()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


@pytest.mark.django_db(transaction=True)
def test_of_checkouts_at_the_same_moment_one_gets_the_points(committed):
    world, many = committed, 6
    rich(world)
    car, start = world.offers("100.00"), Barrier(many)

    def checkout(_):
        try:
            start.wait()
            return buys(world, Pick(car), points=600).id
        except Refusal as no:
            return no.code
        finally:
            connection.close()

    with ThreadPoolExecutor(many) as pool:
        outcomes = list(pool.map(checkout, range(many)))

    assert sorted(outcomes)[1:] == ["points_short"] * (many - 1)
    assert has(world) == 400
    bought = [ref for ref in outcomes if ref != "points_short"]
    assert [each.kind for each in promoted.of_order(bought[0])] == ["points"]
    assert even(world)
