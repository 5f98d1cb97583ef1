"""Looks into a PDF without running anything in it: locked, active, swollen, broken?"""

from __future__ import annotations

import io
import re
import zlib

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from gongdao.detectors.documents.faults import Fault

UNPACKED_MOST = 128 * 1024 * 1024
"""How much all streams of a file may unpack to, together."""

DICTIONARY = 2_048
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|AA)\b"
)
END = b"%%EOF"
TAIL_MOST = 1_024
FORMS_OF_DAMAGE = (
    PdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, NotImplementedError,
    RecursionError, OSError, OverflowError, zlib.error,
)  # fmt: skip
"""What the reader raises on files that are not what they say. A damaged file is an expected no."""


def fault_of(data: bytes) -> Fault | None:
    """The first thing that is wrong with a PDF, or nothing."""
    _, end, tail = data.rpartition(END)
    if not end:
        return Fault.PDF_BROKEN
    if len(tail) > TAIL_MOST or b"PK\x03\x04" in tail:
        return Fault.FILE_IS_MANY
    visible = _visible(data)
    if visible is None:
        return Fault.FILE_IS_BOMB
    if ACTIVE.search(visible):
        return Fault.PDF_ACTIVE
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            return Fault.PDF_LOCKED
        pages = int(reader.root["/Pages"]["/Count"])
    except FORMS_OF_DAMAGE:
        return Fault.PDF_BROKEN
    return None if pages > 0 else Fault.PDF_BROKEN


def _visible(data: bytes) -> bytes | None:
    """All dictionaries, those packed into object streams included; nothing if a stream swells absurdly."""
    parts, place, left = [], 0, UNPACKED_MOST
    for found in STREAM.finditer(data):
        parts.append(data[place : found.start()])
        place = found.end()
        said = data[max(0, found.start() - DICTIONARY) : found.start()].rpartition(b" obj")[2]
        if b"/FlateDecode" not in said and b"/Fl" not in said:
            continue
        if said.count(b"/FlateDecode") > 1:
            return None
        unpacked = _unpacked(found[1], left)
        left -= len(unpacked)
        if left <= 0:
            return None
        if b"/ObjStm" in said:
            parts.append(unpacked)
    parts.append(data[place:])
    return ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), b"\n".join(parts))


def _unpacked(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""
