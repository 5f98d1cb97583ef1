"""Time stamps on tree heads (RFC 3161), pure: what is asked of an authority, and what its answer is worth.

A head says of itself when it was signed; a stamp is somebody else's word that it was there. What is
stamped is the SHA-256 of the whole head as a bundle shows it, signature included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha1, sha256, sha384, sha512
from typing import Any, ClassVar, Protocol

from asn1crypto import algos, cms, core, tsp
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import HashAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.canonical import canonical
from gongdao.registers.evidence.chains import leads
from gongdao.registers.evidence.heads import SignedHead
from gongdao.registers.evidence.verdict import WORDS

CLOCKS_APART = timedelta(minutes=5)
"""How far the clock of an authority may stand from ours; beyond, its answer is not kept."""

TOKEN_MOST = 64 * 1024
UNREADABLE = (
    ValueError, TypeError, KeyError, IndexError, UnsupportedAlgorithm, x509.InvalidVersion,
)  # fmt: skip
"""What reading a token that is none may raise."""

NONCE_BYTES = 8
HASHES: dict[str, HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


class Authority(Protocol):
    """A time-stamping authority: it gets a TimeStampReq and answers with a TimeStampResp, both in DER."""

    def answer(self, request: bytes, /) -> bytes:
        """The answer to one request."""
        ...


class Answer(core.Sequence):  # type: ignore[misc]
    """A TimeStampResp as RFC 3161 has it: who rejects a request sends no token."""

    _fields: ClassVar = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A token that holds: what it stamps, when, by whom, and under which certificate (its SHA-256)."""

    imprint: bytes
    at: datetime
    authority: str
    certificate: str
    nonce: int | None


