"""Every read of plans and mandates, access included."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, NoReturn

from django.db.models import QuerySet

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor, may
from gongdao.stages.escrow.mandates import facts, terms
from gongdao.stages.escrow.mandates.models import Charge, Consent, Mandate, Notice, Plan

DESK = {"platform", "officer", "arbiter", "senior"}


def plan(ref: str, *, by: Actor) -> Plan:
    """A plan of the actor's marketplace; whoever may buy it may read it."""
    row = Plan.objects.filter(pk=expect("pln", ref), marketplace=by.marketplace).first()
    return row or _unknown("pln")


def plans(*, by: Actor, mine: bool, most: int = 100) -> list[Plan]:
    """What is offered in the marketplace, or all terms of a merchant's own plans, newest first."""
    rows = Plan.objects.filter(marketplace=by.marketplace)
    rows = rows.filter(merchant=by.party) if mine else rows.filter(state="offered")
    return list(rows.order_by("-id")[:most])


def newest(line: str) -> Plan | None:
    """The terms of a line that are offered now; none where it was closed."""
    return Plan.objects.filter(line=line, state="offered").first()


def shown(row: Plan, *, at: datetime) -> dict[str, Any]:
    """What a consumer who subscribes now agrees to."""
    on = facts.day_of(row.law, at)
    first = on + timedelta(days=row.trial_days)
    return _shown(row, first=first, next_on=terms.months_after(first, row.every_months))


def shown_again(row: Mandate, new: Plan) -> dict[str, Any]:
    """What a subscriber who agrees to new terms agrees to, from the next renewal on."""
    next_on = terms.following(row.anchor_on, row.next_on, new.every_months)
    return _shown(new, first=row.next_on, next_on=next_on)


def next_of(row: Plan, on: date) -> date:
    """The day of the next charge of somebody who agrees today: after the trial, or after a term."""
    if row.trial_days:
        return on + timedelta(days=row.trial_days)
    return terms.months_after(on, row.every_months)


def see(ref: str, *, by: Actor) -> Mandate:
    """A mandate of the consumer's or the merchant's own."""
    return _seen(_mandates().filter(pk=expect("mnd", ref)), by=by)


def locked(ref: str, *, by: Actor) -> Mandate:
    """The same, locked."""
    rows = _mandates().select_for_update(of=("self",))
    return _seen(rows.filter(pk=expect("mnd", ref)), by=by)


def locked_many(refs: Iterable[str]) -> list[Mandate]:
    """Mandates by reference, locked in one order; for the clock."""
    rows = _mandates().select_for_update(of=("self",)).filter(pk__in=set(refs))
    return list(rows.order_by("pk"))


def locked_charges(refs: Iterable[str]) -> list[Charge]:
    """Charges with their mandates, both locked in one order."""
    rows = Charge.objects.select_for_update(of=("self", "mandate"))
    rows = rows.select_related("mandate__plan").filter(pk__in=set(refs))
    return list(rows.order_by("mandate_id", "pk"))


def page(*, by: Actor, after: str = "", most: int = 50) -> list[Mandate]:
    """The actor's mandates, newest first, from a cursor on; staff see all."""
    rows = _mandates().filter(marketplace=by.marketplace)
    if not by.roles & DESK:
        rows = rows.filter(consumer=by.party) | rows.filter(merchant=by.party)
    rows = rows.filter(id__lt=after) if after else rows
    return list(rows.order_by("-id")[:most])


def charge(ref: str) -> Charge | None:
    """One charge with its mandate and plan."""
    return Charge.objects.select_related("mandate__plan").filter(pk=ref).first()


def mandate(ref: str) -> Mandate | None:
    """One mandate with its plan; for the gateway's door."""
    return _mandates().filter(pk=ref).first()


def charges(row: Mandate) -> list[Charge]:
    """Every charge of a mandate, oldest first."""
    return list(Charge.objects.filter(mandate=row).select_related("mandate").order_by("for_on"))


def term_is_running(row: Mandate) -> bool:
    """Whether a term is paid for and not over."""
    return Charge.objects.filter(mandate=row, state="captured").exists()


def notices(row: Mandate) -> list[Notice]:
    """Every notice of a mandate, oldest first."""
    return list(Notice.objects.filter(mandate=row).order_by("for_on"))


def consents(row: Mandate) -> list[Consent]:
    """Everything the consumer agreed to, oldest first."""
    return list(Consent.objects.filter(mandate=row).order_by("id"))


def consent_to(row: Mandate, terms_of: Plan) -> Consent | None:
    """The consent to these terms, if there is one."""
    return Consent.objects.filter(mandate=row, plan=terms_of).first()


def notice_for(row: Mandate, on: date) -> Notice | None:
    """The notice of the renewal of a day."""
    return Notice.objects.filter(mandate=row, for_on=on).first()


def known(refs: Iterable[str]) -> set[str]:
    """Which of these references are mandates that are there."""
    return set(Mandate.objects.filter(pk__in=set(refs)).values_list("id", flat=True))


def _shown(row: Plan, *, first: date, next_on: date) -> dict[str, Any]:
    lead = (next_on - facts.told_by(row, next_on).value).days
    return terms.shown(row, first=first, next_on=next_on, lead=lead)


def _mandates() -> QuerySet[Mandate]:
    return Mandate.objects.select_related("plan")


def _seen(rows: QuerySet[Mandate], *, by: Actor) -> Mandate:
    row = rows.filter(marketplace=by.marketplace).first() or _unknown("mnd")
    if not may(
        by, "mandate.see", marketplace=row.marketplace, buyer=row.consumer, seller=row.merchant
    ):
        _unknown("mnd")
    return row


def _unknown(kind: str) -> NoReturn:
    expect(kind, "")
    raise Refusal("mandate_unknown", "没有这个授权。", "There is no such mandate.")
