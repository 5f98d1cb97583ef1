"""Sealing words to a carrier's public key, pure: whoever prints or photographs a label reads nothing.

X25519 with a key made for this one token, HKDF-SHA-256, AES-256-GCM. The parcel is bound in: a
token cut from one label and glued on another does not open.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gongdao.kernel.refusal import Refusal

SCHEME = b"\x01"
KEY = 32
ONCE = bytes(12)
"""The nonce: each key seals one message only."""

MARK = "GD1."


def new_key() -> tuple[bytes, bytes]:
    """A carrier's private key, which stays with it, and the public key that it gives us."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal(public: bytes, parcel: str, words: bytes) -> bytes:
    """The words, readable by the holder of the private key alone, for this parcel alone."""
    mine = X25519PrivateKey.generate()
    theirs = X25519PublicKey.from_public_bytes(public)
    point = mine.public_key().public_bytes_raw()
    key = _derive(mine.exchange(theirs), point + public)
    return SCHEME + point + AESGCM(key).encrypt(ONCE, words, parcel.encode())


def unseal(private: bytes, parcel: str, token: bytes) -> bytes:
    """The words again; refused with another key, for another parcel, or after any change."""
    if token[:1] != SCHEME:
        raise _sealed()
    try:
        mine = X25519PrivateKey.from_private_bytes(private)
        point = token[1 : KEY + 1]
        shared = mine.exchange(X25519PublicKey.from_public_bytes(point))
        key = _derive(shared, point + mine.public_key().public_bytes_raw())
        return AESGCM(key).decrypt(ONCE, token[KEY + 1 :], parcel.encode())
    except (InvalidTag, ValueError):
        raise _sealed() from None


def readable(public: bytes) -> bytes:
    """A public key that something can be sealed to, or a refusal."""
    try:
        theirs = X25519PublicKey.from_public_bytes(public)
        X25519PrivateKey.generate().exchange(theirs)
    except ValueError:
        raise Refusal(
            "carrier_key_unreadable",
            "公钥须是 32 字节的 X25519 公钥（64 个十六进制字符）。",
            "A public key is an X25519 key of 32 bytes, as 64 hex digits.",
        ) from None
    return public


def as_text(parcel: str, token: bytes) -> str:
    """What the square on the label says: the parcel, and the token."""
    return f"{MARK}{parcel}.{urlsafe_b64encode(token).decode().rstrip('=')}"


def from_text(text: str) -> tuple[str, bytes]:
    """Parcel and token out of what a scanner read."""
    parcel, _, token = text.strip().removeprefix(MARK).partition(".")
    try:
        return parcel, urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except ValueError:
        raise _sealed() from None


def _derive(shared: bytes, salt: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=b"gongdao waybill").derive(shared)


def _sealed() -> Refusal:
    return Refusal(
        "label_sealed",
        "这个面单密文打不开：密钥不符，或密文被改动、挪用。",
        "This label does not open: it is another's key, or the token was changed or moved.",
    )
