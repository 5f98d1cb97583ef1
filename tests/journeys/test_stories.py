"""The stories that come with the demo, as journeys from the order to the last entry."""

from __future__ import annotations

import pytest

from gongdao.interfaces.rights import rights_of
from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes.actions import Complaint, Ruling
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import actions as remedies
from gongdao.stages.remedies import queries as awards

pytestmark = pytest.mark.django_db


def balanced(world) -> bool:
    sums = ledger.trial_balance(world.market.id)
    return not any(sums.values()) and not ledger.faults(world.market.id)


def test_the_toy_car_the_buyer_rescinds_and_is_refunded_with_losses(world):
    order = world.orders(world.offers("225.00"))
    world.pays(order)

    delivery.refuse_to_ship(by=world["merchant"], order=order.id, reason="缺货", at=world.now)
    complaint = Complaint("refusal_to_ship", "refund", "商家说缺货不发货", cny("30.00"))
    dispute = disputes.file(by=world["consumer"], order=order.id, complaint=complaint, at=world.now)
    disputes.answer(
        by=world["merchant"], dispute=dispute.id, words="确实缺货", admits=True, at=world.now
    )
    world.advances(days=11)
    decision = disputes.decide(
        by=world["arbiter"], dispute=dispute.id, ruling=Ruling({}), at=world.now
    )
    world.advances(days=12)

    assert [o["head"] for o in decision.orders] == ["refund", "loss"]
    assert decision.orders[0]["cites"] == "CC art. 566.1"
    paid = [(award.head, award.amount) for award in awards.of_order(order.id)]
    assert sorted(paid) == [("loss", cny("30.00")), ("refund", cny("225.00"))]
    assert orders.see(order.id, by=world["consumer"]).state == "rescinded"
    assert world.held(order) == 0
    assert balanced(world)


def test_the_toy_car_the_buyer_insists_on_performance(world):
    order = world.orders(world.offers("225.00"))
    world.pays(order)
    delivery.refuse_to_ship(by=world["merchant"], order=order.id, reason="缺货", at=world.now)
    complaint = Complaint("refusal_to_ship", "performance", "我要玩具汽车")
    dispute = disputes.file(by=world["consumer"], order=order.id, complaint=complaint, at=world.now)
    world.advances(days=4)

    decision = disputes.decide(
        by=world["arbiter"], dispute=dispute.id, ruling=Ruling({"refused": True}), at=world.now
    )

    assert [(o["head"], o["cites"]) for o in decision.orders] == [("perform", "CC art. 577")]
    assert world.held(order) == 22500


@pytest.mark.parametrize(
    ("moment", "in_time"), [("2026-03-10 23:59", True), ("2026-03-11 00:00", False)]
)
def test_the_seventh_day_is_in_time_until_midnight(world, moment, in_time):
    order = world.delivered_order()
    world.advances(to="2026-03-10 12:00")

    def ask():
        from tests.builders import at

        return aftersales.ask_return(by=world["consumer"], order=order.id, at=at(moment))

    if in_time:
        assert ask().refund == cny("225.00")
    else:
        with pytest.raises(Refusal) as refused:
            ask()
        assert refused.value.code == "return_window_closed"
        assert refused.value.cites == "CPL art. 25.1"


@pytest.mark.parametrize(
    ("traits", "confirmed", "cites"),
    [
        (("made_to_order",), False, "CPL art. 25.1.1"),
        (("unfit_if_opened",), True, "7-Day Measures art. 7"),
        (("unfit_if_opened",), False, None),
    ],
)
def test_exceptions_need_their_article_and_cosmetics_their_confirmation(
    world, traits, confirmed, cites
):
    order = world.delivered_order("99.00", *traits, confirmed=confirmed)

    if cites is None:
        assert aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    else:
        with pytest.raises(Refusal) as refused:
            aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
        assert (refused.value.code, refused.value.cites) == ("no_right_to_return", cites)


def test_a_return_goes_round_and_the_money_comes_back(world):
    order = world.delivered_order()
    ret = aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    aftersales.agree(by=world["merchant"], ret=ret.id, at=world.now)
    aftersales.send_back(by=world["consumer"], ret=ret.id, at=world.now)
    world.advances(days=2)
    aftersales.take_back(by=world["merchant"], ret=ret.id, at=world.now)

    (owed,) = [d for d in duties.open_about(order.id) if d.kind == "refund"]
    assert str(owed.cites) == "CPL art. 25.3"
    aftersales.refund(by=world["merchant"], ret=ret.id, at=world.now)

    assert world.held(order) == 0
    assert balanced(world)
    assert not duties.open_about(order.id)


