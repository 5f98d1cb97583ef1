"""Returns in full: parts, bundles, gifts, points, the look of what came back, and who must prove it (S17)."""

from __future__ import annotations

import json

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.aftersales import actions, facts, queries
from gongdao.stages.aftersales.actions import Came, Sending
from gongdao.stages.aftersales.inspections import actions as looking
from gongdao.stages.aftersales.inspections.actions import Look, Objection
from gongdao.stages.aftersales.models import Return
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as payments
from gongdao.stages.listings import actions as listings
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import queries as bought

pytestmark = pytest.mark.django_db
PHOTO = "ab" * 32


def shelf(world, *goods):
    """Listings by (price, category, traits)."""
    said = [
        listings.Offering(
            world["merchant"], world.now,
            listings.Said(Words(f"商品{n}", f"Thing {n}"), category, cny(price), cny("0"), frozenset(traits)),
        )
        for n, (price, category, *traits) in enumerate(goods)
    ]  # fmt: skip
    return [row.id for row in listings.offer(offerings=said)]


def delivered(world, *goods, discount="0", extras=(), methods=None):
    """An order of these goods, paid, with what came with it, signed for on 3 March at ten."""
    picks = tuple(orders.Pick(ref) for ref in shelf(world, *goods))
    purchase = orders.Purchase(world["consumer"], world.now, picks, discount=cny(discount))
    (order,) = orders.place(market=world.market, purchases=[purchase])
    for method, amount in (methods or {"alipay": str(order.total).split()[1]}).items():
        (payment,) = escrow.start(
            payings=[escrow.Paying(world["consumer"], world.now, order.id, method, cny(amount))],
            gateway="fake",
        )
        escrow.receive(by=world["gateway"], notices=[world.notice(payment)])
    if extras:
        actions.name_extras(by=world["merchant"], order=order.id, came=extras, at=world.now)
    order.refresh_from_db()
    world.advances(to="2026-03-02 10:00")
    world.ships(order)
    world.advances(to="2026-03-03 10:00")
    world.delivers()
    return order


def asks(world, order, *numbers, gifts=()):
    lines = bought.lines(order)
    pieces = [Sending(lines[n].id, 1) for n in numbers]
    return actions.ask_return(
        by=world["consumer"], order=order.id, at=world.now, pieces=pieces, gifts_kept=gifts
    )


def comes_back(world, ret):
    actions.agree(by=world["merchant"], ret=ret.id, at=world.now)
    actions.send_back(by=world["consumer"], ret=ret.id, at=world.now, waybill="SF900")
    actions.take_back(by=world["merchant"], ret=ret.id, at=world.now)
    ret.refresh_from_db()
    return ret


def refunds(world, ret):
    comes_back(world, ret)
    actions.refund(by=world["merchant"], ret=ret.id, at=world.now)
    ret.refresh_from_db()
    return ret


def refused(code, act, **said):
    with pytest.raises(Refusal) as no:
        act(**said)
    assert no.value.code == code, no.value
    assert no.value.sentence.zh
    assert no.value.sentence.en
    return no.value


def repaid(world, order):
    return ledger.refunded(world.market.id, order.id, currency="CNY").minor


THREE = (("100.00", "home"), ("150.00", "home"), ("200.00", "home"))
OVER_300 = Came("discount", Words("满300减50", "50 off 300"), cny("50.00"), cny("300.00"))
BUNDLE = Came("discount", Words("三件套优惠", "Set of three"), cny("50.00"))
FREE = Came("free_delivery", Words("满99包邮", "Free from 99"), cny("8.00"), cny("99.00"))
MUG = Came("gift", Words("马克杯", "A mug"), cny("15.00"))


