"""A violation is reported without an account, looked into, passed on and rewarded (S33)."""

from __future__ import annotations

import json
import re
import secrets
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.registers.parties.powers import Actor
from gongdao.registers.vault.cipher import MasterKey
from gongdao.registers.vault.models import Item
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings import queries as shelf
from gongdao.stages.monitoring.reports import actions, keys, queries
from gongdao.stages.monitoring.reports.actions import Finding, Said
from gongdao.stages.monitoring.reports.asking import actions as asking
from gongdao.stages.monitoring.reports.models import Report, Reward, Unsealing
from gongdao.stages.monitoring.reports.outside import actions as outside
from gongdao.stages.monitoring.reports.outside.actions import Heard
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from gongdao.stages.monitoring.reports.sealing import actions as sealing
from tests.journeys.conftest import Person
from tests.journeys.test_exhibits import EICAR, PLACE, photograph

pytestmark = pytest.mark.django_db

STORY = "直播间卖的鞋子是假货，外盒的防伪码查不到，客服要求加微信付款。"


@pytest.fixture
def master():
    return MasterKey(settings.GONGDAO_VAULT_KEY)


@pytest.fixture
def crew(world):
    """The world with a second member of staff, an officer of the authority, and a promise."""
    handles = {"colleague": ("platform",), "officer": ("officer",)}
    enrolled = parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment(f"{name}@gongdao", roles) for name, roles in handles.items()],
        at=world.now,
    )
    world.people |= {name: who.actor(p) for name, p in zip(handles, enrolled, strict=True)}
    sums = {"counterfeit": (cny("100.00"), cny("500.00"))}
    rewards.promise(by=world["platform"], sums=sums, at=world.now)
    return world


@pytest.fixture
def reports(crew, master):
    """`reports()`: somebody reports the toy car; gives the receipt."""
    listing = crew.offers()
    fresh = iter(range(10_000))

    def file(nonce=None, **said):
        chosen = {"kind": "counterfeit", "target": "listing", "words": STORY, "subject": listing}
        return actions.file(
            market=crew.market, said=Said(**chosen | said), at=crew.now, master=master,
            nonce=nonce or f"a fresh random value {next(fresh)}",
        )  # fmt: skip

    file.listing = listing
    return file


def holder(row):
    return Actor(row.id, row.marketplace, frozenset())


def code_of(act, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        act(*args, **kwargs)
    return refused.value.code


def owed(row):
    return {(d.kind, d.owed_by) for d in duties.open_about(row.id)}


def found_true(world, row, *effects):
    actions.take_up(by=world["platform"], report=row.id, at=world.now)
    finding = Finding("防伪码不存在。", effects, "商品涉嫌假冒，请提供进货凭证。")
    return actions.substantiate(by=world["platform"], report=row.id, finding=finding, at=world.now)


def test_an_anonymous_reporter_gets_a_key_that_is_kept_nowhere(crew, reports):
    receipt = reports()
    row = receipt.report
    assert len(receipt.key.replace("-", "")) == keys.LENGTH
    assert actions.knock(report=row.id, key=receipt.key.upper(), at=crew.now).report == row
    stored = " ".join(str(value) for value in Report.objects.values().get().values())
    assert receipt.key not in stored
    assert bytes(row.key_digest) == keys.digest(receipt.key.replace("-", " "))
    assert Item.objects.filter(subject=row.id).count() == 0
    assert owed(row) == {("report_triage", "platform")}
    deeds = [each.body for each in evidence.about(row.id)]
    assert len(deeds) == 1
    assert STORY not in deeds[0]


def test_a_retry_gets_the_same_receipt_for_an_hour_and_then_none(crew, reports):
    first, again = reports(nonce="n" * 20), reports(nonce="n" * 20)
    assert (first.report, first.key) == (again.report, again.key)
    assert (
        code_of(reports, nonce="n" * 20, words="Something else entirely") == "report_sent_already"
    )
    crew.now += keys.RETRY
    assert reports(nonce="n" * 20).key == first.key
    crew.now += timedelta(microseconds=1)
    assert code_of(reports, nonce="n" * 20) == "report_sent_already"
    assert Report.objects.count() == 1


def test_wrong_keys_close_one_report_for_a_while_and_no_other(crew, reports):
    one, other = reports(), reports()
    tries = [
        actions.knock(report=one.report.id, key="wrong", at=crew.now)
        for _ in range(keys.WRONG_MOST)
    ]
    assert [t.locked_until is not None for t in tries] == [False] * 4 + [True]
    until = crew.now + keys.LOCK
    early = actions.knock(report=one.report.id, key=one.key, at=until - timedelta(microseconds=1))
    assert (early.report, early.locked_until) == (None, until)
    assert actions.knock(report=one.report.id, key=one.key, at=until).report == one.report
    assert actions.knock(report=other.report.id, key=other.key, at=crew.now).report == other.report
    assert actions.knock(report="wbr_nothing", key=one.key, at=crew.now).report is None


def test_a_right_key_begins_the_count_anew(crew, reports):
    one = reports()
    for _ in range(3):
        for _ in range(keys.WRONG_MOST - 1):
            actions.knock(report=one.report.id, key="wrong", at=crew.now)
        assert actions.knock(report=one.report.id, key=one.key, at=crew.now).report


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"kind": "weather"}, "report_kind_unknown"),
        ({"target": "moon"}, "report_kind_unknown"),
        ({"subject": ""}, "report_about_nothing"),
        ({"target": "room", "subject": "", "room": " \0 "}, "report_about_nothing"),
        ({"target": "merchant", "subject": ""}, "report_about_nothing"),
        ({"target": "merchant", "subject": "pty_" + "0" * 26}, "trader_unknown"),
        ({"subject": "lst_" + "0" * 26}, "listing_unknown"),
        ({"words": "short"}, "report_unclear"),
        ({"words": "x" * 5_001}, "report_unclear"),
        ({"words": "x" * 10_000_000}, "report_unclear"),
        ({"words": "nothing\0 to see here"}, "report_unclear"),
        ({"named": True}, "reporter_unnamed"),
        ({"named": True, "name": "张" * 61}, "reporter_unreadable"),
        ({"nonce": "too short"}, "report_nonce_weak"),
    ],
)
def test_what_is_no_report(reports, said, code):
    assert code_of(reports, **said) == code
    assert not Report.objects.exists()


