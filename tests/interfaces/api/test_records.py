"""Amendments, invoices and records over the API."""

from __future__ import annotations

import json

import pytest

from gongdao.interfaces.paper import signing
from tests.interfaces.api.conftest import problem

pytestmark = pytest.mark.django_db


def said(response, status=200):
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_a_change_goes_from_one_side_to_the_other(paid, seller, buyer):
    body = {"deliver_by": "2026-03-25", "reason": "Late stock"}
    row = said(seller.post(f"/orders/{paid.id}/amendments", body), 201)
    problem(seller.post(f"/amendments/{row['id']}/accept"), 403, "not_allowed")

    agreed = said(buyer.post(f"/amendments/{row['id']}/accept"))

    assert agreed["state"] == "accepted"
    assert agreed["previous"] == paid.contract_digest
    assert said(buyer.get(f"/orders/{paid.id}"))["deliver_by"] == "2026-03-25"
    problem(buyer.post(f"/amendments/{row['id']}/decline"), 409, "move_not_allowed")
    assert len(said(seller.get(f"/orders/{paid.id}/amendments"))) == 1


def test_bad_changes(paid, seller, callers):
    address = f"/orders/{paid.id}/amendments"
    problem(seller.post(address, {"reason": "why"}), 409, "amendment_unclear")
    assert seller.post(address, {"reason": "why", "price": 1}).status_code == 422
    assert seller.post(address, {"reason": "why", "ship_by": 5}).status_code == 422
    problem(callers("stranger").post(address, {"reason": "x", "end": True}), 404, "order_unknown")
    problem(seller.post("/amendments/amd_nonsense/accept"), 404, "amendment_unknown")


def test_papers_and_invoices(paid, seller, buyer, callers):
    for address in ("contract.pdf?language=en", "receipt.pdf"):
        paper = buyer.get(f"/orders/{paid.id}/{address}")
        found = signing.signature_of(paper.content)
        assert found is not None
        assert found.good
    problem(callers("arbiter").get(f"/orders/{paid.id}/contract.pdf"), 403, "not_allowed")
    assert said(buyer.post(f"/orders/{paid.id}/invoice"), 201)["state"] == "asked"
    problem(buyer.post(f"/orders/{paid.id}/invoice"), 409, "invoice_asked_already")
    body = {"number": "26112000000012345678"}
    assert said(seller.post(f"/orders/{paid.id}/invoice/issued", body))["state"] == "issued"
    buyer.post(f"/orders/{paid.id}/evidence")
    assert said(buyer.get(f"/orders/{paid.id}/record"))["invoice"]["number"] == body["number"]


def test_search_and_export(paid, buyer, callers):
    assert [o["id"] for o in said(buyer.get("/records?q=Toy"))["data"]] == [paid.id]
    assert said(callers("stranger").get("/records?q=Toy"))["data"] == []
    body = {"since": "2026-03-01T00:00:00+08:00", "until": "2026-04-01T00:00:00+08:00"}
    problem(buyer.post("/records/exports", body | {"reason": "x"}), 403, "not_allowed")
    assert buyer.post("/records/exports", body).status_code == 422