@pytest.mark.parametrize(
    ("extras", "numbers", "minor"),
    [
        # Kept 350.00 stays above 300.00: what stays keeps its share of 400.00 paid for 450.00.
        ((OVER_300,), (0,), 40000 - 35000 * 40000 // 45000),
        # Kept 250.00 is below the threshold: it is settled at its own price.
        ((OVER_300,), (2,), 40000 - 25000),
        # A bundle is a bundle whole.
        ((BUNDLE,), (0,), 40000 - 35000),
        ((BUNDLE,), (0, 1, 2), 40000),
        ((OVER_300, FREE), (1, 2), 40000 - 10000),
        ((OVER_300, MUG), (0, 1, 2), 40000),
    ],
)
def test_what_a_part_is_worth_once_the_discount_is_worked_out_again(world, extras, numbers, minor):
    order = delivered(world, *THREE, discount="50.00", extras=extras)

    ret = asks(world, order, *numbers)

    assert ret.refund_minor == minor


def test_free_delivery_that_is_no_longer_earned_is_deducted_with_the_article(world):
    order = delivered(world, ("60.00", "home"), ("70.00", "home"), extras=(FREE,))

    ret = asks(world, order, 0)

    assert ret.refund_minor == 6000 - 800
    (asked,) = [row for row in evidence.about(order.id) if row.act == "return.asked"]
    assert any("7-Day Measures art. 17" in r["cites"] for r in json.loads(asked.body)["why"])


def test_a_gift_that_is_kept_is_settled_at_its_marked_price_once(world):
    order = delivered(world, *THREE, extras=(MUG,))
    (mug,) = queries.extras(order.id)

    first = refunds(world, asks(world, order, 0, gifts=[mug.id]))
    second = refunds(world, asks(world, order, 1, 2))

    assert (first.refund_minor, second.refund_minor) == (10000 - 1500, 35000)
    assert repaid(world, order) == 45000 - 1500
    assert [duty.kind for duty in duties.open_about(order.id)] == ["release"]
    world.advances(days=30)
    assert (world.held(order), duties.open_about(order.id)) == (0, [])


def test_parts_returned_one_after_the_other_are_worth_what_they_are_worth_together(world):
    order = delivered(world, *THREE, discount="50.00", extras=(OVER_300,))

    parts = [refunds(world, asks(world, order, n)).refund_minor for n in (0, 1, 2)]

    assert sum(parts) == 40000 == repaid(world, order)
    assert min(parts) > 0
    refused("all_gone_back", actions.ask_return, by=world["consumer"], order=order.id, at=world.now)


def test_a_part_that_only_costs_the_discount_is_worth_nothing_and_says_why(world):
    order = delivered(
        world, ("40.00", "home"), ("280.00", "home"), discount="50.00", extras=(OVER_300,)
    )

    no = refused(
        "nothing_to_refund", actions.ask_return, by=world["consumer"], order=order.id, at=world.now,
        pieces=[Sending(bought.lines(order)[0].id, 1)],
    )  # fmt: skip

    assert no.cites.startswith("7-Day Measures")


def test_points_and_money_come_back_the_way_they_were_paid(world):
    order = delivered(world, ("100.01", "home"), methods={"wechat": "70.00", "points": "30.01"})

    ret = asks(world, order)
    ways = facts.ways_back(ret, payments.payments_of(order.id))

    assert [(m, amount.minor, answer.value) for m, amount, answer in ways] == [
        ("points", 3001, "in_kind"),
        ("wechat", 7000, "each_as_paid"),
    ]
    assert str(ways[0][2].cites) == "7-Day Measures art. 15"


@pytest.mark.parametrize(
    ("came", "code"),
    [
        ((), "extras_unreal"),
        ((Came("bribe", Words("甲", "A"), cny("1.00")),), "extras_unreal"),
        ((Came("gift", Words("甲" * 81, "A"), cny("1.00")),), "extras_unreal"),
        ((Came("gift", Words("甲", "A"), cny("0.00")),), "extras_unreal"),
        ((OVER_300,), "extras_unreal"),
    ],
)
def test_extras_that_cannot_be_are_refused(world, came, code):
    order = world.orders(world.offers("400.00"))
    refused(
        code, actions.name_extras, by=world["merchant"], order=order.id, came=came, at=world.now
    )


def test_extras_are_marked_before_the_goods_leave_and_by_the_merchant_alone(world):
    order = delivered(world, ("60.00", "home"))
    said = {"order": order.id, "came": (MUG,), "at": world.now}
    refused("extras_fixed", actions.name_extras, by=world["merchant"], **said)
    refused("not_allowed", actions.name_extras, by=world["consumer"], **said)


@pytest.mark.parametrize("discount", ["225.00", "300.00"])
def test_a_discount_that_eats_the_price_is_refused(world, discount):
    pick = orders.Pick(world.offers("225.00"))
    purchase = orders.Purchase(world["consumer"], world.now, (pick,), discount=cny(discount))
    refused("discount_unreal", orders.place, market=world.market, purchases=[purchase])


def test_the_merchant_may_pay_the_way_back_and_have_the_goods_fetched(world):
    ret = asks(world, delivered(world, ("60.00", "home")), 0)
    assert ret.freight_paid_by == "consumer"
    day = facts.day_of(ret.order, world.now)
    refused(
        "pick_up_in_past", actions.agree, by=world["merchant"], ret=ret.id, at=world.now,
        pick_up_on=day.replace(day=1),
    )  # fmt: skip

    row = actions.agree(
        by=world["merchant"], ret=ret.id, at=world.now, pays_freight=True, pick_up_on=day
    )

    assert (row.freight_paid_by, row.pick_up_on, row.state) == ("merchant", day, "agreed")


# What came back.


def look(world, ret, *faults, **changed):
    said = {"words": "有污渍", "photographs": (PHOTO,)} if faults else {}
    return looking.inspect(
        by=world["merchant"], ret=ret.id, look=Look(frozenset(faults), **(said | changed)),
        at=world.now,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("category", "fault", "intact"),
    [
        ("clothing", "tag_removed", False),
        ("phones", "tag_removed", True),
        ("phones", "altered", False),
        ("books", "altered", True),
        ("cosmetics", "seal_broken", False),
        ("phones", "seal_broken", True),
        ("books", "not_whole", False),
    ],
)
def test_what_counts_as_intact_depends_on_the_kind_of_goods(world, category, fault, intact):
    ret = comes_back(world, asks(world, delivered(world, ("60.00", category)), 0))

    assert look(world, ret, fault).intact is intact


def test_goods_that_are_intact_by_the_merchants_own_finding_cannot_be_contested(world):
    ret = comes_back(world, asks(world, delivered(world, ("60.00", "phones")), 0))
    said = {"by": world["merchant"], "ret": ret.id, "at": world.now}
    objection = Objection("not_intact", "包装拆了")

    refused("inspect_first", looking.contest, objection=objection, **said)
    look(world, ret, "seal_broken")
    no = refused("goods_are_intact", looking.contest, objection=objection, **said)

    assert no.cites == "7-Day Measures art. 8"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"photographs": ()}, "photographs_missing"),
        ({"words": " "}, "photographs_missing"),
        ({"photographs": ("not a digest",)}, "inspection_unreal"),
        ({"photographs": (PHOTO,) * 21}, "inspection_unreal"),
        ({"weight_back_g": -1}, "inspection_unreal"),
        ({"serial_back": "x" * 61}, "inspection_unreal"),
    ],
)
def test_an_inspection_that_shows_nothing_is_refused(world, changed, code):
    ret = comes_back(world, asks(world, delivered(world, ("60.00", "clothing")), 0))
    with pytest.raises(Refusal) as no:
        look(world, ret, "tag_removed", **changed)
    assert no.value.code == code


