"""Videos are taken by their containers, whole or not at all; where they were made is blanked in place."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from django.http import HttpRequest

from gongdao.detectors.documents import files, videos
from gongdao.detectors.documents.blanks import Blank, Tangled, blanked, read, tidy, write
from gongdao.detectors.documents.faults import Fault
from gongdao.detectors.documents.files import examine, examine_video
from gongdao.interfaces.ranges import answer

GPS = b"\xa9xyz+31.2304+121.4737/"
PICTURES = bytes(range(256)) * 8
HELD = b"3.1,4.1,5.9;" * 4


def box(kind: bytes, *content: bytes) -> bytes:
    body = b"".join(content)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def track(handler: bytes, place: int, size: int, *more: bytes) -> bytes:
    tables = box(
        b"stbl",
        box(b"stsz", struct.pack(">III", 0, 0, 2), struct.pack(">II", size // 2, size - size // 2)),
        box(b"stsc", struct.pack(">II", 0, 1), struct.pack(">III", 1, 2, 1)),
        box(b"stco", struct.pack(">II", 0, 1), struct.pack(">I", place)),
    )
    hdlr = box(b"hdlr", bytes(8), handler, bytes(12))
    return box(b"trak", *more, box(b"mdia", hdlr, box(b"minf", tables)))


def mp4(brand=b"isom", *, handler=b"vide", before=b"", behind=b"", more=b"") -> bytes:
    """A phone's recording: pictures, a track of where it was held, and the place in the user data."""
    head = box(b"ftyp", brand, bytes(4), b"isom") + before
    data = box(b"mdat", PICTURES, HELD)
    at = len(head) + 8
    movie = box(
        b"moov",
        box(b"mvhd", bytes(100)),
        track(handler, at, len(PICTURES), box(b"udta", GPS)),
        track(b"meta", at + len(PICTURES), len(HELD)),
        box(b"udta", GPS),
        box(b"meta", b"com.apple.quicktime.location.ISO6709", GPS),
        more,
    )
    return head + data + movie + behind


