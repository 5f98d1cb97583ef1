"""Questions, files, identities and the dossier of a report: who sees what, and for which reason (S33)."""

from __future__ import annotations

import pytest

from gongdao.registers.evidence import queries as evidence
from gongdao.stages.monitoring.reports import actions, queries
from gongdao.stages.monitoring.reports.asking import actions as asking
from gongdao.stages.monitoring.reports.models import Reward, Unsealing
from gongdao.stages.monitoring.reports.outside import actions as outside
from gongdao.stages.monitoring.reports.outside.actions import Heard
from gongdao.stages.monitoring.reports.sealing import actions as sealing
from tests.builders.reports import code_of, crew, holder, master, owed, reports
from tests.journeys.test_exhibits import EICAR, PLACE, photograph

__all__ = ["crew", "master", "reports"]

pytestmark = pytest.mark.django_db


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
