"""Money for a term comes in, is held while the term runs, and goes to the merchant, or back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger.actions import post
from gongdao.registers.messages.actions import say
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.escrow import queueing
from gongdao.stages.escrow.fees import FEE_PERCENT
from gongdao.stages.escrow.gateways.port import Notice as Heard
from gongdao.stages.escrow.mandates import actions as mandates
from gongdao.stages.escrow.mandates import facts, letters, owing, queries
from gongdao.stages.escrow.mandates.models import Charge, Mandate
from gongdao.stages.escrow.mandates.states import CHARGE, MANDATE
from gongdao.stages.escrow.queueing import Back, Way


@transaction.atomic
def receive(*, by: Actor, heard: Heard) -> Charge:
    """Take in what the gateway says of a charge. Twice changes nothing; what nobody agreed to goes back."""
    allow(by, "charge.receive", marketplace=by.marketplace)
    found = queries.locked_charges([heard.payment])
    charge = found[0] if found else None
    if charge is None:
        raise Refusal("charge_unknown", "没有这笔扣款。", "There is no such charge.")
    act = _act(charge, heard)
    if act:
        _move(charge, act, heard.at)
        queueing.name([heard], marketplace=charge.marketplace)
        {"capture": _captured, "fail": _failed, "return": _returned}[act](charge, heard.at)
    deed = _deed(f"charge.{charge.state}", charge, by=by.party, at=heard.at)
    record([deed] if act else [])
    return charge


@transaction.atomic
def send_back(*, by: Actor, heard: Heard, at: datetime) -> Mandate:
    """The gateway charged under a mandate what we never asked for: it goes back at once, with the article."""
    allow(by, "charge.receive", marketplace=by.marketplace)
    found = queries.locked_many([heard.payment])
    if not found or not heard.captured:
        raise Refusal("charge_unknown", "没有这笔扣款。", "There is no such charge.")
    row, on = found[0], facts.day_of(found[0].plan.law, heard.at)
    answer = facts.comes_back(row.plan, None, on=on, charged=heard.amount.minor)
    back = Money(heard.amount.currency, answer.value)
    case = entries.Case(row.marketplace, row.id, heard.at, str(answer.cites))
    new = post([entries.capture(case, heard.amount, payment=heard.event, gateway=row.gateway)])
    queueing.name([replace(heard, payment=heard.event)], marketplace=row.marketplace)
    returned = entries.refund(case, back, under=heard.event, gateway=row.gateway)
    queueing.pay([Back(returned, row.consumer, [Way.whole(heard.event, heard.amount)])])
    say([letters.sent_back(row, back, at=at)] if new else [])
    deed = Deed(
        "charge.sent_back", row.id, by=by.party, marketplace=row.marketplace, at=at,
        why=answer.working, data={"amount": str(back), "event": heard.event},
    )  # fmt: skip
    record([deed] if new else [])
    return row


@transaction.atomic
def stop(*, by: Actor, mandate: str, at: datetime) -> Mandate:
    """The merchant ends it early: what is left of the running term comes back, by its days."""
    row = queries.locked(mandate, by=by)
    allow(by, "mandate.stop", marketplace=row.marketplace, seller=row.merchant)
    MANDATE.move(row.state, "stop", by="seller")
    on, why = facts.day_of(row.plan.law, at), []
    for charge in queries.locked_charges(
        c.id for c in queries.charges(row) if c.state == "captured"
    ):
        answer = facts.left_of(charge, on=on)
        _move(charge, "refund", at, by="seller")
        _give_back(charge, answer.value, at, cites=str(answer.cites))
        turn(done=[Done("term_end", charge.id, at, "moot")])
        why += answer.working
    mandates.end(row=row, act="stop", side="seller", at=at, why=mandates.CLOSED)
    deed = Deed("mandate.stopped", row.id, by=by.party, marketplace=row.marketplace, at=at, why=why)
    record([deed])
    return row


@transaction.atomic
def lapse_answer(*, duties: Sequence[Duty], at: datetime) -> None:
    """The gateway never answered: the charge is void, and the subscription ends."""
    late = [c for c in queries.locked_charges(d.subject for d in duties) if c.state == "asked"]
    turn(done=[Done(d.kind, d.subject, at, "missed") for d in duties])
    for charge in late:
        _move(charge, "lapse", at, by=CLOCK)
        if charge.mandate.state in ("pending", "trial", "active"):
            mandates.end(row=charge.mandate, act="lapse", side=CLOCK, at=at, why=mandates.UNPAID)
    record([_deed("charge.expired", c, by=clock_of(c.marketplace).party, at=at) for c in late])


@transaction.atomic
def lapse_term(*, duties: Sequence[Duty], at: datetime) -> None:
    """A term is over: its money is the merchant's, and a cancelled subscription ends."""
    over = [c for c in queries.locked_charges(d.subject for d in duties) if c.state == "captured"]
    turn(done=[Done(d.kind, d.subject, at, "met") for d in duties])
    for charge in over:
        _move(charge, "lapse", at, by=CLOCK)
        _release(charge, charge.amount, at)
        row = charge.mandate
        if row.state == "ending" and charge.until_on >= row.next_on:
            mandates.end(row=row, act="lapse", side=CLOCK, at=at)
    record([_deed("charge.settled", c, by=clock_of(c.marketplace).party, at=at) for c in over])


