"""Videos by their containers: MP4 and MOV as boxes, WebM as elements; and what a copy must not tell.

Nothing is decoded. A container has to be well formed from its first byte to its last, so that no
other kind of file hides before, behind or between. Where it was taken, by what and by whom is blanked
in place: every byte keeps its position, so that the pictures still are where the index says. A
recording may be far larger than memory: it is looked at in places.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from gongdao.detectors.documents.blanks import Blank, Tangled, tidy

BRANDS = {
    b"qt  ": "video/quicktime",
    **dict.fromkeys(
        (b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1",
         b"M4V ", b"M4VH", b"MSNV", b"3gp4", b"3gp5", b"3gp6", b"dash", b"hvc1"),
        "video/mp4",
    ),
}  # fmt: skip
TOP = frozenset(
    b"ftyp moov mdat free skip wide uuid meta moof mfra sidx ssix styp pdin prft udta emsg".split()
)
HOLDS = frozenset(b"moov trak mdia minf stbl edts mvex".split())
PRIVATE = frozenset(b"udta meta uuid free skip wide emsg prft".split())
SHOWN = frozenset((b"vide", b"soun"))
"""What is played; a track of any other kind (where the camera was, how it was held) is blanked."""

EBML = b"\x1a\x45\xdf\xa3"
SEGMENT, CLUSTER, TAGS, ATTACHMENTS = 0x18538067, 0x1F43B675, 0x1254C367, 0x1941A469
INFO, TITLE, SEGMENT_FILE, DATE, VOID = 0x1549A966, 0x7BA9, 0x7384, 0x4461, 0xEC
LEVEL_1 = frozenset((0x114D9B74, INFO, CLUSTER, 0x1654AE6B, 0x1C53BB6B, ATTACHMENTS, 0x1043A770, TAGS, VOID))  # fmt: skip
DEPTH_MOST = 12
CRC = 0xBF

BLOCK = 1 << 16
LOOKS_MOST = 4_000_000
BLANKS_MOST = 100_000
"""An hour of a phone's recording needs a tenth of either; more is made to keep us busy."""


class Broken(Exception):
    """The container is not well formed."""


class Hides(Exception):
    """The container is well formed, and carries another kind of file."""


