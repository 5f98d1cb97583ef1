"""The contract: a signed copy for both sides, and changed only by agreement (S10)."""

from __future__ import annotations

import io
import json

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from gongdao.interfaces.paper import signing
from gongdao.interfaces.paper.contracts import contract_pdf
from gongdao.stages.orders import contract
from tests.interfaces.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(world):
    return world.orders(world.offers("225.00", "flawed", freight="8.00"), confirmed=True)


def fetched(role, order, language="en"):
    return Reader(f"{role}@gongdao", language).get(f"/orders/{order.id}/contract?as=pdf")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_both_sides_hold_the_same_signed_copy(world, order, language):
    theirs, ours = (fetched(role, order, language) for role in ("consumer", "merchant"))

    assert theirs["Content-Type"] == "application/pdf"
    assert theirs.content == ours.content
    found = signing.signature_of(theirs.content)
    assert found is not None
    assert found.good
    assert found.at == order.concluded_at
    assert PdfFileReader(io.BytesIO(theirs.content)).embedded_signatures[0].sig_object[
        "/Reason"
    ] == (f"Contract {order.id}")
    assert theirs["Repr-Digest"] == ours["Repr-Digest"]


def test_a_copy_that_somebody_changed_is_found_out(order):
    copy = contract_pdf(order, language="zh")
    forged = (
        copy.replace(b"/Rotate 0", b"/Rotate 9")
        if b"/Rotate 0" in copy
        else copy[:900] + b"0" + copy[901:]
    )

    assert forged != copy
    found = signing.signature_of(forged)
    assert found is None or not found.good


@pytest.mark.parametrize(
    ("role", "status"), [("stranger", 404), ("platform", 403), ("arbiter", 403)]
)
def test_nobody_else_gets_a_copy(order, role, status):
    assert fetched(role, order).status_code == status


def test_the_data_are_the_contract_whose_digest_the_evidence_has(world, order):
    said = json.loads(Reader("consumer@gongdao").get(f"/orders/{order.id}/contract").content)
    digest = said.pop("digest")

    assert contract.digest(said) == digest == order.contract_digest
    assert said["lines"][0]["no_return_confirmed"]


def test_anyone_can_fetch_the_certificate():
    pem = Reader().get("/verify/certificate").content
    assert pem == signing.seal().pem
    assert signing.seal().fingerprint in Reader().get("/verify").content.decode()
