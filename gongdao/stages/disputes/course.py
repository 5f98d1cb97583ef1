"""The course of a case: one move, what was awaited, what is owed next; and a decision put on paper.

Every process about a dispute takes its steps through here, so that no two of them can differ.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from gongdao.kernel.machine import CLOCK, Move
from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.kernel.words import Words
from gongdao.registers.batches import store
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.evidence.actions import Deed
from gongdao.registers.evidence.canonical import canonical
from gongdao.registers.messages.actions import Said, Serving, say, serve
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.aftersales.inspections import actions as looking
from gongdao.stages.delivery import actions as delivering
from gongdao.stages.disputes import clauses, facts, queries
from gongdao.stages.disputes.heads import AT_ONCE, HEADS, MEASURES, MONEY
from gongdao.stages.disputes.models import Decision, Dispute
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow.models import Hold

AWAITED = {
    "answering": "merchant_reply",
    "talking": "settlement",
    "deciding": "decision",
    "decided": "time_to_appeal",
    "review": "senior_decision",
}
"""The duty that is open in each state that waits."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a decision says; all of it plain data."""

    findings: Sequence[Mapping[str, Any]] = ()
    reasons: Sequence[Mapping[str, Any]] = ()
    orders: Sequence[Mapping[str, Any]] = ()
    liable: Sequence[Mapping[str, Any]] = ()
    remarks: str = ""
    kind: str = "decision"


def begin(row: Dispute, hold: Hold, *, by: Actor, at: datetime) -> None:
    """A case begins: its money is frozen, the merchant owes an answer, and both sides are told.

    From now on the case says what happens to goods never sent, not their own clocks.
    """
    if hold.state == "held":
        escrow.freeze(by=by, hold=hold, case=row.id, at=at)
    stopped = [Done(kind, row.order_id, at, "moot") for kind in ("dispatch", "make_good")]
    turn(done=stopped, owed=[first_duty(row, at)])
    say([acknowledged(row, at)])


def acknowledged(row: Dispute, at: datetime) -> Said:
    """What both sides are told at once: the number, what is frozen, and by when the merchant answers."""
    due = facts.period("merchant_reply", row.order, at).answer.value
    words = Words(
        f"投诉已收到，编号 {row.id}。货款已冻结；商家最迟 {due} 答复，逾期未否认的事实视为无争议。",
        f"The complaint is received under the number {row.id}. The money is frozen; the merchant answers "
        f"by {due}, and what it does not deny by then is undisputed.",
    )
    audience = (row.order.buyer, row.order.merchant)
    return Said(row.id, row.marketplace, audience, row.marketplace, at, words)


def end_return(row: Dispute, *, paid: int, at: datetime) -> None:
    """The return that a case was about, if there was one, ends with what the case gave."""
    if row.ret_id:
        looking.conclude(ret=row.ret_id, paid=Money(row.order.currency, paid), at=at)


def go(row: Dispute, move: Move, at: datetime) -> None:
    """Take the move: what was awaited is over, what the machine says is owed now, or nothing more."""
    if not DISPUTE.stands_late(move):
        duties.refuse_late(row.id, AWAITED[move.state], at=at)
    go_all([(row, move)], at)


def go_all(steps: Sequence[tuple[Dispute, Move]], at: datetime) -> None:
    """Take the moves of many cases that are locked; the clock moves a thousand at once."""
    for row, move in steps:
        row.state = move.to
        if move.to in DISPUTE.ends:
            row.ended_at = at
    store([row for row, _ in steps], "state", "ended_at")
    owed = [duty for row, move in steps for duty in _follows(row, move, at)]
    turn(done=[_awaited(row, move, at) for row, move in steps], owed=owed)


def decide(row: Dispute, said: Content, *, by: Actor, at: datetime) -> Decision:
    """Put a decision on paper, with its digest, and serve it on both sides."""
    number = len(queries.decisions(row.id)) + 1
    set_aside = clauses.set_aside(row, orders=said.orders, liable=said.liable)
    made = Decision(
        marketplace=row.marketplace,
        id=mint("dec", at=at),
        dispute=row,
        number=number,
        by=by.party,
        findings=list(said.findings),
        reasons=[*said.reasons, *(set_aside if said.reasons else ())],
        orders=list(said.orders),
        liable=list(said.liable),
        remarks=said.remarks,
        kind=said.kind,
        at=at,
    )
    made.digest = digest_of(made)
    made.save(force_insert=True)
    _serve(row, made, at)
    return made


