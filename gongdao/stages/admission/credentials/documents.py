"""What a certificate says, pure: written for an issuer, and read from whoever presents one (VC data model 2.0)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.stages.admission.credentials.proof import Unreadable, moment, public_of
from gongdao.stages.admission.credentials.scopes import SCOPES
from gongdao.stages.admission.credentials.status import CONTEXT

OURS = {"@vocab": "urn:gongdao:certification#"}
TYPE = "CertificationCredential"
URN = "urn:gongdao:"
LONGEST = 200_000
"""More than any certificate, and what a status list may take."""


@dataclass(frozen=True, slots=True)
class Certified:
    """What is certified: whom or what, by its reference and name, in which scope, under which number."""

    subject: str
    name: Words
    scope: str
    number: str
    standard: str
    credit_code: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A certificate as it was read: nothing of it is checked yet but its form."""

    id: str
    issuer: str
    subject: str
    credit_code: str
    name: Words
    scope: str
    number: str
    standard: str
    since: datetime
    until: datetime | None
    list_url: str
    place: int


def certificate(
    said: Certified, *, ref: str, issuer: str, since: datetime, until: datetime, entry: Any
) -> dict[str, Any]:
    """The document for an issuer to secure."""
    subject = {
        "id": URN + said.subject,
        "name": {"zh": said.name.zh, "en": said.name.en},
        "scope": said.scope,
        "certificateNumber": said.number,
        "standard": said.standard,
    }
    if said.credit_code:
        subject["creditCode"] = said.credit_code
    return {
        "@context": [CONTEXT, OURS],
        "id": URN + ref,
        "type": ["VerifiableCredential", TYPE],
        "issuer": issuer,
        "validFrom": moment(since),
        "validUntil": moment(until),
        "credentialSubject": subject,
        "credentialStatus": entry,
    }


def parse(text: str) -> dict[str, Any]:
    """A document from text; a doubled name or a number that is none is refused like any other nonsense."""
    if len(text) > LONGEST:
        raise _malformed(f"超过{LONGEST}字", f"longer than {LONGEST} characters")
    try:
        said = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise _malformed("不是 JSON", "no JSON") from None
    if not isinstance(said, dict):
        raise _malformed("不是 JSON 对象", "no JSON object")
    return said


def read(said: Mapping[str, Any]) -> Read:
    """The certificate in a document, if it has the form of one."""
    contexts, types = said.get("@context"), said.get("type")
    if not (isinstance(contexts, list) and contexts[:1] == [CONTEXT]):
        raise _malformed(
            "@context 不是凭证数据模型 2.0", "@context is not that of the data model 2.0"
        )
    if not (isinstance(types, list) and {"VerifiableCredential", TYPE} <= set(map(str, types))):
        raise _malformed(f"type 缺少 {TYPE}", f"type lacks {TYPE}")
    subject, status = _mapping(said, "credentialSubject"), _mapping(said, "credentialStatus")
    name, scope = _mapping(subject, "name"), _text(subject, "scope")
    if scope not in SCOPES:
        raise _malformed(f"没有认证范围“{scope[:30]}”", f'there is no scope "{scope[:30]}"')
    place = _text(status, "statusListIndex")
    if status.get("type") != "BitstringStatusListEntry" or not _is_number(place):
        raise _malformed("credentialStatus 不是位串状态", "credentialStatus is no bitstring entry")
    return Read(
        id=_text(said, "id"),
        issuer=issuer_of(said),
        subject=_text(subject, "id"),
        credit_code=str(subject.get("creditCode", "")),
        name=Words(_text(name, "zh"), _text(name, "en")),
        scope=scope,
        number=_text(subject, "certificateNumber"),
        standard=_text(subject, "standard"),
        since=when(said, "validFrom"),
        until=when(said, "validUntil") if "validUntil" in said else None,
        list_url=_text(status, "statusListCredential"),
        place=int(place),
    )


def issuer_of(said: Mapping[str, Any]) -> str:
    """The did:key of the issuer, written alone or as the `id` of an object."""
    issuer = said.get("issuer")
    did = str(issuer.get("id", "")) if isinstance(issuer, Mapping) else str(issuer or "")
    try:
        public_of(did)
    except Unreadable:
        raise _malformed("issuer 不是 did:key", "the issuer is no did:key") from None
    return did


def when(said: Mapping[str, Any], name: str) -> datetime:
    """A moment with its offset."""
    try:
        at = datetime.fromisoformat(_text(said, name))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise _malformed(f"{name} 不是带时区的时间", f"{name} is no moment with an offset")
    return at


def _mapping(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = said.get(name)
    if not isinstance(value, Mapping):
        raise _malformed(f"缺少 {name}", f"{name} is missing")
    return value


def _text(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 400 or "\0" in value:
        raise _malformed(f"缺少 {name}", f"{name} is missing")
    return value


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        raise ValueError("a name stands twice")
    return said


def _no_number(constant: str) -> None:
    raise ValueError(constant)


def _malformed(zh: str, en: str) -> Refusal:
    return Refusal(
        "credential_unreadable",
        f"这不是能识别的认证凭证：{zh}。",
        f"This is no certificate that can be read: {en}.",
    )
