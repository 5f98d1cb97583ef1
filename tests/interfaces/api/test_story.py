"""The toy car from the offer to the award, through the API alone."""

from __future__ import annotations

import pytest

from gongdao.registers.ledger import queries as ledger
from tests.builders.goods import facts_of

pytestmark = pytest.mark.django_db

CAR = {
    "title_zh": "玩具汽车",
    "title_en": "Toy car",
    "category": "toys",
    "price": {"currency": "CNY", "minor": 22500},
    "freight": {"currency": "CNY", "minor": 0},
    "external_id": "SKU-1",
    "attributes": facts_of("toys"),
}


def done(response, status=200):
    assert response.status_code == status, response.content.decode()
    return response.json()


@pytest.fixture
def bought(buyer, seller):
    listing = done(seller.post("/listings", CAR), 201)["listing"]
    order = done(buyer.post("/orders", {"picks": [{"listing": listing}]}), 201)
    payment = done(buyer.post(f"/orders/{order['id']}/payments", {"method": "alipay"}), 201)
    done(buyer.post(f"/payments/{payment['id']}/simulate", {"captured": True}))
    return done(buyer.get(f"/orders/{order['id']}"))


def delivered(callers, order):
    seller, courier = callers("merchant"), callers("courier")
    parcel = {"carrier": "courier@gongdao", "waybill": "SF1"}
    done(seller.post(f"/orders/{order['id']}/parcels", parcel), 201)
    scans = [{"waybill": "SF1", "kind": "signed_for", "place": "上海"}]
    return done(courier.post("/scans", {"scans": scans}))


def test_an_order_says_what_is_owed_and_what_may_be_done(bought, buyer, seller):
    theirs = done(seller.get(f"/orders/{bought['id']}"))

    assert bought["state"] == "bound"
    assert bought["total"] == {"currency": "CNY", "minor": 22500, "text": "CNY 225.00"}
    assert [d["kind"] for d in bought["duties"]] == ["dispatch"]
    assert bought["duties"][0]["words"] == {"zh": "发货", "en": "ship the goods"}
    assert bought["duties"][0]["cites"]
    assert bought["concluded_at"].endswith("+08:00")
    assert bought["lines"][0]["id"].startswith("lin_")
    assert {"ask_return", "file_dispute", "confirm"} <= set(bought["allowed_actions"])
    assert theirs["allowed_actions"] == ["ship", "refuse_to_ship", "propose_change"]


