"""Everything that can happen to a dispute. Whoever stays silent is answered by the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from django.db import transaction

from gongdao.kernel.machine import CLOCK, Move
from gongdao.kernel.money import MOST, Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.delivery import actions as delivering
from gongdao.stages.disputes import facts, queries, reasoning
from gongdao.stages.disputes.claims import KINDS, WISHES
from gongdao.stages.disputes.models import Decision, Dispute, Exhibit, Offer
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import queries as orders
from gongdao.stages.rulebook.terms import queries as terms

AWAITED = {
    "answering": "merchant_reply",
    "talking": "settlement",
    "deciding": "decision",
    "decided": "time_to_appeal",
    "review": "senior_decision",
}
"""The duty that is open in each state that waits."""

STORY_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a buyer says: what is wrong, what they want, what it cost them besides."""

    kind: str
    wish: str
    story: str
    losses: Money | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an arbiter found: each fact true, false, or not established (None); and remarks."""

    findings: Mapping[str, bool | None]
    remarks: str = ""


@transaction.atomic
def file(*, by: Actor, order: str, complaint: Complaint, at: datetime) -> Dispute:
    """A buyer complains about an order (S21). The money of the order is frozen until the case is over."""
    sold = orders.locked(order, by=by)
    allow(by, "dispute.file", marketplace=sold.marketplace, buyer=sold.buyer)
    _refuse_unreal(complaint, currency=sold.currency)
    hold = holds.hold_of(sold.id, lock=True) or _refuse_unpaid()
    queries.refuse_open(sold.id)
    returns.refuse_unfinished(sold.id)
    dispute = Dispute.objects.create(
        id=mint("dsp", at=at),
        marketplace=sold.marketplace,
        order=sold,
        kind=complaint.kind,
        wish=complaint.wish,
        story=complaint.story,
        losses_minor=complaint.losses.minor if complaint.losses else 0,
        filed_at=at,
    )
    if hold.state == "held":
        escrow.freeze(by=by, hold=hold, case=dispute.id, at=at)
    # From now on the case says what happens to goods never sent, not their own clocks.
    stopped = [Done(kind, sold.id, at, "moot") for kind in ("dispatch", "make_good")]
    turn(done=stopped, owed=[_owed("merchant_reply", dispute, at)])
    data = {"kind": complaint.kind, "wish": complaint.wish, "losses": dispute.losses_minor}
    record([_deed("dispute.filed", dispute, by=by.party, at=at, **data)])
    return dispute


@transaction.atomic
def answer(*, by: Actor, dispute: str, words: str, admits: bool, at: datetime) -> Dispute:
    """The merchant answers, and says whether the facts are as alleged."""
    row = queries.locked(dispute, by=by)
    side = _side(by, row, "dispute.answer")
    row.answer, row.admitted = words[:STORY_MOST], admits
    row.save(update_fields=["answer", "admitted"])
    _go(row, DISPUTE.move(row.state, "answer", by=side), at)
    record([_deed("dispute.answered", row, by=by.party, at=at, admits=admits)])
    return row


@transaction.atomic
def exhibit(
    *, by: Actor, dispute: str, fact: str, words: str, sha256: str, at: datetime
) -> Exhibit:
    """A party shows something for or against a fact. The file stays where it is; its digest is kept."""
    row = queries.locked(dispute, by=by)
    _side(by, row, "dispute.exhibit")
    if row.state in DISPUTE.ends or fact not in KINDS[row.kind].facts:
        raise Refusal(
            "exhibit_not_taken",
            "案件已结束，或该事实与本案无关，不能再提交证据。",
            "The case is over, or this fact is not at issue in it; the exhibit cannot be taken.",
        )
    shown = Exhibit.objects.create(
        marketplace=row.marketplace,
        id=mint("exh", at=at), dispute=row, by=by.party, fact=fact,
        words=words[:STORY_MOST], sha256=sha256, at=at,
    )  # fmt: skip
    record([_deed("dispute.exhibited", row, by=by.party, at=at, fact=fact, sha256=sha256)])
    return shown


@transaction.atomic
def offer(*, by: Actor, dispute: str, amount: Money, at: datetime) -> Offer:
    """One side offers a sum to end the dispute."""
    row = queries.locked(dispute, by=by)
    side = _side(by, row, "dispute.offer")
    DISPUTE.move(row.state, "settle", by=side)
    if amount.currency != row.order.currency or not 0 < amount.minor <= MOST:
        raise Refusal(
            "offer_unreal",
            "提议金额须大于零，并使用订单的货币。",
            "An offer must be above zero, in the currency of the order.",
        )
    made = Offer.objects.create(
        marketplace=row.marketplace,
        id=mint("ofr", at=at), dispute=row, by=by.party, side=side,
        currency=amount.currency, amount_minor=amount.minor, at=at,
    )  # fmt: skip
    record([_deed("dispute.offered", row, by=by.party, at=at, amount=str(amount))])
    return made


@transaction.atomic
def settle(*, by: Actor, dispute: str, offer: str, at: datetime) -> Dispute:
    """The other side takes an offer: the dispute is settled, and the sum is owed."""
    row = queries.locked(dispute, by=by)
    side = _side(by, row, "dispute.settle")
    taken = queries.offer_to(row, offer, side=side)
    taken.accepted_at = at
    taken.save(update_fields=["accepted_at"])
    order = reasoning.settlement(taken.amount)
    _decide(row, by=by, findings=[], reasons=[], orders=[order], remarks="", at=at)
    _go(row, DISPUTE.move(row.state, "settle", by=side), at)
    record([_deed("dispute.settled", row, by=by.party, at=at, amount=str(taken.amount))])
    return row


@transaction.atomic
def withdraw(*, by: Actor, dispute: str, at: datetime) -> Dispute:
    """The buyer lets the complaint go."""
    row = queries.locked(dispute, by=by)
    side = _side(by, row, "dispute.withdraw")
    _go(row, DISPUTE.move(row.state, "withdraw", by=side), at)
    delivering.resume(by=by, order=row.order, case=row.id, at=at)
    record([_deed("dispute.withdrawn", row, by=by.party, at=at)])
    return row


@transaction.atomic
def decide(*, by: Actor, dispute: str, ruling: Ruling, at: datetime) -> Decision:
    """An arbiter finds the facts; the law says what follows; the ledger will do it."""
    row = queries.locked(dispute, by=by)
    verb = "dispute.review" if row.state == "review" else "dispute.decide"
    side = _side(by, row, verb)
    move = DISPUTE.move(row.state, "decide", by=side)
    unknown = set(ruling.findings) - set(KINDS[row.kind].facts)
    if unknown:
        raise Refusal(
            "finding_unknown",
            f"本案不涉及这些事实：{'、'.join(sorted(unknown))}。",
            f"These facts are not at issue in this case: {', '.join(sorted(unknown))}.",
        )
    draft = reasoning.draft(facts.case_of(row), ruling.findings)
    made = _decide(
        row, by=by, findings=draft.findings, reasons=draft.reasons, orders=draft.orders,
        remarks=ruling.remarks[:STORY_MOST], at=at,
    )  # fmt: skip
    _go(row, move, at)
    record([_decided(row, made, by=by.party, at=at)])
    return made


@transaction.atomic
def appeal(*, by: Actor, dispute: str, reason: str, at: datetime) -> Dispute:
    """A party asks a senior arbiter to look again."""
    row = queries.locked(dispute, by=by)
    side = _side(by, row, "dispute.appeal")
    _go(row, DISPUTE.move(row.state, "appeal", by=side), at)
    record([_deed("dispute.appealed", row, by=by.party, at=at, reason=reason[:STORY_MOST])])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Somebody stayed silent. In the end the law decides on what is recorded and undisputed."""
    deeds = []
    for row in queries.locked_many(d.subject for d in duties):
        clock = clock_of(row.marketplace)
        move = DISPUTE.move(row.state, "lapse", by=CLOCK)
        if row.state == "review" and not queries.decisions(row.id):
            draft = reasoning.draft(facts.case_of(row), {})
            _decide(
                row, by=clock, findings=draft.findings, reasons=draft.reasons,
                orders=draft.orders, remarks="", at=at,
            )  # fmt: skip
        _go(row, move, at)
        deeds.append(_deed(f"dispute.{move.to}", row, by=CLOCK, at=at, lapsed=move.state))
    record(deeds)


