"""Whether a certificate holds, pure: every check that was made, what came of it, and the article behind a no.

A verdict rests on what the caller knows: which bodies were accredited when, the issuer's status list, and
whom or what the certificate is shown for. What it does not know is said to be unchecked, never taken as good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.stages.admission.credentials import documents, status
from gongdao.stages.admission.credentials.documents import URN, Read
from gongdao.stages.admission.credentials.proof import proof_holds
from gongdao.stages.admission.credentials.scopes import SCOPES, Of

NAMES: Mapping[str, Words] = {
    "form": Words("格式", "form"),
    "signature": Words("签名", "signature"),
    "issuer": Words("发证机构资质", "accreditation of the issuer"),
    "term": Words("有效期", "term"),
    "subject": Words("认证对象", "whom or what it is for"),
    "status": Words("是否撤销", "revocation"),
}


@dataclass(frozen=True, slots=True)
class Accredited:
    """A body was accredited for a scope over a stretch of time."""

    issuer: str
    scope: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Expected:
    """Whom or what the certificate is shown for."""

    subject: str
    of: Of
    credit_code: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What a verifier knows besides the document. `seen_at`: when somebody first showed it to us."""

    at: datetime
    accredited: Sequence[Accredited] | None = None
    list_document: Mapping[str, Any] | None = None
    expected: Expected | None = None
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One check: passed, failed, or (none) not made for want of knowledge. `code` names the failure."""

    name: str
    passed: bool | None
    words: Words
    code: str = ""

    def as_data(self) -> dict[str, Any]:
        """The check as rows and callers keep it."""
        return {"name": self.name, "passed": self.passed, "zh": self.words.zh, "en": self.words.en}


@dataclass(frozen=True, slots=True)
class Verdict:
    """All checks, in order. `read` is what the document says, where it could be read."""

    checks: tuple[Check, ...]
    read: Read | None

    @property
    def valid(self) -> bool:
        """Every check was made and passed."""
        return all(check.passed for check in self.checks)

    @property
    def wrong(self) -> Check | None:
        """The first check that failed."""
        return next((check for check in self.checks if check.passed is False), None)

    @property
    def sentence(self) -> Words:
        """The whole in one sentence."""
        if self.wrong:
            return self.wrong.words
        open_ones = [NAMES[check.name] for check in self.checks if check.passed is None]
        if open_ones:
            return Words(
                f"没有发现问题，但这些没有核对：{'、'.join(w.zh for w in open_ones)}。",
                f"Nothing is wrong, but this was not checked: {', '.join(w.en for w in open_ones)}.",
            )
        return Words("证书有效，全部核对通过。", "The certificate holds: every check passed.")


def verify(said: Mapping[str, Any], known: Known) -> Verdict:
    """Check a document against all that is known."""
    try:
        read = documents.read(said)
    except Refusal as refusal:
        return Verdict((Check("form", False, refusal.sentence, refusal.code),), None)
    form = Check("form", True, Words("W3C 可验证凭证 2.0", "W3C Verifiable Credential 2.0"))
    checks = (
        form,
        _signature(said, read),
        _issuer(read, known),
        _term(read, known.at),
        _subject(read, known.expected),
        _status(read, known),
    )
    return Verdict(checks, read)


def _signature(said: Mapping[str, Any], read: Read) -> Check:
    if _own(said, read.issuer):
        words = Words(
            "签名与内容一致，出自发证机构的密钥。", "It is signed by its issuer and unchanged."
        )
        return Check("signature", True, words)
    words = Words(
        "签名不成立：证书是伪造的，或者内容被改动过。",
        "The signature does not hold: it is forged, or was changed.",
    )
    return Check("signature", False, words, "credential_forged")


def _issuer(read: Read, known: Known) -> Check:
    if known.accredited is None:
        return Check("issuer", None, Words("没有核对机构资质。", "Accreditation was not checked."))
    stretches = [a for a in known.accredited if a.issuer == read.issuer]
    if not stretches:
        words = Words("发证机构不在获认可的机构名单里。", "The issuer is no accredited body.")
        return Check("issuer", False, words, "issuer_not_accredited")
    scope = SCOPES[read.scope].words
    moments = (read.since, known.seen_at or known.at)
    stretches = [a for a in stretches if a.scope == read.scope]
    # An ended accreditation could be got round by an earlier date on the document: when we first saw
    # the certificate the issuer must have been accredited, too.
    if all(any(a.since <= at < a.until for a in stretches) for at in moments):
        words = Words(
            f"发证时和首次出示时，机构具有“{scope.zh}”资质。",
            f"When it was issued and first shown, the issuer was accredited for {scope.en}.",
        )
        return Check("issuer", True, words)
    words = Words(
        f"发证时或首次出示时，机构没有“{scope.zh}”资质。",
        f"When it was issued or first shown, the issuer was not accredited for {scope.en}.",
    )
    return Check("issuer", False, words, "issuer_not_accredited")


def _term(read: Read, at: datetime) -> Check:
    since, until = f"{read.since:%Y-%m-%d}", f"{read.until:%Y-%m-%d}" if read.until else "…"
    if at < read.since:
        words = Words(f"证书自{since}起才有效。", f"It is not valid before {since}.")
        return Check("term", False, words, "credential_out_of_term")
    if read.until and at >= read.until:
        words = Words(f"证书已于{until}过期。", f"It expired on {until}.")
        return Check("term", False, words, "credential_out_of_term")
    return Check(
        "term", True, Words(f"有效期{since}至{until}。", f"Valid from {since} to {until}.")
    )


def _subject(read: Read, expected: Expected | None) -> Check:
    if expected is None:
        return Check("subject", None, Words("没有核对认证对象。", "The subject was not checked."))
    fits = (
        read.subject == URN + expected.subject
        and SCOPES[read.scope].of == expected.of
        and (not expected.credit_code or read.credit_code == expected.credit_code)
    )
    name = read.name
    if fits:
        words = Words(f"认证对象相符：{name.zh}。", f"It is for this very subject: {name.en}.")
    else:
        words = Words(
            f"证书认证的是“{name.zh}”，不是这里的商家或商品。",
            f"It certifies “{name.en}”, not the merchant or goods it is shown for.",
        )
    return Check("subject", fits, words, "" if fits else "credential_of_another")


def _status(read: Read, known: Known) -> Check:
    said = known.list_document
    if said is None:
        return Check("status", None, Words("没有核对是否撤销。", "Revocation was not checked."))
    words = Words(
        "撤销名单不可信或不是这份证书的，不能确认没有撤销。",
        "The status list cannot be relied on, or is another's: whether it was revoked is open.",
    )
    if not _list_holds(said, read, known.at):
        return Check("status", False, words, "revocation_unclear")
    revoked = status.is_revoked(status.list_of(said) or "", read.place)
    if revoked is None:
        return Check("status", False, words, "revocation_unclear")
    if revoked:
        words = Words("证书已被发证机构撤销。", "Its issuer has revoked it.")
        return Check("status", False, words, "credential_revoked")
    return Check("status", True, Words("没有被撤销。", "It is not revoked."))


def _list_holds(said: Mapping[str, Any], read: Read, at: datetime) -> bool:
    try:
        issuer = documents.issuer_of(said)
        fresh = documents.when(said, "validFrom") <= at
        fresh &= "validUntil" not in said or at < documents.when(said, "validUntil")
    except Refusal:
        return False
    return (
        fresh and issuer == read.issuer and said.get("id") == read.list_url and _own(said, issuer)
    )


def _own(said: Mapping[str, Any], issuer: str) -> bool:
    """Whether the proof holds and is by the issuer's own key."""
    proof = said.get("proof")
    method = str(proof.get("verificationMethod", "")) if isinstance(proof, Mapping) else ""
    return method.partition("#")[0] == issuer and proof_holds(said)
