"""A case through the API: talks, bench, papers, ways out, recourse; and the sandbox's other side (S20-S24)."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from gongdao.stages.disputes import actions as disputes
from tests.interfaces.api.conftest import problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(world):
    order = world.delivered_order("800.00")
    said = disputes.Complaint("counterfeit", "refund_and_damages", "假的")
    return disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)


def cny(minor):
    return {"currency": "CNY", "minor": minor}


def ok(response, status=200):
    assert response.status_code == status, response.content.decode()
    return response.json()


def test_the_other_side_can_be_played_in_a_sandbox(callers, case):
    buyer, path = callers("consumer"), f"/disputes/{case.id}"
    assert ok(buyer.post(f"{path}/other-side", {"act": "answer"}))["state"] == "talking"
    said = ok(buyer.post(f"{path}/other-side", {"act": "offer"}))
    assert said["offers"][0]["amount"]["minor"] == 40000
    assert {"offer", "seal", "settle", "ask_neutral"} <= set(said["allowed_actions"])
    ok(buyer.post(f"{path}/offers", {"kind": "discount", "amount": cny(9000)}), 201)
    said = ok(buyer.post(f"{path}/other-side", {"act": "accept"}))
    assert (said["state"], said["decisions"][0]["kind"]) == ("settled", "settlement")


def test_nobody_plays_the_other_side_of_a_live_marketplace(world, callers, case):
    world.market.mode, world.market.clock_at = "live", None
    world.market.save()
    said = callers("consumer").post(f"/disputes/{case.id}/other-side", {"act": "admit"})
    problem(said, 403, "sandbox_only")


def test_a_decision_with_everything_in_it(world, callers, case):
    arbiter, path = callers("arbiter"), f"/disputes/{case.id}"
    world.advances(days=4)
    assert ok(arbiter.post(f"{path}/take"), 201)["role"] == "arbiter"
    ruling = {
        "findings": {"counterfeit": True},
        "further": [{"head": "take_down"}, {"head": "fine", "amount": cny(80000)}],
        "platform": {"platform_knew": True, "took_measures": False},
    }
    said = ok(arbiter.post(f"{path}/decisions", ruling), 201)
    (made,) = said["decisions"]
    assert [one["head"] for one in made["orders"]] == [
        "refund", "price_multiple", "take_down", "fine",
    ]  # fmt: skip
    assert [one["as"] for one in made["liable"]] == ["merchant", "joint"]
    served = ok(callers("merchant").post(f"{path}/receive"))
    assert {s["sha256"] for s in served} == {made["sha256"]}
    assert sum(s["received_at"] is not None for s in served) == 1
    for language in ("zh", "en"):
        paper = callers("consumer").get(f"{path}/decisions/1.pdf", accept_language=language)
        assert paper["Content-Type"] == "application/pdf"
        assert paper.content.startswith(b"%PDF-")
    problem(callers("stranger").get(f"{path}/decisions/1.pdf"), 404, "dispute_unknown")
    world.advances(days=12)
    (found,) = ok(callers("stranger").get("/decisions?text=CPL+art.+55"))
    assert found["for_buyer"]
    assert case.id not in str(found)


@pytest.mark.parametrize(
    ("ruling", "status", "code"),
    [
        ({"further": [{"head": "banish"}]}, 422, "order_head_wrong"),
        ({"further": [{"head": "apologise"}]}, 409, "order_not_open"),
        ({"further": [{"head": "fine"}]}, 422, "penalty_wrong"),
        ({"further": [{"head": "fine", "amount": cny(10**18)}]}, 422, "penalty_wrong"),
        ({"platform": {"is_rich": True}}, 422, "finding_unknown"),
        ({"further": [{"head": "fine", "amount": {"currency": "XXX", "minor": 1}}]}, 422,
         "currency_unknown"),
        ({"further": "all"}, 422, "request_unreadable"),
    ],
)  # fmt: skip
def test_a_ruling_that_cannot_be(world, callers, case, ruling, status, code):
    world.advances(days=4)
    said = callers("arbiter").post(
        f"/disputes/{case.id}/decisions", {"findings": {"counterfeit": True}, **ruling}
    )
    problem(said, status, code)


def test_a_suggestion_and_sealed_figures(callers, case):
    path = f"/disputes/{case.id}"
    callers("consumer").post(f"{path}/other-side", {"act": "answer"})
    said = ok(callers("merchant").get(f"{path}/suggestion"))
    assert (said["amount"]["minor"], said["most"]["minor"]) == (0, 320000)
    ok(callers("consumer").post(f"{path}/seal", {"amount": cny(10000)}))
    said = ok(callers("merchant").post(f"{path}/seal", {"amount": cny(30001)}))
    assert said["decisions"][0]["orders"][0]["amount_minor"] == 20001
    problem(callers("stranger").get(f"{path}/suggestion"), 404, "dispute_unknown")


def test_out_through_the_api(callers, case):
    buyer, path = callers("consumer"), f"/disputes/{case.id}"
    ways = {way["way"] for way in ok(buyer.get(f"{path}/ways-out"))}
    assert "small_claim" in ways
    assert "eu_adr" not in ways
    made = ok(buyer.post(f"{path}/referrals", {"way": "small_claim"}), 201)
    assert made["allowed_actions"] == ["send"]
    assert [d["kind"] for d in made["duties"]] == ["dossier"]
    packed = buyer.get(f"/referrals/{made['id']}/dossier.zip")
    assert "dossier.en.docx" in ZipFile(BytesIO(packed.content)).namelist()
    said = ok(buyer.post(f"/referrals/{made['id']}/report", {"act": "send", "number": "1"}))
    assert (said["state"], said["allowed_actions"]) == ("sent", ["accept", "turn_away"])
    problem(buyer.post(f"{path}/referrals", {"way": "moon"}), 409, "way_not_open")
    theirs = callers("merchant")
    problem(theirs.get(f"/referrals/{made['id']}/dossier.zip"), 404, "way_out_unknown")
    assert ok(theirs.get(f"{path}/referrals")) == []


def test_the_merchants_identity_is_for_its_buyer_with_a_reason(callers, case):
    path = f"/orders/{case.order_id}/merchant-identity"
    said = ok(callers("consumer").post(path, {"reason": "起诉"}))
    assert (said["shop"]["en"], said["cites"]) == ("Toy House", "CPL art. 44.1")
    problem(callers("consumer").post(path, {"reason": " "}), 422, "reason_missing")
    problem(callers("merchant").post(path, {"reason": "x"}), 403, "not_allowed")
    problem(callers("stranger").post(path, {"reason": "x"}), 404, "order_unknown")


def test_complaints_are_turned_away_and_reopened_through_the_api(world, callers, case):
    staff = callers("platform")
    bad = staff.post(f"/disputes/{case.id}/refuse", {"because": "boring"})
    assert "Complaint Measures" in problem(bad, 409, "complaint_must_be_accepted")["cites"]
    said = ok(staff.post(f"/disputes/{case.id}/refuse", {"because": "papers_missing"}))
    assert said["state"] == "refused"
    again = {
        "kind": "counterfeit", "wish": "refund", "story": "新证据",
        "exhibit": {"fact": "counterfeit", "words": "报告", "sha256": "a" * 64},
    }  # fmt: skip
    problem(callers("consumer").post(f"/disputes/{case.id}/reopen", again), 409, "reopening_closed")


@pytest.mark.parametrize(
    "path",
    ["/measures/{}/do", "/recoveries/{}/contest", "/rectifications/{}/report"],
)
@pytest.mark.parametrize("ref", ["x", "mea_0", "%00"])
def test_what_is_not_there(callers, path, ref):
    said = callers("merchant").post(path.format(ref), {"words": "x"})
    assert said.status_code == 404


def test_the_desk_and_the_duties_are_read_page_by_page(world, callers):
    orders = [
        world.delivered_order(),
        world.delivered_again("SF301"),
        world.delivered_again("SF302"),
    ]
    body = {"kind": "not_as_described", "wish": "refund", "story": "颜色不对"}
    filed = [
        callers("consumer").post(f"/orders/{order.id}/disputes", body).json()["id"]
        for order in orders
    ]

    for who, path, name in (
        ("arbiter", "/disputes?state=answering", "id"),
        ("merchant", "/duties?", "subject"),
    ):
        first = callers(who).get(f"{path}&limit=2").json()
        second = callers(who).get(f"{path}&limit=2&after={first['next']}").json()
        assert (first["has_more"], second["has_more"], second["next"]) == (True, False, None)
        assert [row[name] for row in (*first["data"], *second["data"])] == filed
    for wrong in ("dsp_x", "nonsense", "%00"):
        assert callers("arbiter").get(f"/disputes?after={wrong}").status_code == 422
        assert callers("merchant").get(f"/duties?after={wrong}").status_code == 422