def _go(row: Dispute, move: Move, at: datetime) -> None:
    """Take the move: what was awaited is over, what the machine says is owed now, or nothing more."""
    row.state = move.to
    if move.to in DISPUTE.ends:
        row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    owed = [_owed(move.owed, row, at)] if move.owed else []
    if move.owed == "performance" and not queries.final_orders(row.id):
        owed = []
        clock = clock_of(row.marketplace)
        delivering.resume(by=clock, order=row.order, case=row.id, at=at)
    nobodys_fault = move.by == CLOCK and move.state in ("talking", "decided")
    awaited = Done(AWAITED[move.state], row.id, at, "moot" if nobodys_fault else "")
    turn(done=[awaited], owed=owed)


def _decide(
    row: Dispute,
    *,
    by: Actor,
    findings: Sequence[Mapping[str, Any]],
    reasons: Sequence[Mapping[str, Any]],
    orders: Sequence[Mapping[str, Any]],
    remarks: str,
    at: datetime,
) -> Decision:
    sold = row.order
    return Decision.objects.create(
        marketplace=row.marketplace,
        id=mint("dec", at=at),
        dispute=row,
        number=len(queries.decisions(row.id)) + 1,
        by=by.party,
        findings=list(findings),
        reasons=[
            *reasons,
            *(terms.set_aside(sold.merchant, on=sold.concluded_at) if reasons else ()),
        ],
        orders=list(orders),
        remarks=remarks,
        at=at,
    )


