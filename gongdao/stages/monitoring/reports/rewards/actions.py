"""Rewards: promised in public, decided by two, paid from the fund to whoever holds the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.ref import expect, mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.actions import post
from gongdao.registers.ledger.chart import account
from gongdao.registers.ledger.transfers import Transfer
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor, allow
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission.reasons import refuse_same_person
from gongdao.stages.monitoring.reports import facts, queries
from gongdao.stages.monitoring.reports.course import PLATFORM, deed
from gongdao.stages.monitoring.reports.kinds import KINDS
from gongdao.stages.monitoring.reports.models import Report, Reward, Scheme
from gongdao.stages.monitoring.reports.states import REWARD

AWAITED = {
    "promised": "reward_proposal",
    "proposed": "reward_approval",
    "approved": "reward_collection",
}
ACCOUNT_LEAST, ACCOUNT_MOST = 5, 60


@transaction.atomic
def promise(*, by: Actor, sums: Mapping[str, tuple[Money, Money]], at: datetime) -> Scheme:
    """From now on true reports of these kinds are rewarded, between a least and a most sum. Public."""
    allow(by, "reward.promise", marketplace=by.marketplace)
    market = parties.by_id(by.marketplace)
    for kind, (least, most) in sums.items():
        if kind not in KINDS or not 0 < least.minor <= most.minor:
            raise Refusal(
                "reward_promise_unreal",
                f"奖励须逐类写明（{'、'.join(KINDS)}），最低额大于零且不高于最高额。",
                f"Promise by kind ({', '.join(KINDS)}), the least above zero and not above the most.",
            )
        if {least.currency, most.currency} != {market.currency}:
            raise Refusal(
                "reward_currency_other",
                f"奖金以 {market.currency} 计。",
                f"Rewards are in {market.currency}.",
            )
    number = 1 + max((each.number for each in queries.schemes(by.marketplace)), default=0)
    made = Scheme.objects.create(
        marketplace=by.marketplace, number=number, currency=market.currency,
        sums={kind: [least.minor, most.minor] for kind, (least, most) in sums.items()},
        by=by.party, since=at,
    )  # fmt: skip
    data = {"number": number, "sums": made.sums}
    record([Deed("reward.promise_made", by.marketplace, by=by.party, marketplace=by.marketplace, at=at, data=data)])  # fmt: skip
    return made


@transaction.atomic
def owe(*, row: Report, at: datetime) -> Reward | None:
    """A report is true: what was promised when it was made is owed to whoever made it first."""
    scheme = queries.promised(row)
    sums = scheme.sums.get(row.kind) if scheme else None
    made = None
    if scheme and sums:
        least, most = sums
        made = Reward.objects.create(
            id=mint("rwd", at=at, salt=row.id), marketplace=row.marketplace, report=row,
            scheme=scheme.number, currency=scheme.currency, least_minor=least, most_minor=most,
            amount_minor=least, since=at,
        )  # fmt: skip
        turn(owed=[_owed("reward_proposal", made, at)])
    record([deed("reward.owed", row, by=CLOCK, at=at, reward=made.id)] if made else [])
    return made


@transaction.atomic
def propose(*, by: Actor, reward: str, amount: Money, at: datetime) -> Reward:
    """One of the staff proposes how much, within what was promised."""
    row = _locked(reward, by=by)
    side = queries.side_of(row.report, "reward.propose", by=by)
    move = REWARD.move(row.state, "propose", by=side)
    within = row.least_minor <= amount.minor <= row.most_minor
    if amount.currency != row.currency or not within:
        least, most = Money(row.currency, row.least_minor), Money(row.currency, row.most_minor)
        raise Refusal(
            "reward_outside_promise",
            f"承诺的奖金为 {least} 至 {most}。",
            f"What was promised is {least} to {most}.",
        )
    row.amount_minor, row.proposed_by = amount.minor, by.party
    _move(row, move.to, move.owed, at)
    record([deed("reward.proposed", row.report, by=by.party, at=at, amount=str(amount))])
    return row


@transaction.atomic
def approve(*, by: Actor, reward: str, at: datetime) -> Reward:
    """Somebody else of the staff agrees: the money leaves the fund and waits for the key."""
    row = _locked(reward, by=by)
    side = queries.side_of(row.report, "reward.approve", by=by)
    move = REWARD.move(row.state, "approve", by=side)
    if by.party == row.proposed_by:
        refuse_same_person()
    row.approved_by = by.party
    post([_transfer(row).pending(at)])
    _move(row, move.to, move.owed, at)
    record([deed("reward.approved", row.report, by=by.party, at=at, amount=str(row.amount))])
    return row


@transaction.atomic
def collect(*, by: Actor, reward: str, to: str, at: datetime, master: MasterKey) -> Reward:
    """Whoever holds the key says where the money shall go; that is sealed, and the money leaves."""
    row = _locked(reward, by=by)
    side = queries.side_of(row.report, "report.follow", by=by)
    move = REWARD.move(row.state, "collect", by=side)
    plain = to.strip()
    if not ACCOUNT_LEAST <= len(plain) <= ACCOUNT_MOST or not plain.isprintable():
        raise Refusal(
            "reward_account_unreadable",
            f"请填写收款账户（{ACCOUNT_LEAST}至{ACCOUNT_MOST}个字符）。",
            f"Give the account to be paid to, in {ACCOUNT_LEAST} to {ACCOUNT_MOST} characters.",
        )
    person = vault.Person(row.report_id, {"bank_account": plain})
    vault.put(marketplace=row.marketplace, people=[person], at=at, master=master)
    post([_transfer(row).posted(at)])
    _move(row, move.to, move.owed, at)
    record([deed("reward.collected", row.report, by=row.report_id, at=at, amount=str(row.amount))])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody decided: the least that was promised is paid. Nobody collected: it goes back to the fund."""
    rows = Reward.objects.select_for_update(of=("self",)).select_related("report")
    left = list(rows.filter(pk__in=[duty.subject for duty in duties]).order_by("pk"))
    for row in left:
        _lapse_one(row, at)
    record([deed(f"reward.{row.state}", row.report, by=CLOCK, at=at) for row in left])


