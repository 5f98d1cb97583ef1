"""The pages of parcels, labels, courier claims and subscriptions, as a browser without scripts meets them."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import actions, queries
from gongdao.stages.delivery.claims import queries as claims
from gongdao.stages.delivery.labels import seal
from gongdao.stages.escrow.mandates import queries as mandates
from gongdao.stages.escrow.plans import actions as plans
from tests.interfaces.web.test_pages import CJK, OURS_IN_CHINESE, _text

pytestmark = pytest.mark.django_db
LIN = {"name": "林小雨", "phone": "13812345678", "address": "浙江省杭州市西湖区文三路1号2单元301"}
TYPED = {"月刊", "林", "雨", "浙江省杭州市西湖区"}
"""What people typed in Chinese themselves: a title, and the masks of a recipient."""


@pytest.fixture
def order(world):
    order = world.orders(world.offers("100.00"), quantity=2)
    actions.name_recipient(
        by=world["consumer"], order=order.id, recipient=LIN, at=world.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    world.pays(order)
    return order


@pytest.fixture
def parcel(world, order):
    world.ships(order)
    (row,) = queries.of_order(order.id)
    return row


@pytest.fixture
def plan(world):
    return plans.offer(
        by=world["merchant"], market=world.market,
        terms=plans.Terms(Words("月刊", "Monthly"), cny("30.00")), at=world.now,
    )  # fmt: skip


def body(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def lost(world):
    seen = actions.Seen(world["courier"], world.now, "SF1001", "lost", "Shanghai")
    actions.scan(seen=[seen])


def test_a_merchant_sends_in_parts_prints_a_label_and_claims(world, sign_in, order):
    seller = sign_in("merchant")
    (line,) = order.lines.all()
    page = body(seller.get("/shipping"))
    assert f"piece-{line.id}" in page
    for n in (1, 2):
        form = {
            f"piece-{line.id}": "1",
            "waybill": f"SF{n}",
            "declared": "100",
            "service": "courier",
        }
        assert seller.post(f"/shipping/{order.id}/send", **form).status_code == 302
    first = next(p for p in queries.of_order(order.id) if p.waybill == "SF1")
    shown = seller.post(f"/shipping/{first.id}/label")
    pdf = seller.get(shown["Location"])
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    seen = actions.Seen(world["courier"], world.now, "SF1", "lost", "上海")
    actions.scan(seen=[seen])
    claimed = seller.post(f"/shipping/{first.id}/claim", ground="lost", words="lost", loss="")
    assert claimed["Location"].startswith("/courier-claims/ccl_")
    (claim,) = claims.page(by=world["merchant"])
    assert claim.loss == cny("100.00")


def test_a_refusal_stands_on_the_same_page(sign_in, order):
    (line,) = order.lines.all()
    form = {f"piece-{line.id}": "3", "waybill": "SF1"}
    page = body(sign_in("merchant").post(f"/shipping/{order.id}/send", **form), 409)
    assert "超过了订单中尚未发出的件数" in page


def test_a_carrier_scans_sends_a_file_and_reaches_the_recipient(world, sign_in, parcel):
    courier = sign_in("courier")
    _, public = seal.new_key()
    assert courier.post("/parcels/key", public=public.hex()).status_code == 302
    sign_in("merchant").post(f"/shipping/{parcel.id}/label")
    parcel.refresh_from_db()
    code = parcel.label.code
    assert LIN["phone"] in body(courier.post("/parcels/reach", code=code, reason="派件"))
    assert "说明理由" in body(courier.post("/parcels/reach", code=code, reason=""), 409)
    assert courier.post("/parcels/write", code=code, words="十点到").status_code == 302

    at = world.now.isoformat()
    rows = [
        {"waybill": "SF1001", "kind": "collected", "place": "杭州", "at": at},
        {"waybill": "NONE", "kind": "collected", "place": "杭州", "at": at},
    ]
    file = SimpleUploadedFile("scans.jsonl", "\n".join(map(json.dumps, rows)).encode())
    sent = courier.post("/parcels/import", file=file)
    page = body(courier.get(sent["Location"]))
    assert "parcel_unknown" in page
    assert "请选择" in body(courier.post("/parcels/import"), 409)

    left = {"waybill": "SF1001", "kind": "left", "place": "门口", "left_with": "door"}
    assert courier.post("/parcels/scan", **left).status_code == 302
    buyer = sign_in("consumer")
    assert "包裹我拿到了" in body(buyer.get(f"/orders/{parcel.order_id}"))
    assert buyer.post(f"/parcels/{parcel.id}/accept").status_code == 302
    parcel.refresh_from_db()
    assert parcel.state == "delivered"


def test_the_buyer_says_where_parcels_may_be_left(sign_in, order):
    buyer = sign_in("consumer")
    buyer.client.post(f"/orders/{order.id}/drop", {"place": ["door", "neighbour"]})
    assert queries.drop_consents([order.id])[order.id] == {"door", "neighbour"}
    buyer.client.post(f"/orders/{order.id}/drop", {})
    assert queries.drop_consents([order.id]) == {}


def test_both_sides_and_the_arbiter_meet_on_the_claims_page(world, sign_in, parcel):
    lost(world)
    seller, courier, arbiter = (sign_in(r) for r in ("merchant", "courier", "arbiter"))
    seller.post(f"/shipping/{parcel.id}/claim", ground="lost", words="x")
    (claim,) = claims.page(by=world["merchant"])
    address = f"/courier-claims/{claim.id}"
    proof = SimpleUploadedFile("photo.jpg", b"picture")
    assert seller.post(f"{address}/prove", words="照片", file=proof).status_code == 302
    assert "认可" in body(courier.get(address))
    assert courier.post(f"{address}/deny", excuse="force_majeure", words="台风").status_code == 302
    assert "裁定" in body(arbiter.get(address))
    assert "理由" in body(arbiter.post(f"{address}/decide", reasons=" "), 409)
    assert arbiter.post(f"{address}/decide", reasons="没有证据").status_code == 302
    assert sign_in("platform").post(f"{address}/pay").status_code == 302
    claim.refresh_from_db()
    assert (claim.state, claim.paid_minor) == ("paid", 20000)
    assert sign_in("stranger").get(address).status_code == 403


def test_the_box_is_never_ticked_in_advance_and_without_it_there_is_no_subscription(
    world, sign_in, plan
):
    buyer = sign_in("consumer")
    page = body(buyer.get(f"/plans/{plan.id}"))
    (box,) = re.findall(r'<input type="checkbox"[^>]*>', page)
    assert "checked" not in box
    (digest,) = re.findall(r'name="digest" value="([0-9a-f]{64})"', page)
    refused = buyer.post(f"/plans/{plan.id}/subscribe", digest=digest, method="alipay")
    assert "由您自己勾选" in body(refused, 409)
    assert "checked" not in re.findall(r'<input type="checkbox"[^>]*>', refused.content.decode())[0]
    assert mandates.page(by=world["consumer"]) == []

    done = buyer.post(f"/plans/{plan.id}/subscribe", digest=digest, method="alipay", agree="yes")
    address = done["Location"].partition("?")[0]
    buyer.post(f"{address}/settle", outcome="captured")
    page = body(buyer.get(address))
    assert "2026-04-01" in page
    assert digest[:24] in page
    assert buyer.post(f"{address}/cancel").status_code == 302
    assert "不会再扣款" in body(buyer.get(address))


def test_a_merchant_edits_plans_and_a_subscriber_agrees_to_new_terms(world, sign_in):
    seller, buyer = sign_in("merchant"), sign_in("consumer")
    form = {"title_zh": "周刊", "title_en": "Weekly", "every_months": "1", "trial_days": "0"}
    assert seller.post("/desk/plans/offer", price="30", **form).status_code == 302
    assert "无法识别" in body(seller.post("/desk/plans/offer", price="dear", **form), 409)
    (plan,) = mandates.plans(by=world["merchant"], mine=True)
    digest = re.search(r'value="([0-9a-f]{64})"', body(buyer.get(f"/plans/{plan.id}"))).group(1)
    done = buyer.post(f"/plans/{plan.id}/subscribe", digest=digest, agree="yes")
    address = done["Location"].partition("?")[0]
    buyer.post(f"{address}/settle", outcome="captured")
    assert seller.post(f"/desk/plans/revise/{plan.id}", price="45", **form).status_code == 302
    page = body(buyer.get(address))
    assert "商家涨价到" in page
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page).group(1)
    assert buyer.post(f"{address}/agree", digest=digest, agree="yes").status_code == 302
    assert seller.post(f"{address}/stop").status_code == 302
    assert "已结束" in body(buyer.get(address))


def test_every_new_page_speaks_english_and_has_no_script_or_style(world, sign_in, parcel, plan):
    lost(world)
    sign_in("merchant").post(f"/shipping/{parcel.id}/claim", ground="lost", words="x")
    (claim,) = claims.page(by=world["merchant"])
    courier = sign_in("courier", "en")
    sent = courier.post("/parcels/import", file=SimpleUploadedFile("s.jsonl", b"{half"))
    seen = {
        "merchant": ["/shipping", "/desk/plans", "/courier-claims", f"/courier-claims/{claim.id}"],
        "courier": ["/parcels", sent["Location"], "/parcels?show=secret", "/courier-claims"],
        "arbiter": [f"/courier-claims/{claim.id}"],
        "consumer": ["/plans", f"/plans/{plan.id}", "/subscriptions", f"/orders/{parcel.order_id}"],
    }
    for role, paths in seen.items():
        for path in paths:
            page = body(sign_in(role, "en").get(path))
            assert not set(CJK.findall(_text(page))) - OURS_IN_CHINESE - TYPED, path
            assert "<style" not in page
            assert not re.search(r"<[^>]*\s(style|on[a-z]+)=", page), path
