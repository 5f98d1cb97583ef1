"""Videos by their containers: MP4 and MOV as boxes, WebM as elements; and a copy without what is private.

Nothing is decoded. A container has to be well formed from its first byte to its last, so that no
other kind of file hides before, behind or between. Where it was taken, by what and by whom is blanked
in place: every byte keeps its position, so that the pictures still are where the index says.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

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


class Broken(Exception):
    """The container is not well formed."""


class Hides(Exception):
    """The container is well formed, and carries another kind of file."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of MP4: its kind, where its content begins and where it ends."""

    kind: bytes
    start: int
    body: int
    end: int


def kind_of(data: bytes) -> str:
    """The media type of a video by how it begins; nothing where it begins like none."""
    if data[4:8] == b"ftyp":
        return BRANDS.get(data[8:12], "")
    if data.startswith(EBML) and b"webm" in data[:64]:
        return "video/webm"
    return ""


def clean(data: bytes, media: str) -> bytes:
    """The copy that may be shown, of the same length. `Broken` or `Hides` where the video is not taken."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Hides
    try:
        out = bytearray(data)
        (_clean_webm if media == "video/webm" else _clean_mp4)(out)
    except (struct.error, IndexError):
        raise Broken from None
    return bytes(out)


def _boxes(data: bytes | bytearray, start: int, end: int) -> Iterator[Box]:
    """The boxes that fill a stretch exactly."""
    while start < end:
        size, kind = struct.unpack_from(">I4s", data, start)
        body = start + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, body)
            body += 8
        elif size == 0:
            size = end - start
        if size < body - start or start + size > end:
            raise Broken
        yield Box(kind, start, body, start + size)
        start += size


def _clean_mp4(out: bytearray) -> None:
    tops = list(_boxes(out, 0, len(out)))
    kinds = [box.kind for box in tops]
    if kinds[0] != b"ftyp" or kinds.count(b"moov") != 1 or set(kinds) - TOP:
        raise Broken
    if b"mdat" not in kinds:
        raise Broken
    for box in tops:
        if box.kind in PRIVATE:
            _blank(out, box)
    (movie,) = (box for box in tops if box.kind == b"moov")
    played = 0
    for box in _boxes(out, movie.body, movie.end):
        if box.kind == b"trak" and _handler(out, box) not in SHOWN:
            _blank_samples(out, box)
            _blank(out, box)
        elif box.kind == b"trak":
            played += _handler(out, box) == b"vide"
    _clean_inside(out, movie, 0)
    if not played:
        raise Broken


def _clean_inside(out: bytearray, parent: Box, depth: int) -> None:
    if depth > DEPTH_MOST:
        raise Broken
    for box in _boxes(out, parent.body, parent.end):
        if box.kind in PRIVATE:
            _blank(out, box)
        elif box.kind in HOLDS:
            _clean_inside(out, box, depth + 1)


def _blank(out: bytearray, box: Box) -> None:
    out[box.start + 4 : box.start + 8] = b"free"
    out[box.body : box.end] = bytes(box.end - box.body)


def _find(data: bytes | bytearray, parent: Box, *way: bytes) -> Box | None:
    for kind in way:
        inside = [box for box in _boxes(data, parent.body, parent.end) if box.kind == kind]
        if not inside:
            return None
        parent = inside[0]
    return parent


def _handler(data: bytes | bytearray, track: Box) -> bytes:
    """What a track is made of: pictures, sound, or something else."""
    box = _find(data, track, b"mdia", b"hdlr")
    return bytes(data[box.body + 8 : box.body + 12]) if box else b""


def _blank_samples(out: bytearray, track: Box) -> None:
    """Blank what a track points to: chunk by chunk, as many samples as each chunk has, of their sizes."""
    table = _find(out, track, b"mdia", b"minf", b"stbl")
    if table is None:
        return
    sizes, runs, chunks = (
        _find(out, table, b"stsz"),
        _find(out, table, b"stsc"),
        _find(out, table, b"stco") or _find(out, table, b"co64"),
    )
    if sizes is None or runs is None or chunks is None:
        raise Broken
    each, count = struct.unpack_from(">II", out, sizes.body + 4)
    if not each and sizes.body + 12 + 4 * count > sizes.end:
        raise Broken
    wide = ">Q" if chunks.kind == b"co64" else ">I"
    places = _numbers(out, chunks, wide)
    firsts = _numbers(out, runs, ">III")
    sample = 0
    for number, (at,) in enumerate(places, 1):
        place = at
        held = [run[1] for run in firsts if run[0] <= number]
        for _ in range(held[-1] if held else 0):
            if sample >= count:
                return
            size = each or struct.unpack_from(">I", out, sizes.body + 12 + 4 * sample)[0]
            if place + size > len(out):
                raise Broken
            out[place : place + size] = bytes(size)
            place, sample = place + size, sample + 1


def _numbers(data: bytes | bytearray, box: Box, form: str) -> list[tuple[int, ...]]:
    (count,) = struct.unpack_from(">I", data, box.body + 4)
    size = struct.calcsize(form)
    if box.body + 8 + count * size > box.end:
        raise Broken
    return [struct.unpack_from(form, data, box.body + 8 + n * size) for n in range(count)]


@dataclass(frozen=True, slots=True)
class Element:
    """An element of WebM: its name, where it begins, where its content does, and its end, if it says so."""

    name: int
    start: int
    body: int
    end: int | None


def _element(data: bytes | bytearray, at: int) -> Element:
    first = data[at]
    width = 9 - first.bit_length()
    if width > 4:
        raise Broken
    name = int.from_bytes(data[at : at + width])
    size_at = at + width
    length = 9 - data[size_at].bit_length()
    if length > 8:
        raise Broken
    body = size_at + length
    size = int.from_bytes(data[size_at:body]) & ((1 << 7 * length) - 1)
    unknown = size == (1 << 7 * length) - 1
    if body > len(data) or (not unknown and body + size > len(data)):
        raise Broken
    return Element(name, at, body, None if unknown else body + size)


def _clean_webm(out: bytearray) -> None:
    head = _element(out, 0)
    if head.end is None or b"webm" not in out[head.body : head.end]:
        raise Broken
    segment = _element(out, head.end)
    if segment.name != SEGMENT or segment.end not in (None, len(out)):
        raise Broken
    at, pictures = segment.body, 0
    while at < len(out):
        one = _element(out, at)
        if one.name not in LEVEL_1 and one.name != CRC:
            raise Broken
        if one.name == ATTACHMENTS:
            raise Hides
        end = one.end if one.end is not None else _end_of_cluster(out, one)
        pictures += one.name == CLUSTER
        if one.name in (TAGS, VOID):
            _void(out, one.start, end)
        elif one.name == INFO:
            _clean_info(out, one.body, end)
        at = end
    if not pictures:
        raise Broken


def _end_of_cluster(data: bytes | bytearray, cluster: Element) -> int:
    """A live recorder does not say how long a cluster is: it ends where the next thing of its level begins."""
    if cluster.name != CLUSTER:
        raise Broken
    at = cluster.body
    while at < len(data):
        one = _element(data, at)
        if one.name in LEVEL_1 and one.name != VOID:
            return at
        if one.end is None:
            raise Broken
        at = one.end
    return at


def _clean_info(out: bytearray, at: int, end: int) -> None:
    while at < end:
        one = _element(out, at)
        if one.end is None or one.end > end:
            raise Broken
        if one.name in (TITLE, SEGMENT_FILE, DATE):
            _void(out, one.start, one.end)
        at = one.end


def _void(out: bytearray, start: int, end: int) -> None:
    """Make a stretch one element that says nothing, of the same length."""
    size = end - start
    if size < 2:
        raise Broken
    width = 1 if size - 2 < 127 else 8
    body = size - 1 - width
    mark = (1 << 7 * width) | body
    out[start:end] = bytes((VOID,)) + mark.to_bytes(width) + bytes(body)
