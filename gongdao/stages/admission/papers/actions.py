"""Papers are supplied, looked at one by one, and waived by two people only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from gongdao.detectors.documents.files import examine
from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import expect, mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import facts, owing, queries
from gongdao.stages.admission.checklist import NEVER_WAIVED, Line
from gongdao.stages.admission.models import REASON, Application, Paper, Suspension, Waiver
from gongdao.stages.admission.particulars import refuse_disguised
from gongdao.stages.admission.reasons import refuse_no_reason, refuse_same_person
from gongdao.stages.admission.states import PAPER, SELLING, SUSPENSION, UNDER_REVIEW, WAIVER

NUMBER_MOST, ISSUER_MOST = 60, 80


@dataclass(frozen=True, slots=True)
class Supplied:
    """A file for one item, with what stands on it."""

    item: str
    content: bytes
    number: str = ""
    issuer: str = ""
    expires_on: date | None = None


@transaction.atomic
def supply(
    *, by: Actor, application: str, paper: Supplied, at: datetime, master: MasterKey
) -> Paper:
    """The merchant sends a paper. The file is known by its content, and kept sealed, as a clean copy."""
    row = queries.locked(application, by=by)
    allow(by, "application.supply", marketplace=row.marketplace, applicant=row.applicant)
    line = _line(row, paper.item, at=at)
    _refuse_late(row, line)
    on = facts.day_of(facts.law_of(row.marketplace), at)
    _refuse_unreal(paper, line, on=on)
    examined = examine(paper.content)
    if examined.fault:
        fault = examined.fault.value
        raise Refusal(examined.fault.name.lower(), fault.zh, fault.en)
    for old in Paper.objects.filter(application=row, item=paper.item, state="supplied"):
        _replace(old, at=at)
    kept = vault.keep_document(
        marketplace=row.marketplace, subject=row.id, content=examined.clean,
        media=examined.media, at=at, master=master,
    )  # fmt: skip
    made = Paper.objects.create(
        id=mint("ppr", at=at), marketplace=row.marketplace, application=row, item=paper.item,
        number=paper.number.strip(), issuer=paper.issuer.strip(), expires_on=paper.expires_on,
        ends_at=_ends_at(row, paper.expires_on), document=kept.id, digest=kept.digest,
        media=kept.media, supplied_at=at,
    )  # fmt: skip
    _pass_the_turn(row, at=at)
    record([_deed("paper.supplied", made, by=by, at=at)])
    return made


@transaction.atomic
def accept(*, by: Actor, paper: str, at: datetime) -> Paper:
    """The paper proves its item. What it replaces is kept; from now on its end is watched."""
    row, application = _to_decide(paper, by=by)
    _decide(row, "accept", by=by, at=at, reason="", earlier=application)
    if application.state in SELLING:
        turn(owed=owing.renewal(application, [row], at=at))
        _lift(application, row, at=at)
    record([_deed("paper.accepted", row, by=by, at=at)])
    return row


@transaction.atomic
def reject(*, by: Actor, paper: str, reason: str, at: datetime) -> Paper:
    """The paper does not prove its item; the merchant may send another."""
    row, application = _to_decide(paper, by=by)
    refuse_no_reason(reason)
    _decide(row, "reject", by=by, at=at, reason=reason)
    _pass_the_turn(application, at=at)
    record([_deed("paper.rejected", row, by=by, at=at)])
    return row


@transaction.atomic
def ask_again(*, by: Actor, paper: str, reason: str, at: datetime) -> Paper:
    """The paper cannot be read or is incomplete: the merchant sends it again, within a time."""
    row, application = _to_decide(paper, by=by)
    refuse_no_reason(reason)
    _decide(row, "ask_again", by=by, at=at, reason=reason)
    _pass_the_turn(application, at=at)
    record([_deed("paper.asked_again", row, by=by, at=at)])
    return row


@transaction.atomic
def open_file(
    *, by: Actor, paper: str, reason: str, at: datetime, master: MasterKey
) -> tuple[str, bytes]:
    """The file in clear, with its media type. Who looked, and why, is evidence for ever."""
    row = queries.paper(paper, by=by)
    media, content = vault.open_document(
        by=by.party, document=row.document, reason=reason, at=at, master=master
    )
    record([_deed("paper.seen", row, by=by, at=at)])
    return media, content


@transaction.atomic
def see_particular(
    *, by: Actor, application: str, field: str, reason: str, at: datetime, master: MasterKey
) -> str:
    """One personal particular in clear, for a reason, to hold it against the papers."""
    row = queries.see(application, by=by)
    allow(by, "vault.reveal", marketplace=row.marketplace, self=row.applicant)
    shown = vault.reveal(
        by=by.party, subject=row.id, field=field, reason=reason, at=at, master=master
    )
    data = {"field": field, "reason": reason[:200]}
    record(
        [
            Deed(
                "application.seen",
                row.id,
                by=by.party,
                marketplace=row.marketplace,
                at=at,
                data=data,
            )
        ]
    )
    return shown


@transaction.atomic
def propose_waiver(*, by: Actor, application: str, item: str, reason: str, at: datetime) -> Waiver:
    """One person of the staff finds that an item is not needed here, and says why."""
    row = queries.locked(application, by=by)
    allow(by, "application.waive", marketplace=row.marketplace)
    refuse_no_reason(reason)
    line = _line(row, item, at=at)
    if item in NEVER_WAIVED or item.startswith("permit/"):
        raise Refusal(
            "never_waived",
            "身份、登记和法定许可不能豁免。",
            "Identity, registration and permits of the law are never waived.",
            cites=line.requirement.cites,
        )
    if line.settled or line.status == "waiver_proposed":
        raise Refusal(
            "item_settled", "这一项已经办妥，或已有待复核的豁免。",
            "This item is settled, or a waiver of it waits already.",
        )  # fmt: skip
    made = Waiver.objects.create(
        id=mint("wvr", at=at), marketplace=row.marketplace, application=row, item=item,
        reason=reason.strip()[:REASON], proposed_by=by.party, proposed_at=at,
    )  # fmt: skip
    turn(owed=[owing.step("waiver_check", row, at=at, subject=made.id)])
    record([_waived("waiver.proposed", made, by=by.party, at=at)])
    return made


@transaction.atomic
def decide_waiver(*, by: Actor, waiver: str, act: str, at: datetime) -> Waiver:
    """A second person confirms or denies the waiver."""
    row = _waiver(waiver, by=by)
    allow(by, "application.waive", marketplace=row.marketplace)
    move = WAIVER.move(row.state, act, by="platform")
    if row.proposed_by == by.party:
        refuse_same_person()
    row.state, row.decided_by, row.decided_at = move.to, by.party, at
    row.save(update_fields=["state", "decided_by", "decided_at"])
    turn(done=[Done("waiver_check", row.id, at)])
    _pass_the_turn(row.application, at=at)
    record([_waived(f"waiver.{row.state}", row, by=by.party, at=at)])
    return row


@transaction.atomic
def lapse_waivers(*, duties: list[Duty], at: datetime) -> None:
    """Nobody confirmed them: the items are asked for as before."""
    rows = Waiver.objects.select_for_update().filter(
        pk__in=[d.subject for d in duties], state="proposed"
    )
    lapsed = list(rows.order_by("pk"))
    for row in lapsed:
        row.state, row.decided_at = WAIVER.move(row.state, "lapse", by=CLOCK).to, at
    Waiver.objects.bulk_update(lapsed, ["state", "decided_at"])
    turn(done=[Done("waiver_check", d.subject, at, "missed") for d in duties])
    record([_waived("waiver.lapsed", row, by=CLOCK, at=at) for row in lapsed])


def _line(row: Application, item: str, *, at: datetime) -> Line:
    for line in queries.checklist(row, at=at):
        if line.item == item:
            return line
    raise Refusal("item_unknown", "清单里没有这一项。", "There is no such item on the checklist.")


def _refuse_late(row: Application, line: Line) -> None:
    if row.state not in (*UNDER_REVIEW, *SELLING) or not line.may_be_supplied:
        raise Refusal(
            "paper_not_wanted",
            "这份申请现在不收材料，或这一项不需要文件。",
            "This application takes no papers now, or this item needs no file.",
        )


def _refuse_unreal(paper: Supplied, line: Line, *, on: date) -> None:
    for text in (paper.number, paper.issuer):
        refuse_disguised(text)
    too_long = len(paper.number) > NUMBER_MOST or len(paper.issuer) > ISSUER_MOST
    unnamed = bool(line.requirement.permit) and not (paper.number.strip() and paper.issuer.strip())
    if too_long or unnamed:
        raise Refusal(
            "number_missing",
            "许可须填写编号（60字以内）和发证机关（80字以内）。",
            "A permit has a number, up to 60 characters, and an issuer, up to 80.",
        )
    if paper.expires_on and paper.expires_on < on:
        raise Refusal(
            "paper_expired",
            f"这份证件已于 {paper.expires_on} 到期，请提供有效的。",
            f"This paper ran out on {paper.expires_on}; send one that holds.",
        )


def _ends_at(row: Application, expires_on: date | None) -> datetime | None:
    return facts.end_of(facts.law_of(row.marketplace), expires_on) if expires_on else None


def _to_decide(paper: str, *, by: Actor) -> tuple[Paper, Application]:
    seen = queries.paper(paper, by=by)
    application = queries.locked(seen.application_id, by=by)
    row = Paper.objects.select_for_update().get(pk=seen.id)
    allow(by, "application.decide", marketplace=row.marketplace)
    return row, application


def _decide(
    row: Paper,
    act: str,
    *,
    by: Actor,
    at: datetime,
    reason: str,
    earlier: Application | None = None,
) -> None:
    move = PAPER.move(row.state, act, by="platform")
    if act == "accept" and row.ends_at and row.ends_at <= at:
        raise Refusal(
            "paper_expired",
            f"这份证件已于 {row.expires_on} 到期，请让商家提供有效的。",
            f"This paper ran out on {row.expires_on}; ask for one that holds.",
        )
    if earlier:
        for old in Paper.objects.filter(application=earlier, item=row.item, state="accepted"):
            _replace(old, at=at)
    row.state, row.decided_at, row.decided_by = move.to, at, by.party
    row.reason = reason.strip()[:REASON]
    row.save(update_fields=["state", "decided_at", "decided_by", "reason"])


def _replace(old: Paper, *, at: datetime) -> None:
    old.state = PAPER.move(old.state, "replace", by="applicant").to
    old.save(update_fields=["state"])
    turn(done=[Done("expiry", old.id, at), Done("expiry_notice", old.id, at, "moot")])


def _lift(application: Application, paper: Paper, *, at: datetime) -> None:
    """A suspension for a paper that ran out ends with the paper that replaces it."""
    standing = Suspension.objects.select_for_update().filter(
        application=application, cause="expired", item=paper.item, state="standing"
    )
    for row in standing:
        row.state, row.ended_at = SUSPENSION.move(row.state, "lift", by="platform").to, at
        row.save(update_fields=["state", "ended_at"])
        turn(done=[Done("put_right", row.id, at)])


def _pass_the_turn(row: Application, *, at: datetime) -> None:
    """While an application is under review, either papers or the review are owed, never both."""
    if row.state not in UNDER_REVIEW:
        return
    owed = owing.whose_turn(row, at=at)
    other = {"missing_papers": "application_review", "application_review": "missing_papers"}
    outcome = "" if owed.kind == "application_review" else "moot"
    turn(done=[Done(other[owed.kind], row.id, at, outcome)], owed=[owed])


def _waiver(waiver: str, *, by: Actor) -> Waiver:
    rows = Waiver.objects.select_for_update(of=("self",)).select_related("application")
    row = rows.filter(pk=expect("wvr", waiver), marketplace=by.marketplace).first()
    if row is None:
        expect("wvr", "")
        raise AssertionError
    return row


def _deed(act: str, row: Paper, *, by: Actor, at: datetime) -> Deed:
    data = {"item": row.item, "sha256": row.digest}
    if row.reason:
        data["reason"] = row.reason
    return Deed(
        act, row.id, about=row.application_id, by=by.party, marketplace=row.marketplace, at=at,
        data=data,
    )  # fmt: skip


def _waived(act: str, row: Waiver, *, by: str, at: datetime) -> Deed:
    data = {"item": row.item, "reason": row.reason}
    return Deed(
        act, row.id, about=row.application_id, by=by, marketplace=row.marketplace, at=at, data=data
    )
