"""Gateways are believed when their signature holds, and may say everything twice."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from gongdao.interfaces import gateways
from gongdao.kernel.money import cny
from gongdao.kernel.ref import mint
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.escrow.gateways.fake import FakeGateway
from tests.interfaces.api.conftest import problem

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/gateways/fake/callbacks"


@pytest.fixture
def payment(buyer, order):
    response = buyer.post(f"/orders/{order.id}/payments", {"method": "alipay"})
    assert response.status_code == 201
    return response.json()["id"]


def signed(payment, world, *, amount="225.00", captured=True, by=gateways.FAKE, late=timedelta(0)):
    return by.sign(
        event="evt_1", payment=payment, captured=captured, amount=cny(amount), at=world.now - late
    )


def send(client, callback, **changed):
    headers = {**callback.headers, **changed.pop("headers", {})}
    body = changed.pop("body", callback.body)
    return client.post(ADDRESS, body, content_type="application/json", headers=headers)


def test_a_signed_notice_captures_the_payment(world, client, buyer, order, payment):
    response = send(client, signed(payment, world))

    assert (response.status_code, response.json()) == (
        200,
        {"payment": payment, "state": "captured"},
    )
    assert buyer.get(f"/orders/{order.id}").json()["hold"]["held"]["minor"] == 22500


def test_the_same_notice_twice_moves_no_money_twice(world, client, order, payment):
    callback = signed(payment, world)

    responses = [send(client, callback) for _ in range(3)]

    assert [r.status_code for r in responses] == [200] * 3
    assert world.held(order) == 22500
    assert not any(ledger.trial_balance(world.market.id).values())


def test_a_failure_after_a_capture_changes_nothing(world, client, order, payment):
    send(client, signed(payment, world))

    response = send(client, signed(payment, world, captured=False))

    assert response.json()["state"] == "captured"
    assert world.held(order) == 22500


def test_a_wrong_signature_is_not_believed(world, client, order, payment):
    forged = signed(payment, world, by=FakeGateway("guess"))

    problem(send(client, forged), 401, "signature_wrong")
    assert world.held(order) == 0


def test_a_changed_body_is_not_believed(world, client, payment):
    callback = signed(payment, world)
    cheaper = callback.body.replace(b"22500", b"1")

    problem(send(client, callback, body=cheaper), 401, "signature_wrong")


def test_an_old_recording_is_not_believed(world, client, payment):
    problem(send(client, signed(payment, world, late=timedelta(minutes=6))), 401, "callback_stale")


def test_another_amount_is_refused(world, client, order, payment):
    problem(send(client, signed(payment, world, amount="1.00")), 409, "payment_amount_differs")
    assert world.held(order) == 0


def test_an_unknown_payment_and_an_unknown_gateway(world, client):
    nobody = mint("pay", at=world.now)
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    callback = gateways.FAKE.sign(
        event="e", payment=nobody, captured=True, amount=cny("1.00"), at=now
    )

    problem(send(client, callback), 404, "payment_unknown")
    response = client.post("/api/v1/gateways/other/callbacks", b"{}", content_type="text/plain")
    problem(response, 404, "gateway_unknown")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"[]", b'{"payment": 3}', b'{"payment": "\\u0000"}', b"[" * 50_000]
)
def test_a_body_nobody_signed(client, body):
    response = client.post(ADDRESS, body, content_type="application/json")

    problem(response, 401, "signature_wrong")


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b'{"payment": 3}', b"{}", b"x" * 5000])
def test_a_signed_body_that_cannot_be_read(client, body):
    from datetime import UTC, datetime

    stamp = str(int(datetime.now(UTC).timestamp()))
    headers = {
        "webhook-id": "e",
        "webhook-timestamp": stamp,
        "webhook-signature": gateways.FAKE._sign("e", stamp, body),
    }

    response = client.post(ADDRESS, body, content_type="application/json", headers=headers)

    problem(response, 422, "callback_unreadable")


def test_money_that_comes_after_the_order_was_cancelled_goes_back(
    world, client, buyer, order, payment
):
    buyer.post(f"/orders/{order.id}/cancel")

    response = send(client, signed(payment, world))

    assert json.loads(response.content)["state"] == "returned"
    assert world.held(order) == 0
    assert not any(ledger.trial_balance(world.market.id).values())


@pytest.mark.parametrize(("captured", "state"), [(True, "captured"), (False, "failed")])
def test_a_sandbox_can_make_the_gateway_speak(buyer, payment, captured, state):
    response = buyer.post(f"/payments/{payment}/simulate", {"captured": captured})

    assert (response.status_code, response.json()["state"]) == (200, state)
