"""Rulings and late refunds become money. Whoever is liable pays; until then the deposit and the fund do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.actions import post
from gongdao.registers.ledger.chart import account
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.aftersales import actions as aftersales
from gongdao.stages.aftersales import facts as returns
from gongdao.stages.aftersales import queries as returned
from gongdao.stages.aftersales.repairs import actions as repairs
from gongdao.stages.aftersales.repairs import queries as mending
from gongdao.stages.delivery import actions as delivering
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.models import Hold
from gongdao.stages.orders import actions as contracts
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order
from gongdao.stages.remedies import facts, queries
from gongdao.stages.remedies.models import Award, Recovery
from gongdao.stages.remedies.states import RECOVERY


@dataclass(frozen=True, slots=True)
class Sum:
    """What a buyer gets under one head, and the article."""

    head: str
    amount: Money
    cites: str


@transaction.atomic
def perform(*, by: Actor, dispute: str, at: datetime) -> list[Award]:
    """The merchant does what was ruled or settled, with its own money."""
    row = disputes.locked(dispute, by=by)
    allow(by, "award.perform", marketplace=row.marketplace, seller=row.order.merchant)
    queries.refuse_not_owed("performance", row.order_id)
    awards = _perform(row, by=by, at=at, fund=False)
    record([_awarded(award, by=by, at=at) for award in awards])
    return awards


@transaction.atomic
def perform_overdue(*, duties: Sequence[Duty], at: datetime) -> None:
    """The merchant did not perform: the ruling is executed, the fund paying what deposit and payable do not."""
    awards = []
    for row in disputes.locked_many(d.subject for d in duties):
        awards += _perform(row, by=clock_of(row.marketplace), at=at, fund=True)
    record([_awarded(award, by=clock_of(award.marketplace), at=at) for award in awards])


@transaction.atomic
def pay_refunds(*, duties: Sequence[Duty], at: datetime) -> None:
    """A refund is late: the buyer is paid now, whoever is to blame (S19, S24)."""
    awards = []
    for row in returned.locked_many(d.subject for d in duties):
        due = returns.refund_due(row)
        sums = [Sum("refund", row.refund, str(due.cites))]
        awards += _pay(row.order, sums, cause=row.id, at=at, fund=True)
        aftersales.settle(row=row, at=at)
    record([_awarded(award, by=clock_of(award.marketplace), at=at) for award in awards])


@transaction.atomic
def pay_replacements(*, duties: Sequence[Duty], at: datetime) -> None:
    """What must be replaced was not: the buyer gets the price of the piece now (S18)."""
    awards = []
    for row in mending.locked_many(d.subject for d in duties):
        sums = [Sum("refund", row.worth, row.cites)]
        awards += _pay(row.order, sums, cause=row.id, at=at, fund=True)
        repairs.settle(row=row, at=at)
    record([_awarded(award, by=clock_of(award.marketplace), at=at) for award in awards])


@transaction.atomic
def pay_make_good(*, duties: Sequence[Duty], at: datetime) -> None:
    """The goods never came and nobody sent others: the contract is over, the price goes back."""
    awards = []
    for order in orders.locked_many(d.subject for d in duties):
        answer = facts.rescission(order)
        clock = clock_of(order.marketplace)
        if order.state == "bound":
            sums = [Sum("refund", order.total, str(answer.cites))]
            awards += _pay(order, sums, cause=order.id, at=at, fund=True)
            contracts.rescind(order=order, by=clock, at=at, cites=str(answer.cites))
    turn(done=[Done(d.kind, d.subject, at, "missed") for d in duties])
    record([_awarded(award, by=clock_of(award.marketplace), at=at) for award in awards])


@transaction.atomic
def make_good(*, by: Actor, order: str, at: datetime) -> list[Award]:
    """The merchant gives the price back for goods that never came."""
    row = orders.locked(order, by=by)
    allow(by, "award.perform", marketplace=row.marketplace, seller=row.merchant)
    queries.refuse_not_owed("make_good", row.id)
    answer = facts.rescission(row)
    sums = [Sum("refund", row.total, str(answer.cites))]
    awards = _pay(row, sums, cause=row.id, at=at, fund=False)
    contracts.rescind(order=row, by=by, at=at, cites=str(answer.cites))
    turn(done=[Done("make_good", row.id, at)])
    record([_awarded(award, by=by, at=at) for award in awards])
    return awards


@transaction.atomic
def recover(*, duties: Sequence[Duty], at: datetime) -> None:
    """The time to repay is over: the platform takes what it holds for the debtor, and sues for the rest."""
    rows = queries.locked(d.subject for d in duties)
    deeds = []
    for row in rows:
        clock = clock_of(row.marketplace)
        parts, missing = entries.cover(row.amount, queries.debtor_has(row))
        case = entries.Case(row.marketplace, row.award.order_id, at)
        post(
            [
                entries.recover(
                    case, Money(row.currency, minor), debtor=row.debtor, source=source, under=row.id
                )
                for source, minor in parts.items()
            ]
        )
        row.state = RECOVERY.move(row.state, "lapse" if missing else "pay", by=CLOCK).to
        row.ended_at = at
        row.save(update_fields=["state", "ended_at"])
        data = {"missing": str(missing), **parts}
        deeds.append(
            Deed(
                f"recovery.{row.state}", row.id, by=clock.party, marketplace=row.marketplace,
                at=at, about=row.award.order_id, data=data,
            )
        )  # fmt: skip
    turn(done=[Done(d.kind, d.subject, at) for d in duties])
    record(deeds)


def _perform(row: Dispute, *, by: Actor, at: datetime, fund: bool) -> list[Award]:
    """Execute the orders of the last decision: sums, then what follows for the contract, then the freeze."""
    ruled = disputes.final_orders(row.id)
    sums = [
        Sum(o["head"], Money(row.order.currency, o["amount_minor"]), o["cites"])
        for o in ruled
        if o["amount_minor"]
    ]
    if any(o["head"] == "perform" for o in ruled) and not parcels.of_order(row.order_id):
        sums += _instead(row.order, fund=fund)
    awards = _pay(row.order, sums, cause=row.id, at=at, fund=fund)
    if any(due.head == "refund" for due in sums) and row.order.state == "bound":
        contracts.rescind(order=row.order, by=by, at=at, cites=sums[0].cites)
    turn(
        done=[
            Done("performance", row.id, at),
            *(Done(kind, row.order_id, at, "moot") for kind in ("dispatch", "make_good")),
        ]
    )
    delivering.resume(by=by, order=row.order, case=row.id, at=at)
    return awards


def _instead(order: Order, *, fund: bool) -> list[Sum]:
    """Performance was ordered and did not come: the clock gives the price back instead."""
    if not fund:
        raise Refusal(
            "not_shipped_yet",
            "裁决要求继续履行：请先发货。",
            "The ruling demands performance: ship the goods first.",
        )
    return [Sum("refund", order.total, str(facts.rescission(order).cites))]


def _pay(order: Order, sums: Sequence[Sum], *, cause: str, at: datetime, fund: bool) -> list[Award]:
    """Pay each head: from the hold, then payable, deposit and, where it may, the fund."""
    hold = holds.hold_of(order.id, lock=True)
    if hold is None:
        orders.unknown()
    left = [s for s in sums if s.head != "refund" or holds.refundable(order, s.amount)]
    return [_pay_one(order, hold, s, cause=cause, at=at, fund=fund) for s in left]


def _pay_one(order: Order, hold: Hold, due: Sum, *, cause: str, at: datetime, fund: bool) -> Award:
    back = due.head == "refund"
    amount = holds.refundable(order, due.amount) if back else due.amount
    parts, missing = entries.cover(amount, queries.sources(order, fund=fund))
    if missing and not fund:
        raise Refusal(
            "payment_not_covered",
            f"商家在平台的款项不足，还差 {missing}，请先充值保证金。",
            f"What the merchant has with the platform does not suffice; {missing} is missing.",
        )
    case = entries.Case(order.marketplace, order.id, at, due.cites)
    under = f"{cause}/{due.head}"
    post(
        entries.payments(
            case,
            parts,
            what="refund" if back else "damages",
            currency=order.currency,
            under=under,
            gateway=hold.gateway,
        )
    )
    award = Award.objects.create(
        id=mint("awd", at=at, salt=under),
        marketplace=order.marketplace,
        order=order,
        cause=cause,
        head=due.head,
        payee=order.buyer,
        debtor=order.merchant,
        currency=order.currency,
        amount_minor=amount.minor,
        unpaid_minor=missing.minor,
        sources=parts,
        cites=due.cites,
        at=at,
    )
    if parts.get(account("hold", order.id), 0) and hold.state == "held":
        _close_if_empty(hold, at)
    if advanced := parts.get(account("fund"), 0):
        _claim(award, Money(order.currency, advanced), at)
    return award


def _close_if_empty(hold: Hold, at: datetime) -> None:
    left = ledger.balance(
        hold.marketplace, account("hold", hold.order_id), currency=hold.order.currency
    )
    if not left:
        escrow.close(hold=hold, at=at)


def _claim(award: Award, advanced: Money, at: datetime) -> None:
    """The fund paid first: the debtor owes it back, by a last day."""
    recovery = Recovery.objects.create(
        id=mint("rec", at=at, salt=award.id),
        marketplace=award.marketplace,
        award=award,
        debtor=award.debtor,
        currency=award.currency,
        amount_minor=advanced.minor,
        since=at,
    )
    case = entries.Case(award.marketplace, award.order_id, at, award.cites)
    post([entries.claim(case, advanced, debtor=award.debtor, under=recovery.id)])
    due = facts.period("recovery", award.order, at)
    turn(
        owed=[
            Owed(
                "recovery", recovery.id, award.debtor, award.marketplace, award.marketplace, at,
                due.value, str(due.cites), about=award.order_id,
            )
        ]
    )  # fmt: skip


def _awarded(award: Award, *, by: Actor, at: datetime) -> Deed:
    data = {
        "head": award.head,
        "amount": str(award.amount),
        "unpaid_minor": award.unpaid_minor,
        "cause": award.cause,
        "cites": award.cites,
        **award.sources,
    }
    return Deed(
        "award.performed", award.id, by=by.party, marketplace=award.marketplace, at=at,
        about=award.order_id, data=data,
    )  # fmt: skip
