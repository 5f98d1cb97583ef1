"""Files as they arrive: hashed on the way, on disk without a name, never more than is taken."""

from __future__ import annotations

import io
import os
from hashlib import sha256

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from gongdao.detectors.documents import files
from gongdao.interfaces import uploads
from gongdao.interfaces.ranges import PART, answer
from tests.detectors.test_videos import mp4

ASK = RequestFactory()
A_CASE = "/cases/dsp_1/exhibit"


@pytest.fixture(autouse=True)
def a_place(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "GONGDAO_UPLOADS", tmp_path / "uploads")
    monkeypatch.setattr(uploads, "IN_MEMORY", 1_000)


@pytest.fixture
def sent():
    """`sent(b"...", fact="x")`: a request with a file, which ends with the test."""
    made = []

    def send(content, **form):
        request = ASK.post(A_CASE, {"file": SimpleUploadedFile("a.mp4", content), **form})
        made.append(request)
        return request, request.FILES["file"]

    yield send
    for request in made:
        request.close()


@pytest.mark.parametrize("size", [1, 999, 1_001, 300_000])
def test_a_file_arrives_whole_with_its_digest(size, sent):
    content = os.urandom(size)
    _, file = sent(content, words="x")
    assert (file.size, file.read()) == (size, content)
    assert file.digest == sha256(content).hexdigest()


def test_what_lies_on_disk_has_no_name_and_so_nothing_of_it_stays(sent):
    _, file = sent(os.urandom(300_000))
    assert settings.GONGDAO_UPLOADS.stat().st_mode & 0o777 == 0o700
    assert list(settings.GONGDAO_UPLOADS.iterdir()) == []
    assert os.fstat(file.file.fileno()).st_nlink == 0
    assert len(file.read()) == 300_000


def test_what_is_over_the_limit_is_let_go_and_seen_to_be_over_it(monkeypatch, sent):
    video = mp4() + bytes(1_000_000)
    monkeypatch.setattr(uploads, "VIDEO_MOST", 200_000)
    monkeypatch.setattr(files, "VIDEO_MOST", 200_000)
    _, file = sent(video)
    assert 200_000 < file.size < 400_000
    assert files.examine_video(file.file).fault is files.Fault.VIDEO_TOO_LARGE

    monkeypatch.setattr(settings, "DATA_UPLOAD_MAX_MEMORY_SIZE", 100_000)
    _, other = sent(b"\xff\xd8\xff" + bytes(1_000_000))
    assert 100_000 < other.size < 300_000


def test_who_goes_away_in_the_middle_leaves_nothing(monkeypatch):
    handler = uploads.Streamed(ASK.post(A_CASE))
    handler.new_file("file", "a.mp4", "video/mp4", None)
    handler.receive_data_chunk(bytes(5_000), 0)
    handler.upload_interrupted()
    assert handler.file.closed
    assert list(settings.GONGDAO_UPLOADS.iterdir()) == []
    uploads.Streamed(ASK.post(A_CASE)).upload_interrupted()


@pytest.mark.parametrize(
    ("path", "takes"),
    [
        (A_CASE, True),
        ("/api/v1/disputes/dsp_1/exhibit-files", True),
        ("/api/v1/reports/rpt_1/exhibit-files", False),
        ("/cases/dsp_1/decide", False),
        ("/cases/dsp_1/exhibit/more", False),
        ("/api/v1/orders", False),
    ],
)
def test_recordings_come_in_at_two_doors(path, takes):
    assert uploads.takes_recordings(ASK.post(path)) is takes


@pytest.mark.parametrize(
    ("length", "fits"), [("", True), ("0", True), ("10", True), ("11", False), ("x", False), ("-1", False)]
)  # fmt: skip
def test_a_body_says_its_length_first(length, fits):
    request = ASK.post(A_CASE)
    request.META["CONTENT_LENGTH"] = length
    assert uploads.within(request, 10) is fits


def test_a_body_is_told_from_another_by_its_fields_and_its_files(sent):
    def digest(content=b"1", **form):
        return uploads.digest_of(sent(content, **form)[0])

    assert digest(fact="a") == digest(fact="a")
    assert len({digest(fact="a"), digest(b"2", fact="a"), digest(fact="b"), digest()}) == 4
    raw = ASK.post("/api/v1/orders", b"{}", content_type="application/json")
    assert uploads.digest_of(raw) == sha256(b"{}").digest()


def read(first, end):
    while first < end:
        yield bytes(min(end - first, 1 << 20))
        first += 1 << 20


@pytest.mark.parametrize(
    ("headers", "status", "length", "streamed"),
    [
        ({}, 200, 3 * PART, True),
        ({"range": "bytes=0-"}, 206, 3 * PART, True),
        ({"range": f"bytes=0-{PART - 1}"}, 206, PART, False),
        ({"range": "bytes=0-", "sec-fetch-dest": "video"}, 206, PART, False),
        ({"range": "bytes=5-20", "sec-fetch-dest": "video"}, 206, 16, False),
        ({"range": f"bytes={3 * PART - 9}-", "sec-fetch-dest": "video"}, 206, 9, False),
    ],
)
def test_what_is_long_is_streamed_and_a_player_is_given_a_part_at_a_time(
    headers, status, length, streamed
):
    said = answer(ASK.get("/", headers=headers), read, size=3 * PART, media="video/mp4", headers={})
    assert (said.status_code, said.streaming) == (status, streamed)
    assert int(said["Content-Length"]) == length
    whole = b"".join(said.streaming_content) if streamed else said.content
    assert len(whole) == length


def test_the_spooled_file_is_one_the_examiner_can_read(sent):
    video = mp4()
    _, file = sent(video)
    assert files.examine_video(file).fault is None
    assert io.BytesIO(video).read() == (file.seek(0), file.read())[1]
