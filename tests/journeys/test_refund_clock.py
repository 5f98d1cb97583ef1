"""A refund is a duty with its article: reminded before it is late, paid when it is, counted in public (S19)."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.test import Client

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.messages import queries as messages
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow.payouts import actions as payouts
from gongdao.stages.remedies import queries as awards
from gongdao.stages.remedies.refund_clock import queries
from tests.journeys.test_stories import balanced

pytestmark = pytest.mark.django_db


def back_with_the_merchant(world):
    """The goods are back on 4 March: until the end of 11 March the price is to be refunded."""
    order = world.delivered_order()
    ret = aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    aftersales.agree(by=world["merchant"], ret=ret.id, at=world.now)
    aftersales.send_back(by=world["consumer"], ret=ret.id, at=world.now)
    world.advances(to="2026-03-04 10:00")
    aftersales.take_back(by=world["merchant"], ret=ret.id, at=world.now)
    return order, ret


def said(world, order):
    return [m.en for m in messages.thread(order.id, by=world["merchant"])]


def test_the_refund_is_a_duty_under_its_article(world):
    order, _ = back_with_the_merchant(world)

    (refund,) = [d for d in duties.open_about(order.id) if d.kind == "refund"]

    assert (refund.cites, refund.owed_by) == ("CPL art. 25.3", world["merchant"].party)


@pytest.mark.parametrize(
    ("moment", "reminded"), [("2026-03-10 23:59", False), ("2026-03-11 00:00", True)]
)
def test_the_merchant_is_reminded_a_day_before(world, moment, reminded):
    order, _ = back_with_the_merchant(world)

    world.advances(to=moment)

    assert any("due within a day" in words for words in said(world, order)) is reminded


def test_whoever_refunds_in_time_is_not_reminded(world):
    order, ret = back_with_the_merchant(world)
    aftersales.refund(by=world["merchant"], ret=ret.id, at=world.now)

    world.advances(days=20)

    assert not any("due within" in words for words in said(world, order))
    assert awards.of_order(order.id) == []


@pytest.mark.parametrize(
    ("moment", "paid"), [("2026-03-11 23:59", False), ("2026-03-12 00:00", True)]
)
def test_after_the_seventh_day_the_buyer_is_paid_without_asking(world, moment, paid):
    order, _ = back_with_the_merchant(world)

    world.advances(to=moment)

    assert [a.amount for a in awards.of_order(order.id)] == [cny("225.00")] * paid
    assert any("The refund was late" in words for words in said(world, order)) is paid
    assert balanced(world)


def test_what_was_paid_out_already_comes_from_the_deposit_and_the_rest_from_the_fund(world):
    order = world.delivered_order("3000.00")
    ret = aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    aftersales.withdraw(by=world["consumer"], ret=ret.id, at=world.now)
    escrow.confirm(confirmings=[escrow.Confirming(world["consumer"], world.now, order.id)])
    payouts.run(by=world["platform"], currency="CNY", at=world.now)
    again = aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    aftersales.agree(by=world["merchant"], ret=again.id, at=world.now)
    aftersales.send_back(by=world["consumer"], ret=again.id, at=world.now)
    aftersales.take_back(by=world["merchant"], ret=again.id, at=world.now)
    made = payouts.queries.payouts(by=world["platform"])
    payouts.send(by=world["platform"], run=made[0].run_id, at=world.now)

    world.advances(to="2026-03-11 00:00")

    (award,) = awards.of_order(order.id)
    sources = {name.partition(":")[0]: minor for name, minor in award.sources.items()}
    assert sources == {"deposit": 200000, "fund": 100000}
    assert balanced(world)


def test_the_public_figures_count_what_was_in_time_and_what_was_not(world):
    merchant = world["merchant"].party
    order, ret = back_with_the_merchant(world)
    world.advances(days=1)
    aftersales.refund(by=world["merchant"], ret=ret.id, at=world.now)
    late = world.delivered_again("SF22")
    ret = aftersales.ask_return(by=world["consumer"], order=late.id, at=world.now)
    aftersales.agree(by=world["merchant"], ret=ret.id, at=world.now)
    aftersales.send_back(by=world["consumer"], ret=ret.id, at=world.now)
    aftersales.take_back(by=world["merchant"], ret=ret.id, at=world.now)
    assert queries.figures(merchant, at=world.now).open == 1

    world.advances(days=30)

    found = queries.figures(merchant, at=world.now)
    assert (found.ended, found.in_time, found.percent_in_time) == (2, 1, 50)
    assert (found.open, found.overdue) == (0, 0)
    assert found.median == timedelta(days=1)
    assert timedelta(days=7) < found.slowest_tenth < timedelta(days=8)
    assert order.id != late.id


def test_a_shop_without_refunds_has_no_figures_yet(world):
    found = queries.figures(world["merchant"].party, at=world.now)
    assert (found.ended, found.percent_in_time, found.median) == (0, None, None)


def test_the_policy_is_what_the_law_of_the_day_says(world):
    merchant = world["merchant"].party

    policy = queries.policy(merchant, on=date(2026, 3, 1), address="https://x/")

    assert policy["@type"] == "MerchantReturnPolicy"
    assert policy["merchantReturnDays"] == 7
    assert policy["returnFees"].endswith("ReturnFeesCustomerResponsibility")
    assert policy["itemDefectReturnFees"].endswith("FreeReturn")
    (days, basis) = policy["additionalProperty"]
    assert (days["value"], days["description"]) == (7, "CPL art. 25.3")
    assert basis["description"].startswith("CPL art. 25.1")


def test_whoever_is_no_shop_has_neither(world):
    for ask in (queries.figures, queries.law_day):
        with pytest.raises(Refusal) as refused:
            ask(world["consumer"].party, at=world.now)
        assert refused.value.code == "merchant_unknown"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_anybody_reads_them_on_the_shops_page_and_by_machine(world, language):
    merchant = world["merchant"].party
    _, ret = back_with_the_merchant(world)
    aftersales.refund(by=world["merchant"], ret=ret.id, at=world.now)
    visitor = Client(headers={"accept-language": language})

    shop = visitor.get(f"/shops/{merchant}")
    policy = visitor.get(f"/shops/{merchant}/return-policy.jsonld")
    figures = visitor.get(f"/api/v1/merchants/{merchant}/refund-times")

    assert "100%" in shop.content.decode()
    assert policy["Content-Type"] == "application/ld+json"
    assert json.loads(policy.content)["applicableCountry"] == "CN"
    assert figures.json()["percent_in_time"] == 100
    assert visitor.get("/shops/pty_nobody").status_code == 404
    assert ledger.faults(world.market.id) == []