def test_the_contract_can_be_checked_against_its_digest(bought, buyer):
    import json
    from hashlib import sha256

    said = done(buyer.get(f"/orders/{bought['id']}/contract"))

    text = json.dumps(said["contract"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sha256(text.encode()).hexdigest() == said["sha256"] == bought["contract_sha256"]


def test_a_return_goes_round_and_the_money_comes_back(bought, callers, buyer, seller, world):
    delivered(callers, bought)
    line = bought["lines"][0]["id"]

    asked = done(
        buyer.post(f"/orders/{bought['id']}/returns", {"pieces": [{"line": line, "quantity": 1}]}),
        201,
    )
    done(seller.post(f"/returns/{asked['id']}/agree"))
    done(buyer.post(f"/returns/{asked['id']}/send-back", {"waybill": "SF2"}))
    done(seller.post(f"/returns/{asked['id']}/take-back"))
    refunded = done(seller.post(f"/returns/{asked['id']}/refund"))

    assert (asked["state"], asked["allowed_actions"]) == ("asked", ["withdraw"])
    assert asked["pieces"] == [{"line": line, "quantity": 1}]
    assert asked["duties"][0]["kind"] == "return_reply"
    assert (refunded["state"], refunded["refund"]["minor"]) == ("refunded", 22500)
    assert done(buyer.get(f"/orders/{bought['id']}"))["hold"]["state"] == "refunded"
    assert not any(ledger.trial_balance(world.market.id).values())


def test_a_dispute_is_decided_and_performed(bought, callers, buyer, seller):
    arbiter, desk = callers("arbiter"), callers("platform")
    done(seller.post(f"/orders/{bought['id']}/refuse-to-ship", {"reason": "缺货"}))
    losses = {"currency": "CNY", "minor": 3000}
    complaint = {
        "kind": "refusal_to_ship",
        "wish": "refund",
        "story": "商家不发货",
        "losses": losses,
    }
    filed = done(buyer.post(f"/orders/{bought['id']}/disputes", complaint), 201)
    at = f"/disputes/{filed['id']}"
    done(seller.post(f"{at}/answer", {"words": "确实缺货", "admits": True}))
    done(
        buyer.post(f"{at}/exhibits", {"fact": "refused", "words": "聊天记录", "sha256": "0" * 64}),
        201,
    )
    offered = done(seller.post(f"{at}/offers", {"amount": {"currency": "CNY", "minor": 100}}), 201)
    done(desk.post("/clock", {"days": 11}))
    assert [d["id"] for d in done(arbiter.get("/disputes"))["data"]] == [filed["id"]]
    decided = done(arbiter.post(f"{at}/decisions", {"findings": {"refused": True}}), 201)
    done(desk.post("/clock", {"days": 12}))

    awards = done(buyer.get(f"/orders/{bought['id']}/awards"))

    assert offered["offers"][0]["side"] == "seller"
    assert [o["head"] for o in decided["decisions"][0]["orders"]] == ["refund", "loss"]
    assert decided["decisions"][0]["reasons"]
    assert {a["head"]: a["amount"]["minor"] for a in awards} == {"refund": 22500, "loss": 3000}
    assert done(buyer.get(f"/orders/{bought['id']}"))["state"] == "rescinded"
    assert any(
        "商家" in m["words"]["zh"] or m["words"]["zh"]
        for m in done(buyer.get(f"/messages?about={bought['id']}"))
    )


def test_a_settlement_is_offered_accepted_and_performed(bought, buyer, seller):
    complaint = {"kind": "not_as_described", "wish": "refund", "story": "颜色不对"}
    filed = done(buyer.post(f"/orders/{bought['id']}/disputes", complaint), 201)
    at = f"/disputes/{filed['id']}"
    done(seller.post(f"{at}/answer", {"words": "愿意补偿", "admits": False}))
    offered = done(seller.post(f"{at}/offers", {"amount": {"currency": "CNY", "minor": 5000}}), 201)

    settled = done(buyer.post(f"{at}/offers/{offered['offers'][0]['id']}/accept"))
    paid = done(seller.post(f"{at}/perform"))

    assert settled["state"] == "settled"
    assert [(a["head"], a["amount"]["minor"]) for a in paid] == [("settlement", 5000)]


def test_a_review_and_its_answer(bought, callers, buyer, seller):
    delivered(callers, bought)
    at = f"/orders/{bought['id']}"
    done(buyer.post(f"{at}/confirm"))

    done(buyer.post(f"{at}/review", {"score": 4, "words": "不错"}), 201)
    done(seller.post(f"{at}/review/reply", {"words": "谢谢"}))

    said = done(seller.get(f"{at}/review"))
    assert (said["score"], said["words"], said["reply"]) == (4, "不错", "谢谢")


def test_pages_have_cursors_that_meet(buyer, world):
    placed = [world.orders(world.offers()).id for _ in range(5)]
    seen, after = [], ""

    while True:
        said = done(buyer.get(f"/orders?limit=2&after={after}"))
        seen += [order["id"] for order in said["data"]]
        if not said["has_more"]:
            break
        after = said["next"]

    assert sorted(seen) == sorted(placed)
    assert len(seen) == 5


def test_listings_have_a_shelf_a_history_and_an_end(seller, buyer):
    made = done(seller.post("/listings", CAR), 201)
    at = f"/listings/{made['listing']}"
    said = {name: value for name, value in CAR.items() if name != "external_id"}

    done(seller.post(f"{at}/versions", {**said, "price": {"currency": "CNY", "minor": 19900}}), 201)
    shelf = done(buyer.get("/listings"))
    done(seller.post(f"{at}/take-down", {"reason": "断货"}))

    assert [row["price"]["minor"] for row in shelf["data"]] == [19900]
    assert [row["price"]["minor"] for row in done(buyer.get(f"{at}/versions"))] == [22500, 19900]
    assert done(buyer.get(at))["state_words"]["zh"] == "已下架"


def test_an_application_is_filed_and_decided(world, callers):
    from gongdao.registers.parties import actions as parties
    from gongdao.registers.parties import queries as who
    from tests.builders import code
    from tests.builders.merchants import PERSON, completes

    parties.enrol(
        marketplace=world.market.id, at=world.now,
        people=[parties.Enrolment("shop2@gongdao", ("merchant",))],
    )  # fmt: skip
    world.people["shop2"] = who.actor(who.by_handle(["shop2@gongdao"])["shop2@gongdao"])
    shop, desk = callers("shop2"), callers("platform")

    filed = done(
        shop.post(
            "/applications",
            {
                "shop_zh": "新店", "shop_en": "New", "company": "新店有限公司",
                "credit_code": code(7), "person": PERSON,
            },
        ),
        201,
    )  # fmt: skip
    waiting = done(desk.get("/applications"))
    completes(world, world["shop2"], filed["id"])
    decided = done(
        desk.post(f"/applications/{filed['id']}/decision", {"act": "admit", "reason": "齐全"})
    )

    assert [row["id"] for row in waiting] == [filed["id"]]
    assert decided["state"] == done(shop.get("/applications/mine"))["state"] == "admitted"


def test_who_am_i_and_what_do_i_owe(bought, seller):
    me = done(seller.get("/me"))
    owed = done(seller.get("/duties"))

    assert (me["roles"], me["mode"], me["currency"]) == (["merchant"], "sandbox", "CNY")
    assert [d["kind"] for d in owed["data"]] == ["dispatch"]


def test_the_evidence_of_an_order_can_be_exported(bought, buyer, world, settings):
    from gongdao.registers.evidence.actions import seal
    from gongdao.registers.evidence.heads import key_of

    seal(marketplace=world.market.id, at=world.now, key=key_of(settings.GONGDAO_EVIDENCE_KEY))

    response = buyer.get(f"/orders/{bought['id']}/evidence")

    assert response.status_code == 200
    assert bought["id"].encode() in response.content


def test_a_parcel_that_is_lost_is_made_good(bought, callers, seller, buyer):
    parcel = done(
        seller.post(
            f"/orders/{bought['id']}/parcels", {"carrier": "courier@gongdao", "waybill": "SF9"}
        ),
        201,
    )
    lost = done(callers("courier").post(f"/parcels/{parcel['id']}/report-loss"))
    awards = done(seller.post(f"/orders/{bought['id']}/make-good"))

    assert parcel["allowed_actions"] == ["report_loss"]
    assert lost["state"] == "lost"
    assert [(a["head"], a["amount"]["minor"]) for a in awards] == [("refund", 22500)]
    kinds = {d["kind"]: d["outcome"] for d in done(buyer.get(f"/orders/{bought['id']}/duties"))}
    assert kinds["make_good"] == "met"
