"""Complaints at the door: turned away with reasons in time, or opened once more on new evidence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.evidence.actions import record
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.parties.powers import Actor
from gongdao.stages.delivery import actions as delivering
from gongdao.stages.disputes import actions, queries
from gongdao.stages.disputes.course import deed, go, side_of
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.disputes.reception import facts
from gongdao.stages.disputes.states import DISPUTE


@transaction.atomic
def refuse(*, by: Actor, dispute: str, because: str, at: datetime) -> Dispute:
    """The platform does not take a complaint, for a reason that the law knows, within the law's days."""
    row = queries.locked(dispute, by=by)
    side = side_of(by, row, "dispute.refuse")
    move = DISPUTE.move(row.state, "refuse", by=side)
    if row.ret_id:
        raise Refusal(
            "return_must_be_heard",
            "本案来自有异议的退货，须由商家举证并作出裁决，不能不予受理。",
            "This case came from a contested return: the merchant proves, and somebody rules.",
        )
    answer = facts.accepted(row, because)
    due = facts.decided_by(row)
    if at >= due.value:
        raise Refusal(
            "too_late_to_refuse",
            "决定是否受理的法定期限已过，投诉视为受理。",
            "The time to decide on acceptance is over; the complaint is accepted.",
            cites=due.cites,
        )
    if answer.value:
        raise Refusal(
            "complaint_must_be_accepted",
            f"没有不予受理的法定情形；可用的理由：{'、'.join(facts.BARS)}。",
            f"No bar of the law stands against it; the bars are {', '.join(facts.BARS)}.",
            cites=answer.cites,
        )
    row.refused_because = because
    row.save(update_fields=["refused_because"])
    go(row, move, at)
    delivering.resume(by=by, order=row.order, case=row.id, at=at)
    say([_told(row, answer.sentence, at)])
    record(
        [deed("dispute.refused", row, by=by.party, at=at, because=because, cites=str(answer.cites))]
    )
    return row


@transaction.atomic
def reopen(
    *, by: Actor, dispute: str, complaint: actions.Complaint, shown: facts.NewEvidence, at: datetime
) -> Dispute:
    """A case that is over begins once more, on evidence that it did not have, within the days for it."""
    row = queries.locked(dispute, by=by)
    side_of(by, row, "dispute.reopen")
    due = facts.reopened_by(row)
    if row.state not in ("closed", "settled") or queries.reopened(row.id) or at >= due.value:
        raise Refusal(
            "reopening_closed",
            "案件未结、已经重开过一次，或者重开的期限已过；可以走外部途径。",
            "The case is not over, was reopened before, or the time for it has passed; other ways stand open.",
            cites=due.cites,
        )
    if shown.sha256 in {each.sha256 for each in queries.exhibits(row.id)}:
        raise Refusal(
            "evidence_not_new",
            "这份证据在原案件中已经提交过，不能据以重开。",
            "This evidence was in the case already; it cannot be reopened on it.",
        )
    new = actions.file(by=by, order=row.order_id, complaint=complaint, at=at)
    new.reopens = row
    new.save(update_fields=["reopens"])
    actions.exhibit(
        by=by, dispute=new.id, fact=shown.fact, words=shown.words, sha256=shown.sha256, at=at
    )
    record([deed("dispute.reopened", new, by=by.party, at=at, former=row.id)])
    return new


def _told(row: Dispute, why: Words, at: datetime) -> Said:
    zh = f"您的投诉 {row.id} 未予受理：{why.zh}您仍可向12315投诉、请求消协调解或者起诉。"
    en = (
        f"Your complaint {row.id} was not accepted: {why.en} You can still complain to 12315, ask a "
        "consumer association to mediate, or sue."
    )
    return Said(row.id, row.marketplace, (row.order.buyer,), row.marketplace, at, Words(zh, en))
