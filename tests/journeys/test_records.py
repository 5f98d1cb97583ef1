"""Records of trade: receipts, invoices, the whole record with its proofs, search, export, keeping (S16)."""

from __future__ import annotations

import json

import pytest
from django.conf import settings
from typer.testing import CliRunner

from gongdao.interfaces.cli.records import app
from gongdao.interfaces.jobs.tasks import retain_all
from gongdao.interfaces.paper import signing
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import bundle
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.orders.archive import actions as archive
from gongdao.stages.orders.invoicing import actions as invoicing
from gongdao.stages.orders.invoicing import queries as invoices
from tests.builders import at
from tests.interfaces.web.conftest import Reader

pytestmark = pytest.mark.django_db
LIN = {"name": "林小雨", "phone": "13812345678", "address": "浙江省杭州市西湖区文三路1号2单元301"}


@pytest.fixture
def buyer(world):
    return Reader("consumer@gongdao", "en")


@pytest.fixture
def officer(world):
    (person,) = parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment("officer@gongdao", ("officer",))],
        at=world.now,
    )
    return who.actor(person)


@pytest.fixture
def settled(world):
    """An order with a named recipient, delivered and released: nothing is owed any more."""
    order = world.orders(world.offers("225.00"))
    delivery.name_recipient(
        by=world["consumer"], order=order.id, recipient=LIN, at=world.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    world.pays(order)
    world.ships(order)
    world.advances(to="2026-03-03 10:00")
    world.delivers()
    world.advances(to="2026-03-20 10:00")
    assert duties.open_about(order.id) == []
    return order


def test_a_receipt_is_signed_and_needs_a_payment(world, buyer):
    order = world.orders(world.offers("225.00"))
    assert buyer.get(f"/orders/{order.id}/receipt").status_code == 409
    world.pays(order)

    made = buyer.get(f"/orders/{order.id}/receipt")

    assert made["Content-Type"] == "application/pdf"
    found = signing.signature_of(made.content)
    assert found is not None
    assert found.good
    assert found.at == world.now


def test_the_record_carries_its_proofs_and_they_verify_offline(world, buyer, settled):
    said = json.loads(buyer.post(f"/orders/{settled.id}/record").content)

    proofs = json.dumps(said["evidence"], ensure_ascii=False).encode()
    verdict = bundle.verify(proofs)

    assert verdict.valid, verdict.findings
    proved = {json.dumps(r["record"], sort_keys=True) for r in said["evidence"]["records"]}
    assert {json.dumps(deed, sort_keys=True) for deed in said["deeds"]} == proved
    assert (
        said["kept_until"] == "2029-03-11"
    )  # released at the first moment of 2026-03-11, and three years
    assert {d["outcome"] for d in said["duties"]} <= {"met", "missed", "moot"}
    text = json.dumps(said, ensure_ascii=False)
    assert not any(value in text for value in LIN.values())
    said["evidence"]["records"][0]["record"]["by"] = "pty_somebody_else"
    assert not bundle.verify(json.dumps(said["evidence"]).encode()).valid


def test_the_record_on_paper_is_signed(world, buyer, settled):
    made = buyer.get(f"/orders/{settled.id}/record?as=pdf")
    found = signing.signature_of(made.content)
    assert found is not None
    assert found.good
    for role, status in (("stranger", 404), ("arbiter", 403)):
        assert Reader(f"{role}@gongdao").get(f"/orders/{settled.id}/record").status_code == status


def test_an_invoice_is_owed_once_it_is_asked_for(world, buyer):
    order = world.orders(world.offers("225.00"))
    assert buyer.post(f"/orders/{order.id}/invoice/ask").status_code == 409
    world.pays(order)
    assert buyer.post(f"/orders/{order.id}/invoice/ask").status_code == 302

    (owed,) = [d for d in duties.open_about(order.id) if d.kind == "invoice"]

    assert (owed.owed_by, owed.cites.partition(";")[0]) == (world["merchant"].party, "CPL art. 22")
    assert owed.due_at == at("2026-03-09 00:00")
    seller = Reader("merchant@gongdao", "en")
    assert seller.post(f"/orders/{order.id}/invoice/issue", number="?").status_code == 409
    assert seller.post(f"/orders/{order.id}/invoice/issue", number="26112000").status_code == 302
    assert "26112000" in buyer.get(f"/orders/{order.id}").content.decode()
    assert not [d for d in duties.open_about(order.id) if d.kind == "invoice"]


@pytest.mark.parametrize(
    ("until", "state"), [("2026-03-08 23:59", "asked"), ("2026-03-09 00:00", "overdue")]
)
def test_an_invoice_that_is_late_is_on_record(world, until, state):
    order = world.orders(world.offers("225.00"))
    world.pays(order)
    invoicing.ask(by=world["consumer"], order=order.id, at=world.now)
    world.advances(to=until)
    assert invoices.of_order(order.id).state == state
    late = [r for r in evidence.about(order.id) if r.act == "invoice.overdue"]
    assert bool(late) == (state == "overdue")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=Toy", True),
        ("q=玩具汽车", True),
        ("q=Toy House", True),
        ("q=Shoes", False),
        ("q=%25", False),
        ("q=%00", True),
        ("since=2026-03-01&until=2026-03-01", True),
        ("since=2026-03-02", False),
        ("until=2026-02-28", False),
    ],
)
def test_orders_are_found_by_number_goods_shop_and_day(world, buyer, query, found):
    order = world.orders(world.offers("225.00"))
    assert (order.id in buyer.get(f"/orders?{query}").content.decode()) == found
    assert order.id in buyer.get(f"/orders?q={order.id}").content.decode()
    assert order.id not in Reader("stranger@gongdao").get(f"/orders?{query}").content.decode()


