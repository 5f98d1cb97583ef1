"""The cipher of files larger than memory, pure: piece by piece, each bound to its place (STREAM).

A file has a key of its own, derived from its person's key, its reference and a salt. The nonce of a
piece is its number and whether it is the last one, so that none can be moved, left out, doubled or
cut off, and any one of them opens alone: a player asks for the middle first.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gongdao.registers.vault import cipher

PIECE = 1 << 20
SCHEME = b"\x02"
"""AES-256-GCM over pieces of this length. Another length is another scheme."""

SALT = 32


def new_head() -> bytes:
    """How a sealed file begins: the scheme, and the salt of its key."""
    return SCHEME + os.urandom(SALT)


def has_pieces(sealed: bytes) -> bool:
    """Whether what is kept of a document is only how it begins, its pieces lying elsewhere."""
    return sealed[:1] == SCHEME


def pieces_of(size: int) -> int:
    """How many pieces a file of this size has; an empty one has one, which says that it is the last."""
    return max(1, -(-size // PIECE))


class Pieces:
    """Seals and opens the pieces of one file."""

    def __init__(self, key: bytes, *, subject: str, document: str, head: bytes) -> None:
        bound = cipher.bound("pieces", subject, document)
        derived = HKDF(algorithm=SHA256(), length=32, salt=head[1:], info=bound).derive(key)
        self.box = AESGCM(derived)

    def seal(self, number: int, content: bytes, *, last: bool) -> bytes:
        """One piece, sealed. A file is sealed once: no number is used twice with the same key."""
        return self.box.encrypt(_nonce(number, last), content, None)

    def open_(self, number: int, sealed: bytes, *, last: bool) -> bytes:
        """The piece again; refused if it was moved or changed, or is the last one of a file cut short."""
        try:
            return self.box.decrypt(_nonce(number, last), sealed, None)
        except InvalidTag:
            raise cipher.broken() from None


def cut(stream: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """A file in pieces: number, content, and whether it is the last. Two pieces are in memory."""
    stream.seek(0)
    content, number = stream.read(PIECE), 0
    while True:
        following = stream.read(PIECE)
        yield number, content, not following
        if not following:
            return
        content, number = following, number + 1


def stretch(piece: Callable[[int], bytes], first: int, end: int) -> Iterator[bytes]:
    """What lies from `first` to `end`, piece by piece."""
    while first < end:
        number, skipped = divmod(first, PIECE)
        content = piece(number)[skipped : skipped + end - first]
        if not content:
            raise cipher.broken()
        yield content
        first += len(content)


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11) + bytes((last,))
