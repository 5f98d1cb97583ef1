"""Everything that can happen to a certificate: bodies are accredited, issue and revoke; merchants present."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from django.db import transaction
from django.db.models import Max

from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import book
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.admission.credentials import documents, facts, queries, status
from gongdao.stages.admission.credentials.documents import Certified
from gongdao.stages.admission.credentials.models import (
    Accreditation,
    Body,
    Credential,
    Presented,
    StatusList,
)
from gongdao.stages.admission.credentials.proof import (
    IssuerKey,
    Unreadable,
    digest,
    proof_holds,
    public_of,
)
from gongdao.stages.admission.credentials.scopes import SCOPES, Of
from gongdao.stages.admission.credentials.verdict import Verdict

YEARS_MOST = 10
REASON_MOST = 400


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that is to be accredited: who acts for it, its approval number, its own key if it keeps one."""

    party: str
    name: Words
    approval: str
    did: str = ""
    list_url: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """Whom or what a certificate is for, and the merchant that holds it."""

    subject: str
    of: Of
    holder: str


@transaction.atomic
def accredit(
    *, by: Actor, candidate: Candidate, scopes: Sequence[str], until: datetime, at: datetime,
    home: str, secret: str,
) -> Body:  # fmt: skip
    """Accredit a body for scopes until a moment; again for one that is known. `home` is our own address."""
    allow(by, "body.accredit", marketplace=by.marketplace)
    _refuse_unreal(candidate, scopes, until, at)
    row = Body.objects.filter(party=candidate.party).first() or _new_body(
        candidate, by=by, at=at, home=home, secret=secret
    )
    for scope in scopes:
        Accreditation.objects.create(
            id=mint("acr", at=at), marketplace=row.marketplace, body=row, scope=scope, since=at,
            until=until, reason="",
        )  # fmt: skip
    data = {"scopes": sorted(scopes), "until": until.isoformat(), "did": row.did}
    record([_deed("body.accredited", row.id, row, by=by, at=at, **data)])
    return row


@transaction.atomic
def withdraw(*, by: Actor, accreditation: str, reason: str, at: datetime) -> Accreditation:
    """An accreditation ends before its time; what was first shown before stays as it was."""
    allow(by, "body.accredit", marketplace=by.marketplace)
    row = queries.accreditation_locked(accreditation, by=by)
    if row.withdrawn_at or row.until <= at:
        raise Refusal(
            "accreditation_over", "这项资质已经结束。", "This accreditation is over already."
        )
    row.withdrawn_at, row.reason = at, _reason(reason)
    row.save(update_fields=["withdrawn_at", "reason"])
    record(
        [_deed("body.withdrawn", row.id, row.body, by=by, at=at, scope=row.scope, reason=reason)]
    )
    return row


@transaction.atomic
def issue(
    *, by: Actor, about: About, certified: Certified, until: datetime, at: datetime, secret: str
) -> Credential:
    """A hosted body certifies. Only in a scope for which it is accredited today."""
    row = _body_of(by)
    allow(by, "credential.issue", marketplace=row.marketplace, body=row.party)
    _refuse_beyond(row, certified.scope, about.of, until, at)
    if not row.hosted:
        raise Refusal(
            "key_is_yours",
            "贵机构自己保管密钥：请自行签发，商家可以直接出示。",
            "You keep your own key: sign the certificate yourself, and the merchant presents it.",
        )
    Body.objects.select_for_update().get(pk=row.pk)
    last = Credential.objects.filter(body=row).aggregate(last=Max("place"))["last"]
    place, ref = 0 if last is None else last + 1, mint("crd", at=at)
    document = documents.certificate(
        certified, ref=ref, issuer=row.did, since=at, until=until,
        entry=status.entry(url=row.list_url, place=place),
    )  # fmt: skip
    documents.read(document)  # what we could not read back ourselves is not issued
    made = Credential.objects.create(
        id=ref, marketplace=row.marketplace, body=row, scope=certified.scope,
        subject=about.subject, holder=about.holder, place=place, issued_at=at, reason="",
        document=IssuerKey.hosted(secret, row.id).secure(document, at=at),
    )  # fmt: skip
    record([_deed("credential.issued", ref, row, by=by, at=at, sha256=digest(made.document))])
    return made


