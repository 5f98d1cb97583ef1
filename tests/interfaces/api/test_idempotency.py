"""A retry gets the kept reply and does nothing twice; a key is good for one request."""

from __future__ import annotations

import pytest

from gongdao.registers.replies import actions as replies
from gongdao.stages.orders import queries as orders
from tests.interfaces.api.conftest import problem

pytestmark = pytest.mark.django_db


def purchase(world):
    return {"picks": [{"listing": world.offers("225.00")}]}


def test_the_same_key_and_body_get_the_kept_reply(world, buyer):
    body = purchase(world)
    first = buyer.post("/orders", body, idempotency_key="one")

    again = buyer.post("/orders", body, idempotency_key="one")

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert orders.count(world.market.id) == 1


def test_another_body_under_the_same_key_is_refused(world, buyer):
    body = purchase(world)
    buyer.post("/orders", body, idempotency_key="one")

    response = buyer.post("/orders", {**body, "external_id": "2"}, idempotency_key="one")

    problem(response, 422, "idempotency_key_reused")
    assert orders.count(world.market.id) == 1


def test_another_address_under_the_same_key_is_refused(buyer, order):
    buyer.post(f"/orders/{order.id}/cancel", idempotency_key="one")

    response = buyer.post(f"/orders/{order.id}/confirm", idempotency_key="one")

    problem(response, 422, "idempotency_key_reused")


def test_another_caller_may_use_the_same_key(world, callers, order):
    callers("consumer").post(f"/orders/{order.id}/cancel", idempotency_key="one")

    response = callers("merchant").post(
        f"/orders/{order.id}/refuse-to-ship", {"reason": "缺货"}, idempotency_key="one"
    )

    problem(response, 409, "move_not_allowed")


@pytest.mark.parametrize(
    ("key", "status", "code"),
    [
        (None, 400, "idempotency_key_missing"),
        ("", 400, "idempotency_key_missing"),
        ("a b", 422, "idempotency_key_wrong"),
        ("x" * 81, 422, "idempotency_key_wrong"),
        ("é", 422, "idempotency_key_wrong"),
    ],
)
def test_a_write_needs_a_key_of_the_right_form(buyer, order, key, status, code):
    problem(buyer.post(f"/orders/{order.id}/cancel", idempotency_key=key), status, code)


def test_a_refusal_is_not_kept_because_it_changed_nothing(world, buyer):
    order = world.orders(world.offers())
    world.pays(order)
    problem(
        buyer.post(f"/orders/{order.id}/returns", {}, idempotency_key="one"),
        409,
        "not_delivered_yet",
    )
    world.ships(order)
    world.delivers()

    assert buyer.post(f"/orders/{order.id}/returns", {}, idempotency_key="one").status_code == 201


def test_reads_need_no_key_and_keep_nothing(buyer, order):
    response = buyer.get(f"/orders/{order.id}", idempotency_key="one")

    assert response.status_code == 200
    assert buyer.post(f"/orders/{order.id}/cancel", idempotency_key="one").status_code == 200


def test_old_replies_are_forgotten(world, buyer, order):
    from datetime import UTC, datetime, timedelta

    buyer.post(f"/orders/{order.id}/cancel", idempotency_key="one")

    assert replies.forget(before=datetime.now(UTC) - timedelta(days=1)) == 0
    assert replies.forget(before=datetime.now(UTC) + timedelta(days=1)) == 1
