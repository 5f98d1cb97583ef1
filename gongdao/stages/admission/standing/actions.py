"""Suspending and lifting, leaving and expelling, and verifying again in time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import expect, mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.admission import facts, owing, queries, showing
from gongdao.stages.admission.models import REASON, Application, Paper, Suspension
from gongdao.stages.admission.reasons import refuse_no_reason
from gongdao.stages.admission.states import APPLICATION, PAPER, SELLING, SUSPENSION

CAUSES: Mapping[str, Words] = {
    "breach": Words("违反规则或者法律", "breach of rules or law"),
    "expired": Words("证照到期", "a paper ran out"),
    "unverified": Words("逾期未核验", "not verified again in time"),
    "unregistered": Words("超过小额标准未登记", "no longer small, and not registered"),
}
OF_STANDING = ("reverification", "expiry_notice", "turnover_watch", "registration")


@transaction.atomic
def suspend(*, by: Actor, application: str, reason: str, at: datetime) -> Suspension:
    """The merchant sells nothing until it is lifted; what it sold already is performed all the same."""
    row = queries.locked(application, by=by)
    allow(by, "application.suspend", marketplace=row.marketplace)
    refuse_no_reason(reason)
    _refuse_not_selling(row)
    made = _suspended(row, "breach", reason, by=by.party, at=at)
    record([_deed("merchant.suspended", made, by=by.party, at=at)])
    return made


@transaction.atomic
def lift(*, by: Actor, suspension: str, reason: str, at: datetime) -> Suspension:
    """What led to the suspension is put right: the merchant sells again, if nothing else stands."""
    row = _locked(suspension, by=by)
    allow(by, "application.suspend", marketplace=row.marketplace)
    refuse_no_reason(reason)
    move = SUSPENSION.move(row.state, "lift", by="platform")
    _refuse_still_wrong(row, at=at)
    row.state, row.ended_at = move.to, at
    row.save(update_fields=["state", "ended_at"])
    turn(done=[Done("put_right", row.id, at)])
    record([_deed("merchant.suspension_lifted", row, by=by.party, at=at, reason=reason)])
    return row


@transaction.atomic
def expel(*, by: Actor, application: str, reason: str, at: datetime) -> Application:
    """The merchant has to go, for a reason; whoever comes back under another name is recognised."""
    row = queries.locked(application, by=by)
    allow(by, "application.suspend", marketplace=row.marketplace)
    refuse_no_reason(reason)
    row.reason = reason.strip()[:REASON]
    _end(row, "expel", by=by, side="platform", at=at)
    record([_ended("merchant.expelled", row, by=by.party, at=at, reason=reason)])
    return row


@transaction.atomic
def leave(*, by: Actor, application: str, at: datetime) -> Application:
    """The merchant leaves on its own; its file is kept as long as the law has it kept."""
    row = queries.locked(application, by=by)
    side = allow(by, "application.leave", marketplace=row.marketplace, applicant=row.applicant)
    _end(row, "leave", by=by, side=side, at=at)
    record([_ended("merchant.left", row, by=by.party, at=at)])
    return row


@transaction.atomic
def confirm(*, by: Actor, application: str, at: datetime) -> Application:
    """The merchant says that its particulars are still true; the platform verifies them after that."""
    row = queries.locked(application, by=by)
    allow(by, "application.supply", marketplace=row.marketplace, applicant=row.applicant)
    _refuse_not_selling(row)
    row.confirmed_at = at
    row.save(update_fields=["confirmed_at"])
    record([_ended("merchant.confirmed", row, by=by.party, at=at)])
    return row


@transaction.atomic
def verify(*, by: Actor, application: str, at: datetime) -> Application:
    """The platform has verified the particulars again: the next time is counted from today."""
    row = queries.locked(application, by=by)
    allow(by, "application.decide", marketplace=row.marketplace)
    _refuse_not_selling(row)
    lacking = [line for line in queries.checklist(row, at=at) if not line.settled]
    if lacking or not (row.confirmed_at and row.verified_at and row.confirmed_at > row.verified_at):
        names = [line.requirement.name for line in lacking] or [
            Words("商家确认信息仍然真实", "the merchant's word that its particulars are still true")
        ]
        raise Refusal(
            "application_incomplete",
            f"核验还缺：{'、'.join(each.zh for each in names)}。",
            f"To be verified it lacks: {'; '.join(each.en for each in names)}.",
        )
    row.verified_at = at
    row.save(update_fields=["verified_at"])
    unverified = Suspension.objects.filter(application=row, cause="unverified", state="standing")
    over = [Done("put_right", each.id, at) for each in unverified]
    unverified.update(state=SUSPENSION.move("standing", "lift", by="platform").to, ended_at=at)
    turn(
        done=[
            *over, Done("reverification", row.id, at), Done("expiry_notice", row.id, at, "moot")
        ]
    )  # fmt: skip
    turn(owed=owing.verification(row, at=at))
    record([_ended("merchant.verified", row, by=by.party, at=at)])
    return row


@transaction.atomic
def remind(*, duties: Sequence[Duty], at: datetime) -> None:
    """Tell merchants what runs out soon: a paper, or the time since they were last verified."""
    papers = {p.id: p for p in Paper.objects.filter(pk__in=[d.subject for d in duties])}
    rows = {row.id: row for row in queries.locked_many(d.about for d in duties)}
    told = [
        (rows[d.about], papers.get(d.subject)) for d in duties if rows[d.about].state in SELLING
    ]
    say([_reminder(row, paper, at=at) for row, paper in told])
    turn(done=[Done("expiry_notice", d.subject, at, "met") for d in duties])
    record([_ended("merchant.reminded", row, by=CLOCK, at=at) for row, _ in told])


@transaction.atomic
def expire(*, duties: Sequence[Duty], at: datetime) -> None:
    """Papers ran out and were not renewed: their merchants sell nothing from this moment on."""
    rows = {row.id: row for row in queries.locked_many(d.about for d in duties)}
    papers = Paper.objects.select_for_update().filter(
        pk__in=[d.subject for d in duties], state="accepted"
    )
    turn(done=[Done("expiry", d.subject, at, "missed") for d in duties])
    made = []
    for paper in papers.order_by("pk"):
        paper.state = PAPER.move(paper.state, "lapse", by=CLOCK).to
        paper.save(update_fields=["state"])
        row = rows[paper.application_id]
        if row.state in SELLING:
            reason = f"{paper.expires_on} 到期 ran out: {paper.item}"
            made.append(_suspended(row, "expired", reason, by=CLOCK, at=at, item=paper.item))
    record([_deed("merchant.suspended", each, by=CLOCK, at=at) for each in made])


@transaction.atomic
def unverified(*, duties: Sequence[Duty], at: datetime) -> None:
    """Six months went by and nobody verified the particulars: nothing is sold on stale ones."""
    _suspend_all(
        duties, "reverification", "unverified", "逾期未核验 not verified again in time", at
    )
    rows = Suspension.objects.filter(began_at=at, began_by=CLOCK, cause="unverified")
    found = rows.filter(application__in=[d.subject for d in duties])
    record([_deed("merchant.suspended", row, by=CLOCK, at=at) for row in found])


@transaction.atomic
def unregistered(*, duties: Sequence[Duty], at: datetime) -> None:
    """A seller no longer small did not register in time."""
    _suspend_all(duties, "registration", "unregistered", "超过小额标准未登记 not registered", at)
    rows = Suspension.objects.filter(began_at=at, began_by=CLOCK, cause="unregistered")
    found = rows.filter(application__in=[d.subject for d in duties])
    record([_deed("merchant.suspended", row, by=CLOCK, at=at) for row in found])


@transaction.atomic
def end(*, duties: Sequence[Duty], at: datetime) -> None:
    """Suspensions that were not put right in time: the merchants leave."""
    turn(done=[Done("put_right", d.subject, at, "missed") for d in duties])
    rows = Suspension.objects.select_for_update(of=("self",)).select_related("application")
    deeds = []
    for row in rows.filter(pk__in=[d.subject for d in duties], state="standing").order_by("pk"):
        row.state, row.ended_at = SUSPENSION.move(row.state, "lapse", by=CLOCK).to, at
        row.save(update_fields=["state", "ended_at"])
        application = Application.objects.select_for_update().get(pk=row.application_id)
        if application.state in SELLING:
            _end(application, "lapse", by=clock_of(row.marketplace), side=CLOCK, at=at)
            deeds.append(_ended("merchant.left", application, by=CLOCK, at=at))
    record(deeds)


@transaction.atomic
def watch(*, duties: Sequence[Duty], turnover: Mapping[str, int], at: datetime) -> None:
    """Small sellers whose turnover of the year is over the threshold are told to register.

    `turnover` is what each merchant sold here this year, in minor units, as the orders say it.
    """
    turn(done=[Done("turnover_watch", d.subject, at, "met") for d in duties])
    deeds = []
    for row in queries.locked_many(d.subject for d in duties):
        if row.state != "limited":
            continue
        law = facts.law_of(row.marketplace)
        sold = max(turnover.get(row.applicant, 0), row.yearly_sales_minor)
        answer = facts.registration(row, law=law, on=facts.day_of(law, at), sales=sold)
        turn(owed=[owing.step("turnover_watch", row, at=at)])
        if answer.value:
            turn(owed=[owing.step("registration", row, at=at)])
            deeds.append(_ended("merchant.told_to_register", row, by=CLOCK, at=at))
            say([_told(row, Words(f"您今年的交易额已超过小额标准，请办理登记：{answer.sentence.zh}",
                f"Your turnover this year is over the threshold; please register. {answer.sentence.en}"), at=at)])  # fmt: skip
    record(deeds)


def _suspend_all(duties: Sequence[Duty], kind: str, cause: str, reason: str, at: datetime) -> None:
    turn(done=[Done(kind, d.subject, at, "missed") for d in duties])
    for row in queries.locked_many(d.subject for d in duties):
        if row.state in SELLING:
            _suspended(row, cause, reason, by=CLOCK, at=at)


def _suspended(
    row: Application, cause: str, reason: str, *, by: str, at: datetime, item: str = ""
) -> Suspension:
    if any(s.cause == cause and s.item == item for s in queries.standing(row.id)):
        raise Refusal(
            "suspended_already", "该商家已因此暂停。", "The merchant is suspended for this."
        )
    made = Suspension.objects.create(
        id=mint("sus", at=at), marketplace=row.marketplace, application=row, cause=cause,
        item=item, reason=reason.strip()[:REASON], began_at=at, began_by=by,
    )  # fmt: skip
    turn(owed=[owing.step("put_right", row, at=at, subject=made.id)])
    called = CAUSES[cause]
    say(
        [
            _told(
                row,
                Words(f"您的店铺已暂停：{called.zh}", f"Your shop is suspended: {called.en}"),
                at=at,
            )
        ]
    )
    return made


def _end(row: Application, act: str, *, by: Actor, side: str, at: datetime) -> None:
    """An admission is over: nothing more is owed about it, and nothing personal is shown any more."""
    row.state, row.decided_at = APPLICATION.move(row.state, act, by=side).to, at
    row.save(update_fields=["state", "decided_at", "reason"])
    standing = Suspension.objects.filter(application=row, state="standing")
    over = [Done("put_right", each.id, at, "moot") for each in standing]
    standing.update(state="lasting", ended_at=at)
    papers = [p.id for p in queries.papers(row.id)]
    over += [Done(kind, ref, at, "moot") for ref in papers for kind in ("expiry", "expiry_notice")]
    turn(done=[*over, *(Done(kind, row.id, at, "moot") for kind in OF_STANDING)])
    if not row.archive:
        showing.conceal(row, by=by, at=at)


def _refuse_not_selling(row: Application) -> None:
    if row.state not in SELLING:
        raise Refusal(
            "merchant_not_admitted_now",
            "该商家目前没有准入。",
            "This merchant is not admitted now.",
        )


def _refuse_still_wrong(row: Suspension, *, at: datetime) -> None:
    if row.cause == "breach":
        return
    application = row.application
    wrong = {
        "expired": any(
            line.item == row.item and not line.settled
            for line in queries.checklist(application, at=at)
        ),
        "unverified": True,
        "unregistered": application.form == "unregistered",
    }
    if wrong[row.cause]:
        raise Refusal(
            "still_wrong",
            "暂停的原因还没有消除：请先更换证照、完成核验或者登记。",
            "What led to the suspension is not put right: renew the paper, verify, or register first.",
        )


def _locked(suspension: str, *, by: Actor) -> Suspension:
    rows = Suspension.objects.select_for_update(of=("self",)).select_related("application")
    row = rows.filter(pk=expect("sus", suspension), marketplace=by.marketplace).first()
    if row is None:
        expect("sus", "")
        raise AssertionError
    return row


def _reminder(row: Application, paper: Paper | None, *, at: datetime) -> Said:
    if paper:
        words = Words(
            f"您的证照（{paper.item}）将于 {paper.expires_on} 到期，请及时更换，否则店铺将自动暂停。",
            f"Your paper ({paper.item}) runs out on {paper.expires_on}; renew it, or the shop is suspended.",
        )
    else:
        words = Words(
            "请核对并确认您的主体信息，平台至少每六个月核验一次；逾期店铺将自动暂停。",
            "Please check and confirm your particulars: they are verified every six months, or the "
            "shop is suspended.",
        )
    return _told(row, words, at=at)


def _told(row: Application, words: Words, *, at: datetime) -> Said:
    return Said(row.id, row.marketplace, (row.applicant,), row.marketplace, at, words)


def _deed(act: str, row: Suspension, *, by: str, at: datetime, reason: str = "") -> Deed:
    data = {"cause": row.cause, "item": row.item, "reason": reason or row.reason}
    return Deed(
        act, row.id, about=row.application_id, by=by, marketplace=row.marketplace, at=at, data=data
    )


def _ended(act: str, row: Application, *, by: str, at: datetime, reason: str = "") -> Deed:
    data = {"reason": reason} if reason else {}
    return Deed(act, row.id, by=by, marketplace=row.marketplace, at=at, data=data)
