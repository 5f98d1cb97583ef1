"""Shopping goes on into years whose days of rest nobody has announced yet."""

from __future__ import annotations

import pytest

from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.aftersales.actions import Sending
from gongdao.stages.orders import queries as sold

pytestmark = pytest.mark.django_db


def test_an_order_over_the_turn_of_the_year_is_sold_sent_back_and_refunded(world, people):
    world.advances(to="2026-12-30 09:00")
    order = world.orders(world.offers("225.00"))
    world.pays(order)
    world.ships(order, "SF202701")
    world.delivers("SF202701")
    page = people("consumer").sees(f"/orders/{order.id}")
    assert "2027-01-" in page

    world.advances(to="2027-01-05 09:00")
    pieces = [Sending(sold.lines(order)[0].id, 1)]
    ret = aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now, pieces=pieces)
    aftersales.agree(by=world["merchant"], ret=ret.id, at=world.now)
    aftersales.send_back(by=world["consumer"], ret=ret.id, at=world.now)
    aftersales.take_back(by=world["merchant"], ret=ret.id, at=world.now)
    aftersales.refund(by=world["merchant"], ret=ret.id, at=world.now)
    assert "refunded" in people("consumer").sees(f"/orders/{order.id}")


def test_an_order_of_long_ago_is_still_shown(world, people):
    order = world.delivered_order()
    world.advances(days=4 * 366)
    assert order.id in people("consumer").sees(f"/orders/{order.id}")
