"""Each real gateway through the door: once, twice, late, out of order, forged, for another amount, not configured."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from gongdao.interfaces import gateways
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.messages import queries as messages
from gongdao.stages.escrow import queries as payments
from tests.interfaces.api.conftest import problem
from tests.stages.escrow.signing import SPEAKERS

pytestmark = pytest.mark.django_db
speakers = pytest.mark.parametrize("speaker", SPEAKERS, ids=lambda s: s.name)


@pytest.fixture(autouse=True)
def _configured(settings):
    settings.GONGDAO_GATEWAYS = {s.name: s.settings for s in SPEAKERS}
    gateways._made.cache_clear()
    yield
    gateways._made.cache_clear()


def started(buyer, order, speaker):
    said = {"method": "card", "gateway": speaker.name}
    response = buyer.post(f"/orders/{order.id}/payments", said)
    assert response.status_code == 201, response.content
    return response.json()["id"]


def send(client, speaker, callback):
    return client.post(
        f"/api/v1/gateways/{speaker.name}/callbacks", callback.body,
        content_type=callback.headers.get("Content-Type", "application/json"),
        headers=callback.headers,
    )  # fmt: skip


def now():
    return datetime.now(UTC).replace(microsecond=0)


@speakers
def test_paid_once_however_often_it_is_said_and_acknowledged_at_once(
    world, client, buyer, order, speaker
):
    payment = started(buyer, order, speaker)
    callback = speaker.notice(payment, 22500, now())

    answers = [send(client, speaker, callback) for _ in range(3)]

    assert [a.status_code for a in answers] == [200] * 3
    if thanks := speaker.gateway().thanks:
        assert answers[0].content.decode() == thanks
    assert world.held(order) == 22500
    said = [m.en for m in messages.thread(order.id, by=world["consumer"])]
    assert said == ["CNY 225.00 was paid and is held by the platform."]
    assert not any(ledger.trial_balance(world.market.id).values())


@speakers
def test_a_failure_that_arrives_after_the_success_changes_nothing(
    world, client, buyer, order, speaker
):
    payment = started(buyer, order, speaker)
    send(client, speaker, speaker.notice(payment, 22500, now()))

    late = send(client, speaker, speaker.notice(payment, 22500, now(), captured=False))

    assert late.status_code == 200
    assert payments.payment(payment).state == "captured"
    assert world.held(order) == 22500


@speakers
def test_for_another_amount_nothing_is_captured(world, client, buyer, order, speaker):
    payment = started(buyer, order, speaker)
    callback = speaker.notice(payment, 1, now())
    problem(send(client, speaker, callback), 409, "payment_amount_differs")
    assert world.held(order) == 0


@speakers
def test_a_forged_notice_captures_nothing(world, client, buyer, order, speaker):
    payment = started(buyer, order, speaker)
    callback = speaker.notice(payment, 22500, now(), forged=True)
    problem(send(client, speaker, callback), 401, "signature_wrong")
    assert payments.payment(payment).state == "asked"


@speakers
def test_a_recording_is_refused(world, client, buyer, order, speaker):
    payment = started(buyer, order, speaker)
    old = speaker.notice(payment, 22500, now() - timedelta(days=3))
    problem(send(client, speaker, old), 401, "callback_stale")


@speakers
def test_money_that_comes_after_the_order_was_cancelled_goes_back(
    world, client, buyer, order, speaker
):
    payment = started(buyer, order, speaker)
    buyer.post(f"/orders/{order.id}/cancel")

    send(client, speaker, speaker.notice(payment, 22500, now()))

    assert payments.payment(payment).state == "returned"
    assert world.held(order) == 0


@speakers
def test_one_gateway_does_not_speak_for_another(client, buyer, order, speaker):
    payment = buyer.post(f"/orders/{order.id}/payments", {"method": "alipay"}).json()["id"]
    callback = speaker.notice(payment, 22500, now())
    problem(send(client, speaker, callback), 404, "payment_unknown")


@speakers
def test_a_gateway_without_its_keys_says_which_it_lacks(settings, client, buyer, order, speaker):
    settings.GONGDAO_GATEWAYS = {s.name: dict.fromkeys(s.settings, "") for s in SPEAKERS}
    said = {"method": "card", "gateway": speaker.name}

    refused = problem(
        buyer.post(f"/orders/{order.id}/payments", said), 409, "gateway_not_configured"
    )

    assert f"GONGDAO_{speaker.name.upper()}_" in refused["detail"]
