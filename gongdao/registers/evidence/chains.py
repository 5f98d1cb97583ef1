"""From the certificate of a time stamp up to a root that is trusted, as things stood when it was stamped.

Offline, so nobody is asked whether a certificate was revoked. A root may be the certificate itself:
then it is pinned, and nothing stands above it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509.oid import ExtendedKeyUsageOID as Use

STEPS_MOST = 6
UNDERSTOOD = (
    x509.BasicConstraints,
    x509.KeyUsage,
    x509.ExtendedKeyUsage,
    x509.SubjectKeyIdentifier,
    x509.AuthorityKeyIdentifier,
    x509.SubjectAlternativeName,
    x509.CertificatePolicies,
)
"""What may be critical in a certificate that stands above another: this we read, or it says no more."""


def read_roots(pem: bytes) -> list[x509.Certificate]:
    """The certificates of a PEM file; ValueError where there is none."""
    return x509.load_pem_x509_certificates(pem)


def leads(
    certificate: x509.Certificate,
    beside: Sequence[x509.Certificate],
    *,
    roots: Sequence[x509.Certificate],
    at: datetime,
    below: int = 0,
) -> bool:
    """Whether a certificate, with those that came beside it, leads to a root; each in force at the moment.

    `below` is how many of them stand under this one already.
    """
    if certificate in roots:
        return True
    if below == STEPS_MOST:
        return False
    rest = [each for each in beside if each != certificate]
    return any(
        _may_issue(issuer, below, at=at)
        and _issued(certificate, issuer)
        and leads(issuer, rest, roots=roots, at=at, below=below + 1)
        for issuer in (*roots, *rest)
        if issuer.subject == certificate.issuer
    )


def _may_issue(issuer: x509.Certificate, below: int, *, at: datetime) -> bool:
    """Whether it is a certificate for certificates, also of time stamps, that many steps down, and in force."""
    if not issuer.not_valid_before_utc <= at <= issuer.not_valid_after_utc:
        return False
    said = {type(each.value): each for each in issuer.extensions}
    if any(each.critical and kind not in UNDERSTOOD for kind, each in said.items()):
        return False
    basic, key, use = (
        said[kind].value if kind in said else None
        for kind in (x509.BasicConstraints, x509.KeyUsage, x509.ExtendedKeyUsage)
    )
    return (
        isinstance(basic, x509.BasicConstraints)
        and basic.ca
        and (basic.path_length is None or below <= basic.path_length)
        and (not isinstance(key, x509.KeyUsage) or key.key_cert_sign)
        and (
            not isinstance(use, x509.ExtendedKeyUsage)
            or Use.TIME_STAMPING in use
            or Use.ANY_EXTENDED_KEY_USAGE in use
        )
    )


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, TypeError):
        return False
    return True
