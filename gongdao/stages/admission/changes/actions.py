"""A merchant reports what has changed; nothing of it shows or counts before somebody has verified it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import expect, mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import facts, likes, owing, queries, showing
from gongdao.stages.admission.models import REASON, Application, Change, Trace
from gongdao.stages.admission.particulars import (
    FIELDS,
    Particulars,
    refuse_disguised,
    refuse_unreal_registration,
    refuse_wrong_person,
)
from gongdao.stages.admission.reasons import refuse_no_reason
from gongdao.stages.admission.states import CHANGE, SELLING


@dataclass(frozen=True, slots=True)
class Changed:
    """What is different from a day on: only what is named changes."""

    changed_on: date
    public: Mapping[str, Any] = field(default_factory=dict)
    person: Mapping[str, str] = field(default_factory=dict, repr=False)


@transaction.atomic
def report(
    *, by: Actor, application: str, changed: Changed, at: datetime, master: MasterKey
) -> Change:
    """Report a change. The law says within how many working days; a late report is marked so."""
    row = queries.locked(application, by=by)
    allow(by, "application.change", marketplace=row.marketplace, applicant=row.applicant)
    if "bank_account" in changed.person:
        allow(by, "bank_account.change", marketplace=row.marketplace, applicant=row.applicant)
    _refuse_not_now(row)
    law = facts.law_of(row.marketplace)
    _refuse_nothing(changed, on=facts.day_of(law, at))
    person = {name: value.strip() for name, value in changed.person.items()}
    _refuse_unreal(row, changed.public, person)
    by_when = facts.change_reported_by(changed.changed_on, law=law).value
    assert by_when
    made = Change.objects.create(
        id=mint("cop", at=at), marketplace=row.marketplace, application=row,
        said=dict(changed.public), fields=sorted(person), changed_on=changed.changed_on,
        late=facts.day_of(law, at) > by_when, reported_at=at,
    )  # fmt: skip
    if person:
        vault.put(
            marketplace=row.marketplace,
            people=[vault.Person(made.id, person)],
            at=at,
            master=master,
        )
    turn(owed=[owing.change_check(row, made.id, at=at)])
    record([_deed("change.reported", made, by=by.party, at=at)])
    return made


@transaction.atomic
def decide(
    *, by: Actor, change: str, act: str, reason: str, at: datetime, master: MasterKey
) -> Change:
    """Somebody has verified the change: it is made, and shown, or it is not."""
    made = _locked(change, by=by)
    allow(by, "application.decide", marketplace=made.marketplace)
    move = CHANGE.move(made.state, act, by="platform")
    if move.to == "rejected":
        refuse_no_reason(reason)
    made.state, made.decided_at, made.decided_by = move.to, at, by.party
    made.reason = reason.strip()[:REASON]
    made.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    if move.to == "made":
        _make(made, by=by, at=at, master=master)
    turn(done=[Done("change_check", made.id, at)])
    record([_deed(f"change.{made.state}", made, by=by.party, at=at)])
    return made


@transaction.atomic
def lapse(*, duties: list[Duty], at: datetime) -> None:
    """Nobody verified them in time: they are not made, and the platform was late."""
    rows = Change.objects.select_for_update().filter(
        pk__in=[d.subject for d in duties], state="reported"
    )
    lapsed = list(rows.order_by("pk"))
    for row in lapsed:
        row.state, row.decided_at = CHANGE.move(row.state, "lapse", by=CLOCK).to, at
    Change.objects.bulk_update(lapsed, ["state", "decided_at"])
    turn(done=[Done("change_check", d.subject, at, "missed") for d in duties])
    record([_deed("change.lapsed", row, by=CLOCK, at=at) for row in lapsed])


def _make(made: Change, *, by: Actor, at: datetime, master: MasterKey) -> None:
    row = Application.objects.select_for_update().get(pk=made.application_id)
    if code := str(made.said.get("credit_code", "")):
        queries.refuse_known(row.marketplace, {code: 0} if code != row.credit_code else {}, {})
    for name, value in made.said.items():
        setattr(row, name, value)
    row.save(update_fields=list(made.said))
    why = f"变更核验通过 change {made.id} verified"
    person = {
        name: vault.reveal(
            by=by.party, subject=made.id, field=name, reason=why, at=at, master=master
        )
        for name in made.fields
    }
    if person:
        vault.put(
            marketplace=row.marketplace, people=[vault.Person(row.id, person)], at=at, master=master
        )
    fresh = likes.traces(row, person, master=master)
    Trace.objects.filter(application=row, kind__in=[trace.kind for trace in fresh]).delete()
    Trace.objects.bulk_create(fresh)
    showing.publish(row, by=by, at=at)


def _refuse_not_now(row: Application) -> None:
    if row.state not in SELLING or row.archive:
        raise Refusal(
            "change_not_now",
            "准入之后才能报送变更；档案存于别处的，请在那里变更。",
            "Changes are reported after admission, and where the merchant's file is kept.",
        )
    if any(change.state == "reported" for change in queries.changes(row.id)):
        raise Refusal(
            "change_waits", "已有一项变更待核验。", "A change waits to be verified already."
        )


def _refuse_nothing(changed: Changed, *, on: date) -> None:
    public = {each.name for each in fields(Particulars)} - {"person"}
    if not (changed.public or changed.person) or not set(changed.public) <= public:
        raise Refusal(
            "change_missing",
            "请写明变更了什么；只能变更申请表里的项目。",
            "Say what changed; only what stands in the application can.",
        )
    if changed.changed_on > on:
        raise Refusal(
            "changed_in_future_wrong", "变更日期不能晚于今天。", "A change lies in the past."
        )


def _refuse_unreal(row: Application, public: Mapping[str, Any], person: Mapping[str, str]) -> None:
    for text in person.values():
        refuse_disguised(text)
    refuse_wrong_person(person, needed=tuple(name for name in person if name in FIELDS))
    now = {name: getattr(row, name) for name in
           (each.name for each in fields(Particulars) if each.name != "person")}  # fmt: skip
    as_said = now | dict(public)
    said = Particulars(
        **{
            **as_said,
            "categories": tuple(as_said["categories"]),
            "brands": tuple(as_said["brands"]),
        },
        person={},
    )
    refuse_unreal_registration(said)


def _locked(change: str, *, by: Actor) -> Change:
    rows = Change.objects.select_for_update().filter(marketplace=by.marketplace)
    row = rows.filter(pk=expect("cop", change)).first()
    if row is None:
        expect("cop", "")
        raise AssertionError
    return row


def _deed(act: str, row: Change, *, by: str, at: datetime) -> Deed:
    data = {"fields": [*sorted(row.said), *row.fields], "late": row.late}
    return Deed(
        act, row.id, about=row.application_id, by=by, marketplace=row.marketplace, at=at, data=data
    )
