"""A case on its way out: a dossier is made, sent, answered, and what comes back is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.evidence.canonical import canonical
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.course import side_of
from gongdao.stages.disputes.models import Referral
from gongdao.stages.disputes.referrals import dossiers, facts, files, queries
from gongdao.stages.disputes.states import REFERRAL

AWAITED = {"made": "dossier", "sent": "outside_answer", "accepted": "outside_end"}
REPORTS = ("send", "accept", "turn_away", "end")
WORDS_MOST = 5_000


@transaction.atomic
def prepare(*, by: Actor, dispute: str, way: str, at: datetime) -> Referral:
    """The buyer takes the case outside: the dossier is filled from the records, and its digest kept."""
    row = cases.locked(dispute, by=by)
    side_of(by, row, "referral.prepare")
    if way not in queries.open_ways(row):
        raise Refusal(
            "way_not_open",
            f"本案现在不能走这条途径；可选：{'、'.join(queries.open_ways(row)) or '无'}。",
            f"This way is not open to the case now; open are: {', '.join(queries.open_ways(row)) or 'none'}.",
        )
    said = dossiers.contents(way, files.file_of(row))
    made = Referral.objects.create(
        id=mint("way", at=at), marketplace=row.marketplace, dispute=row, way=way, contents=said,
        digest=sha256(canonical(said)).hexdigest(), made_at=at,
    )  # fmt: skip
    turn(owed=[_owed("dossier", made, at)])
    record([_deed(made, by=by.party, at=at, sha256=made.digest)])
    return made


@transaction.atomic
def report(
    *, by: Actor, referral: str, act: str, at: datetime, number: str = "", words: str = ""
) -> Referral:
    """What happened outside: sent, accepted, turned away, ended; with the number there, and the outcome."""
    row = queries.see(referral, by=by, lock=True)
    side = allow(by, "referral.report", marketplace=row.marketplace, buyer=row.dispute.order.buyer)
    if act not in REPORTS or len(words) > WORDS_MOST or len(number) > 80:
        raise Refusal(
            "report_unreal",
            f"进展只能是：{'、'.join(REPORTS)}；编号不超过80字，说明不超过{WORDS_MOST}字。",
            f"What happened is one of {', '.join(REPORTS)}, with a number of at most 80 characters.",
        )
    if act in ("turn_away", "end") and not words.strip():
        raise Refusal(
            "outcome_missing",
            "请写明外部机构的结果或者理由。",
            "Say what the body decided, or why it turned the case away.",
        )
    _go(row, act, by=side, at=at, number=number.strip(), words=words.strip())
    record([_deed(row, by=by.party, at=at, number=row.number_outside)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nothing was heard in time: the way out is put down as it stands, and the buyer may try another."""
    rows = queries.locked(duty.subject for duty in duties)
    for row in rows:
        _go(row, "lapse", by=CLOCK, at=at)
    record([_deed(row, by=CLOCK, at=at) for row in rows])


def _go(
    row: Referral, act: str, *, by: str, at: datetime, number: str = "", words: str = ""
) -> None:
    move = REFERRAL.move(row.state, act, by=by)
    done = [Done(AWAITED[row.state], row.id, at)]
    row.state = move.to
    row.number_outside, row.outcome = number or row.number_outside, words or row.outcome
    if move.to in REFERRAL.ends:
        row.ended_at = at
    row.save(update_fields=["state", "number_outside", "outcome", "ended_at"])
    turn(done=done, owed=[_owed(move.owed, row, at)] if move.owed else [])


def _owed(kind: str, row: Referral, at: datetime) -> Owed:
    order = row.dispute.order
    due = facts.period(kind, row, at)
    by = order.buyer if kind == "dossier" else row.marketplace
    return Owed(
        kind, row.id, by, order.buyer, row.marketplace, at, due.value, str(due.cites),
        about=order.id,
    )  # fmt: skip


def _deed(row: Referral, *, by: str, at: datetime, **data: str) -> Deed:
    return Deed(
        f"referral.{row.state}", row.id, by=by, marketplace=row.marketplace, at=at,
        about=row.dispute.order_id, data={"way": row.way, **data},
    )  # fmt: skip