class Film:
    """A recording looked at in places, with one block of it in memory."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream, self.size, self.looks = stream, stream.seek(0, 2), 0
        self.at, self.block = 0, b""

    def take(self, at: int, size: int) -> bytes:
        """So many bytes from a place on; `Broken` where there are fewer."""
        self.looks += 1
        if at + size > self.size or self.looks > LOOKS_MOST:
            raise Broken
        if not self.at <= at <= at + size <= self.at + len(self.block):
            self.stream.seek(at)
            self.at, self.block = at, self.stream.read(max(size, BLOCK))
        return self.block[at - self.at : at - self.at + size]

    def numbers(self, at: int, form: str) -> tuple[int, ...]:
        """What stands at a place, in a form of `struct`."""
        return struct.unpack(form, self.take(at, struct.calcsize(form)))


@dataclass(frozen=True, slots=True)
class Box:
    """A box of MP4: its kind, where it and its content begin, and where it ends."""

    kind: bytes
    start: int
    body: int
    end: int


def kind_of(head: bytes) -> str:
    """The media type of a video by how it begins; nothing where it begins like none."""
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "")
    if head.startswith(EBML) and b"webm" in head[:64]:
        return "video/webm"
    return ""


def blanks_of(stream: BinaryIO, media: str) -> list[Blank]:
    """What the copy that may be shown must not tell. `Broken` or `Hides` where the video is not taken."""
    if zipfile.is_zipfile(stream):
        raise Hides
    film = Film(stream)
    found = _of_webm(film) if media == "video/webm" else _of_mp4(film)
    blanks: list[Blank] = []
    try:
        for each in found:
            blanks.append(each)
            if len(blanks) > BLANKS_MOST:
                raise Broken
        return tidy(blanks)
    except Tangled:
        raise Broken from None


def _boxes(film: Film, start: int, end: int) -> Iterator[Box]:
    """The boxes that fill a stretch exactly."""
    while start < end:
        size, name = film.numbers(start, ">II")
        body = start + 8
        if size == 1:
            (size,) = film.numbers(body, ">Q")
            body += 8
        elif size == 0:
            size = end - start
        if size < body - start or start + size > end:
            raise Broken
        yield Box(name.to_bytes(4), start, body, start + size)
        start += size


def _of_mp4(film: Film) -> Iterator[Blank]:
    tops = list(_boxes(film, 0, film.size))
    kinds = [box.kind for box in tops]
    if kinds[:1] != [b"ftyp"] or kinds.count(b"moov") != 1 or set(kinds) - TOP:
        raise Broken
    if b"mdat" not in kinds:
        raise Broken
    yield from (_free(film, box) for box in tops if box.kind in PRIVATE)
    (movie,) = (box for box in tops if box.kind == b"moov")
    played = 0
    for box in _boxes(film, movie.body, movie.end):
        if box.kind != b"trak":
            yield from _of_box(film, box, 1)
        elif (made_of := _handler(film, box)) in SHOWN:
            played += made_of == b"vide"
            yield from _of_box(film, box, 1)
        else:
            yield from _samples(film, box)
            yield _free(film, box)
    if not played:
        raise Broken


def _of_box(film: Film, box: Box, depth: int) -> Iterator[Blank]:
    if depth > DEPTH_MOST:
        raise Broken
    if box.kind in PRIVATE:
        yield _free(film, box)
    elif box.kind in HOLDS:
        for each in _boxes(film, box.body, box.end):
            yield from _of_box(film, each, depth + 1)


def _free(film: Film, box: Box) -> Blank:
    """A box of the same length that says nothing."""
    named = box.start + 8
    return Blank(box.start + 4, box.end, b"free" + film.take(named, box.body - named))


def _find(film: Film, parent: Box, *way: bytes) -> Box | None:
    for kind in way:
        inside = [box for box in _boxes(film, parent.body, parent.end) if box.kind == kind]
        if not inside:
            return None
        parent = inside[0]
    return parent


def _handler(film: Film, track: Box) -> bytes:
    """What a track is made of: pictures, sound, or something else."""
    box = _find(film, track, b"mdia", b"hdlr")
    return film.take(box.body + 8, 4) if box else b""


def _samples(film: Film, track: Box) -> Iterator[Blank]:
    """What a track points to: chunk by chunk, as many samples as each chunk has, of their sizes."""
    table = _find(film, track, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    sizes, runs, chunks = (
        _find(film, table, b"stsz"),
        _find(film, table, b"stsc"),
        _find(film, table, b"stco") or _find(film, table, b"co64"),
    )
    if sizes is None or runs is None or chunks is None:
        raise Broken
    each, count = film.numbers(sizes.body + 4, ">II")
    if not each and sizes.body + 12 + 4 * count > sizes.end:
        raise Broken
    places = _rows(film, chunks, ">Q" if chunks.kind == b"co64" else ">I")
    sample = 0
    for (place,), held in zip(places, _held(film, runs), strict=False):
        last = min(sample + held, count)
        if each:
            size = each * (last - sample)
        else:
            size = sum(film.numbers(sizes.body + 12 + 4 * n, ">I")[0] for n in range(sample, last))
        if place + size > film.size:
            raise Broken
        if size:
            yield Blank(place, place + size)
        sample = last
        if sample == count:
            return


def _held(film: Film, runs: Box) -> Iterator[int]:
    """How many samples each chunk holds, chunk by chunk: a run lasts until the next one begins."""
    rows = _rows(film, runs, ">III")
    first, held, _ = next(rows, (0, 0, 0))
    if first != 1:
        raise Broken
    chunk = 1
    for begins, then, _ in rows:
        if begins <= chunk:
            raise Broken
        while chunk < begins:
            yield held
            chunk += 1
        held = then
    while True:
        yield held


def _rows(film: Film, box: Box, form: str) -> Iterator[tuple[int, ...]]:
    (count,) = film.numbers(box.body + 4, ">I")
    size = struct.calcsize(form)
    if box.body + 8 + count * size > box.end:
        raise Broken
    return (film.numbers(box.body + 8 + n * size, form) for n in range(count))


@dataclass(frozen=True, slots=True)
class Element:
    """An element of WebM: its name, where it begins, where its content does, and its end, if it says so."""

    name: int
    start: int
    body: int
    end: int | None


def _element(film: Film, at: int) -> Element:
    width = 9 - film.take(at, 1)[0].bit_length()
    if width > 4:
        raise Broken
    name = int.from_bytes(film.take(at, width))
    size_at = at + width
    length = 9 - film.take(size_at, 1)[0].bit_length()
    if length > 8:
        raise Broken
    body = size_at + length
    size = int.from_bytes(film.take(size_at, length)) & ((1 << 7 * length) - 1)
    unknown = size == (1 << 7 * length) - 1
    if body > film.size or (not unknown and body + size > film.size):
        raise Broken
    return Element(name, at, body, None if unknown else body + size)


def _of_webm(film: Film) -> Iterator[Blank]:
    head = _element(film, 0)
    if head.end is None or head.end > BLOCK or b"webm" not in film.take(0, head.end)[head.body :]:
        raise Broken
    segment = _element(film, head.end)
    if segment.name != SEGMENT or segment.end not in (None, film.size):
        raise Broken
    at, pictures = segment.body, 0
    while at < film.size:
        one = _element(film, at)
        if one.name not in LEVEL_1 and one.name != CRC:
            raise Broken
        if one.name == ATTACHMENTS:
            raise Hides
        end = one.end if one.end is not None else _end_of_cluster(film, one)
        pictures += one.name == CLUSTER
        if one.name in (TAGS, VOID):
            yield _void(one.start, end)
        elif one.name == INFO:
            yield from _of_info(film, one.body, end)
        at = end
    if not pictures:
        raise Broken


def _end_of_cluster(film: Film, cluster: Element) -> int:
    """A live recorder does not say how long a cluster is: it ends where the next thing of its level begins."""
    if cluster.name != CLUSTER:
        raise Broken
    at = cluster.body
    while at < film.size:
        one = _element(film, at)
        if one.name in LEVEL_1 and one.name != VOID:
            return at
        if one.end is None:
            raise Broken
        at = one.end
    return at


def _of_info(film: Film, at: int, end: int) -> Iterator[Blank]:
    while at < end:
        one = _element(film, at)
        if one.end is None or one.end > end:
            raise Broken
        if one.name in (TITLE, SEGMENT_FILE, DATE):
            yield _void(one.start, one.end)
        at = one.end


def _void(start: int, end: int) -> Blank:
    """One element that says nothing, of the same length."""
    size = end - start
    if size < 2:
        raise Broken
    width = 1 if size - 2 < 127 else 8
    body = size - 1 - width
    if body < 0:
        raise Broken
    mark = (1 << 7 * width) | body
    return Blank(start, end, bytes((VOID,)) + mark.to_bytes(width))
