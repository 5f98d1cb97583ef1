"""A client is tested alone: the sandbox plays the other side, or lets its time run out."""

from __future__ import annotations

import pytest

from gongdao.registers.parties.models import Marketplace
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.remedies import queries as awards

pytestmark = pytest.mark.django_db


def acts(person, subject):
    return {(e["act"], e["side"]) for e in person.gets(f"/sandbox/acts?subject={subject}")}


def forces(person, subject, act, status=200, **said):
    return person.posts("/sandbox/acts", {"subject": subject, "act": act} | said, status)


@pytest.fixture
def order(world):
    return world.orders(world.offers())


def test_a_buyer_alone_goes_from_the_order_to_the_ruling_and_the_money(world, order, people):
    buyer = people("consumer")
    assert ("ship", "seller") in acts(buyer, order.id)
    for act in ("pay", "ship", "deliver"):
        forces(buyer, order.id, act)
    said = {"kind": "counterfeit", "wish": "refund_and_damages", "story": "假货"}
    case = buyer.posts(f"/orders/{order.id}/disputes", said, 201)["id"]
    assert ("answer", "seller") in acts(buyer, case)
    assert ("withdraw", "buyer") not in acts(buyer, case)
    forces(buyer, case, "answer")
    assert forces(buyer, case, "silence") == {"act": "silence", "side": "clock"}
    assert disputes.see(case, by=world["consumer"]).state == "deciding"
    forces(buyer, case, "decide", found={"counterfeit": True})
    assert disputes.decisions(case)[-1].findings[0]["value"] is True
    forces(buyer, case, "appeal_as_seller")
    forces(buyer, case, "review", found={"counterfeit": True})
    while buyer.gets(f"/disputes/{case}")["duties"]:
        forces(buyer, case, "silence")
    assert {award.head for award in awards.of_order(order.id)} >= {"refund", "price_multiple"}


def test_a_merchant_alone_sees_a_return_through(world, people):
    seller, sold = people("merchant"), world.delivered_order()
    ask = people("consumer").posts(f"/orders/{sold.id}/returns", {}, 201)
    assert {act for act, _ in acts(seller, ask["id"])} == {"withdraw", "silence"}
    seller.posts(f"/returns/{ask['id']}/agree")
    forces(seller, ask["id"], "send_back")
    assert forces(seller, ask["id"], "take_back", 409)["code"] == "act_is_yours"


def test_what_cannot_be_forced(world, order, people):
    buyer = people("consumer")
    assert forces(buyer, order.id, "explode", 422)["code"] == "act_unknown"
    assert forces(buyer, order.id, "deliver", 409)["code"] == "nothing_on_its_way"
    assert forces(people("stranger"), order.id, "pay", 404)["code"] == "order_unknown"
    assert forces(buyer, "ord_" + "0" * 26, "pay", 404)["code"] == "order_unknown"


def test_nobody_is_forced_in_a_live_marketplace(world, order, people):
    Marketplace.objects.update(mode="live", clock_at=None)
    assert forces(people("consumer"), order.id, "pay", 403)["code"] == "sandbox_only"
    assert (
        people("consumer").gets(f"/sandbox/acts?subject={order.id}", 403)["code"] == "sandbox_only"
    )
