"""How alike two names, addresses or account numbers are, without keeping either of them.

A *sketch* is a row of small numbers made from the pairs of letters in a text under a secret key
(MinHash). The share of places where two sketches agree is about the share of pairs that the texts
have in common; from the numbers alone, the text cannot be read back.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Sequence

SLOTS = 32
PRIME = (1 << 61) - 1
WIDTH = 26

NOISE = re.compile(r"[\W_]+")
FORMS_OF_COMPANY = re.compile(
    r"(?:股份|有限责任|有限)?(?:公司|合伙企业|合作社)|(?:co|ltd|limited|inc|llc|company)\b"
)
STEPS_OF_ADDRESS = re.compile(
    r"(?:省|市|区|县|镇|乡|村|路|街|道|弄|巷|号楼|号|幢|栋|座|单元|层|楼|室)"
)
DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")


def plain_name(text: str) -> str:
    """A name as it compares: no case, no width, no spaces, no form of company."""
    return NOISE.sub("", FORMS_OF_COMPANY.sub("", _folded(text)))


def plain_address(text: str) -> str:
    """An address as it compares: `文三路12号3幢` and `文三路 12 號 3 栋` say the same."""
    folded = _folded(text).translate(DIGITS).replace("號", "号")
    return NOISE.sub("", STEPS_OF_ADDRESS.sub(" ", folded))


def plain_number(text: str) -> str:
    """A number as it compares: letters and digits only; of a Chinese telephone no country code."""
    plain = NOISE.sub("", _folded(text))
    return plain[2:] if len(plain) == 13 and plain.startswith("86") else plain


def sketch(text: str, secret: bytes) -> list[int]:
    """The sketch of a text that was made plain. An empty text has none."""
    if not text:
        return []
    pairs = {text[n : n + 2] for n in range(max(1, len(text) - 1))}
    seeds = [int.from_bytes(hmac.digest(secret, pair.encode(), "sha256")[:7]) for pair in pairs]
    return [_least(seeds, slot) for slot in range(SLOTS)]


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """From 0, nothing in common, to 1, the same."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def _least(seeds: Sequence[int], slot: int) -> int:
    """The smallest number under this slot's permutation, with the slot's own number in its low bits."""
    turn = 2 * slot + 1
    least = min(
        (seed * turn * 0x9E3779B97F4A7C15 + slot * 0xC2B2AE3D27D4EB4F) % PRIME for seed in seeds
    )
    return (least >> (61 - WIDTH)) * SLOTS + slot


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
