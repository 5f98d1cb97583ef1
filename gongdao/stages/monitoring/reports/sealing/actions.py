"""Seeing who reported: one asks and says why, another agrees, and it is seen once. The reporter reads of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import expect, mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import record
from gongdao.registers.parties.powers import Actor
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault import queries as sealed
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission.reasons import refuse_no_reason, refuse_same_person
from gongdao.stages.monitoring.reports import facts, queries
from gongdao.stages.monitoring.reports.course import PLATFORM, deed
from gongdao.stages.monitoring.reports.models import Unsealing
from gongdao.stages.monitoring.reports.states import UNSEALING

AWAITED = {"asked": "unsealing_consent", "allowed": "unsealing_use"}
REASON_MOST = 500


@transaction.atomic
def ask(*, by: Actor, report: str, field: str, reason: str, at: datetime) -> Unsealing:
    """Somebody who handles a report needs to know who made it, and says why."""
    row = queries.see(report, by=by, lock=True)
    queries.side_of(row, "report.unseal", by=by)
    refuse_no_reason(reason)
    if field not in sealed.masks([row.id]).get(row.id, {}):
        raise Refusal(
            "reporter_not_sealed",
            "这份举报没有留下这项信息（匿名举报不留身份）。",
            "Nothing of this kind was left with the report; an anonymous one leaves no identity.",
        )
    made = Unsealing.objects.create(
        id=mint("uns", at=at), marketplace=row.marketplace, report=row, field=field,
        reason=reason.strip()[:REASON_MOST], asked_by=by.party, asked_at=at,
    )  # fmt: skip
    turn(owed=[_owed("unsealing_consent", made, at)])
    record([deed("reporter.asked_for", row, by=by.party, at=at, field=field, reason=made.reason)])
    return made


@transaction.atomic
def decide(*, by: Actor, unsealing: str, verdict: str, at: datetime) -> Unsealing:
    """A colleague allows it, or refuses."""
    row = _locked(unsealing, by=by)
    side = queries.side_of(row.report, "report.unseal", by=by)
    if by.party == row.asked_by:
        refuse_same_person()
    row.decided_by = by.party
    _move(row, verdict, side=side, at=at)
    record([deed(f"reporter.{row.state}", row.report, by=by.party, at=at, field=row.field)])
    return row


@transaction.atomic
def see(*, by: Actor, unsealing: str, at: datetime, master: MasterKey) -> str:
    """Whoever asked sees it, once."""
    row = _locked(unsealing, by=by)
    side = queries.side_of(row.report, "report.unseal", by=by)
    if by.party != row.asked_by:
        raise Refusal(
            "unsealing_not_yours",
            "只有申请人本人可以查看。",
            "Only whoever asked to see it may look.",
        )
    _move(row, "see", side=side, at=at)
    clear = vault.reveal(
        by=by.party, subject=row.report_id, field=row.field, reason=row.reason, at=at, master=master
    )
    record([deed("reporter.seen", row.report, by=by.party, at=at, field=row.field)])
    return clear


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody agreed in time, or nobody looked: it stays sealed."""
    rows = Unsealing.objects.select_for_update(of=("self",)).select_related("report")
    left = list(rows.filter(pk__in=[duty.subject for duty in duties]).order_by("pk"))
    for row in left:
        _move(row, "lapse", side=CLOCK, at=at)
    record([deed(f"reporter.{row.state}", row.report, by=CLOCK, at=at) for row in left])


def _move(row: Unsealing, act: str, *, side: str, at: datetime) -> None:
    move = UNSEALING.move(row.state, act, by=side)
    done = [Done(AWAITED[row.state], row.id, at)]
    row.state = move.to
    row.ended_at = at if move.to in UNSEALING.ends else None
    row.save()
    turn(done=done, owed=[_owed(move.owed, row, at)] if move.owed else [])


def _owed(kind: str, row: Unsealing, at: datetime) -> Owed:
    until = facts.period(kind, row.report, at)
    by = row.asked_by if kind == "unsealing_use" else PLATFORM
    return Owed(
        kind, row.id, by, row.asked_by, row.marketplace, at, until.value, str(until.cites),
        about=row.report_id,
    )  # fmt: skip


def _locked(unsealing: str, *, by: Actor) -> Unsealing:
    rows = Unsealing.objects.select_for_update(of=("self",)).select_related("report")
    row = rows.filter(pk=expect("uns", unsealing), marketplace=by.marketplace).first()
    if row is None:
        raise Refusal(
            "unsealing_unknown",
            "没有这份查看申请。",
            "There is no such request to see an identity.",
        )
    queries.see(row.report_id, by=by)
    return row
