"""Everything that can happen to an application to sell: filed, decided, refused, appealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from gongdao.kernel.machine import CLOCK, Move
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import facts, likes, owing, queries, showing
from gongdao.stages.admission.models import Application, Paper, Trace, Waiver
from gongdao.stages.admission.particulars import Particulars, refuse_unreal, refuse_wrong_code
from gongdao.stages.admission.reasons import refuse_no_reason, refuse_same_person
from gongdao.stages.admission.states import APPLICATION, OVER, SELLING, UNDER_REVIEW

ARCHIVE = "platform archive"
REASON_MOST, PLEA_MOST = 400, 2_000
AWAITED = {
    "filed": ("application_review", "missing_papers"),
    "reopened": ("application_review", "missing_papers"),
    "refused": ("time_to_contest",),
    "appealed": ("refusal_appeal",),
    "limited": ("turnover_watch", "registration"),
}
"""The duties that may be open in each state, and end with it."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A merchant whose papers the platform keeps in an archive of its own asks to sell here.

    The archive that keeps the file verifies it, and verifies it again. Doors do not make wishes:
    whoever comes through a door applies with particulars and papers.
    """

    by: Actor
    at: datetime
    shop_zh: str
    shop_en: str
    credit_code: str
    archive: str = ARCHIVE


@transaction.atomic
def file(*, wishes: Sequence[Wish]) -> list[Application]:
    """Take over merchants from another archive. A wrong code, or one another shop uses, is refused."""
    for item, wish in enumerate(wishes):
        allow(wish.by, "application.file", marketplace=wish.by.marketplace)
        refuse_wrong_code(wish.credit_code, item=item)
    codes = {wish.credit_code: item for item, wish in enumerate(wishes)}
    applicants = {wish.by.party: item for item, wish in enumerate(wishes)}
    queries.refuse_known(wishes[0].by.marketplace, codes, applicants)
    filed = Application.objects.bulk_create(
        Application(
            id=mint("app", at=wish.at, salt=wish.by.party),
            marketplace=wish.by.marketplace,
            applicant=wish.by.party,
            shop_zh=wish.shop_zh,
            shop_en=wish.shop_en,
            credit_code=wish.credit_code,
            archive=wish.archive,
            filed_at=wish.at,
        )
        for wish in wishes
    )
    record([_deed("application.filed", a, by=a.applicant, at=a.filed_at) for a in filed])
    return filed


@transaction.atomic
def apply(*, by: Actor, said: Particulars, at: datetime, master: MasterKey) -> Application:
    """A merchant applies to sell. Its people go into the vault; what is lacking is owed from now on."""
    allow(by, "application.file", marketplace=by.marketplace)
    refuse_unreal(said)
    queries.refuse_known(by.marketplace, {said.credit_code: 0}, {by.party: 0})
    row = Application.objects.create(
        id=mint("app", at=at), marketplace=by.marketplace, applicant=by.party, filed_at=at,
        **said.public,
    )  # fmt: skip
    person = {name: value.strip() for name, value in said.person.items()}
    vault.put(
        marketplace=row.marketplace, people=[vault.Person(row.id, person)], at=at, master=master
    )
    Trace.objects.bulk_create(likes.traces(row, person, master=master))
    turn(owed=[owing.whose_turn(row, at=at)])
    record([_deed("application.filed", row, by=by.party, at=at)])
    return row


@transaction.atomic
def withdraw(*, by: Actor, application: str, at: datetime) -> Application:
    """The merchant does not want to sell here after all."""
    row = queries.locked(application, by=by)
    side = allow(by, "application.withdraw", marketplace=row.marketplace, applicant=row.applicant)
    turn(done=_over(row, at, "moot"))
    _move(row, APPLICATION.move(row.state, "withdraw", by=side), by=by, at=at, reason="")
    row.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    record([_deed("application.withdrawn", row, by=by.party, at=at)])
    return row


@transaction.atomic
def decide(*, by: Actor, applications: Sequence[str], act: str, reason: str, at: datetime) -> None:
    """Admit, admit as a small seller, or refuse, with a reason. Nobody sells before this."""
    rows = queries.for_decision(applications, by=by)
    refuse_no_reason(reason)
    owed: list[Owed] = []
    done: list[Done] = []
    for row in rows:
        allow(by, "application.decide", marketplace=row.marketplace)
        move = APPLICATION.move(row.state, act, by="platform")
        if row.state == "reopened" and row.decided_by == by.party:
            refuse_same_person()
        if move.to in SELLING:
            _refuse_incomplete(row, act, at=at)
        owed += [] if row.archive else _owed_after(row, move, at)
        done += [] if row.archive else _over(row, at, "")
        _move(row, move, by=by, at=at, reason=reason)
    Application.objects.bulk_update(
        rows, ["state", "decided_at", "decided_by", "reason", "verified_at"]
    )
    turn(done=done)
    turn(owed=owed)
    for row in rows:
        if row.state in SELLING and not row.archive:
            showing.publish(row, by=by, at=at)
    record(
        [_deed(f"application.{row.state}", row, by=by.party, at=at, reason=reason) for row in rows]
    )


@transaction.atomic
def appeal(*, by: Actor, application: str, plea: str, at: datetime) -> Application:
    """The merchant contests a refusal; somebody else than who refused will decide."""
    row = queries.locked(application, by=by)
    side = allow(by, "application.appeal", marketplace=row.marketplace, applicant=row.applicant)
    refuse_no_reason(plea)
    move = APPLICATION.move(row.state, "appeal", by=side)
    row.state, row.plea = move.to, plea.strip()[:PLEA_MOST]
    row.save(update_fields=["state", "plea"])
    turn(
        done=[Done("time_to_contest", row.id, at)], owed=[owing.step("refusal_appeal", row, at=at)]
    )
    record([_deed("application.appealed", row, by=by.party, at=at)])
    return row


@transaction.atomic
def decide_appeal(
    *, by: Actor, application: str, act: str, reason: str, at: datetime
) -> Application:
    """Uphold or overturn a refusal, with a reason; never by the person who refused."""
    (row,) = queries.for_decision([application], by=by)
    allow(by, "application.overrule", marketplace=row.marketplace)
    refuse_no_reason(reason)
    move = APPLICATION.move(row.state, act, by="platform")
    if row.decided_by == by.party:
        refuse_same_person()
    row.state, row.reason, row.decided_at = move.to, reason.strip()[:REASON_MOST], at
    row.save(update_fields=["state", "reason", "decided_at"])
    _drop_papers(row, at=at)
    turn(done=[Done("refusal_appeal", row.id, at)], owed=_owed_after(row, move, at))
    record([_deed(f"application.{row.state}", row, by=by.party, at=at, reason=reason)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """A time ran out: the review, the merchant's papers, the time to contest, or the appeal."""
    turn(done=[Done(d.kind, d.subject, at, "missed") for d in duties])
    kinds = {duty.subject: duty.kind for duty in duties}
    deeds = []
    for row in queries.locked_many(kinds):
        if kinds[row.id] in AWAITED.get(row.state, ()):
            move = APPLICATION.move(row.state, "lapse", by=CLOCK)
            reason = _late(row, at)
            turn(done=_over(row, at, "moot"))
            _move(row, move, by=clock_of(row.marketplace), at=at, reason=reason)
            row.save(update_fields=["state", "decided_at", "decided_by", "reason"])
            turn(owed=_owed_after(row, move, at))
            deeds.append(_deed(f"application.{row.state}", row, by=CLOCK, at=at, reason=reason))
    record(deeds)