@transaction.atomic
def revoke(*, by: Actor, credential: str, reason: str, at: datetime) -> Credential:
    """The body takes a certificate back: from now on its bit in the list is set, for all to see."""
    row = queries.credential_locked(credential, by=by)
    allow(by, "credential.issue", marketplace=row.marketplace, body=row.body.party)
    if row.revoked_at:
        raise Refusal("credential_revoked", "这份证书已经撤销。", "It is revoked already.")
    row.revoked_at, row.reason = at, _reason(reason)
    row.save(update_fields=["revoked_at", "reason"])
    record([_deed("credential.revoked", row.id, row.body, by=by, at=at, reason=row.reason)])
    return row


@transaction.atomic
def file_list(*, by: Actor, document: dict[str, Any], at: datetime) -> StatusList:
    """A body with a key of its own files its newest status list."""
    row = _body_of(by)
    allow(by, "credential.issue", marketplace=row.marketplace, body=row.party)
    issuer = documents.issuer_of(document)
    fits = not row.hosted and issuer == row.did and document.get("id") == row.list_url
    method = document.get("proof", {}).get("verificationMethod", "") if fits else ""
    readable = fits and status.is_revoked(status.list_of(document) or "", 0) is not None
    if not (readable and str(method).startswith(row.did) and proof_holds(document)):
        raise Refusal(
            "status_list_wrong",
            "名单不是贵机构密钥签名的撤销名单，或地址不符。",
            "This is no revocation list signed with your key, or it stands at another address.",
        )
    filed, _ = StatusList.objects.update_or_create(
        body=row, defaults={"marketplace": row.marketplace, "document": document, "filed_at": at}
    )
    record([_deed("status_list.filed", row.id, row, by=by, at=at, sha256=digest(document))])
    return filed


@transaction.atomic
def present(
    *, by: Actor, about: About, document: dict[str, Any], at: datetime, secret: str
) -> Presented:
    """A merchant shows a certificate for itself or its goods. What does not hold is refused, and said why."""
    allow(by, "credential.present", marketplace=by.marketplace, holder=about.holder)
    expected = queries.expected(about.subject, about.of, about.holder)
    verdict = queries.check(
        document, marketplace=by.marketplace, at=at, secret=secret, expected=expected
    )
    if not verdict.valid or verdict.read is None:
        _refuse(verdict, by, at)
    issuer = Body.objects.get(marketplace=by.marketplace, did=verdict.read.issuer)
    shown, new = Presented.objects.get_or_create(
        subject=about.subject, digest=digest(document),
        defaults={
            "marketplace": by.marketplace, "holder": about.holder, "of": about.of,
            "scope": verdict.read.scope, "body": issuer, "document": document, "at": at,
            "checks": [check.as_data() for check in verdict.checks],
        },
    )  # fmt: skip
    if shown.hidden_at:
        shown.hidden_at = None
        shown.save(update_fields=["hidden_at"])
    data = {"sha256": shown.digest, "scope": shown.scope, "checks": shown.checks, "again": not new}
    record([_deed("credential.presented", about.subject, issuer, by=by, at=at, **data)])
    return shown


@transaction.atomic
def hide(*, by: Actor, presented: int, at: datetime) -> Presented:
    """The merchant no longer shows a certificate. That it once did stays in the evidence."""
    row = queries.presented_locked(presented, by=by)
    allow(by, "credential.present", marketplace=row.marketplace, holder=row.holder)
    row.hidden_at = at
    row.save(update_fields=["hidden_at"])
    record([_deed("credential.hidden", row.subject, row.body, by=by, at=at, sha256=row.digest)])
    return row


