"""Documents signed by the house: PAdES baseline B-B, B-T where a time-stamping authority is named.

The key is ECDSA on P-256, from 32 secret bytes kept like the evidence key. Its certificate is
self-signed and follows from the key alone, so nothing else has to be stored or renewed: whoever
compares its fingerprint with the published one knows who signed. Signatures are deterministic
(RFC 6979): the same document, reason and moment give the same bytes, however often it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from io import BytesIO
from logging import getLogger
from typing import Any

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

LOG = getLogger(__name__)
NAME = "Gongdao 公道"
FIELD = "Gongdao"
FROM = datetime(2014, 1, 1, tzinfo=UTC)
FOR_EVER = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""RFC 5280, 4.1.2.5: a certificate without a well-defined end says so with this moment."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signed document says of its signature. `whole`: it covers every byte of the file."""

    by: str
    at: datetime | None
    intact: bool
    whole: bool
    ours: bool

    @property
    def good(self) -> bool:
        """Whether we signed exactly this file and nobody changed it since."""
        return self.intact and self.whole and self.ours


class Seal(signers.Signer):
    """The house's key with its certificate, as pyHanko signs with it."""

    def __init__(self, secret: bytes) -> None:
        order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
        scalar = int.from_bytes(secret) % (order - 1) + 1
        self._private = ec.derive_private_key(scalar, ec.SECP256R1())
        self.certificate = _certificate(self._private)
        self.fingerprint = self.certificate.fingerprint(hashes.SHA256()).hex()
        super().__init__(
            signing_cert=asn1.Certificate.load(self.certificate.public_bytes(Encoding.DER)),
            cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
        )

    @property
    def pem(self) -> bytes:
        """The certificate as anyone can import it."""
        return self.certificate.public_bytes(Encoding.PEM)

    async def async_sign_raw(
        self,
        data: bytes,
        digest_algorithm: str,
        dry_run: bool = False,  # noqa: ARG002, FBT002 - as pyHanko calls it; a rehearsal signs too
    ) -> bytes:
        """The signature over these bytes."""
        assert digest_algorithm == "sha256", digest_algorithm
        return self._private.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))


@cache
def seal_of(secret: str) -> Seal:
    """The seal of 64 hex digits."""
    return Seal(bytes.fromhex(secret))


def seal() -> Seal:
    """The seal of this installation."""
    return seal_of(settings.GONGDAO_SIGNING_KEY)


def signed(pdf: bytes, *, why: str, at: datetime, stamp: TimeStamper | None = None) -> bytes:
    """The document with our signature as of `at`, and why we sign ("Contract ord_…").

    `stamp` is an RFC 3161 time-stamping authority; without one, that of the settings, if any. One
    that does not answer holds nobody's copy back: the document is then signed without a time stamp.
    """
    stamp = stamp or _authority()
    try:
        return _signed(pdf, why=why, at=at, stamp=stamp)
    except TimestampRequestError as silent:
        LOG.warning("the time-stamping authority does not answer: %s", silent)
        return _signed(pdf, why=why, at=at, stamp=None)


def _signed(pdf: bytes, *, why: str, at: datetime, stamp: TimeStamper | None) -> bytes:
    writer = _Update(pdf, version=sha256(pdf + why.encode() + at.isoformat().encode()).digest())
    said = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=NAME,
        reason=why,
    )
    signer = _Dated(said, signer=seal(), timestamper=stamp)
    signer.at = at.astimezone(UTC)
    made: bytes = _apart(lambda: signer.sign_pdf(writer)).getvalue()
    return made


def signature_of(pdf: bytes) -> Signature | None:
    """The signature on a document, checked against our own certificate; None where there is none."""
    ours = seal()
    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not found:
            return None
        last = found[-1]
        context = ValidationContext(trust_roots=[ours.signing_cert], allow_fetching=False)
        status = _apart(lambda: validate_pdf_signature(last, context))
    except (PdfError, ValueError, KeyError, TypeError):
        return None
    by = sha256(last.signer_cert.dump()).hexdigest()
    return Signature(
        by=by,
        at=last.self_reported_timestamp,
        intact=bool(status.intact and status.valid),
        whole=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        ours=by == ours.fingerprint,
    )


def _apart(work: Callable[[], Any]) -> Any:
    """Do it in a thread of its own: pyHanko starts an event loop, and here one may be running already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


class _Update(IncrementalPdfFileWriter):
    """What is appended to a file: no clock of the machine and no chance gets into it."""

    def __init__(self, pdf: bytes, *, version: bytes) -> None:
        super().__init__(BytesIO(pdf))
        # The second half of a file's /ID names its version: ours follows from what is signed.
        names = [self.document_id[0], generic.ByteStringObject(version[:16])]
        self._document_id = generic.ArrayObject(names)

    def _update_meta(self) -> None:
        """The document keeps the title and the dates it was set with."""


class _Dated(signers.PdfSigner):
    """A signer whose clock is the caller's."""

    at: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def _authority() -> TimeStamper | None:
    address = settings.GONGDAO_TIMESTAMPS
    return HTTPTimeStamper(address, timeout=5) if address else None


def _certificate(private: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    public = private.public_key()
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    identifier = x509.SubjectKeyIdentifier.from_public_key(public)
    return (
        x509.CertificateBuilder(name, name, public, not_valid_before=FROM, not_valid_after=FOR_EVER)
        .serial_number(int.from_bytes(identifier.digest[:16]) or 1)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(identifier, critical=False)
        .sign(private, hashes.SHA256(), ecdsa_deterministic=True)
    )