def digest_of(made: Decision) -> str:
    """SHA-256 over all that a decision says: printed on it, and kept in the evidence."""
    content = {
        "dispute": made.dispute_id, "number": made.number, "kind": made.kind, "by": made.by,
        "findings": made.findings, "reasons": made.reasons, "orders": made.orders,
        "liable": made.liable, "remarks": made.remarks, "at": made.at.isoformat(),
    }  # fmt: skip
    return sha256(canonical(content)).hexdigest()


def first_duty(row: Dispute, at: datetime) -> Owed:
    """What is owed from the filing on."""
    return _owed("merchant_reply", row, at)


def side_of(by: Actor, row: Dispute, verb: str) -> str:
    """How the actor stands in this case, if that lets them do this."""
    return allow(by, verb, marketplace=row.marketplace, **queries.standings(row))


def decided(row: Dispute, made: Decision, *, by: str, at: datetime) -> Deed:
    """The record of a decision, with its digest and what it orders."""
    return Deed(
        "dispute.decided", row.id, by=by, marketplace=row.marketplace, at=at,
        about=row.order_id, why=made.reasons,
        data={
            "decision": made.id, "number": made.number, "kind": made.kind, "sha256": made.digest,
            "findings": made.findings, "orders": made.orders, "liable": made.liable,
        },
    )  # fmt: skip


def deed(act: str, row: Dispute, *, by: str, at: datetime, **data: Any) -> Deed:
    """The record of a step of this case."""
    return Deed(
        act, row.id, by=by, marketplace=row.marketplace, at=at, about=row.order_id, data=data
    )


def _awaited(row: Dispute, move: Move, at: datetime) -> Done:
    nobodys_fault = move.by == CLOCK and move.state in ("talking", "decided")
    return Done(AWAITED[move.state], row.id, at, "moot" if nobodys_fault else "")


def _follows(row: Dispute, move: Move, at: datetime) -> list[Owed]:
    if move.owed == "performance":
        return _final(row, at)
    return [_owed(move.owed, row, at)] if move.owed else []


def _final(row: Dispute, at: datetime) -> list[Owed]:
    """The case is decided for good: who owes what now. Nothing ordered, and the money goes on its way."""
    heads = {order["head"] for order in queries.final_orders(row.id)}
    theirs = {head for head in heads if HEADS[head].by == "seller"} - set(MEASURES)
    owed = []
    if not heads & set(MONEY):
        end_return(row, paid=0, at=at)
    if heads & {*AT_ONCE, *MEASURES} or queries.platform_answers(row.id):
        owed.append(_at_once(row, at))
    if theirs:
        owed.append(_owed("performance", row, at))
    if not owed:
        delivering.resume(by=clock_of(row.marketplace), order=row.order, case=row.id, at=at)
    return owed


def _at_once(row: Dispute, at: datetime) -> Owed:
    """What the platform itself carries out: due now, so that the clock does it without delay."""
    basis = facts.period("performance", row.order, at)
    return Owed(
        "execution", row.id, row.marketplace, row.order.buyer, row.marketplace, at, at,
        str(basis.cites), about=row.order_id,
    )  # fmt: skip


def _owed(kind: str, row: Dispute, at: datetime) -> Owed:
    sold = row.order
    by = {"merchant_reply": sold.merchant, "performance": sold.merchant}.get(kind, sold.marketplace)
    answer = facts.period(
        kind, sold, at, since=_served_on(row) if kind == "time_to_appeal" else None
    )
    return Owed(
        kind, row.id, by, sold.buyer, row.marketplace, at, answer.value, str(answer.cites),
        about=sold.id,
    )  # fmt: skip


def _served_on(row: Dispute) -> Any:
    """The day on which the last decision counts as served on both sides: the time to appeal runs from it."""
    return max(service.deemed_on for service in queries.services(row.id))


def _serve(row: Dispute, made: Decision, at: datetime) -> None:
    deemed = facts.deemed_served(row.order, at)
    serve(
        [
            Serving(
                about=row.id, document=made.id, to=party, marketplace=row.marketplace, at=at,
                digest=made.digest, deemed_on=deemed.value, cites=str(deemed.cites),
            )
            for party in (row.order.buyer, row.order.merchant)
        ]
    )  # fmt: skip
