"""A true report is rewarded as promised on its day, decided by two, paid from the fund (S33)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongdao.kernel.money import cny
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.monitoring.reports import actions, queries
from gongdao.stages.monitoring.reports.models import Reward
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from tests.builders.reports import code_of, crew, found_true, holder, master, owed, reports

__all__ = ["crew", "master", "reports"]

pytestmark = pytest.mark.django_db


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