def test_a_late_refund_is_paid_by_the_clock(world):
    order = world.delivered_order()
    ret = aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    world.advances(days=4)
    aftersales.send_back(by=world["consumer"], ret=ret.id, at=world.now)
    world.advances(days=30)

    (award,) = awards.of_order(order.id)
    assert (award.head, award.amount, award.cites) == ("refund", cny("225.00"), "CPL art. 25.3")
    assert balanced(world)


def test_a_counterfeit_pays_three_times_from_hold_deposit_and_fund(world):
    order = world.delivered_order("800.00")
    complaint = Complaint("counterfeit", "refund_and_damages", "鞋是假的")
    dispute = disputes.file(by=world["consumer"], order=order.id, complaint=complaint, at=world.now)
    disputes.exhibit(
        by=world["consumer"], dispute=dispute.id, fact="counterfeit", words="鉴定报告",
        sha256="0" * 64, at=world.now,
    )  # fmt: skip
    disputes.answer(
        by=world["merchant"], dispute=dispute.id, words="是正品", admits=False, at=world.now
    )
    world.advances(days=11)
    disputes.decide(
        by=world["arbiter"], dispute=dispute.id, ruling=Ruling({"counterfeit": True}), at=world.now
    )
    world.advances(days=14)

    paid = {award.head: award for award in awards.of_order(order.id)}
    assert paid["refund"].amount == cny("800.00")
    assert paid["price_multiple"].amount == cny("2400.00")
    assert paid["price_multiple"].cites == "CPL art. 55.1"
    deposit = f"deposit:{world['merchant'].party}"
    assert paid["price_multiple"].sources == {deposit: 200000, "fund": 40000}
    (recovery,) = [d for d in duties.open_about(order.id) if d.kind == "recovery"]
    assert recovery.owed_by == world["merchant"].party
    assert balanced(world)


def test_an_unproved_counterfeit_fails_for_want_of_proof(world):
    order = world.delivered_order("800.00")
    complaint = Complaint("counterfeit", "refund_and_damages", "感觉是假的")
    dispute = disputes.file(by=world["consumer"], order=order.id, complaint=complaint, at=world.now)
    disputes.answer(
        by=world["merchant"], dispute=dispute.id, words="是正品", admits=False, at=world.now
    )
    world.advances(days=11)

    decision = disputes.decide(
        by=world["arbiter"], dispute=dispute.id, ruling=Ruling({"counterfeit": None}), at=world.now
    )

    (finding,) = decision.findings
    assert (finding["value"], finding["must_prove"], finding["for_want_of_proof"]) == (
        False, "consumer", True,
    )  # fmt: skip
    assert decision.orders == []


def test_a_lost_parcel_is_refunded_without_the_buyer_waiting_for_the_courier(world):
    order = world.orders(world.offers())
    world.pays(order)
    world.ships(order)
    parcel = delivery.scan(
        seen=[delivery.Seen(world["courier"], world.now, "SF1001", "collected", "杭州")]
    )[0]

    delivery.report_loss(by=world["courier"], parcel=parcel.id, at=world.now)
    world.advances(days=7)

    (award,) = awards.of_order(order.id)
    assert (award.amount, award.cites) == (cny("225.00"), "CC art. 566.1")
    assert balanced(world)


def test_a_parcel_nobody_finds_is_lost_by_the_clock(world):
    order = world.orders(world.offers())
    world.pays(order)
    world.ships(order)

    world.advances(days=60)

    assert [a.amount for a in awards.of_order(order.id)] == [cny("225.00")]
    assert balanced(world)


def test_silence_of_the_merchant_is_decided_by_the_clock(world):
    order = world.delivered_order("800.00")
    complaint = Complaint("counterfeit", "refund_and_damages", "鞋是假的")
    disputes.file(by=world["consumer"], order=order.id, complaint=complaint, at=world.now)

    world.advances(days=30)

    paid = [(award.head, award.amount) for award in awards.of_order(order.id)]
    assert sorted(paid) == [("price_multiple", cny("2400.00")), ("refund", cny("800.00"))]
    assert balanced(world)


def test_an_order_nobody_ships_is_refunded_by_the_clock(world):
    order = world.orders(world.offers())
    world.pays(order)

    world.advances(days=10)

    assert [a.amount for a in awards.of_order(order.id)] == [cny("225.00")]