def test_a_day_that_is_none_is_refused_in_words(buyer):
    assert "cannot be read" in buyer.get("/orders?since=yesterday").content.decode()


def test_an_authority_gets_records_for_a_reason_and_that_is_evidence(world, settled, officer):
    found = archive.export(
        by=officer, since=at("2026-03-01 00:00"), until=at("2026-04-01 00:00"),
        reason="杭市监案〔2026〕12号", at=world.now,
    )  # fmt: skip
    assert [row.id for row in found] == [settled.id]
    (deed,) = [r for r in evidence.about(world.market.id) if r.act == "record.exported"]
    assert json.loads(deed.body)["data"]["reason"] == "杭市监案〔2026〕12号"
    assert json.loads(deed.body)["data"]["orders"] == 1


@pytest.mark.parametrize(("role", "reason", "code"), [
    ("platform", "a reason", "not_allowed"),
    ("consumer", "a reason", "not_allowed"),
    ("officer", "  ", "export_reason_missing"),
    ("officer", "x" * 401, "export_reason_missing"),
])  # fmt: skip
def test_nobody_else_and_nobody_without_a_reason(world, officer, role, reason, code):
    by = officer if role == "officer" else world[role]
    with pytest.raises(Refusal) as refused:
        archive.export(
            by=by, since=at("2026-03-01 00:00"), until=world.now, reason=reason, at=world.now
        )
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("day", "forgotten"), [("2029-03-11 23:59", False), ("2029-03-12 00:00", True)]
)
def test_personal_data_is_kept_three_years_and_no_longer(world, settled, day, forgotten):
    before = parcels.recipient(settled.id)
    done = archive.retain(by=world["platform"], at=at(day))

    assert (done.forgotten, done.kept) == ((1, 0) if forgotten else (0, 1))
    assert (parcels.recipient(settled.id) == before) == (not forgotten)
    if forgotten:
        assert archive.retain(by=world["platform"], at=at(day)).forgotten == 0
        return
    with pytest.raises(Refusal) as early:
        archive.forget(by=world["platform"], order=settled.id, at=at(day))
    assert early.value.code == "record_kept_by_law"
    assert early.value.cites == "ECL art. 31"


def test_the_nightly_job_forgets_in_live_marketplaces_only(world, settled):
    later = at("2029-04-01 00:00")
    assert retain_all(later) == 0
    Marketplace.objects.filter(pk=world.market.id).update(mode="live", clock_at=None)
    assert retain_all(later) == 1
    assert retain_all(later) == 0


def test_what_is_still_owed_is_never_forgotten(world):
    order = world.orders(world.offers("225.00"))
    delivery.name_recipient(
        by=world["consumer"], order=order.id, recipient=LIN, at=world.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    with pytest.raises(Refusal) as still:
        archive.forget(by=world["platform"], order=order.id, at=at("2040-01-01 00:00"))
    assert still.value.code == "record_still_open"
    with pytest.raises(Refusal) as theirs:
        archive.forget(by=world["merchant"], order=order.id, at=at("2040-01-01 00:00"))
    assert theirs.value.code == "not_allowed"


def test_the_command_line_exports_retains_and_checks(world, settled, officer, tmp_path, buyer):
    out = tmp_path / "records.jsonl"
    run = CliRunner().invoke(
        app,
        ["export", "--market", "gongdao", "--officer", "officer@gongdao", "--reason", "案号 1",
         "--since", "2026-03-01", "--until", "2026-03-31", "-o", str(out)],
    )  # fmt: skip
    assert run.exit_code == 0, run.output
    (line,) = out.read_text(encoding="utf-8").splitlines()
    assert bundle.verify(json.dumps(json.loads(line)["evidence"]).encode()).valid
    run = CliRunner().invoke(app, ["retain", "--market", "gongdao"])
    assert "kept by law: 1" in run.output
    paper = tmp_path / "receipt.pdf"
    paper.write_bytes(buyer.get(f"/orders/{settled.id}/receipt").content)
    assert CliRunner().invoke(app, ["check", str(paper)]).exit_code == 0
    paper.write_bytes(paper.read_bytes().replace(b"/Count 1", b"/Count 2", 1))
    assert CliRunner().invoke(app, ["check", str(paper)]).exit_code == 1