def _lapse_one(row: Reward, at: datetime) -> None:
    if row.state == "approved":
        post([_transfer(row).expired(at)])
        _move(row, REWARD.move(row.state, "lapse", by=CLOCK).to, None, at)
        return
    row.amount_minor = row.least_minor
    there = ledger.balance(row.marketplace, account("fund"), currency=row.currency)
    enough = there.minor >= row.amount_minor
    move = REWARD.move(row.state, "lapse" if enough else "fall_short", by=CLOCK)
    if enough:
        post([_transfer(row).pending(at)])
    _move(row, move.to, move.owed, at)


def _move(row: Reward, to: str, owes: str | None, at: datetime) -> None:
    done = [Done(AWAITED[row.state], row.id, at)]
    row.state = to
    row.ended_at = at if to in REWARD.ends else None
    row.save()
    turn(done=done, owed=[_owed(owes, row, at)] if owes else [])


def _owed(kind: str, row: Reward, at: datetime) -> Owed:
    until = facts.period(kind, row.report, at)
    by = row.report_id if kind == "reward_collection" else PLATFORM
    return Owed(
        kind, row.id, by, row.report_id, row.marketplace, at, until.value, str(until.cites),
        about=row.report_id,
    )  # fmt: skip


def _transfer(row: Reward) -> Transfer:
    """The money's way from the fund to the bank; the reward's own reference is the key of it."""
    return Transfer(row.marketplace, row.id, account("fund"), account("bank"), row.amount)


def _locked(reward: str, *, by: Actor) -> Reward:
    rows = Reward.objects.select_for_update(of=("self",)).select_related("report")
    row = rows.filter(pk=expect("rwd", reward), marketplace=by.marketplace).first()
    if row is None:
        raise Refusal("reward_unknown", "没有这笔奖金。", "There is no such reward.")
    queries.see(row.report_id, by=by)
    return row
