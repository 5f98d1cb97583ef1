"""Agreeing, cancelling in one step, and what the clock does between: announce, then charge, or end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages.actions import say
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.escrow import queueing
from gongdao.stages.escrow.gateways.port import Signed
from gongdao.stages.escrow.mandates import facts, letters, owing, queries, telling, terms
from gongdao.stages.escrow.mandates.models import Charge, Consent, Mandate, Notice, Plan
from gongdao.stages.escrow.mandates.states import CHARGE, MANDATE, PLAN

RENEWING = ("renewal_notice", "renewal_charge")
NO_CONSENT = Words(
    "新价格没有得到您的同意，未扣款。", "you did not agree to the new price; nothing was charged."
)
CLOSED = Words("商家不再提供，未扣款。", "the merchant offers it no more; nothing was charged.")
UNPAID = Words("扣款没有成功。", "the charge did not go through.")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The consumer's own word: an express yes to the words with this digest, and how to pay."""

    agreed: bool
    digest: str
    method: str


@transaction.atomic
def give(*, by: Actor, plan: str, agreement: Agreement, gateway: str, at: datetime) -> Mandate:
    """Subscribe. Only an express yes to exactly what is shown now counts; silence and old words do not."""
    row = queries.plan(plan, by=by)
    allow(by, "mandate.give", marketplace=row.marketplace)
    PLAN.move(row.state, "close", by="seller")
    shown = _agreed(queries.shown(row, at=at), agreement)
    on = facts.day_of(row.law, at)
    next_on = queries.next_of(row, on)
    try:
        mandate = Mandate.objects.create(
            id=mint("mnd", at=at), marketplace=row.marketplace, plan=row, line=row.line,
            consumer=by.party, merchant=row.merchant, gateway=gateway, method=agreement.method,
            state=MANDATE.move(MANDATE.start, "try", by="buyer").to if row.trial_days else MANDATE.start,
            anchor_on=next_on if row.trial_days else on, next_on=next_on, begun_at=at,
        )  # fmt: skip
    except IntegrityError as running:
        raise Refusal(
            "mandate_running", "您已经订阅了这个方案。", "You have this subscription already."
        ) from running
    consent = _consent(mandate, row, shown, at)
    if row.trial_days:
        turn(owed=[owing.notice(mandate, at)])
    else:
        notice = Notice.objects.create(
            marketplace=row.marketplace, mandate=mandate, kind="consent", for_on=on,
            amount_minor=row.price_minor, told_on=on, at=at,
        )  # fmt: skip
        _ask(mandate, consent, notice, at)
    say([letters.consented(mandate, at=at, zh=shown["zh"], en=shown["en"], digest=consent.digest)])
    record([_deed("mandate.given", mandate, by=by.party, at=at, digest=consent.digest)])
    return mandate


@transaction.atomic
def sign(*, by: Actor, signed: Signed) -> Mandate:
    """The gateway says that the consumer let it charge. What waits to be charged is charged now."""
    allow(by, "charge.receive", marketplace=by.marketplace)
    found = queries.locked_many([signed.mandate])
    if not found or found[0].gateway != by.party:
        raise Refusal("mandate_unknown", "没有这个授权。", "There is no such mandate.")
    (row,) = found
    queueing.call(row.id, signed.token, marketplace=row.marketplace)
    for charge in queries.charges(row):
        if charge.state == CHARGE.start and row.state != "ended":
            telling.tell(
                "charge", mandate=row, payment=charge.id, amount=charge.amount, at=signed.at
            )
    record([_deed("mandate.signed", row, by=by.party, at=signed.at)])
    return row


