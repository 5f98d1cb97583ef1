"""Who may sell: applications, how they are decided, and what becomes of an admission (S01)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Router, Schema, Status
from pydantic import Field, StrictInt

from gongdao.interfaces.api import allowed
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    DutyOut,
    In,
    WordsOut,
    moment,
    moment_or_none,
    open_duties,
    words,
)
from gongdao.interfaces.api.v1 import changes, papers
from gongdao.kernel.refusal import Refusal
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import actions, likes, queries
from gongdao.stages.admission.papers import actions as papering
from gongdao.stages.admission.particulars import Particulars
from gongdao.stages.admission.standing import actions as standing
from gongdao.stages.admission.states import APPLICATION, SUSPENSION

router = Router(tags=["applications"])

Line = Annotated[str, Field(max_length=200)]
Reason = Annotated[str, Field(min_length=1, max_length=400)]


class PersonIn(In):
    """The people behind a shop. Encrypted when it arrives; every reader sees masks."""

    name: Line
    id_number: Line
    address: Line
    phone: Line
    contact_name: Line
    bank_account: Line


class ApplicationIn(In):
    """What a merchant says of itself, as the licence has it."""

    shop_zh: str = Field(min_length=1, max_length=80)
    shop_en: str = Field(min_length=1, max_length=80)
    form: str = Field("enterprise", max_length=20, examples=["enterprise", "unregistered"])
    credit_code: str = Field(
        "", max_length=40, description="Unified social credit code, GB 32100: 18 characters."
    )
    company: str = Field("", max_length=200)
    capital: str = Field("", max_length=80)
    exemption: str = Field("", max_length=20, examples=["small_trade"])
    yearly_sales_minor: StrictInt = Field(0, description="Of the year, over all platforms, in fen.")
    categories: list[Annotated[str, Field(max_length=40)]] = Field(["other"], max_length=20)
    brands: list[Annotated[str, Field(max_length=80)]] = Field([], max_length=60)
    person: PersonIn


class DecisionIn(In):
    """Admit, admit as a small seller, refuse, suspend or expel; always with a reason."""

    act: Literal["admit", "admit_limited", "refuse", "suspend", "expel"]
    reason: Reason


class ContestIn(In):
    """Why the refusal is wrong."""

    plea: str = Field(min_length=1, max_length=2_000)


class AppealDecisionIn(In):
    """Uphold or overturn a refusal, with a reason."""

    act: Literal["uphold", "overturn"]
    reason: Reason


class LiftIn(In):
    """Why."""

    reason: Reason


class ParticularOut(Schema):
    """One field in clear."""

    field: str
    value: str


class SuspensionOut(Schema):
    """A time in which the merchant sells nothing."""

    id: str
    cause: str
    cause_words: WordsOut
    item: str
    reason: str
    state: str
    state_words: WordsOut
    began_at: datetime
    ended_at: datetime | None


class FindingOut(Schema):
    """Something a reviewer should look at; grave where an expelled merchant is behind it."""

    kind: str
    words: WordsOut
    grave: bool
    other: str


class ApplicationBrief(Schema):
    """An application in a list. Trade name and registration are public by law."""

    id: str
    applicant: str
    shop: WordsOut
    form: str
    credit_code: str
    categories: list[str]
    state: str
    state_words: WordsOut
    filed_at: datetime
    decided_at: datetime | None
    reason: str


class ApplicationOut(ApplicationBrief):
    """An application with its checklist, what is owed now, and what the caller may do."""

    company: str
    exemption: str
    brands: list[str]
    archive: str
    person: dict[str, str] = Field(description="Masked, field by field.")
    complete: bool
    checklist: list[papers.ItemOut]
    suspensions: list[SuspensionOut]
    changes: list[changes.ChangeOut]
    findings: list[FindingOut] = Field(description="For the platform's staff only.")
    duties: list[DutyOut]
    allowed_actions: list[str]


@router.post("/applications", response={201: ApplicationOut}, summary="Apply to sell")
def apply(request: Asked, said: ApplicationIn) -> Status[ApplicationOut]:
    """File an application. Check digits must fit; the reply says which papers are missing, and why."""
    given = said.model_dump()
    particulars = Particulars(
        **given | {"categories": tuple(said.categories), "brands": tuple(said.brands)}
    )
    row = actions.apply(by=request.actor, said=particulars, at=request.now, master=master())
    return Status(201, shown(row, request))


@router.get("/applications", response=list[ApplicationBrief], summary="What waits for review")
def waiting(request: Asked) -> list[ApplicationBrief]:
    """What the platform has to review, oldest first."""
    return [ApplicationBrief(**_brief(row)) for row in queries.waiting(by=request.actor)]


@router.get("/applications/mine", response=ApplicationOut, summary="Read my application")
def mine(request: Asked) -> ApplicationOut:
    """The caller's own application, the open or the latest one."""
    row = queries.mine(by=request.actor)
    if row is None:
        raise Refusal(
            "application_unknown", "您还没有提交入驻申请。", "You have not applied to sell yet."
        )
    return shown(row, request)


@router.get("/applications/{application}", response=ApplicationOut, summary="Read an application")
def read(request: Asked, application: str) -> ApplicationOut:
    """With its checklist; for the platform's staff also with whom it resembles."""
    return shown(queries.see(application, by=request.actor), request)