def element(name: int, content: bytes, *, unknown=False) -> bytes:
    size = b"\x01" + (b"\xff" * 7 if unknown else len(content).to_bytes(7))
    return name.to_bytes((name.bit_length() + 7) // 8) + size + content


def webm(*, doctype=b"webm", live=False, more=b"") -> bytes:
    head = element(0x1A45DFA3, element(0x4282, doctype))
    info = element(0x1549A966, element(0x7BA9, b"home, Nanjing road") + element(0x4D80, b"muxer"))
    cluster = element(0x1F43B675, element(0xE7, b"\0") + element(0xA3, PICTURES), unknown=live)
    tags = element(0x1254C367, element(0x7373, GPS))
    return head + element(0x18538067, info + cluster + tags + more, unknown=live)


def look(data: bytes):
    return examine_video(io.BytesIO(data))


GOOD = {
    "video/mp4": mp4(),
    "video/quicktime": mp4(b"qt  "),
    "video/webm": webm(),
}  # fmt: skip


@pytest.mark.parametrize("media", GOOD)
def test_a_video_keeps_its_pictures_and_loses_its_place(media):
    data = GOOD[media]
    assert GPS in data

    seen = look(data)
    copy = blanked(data, 0, seen.blanks)

    assert (seen.media, seen.fault) == (media, None)
    assert len(copy) == len(data), "everything stays where the index says"
    assert copy.index(PICTURES) == data.index(PICTURES)
    for private in (GPS, HELD, b"Nanjing", b"location"):
        assert private not in copy
    assert blanked(copy, 0, look(copy).blanks) == copy


def test_a_live_recording_without_sizes_is_read_to_its_end():
    data = webm(live=True)
    seen = look(data)

    assert seen.fault is None
    assert GPS not in blanked(data, 0, seen.blanks)


@pytest.mark.parametrize("data", GOOD.values(), ids=list(GOOD))
def test_papers_are_no_videos(data):
    assert examine(data).fault == Fault.FILE_KIND_OTHER


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "hidden")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (mp4(behind=b"<html>"), Fault.FILE_IS_MANY),
        (mp4(before=box(b"free", b"<script>alert(1)</script>")), Fault.FILE_IS_MANY),
        (mp4(before=box(b"free", b"%PDF-1.7")), Fault.FILE_IS_MANY),
        (mp4(behind=box(b"free", zipped())), Fault.FILE_IS_MANY),
        (mp4(behind=zipped()), Fault.FILE_IS_MANY),
        (webm(more=element(0x1941A469, b"a file of its own")), Fault.FILE_IS_MANY),
        (mp4(behind=b"tail"), Fault.VIDEO_BROKEN),
        (mp4(behind=box(b"evil", b"x")), Fault.VIDEO_BROKEN),
        (mp4(handler=b"text"), Fault.VIDEO_BROKEN),
        (mp4(behind=box(b"moov")), Fault.VIDEO_BROKEN),
        (box(b"ftyp", b"isom", bytes(8)), Fault.VIDEO_BROKEN),
        (webm()[:-1], Fault.VIDEO_BROKEN),
        (webm() + b"\0", Fault.VIDEO_BROKEN),
        (webm(more=element(0x4D80, b"x")), Fault.VIDEO_BROKEN),
        (mp4(behind=box(b"free", b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE")), Fault.FILE_IS_MALWARE),
    ],
)  # fmt: skip
def test_what_is_no_plain_video_is_refused(data, fault):
    assert look(data).fault == fault


@pytest.mark.parametrize("data", [mp4(b"evil"), webm(doctype=b"matroska"), b"MZ" + mp4(), b""])
def test_what_begins_like_none_is_no_video(data):
    assert look(data) is None


def test_a_video_has_a_largest_size(monkeypatch):
    data = mp4()
    monkeypatch.setattr(files, "VIDEO_MOST", len(data))
    assert look(data).fault is None
    assert look(data + box(b"free")).fault is Fault.VIDEO_TOO_LARGE


def test_a_mark_is_found_across_the_stretches_that_are_read(monkeypatch):
    for size in range(700, 720):
        monkeypatch.setattr(files, "STRETCH", size)
        assert look(mp4(behind=box(b"free", b"<script>"))).fault is Fault.FILE_IS_MANY
        assert look(mp4(behind=box(b"free", b"<html", b"x"))).fault is None


def test_what_is_made_to_keep_us_busy_is_refused(monkeypatch):
    monkeypatch.setattr(videos, "LOOKS_MOST", 500)
    assert look(mp4()).fault is None
    assert look(mp4(behind=box(b"free") * 500)).fault is Fault.VIDEO_BROKEN
    monkeypatch.setattr(videos, "BLANKS_MOST", 20)
    assert look(mp4(behind=box(b"free", b"x") * 30)).fault is Fault.VIDEO_BROKEN


@pytest.mark.parametrize(
    ("stretches", "tidied"),
    [
        ([], []),
        ([Blank(5, 9), Blank(0, 5)], [Blank(0, 9)]),
        ([Blank(0, 9), Blank(2, 4)], [Blank(0, 9)]),
        ([Blank(0, 4, b"ab"), Blank(3, 7)], [Blank(0, 7, b"ab")]),
        ([Blank(0, 4), Blank(4, 7, b"x")], [Blank(0, 4), Blank(4, 7, b"x")]),
        ([Blank(0, 4), Blank(3, 7, b"x")], None),
        ([Blank(0, 4, b"abc"), Blank(2, 7)], None),
    ],
)
def test_stretches_that_overlap_are_joined_or_refused(stretches, tidied):
    if tidied is None:
        with pytest.raises(Tangled):
            tidy(stretches)
    else:
        assert tidy(stretches) == tidied == read(write(tidied))


def test_every_part_of_a_copy_is_the_part_of_the_whole_copy():
    data, blanks = bytes(range(1, 60)), [Blank(3, 9, b"free"), Blank(20, 21), Blank(40, 59, b"end")]
    copy = blanked(data, 0, blanks)
    assert copy[3:9] == b"free\0\0"
    for first in range(len(data)):
        for last in range(first, len(data)):
            assert blanked(data[first:last], first, blanks) == copy[first:last]


@pytest.mark.parametrize("data", [mp4(), webm(), webm(live=True)])
def test_no_cut_and_no_flipped_byte_stops_the_program(data):
    for at in range(0, len(data), 13):
        look(data[:at])
        look(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])


@pytest.mark.parametrize(
    ("asked", "status", "body", "says"),
    [
        ("", 200, b"0123456789", None),
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=5-2", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=-", 200, b"0123456789", None),
        ("bytes=0-1,4-5", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_a_player_gets_the_part_it_asks_for(asked, status, body, says):
    request = HttpRequest()
    request.META["HTTP_RANGE"] = asked

    said = answer(
        request, lambda first, end: iter([b"0123456789"[first:end]]), size=10, media="video/mp4",
        headers={"Cache-Control": "no-store"},
    )  # fmt: skip

    assert (said.status_code, said.content, said.get("Content-Range")) == (status, body, says)