def _act(charge: Charge, heard: Heard) -> str | None:
    """What a notice does, if anything. A capture counts while the mandate stands; later it goes back."""
    if charge.state not in ("asked", "expired"):
        return None
    if heard.amount != charge.amount:
        raise Refusal(
            "payment_amount_differs",
            f"支付机构通知的金额 {heard.amount} 与应付金额 {charge.amount} 不符。",
            f"The gateway says {heard.amount}, but {charge.amount} was asked.",
        )
    if not heard.captured:
        return "fail" if charge.state == "asked" else None
    stands = charge.state == "asked" and charge.mandate.state in ("pending", "trial", "active")
    return "capture" if stands else "return"


def _move(charge: Charge, act: str, at: datetime, *, by: str = "gateway") -> None:
    charge.state = CHARGE.move(charge.state, act, by=by).to
    if charge.state == "captured":
        charge.captured_at = at
    elif charge.state in CHARGE.ends:
        charge.ended_at = at
    charge.save(update_fields=["state", "captured_at", "ended_at"])


def _captured(charge: Charge, at: datetime) -> None:
    row = charge.mandate
    row.state, row.next_on = _running(row), charge.until_on
    row.save(update_fields=["state", "next_on"])
    post(
        [entries.capture(_case(charge, at), charge.amount, payment=charge.id, gateway=row.gateway)]
    )
    turn(
        done=[Done("charge_answer", charge.id, at)],
        owed=[owing.term_end(charge, at), owing.notice(row, at)],
    )
    say([letters.charged(charge, at=at)])


def _failed(charge: Charge, at: datetime) -> None:
    turn(done=[Done("charge_answer", charge.id, at)])
    if charge.mandate.state in ("pending", "trial", "active"):
        mandates.end(row=charge.mandate, act="fail", side="gateway", at=at, why=mandates.UNPAID)


def _returned(charge: Charge, at: datetime) -> None:
    """The money came after the consumer had stopped it, or too late."""
    row, case = charge.mandate, _case(charge, at)
    post([entries.capture(case, charge.amount, payment=charge.id, gateway=row.gateway)])
    _send_back(charge, case, charge.amount)
    turn(done=[Done("charge_answer", charge.id, at)])
    say([letters.sent_back(row, charge.amount, at=at)])


def _give_back(charge: Charge, minor: int, at: datetime, *, cites: str) -> None:
    """A part of the held money goes back, the rest of the term was served."""
    charge.refunded_minor = minor
    charge.save(update_fields=["refunded_minor"])
    if minor:
        case = entries.Case(charge.marketplace, charge.id, at, cites)
        back = Money(charge.currency, minor)
        _send_back(charge, case, back)
    if rest := charge.amount - Money(charge.currency, minor):
        _release(charge, rest, at)


def _send_back(charge: Charge, case: entries.Case, amount: Money) -> None:
    entry = entries.refund(case, amount, under=charge.id, gateway=charge.mandate.gateway)
    way = Way.whole(charge.id, charge.amount)
    queueing.pay([Back(entry, charge.mandate.consumer, [way])])


def _release(charge: Charge, amount: Money, at: datetime) -> None:
    fee = amount.share(FEE_PERCENT, 100)
    post([entries.release(_case(charge, at), amount, merchant=charge.mandate.merchant, fee=fee)])


def _running(row: Mandate) -> str:
    return (
        row.state if row.state == "active" else MANDATE.move(row.state, "capture", by="gateway").to
    )


def _case(charge: Charge, at: datetime) -> entries.Case:
    return entries.Case(charge.marketplace, charge.id, at)


def _deed(act: str, charge: Charge, *, by: str, at: datetime) -> Deed:
    data = {"amount": str(charge.amount), "for_on": charge.for_on.isoformat()}
    return Deed(
        act, charge.id, by=by, marketplace=charge.marketplace, at=at, about=charge.mandate_id,
        data=data,
    )  # fmt: skip
