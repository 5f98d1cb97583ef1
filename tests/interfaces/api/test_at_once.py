"""Many requests at the same moment, on real connections: each thing happens once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from gongdao.interfaces import gateways
from gongdao.kernel.money import cny
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.stages.escrow import queries as escrow
from gongdao.stages.orders import queries as orders
from tests.builders import World
from tests.interfaces.api.conftest import Caller

AT_ONCE = 8


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    """A world that is really committed, so that other connections see it.

    Append-only tables refuse to be emptied, as they should. So that Django can empty the test
    database afterwards, this connection, which is closed right after, stops listening to triggers.
    """
    yield World.make()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


def at_once(*calls):
    """Run the calls at the same moment, each with a connection of its own."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait()
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def statuses(responses):
    return sorted(response.status_code for response in responses)


def balanced(world):
    return not any(ledger.trial_balance(world.market.id).values()) and not ledger.faults(
        world.market.id
    )


def test_one_key_from_many_connections_places_one_order(world):
    buyer = Caller(world, "consumer")
    body = {"picks": [{"listing": world.offers()}]}

    responses = at_once(*[lambda: buyer.post("/orders", body, idempotency_key="one")] * AT_ONCE)

    assert set(statuses(responses)) <= {201, 409}
    assert 201 in statuses(responses)
    codes = {json.loads(r.content)["code"] for r in responses if r.status_code == 409}
    assert codes <= {"request_in_flight"}
    assert orders.count(world.market.id) == 1
    assert buyer.post("/orders", body, idempotency_key="one")["Idempotent-Replayed"] == "true"


def test_many_keys_release_the_money_of_an_order_once(world):
    buyer = Caller(world, "consumer")
    order = world.orders(world.offers())
    world.pays(order)

    responses = at_once(*[lambda: buyer.post(f"/orders/{order.id}/confirm")] * AT_ONCE)

    assert statuses(responses) == [200] + [409] * (AT_ONCE - 1)
    assert world.held(order) == 0
    assert balanced(world)


def test_one_notice_on_many_connections_is_taken_in_once(world):
    buyer = Caller(world, "consumer")
    order = world.orders(world.offers())
    payment = buyer.post(f"/orders/{order.id}/payments", {"method": "alipay"}).json()["id"]
    sent = gateways.FAKE.sign(
        event="e", payment=payment, captured=True, amount=cny("225.00"), at=world.now
    )

    def send():
        return Client().post(
            "/api/v1/gateways/fake/callbacks",
            sent.body,
            content_type="application/json",
            headers=sent.headers,
        )

    responses = at_once(*[send] * AT_ONCE)

    assert statuses(responses) == [200] * AT_ONCE
    assert escrow.payment(payment).state == "captured"
    assert world.held(order) == 22500
    assert balanced(world)


def test_two_part_payments_at_the_same_moment_add_up(world):
    buyer = Caller(world, "consumer")
    order = world.orders(world.offers())
    parts = []
    for minor in (12500, 10000):
        body = {"method": f"m{minor}", "amount": {"currency": "CNY", "minor": minor}}
        parts.append(buyer.post(f"/orders/{order.id}/payments", body).json()["id"])

    responses = at_once(
        *[
            lambda part=part: buyer.post(f"/payments/{part}/simulate", {"captured": True})
            for part in parts
        ]
    )

    assert set(statuses(responses)) <= {200, 409}, [r.content.decode() for r in responses]
    for part in parts:
        buyer.post(f"/payments/{part}/simulate", {"captured": True})
    assert world.held(order) == 22500
    assert orders.see(order.id, by=world["consumer"]).state == "bound"
    assert balanced(world)


def test_confirming_returning_and_complaining_at_the_same_moment(world):
    buyer = Caller(world, "consumer")
    order = world.delivered_order()
    complaint = {"kind": "not_as_described", "wish": "refund", "story": "坏的"}

    responses = at_once(
        *[lambda: buyer.post(f"/orders/{order.id}/confirm")] * 3,
        *[lambda: buyer.post(f"/orders/{order.id}/returns", {})] * 3,
        *[lambda: buyer.post(f"/orders/{order.id}/disputes", complaint)] * 3,
    )

    assert set(statuses(responses)) <= {200, 201, 409}, [r.content.decode() for r in responses]
    assert balanced(world)
    said = buyer.get(f"/orders/{order.id}").json()
    assert len(said["returns"]) <= 1
    assert len(said["disputes"]) <= 1


