"""Every read of certificates. Bodies, certificates and seals are public; that is what they are for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, NoReturn

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.admission import queries as admission
from gongdao.stages.admission.credentials import documents, status
from gongdao.stages.admission.credentials.models import (
    Accreditation,
    Body,
    Credential,
    Presented,
    StatusList,
)
from gongdao.stages.admission.credentials.proof import IssuerKey
from gongdao.stages.admission.credentials.verdict import (
    Accredited,
    Expected,
    Known,
    Verdict,
    verify,
)


class Seal(NamedTuple):
    """A certificate that was presented, what was checked then, and whether it holds now."""

    row: Presented
    now: Verdict


def bodies(marketplace: str) -> list[Body]:
    """Every body that was ever accredited, by name."""
    return list(Body.objects.filter(marketplace=marketplace).order_by("name_en", "id"))


def body(ref: str) -> Body:
    """One body, of whatever marketplace: verifiers anywhere fetch its list without an account."""
    return Body.objects.filter(pk=expect("bdy", ref)).first() or _no_body()


def body_of(party: str) -> Body | None:
    """The body that a party acts for."""
    return Body.objects.filter(party=party).first()


def accreditations(of: Body) -> list[Accreditation]:
    """What a body is or was accredited for."""
    return list(Accreditation.objects.filter(body=of).order_by("scope", "since"))


def accreditation_locked(ref: str, *, by: Actor) -> Accreditation:
    """An accreditation of the actor's marketplace, locked."""
    rows = Accreditation.objects.select_for_update(of=("self",)).select_related("body")
    row = rows.filter(marketplace=by.marketplace, pk=expect("acr", ref)).first()
    if row is None:
        raise Refusal("accreditation_unknown", "没有这项资质。", "There is no such accreditation.")
    return row


def accredited(marketplace: str) -> list[Accredited]:
    """Who was accredited for what, and when: as a verifier needs it."""
    rows = Accreditation.objects.filter(marketplace=marketplace).select_related("body")
    return [
        Accredited(
            row.body.did, row.scope, row.since, min(row.until, row.withdrawn_at or row.until)
        )
        for row in rows
    ]


def issued_by(of: Body) -> list[Credential]:
    """What a body issued here, newest first."""
    return list(Credential.objects.filter(body=of).order_by("-issued_at", "-id"))


def issued_to(holder: str) -> list[Credential]:
    """What was issued to a merchant or for its goods, newest first."""
    rows = Credential.objects.filter(holder=holder).select_related("body")
    return list(rows.order_by("-issued_at", "-id"))


def credential(ref: str) -> Credential:
    """A certificate that was issued here, in whatever marketplace: whoever holds its reference may check it."""
    rows = Credential.objects.select_related("body")
    return rows.filter(pk=expect("crd", ref)).first() or _no_credential()


def credential_locked(ref: str, *, by: Actor) -> Credential:
    """The same, locked."""
    rows = Credential.objects.select_for_update(of=("self",)).select_related("body")
    row = rows.filter(marketplace=by.marketplace, pk=expect("crd", ref)).first()
    return row or _no_credential()


def status_document(of: Body, *, at: datetime, secret: str) -> dict[str, Any] | None:
    """The status list of a body: signed now for a hosted one, else the one that it filed."""
    if not of.hosted:
        filed = StatusList.objects.filter(body=of).first()
        return filed.document if filed else None
    revoked = Credential.objects.filter(body=of, revoked_at__isnull=False)
    made = status.document(
        url=of.list_url, issuer=of.did, revoked=revoked.values_list("place", flat=True), at=at
    )
    return IssuerKey.hosted(secret, of.id).secure(made, at=at)


def check(
    document: dict[str, Any],
    *,
    marketplace: str,
    at: datetime,
    secret: str,
    expected: Expected | None = None,
    seen_at: datetime | None = None,
) -> Verdict:
    """A certificate against all that the marketplace knows."""
    issuer = _issuer(document)
    of = Body.objects.filter(marketplace=marketplace, did=issuer).first() if issuer else None
    listed = status_document(of, at=at, secret=secret) if of else None
    known = Known(at, accredited(marketplace), listed or {}, expected, seen_at)
    return verify(document, known)


def expected_of(row: Presented) -> Expected:
    """Whom or what a certificate was presented for, as registered now."""
    return expected(row.subject, row.of, row.holder)


def expected(subject: str, of: Any, holder: str) -> Expected:
    """A merchant is known by its credit code, too; goods by their reference."""
    shop = admission.shops([holder]).get(holder) if of == "merchant" else None
    return Expected(subject, of, shop.credit_code if shop else "")


def seals(subjects: Iterable[str], *, marketplace: str, at: datetime, secret: str) -> list[Seal]:
    """What was presented for these merchants and goods, each checked again now."""
    rows = Presented.objects.filter(
        marketplace=marketplace, subject__in=set(subjects), hidden_at=None
    )
    return [
        Seal(
            row,
            check(
                row.document, marketplace=marketplace, at=at, secret=secret,
                expected=expected_of(row), seen_at=row.at,
            ),
        )
        for row in rows.select_related("body").order_by("scope", "id")
    ]  # fmt: skip


def proven(subjects: Iterable[str], *, marketplace: str, at: datetime) -> set[tuple[str, str]]:
    """Whom or what, and in which scope: certificates that are shown for these and hold now.

    A hosted body's revocations are read from its own book, so no list has to be signed for it.
    """
    rows = Presented.objects.filter(
        marketplace=marketplace, subject__in=set(subjects), hidden_at=None
    ).select_related("body")
    known = accredited(marketplace) if rows else []
    return {(row.subject, row.scope) for row in rows if _holds(row, known, at)}


def presented_locked(number: int, *, by: Actor) -> Presented:
    """What the actor presented, locked."""
    rows = Presented.objects.select_for_update().filter(marketplace=by.marketplace)
    row = rows.filter(pk=number, holder=by.party, hidden_at=None).first()
    return row or _no_credential()


def _holds(row: Presented, known: list[Accredited], at: datetime) -> bool:
    listed = None if row.body.hosted else status_document(row.body, at=at, secret="") or {}
    verdict = verify(row.document, Known(at, known, listed, expected_of(row), row.at))
    if not row.body.hosted or not verdict.read:
        return verdict.valid
    revoked = Credential.objects.filter(body=row.body, place=verdict.read.place)
    return verdict.wrong is None and not revoked.filter(revoked_at__isnull=False).exists()


def _issuer(document: dict[str, Any]) -> str:
    try:
        return documents.issuer_of(document)
    except Refusal:
        return ""


def _no_body() -> NoReturn:
    raise Refusal("body_unknown", "没有这家认证机构。", "There is no such certification body.")


def _no_credential() -> NoReturn:
    raise Refusal("credential_unknown", "没有这份证书。", "There is no such certificate.")