def _new_body(candidate: Candidate, *, by: Actor, at: datetime, home: str, secret: str) -> Body:
    ref = mint("bdy", at=at, salt=f"{by.marketplace}/{candidate.party}")
    hosted = not candidate.did
    return Body.objects.create(
        id=ref, marketplace=by.marketplace, party=candidate.party, name_zh=candidate.name.zh,
        name_en=candidate.name.en, approval=candidate.approval, hosted=hosted, since=at,
        did=IssuerKey.hosted(secret, ref).did if hosted else candidate.did,
        list_url=f"{home}/certification/{ref}/status" if hosted else candidate.list_url,
    )  # fmt: skip


def _body_of(by: Actor) -> Body:
    row = queries.body_of(by.party)
    if row is None or row.marketplace != by.marketplace:
        raise Refusal(
            "no_body",
            "您不代表任何获认可的认证机构。",
            "You act for no accredited certification body.",
        )
    return row


def _refuse_unreal(
    candidate: Candidate, scopes: Sequence[str], until: datetime, at: datetime
) -> None:
    years = (until - at).days / 365
    try:
        readable = not candidate.did or bool(public_of(candidate.did) and candidate.list_url)
    except Unreadable:
        readable = False
    fits = scopes and set(scopes) <= set(SCOPES) and len(set(scopes)) == len(scopes)
    if not (fits and readable and 0 < years <= YEARS_MOST and candidate.approval.strip()):
        raise Refusal(
            "accreditation_unreal",
            f"资质有误：范围可选{'、'.join(SCOPES)}，期限不超过{YEARS_MOST}年，须有批准号；"
            "自管密钥的机构须给出 did:key 和撤销名单地址。",
            f"The accreditation cannot stand: scopes are {', '.join(SCOPES)}, it lasts at most "
            f"{YEARS_MOST} years and names an approval; who keeps its own key gives a did:key and "
            "the address of its status list.",
        )


def _refuse_beyond(row: Body, scope: str, of: Of, until: datetime, at: datetime) -> None:
    held = [
        a for a in queries.accredited(row.marketplace) if (a.issuer, a.scope) == (row.did, scope)
    ]
    if not any(a.since <= at < a.until for a in held):
        market = parties.by_id(row.marketplace)
        name = (
            SCOPES[scope].words if scope in SCOPES else Words(scope[:20] or "?", scope[:20] or "?")
        )
        raise Refusal(
            "beyond_accreditation",
            f"贵机构现在没有“{name.zh}”的资质，不能发证。",
            f"You are not accredited for {name.en} now and cannot certify in it.",
            cites=facts.beyond_approval(under=market.law, on=book.pack(market.law).day_of(at)),
        )
    if SCOPES[scope].of != of or not at < until or (until - at).days > 365 * YEARS_MOST:
        raise Refusal(
            "certificate_unreal",
            f"证书有误：体系认证只发给商家，产品认证只发给商品；有效期须在{YEARS_MOST}年以内。",
            "The certificate cannot stand: systems are certified for merchants, products for goods, "
            f"for {YEARS_MOST} years at most.",
        )


def _refuse(verdict: Verdict, by: Actor, at: datetime) -> NoReturn:
    market = parties.by_id(by.marketplace)
    answer = facts.stands(verdict, under=market.law, on=book.pack(market.law).day_of(at))
    code = verdict.wrong.code if verdict.wrong else "revocation_unclear"
    said = verdict.sentence
    raise Refusal(code, said.zh, said.en, cites=answer and answer.cites)


def _reason(text: str) -> str:
    if not 0 < len(text.strip()) <= REASON_MOST:
        raise Refusal(
            "reason_missing",
            f"请填写理由，不超过{REASON_MOST}字。",
            f"Give a reason of at most {REASON_MOST} characters.",
        )
    return text.strip()


def _deed(act: str, subject: str, body: Body, *, by: Actor, at: datetime, **data: Any) -> Deed:
    data |= {"body": body.id}
    return Deed(act, subject, by=by.party, marketplace=body.marketplace, at=at, data=data)