def test_paying_and_cancelling_at_the_same_moment(world):
    buyer = Caller(world, "consumer")
    order = world.orders(world.offers())
    payment = buyer.post(f"/orders/{order.id}/payments", {"method": "alipay"}).json()["id"]

    responses = at_once(
        lambda: buyer.post(f"/payments/{payment}/simulate", {"captured": True}),
        lambda: buyer.post(f"/orders/{order.id}/cancel"),
    )

    assert set(statuses(responses)) <= {200, 409}, [r.content.decode() for r in responses]
    state = orders.see(order.id, by=world["consumer"]).state
    assert (state, world.held(order)) in {("bound", 22500), ("cancelled", 0)}
    assert balanced(world)


def test_two_offers_that_cross_are_taken_at_the_same_moment_and_settle_once(world):
    buyer, seller = Caller(world, "consumer"), Caller(world, "merchant")
    order = world.delivered_order()
    complaint = {"kind": "not_as_described", "wish": "refund", "story": "坏的"}
    case = buyer.post(f"/orders/{order.id}/disputes", complaint).json()["id"]
    seller.post(f"/disputes/{case}/answer", {"words": "可以商量", "admits": False})
    for side, minor in ((buyer, 9_000), (seller, 5_000)):
        side.post(f"/disputes/{case}/offers", {"amount": {"currency": "CNY", "minor": minor}})
    by = {
        offer["amount"]["minor"]: offer["id"]
        for offer in buyer.get(f"/disputes/{case}").json()["offers"]
    }

    responses = at_once(
        *[lambda: buyer.post(f"/disputes/{case}/offers/{by[5_000]}/accept")] * 3,
        *[lambda: seller.post(f"/disputes/{case}/offers/{by[9_000]}/accept")] * 3,
    )

    assert statuses(responses) == [200, 409, 409, 409, 409, 409], [r.content for r in responses]
    said = buyer.get(f"/disputes/{case}").json()
    assert said["state"] == "settled"
    (decision,) = said["decisions"]
    assert [each["amount_minor"] for each in decision["orders"]] in ([5_000], [9_000])
    assert balanced(world)


def deciding(world):
    """A case that waits for its ruling, and the arbiter's words."""
    buyer, seller = Caller(world, "consumer"), Caller(world, "merchant")
    order = world.delivered_order()
    complaint = {"kind": "not_as_described", "wish": "refund", "story": "坏的"}
    case = buyer.post(f"/orders/{order.id}/disputes", complaint).json()["id"]
    seller.post(f"/disputes/{case}/answer", {"words": "可以商量", "admits": False})
    return buyer, case


def test_two_arbiters_decide_one_case_at_the_same_moment_and_one_is_heard(world):
    buyer, case = deciding(world)
    world.advances(days=11)
    (second,) = parties.enrol(
        marketplace=world.market.id, people=[parties.Enrolment("second@x", ("arbiter",))],
        at=world.now,
    )  # fmt: skip
    world.people["second"] = who.actor(second)
    arbiters = [Caller(world, "arbiter"), Caller(world, "second")]
    found = [{"findings": {"defective": verdict}} for verdict in (True, False)]

    responses = at_once(
        *[
            lambda by=by, ruling=ruling: by.post(f"/disputes/{case}/decisions", ruling)
            for by, ruling in zip(arbiters, found, strict=True)
        ]
    )

    assert statuses(responses)[1:] == [409], [r.content.decode() for r in responses]
    said = buyer.get(f"/disputes/{case}").json()
    assert (said["state"], len(said["decisions"])) == ("decided", 1)
    assert balanced(world)


def test_a_complaint_withdrawn_while_the_other_side_takes_an_offer_ends_one_way(world):
    buyer, case = deciding(world)
    seller = Caller(world, "merchant")
    sum_ = {"amount": {"currency": "CNY", "minor": 5_000}}
    offer = buyer.post(f"/disputes/{case}/offers", sum_).json()["offers"][-1]["id"]

    responses = at_once(
        lambda: buyer.post(f"/disputes/{case}/withdraw"),
        lambda: seller.post(f"/disputes/{case}/offers/{offer}/accept"),
    )

    assert statuses(responses) == [200, 409], [r.content.decode() for r in responses]
    said = buyer.get(f"/disputes/{case}").json()
    assert (said["state"], len(said["decisions"])) in {("withdrawn", 0), ("settled", 1)}
    assert balanced(world)