class Faulty(Exception):
    """A token that does not hold; `code` is one of the verdict's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def imprint_of(head: SignedHead) -> bytes:
    """What is stamped: SHA-256 over the canonical JSON of the head with its signature."""
    return sha256(canonical(head.as_data())).digest()


def request(imprint: bytes, *, nonce: int) -> bytes:
    """The TimeStampReq for an imprint, in DER. The nonce comes back, so that no old answer passes."""
    algorithm = algos.DigestAlgorithm({"algorithm": "sha256"})
    asked = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {"hash_algorithm": algorithm, "hashed_message": imprint},
            "nonce": nonce,
            "cert_req": True,
        }
    )
    return bytes(asked.dump())


def accept(
    answer: bytes,
    *,
    imprint: bytes,
    nonce: int,
    at: datetime,
    roots: Sequence[x509.Certificate] = (),
) -> tuple[bytes, Stamp]:
    """The token of an authority's answer, if it is one to this request, holds, and tells our time.

    Where `roots` are named, its certificate is one of them or leads to one.
    """
    token = _granted(answer)
    try:
        found = check(token, imprint=imprint, roots=roots)
    except Faulty as wrong:
        raise _refused(wrong.code, WORDS[wrong.code].zh, WORDS[wrong.code].en) from None
    if found.nonce != nonce:
        raise _refused(
            "stamp_nonce_wrong",
            "时间戳回答的不是这一次请求。",
            "The stamp answers another request than this one.",
        )
    if abs(found.at - at) > CLOCKS_APART:
        raise _refused(
            "stamp_time_off",
            f"时间戳的时间 {found.at:%Y-%m-%d %H:%M:%S} UTC 与现在相差过大。",
            f"The stamp tells {found.at:%Y-%m-%d %H:%M:%S} UTC, too far from now.",
        )
    return token, found


def check(token: bytes, *, imprint: bytes, roots: Sequence[x509.Certificate] = ()) -> Stamp:
    """What a token says, if its signature and certificate hold and it stamps this; `Faulty` otherwise."""
    try:
        read = _Token(token)
        if read.imprint != imprint:
            raise Faulty("stamp_of_other_head")
        if not read.certificate_fits():
            raise Faulty("stamp_certificate_wrong")
        if not read.signed():
            raise Faulty("stamp_signature_wrong")
        if roots and not leads(read.certificate, read.beside(), roots=roots, at=read.at):
            raise Faulty("stamp_chain_wrong")
    except UNREADABLE:
        raise Faulty("stamp_unreadable") from None
    return Stamp(read.imprint, read.at, read.authority, read.fingerprint, read.nonce)


class _Token:
    """A TimeStampToken taken apart; whatever is not built as RFC 3161 says is a ValueError."""

    def __init__(self, token: bytes) -> None:
        if len(token) > TOKEN_MOST:
            raise ValueError("too large")
        content = cms.ContentInfo.load(token, strict=True)
        signed: Any = content["content"]
        inner = signed["encap_content_info"]
        if inner["content_type"].native != "tst_info" or len(signed["signer_infos"]) != 1:
            raise ValueError("no time-stamp token")
        self.said: bytes = bytes(inner["content"])
        told = tsp.TSTInfo.load(self.said, strict=True)
        if told["message_imprint"]["hash_algorithm"]["algorithm"].native != "sha256":
            raise ValueError("another digest")
        self.imprint: bytes = told["message_imprint"]["hashed_message"].native
        self.at: datetime = told["gen_time"].native.astimezone(UTC)
        self.nonce: int | None = told["nonce"].native
        self.signer = signed["signer_infos"][0]
        self.hash = HASHES[self.signer["digest_algorithm"]["algorithm"].native]
        self.attributes = {
            each["type"].native: each["values"] for each in self.signer["signed_attrs"]
        }
        self.known = signed["certificates"]
        der = self._certificate(self.known)
        self.der, self.fingerprint = der, sha256(der).hexdigest()
        self.certificate = x509.load_der_x509_certificate(der)
        self.authority = _named(self.certificate)

    def _certificate(self, known: Any) -> bytes:
        """The signer's certificate: the one whose issuer and number the signature names."""
        named = self.signer["sid"].chosen
        for each in known:
            body = each.chosen["tbs_certificate"]
            mine = (body["issuer"].dump(), body["serial_number"].native)
            if mine == (named["issuer"].dump(), named["serial_number"].native):
                return bytes(each.chosen.dump())
        raise ValueError("the signer's certificate is missing")

    def beside(self) -> list[x509.Certificate]:
        """The certificates that came with the signer's, of which each may stand above another."""
        return [x509.load_der_x509_certificate(bytes(each.chosen.dump())) for each in self.known]

    def certificate_fits(self) -> bool:
        """Whether the certificate is for time stamping, in force then, and the one that is signed for."""
        try:
            use = self.certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        except x509.ExtensionNotFound:
            return False
        begins, ends = self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc
        fits = ExtendedKeyUsageOID.TIME_STAMPING in use and begins <= self.at <= ends
        return fits and self._names_certificate()

    def _names_certificate(self) -> bool:
        """Whether the signed attributes name this certificate by its digest (RFC 5816, RFC 2634)."""
        newer, older = (
            self.attributes.get(name) for name in ("signing_certificate_v2", "signing_certificate")
        )
        if newer:
            named = newer[0]["certs"][0]
            known = {"sha256": sha256, "sha384": sha384, "sha512": sha512}
            digest = known.get(named["hash_algorithm"]["algorithm"].native)
        elif older:
            named, digest = older[0]["certs"][0], sha1
        else:
            return False
        return digest is not None and digest(self.der).digest() == named["cert_hash"].native

    def signed(self) -> bool:
        """Whether the signature is the certificate's, over attributes that name this very content."""
        digest = hashes.Hash(self.hash)
        digest.update(self.said)
        kinds = [each.native for each in self.attributes.get("content_type", ())]
        digests = [each.native for each in self.attributes.get("message_digest", ())]
        if kinds != ["tst_info"] or digests != [digest.finalize()]:
            return False
        # The attributes are signed as a SET, not under the tag that they have inside the message.
        message = self.signer["signed_attrs"].untag().dump()
        return _verified(self.certificate, self.signer["signature"].native, message, self.hash)


def _verified(
    certificate: x509.Certificate, signature: bytes, message: bytes, hashed: HashAlgorithm
) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(hashed))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), hashed)
        else:
            return False
    except InvalidSignature:
        return False
    return True


def _named(certificate: x509.Certificate) -> str:
    """The name of an authority: the common name of its certificate."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    if not names:
        raise ValueError("an authority without a name")
    return str(names[-1].value)


def _granted(answer: bytes) -> bytes:
    """The token inside an answer; refused where the authority refuses or says something else."""
    try:
        said = Answer.load(answer, strict=True)
        status = said["status"]["status"].native
        token = said["time_stamp_token"]
        held = b"" if isinstance(token, core.Void) else bytes(token.dump())
    except (ValueError, TypeError, KeyError):
        status, held = "unreadable", b""
    if status not in ("granted", "granted_with_mods") or not held:
        raise _refused(
            "stamp_refused",
            f"时间戳机构没有给出时间戳（{status}）。",
            f"The authority gave no time stamp ({status}).",
        )
    return held


def _refused(code: str, zh: str, en: str) -> Refusal:
    return Refusal(code, zh, en)
