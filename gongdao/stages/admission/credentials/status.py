"""Revocation as a list of bits, pure: the W3C Bitstring Status List (2025).

One bit for each certificate of an issuer, the first bit leftmost, compressed; nobody who asks for the
list tells the issuer which certificate he holds.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from gongdao.stages.admission.credentials.proof import moment

BITS = 131_072
"""The least that the standard asks for, so that one bit is one in a crowd."""
BYTES_MOST = 4_000_000
CONTEXT = "https://www.w3.org/ns/credentials/v2"
FRESH = timedelta(days=1)


def encode(revoked: Iterable[int]) -> str:
    """The list in which these places are revoked: multibase base64url over GZIP."""
    places = set(revoked)
    bits = bytearray(max(BITS, max(places, default=0) + 1 + 7) // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")


def is_revoked(encoded: str, place: int) -> bool | None:
    """Whether a place is revoked; none, if the list cannot be read or has no such place."""
    bits = _decoded(encoded)
    if bits is None or not 0 <= place < len(bits) * 8:
        return None
    return bool(bits[place // 8] & 0x80 >> place % 8)


def document(*, url: str, issuer: str, revoked: Iterable[int], at: datetime) -> dict[str, Any]:
    """The list as a credential of its issuer, good for a day; still to be secured."""
    return {
        "@context": [CONTEXT],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": moment(at),
        "validUntil": moment(at + FRESH),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode(revoked),
        },
    }


def entry(*, url: str, place: int) -> dict[str, str]:
    """Where in its issuer's list a certificate stands."""
    return {
        "id": f"{url}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": url,
    }


def list_of(said: Mapping[str, Any]) -> str | None:
    """The encoded list of a status list credential, if it is one for revocation."""
    subject = said.get("credentialSubject")
    fits = (
        isinstance(said.get("type"), list)
        and "BitstringStatusListCredential" in said["type"]
        and isinstance(subject, Mapping)
        and subject.get("type") == "BitstringStatusList"
        and subject.get("statusPurpose") == "revocation"
        and isinstance(subject.get("encodedList"), str)
    )
    return subject["encodedList"] if fits and isinstance(subject, Mapping) else None


def _decoded(encoded: str) -> bytes | None:
    """The bits; none, if they are no such list or would swell beyond measure."""
    if not encoded.startswith("u"):
        return None
    text = encoded[1:]
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        unpacking = zlib.decompressobj(wbits=31)
        bits = unpacking.decompress(packed, BYTES_MOST)
    except (binascii.Error, ValueError, zlib.error):
        return None
    whole = unpacking.eof and not unpacking.unconsumed_tail
    return bits if whole and len(bits) * 8 >= BITS else None
