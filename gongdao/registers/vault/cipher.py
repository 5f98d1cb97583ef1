"""Envelope encryption, pure: one data key per person, wrapped by a master key; and the masks.

To erase a person is to destroy the wrapped data key: what was sealed under it is noise then, in
every backup. To rotate the master key is to wrap the data keys again; the data stays as it is.
"""

from __future__ import annotations

import hmac
import os
import re
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gongdao.kernel.refusal import Refusal

NONCE = 12
NAME = 8
"""Bytes at the start of a wrapped key that say which master key wrapped it."""

SCHEME = b"\x01"
"""The first byte of a sealed value: AES-256-GCM, nonce first. A later scheme gets its own."""

MASK_MOST = 120

DISTRICT = re.compile(
    r"(?:[^\d路街市县]{2,8}?(?:省|自治区|特别行政区))?"
    r"(?:[^\d路街区县]{1,9}?(?:市|自治州|地区|盟))?"
    r"(?:[^\d路街号]{1,6}?(?:区|县|旗|市))?"
)
"""Province, city, district: each as short as it can be, none reaching over a road or a number."""


class MasterKey:
    """Wraps data keys. Made of 64 hex digits each, kept outside the database; the current first.

    The earlier ones still unwrap, until `rewrap` has been over every data key.
    """

    def __init__(self, secret: str, *earlier: str) -> None:
        boxes = [_derive(each, b"wrap") for each in (secret, *earlier)]
        self.boxes = {sha256(b"name" + key).digest()[:NAME]: AESGCM(key) for key in boxes}
        self.current = next(iter(self.boxes))
        self.blind = [_derive(each, b"blind index") for each in (secret, *earlier)]


def new_key() -> bytes:
    """A fresh data key for one person."""
    return AESGCM.generate_key(256)


def wrap(master: MasterKey, subject: str, key: bytes) -> bytes:
    """The data key, sealed for one person: it opens nobody else's data."""
    return master.current + _seal(master.boxes[master.current], key, bound("key", subject))


def unwrap(master: MasterKey, subject: str, wrapped: bytes) -> bytes:
    """The data key again; refused if it is another's, changed, or of a master key we lack."""
    box = master.boxes.get(wrapped[:NAME])
    if box is None:
        raise Refusal(
            "vault_key_unknown",
            "没有打开这项个人信息所需的主密钥。",
            "The master key that wrapped this person's key is not at hand.",
        )
    return _open(box, wrapped[NAME:], bound("key", subject))


def rewrap(master: MasterKey, subject: str, wrapped: bytes) -> bytes:
    """The same data key under the current master key; unchanged if it is under it already."""
    if wrapped[:NAME] == master.current:
        return wrapped
    return wrap(master, subject, unwrap(master, subject, wrapped))


def seal(key: bytes, subject: str, field: str, value: str, *, version: int = 1) -> bytes:
    """A field's value, bound to its person, its field, and its version where somebody counts."""
    place = bound("value", subject, field, str(version))
    return SCHEME + _seal(AESGCM(key), value.encode(), place)


def open_(key: bytes, subject: str, field: str, sealed: bytes, *, version: int = 1) -> str:
    """The value again; refused if anything was moved or changed."""
    if sealed[:1] != SCHEME:
        raise broken()
    place = bound("value", subject, field, str(version))
    return _open(AESGCM(key), sealed[1:], place).decode()


def seal_document(key: bytes, subject: str, document: str, content: bytes) -> bytes:
    """A document's bytes, bound to its person and its reference."""
    return SCHEME + _seal(AESGCM(key), content, bound("document", subject, document))


def open_document(key: bytes, subject: str, document: str, sealed: bytes) -> bytes:
    """The bytes again; refused if anything was moved or changed."""
    if sealed[:1] != SCHEME:
        raise broken()
    return _open(AESGCM(key), sealed[1:], bound("document", subject, document))


def blind_index(master: MasterKey, field: str, value: str) -> bytes:
    """16 bytes by which equal values of a field are found without being read; store these."""
    return _blind(master.blind[0], field, value)


def blind_indexes(master: MasterKey, field: str, value: str) -> list[bytes]:
    """What to look for: the index under the current master key, then under each earlier one."""
    return [_blind(key, field, value) for key in master.blind]


def mask_name(name: str) -> str:
    """`张*三` of 张小三, `张*` of 张三: the first and, of three or more, the last character."""
    name = name.strip()
    if len(name) < 2:
        return "*"
    last = name[-1] if len(name) > 2 else ""
    return name[0] + "*" * max(1, min(len(name) - 2, 8)) + last


def mask_phone(phone: str) -> str:
    """`199****0000`: the first three and the last four digits; of short numbers the last two."""
    digits = "".join(letter for letter in phone if letter.isascii() and letter.isdigit())
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-2:]}" if len(digits) >= 7 else "****"


def mask_address(address: str) -> str:
    """`浙江省杭州市西湖区****`: down to the district; the street is nobody's business."""
    found = DISTRICT.match(address.strip())
    return (found.group() if found else "") + "****"


def mask_id(number: str) -> str:
    """`1****************X`: the first and the last character, and how many there are between."""
    number = number.strip()
    if len(number) < 3:
        return "**"
    return number[0] + "*" * min(len(number) - 2, MASK_MOST - 2) + number[-1]


def mask_account(number: str) -> str:
    """`**** 4567`: the last four characters of an account."""
    return f"**** {number.strip()[-4:]}" if len(number.strip()) > 7 else "****"


def mask_all(text: str) -> str:
    """`***`: of a text that somebody wrote, nothing is shown."""
    return "*" * min(len(text), 3)


def _derive(secret: str, purpose: bytes) -> bytes:
    """Another key for each purpose (HKDF-Expand with one block): none reveals another."""
    raw = bytes.fromhex(secret)
    assert len(raw) == 32, "a master key is 64 hex digits"
    return hmac.digest(raw, b"gongdao vault: " + purpose + b"\x01", "sha256")


def _blind(key: bytes, field: str, value: str) -> bytes:
    return hmac.digest(key, bound(field, value), "sha256")[:16]


def bound(*parts: str) -> bytes:
    """The parts with their lengths, so that no two lists of parts read the same."""
    coded = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4) + part for part in coded)


def _seal(box: AESGCM, value: bytes, place: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + box.encrypt(nonce, value, place)


def _open(box: AESGCM, sealed: bytes, place: bytes) -> bytes:
    try:
        return box.decrypt(sealed[:NONCE], sealed[NONCE:], place)
    except (InvalidTag, ValueError):
        raise broken() from None


def broken() -> Refusal:
    """What is sealed does not open: it was changed or moved."""
    return Refusal(
        "vault_broken",
        "这项个人信息的密文已被改动或移动，无法打开。",
        "This sealed personal data was changed or moved and does not open.",
    )