def test_weights_and_serial_numbers_that_do_not_fit_are_evidence_and_refuse_nothing(world):
    ret = comes_back(world, asks(world, delivered(world, ("60.00", "phones")), 0))

    seen = look(
        world, ret, weight_sent_g=500, weight_back_g=120, serial_sent="A1", serial_back="B2"
    )

    assert facts.signals(seen) == ["serial_differs", "lighter"]
    (deed,) = [row for row in evidence.about(ret.order_id) if row.act == "return.inspected"]
    assert json.loads(deed.body)["data"]["signals"] == ["serial_differs", "lighter"]
    actions.refund(by=world["merchant"], ret=ret.id, at=world.now)
    assert repaid(world, ret.order) == 6000


@pytest.mark.parametrize(("back", "signal"), [(450, []), (449, ["lighter"])])
def test_a_tenth_less_is_no_signal_and_more_than_that_is(world, back, signal):
    ret = comes_back(world, asks(world, delivered(world, ("60.00", "phones")), 0))
    assert facts.signals(look(world, ret, weight_sent_g=500, weight_back_g=back)) == signal


@pytest.fixture
def contested(world):
    """A shirt that came back without its tag, says the merchant, who would refund 40.00 of 60.00."""
    ret = comes_back(world, asks(world, delivered(world, ("60.00", "clothing")), 0))
    look(world, ret, "tag_removed")
    objection = Objection("not_intact", "吊牌已剪，领口有污渍", cny("40.00"))
    return looking.contest(by=world["merchant"], ret=ret.id, objection=objection, at=world.now)


def finds(world, ret, **found):
    return looking.find(
        by=world["arbiter"], ret=ret.id, found=found, words="看过照片。", at=world.now
    )


def test_a_tag_that_is_shown_to_be_cut_off_sends_the_goods_back_to_the_buyer(world, contested):
    row = finds(world, contested, tag_removed=True)

    assert row.state == "kept"
    assert repaid(world, row.order) == 0
    assert [d.kind for d in duties.open_about(row.order_id)] == ["release"]
    refused(
        "all_gone_back", actions.ask_return, by=world["consumer"], order=row.order_id, at=world.now
    )


