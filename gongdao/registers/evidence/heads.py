"""Signed tree heads, pure: Ed25519 over canonical JSON. Whoever keeps a head can hold us to it.

Keys are named by the SHA-256 of their public bytes, in hex: the fingerprint that a marketplace
publishes. After a rotation older heads still name, and still verify under, the older key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gongdao.registers.evidence.canonical import canonical


@dataclass(frozen=True, slots=True)
class SignedHead:
    """The state of a log at a size, and the signature over it."""

    log: str
    size: int
    root: bytes
    at: datetime
    key: str
    signature: bytes

    def note(self) -> bytes:
        """The bytes that are signed."""
        return note(log=self.log, size=self.size, root=self.root, at=self.at, key=self.key)

    def as_data(self) -> dict[str, Any]:
        """The head as a bundle shows it."""
        return {
            "log": self.log,
            "size": self.size,
            "root": self.root.hex(),
            "at": moment(self.at),
            "key": self.key,
            "signature": self.signature.hex(),
        }


class SigningKey:
    """An Ed25519 key from its 32 secret bytes; its id is the SHA-256 of the public key."""

    def __init__(self, secret: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(secret)
        self.public = self._private.public_key().public_bytes_raw()
        self.id = fingerprint(self.public)

    def sign(self, message: bytes) -> bytes:
        """64 bytes over the message."""
        return self._private.sign(message)


@cache
def key_of(secret: str) -> SigningKey:
    """The key of 64 hex digits."""
    return SigningKey(bytes.fromhex(secret))


def fingerprint(public: bytes) -> str:
    """The name of a key: 64 hex digits anyone can compute from its 32 public bytes."""
    return sha256(public).hexdigest()


def moment(at: datetime) -> str:
    """A moment as evidence writes it: UTC, to the microsecond."""
    assert at.tzinfo is not None, "a moment has its zone"
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def note(*, log: str, size: int, root: bytes, at: datetime, key: str) -> bytes:
    """The canonical bytes of a head."""
    said = {"at": moment(at), "key": key, "log": log, "root": root.hex(), "size": size}
    return canonical(said)


def sign(*, log: str, size: int, root: bytes, at: datetime, key: SigningKey) -> SignedHead:
    """Sign the state of a log."""
    said = note(log=log, size=size, root=root, at=at, key=key.id)
    return SignedHead(log, size, root, at, key.id, key.sign(said))


def verify(head: SignedHead, *, publics: Mapping[str, bytes]) -> bool:
    """Whether the key that the head names is among these (by fingerprint), and did sign it."""
    public = publics.get(head.key)
    if public is None or fingerprint(public) != head.key:
        return False
    return signed_by(head.note(), head.signature, public)


def signed_by(message: bytes, signature: bytes, public: bytes) -> bool:
    """Whether this public key signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