def test_the_reported_and_strangers_see_nothing_of_it(crew, reports):
    row = reports().report
    for role in ("merchant", "consumer", "courier", "arbiter", "senior", "officer"):
        assert code_of(queries.see, row.id, by=crew[role]) == "report_unknown"
    assert queries.desk(by=crew["platform"]) == [row]
    assert queries.desk(by=crew["officer"]) == []
    assert code_of(queries.desk, by=crew["merchant"]) == "not_allowed"
    assert code_of(actions.take_up, by=holder(row), report=row.id, at=crew.now) == "not_allowed"


def test_what_is_about_the_platform_goes_past_its_staff(crew, reports):
    row = reports(target="platform", kind="forced_choice", subject="").report
    assert row.state == "passed"
    assert code_of(queries.see, row.id, by=crew["platform"]) == "report_unknown"
    assert queries.desk(by=crew["platform"]) == []
    assert queries.desk(by=crew["officer"]) == [row]
    assert row.dossier.contents["bypassed"] is True
    assert owed(row) == {("report_authority", "officer")}
    heard = Heard("open_case", row.dossier.digest, "立案调查", "2026-17")
    assert code_of(outside.hear, by=crew["platform"], report=row.id, heard=heard, at=crew.now) == (
        "report_unknown"
    )
    assert (
        outside.hear(by=crew["officer"], report=row.id, heard=heard, at=crew.now).state == "filed"
    )


def test_silence_of_the_platform_sends_a_report_past_it(crew, reports):
    plain, safety = reports().report, reports(kind="unsafe_goods").report
    crew.advances(to="2026-03-04 00:00")
    plain.refresh_from_db()
    safety.refresh_from_db()
    assert (plain.state, safety.state) == ("received", "passed")
    crew.advances(to="2026-03-09 00:00")
    plain.refresh_from_db()
    assert plain.state == "passed"
    assert duties.all_about(plain.id)[0].outcome == "missed"
    crew.advances(days=16)
    plain.refresh_from_db()
    assert plain.state == "unanswered"
    assert owed(plain) == set()


def test_the_time_to_look_into_it_is_extended_once_and_counts_from_its_begin(crew, reports):
    row = reports().report
    actions.take_up(by=crew["platform"], report=row.id, at=crew.now)
    (first,) = duties.open_about(row.id)
    crew.advances(days=10)
    actions.extend(by=crew["platform"], report=row.id, reason="等待检测", at=crew.now)
    (second,) = duties.open_about(row.id)
    assert second.due_at - first.due_at == timedelta(days=15)
    again = {"by": crew["platform"], "report": row.id, "reason": "再等", "at": crew.now}
    assert code_of(actions.extend, **again) == "move_not_allowed"
    crew.advances(days=21)
    row.refresh_from_db()
    assert row.state == "passed"


