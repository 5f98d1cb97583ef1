"""Certificates as W3C Verifiable Credentials: bodies, issue, presentation, verification (S29)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, Moment, WordsOut, moment, moment_or_none, words
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission.credentials import actions, queries
from gongdao.stages.admission.credentials.scopes import SCOPES
from gongdao.stages.listings import seals

router = Router(tags=["certification"])

Document = dict[str, Any]


class AccreditIn(In):
    """A body, known by the name its party signs in with, and what it may certify until when.

    A body that keeps its own key gives its `did:key` and the address of its status list.
    """

    handle: str = Field(max_length=120, examples=["certifier@gongdao"])
    name_zh: str = Field(min_length=1, max_length=80)
    name_en: str = Field(min_length=1, max_length=80)
    approval: str = Field(min_length=1, max_length=40, examples=["CNCA-R-2026-001"])
    scopes: list[str] = Field(max_length=20, description=f"Any of: {', '.join(SCOPES)}.")
    until: Moment
    did: str = Field("", max_length=120)
    list_url: str = Field("", max_length=300)


class RevocationIn(In):
    """Why."""

    reason: str = Field(max_length=400)


class IssueIn(In):
    """What is certified: a merchant (`pty_…`) or goods (`lst_…`), in which scope, under which number."""

    subject: str = Field(max_length=31)
    scope: str = Field(max_length=20)
    number: str = Field(min_length=1, max_length=80)
    standard: str = Field(min_length=1, max_length=80, examples=["GB/T 19630-2019"])
    until: Moment


class PresentIn(In):
    """A certificate, and the merchant or goods it is shown for."""

    subject: str = Field(max_length=31)
    document: Document


class VerifyIn(In):
    """A certificate; with a subject it is also checked that it is for it."""

    document: Document
    subject: str = Field("", max_length=31)


class ListIn(In):
    """A signed BitstringStatusListCredential."""

    document: Document


class AccreditationOut(Schema):
    """What a body may certify, from when until when."""

    id: str
    scope: str
    scope_words: WordsOut
    since: datetime
    until: datetime
    withdrawn_at: datetime | None
    reason: str


class BodyOut(Schema):
    """A certification body and its accreditations."""

    id: str
    name: WordsOut
    approval: str
    did: str
    hosted: bool
    list_url: str
    accreditations: list[AccreditationOut]


class CredentialOut(Schema):
    """A certificate that was issued here; `document` is the original."""

    id: str
    body: str
    scope: str
    subject: str
    holder: str
    document: Document
    issued_at: datetime
    revoked_at: datetime | None
    reason: str


class CheckOut(Schema):
    """One check: passed, failed, or (null) not made."""

    name: str
    passed: bool | None
    words: WordsOut


class VerdictOut(Schema):
    """Whether a certificate holds, and every check behind it."""

    valid: bool
    sentence: WordsOut
    checks: list[CheckOut]


class SealOut(Schema):
    """A certificate that is shown for a merchant or goods: what was checked when, and now."""

    id: int
    subject: str
    scope: str
    scope_words: WordsOut
    body: str
    body_name: WordsOut
    sha256: str
    presented_at: datetime
    checked_then: list[dict[str, Any]]
    now: VerdictOut
    document: Document


@router.get("/certification/bodies", response=list[BodyOut], summary="Who may certify what?")
def bodies(request: Asked) -> list[BodyOut]:
    """Every body that was ever accredited, with its scopes and their ends."""
    return [_body(row) for row in queries.bodies(request.actor.marketplace)]


@router.post("/certification/bodies", response={201: BodyOut}, summary="Accredit a body")
def accredit(request: Asked, said: AccreditIn) -> Status[BodyOut]:
    """For scopes, until a moment; again for a body that is known."""
    party = parties.by_handle([said.handle]).get(said.handle)
    if party is None or party.marketplace != request.actor.marketplace:
        raise Refusal("party_unknown", "没有这个账户。", "There is no such account.")
    name = Words(said.name_zh, said.name_en)
    row = actions.accredit(
        by=request.actor, scopes=said.scopes, until=said.until, at=request.now, secret=_secret(),
        candidate=actions.Candidate(party.id, name, said.approval, said.did, said.list_url),
        home=f"{request.scheme}://{request.get_host()}",
    )  # fmt: skip
    return Status(201, _body(row))


@router.post(
    "/certification/accreditations/{accreditation}/withdraw",
    response=AccreditationOut,
    summary="Withdraw an accreditation",
)
def withdraw(request: Asked, accreditation: str, said: RevocationIn) -> AccreditationOut:
    """Before its end, with a reason."""
    row = actions.withdraw(
        by=request.actor, accreditation=accreditation, reason=said.reason, at=request.now
    )
    return _accreditation(row)


@router.post("/certification/status-list", response=Schema, summary="File your status list")
def file_list(request: Asked, said: ListIn) -> dict[str, Any]:
    """For a body that keeps its own key: the newest list, signed by it."""
    actions.file_list(by=request.actor, document=said.document, at=request.now)
    return {}


@router.post("/credentials", response={201: CredentialOut}, summary="Issue a certificate")
def issue(request: Asked, said: IssueIn) -> Status[CredentialOut]:
    """A body certifies a merchant or goods, in a scope for which it is accredited today."""
    about = seals.about(said.subject, marketplace=request.actor.marketplace)
    row = actions.issue(
        by=request.actor, about=about, until=said.until, at=request.now, secret=_secret(),
        certified=seals.certified(about, said.scope, said.number, said.standard),
    )  # fmt: skip
    return Status(201, _credential(row))


@router.get("/credentials", response=list[CredentialOut], summary="My certificates")
def mine(request: Asked) -> list[CredentialOut]:
    """What the caller's body issued; else what was issued to the caller."""
    body = queries.body_of(request.actor.party)
    rows = queries.issued_by(body) if body else queries.issued_to(request.actor.party)
    return [_credential(row) for row in rows]


