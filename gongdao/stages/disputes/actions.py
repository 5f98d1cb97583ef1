"""Everything that can happen to a dispute. Whoever stays silent is answered by the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NoReturn

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import MOST, Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import record
from gongdao.registers.messages import actions as messages
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.delivery import actions as delivering
from gongdao.stages.disputes import facts, further, queries, reasoning
from gongdao.stages.disputes.claims import FILED, KINDS, STORY_MOST, WISHES, refuse_storyless
from gongdao.stages.disputes.course import (
    Content,
    begin,
    decided,
    deed,
    end_return,
    go,
    go_all,
    side_of,
)
from gongdao.stages.disputes.course import decide as decide_
from gongdao.stages.disputes.further import Further
from gongdao.stages.disputes.heads import OF_DEEDS, OFFERS
from gongdao.stages.disputes.models import Decision, Dispute, Exhibit, Offer
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import queries as orders


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a buyer says: what is wrong, what they want, what it cost them besides."""

    kind: str
    wish: str
    story: str
    losses: Money | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an arbiter found: each fact true, false, or not established (None); and remarks.

    `further` is what shall be ordered beside the sums; `platform` is what was found about the platform
    itself, by the names in `further.OF_THE_PLATFORM`.
    """

    findings: Mapping[str, bool | None]
    remarks: str = ""
    further: Sequence[Further] = ()
    dignity_harmed: bool = False
    platform: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one side offers: a sum under its name, or a deed in words."""

    kind: str
    amount: Money | None = None
    words: str = ""


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
    begin(dispute, hold, by=by, at=at)
    data = {"kind": complaint.kind, "wish": complaint.wish, "losses": dispute.losses_minor}
    record([deed("dispute.filed", dispute, by=by.party, at=at, **data)])
    return dispute


@transaction.atomic
def answer(*, by: Actor, dispute: str, words: str, admits: bool, at: datetime) -> Dispute:
    """The merchant answers, and says whether the facts are as alleged."""
    row = queries.locked(dispute, by=by)
    side = side_of(by, row, "dispute.answer")
    row.answer, row.admitted = words[:STORY_MOST], admits
    row.save(update_fields=["answer", "admitted"])
    go(row, DISPUTE.move(row.state, "answer", by=side), at)
    record([deed("dispute.answered", row, by=by.party, at=at, admits=admits)])
    return row


@transaction.atomic
def exhibit(
    *, by: Actor, dispute: str, fact: str, words: str, sha256: str, at: datetime
) -> Exhibit:
    """A party shows something for or against a fact. The file stays where it is; its digest is kept."""
    row = queries.locked(dispute, by=by)
    side_of(by, row, "dispute.exhibit")
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
    record([deed("dispute.exhibited", row, by=by.party, at=at, fact=fact, sha256=sha256)])
    return shown


@transaction.atomic
def offer(
    *,
    by: Actor,
    dispute: str,
    at: datetime,
    amount: Money | None = None,
    proposal: Proposal | None = None,
) -> Offer:
    """One side offers something to end the dispute: a sum, or a typed proposal."""
    row = queries.locked(dispute, by=by)
    side = side_of(by, row, "dispute.offer")
    DISPUTE.move(row.state, "settle", by=side)
    what = proposal or Proposal("part_refund", amount)
    sum_offered = _offered(what, row)
    made = Offer.objects.create(
        marketplace=row.marketplace,
        id=mint("ofr", at=at), dispute=row, by=by.party, side=side, kind=what.kind,
        words=what.words, currency=row.order.currency, amount_minor=sum_offered.minor, at=at,
    )  # fmt: skip
    record(
        [deed("dispute.offered", row, by=by.party, at=at, kind=what.kind, amount=str(sum_offered))]
    )
    return made


@transaction.atomic
def settle(*, by: Actor, dispute: str, offer: str, at: datetime) -> Dispute:
    """The other side takes an offer: the dispute is settled, and what was offered is owed."""
    row = queries.locked(dispute, by=by)
    side = side_of(by, row, "dispute.settle")
    move = DISPUTE.move(row.state, "settle", by=side)
    taken = queries.offer_to(row, offer, side=side)
    taken.accepted_at = at
    taken.save(update_fields=["accepted_at"])
    order = reasoning.settlement(taken.amount, kind=taken.kind, words=taken.words)
    decide_(row, Content(orders=[order], kind="settlement"), by=by, at=at)
    go(row, move, at)
    said = str(taken.amount)
    record([deed("dispute.settled", row, by=by.party, at=at, kind=taken.kind, amount=said)])
    return row


@transaction.atomic
def withdraw(*, by: Actor, dispute: str, at: datetime) -> Dispute:
    """The buyer lets the complaint go."""
    row = queries.locked(dispute, by=by)
    side = side_of(by, row, "dispute.withdraw")
    go(row, DISPUTE.move(row.state, "withdraw", by=side), at)
    delivering.resume(by=by, order=row.order, case=row.id, at=at)
    end_return(row, paid=0, at=at)
    record([deed("dispute.withdrawn", row, by=by.party, at=at)])
    return row