def test_a_true_report_takes_the_listing_down_and_the_merchant_reads_grounds_only(crew, reports):
    row = found_true(crew, reports().report, "take_down", "suspend")
    assert not shelf.latest(crew.market.id, [reports.listing])
    assert not admission.may_sell(crew.market.id, [crew["merchant"].party])
    told = evidence.about(reports.listing)[-1].body
    assert row.id not in told
    assert "进货凭证" in told
    assert {e.effect for e in row.effects.all()} == {"take_down", "suspend"}


def test_an_effect_that_cannot_be_is_refused_and_nothing_happened(crew, reports):
    row = reports(target="room", subject="", room="小王直播间").report
    actions.take_up(by=crew["platform"], report=row.id, at=crew.now)
    for effect in ("take_down", "suspend", "banish"):
        finding = Finding("属实", (effect,), "理由")
        call = {"by": crew["platform"], "report": row.id, "finding": finding, "at": crew.now}
        assert code_of(actions.substantiate, **call) == "report_effect_impossible"
    row.refresh_from_db()
    assert row.state == "checking"


def test_the_reward_is_decided_by_two_and_paid_from_the_fund_to_the_key(crew, reports, master):
    row = found_true(crew, reports().report)
    reward = Reward.objects.get(report=row)
    fund = ledger.balance(crew.market.id, "fund", currency="CNY")
    give = {"reward": reward.id, "at": crew.now}
    too_much = code_of(rewards.propose, by=crew["platform"], amount=cny("500.01"), **give)
    assert too_much == "reward_outside_promise"
    rewards.propose(by=crew["platform"], amount=cny("500.00"), **give)
    assert code_of(rewards.approve, by=crew["platform"], **give) == "same_person"
    rewards.approve(by=crew["colleague"], **give)
    assert ledger.balance(crew.market.id, "fund", currency="CNY") == fund - cny("500.00")
    pay = {"to": "alipay 138****0000 x", "master": master} | give
    assert code_of(rewards.collect, by=crew["consumer"], **pay) == "report_unknown"
    assert code_of(rewards.collect, by=holder(row), **pay | {"to": "1"}) == (
        "reward_account_unreadable"
    )
    rewards.collect(by=holder(row), **pay)
    assert code_of(rewards.collect, by=holder(row), **pay) == "move_not_allowed"
    assert ledger.balance(crew.market.id, f"transit:{reward.id}", currency="CNY") == cny("0.00")
    assert not any(ledger.trial_balance(crew.market.id).values())
    assert owed(row) == set()


def test_without_a_decision_the_least_is_paid_and_what_nobody_collects_goes_back(crew, reports):
    row = found_true(crew, reports().report)
    fund = ledger.balance(crew.market.id, "fund", currency="CNY")
    rewards.propose(by=crew["platform"], reward=row.reward.id, amount=cny("400.00"), at=crew.now)
    crew.advances(days=8)
    reward = Reward.objects.get(report=row)
    assert (reward.state, reward.amount) == ("approved", cny("100.00"))
    assert ledger.balance(crew.market.id, "fund", currency="CNY") == fund - cny("100.00")
    crew.advances(days=181)
    reward.refresh_from_db()
    assert reward.state == "forfeited"
    assert ledger.balance(crew.market.id, "fund", currency="CNY") == fund
    assert owed(row) == set()


def test_an_empty_fund_is_said_and_stops_no_clock(crew, reports):
    sums = {"counterfeit": (cny("200000.00"), cny("200000.00"))}
    rewards.promise(by=crew["platform"], sums=sums, at=crew.now)
    row = found_true(crew, reports().report)
    crew.advances(days=8)
    assert Reward.objects.get(report=row).state == "unfunded"
    assert owed(row) == set()


def test_the_promise_of_the_day_of_the_report_counts(crew, reports):
    row = reports().report
    crew.now += timedelta(hours=1)
    rewards.promise(by=crew["platform"], sums={}, at=crew.now)
    assert found_true(crew, row).reward.amount == cny("100.00")
    assert queries.reward_of(found_true(crew, reports().report)) is None