@router.post("/credentials/verify", response=VerdictOut, summary="Does a certificate hold?")
def verify(request: Asked, said: VerifyIn) -> VerdictOut:
    """Nothing is kept but the reply itself."""
    here = request.actor.marketplace
    about = seals.about(said.subject, marketplace=here) if said.subject else None
    expected = queries.expected(about.subject, about.of, about.holder) if about else None
    verdict = queries.check(
        said.document, marketplace=here, at=request.now, secret=_secret(), expected=expected
    )
    return _verdict(verdict)


@router.get("/credentials/{credential}", response=CredentialOut, summary="Read a certificate")
def read(request: Asked, credential: str) -> CredentialOut:  # noqa: ARG001 - a door takes its request
    """One that was issued here. Public."""
    return _credential(queries.credential(credential))


@router.post("/credentials/{credential}/revoke", response=CredentialOut, summary="Revoke")
def revoke(request: Asked, credential: str, said: RevocationIn) -> CredentialOut:
    """Its body takes it back; every seal that shows it says so from now on."""
    row = actions.revoke(
        by=request.actor, credential=credential, reason=said.reason, at=request.now
    )
    return _credential(row)


@router.post("/seals", response={201: SealOut}, summary="Present a certificate")
def present(request: Asked, said: PresentIn) -> Status[SealOut]:
    """Shown for a merchant or its goods, if it holds; else refused with what is wrong and the article."""
    here = request.actor.marketplace
    row = actions.present(
        by=request.actor, about=seals.about(said.subject, marketplace=here),
        document=said.document, at=request.now, secret=_secret(),
    )  # fmt: skip
    found = _seals(request, row.subject)
    return Status(201, next(each for each in found if each.id == row.id))


@router.get("/seals", response=list[SealOut], summary="Which certificates are shown?")
def shown(request: Asked, subject: str) -> list[SealOut]:
    """For a merchant or goods: what was checked when it was presented, and the same checks now."""
    return _seals(request, subject)


@router.post("/seals/{presented}/hide", response=list[SealOut], summary="No longer show one")
def hide(request: Asked, presented: int) -> list[SealOut]:
    """What is left is the reply."""
    row = actions.hide(by=request.actor, presented=presented, at=request.now)
    return _seals(request, row.subject)


def _secret() -> str:
    return str(settings.GONGDAO_VAULT_KEY)


def _seals(request: Asked, subject: str) -> list[SealOut]:
    found = queries.seals(
        [subject], marketplace=request.actor.marketplace, at=request.now, secret=_secret()
    )
    return [_seal(each) for each in found]


def _seal(seal: queries.Seal) -> SealOut:
    row = seal.row
    return SealOut(
        id=row.id,
        subject=row.subject,
        scope=row.scope,
        scope_words=words(SCOPES[row.scope].words),
        body=row.body_id,
        body_name=WordsOut(zh=row.body.name_zh, en=row.body.name_en),
        sha256=row.digest,
        presented_at=moment(row.at),
        checked_then=row.checks,
        now=_verdict(seal.now),
        document=row.document,
    )


def _verdict(verdict: Any) -> VerdictOut:
    return VerdictOut(
        valid=verdict.valid,
        sentence=words(verdict.sentence),
        checks=[
            CheckOut(name=c.name, passed=c.passed, words=words(c.words)) for c in verdict.checks
        ],
    )


def _body(row: Any) -> BodyOut:
    return BodyOut(
        id=row.id,
        name=WordsOut(zh=row.name_zh, en=row.name_en),
        approval=row.approval,
        did=row.did,
        hosted=row.hosted,
        list_url=row.list_url,
        accreditations=[_accreditation(each) for each in queries.accreditations(row)],
    )


def _accreditation(row: Any) -> AccreditationOut:
    return AccreditationOut(
        id=row.id,
        scope=row.scope,
        scope_words=words(SCOPES[row.scope].words),
        since=moment(row.since),
        until=moment(row.until),
        withdrawn_at=moment_or_none(row.withdrawn_at),
        reason=row.reason,
    )


def _credential(row: Any) -> CredentialOut:
    return CredentialOut(
        id=row.id,
        body=row.body_id,
        scope=row.scope,
        subject=row.subject,
        holder=row.holder,
        document=row.document,
        issued_at=moment(row.issued_at),
        revoked_at=moment_or_none(row.revoked_at),
        reason=row.reason,
    )
