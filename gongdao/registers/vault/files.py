"""Kept files as they are read: the whole of a small one, any stretch of a long one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from gongdao.detectors.documents import blanks
from gongdao.registers.vault import cipher, streams
from gongdao.registers.vault.models import Document, Piece


@dataclass(frozen=True, slots=True)
class Opened:
    """A kept file in clear: its media type, its size, and its bytes from one place to another.

    Of a long file nothing is in memory but the piece that is being read. `again` says that the same
    person opened it a moment ago, as a player does with each part that it asks for.
    """

    media: str
    size: int
    read: Callable[[int, int], Iterator[bytes]]
    again: bool = False

    def whole(self) -> bytes:
        """All of it at once, for what is small."""
        return b"".join(self.read(0, self.size))


def opened(row: Document, key: bytes, *, again: bool = False) -> Opened:
    """A document under its person's key."""
    sealed = bytes(row.sealed)
    if streams.has_pieces(sealed):
        return Opened(row.media, row.size, _from_pieces(row, key), again)
    content = cipher.open_document(key, row.subject_id, row.id, sealed)
    if row.of is None:
        return Opened(row.media, row.size, lambda first, end: iter([content[first:end]]), again)
    told, under = blanks.read(content), _from_pieces(row.of, key)

    def read(first: int, end: int) -> Iterator[bytes]:
        for part in under(first, end):
            yield blanks.blanked(part, first, told)
            first += len(part)

    return Opened(row.media, row.size, read, again)


def _from_pieces(row: Document, key: bytes) -> Callable[[int, int], Iterator[bytes]]:
    box = streams.Pieces(key, subject=row.subject_id, document=row.id, head=bytes(row.sealed))
    last = streams.pieces_of(row.size) - 1

    def piece(number: int) -> bytes:
        kept = Piece.objects.filter(document=row, number=number).values_list("sealed", flat=True)
        sealed = kept.first()
        if sealed is None:
            raise cipher.broken()
        return box.open_(number, bytes(sealed), last=number == last)

    return lambda first, end: streams.stretch(piece, first, min(end, row.size))
