"""What comes off a price or on top of it: shown first, in the contract, and unwound when goods go back (S10, S17)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.aftersales import facts
from gongdao.stages.aftersales.actions import Sending
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.parts import shares
from gongdao.stages.listings import actions as listings
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries
from gongdao.stages.orders.drafts import Pick, Purchase, by_merchant, drafts
from gongdao.stages.orders.promotions import actions as promotions
from gongdao.stages.orders.promotions import queries as promoted
from gongdao.stages.orders.promotions.actions import Terms

pytestmark = pytest.mark.django_db

FIFTY_OFF = Words("满300减50", "50 off 300")


def offers(world, price, title="Toy car"):
    said = listings.Said(Words("玩具", title), "toys", cny(price), cny("0.00"))
    (row,) = listings.offer(offerings=[listings.Offering(world["merchant"], world.now, said)])
    return row.id


def issues(world, by="merchant", off="50.00", threshold="300.00", **more):
    said = Terms(
        FIFTY_OFF, cny(off), cny(threshold), world.now, world.now + timedelta(days=30), **more
    )
    return promotions.issue(by=world[by], said=said, at=world.now)


def takes(world, coupon, by="consumer"):
    return promotions.take(by=world[by], coupon=coupon.id, at=world.now).id


def buys(world, *picks, vouchers=()):
    (order,) = orders.place(
        market=world.market,
        purchases=[Purchase(world["consumer"], world.now, picks, vouchers=tuple(vouchers))],
    )
    return order


def delivered(world, *picks, vouchers=()):
    order = buys(world, *picks, vouchers=vouchers)
    world.pays(order)
    world.ships(order, "SF7001")
    world.delivers("SF7001")
    return order


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


def payable(world):
    name = account("payable", world["merchant"].party)
    return ledger.balance(world.market.id, name, currency="CNY").minor


class refused:  # noqa: N801 - it reads as the sentence it is
    """`with refused("coupon_spent"):` says which refusal is meant."""

    def __init__(self, code):
        self.code = code

    def __enter__(self):
        return self

    def __exit__(self, kind, raised, _):
        assert kind is Refusal, f"{self.code} was not refused"
        assert raised.code == self.code
        return True


def test_a_coupon_is_in_the_price_and_in_the_contract(world):
    car = offers(world, "175.00")
    voucher = takes(world, issues(world))

    order = buys(world, Pick(car, 2), vouchers=[voucher])

    assert order.total == cny("300.00")
    (line,) = order.contract["reductions"]
    assert (line["off_minor"], line["threshold_minor"], line["platform_minor"]) == (
        5_000,
        30_000,
        0,
    )
    (row,) = promoted.of_order(order.id)
    assert row.title.en == "50 off 300"
    assert ledger.faults(world.market.id) == []


@pytest.mark.parametrize(("price", "fits"), [("149.99", False), ("150.00", True), ("150.01", True)])
def test_a_coupon_counts_from_its_threshold_on(world, price, fits):
    car, voucher = offers(world, price), takes(world, issues(world))
    if fits:
        order = buys(world, Pick(car, 2), vouchers=[voucher])
        assert order.goods == cny(price) * 2 - cny("50.00")
    else:
        with refused("coupon_below_threshold"):
            buys(world, Pick(car, 2), vouchers=[voucher])


def test_a_coupon_is_spent_once_and_only_by_its_holder_in_its_time(world):
    car = offers(world, "400.00")
    coupon = issues(world)
    mine = takes(world, coupon)
    with refused("coupon_unknown"):
        orders.place(
            market=world.market,
            purchases=[Purchase(world["stranger"], world.now, (Pick(car),), vouchers=(mine,))],
        )
    with refused("coupon_taken_already"):
        takes(world, coupon)
    other = takes(world, coupon, by="stranger")
    buys(world, Pick(car), vouchers=[mine])
    with refused("coupon_spent"):
        buys(world, Pick(car), vouchers=[mine])
    world.advances(days=30)
    with refused("coupon_out_of_time"):
        orders.place(
            market=world.market,
            purchases=[Purchase(world["stranger"], world.now, (Pick(car),), vouchers=(other,))],
        )


def test_two_orders_of_one_batch_do_not_spend_one_coupon_twice(world):
    car, voucher = offers(world, "400.00"), takes(world, issues(world))
    one = Purchase(world["consumer"], world.now, (Pick(car),), vouchers=(voucher,))
    with refused("coupon_spent"):
        orders.place(market=world.market, purchases=[one, one])
    assert queries.page(by=world["consumer"]) == []


@pytest.mark.parametrize(
    ("stacks", "code"),
    [((True, True), None), ((True, False), "coupons_do_not_stack")],
)
def test_coupons_stand_beside_each_other_only_where_both_say_so(world, stacks, code):
    car = offers(world, "400.00")
    own = takes(world, issues(world, stacks=stacks[0]))
    platforms = takes(world, issues(world, by="platform", off="30.00", stacks=stacks[1]))
    if code:
        with refused(code):
            buys(world, Pick(car), vouchers=[own, platforms])
    else:
        assert buys(world, Pick(car), vouchers=[own, platforms]).goods == cny("320.00")


def test_never_two_coupons_of_one_issuer(world):
    car = offers(world, "900.00")
    two = [takes(world, issues(world, stacks=True)) for _ in range(2)]
    with refused("coupons_do_not_stack"):
        buys(world, Pick(car), vouchers=two)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"off": "300.00"}, "coupon_unreal"),
        ({"off": "0.00"}, "coupon_unreal"),
        ({"audience": "friends"}, "coupon_unreal"),
        ({"each_most": 2, "in_all": 1}, "coupon_unreal"),
    ],
)
def test_coupons_that_cannot_be(world, change, code):
    with refused(code):
        issues(world, **change)


def test_a_coupon_for_the_first_order_and_one_that_is_gone(world):
    car = offers(world, "400.00")
    first = issues(world, audience="first_order", in_all=1)
    buys(world, Pick(car))
    with refused("coupon_for_first_order"):
        takes(world, first)
    takes(world, first, by="stranger")
    with refused("coupon_gone"):
        takes(world, first)
    stopped = promotions.stop(by=world["merchant"], coupon=issues(world).id, at=world.now)
    with refused("coupon_gone"):
        takes(world, stopped)
    with refused("not_allowed"):
        promotions.stop(by=world["merchant"], coupon=issues(world, by="platform").id, at=world.now)


def test_the_platform_pays_its_coupon_into_escrow_and_the_merchant_gets_the_whole_price(world):
    car = offers(world, "400.00")
    voucher = takes(world, issues(world, by="platform"))
    order = delivered(world, Pick(car), vouchers=[voucher])

    assert order.total == cny("350.00")
    assert world.held(order) == 40_000
    assert promoted_by_platform(world) == 5_000
    escrow.confirm(confirmings=[escrow.Confirming(world["consumer"], world.now, order.id)])

    assert payable(world) == 40_000 - 800
    assert ledger.faults(world.market.id) == []


def test_a_whole_return_gives_the_coupon_back_in_kind_and_the_platform_its_part(world):
    car = offers(world, "400.00")
    spent = takes(world, issues(world, by="platform"))
    world.advances(days=1)
    order = delivered(world, Pick(car), vouchers=[spent])
    world.advances(days=2)

    goes_back(world, order)

    assert ledger.refunded(world.market.id, order.id, currency="CNY") == cny("350.00")
    assert promoted_by_platform(world) == 0
    assert holds.hold_of(order.id).state == "refunded"
    (again,) = promoted.held(by=world["consumer"], at=world.now)
    assert again.id != spent
    assert again.until == world.now + timedelta(days=29)
    assert ledger.faults(world.market.id) == []


@pytest.mark.parametrize("ended", ["cancel", "lapse"])
def test_an_order_that_is_never_paid_gives_its_coupon_back(world, ended):
    car, voucher = offers(world, "400.00"), takes(world, issues(world))
    order = buys(world, Pick(car), vouchers=[voucher])
    assert promoted.held(by=world["consumer"], at=world.now) == []
    if ended == "cancel":
        orders.cancel(by=world["consumer"], order=order.id, at=world.now)
    else:
        world.advances(days=5)
    assert len(promoted.held(by=world["consumer"], at=world.now)) == 1


@pytest.mark.parametrize("issuer", ["merchant", "platform"])
@pytest.mark.parametrize(
    ("prices", "back", "refund", "platform_pays"),
    [
        # 200 + 150 = 350, less 50: 300 paid. What stays is under 300: it is settled at its price.
        (("200.00", "150.00"), 1, 10_000, 0),
        (("200.00", "150.00"), 0, 15_000, 0),
        # 400 + 100 = 500, less 50: 450 paid. 400 stay, the coupon stands with their share of it: 40.
        (("400.00", "100.00"), 1, 9_000, 4_000),
    ],
)
def test_a_part_goes_back_and_the_threshold_is_worked_out_again(
    world, issuer, prices, back, refund, platform_pays
):
    picks = [Pick(offers(world, price)) for price in prices]
    voucher = takes(world, issues(world, by=issuer))
    order = delivered(world, *picks, vouchers=[voucher])
    kept_price = cny(prices[1 - back]).minor

    goes_back(world, order, (queries.lines(order)[back].id, 1))

    assert ledger.refunded(world.market.id, order.id, currency="CNY").minor == refund
    if issuer == "platform":
        assert promoted_by_platform(world) == platform_pays
        assert world.held(order) == kept_price  # the merchant gets the price of what stays, no more
    else:
        assert world.held(order) == order.total.minor - refund
    assert promoted.held(by=world["consumer"], at=world.now) == []
    assert ledger.faults(world.market.id) == []


def test_the_rest_goes_back_later_and_everything_is_even(world):
    picks = [Pick(offers(world, price)) for price in ("400.00", "100.00")]
    voucher = takes(world, issues(world, by="platform"))
    order = delivered(world, *picks, vouchers=[voucher])
    goes_back(world, order, (queries.lines(order)[1].id, 1))

    goes_back(world, order)

    assert ledger.refunded(world.market.id, order.id, currency="CNY") == order.total
    assert promoted_by_platform(world) == 0
    assert world.held(order) == 0
    assert len(promoted.held(by=world["consumer"], at=world.now)) == 1


# Bundles


def three(world):
    refs = [offers(world, price) for price in ("100.00", "80.00", "40.00")]
    made = promotions.bundle(
        by=world["merchant"], market=world.market, title=Words("三件套", "Set of three"),
        price=cny("190.00"), parts=dict.fromkeys(refs, 1), at=world.now,
    )  # fmt: skip
    return refs, made


@pytest.mark.parametrize(
    ("counts", "total"), [((1, 1, 1), 19_000), ((1, 1, 0), 18_000), ((2, 2, 1), 37_000),
                          ((2, 2, 2), 38_000)],
)  # fmt: skip
def test_a_bundle_counts_whenever_all_of_it_is_bought(world, counts, total):
    refs, _ = three(world)
    order = buys(world, *(Pick(r, n) for r, n in zip(refs, counts, strict=True) if n))
    assert order.goods.minor == total


@pytest.mark.parametrize(("back", "refund"), [(0, 7_000), (1, 5_000), (2, 1_000)])
def test_a_bundle_that_is_broken_settles_what_stays_at_its_own_price(world, back, refund):
    refs, _ = three(world)
    order = delivered(world, *(Pick(ref) for ref in refs))
    goes_back(world, order, (queries.lines(order)[back].id, 1))
    assert ledger.refunded(world.market.id, order.id, currency="CNY").minor == refund


def test_a_piece_beside_the_bundle_goes_back_at_its_price_and_the_bundle_stands(world):
    refs, _ = three(world)
    order = delivered(world, Pick(refs[0], 2), Pick(refs[1]), Pick(refs[2]))
    goes_back(world, order, (queries.lines(order)[0].id, 1))
    assert ledger.refunded(world.market.id, order.id, currency="CNY").minor == 10_000


def test_a_coupon_looks_at_the_price_after_the_bundle(world):
    refs, _ = three(world)
    voucher = takes(world, issues(world, off="10.00", threshold="195.00"))
    with refused("coupon_below_threshold"):
        buys(world, *(Pick(ref) for ref in refs), vouchers=[voucher])


def test_a_bundle_that_ended_and_bundles_that_cannot_be(world):
    refs, made = three(world)
    order = buys(world, *(Pick(ref) for ref in refs))
    promotions.end_bundle(by=world["merchant"], bundle=made.id, at=world.now)
    assert buys(world, *(Pick(ref) for ref in refs)).goods == cny("220.00")
    assert order.goods == cny("190.00")
    with refused("offer_not_open"):
        promotions.end_bundle(by=world["merchant"], bundle=made.id, at=world.now)
    for price, parts in (("220.00", refs), ("10.00", refs[:1]), ("0.00", refs)):
        with refused("bundle_unreal"):
            promotions.bundle(
                by=world["merchant"], market=world.market, title=Words("套", "Set"),
                price=cny(price), parts=dict.fromkeys(parts, 1), at=world.now,
            )  # fmt: skip


# Gifts


def with_gift(world, stated="30.00"):
    car, case = offers(world, "225.00"), offers(world, "35.00", "Case")
    promotions.give_with(
        by=world["merchant"], market=world.market, main=car, gift=case, stated=cny(stated),
        at=world.now,
    )  # fmt: skip
    return car, case


def test_a_gift_is_a_line_of_its_own_at_no_price_with_its_stated_value(world):
    car, case = with_gift(world)
    order = buys(world, Pick(car, 2))
    main, gift = queries.lines(order)
    assert order.goods == cny("450.00")
    assert (gift.quantity, gift.amount_minor, gift.stated_minor) == (2, 0, 6_000)
    assert gift.gift_for_id == main.version_id
    said = order.contract["lines"][1]
    assert (said["gift_for"], said["stated_minor"], said["listing"]) == (car, 6_000, case)


def test_the_gift_comes_back_with_the_main_thing_and_all_is_refunded(world):
    car, _ = with_gift(world)
    order = delivered(world, Pick(car))
    goes_back(world, order)
    assert ledger.refunded(world.market.id, order.id, currency="CNY") == cny("225.00")


@pytest.mark.parametrize(
    ("back", "refund"),
    [
        ({0: 1}, 22_500 - 3_000),  # one car back, its case stays
        ({0: 1, 1: 1}, 22_500),  # one car with its case
        ({0: 2, 1: 1}, 45_000 - 3_000),
        ({0: 2, 1: 2}, 45_000),
    ],
)
def test_a_gift_that_stays_costs_its_stated_value(world, back, refund):
    car, _ = with_gift(world)
    order = delivered(world, Pick(car, 2))
    lines = queries.lines(order)
    goes_back(world, order, *((lines[n].id, count) for n, count in back.items()))
    assert ledger.refunded(world.market.id, order.id, currency="CNY").minor == refund


def test_a_gift_alone_brings_nothing_back(world):
    car, _ = with_gift(world)
    order = delivered(world, Pick(car))
    with refused("nothing_to_refund"):
        goes_back(world, order, (queries.lines(order)[1].id, 1))


def test_gifts_that_cannot_be(world):
    car, case = with_gift(world)
    for main, gift, stated, code in (
        (car, case, "30.00", "gift_offered_already"),
        (car, car, "30.00", "gift_unreal"),
        (case, car, "225.01", "gift_unreal"),
        (case, car, "0.00", "gift_unreal"),
    ):
        with refused(code):
            promotions.give_with(
                by=world["merchant"], market=world.market, main=main, gift=gift,
                stated=cny(stated), at=world.now,
            )  # fmt: skip


def test_a_gift_that_is_off_the_shelf_does_not_come(world):
    car, case = with_gift(world)
    listings.take_down(by=world["merchant"], listing=case, reason="缺货", at=world.now)
    assert len(queries.lines(buys(world, Pick(car)))) == 1


# Whatever the numbers


def test_one_fen_split_three_ways(world):
    """Three things at one fen each with two fen off: every unit belongs to somebody, to the last."""
    refs = [offers(world, "0.01") for _ in range(3)]
    voucher = takes(world, issues(world, by="platform", off="0.02", threshold="0.03"))
    order = delivered(world, *(Pick(ref) for ref in refs), vouchers=[voucher])
    assert order.total == cny("0.01")
    goes_back(world, order)
    assert ledger.refunded(world.market.id, order.id, currency="CNY") == cny("0.01")
    assert promoted_by_platform(world) == 0
    assert ledger.faults(world.market.id) == []


def test_the_platforms_coupon_goes_to_the_largest_order_of_a_basket(world):
    car = offers(world, "400.00")
    voucher = takes(world, issues(world, by="platform"))
    bought = by_merchant(
        world.market, [Pick(car)], by=world["consumer"], at=world.now, vouchers=[voucher]
    )
    (draft,) = drafts(world.market, bought)
    assert draft.order.goods == cny("350.00")


LINES = 100_000


def test_an_order_of_a_hundred_thousand_lines_is_shared_out_to_the_last_fen(world):
    """A platform's coupon over 10^5 lines: every line's part, and a return of one, is exact."""
    ref = offers(world, "0.07")
    voucher = takes(world, issues(world, by="platform", off="1000.01", threshold="7000.00"))

    order = buys(world, *(Pick(ref) for _ in range(LINES)), vouchers=[voucher])

    assert order.total == cny("7000.00") - cny("1000.01")
    lines = queries.lines(order)
    paid = shares.price_of(order, lines)
    assert (len(lines), len(paid)) == (LINES, LINES)
    assert sum(part.minor for part in paid.values()) == order.goods_minor
    assert {part.minor for part in paid.values()} == {5, 6}
    off = promoted.of_order(order.id)
    back = {line.id: 1 for line in lines[:-1]}
    assert facts.refund_of_part(order, lines, back, reductions=off).value == order.goods_minor - 7
    everything = {line.id: 1 for line in lines}
    assert facts.refund_of_part(order, lines, everything, reductions=off).value == order.goods_minor
