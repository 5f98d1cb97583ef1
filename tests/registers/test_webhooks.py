"""Webhooks out: signed as Standard Webhooks are, tried until they are taken, to public addresses only."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from gongdao.interfaces.jobs import sending
from gongdao.kernel.refusal import Refusal
from gongdao.registers.messages import webhooks
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as payments

pytestmark = pytest.mark.django_db
MASTER = "0" * 64
URL = "https://shop.example.com/hook?x=1"


class Line:
    """A transport that answers as it is told."""

    def __init__(self, *answers):
        self.answers, self.sent = list(answers), []

    def __call__(self, url, body, headers):
        self.sent.append((url, body, dict(headers)))
        return self.answers.pop(0) if self.answers else 200


@pytest.fixture
def endpoint(world):
    return webhooks.register(by=world["merchant"], url=URL, at=world.now)


def sweep(world, line, *, after=timedelta(0)):
    return webhooks.sweep(now=world.now + after, master=MASTER, send=line)


def test_a_payment_is_announced_to_the_merchants_program_with_a_signature_that_holds(
    world, endpoint
):
    order = world.orders(world.offers())
    world.pays(order)
    line = Line()

    assert sweep(world, line) == 1

    ((url, body, headers),) = line.sent
    said = json.loads(body)
    assert (url, said["type"], said["data"]["amount_minor"]) == (URL, "payment.captured", 22500)
    signed = Webhook(webhooks.secret(endpoint.id, master=MASTER))
    stamp = int(headers["webhook-timestamp"])
    expected = signed.sign(headers["webhook-id"], datetime.fromtimestamp(stamp, UTC), body.decode())
    assert headers["webhook-signature"] == expected
    assert sweep(world, line, after=timedelta(days=9)) == 0


def test_the_same_notice_twice_is_announced_once(world, endpoint):
    order = world.orders(world.offers())
    world.pays(order)
    (payment,) = payments.payments_of(order.id)
    escrow.receive(by=world["gateway"], notices=[world.notice(payment)])

    assert len(webhooks.deliveries(endpoint.id, by=world["merchant"])) == 1


def test_what_is_not_taken_is_tried_again_ever_later_and_then_given_up(world, endpoint):
    world.pays(world.orders(world.offers()))
    line, after = Line(*[500, 0, 503, 404, 302, 500, 500]), timedelta(0)

    for wait in (timedelta(0), *webhooks.WAITS):
        after += wait
        assert sweep(world, line, after=after - timedelta(milliseconds=1)) == 0
        assert sweep(world, line, after=after) == 1

    (row,) = webhooks.deliveries(endpoint.id, by=world["merchant"])
    assert (row.tries, row.done_at, row.next_at) == (7, None, None)
    assert {headers["webhook-id"] for _, _, headers in line.sent} == {row.id}
    assert sweep(world, line, after=timedelta(days=90)) == 0


def test_an_endpoint_that_ended_hears_nothing_more(world, endpoint):
    world.pays(world.orders(world.offers()))
    webhooks.end(by=world["merchant"], endpoint=endpoint.id, at=world.now)
    line = Line()

    assert sweep(world, line) == 0
    with pytest.raises(Refusal):
        webhooks.end(by=world["merchant"], endpoint=endpoint.id, at=world.now)


def test_another_party_does_not_hear_of_it_and_cannot_end_it(world, endpoint):
    theirs = webhooks.register(by=world["courier"], url=URL, at=world.now)
    world.pays(world.orders(world.offers()))

    assert webhooks.deliveries(theirs.id, by=world["courier"]) == []
    with pytest.raises(Refusal) as refused:
        webhooks.end(by=world["courier"], endpoint=endpoint.id, at=world.now)
    assert refused.value.code == "webhook_unknown"


@pytest.mark.parametrize(
    "url",
    [
        "", "http://shop.example.com/", "https://localhost/", "https://127.0.0.1/", "https://[::1]/",
        "https://10.0.0.8/x", "https://intranet/", "https://box.local/", "https://u:p@x.example.com/",
        "https://[", "https://例子.cn/", "https://2130706433/", "ftp://x.example.com/",
        "https://x.example.com/" + "y" * 400,
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_refused(world, url):
    with pytest.raises(Refusal) as refused:
        webhooks.register(by=world["merchant"], url=url, at=world.now)
    assert refused.value.code == "webhook_address_wrong"


def test_at_most_five_endpoints(world):
    for n in range(5):
        webhooks.register(by=world["merchant"], url=f"https://x.example.com/{n}", at=world.now)
    with pytest.raises(Refusal) as refused:
        webhooks.register(by=world["merchant"], url=URL, at=world.now)
    assert refused.value.code == "webhooks_too_many"


@pytest.mark.parametrize(
    ("found", "allowed"),
    [
        (["93.184.216.34"], "93.184.216.34"),
        (["127.0.0.1"], None),
        (["93.184.216.34", "10.1.2.3"], None),
        (["fd00::1"], None),
        ([], None),
    ],
)
def test_a_name_that_points_inwards_is_not_called(monkeypatch, found, allowed):
    answers = [(0, 0, 0, "", (address, 443)) for address in found]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_, **__: answers)
    assert sending.public_address("shop.example.com", 443) == allowed
