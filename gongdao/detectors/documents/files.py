"""What an uploaded file is, by its content; and the clean copy of it that may be kept.

Pictures are decoded and encoded again, so that nothing but pixels survives. PDFs are read, never
run: whatever is locked, active, or unpacks to an absurd size is refused. Videos are read in
stretches, never whole, and stay as they came; what a copy must not tell is said beside them.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

import puremagic
from PIL import Image, UnidentifiedImageError

from gongdao.detectors.documents import pdf, videos
from gongdao.detectors.documents.blanks import Blank
from gongdao.detectors.documents.faults import Fault

MOST = 10 * 1024 * 1024
VIDEO_MOST = 500 * 1024 * 1024
PIXELS_MOST = 50_000_000
SIDE_LEAST = 200
BOMB_RATIO = 100
HEAD = 4_096

PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe")
ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh")
MALWARE = (b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE",)
"""The mark by which scanners are tested. A scanner of the operator's own may be asked as well."""

STOWAWAYS = (b"<script", b"<?php", b"<html", b"%PDF-")
"""What has no business inside a picture: each long enough not to arise by chance."""

STRETCH = 1 << 20
MARK_MOST = 64
BEGINNINGS = (b"<script", b"<?php", b"<html", b"%pdf-")
STOWED = re.compile(rb"<script|<\?php\s|<html[\s>]|%pdf-[12]\.")
"""The same in half a gigabyte of pictures, where five bytes do arise by chance: once in a hundred files."""

ENDS = {"image/jpeg": b"\xff\xd9", "image/png": b"IEND\xaeB`\x82"}
TAIL_MOST = 1_024


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file is, and the copy of it to keep; or the one fault for which it is not taken."""

    media: str
    clean: bytes
    fault: Fault | None = None

    @property
    def taken(self) -> bool:
        """Whether the file may be kept."""
        return self.fault is None


@dataclass(frozen=True, slots=True)
class Recording:
    """What a video is, and what the copy of it that is shown must not tell; or its one fault."""

    media: str
    blanks: Sequence[Blank] = ()
    fault: Fault | None = None


def examine(data: bytes) -> Examined:
    """Look at a file. The first fault found is the answer; the cheap looks come first."""
    media = media_of(data)
    fault = _at_first_sight(data, media)
    if fault:
        return Examined(media, b"", fault)
    if media == "application/pdf":
        fault = pdf.fault_of(data)
        return Examined(media, b"" if fault else data, fault)
    return _picture(data, media)


def examine_video(stream: BinaryIO) -> Recording | None:
    """Look at a file that begins like a video, however long; nothing where it does not begin like one."""
    stream.seek(0)
    media = videos.kind_of(stream.read(HEAD))
    if not media:
        return None
    if stream.seek(0, io.SEEK_END) > VIDEO_MOST:
        return Recording(media, fault=Fault.VIDEO_TOO_LARGE)
    try:
        blanks = videos.blanks_of(stream, media)
    except videos.Hides:
        return Recording(media, fault=Fault.FILE_IS_MANY)
    except videos.Broken:
        return Recording(media, fault=_marked(stream) or Fault.VIDEO_BROKEN)
    return Recording(media, blanks, _marked(stream))


def media_of(data: bytes) -> str:
    """The media type by content; `application/octet-stream` where nothing is recognised."""
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    try:
        found = puremagic.magic_string(data[:HEAD])
    except (puremagic.PureError, ValueError):
        return "application/octet-stream"
    likely = [each.mime_type for each in found if each.mime_type]
    known = [mime for mime in likely if mime in PICTURES]
    return next(iter(known or likely), "application/octet-stream")


def _at_first_sight(data: bytes, media: str) -> Fault | None:
    if not data:
        return Fault.FILE_EMPTY
    if len(data) > MOST:
        return Fault.FILE_TOO_LARGE
    if any(mark in data for mark in MALWARE):
        return Fault.FILE_IS_MALWARE
    if data.startswith(PROGRAMS):
        return Fault.FILE_IS_PROGRAM
    if data.startswith(ARCHIVES):
        return Fault.FILE_IS_BOMB if _swells(data) else Fault.FILE_IS_ARCHIVE
    if media != "application/pdf" and media not in PICTURES:
        return Fault.FILE_KIND_OTHER
    return None


def _swells(data: bytes) -> bool:
    """Whether a zip says of itself that it unpacks to a multiple of its size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return unpacked > BOMB_RATIO * len(data)


def _marked(stream: BinaryIO) -> Fault | None:
    """Read a recording once, stretch by stretch, for what has no business in it."""
    stream.seek(0)
    tail = b""
    while content := stream.read(STRETCH):
        seen = tail + content
        if any(mark in seen for mark in MALWARE):
            return Fault.FILE_IS_MALWARE
        lower = seen.lower()
        if any(mark in lower for mark in BEGINNINGS) and STOWED.search(lower):
            return Fault.FILE_IS_MANY
        tail = seen[-MARK_MOST:]
    return None


def _picture(data: bytes, media: str) -> Examined:
    fault = _stowaway(data, media)
    if fault:
        return Examined(media, b"", fault)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=[PICTURES[media]])
            width, height = picture.size
            if width * height > PIXELS_MOST:
                return Examined(media, b"", Fault.PICTURE_TOO_LARGE)
            if min(width, height) < SIDE_LEAST:
                return Examined(media, b"", Fault.PICTURE_TOO_SMALL)
            return Examined(media, _encoded_again(picture, media))
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
    ):
        return Examined(media, b"", Fault.PICTURE_BROKEN)


def _encoded_again(picture: Image.Image, media: str) -> bytes:
    """Pixels only: no metadata (a photograph knows where it was taken), no second frame, no tail."""
    picture.load()
    plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    if media == "image/jpeg":
        plain = plain.convert("RGB")
    out = io.BytesIO()
    plain.save(out, PICTURES[media], quality=90)
    return out.getvalue()


def _stowaway(data: bytes, media: str) -> Fault | None:
    lower = data.lower()
    if any(mark.lower() in lower for mark in STOWAWAYS):
        return Fault.FILE_IS_MANY
    end = ENDS.get(media)
    if end is None:
        return None
    _, found, tail = data.rpartition(end)
    hidden = bool(found) and (len(tail) > TAIL_MOST or tail.startswith((*ARCHIVES, *PROGRAMS)))
    return Fault.FILE_IS_MANY if hidden else None
