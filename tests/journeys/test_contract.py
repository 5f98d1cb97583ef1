"""The contract: a signed copy for both sides, and changed only by agreement (S10)."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from gongdao.interfaces.paper import signing
from gongdao.interfaces.paper.contracts import contract_pdf
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.orders import actions as orders
from gongdao.stages.orders import contract
from gongdao.stages.orders.amending import actions as amending
from gongdao.stages.orders.amending import queries as amendments
from gongdao.stages.orders.amending.chain import digest_of
from tests.builders import at
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


LATER = date(2026, 3, 20)


@pytest.fixture
def paid(world, order):
    world.pays(order)
    return order


def proposed(world, order, by="merchant", reason="缺货，晚一周到货", **change):
    change = change or {"deliver_by": LATER}
    return amending.propose(
        by=world[by], order=order.id, change=amending.Change(**change), reason=reason, at=world.now
    )


def duty(order, kind):
    return next((d for d in duties.open_about(order.id) if d.kind == kind), None)


def test_later_days_count_for_the_law_once_both_agreed(world, paid):
    row = proposed(world, paid, ship_by=at("2026-03-10 00:00"), deliver_by=LATER)
    assert duty(paid, "amendment_reply").owed_by == world["consumer"].party

    amending.accept(by=world["consumer"], amendment=row.id, at=world.now)

    paid.refresh_from_db()
    assert paid.deliver_by == LATER
    assert duty(paid, "dispatch").due_at == at("2026-03-10 00:00")
    assert duty(paid, "dispatch").cites == "CC art. 543"
    assert paid.contract["deliver_by"] != LATER.isoformat()  # what was concluded stays what it was
    world.advances(to="2026-03-09 10:00")
    assert duty(paid, "dispatch") is not None
    world.advances(to="2026-03-10 00:00")
    assert duty(paid, "dispatch") is None


def test_amendments_are_chained_by_digest_to_the_contract(world, paid):
    first = proposed(world, paid)
    amending.accept(by=world["consumer"], amendment=first.id, at=world.now)
    declined = proposed(world, paid, words="颜色改为红色")
    amending.decline(by=world["consumer"], amendment=declined.id, at=world.now)
    second = proposed(world, paid, by="consumer", words="Gift wrap")
    amending.accept(by=world["merchant"], amendment=second.id, at=world.now)

    agreed = amendments.agreed(paid.id)

    assert [row.id for row in agreed] == [first.id, second.id]
    assert agreed[0].previous == paid.contract_digest
    assert agreed[1].previous == agreed[0].digest
    assert [digest_of(row) for row in agreed] == [row.digest for row in agreed]
    agreed[0].change["deliver_by"] = "2027-01-01"
    assert digest_of(agreed[0]) != agreed[0].digest
    kept = [
        json.loads(r.body)["data"] for r in evidence.about(paid.id) if r.act == "amendment.accepted"
    ]
    assert [each["digest"] for each in kept] == [row.digest for row in agreed]


def test_the_signed_copy_shows_what_was_agreed(world, paid):
    before = contract_pdf(paid, language="en")
    row = proposed(world, paid, words="In red")
    assert contract_pdf(paid, language="en") == before
    world.advances(days=1)
    amending.accept(by=world["consumer"], amendment=row.id, at=world.now)
    paid.refresh_from_db()

    after = contract_pdf(paid, language="en")

    assert after != before
    found = signing.signature_of(after)
    assert found is not None
    assert found.good
    assert found.at == world.now


def test_silence_declines(world, paid):
    row = proposed(world, paid)
    world.advances(to="2026-03-04 23:59")
    assert amendments.of_order(paid.id)[0].state == "proposed"
    world.advances(to="2026-03-05 00:00")

    row.refresh_from_db()
    assert row.state == "lapsed"
    paid.refresh_from_db()
    assert paid.deliver_by != LATER


def test_a_price_mistake_is_no_ground_to_cancel_alone(world, paid):
    with pytest.raises(Refusal) as alone:
        orders.cancel(by=world["merchant"], order=paid.id, at=world.now)
    assert alone.value.code == "not_allowed"
    page = Reader("merchant@gongdao", "en").get(f"/orders/{paid.id}").content.decode()
    assert "CC art. 562.1" in page
    assert "CC General art. 152.1.1" in page
    assert "2026-06-01" in page  # ninety days end on a Saturday, so on the Monday after


def test_ended_by_agreement_the_money_goes_back_and_the_books_balance(world, paid):
    row = proposed(world, paid, end=True, reason="标错价格，少写了一个零")
    assert world.held(paid) == 23_300
    amending.accept(by=world["consumer"], amendment=row.id, at=world.now)
    paid.refresh_from_db()
    assert paid.state == "rescinded"
    world.advances(days=0)

    assert world.held(paid) == 0
    assert duties.open_about(paid.id) == []
    assert ledger.refunded(world.market.id, paid.id, currency="CNY").minor == 23_300


def test_an_unpaid_contract_ends_by_agreement_and_nothing_is_owed(world, order):
    row = proposed(world, order, end=True, reason="标错价格")
    amending.accept(by=world["consumer"], amendment=row.id, at=world.now)
    order.refresh_from_db()
    assert order.state == "cancelled"
    assert duties.open_about(order.id) == []


@pytest.mark.parametrize(
    ("by", "verb", "code"),
    [
        ("merchant", "accept", "not_allowed"),
        ("merchant", "decline", "not_allowed"),
        ("consumer", "withdraw", "not_allowed"),
        ("stranger", "accept", "order_unknown"),
        ("platform", "accept", "not_allowed"),
    ],
)
def test_only_the_other_side_answers(world, paid, by, verb, code):
    row = proposed(world, paid)
    with pytest.raises(Refusal) as refused:
        getattr(amending, verb)(by=world[by], amendment=row.id, at=world.now)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("change", "reason", "code"),
    [
        ({"words": "  "}, "why", "amendment_unclear"),
        ({"end": True, "words": "and a gift"}, "why", "amendment_unclear"),
        ({"deliver_by": LATER}, "  ", "amendment_reason_missing"),
        ({"words": "x" * 401}, "why", "amendment_reason_missing"),
        ({"deliver_by": date(2026, 2, 28)}, "why", "amendment_days_wrong"),
        ({"ship_by": at("2026-02-20 00:00")}, "why", "amendment_days_wrong"),
        ({"ship_by": at("2026-04-20 00:00")}, "why", "amendment_days_wrong"),
    ],
)
def test_what_cannot_be_agreed_is_refused(world, paid, change, reason, code):
    with pytest.raises(Refusal) as refused:
        proposed(world, paid, reason=reason, **change)
    assert refused.value.code == code
    assert amendments.of_order(paid.id) == []


def test_one_proposal_at_a_time_and_none_once_the_goods_have_left(world, paid):
    row = proposed(world, paid)
    with pytest.raises(Refusal) as twice:
        proposed(world, paid, by="consumer")
    assert twice.value.code == "amendment_open"
    world.ships(paid)
    with pytest.raises(Refusal) as late:
        amending.accept(by=world["consumer"], amendment=row.id, at=world.now)
    assert late.value.code == "amendment_too_late"


def test_both_sides_change_the_contract_on_its_page(world, paid):
    seller, buyer = Reader("merchant@gongdao", "en"), Reader("consumer@gongdao", "en")
    said = {"deliver_by": "2026-03-20", "ship_on": "2026-03-12", "reason": "Late <stock>"}
    assert seller.post(f"/orders/{paid.id}/propose", **said).status_code == 302
    page = buyer.get(f"/orders/{paid.id}").content.decode()
    assert "Late &lt;stock&gt;" in page
    (row,) = amendments.of_order(paid.id)

    assert buyer.post(f"/amendments/{row.id}/accept").status_code == 302

    assert buyer.post(f"/amendments/{row.id}/accept").status_code == 409
    paid.refresh_from_db()
    assert paid.deliver_by == LATER
    bad = seller.post(f"/orders/{paid.id}/propose", deliver_by="soon", reason="Kept words")
    assert bad.status_code == 409
    assert 'value="Kept words"' in bad.content.decode()
