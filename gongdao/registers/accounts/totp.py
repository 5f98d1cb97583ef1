"""One-time codes by time (RFC 6238 over RFC 4226), pure: thirty seconds, six digits, SHA-1."""

from __future__ import annotations

import hmac
from base64 import b32encode
from datetime import datetime
from urllib.parse import quote, urlencode

STEP = 30
DIGITS = 6
AROUND = (0, -1, 1)
"""A clock may be half a minute off, either way (RFC 6238, 5.2)."""


def step_of(at: datetime) -> int:
    """Which half minute since 1970 it is."""
    return int(at.timestamp()) // STEP


def code(secret: bytes, step: int, *, digits: int = DIGITS) -> str:
    """The code of a step: RFC 4226, 5.3."""
    mac = hmac.digest(secret, step.to_bytes(8), "sha1")
    start = mac[-1] & 0x0F
    number = int.from_bytes(mac[start : start + 4]) & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def matched(secret: bytes, typed: str, *, at: datetime, after: int) -> int | None:
    """The step whose code was typed, if it is around now and later than the last one that was used."""
    now = step_of(at)
    for step in (now + around for around in AROUND):
        if step > after and hmac.compare_digest(code(secret, step).encode(), typed.encode()):
            return step
    return None


def base32(secret: bytes) -> str:
    """The secret as people type it where a picture cannot be read."""
    return b32encode(secret).decode().rstrip("=")


def address(secret: bytes, *, account: str, issuer: str) -> str:
    """What the picture says to an authenticator."""
    name = quote(f"{issuer}:{account}", safe="@")
    said = {"secret": base32(secret), "issuer": issuer, "digits": DIGITS, "period": STEP}
    return f"otpauth://totp/{name}?{urlencode(said, quote_via=quote)}"