def test_of_two_reports_of_one_thing_the_first_is_rewarded_and_both_read_the_outcome(crew, reports):
    first, second = reports().report, reports().report
    merge = {"by": crew["platform"], "at": crew.now}
    assert code_of(actions.merge, report=first.id, into=second.id, **merge) == "report_not_alike"
    other = reports(kind="price_fraud").report
    assert code_of(actions.merge, report=other.id, into=first.id, **merge) == "report_not_alike"
    merged = actions.merge(report=second.id, into=first.id, **merge)
    found_true(crew, first)
    assert queries.see(merged.id, by=holder(merged)).merged_into.state == "substantiated"
    assert [r.report_id for r in Reward.objects.all()] == [first.id]


def test_a_report_that_is_not_established_costs_nothing_and_may_be_made_again(crew, reports):
    row = reports().report
    actions.dismiss(by=crew["platform"], report=row.id, reason="没有查到", at=crew.now)
    again = reports(words=STORY + "新的照片见附件。").report
    assert again.state == "received"
    assert queries.alike(again, by=crew["platform"]) == []
    no_reason = {"by": crew["platform"], "report": again.id, "reason": " ", "at": crew.now}
    assert code_of(actions.dismiss, **no_reason) == "reason_missing"


def test_questions_are_answered_by_key_or_not_at_all(crew, reports):
    row = reports().report
    one = asking.ask(by=crew["platform"], report=row.id, words="哪一天？", at=crew.now)
    two = asking.ask(by=crew["platform"], report=row.id, words="哪个直播间？", at=crew.now)
    three = asking.ask(by=crew["platform"], report=row.id, words="还有吗？", at=crew.now)
    said = {"report": row.id, "words": "三月一日", "at": crew.now}
    assert code_of(asking.answer, by=crew["platform"], question=one.id, **said) == "not_allowed"
    asking.answer(by=holder(row), question=one.id, **said)
    assert code_of(asking.answer, by=holder(row), question=one.id, **said) == "move_not_allowed"
    actions.take_up(by=crew["platform"], report=row.id, at=crew.now)
    crew.advances(days=11)
    two.refresh_from_db()
    assert two.state == "unanswered"
    four = asking.ask(by=crew["platform"], report=row.id, words="最后一个", at=crew.now)
    actions.dismiss(by=crew["platform"], report=row.id, reason="没有查到", at=crew.now)
    four.refresh_from_db()
    three.refresh_from_db()
    assert (three.state, four.state) == ("unanswered", "unanswered")
    assert owed(row) == set()
    assert code_of(asking.ask, by=crew["platform"], report=row.id, words="?", at=crew.now) == (
        "report_over"
    )


def test_files_are_sealed_and_shown_without_the_place_and_malware_is_not_taken(
    crew, reports, master
):
    row = reports().report
    give = {"report": row.id, "words": "外盒", "at": crew.now, "master": master}
    assert code_of(asking.attach, by=holder(row), content=EICAR, **give) == "file_is_malware"
    made = asking.attach(by=holder(row), content=photograph(), **give)
    seen = asking.look(by=crew["platform"], file=made.id, at=crew.now, master=master)
    assert PLACE not in seen.content
    look = {"file": made.id, "at": crew.now, "master": master}
    assert code_of(asking.look, by=crew["merchant"], **look) == "report_unknown"
    assert "report.file_seen" in {each.act for each in evidence.about(row.id)}


def test_who_reported_is_seen_for_a_reason_by_two_and_once(crew, reports, master):
    row = reports(named=True, name="张小三", phone="19900000000").report
    ask = {"report": row.id, "field": "name", "at": crew.now}
    by = crew["platform"]
    assert code_of(sealing.ask, by=by, reason=" ", **ask) == "reason_missing"
    assert code_of(sealing.ask, by=crew["merchant"], reason="想知道", **ask) == "report_unknown"
    wish = sealing.ask(by=by, reason="需要当面核对证据", **ask)
    see = {"unsealing": wish.id, "at": crew.now, "master": master}
    assert code_of(sealing.see, by=by, **see) == "move_not_allowed"
    allow = {"unsealing": wish.id, "verdict": "allow", "at": crew.now}
    assert code_of(sealing.decide, by=by, **allow) == "same_person"
    sealing.decide(by=crew["colleague"], **allow)
    assert code_of(sealing.see, by=crew["colleague"], **see) == "unsealing_not_yours"
    assert sealing.see(by=by, **see) == "张小三"
    assert code_of(sealing.see, by=by, **see) == "move_not_allowed"
    acts = [each.act for each in evidence.about(row.id)]
    assert {"reporter.asked_for", "reporter.allowed", "reporter.seen", "vault.revealed"} <= set(
        acts
    )
    assert "张小三" not in " ".join(each.body for each in evidence.about(row.id))


