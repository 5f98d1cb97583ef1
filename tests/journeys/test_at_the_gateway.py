"""From the order to the gateway and back: pages and API send the buyer on, and a renewal is charged there (S11, S12)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from gongdao.interfaces import gateways
from gongdao.interfaces import instructions as worker
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.escrow import queries as payments
from gongdao.stages.escrow.instructions import queries as told
from gongdao.stages.escrow.mandates import actions, queries
from gongdao.stages.escrow.mandates.actions import Agreement
from gongdao.stages.escrow.mandates.terms import digest
from tests.journeys.test_renewals import offers
from tests.stages.escrow.house import House
from tests.stages.escrow.signing import SPEAKERS, signature_of
from tests.stages.escrow.test_beginning import intent, stripe_says
from tests.stages.escrow.test_beginning import page as session
from tests.stages.escrow.test_telling import alipay_says, no, wechat_says

pytestmark = pytest.mark.django_db
STRIPE, ALIPAY, WECHAT = SPEAKERS
speakers = pytest.mark.parametrize("speaker", SPEAKERS, ids=lambda s: s.name)
BEGINS = {
    "stripe": lambda house: stripe_says(house, session()),
    "alipay": lambda house: house.asked.clear(),  # it is not spoken to
    "wechat": lambda house: wechat_says(house, 200, code_url="weixin://x"),
}


@pytest.fixture
def house(settings):
    """A server of this machine that all three gateways are found at."""
    opened = House()
    more = {"stripe": {}, "alipay": {}, "wechat": {"plan": "12535"}}
    settings.GONGDAO_GATEWAYS = {
        s.name: {**s.settings, **more[s.name], "address": opened.address} for s in SPEAKERS
    }
    gateways._made.cache_clear()
    yield opened
    gateways._made.cache_clear()
    opened.close()


def send(speaker, callback):
    return Client().post(
        f"/api/v1/gateways/{speaker.name}/callbacks", callback.body,
        content_type=callback.headers.get("Content-Type", "application/json"),
        headers=callback.headers,
    )  # fmt: skip


def now():
    return datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def buyer(people):
    return people("consumer")


@pytest.fixture
def order(world):
    return world.orders(world.offers("225.00"))


def started(buyer, order, speaker):
    said = {"method": speaker.gateway().ways[0], "gateway": speaker.name}
    return buyer.posts(f"/orders/{order.id}/payments", said, 201)["id"]


@speakers
def test_the_buyer_is_handed_over_pays_and_the_money_is_held(world, house, buyer, order, speaker):
    payment = started(buyer, order, speaker)
    BEGINS[speaker.name](house)

    given = [buyer.posts(f"/payments/{payment}/handover", {}) for _ in range(3)]

    assert given[0]["kind"] == ("qr" if speaker.name == "wechat" else "url")
    assert given[0] == given[1] == given[2]
    assert len(house.asked) <= 1
    assert send(speaker, speaker.notice(payment, 22500, now())).status_code == 200
    assert world.held(order) == 22500
    refused = buyer.posts(f"/payments/{payment}/handover", {}, 409)
    assert refused["code"] == "nothing_to_begin"


@pytest.mark.parametrize("speaker", [STRIPE, WECHAT], ids=lambda s: s.name)
def test_a_gateway_that_is_down_leaves_the_order_payable(world, house, buyer, order, speaker):
    payment = started(buyer, order, speaker)
    house.answers += [(500, b"{}", {})] * 5
    assert buyer.posts(f"/payments/{payment}/handover", {}, 503)["code"] == "gateway_away"
    house.answers.clear()
    tried = len(house.asked)

    BEGINS[speaker.name](house)
    buyer.posts(f"/payments/{payment}/handover", {})

    assert payments.payment(payment).state == "asked"
    again = house.asked[tried]  # the answer may have been lost only: the same reference once more
    assert payment in again[2].get("Idempotency-Key", "") + again[3]


def test_a_handover_that_ran_out_is_asked_for_again_by_the_same_reference(
    world, house, buyer, order
):
    payment = started(buyer, order, WECHAT)
    BEGINS["wechat"](house)
    BEGINS["wechat"](house)
    buyer.posts(f"/payments/{payment}/handover", {})
    world.advances(days=0.125)
    buyer.posts(f"/payments/{payment}/handover", {})
    assert len(house.asked) == 2
    assert all(payment in body for *_, body in house.asked)


def test_nobody_else_is_handed_over(world, house, people, buyer, order):
    payment = started(buyer, order, STRIPE)
    people("merchant").posts(f"/payments/{payment}/handover", {}, 404)
    assert house.asked == []


def test_on_the_page_a_code_is_drawn_and_the_page_waits_until_it_is_paid(
    world, house, buyer, order
):
    BEGINS["wechat"](house)
    assert 'value="wechat:native"' in buyer.sees(f"/orders/{order.id}")
    buyer.does(f"/orders/{order.id}/pay", method="wechat:native")
    (payment,) = payments.payments_of(order.id)

    page = buyer.sees(f"/payments/{payment.id}")
    assert "<svg" in page
    assert "Waiting for the gateway" in page
    assert 'http-equiv="refresh"' in page

    send(WECHAT, WECHAT.notice(payment.id, 22500, now()))
    page = buyer.sees(f"/payments/{payment.id}")
    assert "Back to the order" in page
    assert 'http-equiv="refresh"' not in page


def test_on_the_page_a_gateway_that_was_away_is_reached_again(world, house, buyer, order):
    house.answers += [(500, b"{}", {})] * 5
    buyer.does(f"/orders/{order.id}/pay", method="stripe:page")
    (payment,) = payments.payments_of(order.id)
    assert "The gateway was not reached yet" in buyer.sees(f"/payments/{payment.id}")
    assert "The gateway does not answer" in buyer.does(f"/payments/{payment.id}/begin", 409)

    house.answers.clear()
    BEGINS["stripe"](house)
    buyer.does(f"/payments/{payment.id}/begin")

    assert "https://pay/cs_1" in buyer.sees(f"/payments/{payment.id}")


def test_a_callback_that_never_comes_is_handled_by_the_clock(world, house, buyer, order):
    payment = started(buyer, order, ALIPAY)
    buyer.posts(f"/payments/{payment}/handover", {})
    world.advances(days=5)
    assert payments.payment(payment).state == "expired"
    send(ALIPAY, ALIPAY.notice(payment, 22500, now()))
    assert payments.payment(payment).state == "returned"
    assert world.held(order) == 0


def test_credit_is_paid_in_advance_at_the_gateway(world, house, people, buyer):
    yuan = {"currency": "CNY", "minor": 50000}
    terms = {"title_zh": "洗车卡", "title_en": "Car wash", "price": yuan}
    offered = people("merchant").posts("/prepaid-offers", terms, 201)["id"]
    row = buyer.posts(f"/prepaid-offers/{offered}/prepayments", {"gateway": "stripe"}, 201)["id"]
    BEGINS["stripe"](house)

    given = buyer.posts(f"/prepayments/{row}/handover", {"way": "page"})
    send(STRIPE, STRIPE.notice(row, 50000, now()))

    assert given["target"] == "https://pay/cs_1"
    assert buyer.gets(f"/prepayments/{row}")["state"] == "paid"


@speakers
def test_a_subscription_is_signed_at_the_gateway_and_charged_there(world, house, speaker):
    plan = offers(world)
    mandate = actions.give(
        by=world["consumer"], plan=plan.id, gateway=speaker.name, at=world.now,
        agreement=Agreement(True, digest(queries.shown(plan, at=world.now)), ""),
    )  # fmt: skip
    (charge,) = queries.charges(mandate)
    assert works(world) == 0  # nothing is charged before the consumer signed there

    token = "cus_1/pm_1" if speaker.name == "stripe" else "2026001"
    for _ in range(2):
        assert send(speaker, signature_of(speaker, mandate.id, token, now())).status_code == 200
    charges(house, speaker, charge)
    assert works(world, after=60) == 1

    charge.refresh_from_db()
    if speaker.name == "wechat":
        assert charge.state == "asked"
        send(speaker, speaker.notice(charge.id, 3000, now()))
        charge.refresh_from_db()
    assert charge.state == "captured"
    mandate.refresh_from_db()
    assert mandate.state == "active"
    assert not any(ledger.trial_balance(world.market.id).values())


@speakers
def test_a_renewal_that_the_bank_refuses_ends_the_subscription(world, house, speaker):
    plan = offers(world)
    mandate = actions.give(
        by=world["consumer"], plan=plan.id, gateway=speaker.name, at=world.now,
        agreement=Agreement(True, digest(queries.shown(plan, at=world.now)), ""),
    )  # fmt: skip
    token = "cus_1/pm_1" if speaker.name == "stripe" else "2026001"
    assert send(speaker, signature_of(speaker, mandate.id, token, now())).status_code == 200
    if speaker.name == "stripe":
        stripe_says(house, {"error": {"type": "card_error", "code": "card_declined"}}, status=402)
    elif speaker.name == "alipay":
        alipay_says(house, "alipay_trade_pay", **no("ACQ.BUYER_BALANCE_NOT_ENOUGH"))
    else:
        wechat_says(house, 403, code="NOT_ENOUGH", message="x")

    works(world, after=60)

    (charge,) = queries.charges(mandate)
    mandate.refresh_from_db()
    assert (charge.state, mandate.state) == ("failed", "ended")
    assert told.of(mandate.id, charge.id) == []  # no refund, and nothing for the finance desk


def test_a_charge_whose_answer_was_lost_is_asked_about_and_counts_once(world, house):
    plan = offers(world)
    mandate = actions.give(
        by=world["consumer"], plan=plan.id, gateway="stripe", at=world.now,
        agreement=Agreement(True, digest(queries.shown(plan, at=world.now)), ""),
    )  # fmt: skip
    send(STRIPE, signature_of(STRIPE, mandate.id, "cus_1/pm_1", now()))
    (charge,) = queries.charges(mandate)
    house.answers += [(500, b"{}", {})] * 5
    works(world, after=60)
    house.answers.clear()
    there = intent("succeeded", metadata={"payment": charge.id})
    stripe_says(house, {"object": "list", "data": [there], "has_more": False, "url": "/v1/x"})

    works(world, after=600)
    made = {
        "id": "pi_9",
        "currency": "cny",
        "amount_received": 3000,
        "metadata": {"payment": charge.id},
    }
    send(STRIPE, STRIPE.notice("-", 1, now(), data={"object": made}))

    assert house.asked[-1][0] == "GET"
    charge.refresh_from_db()
    assert charge.state == "captured"
    balances = ledger.about(world.market.id, charge.id, currency="CNY")
    assert balances[("capture", "clearing")] == 3000


def works(world, *, after=0):
    """The worker goes over what is due; callbacks are stamped by real time, and so is what follows from them."""
    at = max(world.now, now()) + timedelta(seconds=after)
    return worker.carry_out(marketplace=world.market.id, now=at)


def charges(house, speaker, charge):
    if speaker.name == "stripe":
        stripe_says(house, intent("succeeded"))
    elif speaker.name == "alipay":
        alipay_says(house, "alipay_trade_pay", code="10000", msg="Success", total_amount="30.00")
    else:
        wechat_says(house, 200, out_trade_no=charge.id)