@transaction.atomic
def cancel(*, by: Actor, mandate: str, at: datetime) -> Mandate:
    """Stop it: one step, any time, no fee, no question. A term that is paid for runs to its end."""
    row = queries.locked(mandate, by=by)
    allow(by, "mandate.cancel", marketplace=row.marketplace, buyer=row.consumer)
    row.state, row.cancelled_at = MANDATE.move(row.state, "cancel", by="buyer").to, at
    if row.state == "ending" and not queries.term_is_running(row):
        row.state = MANDATE.move(row.state, "lapse", by=CLOCK).to
    row.ended_at = at if row.state == "ended" else None
    row.save(update_fields=["state", "cancelled_at", "ended_at"])
    turn(done=[Done(kind, row.id, at, "moot") for kind in RENEWING])
    say([letters.cancelled(row, until=row.next_on if row.state == "ending" else None, at=at)])
    record([_deed("mandate.cancelled", row, by=by.party, at=at)])
    return row


@transaction.atomic
def agree(*, by: Actor, mandate: str, agreement: Agreement, at: datetime) -> Mandate:
    """Agree to new terms of the same plan, expressly, as at the beginning."""
    row = queries.locked(mandate, by=by)
    allow(by, "mandate.agree", marketplace=row.marketplace, buyer=row.consumer)
    MANDATE.move(row.state, "cancel", by="buyer")
    new = queries.newest(row.line)
    if new is None or queries.consent_to(row, new):
        raise Refusal(
            "nothing_to_agree", "没有需要您同意的新条款。", "There are no new terms to agree to."
        )
    shown = _agreed(queries.shown_again(row, new), agreement)
    consent = _consent(row, new, shown, at)
    row.plan = new
    row.save(update_fields=["plan"])
    say([letters.consented(row, at=at, zh=shown["zh"], en=shown["en"], digest=consent.digest)])
    record([_deed("mandate.agreed", row, by=by.party, at=at, digest=consent.digest)])
    return row


@transaction.atomic
def announce(*, duties: Sequence[Duty], at: datetime) -> None:
    """The clock announces a renewal in time. Told late, the renewal waits until the days have passed."""
    rows = [
        r for r in queries.locked_many(d.subject for d in duties) if r.state in ("trial", "active")
    ]
    turn(done=[Done(d.kind, d.subject, at, "met") for d in duties])
    told = [(row, _told(row, at)) for row in rows if queries.newest(row.line)]
    turn(owed=[owing.charge(row, at) for row in rows])
    say([letters.announced(row, notice, at=at) for row, notice in told])
    for row, notice in told:
        telling.tell(
            "announce", mandate=row, payment=f"{row.id}/{notice.for_on}",
            amount=Money(row.plan.currency, notice.amount_minor), at=at,
        )  # fmt: skip
    record(
        [
            _deed(
                "renewal.announced", row, by=clock_of(row.marketplace).party, at=at,
                notice=notice.kind, for_on=notice.for_on.isoformat(),
                amount_minor=str(notice.amount_minor),
            )
            for row, notice in told
        ]
    )  # fmt: skip


@transaction.atomic
def renew(*, duties: Sequence[Duty], at: datetime) -> None:
    """The day has come: charge what was agreed and announced; end what was not agreed; never more."""
    rows = [
        r for r in queries.locked_many(d.subject for d in duties) if r.state in ("trial", "active")
    ]
    turn(done=[Done(d.kind, d.subject, at, "met") for d in duties])
    deeds = []
    for row in rows:
        act, why = _renewed(row, at)
        by = clock_of(row.marketplace).party
        deeds.append(_deed(act, row, by=by, at=at, why=why, for_on=row.next_on.isoformat()))
    record(deeds)


@transaction.atomic
def end(*, row: Mandate, act: str, side: str, at: datetime, why: Words | None = None) -> None:
    """It is over; whatever was still to be announced or charged is not."""
    row.state, row.ended_at = MANDATE.move(row.state, act, by=side).to, at
    row.save(update_fields=["state", "ended_at"])
    turn(done=[Done(kind, row.id, at, "moot") for kind in RENEWING])
    say([letters.ended(row, at=at, why=why)] if why else [])
    record([_deed("mandate.ended", row, by=side, at=at)])


