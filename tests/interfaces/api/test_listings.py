"""Listings through the API: the standard, the review, bulk import, the public history (S02, S03, S04)."""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from tests.builders.goods import facts_of

pytestmark = pytest.mark.django_db

CAR = {
    "title_zh": "玩具汽车", "title_en": "Toy car", "category": "toys",
    "price": {"currency": "CNY", "minor": 22500}, "freight": {"currency": "CNY", "minor": 0},
    "attributes": facts_of("toys"),
}  # fmt: skip
ROW = {"category": "toys", "title_zh": "玩具汽车", "price": "225.00", **facts_of("toys", gtin="")}


def done(response, status=200):
    assert response.status_code == status, response.content.decode()
    return response.json()


def refused(response, code):
    assert response.json()["code"] == code, response.content.decode()
    return response.json()


def without(name):
    return CAR | {"attributes": facts_of("toys", **{name: ""})}


def test_a_complete_listing_is_published_at_once(seller, buyer):
    made = done(seller.post("/listings", CAR), 201)

    assert (made["state"], made["review"], made["standard"]) == ("live", "published", "1.0")
    assert [row["listing"] for row in done(buyer.get("/listings"))["data"]] == [made["listing"]]


def test_an_incomplete_one_waits_is_seen_by_its_seller_only_and_mended(seller, buyer):
    made = done(seller.post("/listings", without("warnings")), 201)
    at = f"/listings/{made['listing']}"

    assert (made["state"], made["review"]) == ("draft", "draft")
    assert buyer.get(at).status_code == 404
    review = done(seller.get(f"{at}/review"))
    assert not review["publishable"]
    assert [(f["field"], f["code"]) for f in review["findings"]] == [("warnings", "missing")]
    problem = refused(seller.post(f"{at}/publish"), "listing_blocked")
    assert problem["cites"] == "Minors Law art. 55"
    mended = done(seller.post(f"{at}/versions", CAR), 201)
    assert (mended["state"], mended["version"]) == ("live", 2)
    assert [row["version"] for row in done(buyer.get(f"{at}/versions"))] == [2]
    assert [row["review"] for row in done(seller.get(f"{at}/drafts"))] == [
        "published",
        "superseded",
    ]
    assert buyer.get(f"{at}/drafts").status_code == 404


def test_an_appeal_goes_to_the_platform(seller, callers):
    at = f"/listings/{done(seller.post('/listings', CAR | {'title_zh': '国家级玩具汽车'}), 201)['listing']}"
    platform = callers("platform")

    done(seller.post(f"{at}/appeal", {"reason": "机构名称"}))
    (waiting,) = done(platform.get("/listing-reviews"))
    assert waiting["version"]["review"] == "appealed"
    refused(seller.get("/listing-reviews"), "not_allowed")
    refused(seller.post(f"{at}/override", {"reason": "我说行"}), "not_allowed")
    passed = done(platform.post(f"{at}/override", {"reason": "属实"}))

    assert passed["version"]["state"] == "live"
    assert passed["findings"][0]["waived_why"] == "属实"
    assert done(platform.get("/listing-reviews")) == []


def test_the_history_says_what_changed(seller, buyer):
    made = done(seller.post("/listings", CAR), 201)
    at = f"/listings/{made['listing']}"
    cheaper = CAR | {"price": {"currency": "CNY", "minor": 19900}, "title_zh": "红色玩具汽车"}
    done(seller.post(f"{at}/versions", cheaper), 201)

    latest, first = done(buyer.get(f"{at}/changes"))

    assert [(c["field"], c["before"], c["after"]) for c in latest["changes"]] == [
        ("title_zh", "玩具汽车", "红色玩具汽车"), ("price", "225.00", "199.00"),
    ]  # fmt: skip
    assert first["changes"] == []


def test_a_listing_as_schema_org_with_the_days_of_the_law(seller, buyer):
    made = done(seller.post("/listings", CAR), 201)

    said = done(buyer.get(f"/listings/{made['listing']}/product"))

    assert (said["@type"], said["offers"]["price"]) == ("Product", "225.00")
    assert said["offers"]["hasMerchantReturnPolicy"]["merchantReturnDays"] == 7
    read = done(seller.post("/standard/read-product", {"product": said}))
    assert read["facts"]["maker"] == CAR["attributes"]["maker"]
    assert read["left"] == []


def test_the_standard_can_be_read_and_built_against(buyer):
    names = {each["name"] for each in done(buyer.get("/standard"))}
    toys = done(buyer.get("/standard/toys"))
    schema = done(buyer.get("/standard/toys/schema"))

    assert {"food", "infant_formula", "services"} <= names
    warnings = next(fact for fact in toys["facts"] if fact["name"] == "warnings")
    assert warnings["article"]["en"] == "Minors Law art. 55"
    Draft202012Validator(schema).validate(
        {k: v for k, v in ROW.items() if k != "dangerous_if_misused"}
    )
    assert buyer.get("/standard/spaceships").json()["code"] == "category_unknown"