def test_the_money_is_released_when_the_time_to_return_is_over(world):
    order = world.delivered_order()

    world.advances(to="2026-03-10 23:00")
    assert world.held(order) == 22500
    world.advances(to="2026-03-11 00:00")

    assert world.held(order) == 0
    payable = f"payable:{world['merchant'].party}"
    assert ledger.balance(world.market.id, payable, currency="CNY") == cny("220.50")
    assert balanced(world)


def test_a_settlement_is_paid(world):
    order = world.delivered_order()
    complaint = Complaint("not_as_described", "refund", "颜色不对")
    dispute = disputes.file(by=world["consumer"], order=order.id, complaint=complaint, at=world.now)
    disputes.answer(
        by=world["merchant"], dispute=dispute.id, words="可以补偿", admits=False, at=world.now
    )
    offer = disputes.offer(
        by=world["merchant"], dispute=dispute.id, amount=cny("50.00"), at=world.now
    )
    disputes.settle(by=world["consumer"], dispute=dispute.id, offer=offer.id, at=world.now)
    remedies.perform(by=world["merchant"], dispute=dispute.id, at=world.now)
    world.advances(days=9)

    assert [a.amount for a in awards.of_order(order.id)] == [cny("50.00")]
    assert world.held(order) == 0
    assert balanced(world)


def complains(world, order, kind="refusal_to_ship", wish="refund"):
    complaint = Complaint(kind, wish, "请处理")
    return disputes.file(by=world["consumer"], order=order.id, complaint=complaint, at=world.now)


def refunded(world, order):
    return ledger.refunded(world.market.id, order.id, currency="CNY")


def test_performance_that_was_ordered_and_never_came_is_refunded_by_the_clock(world):
    order = world.orders(world.offers())
    world.pays(order)
    dispute = complains(world, order, wish="performance")
    world.advances(days=4)
    disputes.decide(
        by=world["arbiter"], dispute=dispute.id, ruling=Ruling({"refused": True}), at=world.now
    )
    world.advances(days=20)

    assert refunded(world, order) == cny("225.00")
    assert world.held(order) == 0
    assert balanced(world)


def test_a_complaint_withdrawn_before_shipping_releases_nothing(world):
    order = world.orders(world.offers())
    world.pays(order)
    dispute = complains(world, order)
    disputes.withdraw(by=world["consumer"], dispute=dispute.id, at=world.now)

    world.advances(days=3)
    assert world.held(order) == 22500
    world.advances(days=10)
    assert refunded(world, order) == cny("225.00")
    assert balanced(world)


def test_the_price_is_given_back_once_whatever_the_causes(world):
    order = world.orders(world.offers())
    world.pays(order)
    world.advances(days=6)
    dispute = complains(world, order)
    world.advances(days=60)
    assert disputes_ended(dispute)
    assert refunded(world, order) == cny("225.00")

    later = world.delivered_again("SF2")
    ret = aftersales.ask_return(by=world["consumer"], order=later.id, at=world.now)
    with pytest.raises(Refusal) as refused:
        complains(world, later, kind="counterfeit")
    assert refused.value.code == "return_open"
    aftersales.withdraw(by=world["consumer"], ret=ret.id, at=world.now)
    complains(world, later, kind="counterfeit")
    with pytest.raises(Refusal) as refused:
        aftersales.ask_return(by=world["consumer"], order=later.id, at=world.now)
    assert refused.value.code == "order_in_another_case"
    world.advances(days=60)
    assert refunded(world, later) == cny("225.00")
    assert balanced(world)


def disputes_ended(dispute):
    dispute.refresh_from_db()
    return dispute.state == "closed"


def test_a_dismissed_complaint_about_delivered_goods_releases_as_before(world):
    order = world.delivered_order()
    dispute = complains(world, order, kind="counterfeit")
    disputes.answer(
        by=world["merchant"], dispute=dispute.id, words="正品", admits=False, at=world.now
    )
    world.advances(days=11)
    disputes.decide(by=world["arbiter"], dispute=dispute.id, ruling=Ruling({}), at=world.now)
    world.advances(days=10)

    assert world.held(order) == 0
    assert refunded(world, order) == cny("0")
    assert balanced(world)


def test_the_right_to_rescind_opens_when_the_merchant_refuses_and_not_before(world):
    order = world.orders(world.offers())
    world.pays(order)
    cites = {"CC art. 563.1.2"}

    before = {right.cites for right in rights_of(order, at=world.now)}
    delivery.refuse_to_ship(by=world["merchant"], order=order.id, reason="缺货", at=world.now)
    after = {right.cites for right in rights_of(order, at=world.now) if right.open}

    assert not cites & before
    assert cites <= after
