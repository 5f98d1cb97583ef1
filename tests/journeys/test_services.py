"""A service is done in acts, each confirmed by the buyer, by silence, or objected to (S10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.registers.ledger import queries as ledger
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.delivery import queries as delivery
from gongdao.stages.delivery.performing import actions as performing
from tests.builders.kinds import (
    bought,
    open_duties,
    payable,
    refunded,
    refused,
)

pytestmark = pytest.mark.django_db


def report(world, order, line, acts=1, words="完成"):
    return performing.report(
        by=world["merchant"], order=order.id, line=line, acts=acts, words=words,
        done_at=world.now, at=world.now,
    )  # fmt: skip


def test_a_service_in_two_acts_is_confirmed_and_paid(world):
    order, line = bought(world, "service", quantity=2)
    with refused("performed_otherwise"):
        world.ships(order)
    first = report(world, order, line)
    assert {"dispatch", "acceptance"} <= set(open_duties(order))
    performing.accept(by=world["consumer"], performance=first.id, at=world.now)
    assert delivery.delivered_at(order.id) is None
    world.advances(days=1)
    second = report(world, order, line)
    assert "dispatch" not in open_duties(order)
    with refused("acts_exceed_order"):
        report(world, order, line)

    world.advances(days=4)  # silence confirms

    second.refresh_from_db()
    assert second.state == "accepted"
    assert delivery.delivered_at(order.id) == second.done_at
    assert "release" in open_duties(order)
    with refused("no_right_to_return"):
        aftersales.ask_return(by=world["consumer"], order=order.id, at=world.now)
    world.advances(days=10)
    assert payable(world) == 40_000 - 800
    assert open_duties(order) == {}


def test_a_service_that_was_not_done_is_made_good_or_refunded(world):
    order, line = bought(world, "service", quantity=2)
    done = report(world, order, line)
    performing.accept(by=world["consumer"], performance=done.id, at=world.now)
    claimed = report(world, order, line)
    with refused("objection_empty"):
        performing.contest(by=world["consumer"], performance=claimed.id, words=" ", at=world.now)
    performing.contest(by=world["consumer"], performance=claimed.id, words="没有来", at=world.now)
    assert "make_good" in open_duties(order)

    world.advances(days=30)

    assert refunded(world, order) == 20_000  # the act that was done is paid for, the other is not
    assert payable(world) == 20_000 - 400
    assert ledger.faults(world.market.id) == []


@pytest.mark.parametrize(("days", "hours"), [(1, 0), (0, -24)])
def test_a_service_is_not_done_in_the_future_nor_before_the_order(world, days, hours):
    order, line = bought(world, "service")
    done_at = world.now + timedelta(days=days, hours=hours)
    with refused("done_when"):
        performing.report(
            by=world["merchant"], order=order.id, line=line, acts=1, words="", done_at=done_at,
            at=world.now,
        )  # fmt: skip


def test_only_the_sides_report_and_answer(world):
    order, line = bought(world, "service")
    with refused("not_allowed"):
        performing.report(
            by=world["consumer"], order=order.id, line=line, acts=1, words="", done_at=world.now,
            at=world.now,
        )  # fmt: skip
    done = report(world, order, line)
    with refused("performance_unknown"):
        performing.accept(by=world["stranger"], performance=done.id, at=world.now)
    with refused("not_allowed"):
        performing.accept(by=world["merchant"], performance=done.id, at=world.now)


def test_a_service_through_the_pages(world, people):
    order, line = bought(world, "service")
    people("merchant").does(f"/orders/{order.id}/report_done", line=line, acts="1", words="两小时")
    assert "It was done" in people("consumer").sees(f"/orders/{order.id}")
    (row,) = delivery.performances(order.id)
    again = people("consumer").does(f"/performances/{row.id}/object", words=" ", status=409)
    assert "Say what was not done" in again
    people("consumer").does(f"/performances/{row.id}/accept")
    assert "confirmed as done" in people("merchant").sees(f"/orders/{order.id}")
    assert people("merchant").does(
        f"/orders/{order.id}/report_done", line=line, acts="many", status=409
    )


def test_a_service_through_the_api(world, people):
    order, line = bought(world, "service")
    made = people("merchant").posts(
        f"/orders/{order.id}/performances", {"line": f"lin_{line}", "acts": 1}, 201
    )
    assert made["state"] == "reported"
    people("consumer").posts(f"/performances/{made['id']}/object", {"words": "没来"})
    (said,) = people("consumer").gets(f"/orders/{order.id}/performances")
    assert (said["state"], said["objection"]) == ("contested", "没来")


def test_a_service_leads_to_its_own_form_and_not_to_a_waybill(world, people):
    order, _ = bought(world, "service")

    desk = people("merchant").sees("/desk")

    assert f'/orders/{order.id}#performance"' in desk
    assert f"/desk/ship/{order.id}" not in desk
    assert order.id not in people("merchant").sees("/shipping")
    assert 'id="performance"' in people("merchant").sees(f"/orders/{order.id}")
    assert "Do the service" in people("consumer").sees("/orders")
