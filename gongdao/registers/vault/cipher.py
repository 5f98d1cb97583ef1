"""Envelope encryption, pure: one data key per person, wrapped by a master key; and the masks.

To erase a person is to destroy the wrapped data key: what was sealed under it is noise then, in
every backup.
"""

from __future__ import annotations

import os
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


class MasterKey:
    """Wraps data keys. Comes from 64 hex digits that live outside the database."""

    def __init__(self, secret: str) -> None:
        self.box = AESGCM(sha256(b"vault" + bytes.fromhex(secret)).digest())


def new_key() -> bytes:
    """A fresh data key for one person."""
    return AESGCM.generate_key(256)


def wrap(master: MasterKey, subject: str, key: bytes) -> bytes:
    """The data key, sealed for one person: it opens nobody else's data."""
    return _seal(master.box, key, subject)


def unwrap(master: MasterKey, subject: str, wrapped: bytes) -> bytes:
    """The data key again."""
    return _open(master.box, wrapped, subject)


def seal(key: bytes, subject: str, field: str, value: str) -> bytes:
    """A field's value, bound to its person and its field."""
    return _seal(AESGCM(key), value.encode(), f"{subject}/{field}")


def open_(key: bytes, subject: str, field: str, sealed: bytes) -> str:
    """The value again; anything moved or changed does not open."""
    return _open(AESGCM(key), sealed, f"{subject}/{field}").decode()


def _seal(box: AESGCM, value: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + box.encrypt(nonce, value, bound_to.encode())


def _open(box: AESGCM, sealed: bytes, bound_to: str) -> bytes:
    return box.decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode())


def mask_name(name: str) -> str:
    """张*三 of 张小三: the first and, of three or more, the last character."""
    name = name.strip()
    if len(name) < 2:
        return "*"
    return name[0] + "*" * max(1, len(name) - 2) + (name[-1] if len(name) > 2 else "")


def mask_phone(phone: str) -> str:
    """199****0000: the first three and the last four digits."""
    phone = phone.strip()
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def mask_address(address: str) -> str:
    """Province and city; the street is nobody's business."""
    return address.strip()[:6] + "****"


def mask_id(number: str) -> str:
    """The first and the last character."""
    number = number.strip()
    return f"{number[0]}{'*' * (len(number) - 2)}{number[-1]}" if len(number) > 2 else "**"
