"""A violation is reported without an account, looked into, and passed on when nobody does (S33)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.vault.models import Item
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings import queries as shelf
from gongdao.stages.monitoring.reports import actions, keys, queries
from gongdao.stages.monitoring.reports.actions import Finding
from gongdao.stages.monitoring.reports.models import Report
from gongdao.stages.monitoring.reports.outside import actions as outside
from gongdao.stages.monitoring.reports.outside.actions import Heard
from tests.builders.reports import STORY, code_of, crew, found_true, holder, master, owed, reports

__all__ = ["crew", "master", "reports"]

pytestmark = pytest.mark.django_db


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


def test_a_report_that_is_not_established_costs_nothing_and_may_be_made_again(crew, reports):
    row = reports().report
    actions.dismiss(by=crew["platform"], report=row.id, reason="没有查到", at=crew.now)
    again = reports(words=STORY + "新的照片见附件。").report
    assert again.state == "received"
    assert queries.alike(again, by=crew["platform"]) == []
    no_reason = {"by": crew["platform"], "report": again.id, "reason": " ", "at": crew.now}
    assert code_of(actions.dismiss, **no_reason) == "reason_missing"
