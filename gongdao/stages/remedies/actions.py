"""Rulings and late refunds become money. Whoever is liable pays; until then the deposit and the fund do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties_
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import record
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
from gongdao.stages.delivery import contents, owing
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.course import deed as deed_of
from gongdao.stages.disputes.course import end_return
from gongdao.stages.disputes.heads import MONEY
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.disputes.states import DISPUTE
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import earnest
from gongdao.stages.escrow import queries as holds
from gongdao.stages.orders import actions as contracts
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order
from gongdao.stages.remedies import facts, queries
from gongdao.stages.remedies.measures import actions as measures
from gongdao.stages.remedies.models import Award
from gongdao.stages.remedies.paying import Sum, awarded, free, pay
from gongdao.stages.remedies.rectifications import actions as rectifications
from gongdao.stages.remedies.refund_clock import telling


@transaction.atomic
def perform(*, by: Actor, dispute: str, at: datetime) -> list[Award]:
    """The merchant does what was ruled or settled, with its own money."""
    row = disputes.locked(dispute, by=by)
    allow(by, "award.perform", marketplace=row.marketplace, seller=row.order.merchant)
    if row.state not in DISPUTE.ends:
        raise Refusal(
            "nothing_owed",
            "裁决尚未生效，目前没有待履行的义务。",
            "The ruling is not final; nothing of this kind is owed now.",
        )
    queries.refuse_not_owed("performance", row.order_id)
    awards = _perform(row, by=by, at=at, fund=False)
    record([awarded(award, by=by, at=at) for award in awards])
    return awards


@transaction.atomic
def perform_overdue(*, duties: Sequence[Duty], at: datetime) -> None:
    """The merchant did not perform: the ruling is executed, the fund paying what deposit and payable do not."""
    awards = []
    for row in disputes.locked_many(d.subject for d in duties):
        awards += _perform(row, by=clock_of(row.marketplace), at=at, fund=True)
    record([awarded(award, by=clock_of(award.marketplace), at=at) for award in awards])


@transaction.atomic
def execute(*, duties: Sequence[Duty], at: datetime) -> None:
    """A ruling is final: what the platform itself carries out is done now (S24)."""
    rows = disputes.locked_many(d.subject for d in duties)
    awards = [award for row in rows for award in _at_once(row, at=at)]
    done = [
        deed_of("ruling.executed", row, by=clock_of(row.marketplace).party, at=at) for row in rows
    ]
    record([*done, *(awarded(award, by=clock_of(award.marketplace), at=at) for award in awards)])


@transaction.atomic
def pay_refunds(*, duties: Sequence[Duty], at: datetime) -> None:
    """A refund is late: the buyer is paid now, whoever is to blame (S19, S24)."""
    awards = []
    for row in returned.locked_many(d.subject for d in duties):
        due = returns.refund_due(row)
        sums = [Sum("refund", row.refund, str(due.cites))]
        awards += pay(row.order, sums, cause=row.id, at=at, fund=True)
        aftersales.settle(row=row, at=at)
    telling.paid_late(awards)
    record([awarded(award, by=clock_of(award.marketplace), at=at) for award in awards])


@transaction.atomic
def pay_replacements(*, duties: Sequence[Duty], at: datetime) -> None:
    """What must be replaced was not: the buyer gets the price of the piece now (S18)."""
    awards = []
    for row in mending.locked_many(d.subject for d in duties):
        sums = [Sum("refund", row.worth, row.cites)]
        awards += pay(row.order, sums, cause=row.id, at=at, fund=True)
        repairs.settle(row=row, at=at)
    record([awarded(award, by=clock_of(award.marketplace), at=at) for award in awards])


@transaction.atomic
def pay_make_good(*, duties: Sequence[Duty], at: datetime) -> None:
    """The goods never came and nobody sent others: the contract is over, the price goes back."""
    awards = []
    for order in orders.locked_many(d.subject for d in duties):
        if order.state == "bound":
            awards += _give_back(order, by=clock_of(order.marketplace), at=at, fund=True)
    turn(done=[Done(d.kind, d.subject, at, "missed") for d in duties])
    record([awarded(award, by=clock_of(award.marketplace), at=at) for award in awards])


@transaction.atomic
def make_good(*, by: Actor, order: str, at: datetime) -> list[Award]:
    """The merchant gives the price back for goods that never came."""
    row = orders.locked(order, by=by)
    allow(by, "award.perform", marketplace=row.marketplace, seller=row.merchant)
    queries.refuse_not_owed("make_good", row.id)
    awards = _give_back(row, by=by, at=at, fund=False)
    turn(done=[Done("make_good", row.id, at)])
    record([awarded(award, by=by, at=at) for award in awards])
    return awards


def _perform(row: Dispute, *, by: Actor, at: datetime, fund: bool) -> list[Award]:
    """Execute the orders of the last decision: sums, then what follows for the contract, then the freeze."""
    ruled = disputes.final_orders(row.id)
    sums = [
        Sum(o["head"], Money(row.order.currency, o["amount_minor"]), o["cites"])
        for o in ruled
        if o["head"] in MONEY and o["amount_minor"]
    ]
    if any(o["head"] == "perform" for o in ruled) and not parcels.begun(row.order_id):
        sums += _instead(row.order, fund=fund)
    awards = pay(row.order, sums, cause=row.id, at=at, fund=fund)
    refunded = any(due.head == "refund" for due in sums)
    # A return gives back what went back; the contract stands for the rest.
    if refunded and row.ret_id is None and row.order.state == "bound":
        contracts.rescind(order=row.order, by=by, at=at, cites=sums[0].cites)
    turn(
        done=[
            Done("performance", row.id, at),
            *(Done(kind, row.order_id, at, "moot") for kind in ("dispatch", "make_good")),
        ]
    )
    free(row, by=by, at=at)
    end_return(row, paid=sum(due.amount.minor for due in sums), at=at)
    rectifications.consider(row=row, at=at)
    return awards


def _at_once(row: Dispute, *, at: datetime) -> list[Award]:
    """What the platform does itself: pay where it answers, take down, take penalties, begin measures."""
    ruled = disputes.final_orders(row.id)
    heads = {each["head"] for each in ruled}
    clock = clock_of(row.marketplace)
    turn(done=[Done("execution", row.id, at)])
    measures.impose(row=row, ruled=ruled, at=at)
    if "take_down" in heads:
        measures.take_down(row=row, at=at)
    for each in ruled:
        if each["head"] == "fine":
            _fine(row, Money(row.order.currency, each["amount_minor"]), each["cites"], at)
    awards = []
    if disputes.platform_answers(row.id) and heads & {*MONEY, "perform"}:
        awards = _perform(row, by=clock, at=at, fund=True)
    elif not heads & {*MONEY, "perform"}:
        free(row, by=clock, at=at)
        rectifications.consider(row=row, at=at)
    if "release" in heads:
        due = [each for each in duties_.open_about(row.order_id) if each.kind == "release"]
        escrow.lapse(duties=due, at=at)
    return awards


def _fine(row: Dispute, amount: Money, cites: str, at: datetime) -> None:
    """A penalty goes from the deposit into the fund, as far as the deposit reaches."""
    deposit = account("deposit", row.order.merchant)
    stands = ledger.balance(row.marketplace, deposit, currency=row.order.currency)
    if taken := min(amount, stands):
        case = entries.Case(row.marketplace, row.order_id, at, cites)
        post([entries.fine(case, taken, merchant=row.order.merchant, under=row.id)])


def _instead(order: Order, *, fund: bool) -> list[Sum]:
    """Performance was ordered and did not come: the clock gives the price back instead."""
    if not fund:
        raise Refusal(
            "not_shipped_yet",
            "裁决要求继续履行：请先发货。",
            "The ruling demands performance: ship the goods first.",
        )
    return [Sum("refund", order.total, str(facts.rescission(order).cites))]


def _give_back(order: Order, *, by: Actor, at: datetime, fund: bool) -> list[Award]:
    """What never reached the buyer is paid for. Where a part of the order did, the contract stands for it."""
    missing = contents.undelivered(order)
    cites = str(facts.rescission(order).cites)
    if missing == order.total:
        sums = [Sum("refund", missing, cites)]
        if doubled := earnest.doubled(order):
            sums.append(Sum("earnest", *doubled))
        awards = pay(order, sums, cause=order.id, at=at, fund=fund)
        contracts.rescind(order=order, by=by, at=at, cites=cites)
        return awards
    gone = ledger.refunded(order.marketplace, order.id, currency=order.currency)
    due = Money(order.currency, max(0, missing.minor - gone.minor))
    cause = parcels.last_gone(order.id) or order.id
    awards = pay(order, [Sum("refund", due, cites)] if due else [], cause=cause, at=at, fund=fund)
    arrived, hold = parcels.delivered_at(order.id), holds.hold_of(order.id)
    if arrived and hold and hold.state == "held" and not hold.frozen:
        turn(owed=[owing.release_again(order, arrived, at)])
    return awards
