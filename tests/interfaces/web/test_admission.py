"""The pages of admission as a browser without scripts meets them (S01)."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongdao.stages.admission import queries
from tests.builders import code
from tests.builders.merchants import PERSON, SCAN, admitted, applies, newcomer, supplies

pytestmark = pytest.mark.django_db

FORM = {
    "shop_zh": "云朵玩具",
    "shop_en": "Cloud Toys",
    "form": "enterprise",
    "company": "杭州云朵玩具有限公司",
    "credit_code": code(77).lower(),
    "categories": ["other"],
    "brands": "小熊\n",
    **PERSON,
}


@pytest.fixture
def cloud(world):
    return newcomer(world, "cloud")


def text(response):
    return response.content.decode()


def test_a_merchant_applies_and_sees_what_is_missing(world, cloud, sign_in):
    me = sign_in("cloud", "en")
    assert "Apply to sell here" in text(me.get("/desk/application"))

    assert me.post("/desk/application/apply", **FORM).status_code == 302
    page = text(me.get("/desk/application"))

    assert "business licence" in page.lower()
    assert "authorisation of the brand" in page.lower()
    assert "Supply the application lacks" in page or "upply what the application lacks" in page
    assert PERSON["id_number"] not in page
    assert "**** 4567" in page


def test_a_refused_form_keeps_what_was_typed_but_no_person(world, cloud, sign_in):
    response = sign_in("cloud").post("/desk/application/apply", **FORM | {"credit_code": "123"})

    assert response.status_code == 409
    assert "云朵玩具" in text(response)
    assert "校验码" in text(response)
    assert PERSON["name"] not in text(response)
    assert queries.mine(by=cloud) is None


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (SCAN, None),
        (SCAN[:500], "图片已损坏"),
        (b"MZ" + SCAN, "可执行程序"),
        (b"x" * (11 << 20), "超过10 MB"),
        (b"", "文件是空的"),
    ],
    ids=["a scan", "broken", "a program", "eleven megabytes", "nothing"],
)
def test_a_file_is_taken_or_refused_on_the_same_page(world, cloud, sign_in, content, says):
    applies(world, cloud)
    file = SimpleUploadedFile("licence.png", content, content_type="image/png")

    response = sign_in("cloud").post("/desk/application/papers", item="licence", file=file)

    assert response.status_code == (409 if says else 302)
    assert (says or "") in text(response)


def test_without_a_file_or_with_an_odd_day_the_page_says_so(world, cloud, sign_in):
    applies(world, cloud)
    me = sign_in("cloud")

    assert "文件是空的" in text(me.post("/desk/application/papers", item="licence"))
    odd = {"item": "licence", "expires_on": "tomorrow", "file": io.BytesIO(SCAN)}
    assert "日期无法识别" in text(me.post("/desk/application/papers", **odd))


def test_the_trust_team_works_from_the_queue_to_the_decision(world, cloud, sign_in):
    application = applies(world, cloud)
    sent = {
        item: supplies(world, cloud, application, item)
        for item in ("identity", "licence", "address", "source")
    }
    staff = sign_in("platform", "en")
    queue = text(staff.get("/platform/applications"))
    assert "Cloud Toys" in queue
    assert f"/platform/applications/{application}" in queue

    for paper in sent.values():
        assert staff.post(f"/platform/papers/{paper}/accept").status_code == 302
    page = text(staff.get(f"/platform/applications/{application}"))
    assert "1 open" in page  # the deposit
    refused = staff.post(f"/platform/applications/{application}/admit", reason="complete")
    assert (refused.status_code, "deposit of CNY 1000.00" in text(refused)) == (409, True)
    turned = staff.post(f"/platform/applications/{application}/refuse", reason="No deposit.")
    assert turned.status_code == 302
    assert "No deposit." in text(sign_in("cloud", "en").get("/desk/application"))


def test_files_and_people_are_seen_for_a_reason_only(world, cloud, sign_in):
    application = applies(world, cloud)
    paper = supplies(world, cloud, application, "licence")
    staff = sign_in("platform")

    assert staff.post(f"/platform/papers/{paper}/file", reason="").status_code == 409
    file = staff.post(f"/platform/papers/{paper}/file", reason="核对")
    assert file["Content-Type"] == "image/png"
    assert file["Content-Disposition"].startswith("attachment")
    see = {"field": "id_number", "reason": "核对身份证"}
    shown = staff.post(f"/platform/applications/{application}/see", **see)
    assert PERSON["id_number"] in text(shown)
    assert shown["Cache-Control"] == "no-store"
    assert PERSON["id_number"] not in text(staff.get(f"/platform/applications/{application}"))


def test_only_staff_come_to_the_trust_teams_pages(world, cloud, sign_in):
    application = applies(world, cloud)

    for role in ("cloud", "consumer"):
        assert sign_in(role).get("/platform/applications").status_code == 403
        assert sign_in(role).get(f"/platform/applications/{application}").status_code == 403
        assert sign_in(role).post("/platform/traders.csv").status_code == 403
    assert sign_in(None).get("/desk/application").status_code == 302


def test_the_public_page_shows_what_the_law_has_shown_and_no_more(world, cloud, sign_in):
    admitted(world, cloud)

    page = text(sign_in(None).get(f"/traders/{cloud.party}"))

    assert "杭州云朵玩具有限公司" in page
    assert PERSON["address"] in page
    assert PERSON["phone"] in page
    assert PERSON["id_number"] not in page
    assert PERSON["bank_account"] not in page
    assert sign_in(None).get("/traders/pty_x").status_code == 404


def test_a_merchant_from_another_archive_has_a_public_page_too(world, sign_in):
    page = text(sign_in(None, "en").get(f"/traders/{world['merchant'].party}"))

    assert "Toy House" in page
    assert "kept in another register" in page


def test_the_report_is_a_file_without_formulas(world, cloud, sign_in):
    admitted(world, cloud, shop_zh="=HYPERLINK(1)")
    staff = sign_in("platform")

    table = staff.post("/platform/traders.csv")
    data = staff.post("/platform/traders.json")

    assert "'=HYPERLINK(1)" in text(table)
    assert code(77) in text(table)
    assert '"shop": "=HYPERLINK(1)"' in text(data)
    assert len(data["X-Content-SHA256"]) == 64


def test_a_change_and_an_appeal_go_through_the_page(world, cloud, sign_in):
    application = admitted(world, cloud)
    me, staff = sign_in("cloud"), sign_in("platform")

    made = me.post("/desk/application/change", changed_on="2026-03-01", phone="0571-99990000")
    assert made.status_code == 302
    (change,) = queries.changes(application)
    assert staff.post(f"/platform/changes/{change.id}/accept").status_code == 302
    assert "0571-99990000" in text(sign_in(None).get(f"/traders/{cloud.party}"))
    assert me.post("/desk/application/leave").status_code == 302
    assert "重新申请" in text(me.get("/desk/application"))
