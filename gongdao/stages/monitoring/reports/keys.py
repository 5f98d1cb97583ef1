"""The key by which somebody comes back to a report without an account, pure.

It is worked out from what the sender's form or request carried and a secret of the house, so a
retry of the same sending gets the same key again, and it is kept nowhere: only its digest is.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from gongdao.kernel.ref import LETTERS
from gongdao.registers.vault.cipher import MasterKey, blind_index

BITS = 128
LENGTH = 26
GROUP = 5
NONCE_LEAST, NONCE_MOST = 20, 80
RETRY = timedelta(hours=1)
"""How long a retry is shown its receipt again."""

WRONG_MOST = 5
LOCK = timedelta(minutes=15)
"""After so many wrong keys in a row a report stays closed for so long, to everybody."""

ALIKE = str.maketrans({"o": "0", "i": "1", "l": "1"})


def made(master: MasterKey, marketplace: str, nonce: str) -> str:
    """A key of 128 bits, as a person can read it aloud: `7k3m2-…`."""
    number = int.from_bytes(blind_index(master, "report key", f"{marketplace}/{nonce}"))
    text = "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return "-".join(text[n : n + GROUP] for n in range(0, LENGTH, GROUP))


def digest(typed: str) -> bytes:
    """What is kept of a key, however it was typed: capitals, spaces and dashes do not matter."""
    plain = "".join(typed.lower().translate(ALIKE).replace("-", "").split())
    return sha256(f"report key {plain}".encode("utf-8", "replace")).digest()


def retry_digest(marketplace: str, nonce: str) -> bytes:
    """By what a second sending of the same report is recognised."""
    return sha256(f"report retry {marketplace}/{nonce}".encode("utf-8", "replace")).digest()