def test_a_row_is_checked_without_being_kept(buyer):
    said = done(buyer.post("/standard/check", {"facts": ROW | {"title_zh": "国家级玩具汽车"}}))

    assert said["publishable"] is False
    assert said["completeness"] > 70
    assert [(f["field"], f["start"], f["end"]) for f in said["findings"]] == [("title_zh", 0, 3)]
    assert done(buyer.get("/listings"))["data"] == []


def test_rows_in_bulk_land_wait_or_are_named_and_may_be_sent_again(seller):
    rows = [
        ROW | {"external_id": "A"}, ROW | {"external_id": "B", "warnings": ""},
        ROW | {"external_id": "A"}, ROW | {"price": "0"}, ["no", "object"],
        ROW | {"external_id": "C", "title_zh": "玩\u202e具车"},
    ]  # fmt: skip

    rehearsed = done(seller.post("/listings/import", {"rows": rows, "dry_run": True}))
    assert [row["state"] for row in rehearsed["rows"]][3:5] == ["bad", "bad"]
    landed = done(seller.post("/listings/import", {"rows": rows}))
    assert [row["state"] for row in landed["rows"]] == [
        "published", "draft", "bad", "bad", "bad", "draft",
    ]  # fmt: skip
    assert [row.get("code") for row in landed["rows"]][2:5] == [
        "listing_twice", "listing_unreal", "row_unreadable",
    ]  # fmt: skip
    again = done(seller.post("/listings/import", {"rows": [rows[0], ROW | {"external_id": "B"}]}))
    assert [row["state"] for row in again["rows"]] == ["unchanged", "published"]


# fmt: off
BAD = [
    ({"description_zh": "长" * 20_001},             422, "request_unreadable"),
    ({"attributes": {"maker": 5}},                  422, "request_unreadable"),
    ({"attributes": {"x" * 61: "y"}},               422, "listing_too_long"),
    ({"attributes": {"maker": "长" * 4_001}},        422, "listing_too_long"),
    ({"attributes": {f"f{n}": "x" for n in range(121)}}, 422, "request_unreadable"),
    ({"category": "spaceships"},                    404, "category_unknown"),
    ({"attributes": {"maker": "a\0b"}},             422, "text_unreal"),
]
# fmt: on


@pytest.mark.parametrize(("changed", "status", "code"), BAD)
def test_bad_input(seller, changed, status, code):
    response = seller.post("/listings", CAR | changed)

    refused(response, code)
    assert response.status_code == status


def test_a_recall_through_the_api(seller, buyer, callers):
    listing = done(seller.post("/listings", CAR), 201)["listing"]
    order = done(buyer.post("/orders", {"picks": [{"listing": listing}]}), 201)
    payment = done(buyer.post(f"/orders/{order['id']}/payments", {"method": "alipay"}), 201)
    done(buyer.post(f"/payments/{payment['id']}/simulate", {"captured": True}))
    danger = {
        "batch": CAR["attributes"]["batch"], "hazard": "小零件脱落", "advice": "停止使用",
        "remedies": ["refund"], "grave": False, "found_on": "2026-03-01",
    }  # fmt: skip

    recall = done(seller.post("/recalls", danger), 201)

    assert recall["progress"]["told"] == 1
    assert recall["cites"] == "CPL art. 19"
    assert done(buyer.get("/listings"))["data"] == []
    (notice,) = done(buyer.get("/recall-notices"))
    assert done(buyer.get(f"/recalls/{recall['id']}/notices"))["data"] == []
    refused(
        buyer.post(f"/recall-notices/{notice['id']}/answer", {"choice": "repair"}),
        "remedy_not_offered",
    )
    done(buyer.post(f"/recall-notices/{notice['id']}/answer", {"choice": "refund"}))
    refused(buyer.post(f"/recall-notices/{notice['id']}/remedy", {}), "not_allowed")
    assert done(seller.post(f"/recall-notices/{notice['id']}/remedy", {}))["state"] == "remedied"
    assert done(seller.post(f"/recalls/{recall['id']}/steps/plan"))["duties"]
    refused(seller.post(f"/recalls/{recall['id']}/steps/dance"), "step_unknown")
    refused(seller.post(f"/recalls/{recall['id']}/close"), "not_allowed")
    assert done(callers("platform").post(f"/recalls/{recall['id']}/close"))["state"] == "closed"
    assert done(buyer.get("/recalls"))["data"][0]["id"] == recall["id"]