@pytest.mark.parametrize("found", [{"tag_removed": False}, {"tag_removed": None}, {}])
def test_what_the_merchant_does_not_prove_is_refunded(world, contested, found):
    row = finds(world, contested, **found)
    assert row.state == "due"
    cites = {duty.kind: duty.cites for duty in duties.open_about(row.order_id)}
    assert cites == dict.fromkeys(("refund", "refund_reminder"), "Platform Rules art. 15")

    actions.refund(by=world["merchant"], ret=row.id, at=world.now)

    assert repaid(world, row.order) == 6000
    assert duties.open_about(row.order_id) == []


def test_nobody_rules_and_nobody_refunds_the_clock_does_both(world, contested):
    world.advances(days=30)

    contested.refresh_from_db()
    assert contested.state == "refunded"
    assert repaid(world, contested.order) == 6000
    assert duties.open_about(contested.order_id) == []


def test_the_buyer_may_take_what_is_offered_and_the_rest_goes_to_the_merchant(world, contested):
    row = looking.accept(by=world["consumer"], ret=contested.id, at=world.now)

    assert (row.state, row.refund_minor, row.deducted_minor) == ("refunded", 4000, 2000)
    assert repaid(world, row.order) == 4000
    world.advances(days=30)
    assert world.held(row.order) == 0
    assert duties.open_about(row.order_id) == []


@pytest.mark.parametrize(
    ("ground", "offer", "code"),
    [
        ("gossip", None, "objection_unreal"),
        ("not_arrived", None, "objection_unreal"),
        ("other_goods", "60.00", "offer_unreal"),
        ("other_goods", "0.00", "offer_unreal"),
    ],
)
def test_objections_that_cannot_be_are_refused(world, ground, offer, code):
    ret = comes_back(world, asks(world, delivered(world, ("60.00", "clothing")), 0))
    objection = Objection(ground, "不是原商品", cny(offer) if offer else None)
    said = {"by": world["merchant"], "ret": ret.id, "objection": objection, "at": world.now}
    refused(code, looking.contest, **said)


@pytest.mark.parametrize(("arrived_not", "state"), [(True, "kept"), (False, "due"), (None, "due")])
def test_a_parcel_that_never_arrived_is_contested_before_the_clock_takes_it_as_received(
    world, arrived_not, state
):
    ret = asks(world, delivered(world, ("60.00", "clothing")), 0)
    actions.agree(by=world["merchant"], ret=ret.id, at=world.now)
    actions.send_back(by=world["consumer"], ret=ret.id, at=world.now, waybill="")
    objection = Objection("not_arrived", "没有这个运单")
    looking.contest(by=world["merchant"], ret=ret.id, objection=objection, at=world.now)

    assert finds(world, ret, not_arrived=arrived_not).state == state


def test_an_arbiter_finds_only_what_is_contested_and_only_an_arbiter_finds(world, contested):
    said = {"ret": contested.id, "words": "看过。", "at": world.now}
    refused("finding_unreal", looking.find, by=world["arbiter"], found={"lost": True}, **said)
    refused("not_allowed", looking.find, by=world["merchant"], found={}, **said)
    refused(
        "finding_unreal", looking.find, by=world["arbiter"], found={}, **(said | {"words": " "})
    )
    refused(
        "no_offer_made", looking.accept, by=world["consumer"], at=world.now,
        ret=_without_offer(world).id,
    )  # fmt: skip


def _without_offer(world):
    order = world.delivered_again("SF77")
    ret = comes_back(world, actions.ask_return(by=world["consumer"], order=order.id, at=world.now))
    objection = Objection("other_goods", "寄回的是石头")
    return looking.contest(by=world["merchant"], ret=ret.id, objection=objection, at=world.now)


def test_goods_that_are_not_sent_back_in_time_stay_and_the_money_goes_on(world):
    ret = asks(world, delivered(world, ("60.00", "clothing")), 0)
    actions.agree(by=world["merchant"], ret=ret.id, at=world.now)

    world.advances(days=8)

    ret.refresh_from_db()
    assert ret.state == "withdrawn"
    assert [d.kind for d in duties.open_about(ret.order_id)] in ([], ["release"])


def test_a_return_of_the_first_version_goes_on_under_it(world):
    ret = comes_back(world, asks(world, delivered(world, ("60.00", "clothing")), 0))
    Return.objects.filter(pk=ret.id).update(process=1)
    look(world, ret, "tag_removed")
    objection = Objection("not_intact", "吊牌已剪")

    refused(
        "move_not_allowed", looking.contest, by=world["merchant"], ret=ret.id, objection=objection,
        at=world.now,
    )  # fmt: skip

    world.advances(days=12)
    assert repaid(world, ret.order) == 6000
