"""Admission through the API: the whole way in, and what is refused on it (S01)."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from gongdao.kernel.money import cny
from gongdao.stages.escrow import actions as escrow
from tests.builders import code
from tests.builders.merchants import PERSON, SCAN, admitted, newcomer
from tests.interfaces.api.conftest import problem

pytestmark = pytest.mark.django_db

WISH = {
    "shop_zh": "云朵食品",
    "shop_en": "Cloud Food",
    "company": "杭州云朵食品有限公司",
    "credit_code": code(77),
    "categories": ["food"],
    "person": PERSON,
}


@pytest.fixture
def cloud(world, callers):
    world.people["cloud"] = newcomer(world, "cloud")
    world.people["second"] = newcomer(world, "second", "platform")
    return callers("cloud")


def done(response, status=200):
    assert response.status_code == status, response.content.decode()
    return response.json()


def paper(item, content=SCAN, **said):
    return {"item": item, "content_base64": base64.b64encode(content).decode(), **said}


def test_the_whole_way_in(world, cloud, callers):
    desk, second = callers("platform"), callers("second")
    filed = done(cloud.post("/applications", WISH), 201)
    path = f"/applications/{filed['id']}"
    lines = {line["item"]: line for line in filed["checklist"]}
    assert lines["permit/food_business"]["cites"] == "FSL art. 35.1"
    assert lines["deposit"]["amount"]["minor"] == 500_000
    assert filed["person"]["name"] == "林*满"
    assert [duty["kind"] for duty in filed["duties"]] == ["missing_papers"]
    assert (filed["findings"], filed["allowed_actions"]) == ([], ["withdraw"])
    escrow.lodge(by=world["platform"], merchant=world["cloud"].party, amount=cny("5000.00"),
                 key="deposit", at=world.now)  # fmt: skip

    permit = {"number": "JY13301060123456", "issuer": "市场监督管理局", "expires_on": "2027-01-01"}
    for item in ("identity", "licence", "address"):
        sent = done(cloud.post(f"{path}/papers", paper(item)), 201)
        done(desk.post(f"/papers/{sent['id']}/decision", {"act": "accept"}))
    sent = done(cloud.post(f"{path}/papers", paper("permit/food_business", **permit)), 201)
    asked = done(
        desk.post(f"/papers/{sent['id']}/decision", {"act": "ask_again", "reason": "看不清"})
    )
    assert asked["state"] == "asked"
    sent = done(cloud.post(f"{path}/papers", paper("permit/food_business", **permit)), 201)
    done(desk.post(f"/papers/{sent['id']}/decision", {"act": "accept"}))
    file = done(desk.get(f"/papers/{sent['id']}/file?reason=check"))
    assert file["media"] == "image/png"
    waived = done(desk.post(f"{path}/waivers", {"item": "source", "reason": "自产自销"}), 201)
    confirm = {"act": "confirm"}
    problem(desk.post(f"/waivers/{waived['id']}/decision", confirm), 409, "same_person")
    done(second.post(f"/waivers/{waived['id']}/decision", confirm))

    decided = done(desk.post(f"{path}/decision", {"act": "admit", "reason": "齐全"}))
    assert (decided["state"], decided["complete"]) == ("admitted", True)
    assert {"suspend", "expel", "verify"} <= set(decided["allowed_actions"])
    face = done(callers("consumer").get(f"/traders/{world['cloud'].party}"))
    assert face["permits"][0]["number"] == "JY13301060123456"
    assert face["selling"] is True


@pytest.mark.parametrize(
    ("changes", "status", "code_"),
    [
        ({"credit_code": "91310000MA1FL0B30U"}, 422, "credit_code_wrong"),
        ({"person": PERSON | {"id_number": "1"}}, 422, "identity_number_wrong"),
        ({"shop_zh": "云\u202e朵"}, 422, "name_disguised"),
        ({"categories": ["weapons"]}, 422, "category_wrong"),
        ({"form": "unregistered"}, 422, "exemption_missing"),
        ({"yearly_sales_minor": 1e3}, 422, "request_wrong"),
        ({"yearly_sales_minor": 10**30}, 422, "brands_wrong"),
    ],
)
def test_what_cannot_be_is_refused(cloud, changes, status, code_):
    response = cloud.post("/applications", WISH | changes)

    assert response.status_code == status
    assert response.json()["code"] == code_ or code_ == "request_wrong"


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("licence.pdf", b"\0" * (30 << 20))
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "status", "code_"),
    [
        (b"", 422, "file_empty"),
        (SCAN[:400], 422, "picture_broken"),
        (bomb(), 422, "file_is_bomb"),
        (b"%PDF-1.7 nothing", 422, "pdf_broken"),
        (b"plain text", 415, "file_kind_other"),
        (b"\xff\xd8\xff" + b"x" * (10 << 20), 413, "file_too_large"),
        (b"x" * (50 << 20), 413, "body_too_large"),
    ],
    ids=["nothing", "broken", "bomb", "no PDF", "text", "ten megabytes", "fifty megabytes"],
)
def test_bad_files_are_refused(cloud, content, status, code_):
    filed = done(cloud.post("/applications", WISH), 201)

    response = cloud.post(f"/applications/{filed['id']}/papers", paper("licence", content))

    problem(response, status, code_)


def test_base64_that_is_none_and_days_that_are_over(cloud):
    path = f"/applications/{done(cloud.post('/applications', WISH), 201)['id']}/papers"

    problem(cloud.post(path, {"item": "licence", "content_base64": "§§"}), 422, "content_wrong")
    problem(cloud.post(path, paper("licence", expires_on="2026-02-28")), 422, "paper_expired")
    assert cloud.post(path, paper("licence", expires_on="soon")).status_code == 422
    problem(cloud.post(path, paper("moon")), 404, "item_unknown")


def test_others_see_nothing_of_an_application(world, cloud, callers):
    filed = done(cloud.post("/applications", WISH), 201)
    stranger = callers("merchant")

    problem(stranger.get(f"/applications/{filed['id']}"), 404, "application_unknown")
    problem(stranger.post(f"/applications/{filed['id']}/withdraw"), 404, "application_unknown")
    problem(cloud.get("/applications"), 403, "not_allowed")
    problem(cloud.get("/reports/traders"), 403, "not_allowed")
    problem(cloud.get(f"/applications/{filed['id']}/person/id_number"), 422, "reason_missing")
    other = callers("consumer").get(f"/applications/{filed['id']}/person/id_number?reason=x")
    problem(other, 404, "application_unknown")
    problem(callers("consumer").get("/traders/pty_1"), 404, "party_unknown")


def test_refusal_appeal_suspension_and_change(world, cloud, callers):
    desk, senior = callers("platform"), callers("senior")
    filed = done(cloud.post("/applications", WISH), 201)
    path = f"/applications/{filed['id']}"
    incomplete = desk.post(f"{path}/decision", {"act": "admit", "reason": "x"})
    problem(incomplete, 409, "application_incomplete")
    done(desk.post(f"{path}/decision", {"act": "refuse", "reason": "不实"}))
    done(cloud.post(f"{path}/appeal", {"plea": "属实"}))
    overturn = {"act": "overturn", "reason": "属实"}
    problem(desk.post(f"{path}/appeal/decision", overturn), 409, "same_person")
    assert done(senior.post(f"{path}/appeal/decision", overturn))["state"] == "reopened"

    shop = newcomer(world, "shop9")
    world.people["shop9"] = shop
    admitted_path = f"/applications/{admitted(world, shop, credit_code=code(99))}"
    mine = callers("shop9")
    suspended = done(desk.post(f"{admitted_path}/decision", {"act": "suspend", "reason": "违规"}))
    (stands,) = suspended["suspensions"]
    assert stands["cause"] == "breach"
    listing = {"title_zh": "积木", "title_en": "Blocks", "category": "toys",
               "price": {"currency": "CNY", "minor": 100}, "freight": {"currency": "CNY", "minor": 0}}  # fmt: skip
    problem(mine.post("/listings", listing), 409, "merchant_not_admitted")
    done(desk.post(f"/suspensions/{stands['id']}/lift", {"reason": "已改正"}))
    done(mine.post("/listings", listing), 201)
    change = {"changed_on": "2026-03-01", "person": {"phone": "0571-99990000"}}
    made = done(mine.post(f"{admitted_path}/changes", change), 201)
    done(desk.post(f"/changes/{made['id']}/decision", {"act": "accept"}))
    face = done(mine.get(f"/traders/{shop.party}"))
    assert "0571-99990000" in {each["value"] for each in face["shown"]}
    done(mine.post(f"{admitted_path}/confirm"))
    report = done(desk.get("/reports/traders"))
    assert code(99) in {row["credit_code"] for row in report["rows"]}
    assert done(mine.post(f"{admitted_path}/leave"))["state"] == "left"
