"""Whatever a caller sends, the answer is a problem document in their language; never a crash."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from django.http import HttpResponse

from gongdao.interfaces.api.door import Door
from gongdao.kernel.ref import mint
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.ledger import queries as ledger
from tests.interfaces.api.conftest import problem

pytestmark = pytest.mark.django_db

OFFER = {
    "title_zh": "玩具汽车",
    "title_en": "Toy car",
    "category": "toys",
    "price": {"currency": "CNY", "minor": 22500},
    "freight": {"currency": "CNY", "minor": 0},
}


@pytest.mark.parametrize("ref", ["ord_unknown", "nonsense", "%00", "a" * 3000, "%ff%fe", "ord_"])
def test_an_unknown_order(buyer, ref):
    problem(buyer.get(f"/orders/{ref}"), 404, "order_unknown")


def test_an_order_that_could_be_but_is_not(buyer, world):
    problem(buyer.get(f"/orders/{mint('ord', at=world.now)}"), 404, "order_unknown")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/contract",
        "/duties",
        "/evidence",
        "/awards",
        "/parcels",
        "/returns",
        "/disputes",
        "/review",
    ],
)
def test_someone_elses_order_is_no_order_to_read(callers, paid, path):
    problem(callers("stranger").get(f"/orders/{paid.id}{path}"), 404, "order_unknown")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/cancel", None),
        ("/confirm", None),
        ("/payments", {"method": "alipay"}),
        ("/parcels", {"carrier": "courier@gongdao", "waybill": "SF1"}),
        ("/refuse-to-ship", {"reason": "缺货"}),
        ("/returns", {}),
        ("/disputes", {"kind": "counterfeit", "wish": "refund", "story": "假货"}),
        ("/review", {"score": 5}),
        ("/make-good", None),
    ],
)
def test_someone_elses_order_is_no_order_to_act_on(callers, paid, path, body):
    problem(callers("stranger").post(f"/orders/{paid.id}{path}", body), 404, "order_unknown")


def test_a_merchant_may_see_an_order_but_not_pay_it(seller, order):
    problem(seller.post(f"/orders/{order.id}/payments", {"method": "alipay"}), 403, "not_allowed")


def test_a_wrong_state_says_what_is_allowed(buyer, paid):
    said = problem(buyer.post(f"/orders/{paid.id}/cancel"), 409, "move_not_allowed")

    assert "已付款" in said["sentence_zh"]


def test_an_expired_window_names_the_article(world, buyer):
    order = world.delivered_order()
    world.advances(to="2026-03-11 00:00")

    said = problem(buyer.post(f"/orders/{order.id}/returns", {}), 409, "return_window_closed")

    assert said["cites"] == "CPL art. 25.1"
    assert "2026-03-10" in said["detail"]


@pytest.mark.parametrize("minor", [-1, 0, 10**15 + 1, 10**40])
def test_negative_or_absurd_prices(seller, minor):
    body = {**OFFER, "price": {"currency": "CNY", "minor": minor}}

    problem(seller.post("/listings", body), 422, "listing_unreal")


@pytest.mark.parametrize("minor", [1.5, "22500", True, None, [1], 1e3])
def test_money_is_a_whole_number(seller, minor):
    body = {**OFFER, "price": {"currency": "CNY", "minor": minor}}

    said = problem(seller.post("/listings", body), 422, "request_unreadable")

    assert said["errors"][0]["pointer"] == "#/price/minor"
    assert "须为整数" in said["errors"][0]["detail"]


ZERO = 0


@pytest.mark.parametrize("minor", [-5, ZERO, 22501, 10**18])
def test_a_payment_is_above_zero_and_at_most_the_total(buyer, order, minor):
    body = {"method": "alipay", "amount": {"currency": "CNY", "minor": minor}}

    problem(buyer.post(f"/orders/{order.id}/payments", body), 422, "payment_amount_wrong")


@pytest.mark.parametrize("currency", ["XXX", "", "cny", "人民币"])
def test_an_unknown_currency(buyer, order, currency):
    body = {"method": "alipay", "amount": {"currency": currency, "minor": 100}}

    problem(buyer.post(f"/orders/{order.id}/payments", body), 422, "currency_unknown")


def test_absurd_quantities(world, buyer):
    for quantity in (0, -1, 10_001, 10**30):
        body = {"picks": [{"listing": world.offers(), "quantity": quantity}]}
        problem(buyer.post("/orders", body), 422, "quantity_unreal")


def test_a_scan_cannot_come_from_the_future(world, callers, paid):
    world.ships(paid)
    scan = {"waybill": "SF1001", "kind": "signed_for", "place": "上海"}

    for moment, code in (
        ("2099-01-01T00:00:00+08:00", "time_in_future"),
        ("2020-01-01T00:00:00Z", "time_before_cause"),
    ):
        problem(callers("courier").post("/scans", {"scans": [{**scan, "at": moment}]}), 422, code)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-03-01T10:00:00",
        "tomorrow",
        1772330400,
        "2026-02-30T00:00:00Z",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_a_moment_is_iso_8601_with_its_offset(world, callers, paid, moment):
    world.ships(paid)
    scan = {"waybill": "SF1001", "kind": "signed_for", "place": "上海", "at": moment}

    response = callers("courier").post("/scans", {"scans": [scan]})

    assert response.status_code == 422, response.content


def test_the_test_clock_only_goes_forward(callers):
    desk = callers("platform")

    problem(desk.post("/clock", {"to": "2020-01-01T00:00:00+08:00"}), 409, "clock_goes_forward")
    problem(desk.post("/clock", {}), 422, "request_unreadable")
    problem(desk.post("/clock", {"days": 10**12}), 422, "request_unreadable")
    problem(callers("consumer").post("/clock", {"days": 1}), 403, "not_allowed")


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"not json",
        b'{"picks": [',
        b'{"picks": []',
        b'{"picks": NaN}',
        b'{"picks": 1, "picks": 2}',
        b"\xff\xfe{}",
        "{“picks”: []}".encode("gbk"),
        "{}".encode("utf-16"),
        b"[" * 100_000,
        b'{"a": ' + b"9" * 5000 + b"}",
    ],
)
def test_broken_json_half_a_file_and_wrong_encodings(buyer, raw):
    problem(buyer.post("/orders", raw), 400, "body_unreadable")


@pytest.mark.parametrize(
    "raw", [b"[]", b"3", b'"x"', b"null", b"", b'{"picks": {}}', b'{"picks": []}', b'{"piks": []}']
)
def test_json_of_the_wrong_shape_points_at_the_place(buyer, raw):
    said = problem(buyer.post("/orders", raw), 422, "request_unreadable")

    assert all(mistake["pointer"].startswith("#") for mistake in said["errors"])


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "\udfff x"])
def test_text_that_no_database_can_keep(seller, text):
    problem(seller.post("/listings", {**OFFER, "title_zh": text}), 422, "text_unreal")


def test_ten_megabytes_are_too_large(buyer):
    problem(buyer.post("/orders", b'"' + b"x" * 10_000_000 + b'"'), 413, "body_too_large")


def test_a_very_long_text_within_the_limit(buyer, paid):
    body = {"kind": "counterfeit", "wish": "refund", "story": "x" * 1_500_000}

    problem(buyer.post(f"/orders/{paid.id}/disputes", body), 422, "request_unreadable")


def test_half_a_file_whose_half_is_whole_json(buyer):
    line = {
        "wsgi.input": BytesIO(b"{}"),
        "CONTENT_LENGTH": "20",
        "CONTENT_TYPE": "application/json",
    }
    headers = buyer.headers({"idempotency_key": "half"})

    response = buyer.client.post("/api/v1/orders", headers=headers, **line)

    problem(response, 400, "body_incomplete")


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data; boundary=x", "application/xml"]
)
def test_another_media_type(buyer, kind):
    problem(buyer.post("/orders", b"{}", content_type=kind), 415, "media_type_unsupported")


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "after=1", "after=ord_%00", "after='"]
)
def test_wrong_cursors_and_limits(buyer, query):
    said = problem(buyer.get(f"/orders?{query}"), 422, "request_unreadable")

    assert said["errors"][0]["parameter"] in ("limit", "after")


def test_unknown_addresses_and_wrong_methods_are_problems_too(buyer):
    problem(buyer.get("/nothing/here"), 404, "route_unknown")
    problem(buyer.client.get("/api/v9/orders"), 404, "route_unknown")
    response = buyer.client.delete("/api/v1/orders", headers=buyer.headers({}))
    problem(response, 405, "method_not_allowed")
    assert response["Allow"]


def test_nobody_gets_in_without_a_key(client):
    for headers in (
        {},
        {"authorization": "Bearer gd_wrong"},
        {"authorization": "Basic eDp5"},
        {"authorization": "Bearer \xff"},
    ):
        response = client.get("/api/v1/orders", headers=headers)
        problem(response, 401, "not_signed_in")
        assert response["WWW-Authenticate"]


def test_a_wrong_key_on_a_write_is_refused_before_anything_else(client):
    response = client.post("/api/v1/orders", b"{", content_type="application/json")

    problem(response, 401, "not_signed_in")


@pytest.mark.parametrize(
    ("accepts", "language"),
    [
        ("", "zh"),
        ("en-GB,en;q=0.9", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en;q=0.4,zh;q=0.5", "zh"),
        ("fr", "zh"),
        ("en;q=x", "zh"),
    ],
)
def test_the_detail_is_in_the_callers_language(buyer, accepts, language):
    response = buyer.get("/orders/x", accept_language=accepts)

    said = problem(response, 404, "order_unknown")

    assert response["Content-Language"] == language
    assert said["detail"] == said[f"sentence_{language}"]


def test_a_line_that_is_not_in_the_order(world, buyer):
    order = world.delivered_order()

    for line in ("lin_1x", "lin_99999999999999999999", "x", "ord_1"):
        body = {"pieces": [{"line": line, "quantity": 1}]}
        problem(buyer.post(f"/orders/{order.id}/returns", body), 422, "pieces_wrong")


def test_an_unforeseen_collision_is_a_refusal_and_changes_nothing(callers, world):
    from tests.builders.merchants import PERSON

    body = {
        "shop_zh": "另一家", "shop_en": "Another", "company": "另一家有限公司",
        "credit_code": "91310000MA1FL0B30U", "person": PERSON,
    }  # fmt: skip
    before = len(evidence.about(world.market.id))

    response = callers("merchant").post("/applications", body)

    assert response.status_code in (409, 422)
    assert json.loads(response.content)["sentence_zh"]
    assert len(evidence.about(world.market.id)) == before


def test_a_refused_write_leaves_nothing_behind(buyer, world, paid):
    before = ledger.trial_balance(world.market.id), len(evidence.about(paid.id))
    body = {
        "kind": "counterfeit",
        "wish": "refund",
        "story": "假",
        "losses": {"currency": "CNY", "minor": -1},
    }

    problem(buyer.post(f"/orders/{paid.id}/disputes", body), 422, "losses_unreal")

    assert (ledger.trial_balance(world.market.id), len(evidence.about(paid.id))) == before


def test_an_unknown_carrier(seller, paid):
    body = {"carrier": "nobody@gongdao", "waybill": "SF1"}

    problem(seller.post(f"/orders/{paid.id}/parcels", body), 404, "carrier_unknown")


def test_a_batch_says_which_item_was_refused(world, callers, paid):
    world.ships(paid)
    scans = [
        {"waybill": "SF1001", "kind": "collected", "place": "广州"},
        {"waybill": "SF1001", "kind": "teleported", "place": "上海"},
    ]

    said = problem(callers("courier").post("/scans", {"scans": scans}), 422, "scan_unknown")

    assert said["item"] == 1


def test_the_web_cookie_needs_its_csrf_token(world, client, paid):
    from gongdao.registers.parties import queries as who

    strict = type(client)(enforce_csrf_checks=True)
    strict.force_login(who.party(world["consumer"].party))

    assert strict.get(f"/api/v1/orders/{paid.id}").status_code == 200
    response = strict.post(
        f"/api/v1/orders/{paid.id}/confirm", headers={"idempotency-key": "web-1"}
    )
    problem(response, 403, "csrf_failed")


@pytest.mark.parametrize(
    "path", ["/messages?about=%00", "/messages?about=%ff%fe", "/duties?limit=%00"]
)
def test_nul_and_broken_utf_8_in_an_address(buyer, path):
    assert buyer.get(path).status_code in (200, 422)


def test_a_desk_state_that_no_database_can_keep(callers):
    assert callers("arbiter").get("/disputes?state=%00").status_code == 422
    problem(callers("consumer").get("/disputes"), 403, "not_allowed")


def test_what_breaks_on_our_side_is_a_problem_too_and_tells_nothing(rf):
    broken = Door(lambda _: HttpResponse("Traceback: secret", status=500))

    response = broken(rf.get("/api/v1/orders"))

    problem(response, 500, "internal_error")
    assert b"secret" not in response.content


def test_other_doors_are_left_alone(rf):
    page = Door(lambda _: HttpResponse("<h1>404</h1>", status=404))

    assert page(rf.get("/orders")).content == b"<h1>404</h1>"