@router.get(
    "/applications/{application}/person/{field}",
    response=ParticularOut,
    summary="One personal particular",
)
def see(request: Asked, application: str, field: str, reason: Line = "") -> ParticularOut:
    """In clear, for a reason. Who looked at what, and why, becomes evidence. The reply is not kept."""
    value = papering.see_particular(
        by=request.actor, application=application, field=field, reason=reason, at=request.now,
        master=master(),
    )  # fmt: skip
    return ParticularOut(field=field, value=value)


@router.post(
    "/applications/{application}/decision", response=ApplicationOut, summary="Decide an application"
)
def decide(request: Asked, application: str, said: DecisionIn) -> ApplicationOut:
    """Admit, refuse, suspend or expel, with a reason. Nobody sells before every item is settled."""
    given: dict[str, Any] = {"by": request.actor, "reason": said.reason, "at": request.now}
    if said.act == "suspend":
        standing.suspend(application=application, **given)
    elif said.act == "expel":
        standing.expel(application=application, **given)
    else:
        actions.decide(applications=[application], act=said.act, **given)
    return read(request, application)


@router.post(
    "/applications/{application}/appeal", response=ApplicationOut, summary="Contest a refusal"
)
def appeal(request: Asked, application: str, said: ContestIn) -> ApplicationOut:
    """Somebody else than who refused decides."""
    actions.appeal(by=request.actor, application=application, plea=said.plea, at=request.now)
    return read(request, application)


@router.post(
    "/applications/{application}/appeal/decision",
    response=ApplicationOut,
    summary="Decide an appeal",
)
def decide_appeal(request: Asked, application: str, said: AppealDecisionIn) -> ApplicationOut:
    """Overturned, the application is reviewed anew by somebody else."""
    actions.decide_appeal(
        by=request.actor, application=application, act=said.act, reason=said.reason, at=request.now
    )
    return read(request, application)


@router.post(
    "/applications/{application}/withdraw",
    response=ApplicationOut,
    summary="Withdraw an application",
)
def withdraw(request: Asked, application: str) -> ApplicationOut:
    """Before it is decided."""
    actions.withdraw(by=request.actor, application=application, at=request.now)
    return read(request, application)


@router.post("/applications/{application}/leave", response=ApplicationOut, summary="Stop selling")
def leave(request: Asked, application: str) -> ApplicationOut:
    """The merchant leaves; what it sold is performed all the same."""
    standing.leave(by=request.actor, application=application, at=request.now)
    return read(request, application)


@router.post(
    "/applications/{application}/confirm", response=ApplicationOut, summary="Confirm particulars"
)
def confirm(request: Asked, application: str) -> ApplicationOut:
    """The merchant says that all is still true, so that the platform can verify it again."""
    standing.confirm(by=request.actor, application=application, at=request.now)
    return read(request, application)


@router.post(
    "/applications/{application}/verify", response=ApplicationOut, summary="Verify a merchant again"
)
def verify(request: Asked, application: str) -> ApplicationOut:
    """At least every six months, once the merchant has confirmed."""
    standing.verify(by=request.actor, application=application, at=request.now)
    return read(request, application)


@router.post("/suspensions/{suspension}/lift", response=SuspensionOut, summary="Lift a suspension")
def lift(request: Asked, suspension: str, said: LiftIn) -> SuspensionOut:
    """Once what led to it is put right."""
    row = standing.lift(by=request.actor, suspension=suspension, reason=said.reason, at=request.now)
    return _suspension(row)


def master() -> MasterKey:
    """The key to the vault, which only doors hold."""
    return MasterKey(settings.GONGDAO_VAULT_KEY)


def shown(row: Any, request: Asked) -> ApplicationOut:
    """An application as we show it to whoever asks."""
    list_ = queries.checklist(row, at=request.now)
    staff = bool(request.actor.roles & {"platform", "senior"})
    found = likes.findings(row, queries.papers(row.id)) if staff else []
    return ApplicationOut(
        **_brief(row),
        company=row.company,
        exemption=row.exemption,
        brands=row.brands,
        archive=row.archive,
        person=queries.masked(row.id),
        complete=all(line.settled for line in list_),
        checklist=[papers.line(each) for each in list_],
        suspensions=[_suspension(each) for each in queries.suspensions(row.id)],
        changes=[changes.shown(each) for each in queries.changes(row.id)],
        findings=[
            FindingOut(kind=f.kind, words=words(f.words), grave=f.grave, other=f.other)
            for f in found
        ],
        duties=open_duties(row.id),
        allowed_actions=allowed.of_application(row, by=request.actor),
    )


def _brief(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "applicant": row.applicant,
        "shop": WordsOut(zh=row.shop_zh, en=row.shop_en),
        "form": row.form,
        "credit_code": row.credit_code,
        "categories": row.categories,
        "state": row.state,
        "state_words": words(APPLICATION.names[row.state]),
        "filed_at": moment(row.filed_at),
        "decided_at": moment_or_none(row.decided_at),
        "reason": row.reason,
    }


def _suspension(row: Any) -> SuspensionOut:
    return SuspensionOut(
        id=row.id, cause=row.cause, cause_words=words(standing.CAUSES[row.cause]), item=row.item,
        reason=row.reason, state=row.state, state_words=words(SUSPENSION.names[row.state]),
        began_at=moment(row.began_at), ended_at=moment_or_none(row.ended_at),
    )  # fmt: skip