def test_an_identity_stays_sealed_where_nobody_agrees_or_looks_in_time(crew, reports):
    row = reports(named=True, name="张小三").report
    ask = {"by": crew["platform"], "report": row.id, "reason": "核对", "at": crew.now}
    assert code_of(sealing.ask, field="phone", **ask) == "reporter_not_sealed"
    silent, allowed = (sealing.ask(field="name", **ask) for _ in range(2))
    sealing.decide(by=crew["colleague"], unsealing=allowed.id, verdict="allow", at=crew.now)
    crew.advances(days=5)
    states = dict(Unsealing.objects.values_list("id", "state"))
    assert states == {silent.id: "refused", allowed.id: "expired"}
    anonymous = reports().report
    assert code_of(sealing.ask, field="name", **ask | {"report": anonymous.id}) == (
        "reporter_not_sealed"
    )


def test_the_dossier_names_nobody_and_a_forged_answer_is_not_entered(crew, reports):
    row = reports(named=True, name="张小三").report
    actions.pass_on(by=crew["platform"], report=row.id, at=crew.now)
    row = queries.see(row.id, by=crew["officer"])
    assert "张小三" not in str(row.dossier.contents)
    assert row.dossier.contents["about"]["zh"] == "玩具屋"

    def hears(act, digest=row.dossier.digest, words="决定立案", by="officer"):
        heard = Heard(act, digest, words, "杭市监 17")
        return outside.hear(by=crew[by], report=row.id, heard=heard, at=crew.now)

    assert code_of(hears, "open_case", digest="0" * 64) == "dossier_not_this_one"
    assert code_of(hears, "burn") == "report_answer_unknown"
    assert code_of(hears, "open_case", words=" ") == "report_answer_unreadable"
    assert code_of(hears, "confirm") == "move_not_allowed"
    assert hears("open_case", by="platform").state == "filed"
    assert hears("confirm", words="罚款两万元").state == "confirmed"
    assert Reward.objects.get(report=row).state == "promised"
    assert owed(row) == {("reward_proposal", "platform")}


def test_public_figures_hide_what_would_show_who_reported(crew, reports):
    for _ in range(3):
        reports()
    reports(kind="unsafe_goods")
    found = queries.figures(crew.market)
    assert found.filed == 4
    assert found.by_kind == {"counterfeit": 3, "unsafe_goods": None}
    assert found.anonymous == 4
    assert found.rewards == 0


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


def form(**said):
    return {"kind": "counterfeit", "target": "merchant", "subject": "玩具屋", "words": STORY,
            "nonce": "0123456789abcdef0123"} | said  # fmt: skip


def receipt_of(page):
    report, key = re.findall(r"<code>((?:wbr_)?[0-9a-z-]{20,})</code>", page)[:2]
    return {"report": report, "return_key": key}


def test_on_the_pages_a_visitor_reports_comes_back_and_is_rewarded(crew, people, settings):
    visitor, staff = people(None), people("platform")
    assert "you may stay anonymous" in visitor.sees("/report")
    page = visitor.does("/report/send", status=200, **form())
    mine = receipt_of(page)
    assert receipt_of(visitor.does("/report/send", status=200, **form())) == mine
    assert mine["return_key"] not in visitor.sees("/report/mine")
    wrong = visitor.does("/report/enter", status=409, **mine | {"return_key": "7k3m2"})
    assert "The number or the key is wrong" in wrong
    visitor.does("/report/enter", **mine)
    assert visitor.browser.cookies["report"]["path"] == "/report"
    assert "decide whether to look into" in visitor.sees("/report/mine").lower()

    here = f"/report-desk/{mine['report']}"
    assert mine["report"] in staff.sees("/report-desk")
    people("merchant").sees("/report-desk", status=403)
    people("officer").sees(here, status=404)
    staff.does(f"{here}/ask", question="哪一天？")
    asked = queries.questions(Report.objects.get())[0]
    visitor.does("/report/mine/answer", question=asked.id, words="三月一日")
    sent = {"shows": "外盒", "file": SimpleUploadedFile("a.jpg", EICAR)}
    refused = visitor.does("/report/mine/attach", status=409, **sent)
    assert "malware" in refused
    assert "外盒" in refused
    sent["file"] = SimpleUploadedFile("a.jpg", photograph())
    visitor.does("/report/mine/attach", **sent)
    assert "三月一日" in staff.sees(here)
    staff.does(f"{here}/take_up")
    kept = staff.does(f"{here}/substantiate", status=409, words="属实", effects="suspend")
    assert "属实" in kept
    staff.does(f"{here}/substantiate", words="属实", effects="suspend", grounds="涉嫌假冒")
    reward = f"{here}/{Reward.objects.get().id}"
    staff.does(f"{reward}/propose", amount="250")
    staff.does(f"{reward}/approve", status=409)
    people("colleague").does(f"{reward}/approve")
    page = visitor.sees("/report/mine")
    assert "¥250.00" in page
    visitor.does("/report/mine/collect", reward=Reward.objects.get().id, to="6222 0000 1111")
    visitor.does("/report/mine/close")
    assert "¥250.00" not in visitor.sees("/report/mine")
    assert "玩具屋" not in visitor.sees("/report/figures")