@transaction.atomic
def decide(*, by: Actor, dispute: str, ruling: Ruling, at: datetime) -> Decision:
    """An arbiter finds the facts; the law says what follows; the ledger will do it."""
    row = queries.locked(dispute, by=by)
    verb = "dispute.review" if row.state == "review" else "dispute.decide"
    side = side_of(by, row, verb)
    move = DISPUTE.move(row.state, "decide", by=side)
    queries.refuse_conflict(row, arbiter=by.party, side=side)
    _refuse_unknown(ruling, row)
    said = _content(row, ruling, kind="review" if side == "senior" else "decision")
    made = decide_(row, said, by=by, at=at)
    go(row, move, at)
    record([decided(row, made, by=by.party, at=at)])
    return made


@transaction.atomic
def receive(*, by: Actor, dispute: str, at: datetime) -> bool:
    """A side opens the last decision that was served on it; the first time is kept as proof."""
    row = queries.locked(dispute, by=by)
    side_of(by, row, "decision.receive")
    mine = [each for each in queries.services(row.id) if each.to == by.party]
    opened = [each for each in mine if messages.receive(document=each.document, to=by.party, at=at)]
    record(
        [deed("decision.received", row, by=by.party, at=at, decision=e.document) for e in opened]
    )
    return bool(opened)


@transaction.atomic
def appeal(*, by: Actor, dispute: str, reason: str, at: datetime) -> Dispute:
    """A party asks a senior arbiter to look again."""
    row = queries.locked(dispute, by=by)
    side = side_of(by, row, "dispute.appeal")
    go(row, DISPUTE.move(row.state, "appeal", by=side), at)
    record([deed("dispute.appealed", row, by=by.party, at=at, reason=reason[:STORY_MOST])])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Somebody stayed silent. In the end the law decides on what is recorded and undisputed."""
    steps = []
    for row in queries.locked_many(d.subject for d in duties):
        steps.append((row, DISPUTE.move(row.state, "lapse", by=CLOCK)))
        if row.state == "review" and not queries.decisions(row.id):
            clock = clock_of(row.marketplace)
            decide_(row, _content(row, Ruling({}), kind="clock"), by=clock, at=at)
    go_all(steps, at)
    record(
        [deed(f"dispute.{move.to}", row, by=CLOCK, at=at, lapsed=move.state) for row, move in steps]
    )


def _content(row: Dispute, ruling: Ruling, *, kind: str) -> Content:
    """What follows from the findings, what is ordered beside it, and who answers."""
    case, standing = facts.case_of(row), facts.standing(row.order)
    draft = reasoning.draft(case, ruling.findings)
    true = {each["fact"] for each in draft.findings if each["value"]}
    beside = further.orders(
        case, ruling.further, true=true, standing=standing, dignity_harmed=ruling.dignity_harmed
    )
    orders = [*draft.orders, *beside]
    return Content(
        findings=_with_evidence(draft.findings, row),
        reasons=draft.reasons,
        orders=orders,
        liable=further.liable(case, standing, ruling.platform, anything=bool(true)),
        remarks=ruling.remarks[:STORY_MOST],
        kind=kind,
    )


def _with_evidence(findings: Sequence[Mapping[str, Any]], row: Dispute) -> list[dict[str, Any]]:
    """Each fact found, with the exhibits that were shown for or against it."""
    shown = queries.exhibits(row.id)
    side = {row.order.buyer: "buyer", row.order.merchant: "seller"}
    return [
        {
            **each,
            "exhibits": [
                {
                    "id": e.id,
                    "by": side.get(e.by, "platform"),
                    "sha256": e.sha256,
                    "words": e.words[:200] if e.audience == "both" else "",
                }
                for e in shown
                if e.fact == each["fact"]
            ],
        }
        for each in findings
    ]


def _offered(what: Proposal, row: Dispute) -> Money:
    """The sum of a proposal; the whole of the price where it is all offered back, nothing for a deed."""
    currency = row.order.currency
    if what.kind not in OFFERS or len(what.words) > STORY_MOST:
        raise Refusal(
            "offer_kind_wrong",
            f"没有这种提议，可选：{'、'.join(OFFERS)}。",
            f"There is no such offer; the kinds are {', '.join(OFFERS)}.",
        )
    if what.kind in OF_DEEDS:
        return Money(currency, 0)
    if what.kind == "refund":
        return row.order.total
    amount = what.amount
    if amount is None or amount.currency != currency or not 0 < amount.minor <= MOST:
        raise Refusal(
            "offer_unreal",
            "提议金额须大于零，并使用订单的货币。",
            "An offer must be above zero, in the currency of the order.",
        )
    return amount


def _refuse_unknown(ruling: Ruling, row: Dispute) -> None:
    known = set(KINDS[row.kind].facts)
    unknown = (set(ruling.findings) - known) | (set(ruling.platform) - set(further.OF_THE_PLATFORM))
    if unknown:
        raise Refusal(
            "finding_unknown",
            f"本案不涉及这些事实：{'、'.join(sorted(unknown))}。",
            f"These facts are not at issue in this case: {', '.join(sorted(unknown))}.",
        )


def _refuse_unreal(complaint: Complaint, *, currency: str) -> None:
    losses = complaint.losses or Money(currency, 0)
    if complaint.kind not in FILED or complaint.wish not in WISHES:
        raise Refusal(
            "complaint_unknown",
            f"投诉类型或诉求有误，类型可选：{'、'.join(FILED)}；诉求可选：{'、'.join(WISHES)}。",
            f"Unknown kind or wish; kinds: {', '.join(FILED)}; wishes: {', '.join(WISHES)}.",
        )
    refuse_storyless(complaint.story)
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
