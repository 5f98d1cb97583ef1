"""The law through the API: a conversation with the adviser, one question at a time."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.django_db


def test_the_adviser_asks_until_it_can_answer(buyer):
    topics = buyer.get("/law/topics").json()
    assert {"return", "prepaid", "minor"} <= {each["topic"] for each in topics}

    told = {
        "paid_on": "2026-03-02", "had_before": False, "single_purpose": True,
        "promised_days_to_withdraw": 0, "ending_ground": "moved", "paid": "3000.00",
        "cause": "operator", "bonus": "0.00", "used_at_discount": "600.00",
    }  # fmt: skip
    said, turns = {}, 0
    while True:
        reply = buyer.post(
            "/law/topics/prepaid/advice", {"facts": said, "day": "2026-03-02"}
        ).json()
        if reply["asks"] is None:
            break
        name = reply["asks"]["fact"]
        said[name] = told[name]
        turns += 1

    assert turns <= 12
    answers = {each["question"]: each for each in reply["answers"]}
    assert answers["prepayment_returned"]["answer"] == "2400.00"
    assert answers["last_day_to_withdraw_prepayment"]["answer"] == "2026-03-09"


def test_a_bad_fact_and_a_strange_topic_are_refused(buyer):
    wrong = buyer.post("/law/topics/prepaid/advice", {"facts": {"paid": "x"}})
    strange = buyer.post("/law/topics/weather/advice", {"facts": {}})

    assert wrong.status_code == 422
    assert wrong.json()["code"] == "fact_unreadable"
    assert strange.json()["code"] == "topic_unknown"


def test_terms_are_read_for_clauses_that_do_not_stand(seller):
    said = {"text": "欢迎。商品售出，概不退换。会员卡充值概不退款。", "on": "2025-04-30"}
    findings = seller.post("/terms/scan", said).json()["findings"]

    assert [(f["kind"], f["article"]["en"]) for f in findings] == [
        ("excludes_remedies", "CPL art. 26.3"),
        ("prepaid_no_refund", "CPL art. 26.3"),
    ]
    assert findings[0]["lawful_wording"]["zh"]
    later = seller.post("/terms/scan", said | {"on": "2025-05-01"}).json()["findings"]
    assert [f["kind"] for f in later] == ["excludes_remedies", "prepaid_no_refund"]
    assert later[1]["article"]["en"] != "CPL art. 26.3", "by then it has an article of its own"
    assert seller.post("/terms/scan", {"text": "一", "on": "1999-01-01"}).json()["findings"] == []
    assert seller.post("/terms/scan", {"text": "一" * 200_001}).status_code == 422
    assert seller.post("/terms/scan", {}).status_code == 422


def test_the_words_of_a_listing_are_checked(seller):
    car = {
        "title_zh": "国家级玩具汽车", "title_en": "Toy car", "category": "toys",
        "price": {"minor": 900, "currency": "CNY"}, "freight": {"minor": 0, "currency": "CNY"},
    }  # fmt: skip
    ref = seller.post("/listings", car).json()["listing"]

    (finding,) = seller.get(f"/listings/{ref}/findings").json()

    assert (finding["language"], finding["quote"], finding["kind"]) == (
        "zh",
        "国家级",
        "absolute_term",
    )
    seller.post(f"/listings/{ref}/versions", car | {"title_zh": "玩具汽车"})
    assert seller.get(f"/listings/{ref}/findings").json() == []
    assert seller.get("/listings/lst_none/findings").status_code == 404


def test_a_text_is_scanned_for_unlawful_claims(seller):
    said = {"text": "全网最低价，最佳赏味期七天", "category": "food"}
    findings = seller.post("/claims/scan", said).json()["findings"]

    assert [(f["kind"], f["quote"]) for f in findings] == [("absolute_term", "全网最低价")]
    assert seller.post("/claims/scan", {"text": 7}).status_code == 422
    assert seller.post("/claims/scan", {"text": "最佳\ud800"}).status_code in (400, 422)
