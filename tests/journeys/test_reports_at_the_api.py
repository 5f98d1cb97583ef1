"""A report through the API, from the first words to the reward (S33)."""

from __future__ import annotations

import json
import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongdao.stages.monitoring.reports import keys
from tests.builders.reports import STORY, crew, master, reports
from tests.journeys.test_exhibits import EICAR, photograph

__all__ = ["crew", "master", "reports"]

pytestmark = pytest.mark.django_db


class Caller:
    """Somebody without an account, at the API."""

    def __init__(self):
        self.browser, self.key, self.report = Client(), "", ""

    def calls(self, method, path, body=None, status=200, headers=None, **extra):
        sent = {"report-key": self.key, "idempotency-key": secrets.token_hex(16)} | (headers or {})
        raw = {"content_type": "application/json", "data": json.dumps(body)} if body else {}
        send = getattr(self.browser, method)
        response = send(f"/api/v1{path}", headers=sent, **raw, **extra)
        assert response.status_code == status, response.content.decode()[:1500]
        return response.json()


@pytest.fixture
def caller():
    return Caller()


def body(**said):
    return {"marketplace": "gongdao", "kind": "counterfeit", "words": STORY} | said


def test_through_the_api_from_the_report_to_the_reward(crew, caller, people):
    listing = crew.offers()
    staff, officer = people("platform"), people("officer")
    nonce = {"idempotency-key": "0123456789abcdef0123"}
    said = body(target="listing", subject=listing)
    made = caller.calls("post", "/reports", said, 201, headers=nonce)
    assert caller.calls("post", "/reports", said, 201, headers=nonce) == made
    caller.report, caller.key = made["report"], made["key"]
    here, desk = f"/reports/{caller.report}", f"/report-desk/{caller.report}"
    seen = caller.calls("get", here)
    assert seen["allowed_actions"] == ["answer", "attach"]
    assert [d["kind"] for d in seen["duties"]] == ["report_triage"]

    assert [r["id"] for r in staff.gets("/report-desk")["data"]] == [caller.report]
    assert people("merchant").gets(desk, 404)["code"] == "report_unknown"
    staff.posts(f"{desk}/take_up")
    asked = staff.posts(f"{desk}/ask", {"words": "哪一天？"}, 201)
    seen = caller.calls("post", f"{here}/answers/{asked['id']}", {"words": "三月一日"})
    assert seen["questions"][0]["answer"] == "三月一日"
    file = SimpleUploadedFile("a.jpg", photograph())
    with_file = {"data": {"words": "外盒", "file": file}}
    assert caller.calls("post", f"{here}/exhibit-files", status=201, **with_file)["files"]
    bad = {"data": {"words": "外盒", "file": SimpleUploadedFile("a.jpg", EICAR)}}
    assert caller.calls("post", f"{here}/exhibit-files", status=422, **bad)["code"] == (
        "file_is_malware"
    )
    staff.posts(f"{desk}/pass_on")
    digest = caller.calls("get", f"{here}/dossier")["sha256"]
    forged = {"answer": "open_case", "digest": "f" * 64, "words": "立案"}
    assert officer.posts(f"{desk}/hear", forged, 422)["code"] == "dossier_not_this_one"
    officer.posts(f"{desk}/hear", forged | {"digest": digest, "number": "17"})
    officer.posts(f"{desk}/hear", forged | {"answer": "confirm", "digest": digest})
    seen = caller.calls("get", here)
    assert (seen["state"], seen["authority_number"]) == ("confirmed", "17")
    reward = f"/report-rewards/{seen['reward']['id']}"
    staff.posts(f"{reward}/propose", {"amount": {"currency": "CNY", "minor": 30000}})
    assert staff.posts(f"{reward}/approve", status=409)["code"] == "same_person"
    people("colleague").posts(f"{reward}/approve")
    paid = caller.calls("post", f"{here}/reward", {"to": "6222 0000 1111"})
    assert paid["reward"]["state"] == "collected"
    figures = caller.calls("get", "/reports/figures?marketplace=gongdao")
    assert (figures["filed"], figures["rewards"]) == (1, None)
    assert figures["promised"]["counterfeit"][1]["minor"] == 50000


def test_at_the_api_a_wrong_key_is_counted_even_in_a_write(crew, caller):
    made = caller.calls("post", "/reports", body(target="platform"), 201)
    here = f"/reports/{made['report']}"
    caller.key = "wrong"
    for n in range(keys.WRONG_MOST):
        status = 401 if n < keys.WRONG_MOST - 1 else 429
        if n % 2:
            caller.calls("post", f"{here}/reward", {"to": "12345"}, status)
        else:
            caller.calls("get", here, status=status)
    caller.key = made["key"]
    assert caller.calls("get", here, status=429)["code"] == "report_locked"
    assert caller.calls("get", "/reports/wbr_nothing", status=401)["code"] == "report_key_wrong"


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        ({"target": "listing"}, 422, "report_about_nothing"),
        ({"target": "moon"}, 422, "report_kind_unknown"),
        ({"target": "platform", "marketplace": "nowhere"}, 404, "marketplace_unknown"),
        ({"target": "platform", "words": "x" * 5_001}, 422, "request_unreadable"),
        ({"target": "platform", "words": "x" * 10_000_000}, 413, "body_too_large"),
        ({"target": "platform", "account": "me"}, 422, "request_unreadable"),
        ({"target": "platform", "earlier": "wbr_0"}, 422, "request_unreadable"),
    ],
)
def test_what_the_api_does_not_take(crew, caller, said, status, code):
    assert caller.calls("post", "/reports", body(**said), status)["code"] == code


def test_a_report_at_the_api_needs_a_fresh_random_value(crew, caller):
    for nonce, code in (("", "idempotency_key_missing"), ("short", "report_nonce_weak")):
        headers = {"idempotency-key": nonce}
        said = body(target="platform")
        status = 400 if not nonce else 422
        assert caller.calls("post", "/reports", said, status, headers=headers)["code"] == code