def test_on_the_pages_an_identity_is_seen_once_and_the_reporter_reads_of_it(crew, people):
    visitor, staff, colleague = people(None), people("platform"), people("colleague")
    said = form(named="yes", name="Zhang Xiaosan")
    mine = receipt_of(visitor.does("/report/send", status=200, **said))
    here = f"/report-desk/{mine['report']}"
    assert "Zhang" not in staff.sees(here)
    staff.does(f"{here}/unseal", field="name", why="To meet in person")
    wish = f"{here}/{Unsealing.objects.get().id}"
    colleague.does(f"{wish}/allow")
    assert "Zhang Xiaosan" in staff.does(f"{wish}/see", status=200)
    assert "Zhang" not in staff.sees(here)
    visitor.does("/report/enter", **mine)
    page = visitor.sees("/report/mine")
    assert "To meet in person" in page


def test_retaliation_is_reported_from_the_earlier_report_and_is_urgent(crew, people):
    visitor, other = people(None), Person(crew, None)
    mine = receipt_of(visitor.does("/report/send", status=200, **form()))
    visitor.does("/report/enter", **mine)
    page = visitor.sees("/report", earlier="yes")
    assert "linked to your earlier one" in page
    said = form(kind="retaliation", earlier="yes", nonce="f" * 20)
    visitor.does("/report/send", status=200, **said)
    linked = Report.objects.get(kind="retaliation")
    assert linked.earlier_id == mine["report"]
    (duty,) = duties.open_about(linked.id)
    assert duty.cites == "Platform Rules art. 151.2"
    other.does("/report/send", status=200, **said | {"nonce": "e" * 20})
    assert Report.objects.filter(kind="retaliation", earlier=None).count() == 1


@pytest.mark.parametrize("name", ["dossier.pdf", "dossier.json"])
def test_the_dossier_comes_as_paper_and_as_data_to_who_may_have_it(crew, people, name):
    visitor = people(None)
    said = form(target="platform", subject="", kind="forced_choice", named="yes", name="Zhang San")
    mine = receipt_of(visitor.does("/report/send", status=200, **said))
    assert visitor.browser.get(f"/report/mine/{name}").status_code == 302
    visitor.does("/report/enter", **mine)
    paper = visitor.browser.get(f"/report/mine/{name}")
    assert paper.status_code == 200
    assert b"Zhang" not in paper.content
    here = f"/report-desk/{mine['report']}"
    again = people("officer").browser.get(f"{here}/{name}")
    assert again.content == paper.content
    assert people("platform").browser.get(f"{here}/{name}").status_code == 404


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"subject": "没有这家店"}, "No shop, or more than one"),
        ({"target": "listing", "subject": ""}, "Say which merchant"),
        ({"words": "短"}, "what happened"),
        ({"words": "x" * 6_000}, "what happened"),
        ({"named": "yes"}, "needs your name"),
        ({"nonce": ""}, "fresh random value"),
    ],
)
def test_what_the_form_does_not_take_stays_typed(crew, people, said, sentence):
    page = people(None).does("/report/send", status=409, **form(**said))
    assert sentence in page
    assert form(**said)["words"][:40] in page


def test_ten_megabytes_of_words_are_refused_by_their_length(crew, people):
    visitor = people(None)
    big = visitor.browser.post("/report/send", form(words="x" * 15_000_000))
    assert big.status_code == 413
    assert not Report.objects.exists()