def _renewed(row: Mandate, at: datetime) -> tuple[str, Sequence[dict[str, object]]]:
    """What came of a renewal, and the working of the law behind it."""
    new, notice = queries.newest(row.line), queries.notice_for(row, row.next_on)
    if new is None:
        end(row=row, act="lapse", side=CLOCK, at=at, why=CLOSED)
        return "renewal.closed", ()
    if notice is None or notice.told_on > facts.told_by(row.plan, row.next_on).value:
        turn(owed=[owing.notice(row, at)])
        return "renewal.postponed", ()
    consent = queries.consent_to(row, row.plan)
    if consent is None or notice.amount_minor > consent.price_minor:
        end(row=row, act="lapse", side=CLOCK, at=at, why=NO_CONSENT)
        return "renewal.not_agreed", ()
    answer = facts.binds(row.plan, notice, renews_on=row.next_on, consented=True)
    if not answer.value:
        end(row=row, act="lapse", side=CLOCK, at=at, why=NO_CONSENT)
        return "renewal.unlawful", answer.working
    _ask(row, consent, notice, at)
    return "renewal.asked", answer.working


def _told(row: Mandate, at: datetime) -> Notice:
    """The notice of the next renewal. Less than the days there must be, and the day moves, free of charge."""
    on = facts.day_of(row.plan.law, at)
    while on > facts.told_by(row.plan, row.next_on).value:
        row.next_on = row.anchor_on = row.next_on + facts.DAY
    row.save(update_fields=["next_on", "anchor_on"])
    new = queries.newest(row.line)
    assert new
    rises = new.price_minor > row.plan.price_minor and queries.consent_to(row, new) is None
    kind = "price_rise" if rises else "trial_end" if row.state == "trial" else "renewal"
    amount = new.price_minor if rises else min(new.price_minor, row.plan.price_minor)
    notice, _ = Notice.objects.get_or_create(
        mandate=row, for_on=row.next_on,
        defaults={
            "marketplace": row.marketplace, "kind": kind, "amount_minor": amount,
            "told_on": on, "at": at,
        },
    )  # fmt: skip
    return notice


def _agreed(shown: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    """The words that were shown, if the consumer said yes to these and no others."""
    if not agreement.agreed:
        raise Refusal(
            "consent_missing",
            "自动续费须由您自己勾选同意；没有勾选，就没有订阅。",
            "A subscription needs your own express yes; without it there is none.",
        )
    if agreement.digest != terms.digest(shown):
        raise Refusal(
            "terms_changed",
            "您看到的条款已经不是现在的条款，请重新阅读后再决定。",
            "What you read is not what holds now; read it again and decide then.",
        )
    return shown


def _consent(row: Mandate, plan: Plan, shown: dict[str, Any], at: datetime) -> Consent:
    return Consent.objects.create(
        marketplace=row.marketplace, mandate=row, plan=plan, price_minor=plan.price_minor,
        shown=shown, digest=terms.digest(shown), at=at,
    )  # fmt: skip


def _ask(row: Mandate, consent: Consent, notice: Notice, at: datetime) -> Charge:
    """Ask the gateway for a term's price. The row cannot exist without consent and notice."""
    plan = row.plan
    charge = Charge.objects.create(
        id=mint("chg", at=at, salt=f"{row.id}/{notice.for_on}"), marketplace=row.marketplace,
        mandate=row, consent=consent, notice=notice, for_on=notice.for_on,
        until_on=_until(row, notice.for_on), told_on=notice.told_on, currency=plan.currency,
        amount_minor=notice.amount_minor, agreed_minor=consent.price_minor, asked_at=at,
        state=CHARGE.start,
    )  # fmt: skip
    turn(owed=[owing.answer(charge, at)])
    telling.tell("charge", mandate=row, payment=charge.id, amount=charge.amount, at=at)
    return charge


def _until(row: Mandate, for_on: date) -> date:
    return terms.following(row.anchor_on, for_on, row.plan.every_months)


def _deed(
    act: str, row: Mandate, *, by: str, at: datetime, why: Sequence[dict[str, object]] = (),
    **data: str,
) -> Deed:  # fmt: skip
    return Deed(
        act, row.id, by=by, marketplace=row.marketplace, at=at, why=why,
        data={"plan": row.plan_id, **data},
    )  # fmt: skip
