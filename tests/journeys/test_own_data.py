"""S13: what is held about me and why, who saw it, my copy, my requests, and what goes when."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.parties import queries as parties
from gongdao.registers.vault import queries as vault
from gongdao.stages.privacy import actions
from gongdao.stages.privacy.erasing import actions as erasing
from gongdao.stages.privacy.models import Request
from tests.builders import at

pytestmark = pytest.mark.django_db

RECIPIENT = {"name": "李雷", "phone": "13912345678", "address": "浙江省杭州市西湖区文三路1号"}


@pytest.fixture
def bought(world, people):
    """An order with a recipient, whose phone the merchant looked at, delivered and paid out."""
    order = world.orders(world.offers())
    people("consumer").does(f"/orders/{order.id}/recipient", **RECIPIENT)
    world.pays(order)
    people("merchant").gets(f"/orders/{order.id}/recipient/phone?reason=to+print+the+label")
    world.advances(to="2026-03-02 10:00")
    world.ships(order)
    world.advances(to="2026-03-03 10:00")
    world.delivers()
    world.advances(to="2026-03-20 10:00")
    return order


def test_the_page_says_what_is_held_why_until_when_and_who_saw_it(bought, people):
    page = people("consumer").sees("/account/data")
    assert "name, phone and address of recipients" in page
    assert "Ground: the contract PIPL art. 13.1" in page
    assert "at least until 2029-03-" in page
    assert "ECL art. 31" in page
    assert "to print the label" in page
    assert "<strong>merchant</strong> · phone" in page
    assert "13912345678" not in page
    chinese = people("consumer").sees("/account/data", lang="zh")
    assert "《个人信息保护法》第十三条" in chinese


def test_the_same_over_the_api(bought, people):
    said = people("consumer").gets("/own-data")
    held = {each["name"]: each for each in said["held"]}
    assert held["recipients"]["count"] == 1
    assert all(each["lawful"] for each in said["held"])
    assert "juror" not in held
    (look,) = said["looks"]
    assert (look["by"]["en"], look["field"], look["subject"]) == ("merchant", "phone", bought.id)
    assert people("stranger").gets("/own-data")["looks"] == []


def test_a_copy_holds_everything_in_clear_and_taking_it_leaves_a_record(bought, people, world):
    said = people("consumer").posts("/own-data/copies")
    assert said["format"] == "gongdao-own-data/1"
    assert said["orders"][0]["recipient"] == RECIPIENT
    assert said["account"]["handle"] == "consumer@gongdao"
    assert said["seen_by_others"][0]["reason"] == "to print the label"
    assert json.loads(people("consumer").does("/account/data/copy", status=200))["orders"]
    assert evidence.last_data(world["consumer"].party, "data.copied")["orders"] == 1
    # one's own looks are no news
    assert len(people("consumer").gets("/own-data")["looks"]) == 1
    assert people("stranger").posts("/own-data/copies")["orders"] == []


def test_a_request_is_sealed_owed_and_answered(world, people):
    me, staff = people("consumer"), people("platform")
    secret = "我的电话是 13900001111，请更正。"
    me.does("/account/data/ask", kind="correct", words=secret)
    (asked,) = me.gets("/own-data/requests")
    (owed,) = asked["duties"]
    assert (owed["kind"], owed["due_at"][:10], owed["cites"]) == (
        "data_request", "2026-03-17", "Platform Rules art. 191",
    )  # fmt: skip
    assert secret not in str(list(Request.objects.values()))
    assert secret not in staff.sees("/data-requests")
    assert secret in staff.does(f"/data-requests/{asked['id']}/read", status=200)
    again = me.posts("/own-data/requests", {"kind": "correct", "words": "x"}, status=409)
    assert again["code"] == "data_request_waits"

    unsaid = staff.does(f"/data-requests/{asked['id']}/answer", status=409, act="refuse", words=" ")
    assert "why it is refused" in unsaid
    staff.posts(f"/data-requests/{asked['id']}/answer", {"act": "meet", "words": "Changed."})
    (row,) = me.gets("/own-data/requests")
    assert (row["state"], row["answer"], row["duties"]) == ("met", "Changed.", [])
    assert "put something right): done" in me.sees("/account")
    late = staff.posts(
        f"/data-requests/{asked['id']}/answer", {"act": "meet", "words": "x"}, status=409
    )
    assert late["code"]


@pytest.mark.parametrize(
    ("kind", "words"), [("erase", "all"), ("nonsense", "x"), ("explain", "  "), ("object", "x" * 2001)]
)  # fmt: skip
def test_a_request_that_says_nothing_is_refused(world, people, kind, words):
    page = people("consumer").does("/account/data/ask", status=409, kind=kind, words=words)
    assert "say it in 1 to 2000 characters" in page


def test_silence_is_on_the_platforms_record(world, people):
    me = people("consumer")
    made = me.posts("/own-data/requests", {"kind": "explain", "words": "Why?"}, status=201)
    world.advances(to="2026-03-16 23:59")
    assert me.gets("/own-data/requests")[0]["state"] == "asked"
    world.advances(to="2026-03-17 00:00")
    assert me.gets("/own-data/requests")[0]["state"] == "unanswered"
    assert "or sue" in me.sees("/account")
    again = me.posts("/own-data/requests", {"kind": "explain", "words": "Why?"}, status=201)
    assert again["id"] != made["id"]


def test_nobody_reads_or_answers_what_is_not_theirs(world, people):
    made = people("consumer").posts(
        "/own-data/requests", {"kind": "object", "words": "x"}, status=201
    )
    path = f"/data-requests/{made['id']}"
    assert people("stranger").posts(f"{path}/words", status=404)["code"] == "data_request_unknown"
    said = {"act": "meet", "words": "x"}
    assert people("consumer").posts(f"{path}/answer", said, status=403)["code"] == "not_allowed"
    assert people("merchant").gets("/data-requests", status=403)["code"] == "not_allowed"
    assert people("platform").posts("/data-requests/dtr_x/words", status=404)


def test_consent_to_be_a_juror_is_taken_back(world, people):
    me = people("consumer")
    me.does("/panels/join")
    assert "Taking it back" in me.sees("/account/data")
    assert {h["name"] for h in me.gets("/own-data")["held"]} >= {"juror"}
    me.does("/account/data/withdraw")
    assert "juror" not in {h["name"] for h in me.gets("/own-data")["held"]}
    assert "I am ready to sit" in me.sees("/panels")


def test_what_the_law_keeps_is_kept_to_the_day_and_then_goes_by_itself(bought, world, people):
    me = people("consumer")
    (fate,) = me.gets("/own-data/erasure")
    assert (fate["outcome"], fate["cites"]) == ("store_only", "PIPL art. 47.2")
    assert fate["kept_under"] == "ECL art. 31"
    last = date.fromisoformat(fate["kept_until"])
    made = me.posts("/own-data/erasure", status=201)
    assert made["state"] == "keeping"
    assert made["duties"][0]["due_at"][:10] == (last + timedelta(days=1)).isoformat()
    assert "the next is erased on" in me.sees("/account/data")

    world.advances(to=f"{last} 23:59")
    assert vault.readable([bought.id])
    world.advances(to=f"{last + timedelta(days=1)} 00:00")
    assert not vault.readable([bought.id])
    assert me.gets("/own-data/requests")[0]["state"] == "met"
    assert me.gets("/own-data/erasure") == []


def test_what_the_law_no_longer_keeps_goes_at_once(bought, world, people):
    world.advances(to="2029-06-01 10:00")
    (fate,) = people("consumer").gets("/own-data/erasure")
    assert (fate["outcome"], fate["cites"]) == ("delete", "PIPL art. 47.1")
    people("consumer").does("/account/data/erase")
    assert not vault.readable([bought.id])
    assert people("consumer").gets("/own-data/requests")[0]["state"] == "met"


def test_an_order_that_is_still_open_is_looked_at_again(world, people):
    order = world.orders(world.offers())
    people("consumer").does(f"/orders/{order.id}/recipient", **RECIPIENT)
    (fate,) = people("consumer").gets("/own-data/erasure")
    assert fate["something_owed"] is True
    people("consumer").posts("/own-data/erasure", status=201)
    world.advances(
        to="2029-03-01 10:00"
    )  # cancelled unpaid on 5 March 2026: kept three years from then
    assert vault.readable([order.id])
    world.advances(to="2029-03-02 10:00")
    assert vault.readable([order.id])
    (waiting,) = people("consumer").gets("/own-data/requests")[0]["duties"]
    assert waiting["due_at"][:10] > "2029-03-02"
    world.advances(to=f"{waiting['due_at'][:10]} 00:00")
    assert not vault.readable([order.id])


def test_an_account_is_closed_when_nothing_is_owed(bought, world, people):
    me = people("consumer")
    me.does("/panels/join")
    me.posts("/own-data/erasure", status=201)
    assert "Yes, close my account" in me.sees("/account/data")
    me.does("/account/data/close")
    party = world["consumer"].party
    row = parties.party(party)
    assert (row.handle, row.roles, row.has_usable_password()) == (f"closed-{party}", [], False)
    assert me.gets("/account", status=401)["code"] == "not_signed_in"
    me.sees("/account", status=302)
    assert {(r.kind, r.state) for r in Request.objects.all()} == {("erase", "met"), ("close", "keeping")}  # fmt: skip
    assert vault.readable([bought.id])
    world.advances(to="2029-06-01 10:00")
    assert not vault.readable([bought.id])
    assert {r.state for r in Request.objects.all()} == {"met"}


def test_an_account_is_not_closed_while_something_is_owed(world, people):
    order = world.orders(world.offers())
    refused = people("consumer").does("/account/data/close", status=409)
    assert "duties are still open" in refused or "1 duties" in refused
    assert parties.party(world["consumer"].party).roles == ["consumer"]
    assert order.id


@pytest.mark.parametrize("role", ["merchant", "platform", "courier"])
def test_others_leave_another_way(world, people, role):
    assert "Yes, close my account" not in people(role).sees("/account/data")
    assert people(role).posts("/account/close", status=409)["code"] == "account_close_elsewhere"


def test_closing_without_anything_kept_leaves_nothing(world):
    by = world["stranger"]
    row = erasing.close(by=by, at=at("2026-03-01 10:00"))
    assert row.state == "met"
    assert not vault.readable([by.party])


def test_an_erased_request_text_is_gone_with_its_owner(world, settings):
    from gongdao.registers.vault.cipher import MasterKey

    by, master = world["stranger"], MasterKey(settings.GONGDAO_VAULT_KEY)
    made = actions.ask(by=by, kind="explain", words="Why?", at=world.now, master=master)
    assert actions.read(by=by, request=made.id, at=world.now, master=master) == "Why?"
    erasing.close(by=by, at=world.now)
    with pytest.raises(Refusal, match="was erased"):
        actions.read(by=by, request=made.id, at=world.now, master=master)
