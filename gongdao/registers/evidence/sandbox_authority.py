"""The time-stamping authority of the sandbox: real tokens under a certificate that says it proves nothing.

It ships with the product as the fake gateway does, so that everything about stamps runs without a
connection. Its name is in every token and in every verdict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from gongdao.registers.evidence.stamps import Answer

NAME = "Gongdao SANDBOX time stamps, no legal effect"
POLICY = "1.3.6.1.4.1.57264.99.1"
FROM = datetime(2014, 1, 1, tzinfo=UTC)
UNTIL = datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass
class SandboxAuthority:
    """An authority from 32 secret bytes, on a clock that it is given."""

    secret: bytes
    clock: Callable[[], datetime]
    begins: datetime = FROM
    ends: datetime = UNTIL
    certificate: x509.Certificate = field(init=False)

    def __post_init__(self) -> None:
        scalar = int.from_bytes(sha256(b"sandbox stamps" + self.secret).digest()) % (ORDER - 1) + 1
        self._key = ec.derive_private_key(scalar, ec.SECP256R1())
        self.certificate = _certificate(self._key, self.begins, self.ends)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def answer(self, request: bytes, /) -> bytes:
        """Stamp what is asked; a request that cannot be read, or another digest, is rejected."""
        try:
            asked = tsp.TimeStampReq.load(request, strict=True)
            imprint = asked["message_imprint"]
            known = imprint["hash_algorithm"]["algorithm"].native == "sha256"
            fits = known and len(imprint["hashed_message"].native) == sha256().digest_size
            told = self._told(asked) if fits else None
        except (ValueError, TypeError, KeyError):
            told = None
        if told is None:
            return bytes(Answer({"status": {"status": "rejection"}}).dump())
        said = {"status": {"status": "granted"}, "time_stamp_token": self._token(told)}
        return bytes(Answer(said).dump())

    def _told(self, asked: tsp.TimeStampReq) -> bytes:
        """The TSTInfo: the imprint and nonce as asked, the time, and a number that follows from them."""
        serial = int.from_bytes(sha256(asked.dump()).digest()[:8])
        said = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": asked["message_imprint"],
            "serial_number": serial,
            "gen_time": self.clock().astimezone(UTC).replace(microsecond=0),
        }
        if asked["nonce"].native is not None:
            said["nonce"] = asked["nonce"]
        return bytes(tsp.TSTInfo(said).dump())

    def _token(self, told: bytes) -> cms.ContentInfo:
        mine = asn1.Certificate.load(self.certificate.public_bytes(Encoding.DER))
        named = {
            "hash_algorithm": {"algorithm": "sha256"},
            "cert_hash": sha256(mine.dump()).digest(),
        }
        attributes = cms.CMSAttributes(
            [
                {"type": "content_type", "values": ["tst_info"]},
                {"type": "message_digest", "values": [sha256(told).digest()]},
                {"type": "signing_certificate_v2", "values": [{"certs": [named]}]},
            ]
        )
        digest = algos.DigestAlgorithm({"algorithm": "sha256"})
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    "issuer_and_serial_number",
                    {"issuer": mine.issuer, "serial_number": mine.serial_number},
                ),
                "digest_algorithm": digest,
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                "signature": self._key.sign(
                    attributes.dump(), ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
                ),
            }
        )
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [digest],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": core.ParsableOctetString(told),
                },
                "certificates": [mine],
                "signer_infos": [signer],
            }
        )
        return cms.ContentInfo({"content_type": "signed_data", "content": signed})


def _certificate(
    key: ec.EllipticCurvePrivateKey, begins: datetime, ends: datetime
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    number = int.from_bytes(sha256(f"{begins} {ends}".encode()).digest()[:8])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), number or 1)
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    )
    return made.sign(key, hashes.SHA256(), ecdsa_deterministic=True)
