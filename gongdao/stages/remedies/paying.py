"""How a buyer is paid: out of which accounts, in which order, and what the fund has to get back.

Rulings, late refunds and measures that were never done all pay through here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Owed, turn
from gongdao.registers.evidence.actions import Deed
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.actions import post
from gongdao.registers.ledger.chart import account
from gongdao.registers.parties.powers import Actor
from gongdao.stages.delivery import actions as delivering
from gongdao.stages.disputes.models import Dispute
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import aftermath, giving_back
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.models import Hold
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.models import Order
from gongdao.stages.remedies import facts, queries
from gongdao.stages.remedies.models import Award, Recovery


@dataclass(frozen=True, slots=True)
class Sum:
    """What a buyer gets under one head, and the article."""

    head: str
    amount: Money
    cites: str


def pay(order: Order, sums: Sequence[Sum], *, cause: str, at: datetime, fund: bool) -> list[Award]:
    """Pay a buyer under each head: from the hold, then payable, deposit and, where it may, the fund."""
    hold = holds.hold_of(order.id, lock=True)
    if hold is None:
        orders.unknown()
    left = holds.left_of(order, hold)
    awards = []
    for due in sums:
        now = due
        if due.head == "refund":
            waits = left.waits(due.amount)
            giving_back.defer(order, waits, under=f"{cause}/refund", cites=due.cites, at=at)
            now = replace(due, amount=left.refundable(due.amount))
        if now.amount or due.head != "refund":
            awards.append(_pay_one(order, hold, now, cause=cause, at=at, fund=fund))
    return awards


def _pay_one(order: Order, hold: Hold, due: Sum, *, cause: str, at: datetime, fund: bool) -> Award:
    back, amount = due.head == "refund", due.amount
    parts, missing = entries.cover(amount, queries.sources(order, fund=fund))
    if missing and not fund:
        raise Refusal(
            "payment_not_covered",
            f"商家在平台的款项不足，还差 {missing}，请先充值保证金。",
            f"What the merchant has with the platform does not suffice; {missing} is missing.",
        )
    case = entries.Case(order.marketplace, order.id, at, due.cites)
    under = f"{cause}/{due.head}"
    moved = entries.payments(
        case, parts, what="refund" if back else "damages", currency=order.currency, under=under,
        gateway=hold.gateway,
    )  # fmt: skip
    giving_back.pay(order, moved)
    award = Award(
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
    award.save(force_insert=True)
    if back:
        aftermath.after_refund(order, under=under, at=at)
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
    recovery = Recovery(
        id=mint("rec", at=at, salt=award.id),
        marketplace=award.marketplace,
        award=award,
        debtor=award.debtor,
        currency=award.currency,
        amount_minor=advanced.minor,
        since=at,
    )
    recovery.save(force_insert=True)
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


def awarded(award: Award, *, by: Actor, at: datetime) -> Deed:
    """The record of a payment: how much, for what, out of which accounts."""
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


def free(row: Dispute, *, by: Actor, at: datetime) -> None:
    """Lift the freeze of a case, unless something that was ordered still keeps the money in escrow."""
    if not queries.still_kept(row.id):
        delivering.resume(by=by, order=row.order, case=row.id, at=at)
