"""The pages about money: a merchant's, the finance desk's, and the way the money of an order went."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.matching import chargebacks
from gongdao.stages.escrow.matching import queries as matching
from gongdao.stages.escrow.payouts import queries as payouts
from tests.interfaces.web.test_pages import CJK, OURS_IN_CHINESE, _text
from tests.journeys.test_payouts import released, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(world):
    """A large payout to be approved, a chargeback, and a day that does not fit."""
    released(world, "60000.00")
    order = world.orders(world.offers("80.00"))
    world.pays(order)
    (payment,) = holds.payments_of(order.id)
    chargebacks.open_(
        by=world["gateway"], payment=payment.id, amount=payment.amount, reason="fraud", at=world.now
    )
    staff(world)
    return order


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_are_there_in_the_readers_language_and_under_the_strict_policy(
    world, sign_in, busy, language
):
    office = sign_in("platform", language)
    office.post("/finance/run")
    office.post("/finance/match", day="2026-03-01")
    merchant = world["merchant"].party
    for role, path in (
        ("platform", "/finance"), ("merchant", "/payouts"), ("merchant", "/payouts?account=deposit"),
        ("consumer", f"/orders/{busy.id}"), (None, f"/shops/{merchant}"),
    ):  # fmt: skip
        response = sign_in(role, language).get(path)
        body = response.content.decode()
        assert response.status_code == 200, (path, body[:500])
        assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", body), path
        if language == "en":
            assert not set(CJK.findall(_text(body))) - OURS_IN_CHINESE, path


@pytest.mark.parametrize(
    ("role", "path"), [("merchant", "/finance"), ("consumer", "/payouts"), ("platform", "/payouts")]
)
def test_money_is_shown_to_whom_it_concerns(sign_in, role, path):
    assert sign_in(role).get(path).status_code == 403


def test_a_payout_from_the_proposal_to_the_bank_by_two_members_of_staff(world, sign_in, busy):
    first, second = sign_in("platform", "en"), sign_in("platform-2", "en")
    assert first.post("/finance/run").status_code == 302
    (payout,) = payouts.payouts(by=world["platform"])

    refused = first.post(f"/finance/payouts/{payout.id}/approve")
    assert refused.status_code == 409
    assert b"a second member of staff does" in refused.content
    second.post(f"/finance/payouts/{payout.id}/approve")
    file = first.post(f"/finance/runs/{payout.run_id}/send")
    assert file.content.decode().splitlines()[1].endswith("58800.00,CNY")
    line = f"payout,outcome,amount,currency,reason\n{payout.id},paid,58800.00,CNY,\n"
    upload = SimpleUploadedFile("bank.csv", line.encode())
    first.client.post("/finance/bank", {"file": upload})

    assert payouts.see(payout.id, by=world["platform"]).state == "paid"
    statement = sign_in("merchant", "en").get("/payouts/statement.csv").content.decode()
    assert "payout on its way" in statement
    assert "-58800.00" in statement


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/finance/bank", {"text": "rubbish"}),
        ("/finance/match", {"day": "soon"}),
        ("/finance/match", {"text": ""}),
    ],
)
def test_what_is_wrong_is_said_on_the_same_page(sign_in, path, form):
    response = sign_in("platform", "en").post(path, **form)
    assert response.status_code == 409
    assert b"Finance desk" in response.content


def test_a_break_is_explained_and_resolved_on_the_page(world, sign_in):
    order = world.orders(world.offers("80.00"))
    world.pays(order)
    first, second = sign_in("platform", "en"), sign_in(staff(world) and "platform-2", "en")
    head = "gateway,day,lines\nfake,2026-03-01,0\nkind,reference,amount,currency\n"
    first.client.post("/finance/match", {"file": SimpleUploadedFile("f.csv", head.encode())})
    (row,) = matching.breaks(by=world["platform"])

    first.post(f"/finance/breaks/{row.id}/explain", explanation="They are late.")
    second.post(f"/finance/breaks/{row.id}/resolve", counter="suspense", owner="")

    assert matching.breaks(by=world["platform"])[0].state == "resolved"


def test_a_chargeback_is_conceded_on_the_page(world, sign_in, busy):
    (row,) = matching.chargebacks(by=world["platform"])
    sign_in("platform").post(f"/finance/chargebacks/{row.id}/concede")
    assert matching.chargebacks(by=world["platform"])[0].state == "lost"


def test_the_order_says_where_the_money_goes_when_and_unless_what(world, sign_in):
    order = world.delivered_order()
    body = sign_in("consumer", "en").get(f"/orders/{order.id}").content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", body).split())
    assert "It goes to Toy House after 2026-03-10 24:00 , unless a return or a complaint" in text
    assert "The way the money went" in text