def _refuse_incomplete(row: Application, act: str, *, at: datetime) -> None:
    if row.archive:
        return
    law = facts.law_of(row.marketplace)
    register = facts.registration(row, law=law, on=facts.day_of(law, at))
    if (act == "admit_limited") != (row.form == "unregistered") or (
        act == "admit_limited" and register.value
    ):
        raise Refusal(
            "registration_required",
            "不办理登记只能有限准入，且须在小额标准之内、不涉及许可；其他商家应当登记。",
            "Without registration a seller is admitted as a small one only, below the threshold and "
            "without goods that need a permit; everybody else registers.",
            cites=register.cites,
        )
    lacking = [line for line in queries.checklist(row, at=at) if not line.settled]
    if lacking:
        raise Refusal(
            "application_incomplete",
            f"还有{len(lacking)}项未了：{'、'.join(line.requirement.name.zh for line in lacking)}。",
            f"{len(lacking)} items are open: {'; '.join(line.requirement.name.en for line in lacking)}.",
            cites=lacking[0].requirement.cites,
        )


def _owed_after(row: Application, move: Move, at: datetime) -> list[Owed]:
    """What begins with a move: the time to contest, the review anew, or the next verification."""
    if move.owed == "application_review":
        return [owing.whose_turn(row, at=at)]
    if move.owed == "reverification":
        watch = [owing.step("turnover_watch", row, at=at)] if move.to == "limited" else []
        papers = [p for p in queries.papers(row.id) if p.state == "accepted"]
        return [*owing.verification(row, at=at), *owing.renewal(row, papers, at=at), *watch]
    return [owing.step(move.owed, row, at=at)] if move.owed else []


def _over(row: Application, at: datetime, outcome: str) -> list[Done]:
    """What was waited for in the state that is left."""
    return [
        Done(kind, row.id, at, "moot" if kind in ("missing_papers", "turnover_watch") else outcome)
        for kind in AWAITED.get(row.state, ())
    ]


def _move(row: Application, move: Move, *, by: Actor, at: datetime, reason: str) -> None:
    appeal_of = move.state in ("refused", "appealed")
    row.state, row.decided_at = move.to, at
    row.decided_by = row.decided_by if appeal_of else by.party
    row.reason = reason.strip()[:REASON_MOST]
    if move.to in SELLING:
        row.verified_at = at
    _drop_papers(row, at=at)


def _drop_papers(row: Application, *, at: datetime) -> None:
    """What nobody looked at lapses with the application."""
    if row.state in OVER:
        Paper.objects.filter(application=row, state="supplied").update(
            state="lapsed", decided_at=at
        )
        Waiver.objects.filter(application=row, state="proposed").update(
            state="lapsed", decided_at=at
        )


def _late(row: Application, at: datetime) -> str:
    if row.state not in UNDER_REVIEW:
        return row.reason
    if any(line.status == "missing" for line in queries.checklist(row, at=at)):
        return "材料逾期未补齐 papers not supplied in time"
    return "平台逾期未审核，可以申诉 not reviewed in time; you may appeal"


def _deed(act: str, row: Application, *, by: str, at: datetime, reason: str = "") -> Deed:
    data: dict[str, Any] = {"reason": reason} if reason else {"credit_code": row.credit_code}
    if row.form == "unregistered":
        data.pop("credit_code", None)
    return Deed(act, row.id, by=by, marketplace=row.marketplace, at=at, data=data)