def _side(by: Actor, row: Dispute, verb: str) -> str:
    return allow(
        by, verb, marketplace=row.marketplace, buyer=row.order.buyer, seller=row.order.merchant
    )


def _owed(kind: str, row: Dispute, at: datetime) -> Owed:
    sold = row.order
    by = {"merchant_reply": sold.merchant, "performance": sold.merchant}.get(kind, sold.marketplace)
    answer = facts.period(kind, sold, at)
    return Owed(
        kind, row.id, by, sold.buyer, row.marketplace, at, answer.value, str(answer.cites),
        about=sold.id,
    )  # fmt: skip


def _decided(row: Dispute, made: Decision, *, by: str, at: datetime) -> Deed:
    return Deed(
        "dispute.decided", row.id, by=by, marketplace=row.marketplace, at=at,
        about=row.order_id, why=made.reasons,
        data={"decision": made.id, "findings": made.findings, "orders": made.orders},
    )  # fmt: skip


def _deed(act: str, row: Dispute, *, by: str, at: datetime, **data: Any) -> Deed:
    return Deed(
        act, row.id, by=by, marketplace=row.marketplace, at=at, about=row.order_id, data=data
    )


def _refuse_unreal(complaint: Complaint, *, currency: str) -> None:
    losses = complaint.losses or Money(currency, 0)
    if complaint.kind not in KINDS or complaint.wish not in WISHES:
        raise Refusal(
            "complaint_unknown",
            f"投诉类型或诉求有误，类型可选：{'、'.join(KINDS)}；诉求可选：{'、'.join(WISHES)}。",
            f"Unknown kind or wish; kinds: {', '.join(KINDS)}; wishes: {', '.join(WISHES)}.",
        )
    if not complaint.story.strip() or len(complaint.story) > STORY_MOST:
        raise Refusal(
            "story_missing",
            f"请用1至{STORY_MOST}字说明情况。",
            f"Say what happened, in 1 to {STORY_MOST} characters.",
        )
    if losses.currency != currency or not 0 <= losses.minor <= MOST:
        raise Refusal(
            "losses_unreal",
            "损失金额不能为负，并须使用订单的货币。",
            "Losses cannot be negative and are in the currency of the order.",
        )


def _refuse_unpaid() -> NoReturn:
    raise Refusal(
        "order_not_paid",
        "订单尚未付款，可以直接取消，无需投诉。",
        "The order is not paid; it can simply be cancelled.",
    )
