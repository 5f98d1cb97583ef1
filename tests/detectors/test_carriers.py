"""Files of carriers, whole and broken: every row that can be read, and why the others cannot."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from gongdao.detectors.carriers import read
from gongdao.kernel.refusal import Refusal

ZONE = ZoneInfo("Asia/Shanghai")


def iftsta(*statuses, syntax="UNOY", end=True, message="IFTSTA"):
    """An interchange with one message; a status is (waybill, code, reason, moment, form, place)."""
    said = [
        f"UNB+{syntax}:3+SF+GONGDAO+260303:1000+7'",
        f"UNH+1+{message}:D:01B:UN'",
        "BGM+77+1+9'",
    ]
    for n, (waybill, code, reason, moment, form, place) in enumerate(statuses, start=1):
        said += [f"CNI+{n}+{waybill}'", f"STS+1+{code}::ZZZ+{reason}'"]
        said += [f"DTM+334:{moment}:{form}'", f"LOC+175+:::{place}'"]
    if end:
        said += [f"UNT+{len(said)}+1'", "UNZ+1+7'"]
    return "".join(said)


ONE = ("SF1001", "SGN", "NBR", "202603031030", "203", "上海")


def test_a_status_becomes_a_scan():
    (row,) = read(iftsta(ONE).encode(), zone=ZONE).rows
    assert (row.waybill, row.kind, row.left_with, row.place) == (
        "SF1001", "signed_for", "neighbour", "上海",
    )  # fmt: skip
    assert row.at == datetime(2026, 3, 3, 10, 30, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("moment", "form", "hour"),
    [("202603030230UTC", "303", 10), ("202603031030+08", "303", 10), ("20260303103000", "204", 10)],
)
def test_moments_in_other_forms(moment, form, hour):
    escaped = moment.replace("+", "?+")
    (row,) = read(iftsta((*ONE[:3], escaped, form, "上海")).encode(), zone=ZONE).rows
    assert row.at.astimezone(ZONE).hour == hour


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (("SF1", "XXX", "", "202603031030", "203", "上海"), "status_unknown"),
        (("SF1", "SGN", "DOG", "202603031030", "203", "上海"), "status_unknown"),
        (("SF1", "SGN", "", "2026-03-03", "203", "上海"), "row_unreadable"),
        (("SF1", "SGN", "", "202603031030", "999", "上海"), "row_unreadable"),
        (("", "SGN", "", "202603031030", "203", "上海"), "row_unreadable"),
        (("S" * 41, "SGN", "", "202603031030", "203", "上海"), "row_unreadable"),
        (("SF1", "SGN", "", "202603031030", "203", ""), "row_unreadable"),
    ],
)
def test_a_bad_status_is_named_and_the_others_are_read(status, code):
    found = read(iftsta(status, ONE).encode(), zone=ZONE)
    assert [(f.row, f.code) for f in found.faults] == [(1, code)]
    assert [row.row for row in found.rows] == [2]


def test_half_a_file_keeps_whole_messages_and_says_where_it_breaks_off():
    whole = iftsta(ONE)
    second = whole.split("UNH", 1)[1].rsplit("UNT", 1)[0].replace("SF1001", "SF2002")
    cut = whole.rsplit("UNZ", 1)[0] + "UNH" + second[: len(second) * 2 // 3]
    found = read(cut.encode(), zone=ZONE)
    assert [row.waybill for row in found.rows] == ["SF1001"]
    assert [fault.code for fault in found.faults] == ["feed_cut_off"]


@pytest.mark.parametrize("cut", range(140))
def test_wherever_a_file_is_cut_nothing_half_is_believed(cut):
    data = iftsta(ONE).encode()[: 60 + cut]
    found = read(data, zone=ZONE)
    complete = b"UNT" in data and data.rstrip().endswith(b"'") and b"UNZ" in data
    assert bool(found.faults) is not complete


@pytest.mark.parametrize(
    ("syntax", "charset", "code"),
    [
        ("UNOC", "iso8859-1", None),
        ("UNOY", "gb18030", "feed_charset_wrong"),
        ("UNOA", "utf-8", "feed_charset_wrong"),
        ("UNOZ", "utf-8", "feed_charset_unknown"),
    ],
)
def test_the_charset_is_the_one_that_was_promised(syntax, charset, code):
    place = "München" if charset == "iso8859-1" else "上海"
    data = iftsta((*ONE[:5], place), syntax=syntax).encode(charset)
    if code is None:
        assert read(data, zone=ZONE).rows[0].place == place
        return
    with pytest.raises(Refusal) as wrong:
        read(data, zone=ZONE)
    assert wrong.value.code == code


def test_another_message_is_not_a_status_report():
    found = read(iftsta(ONE, message="ORDERS").encode(), zone=ZONE)
    assert (found.rows, found.faults) == ([], [])


GOOD = {"waybill": "SF1", "kind": "signed_for", "place": "上海", "at": "2026-03-03T10:00:00+08:00"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "row_unreadable"),
        (b"[]", "row_unreadable"),
        ("上海".encode("gb18030"), "row_charset_wrong"),
        (json.dumps(GOOD | {"at": "yesterday"}).encode(), "row_unreadable"),
        (json.dumps(GOOD | {"at": 1772503200}).encode(), "row_unreadable"),
        (json.dumps(GOOD | {"at": "0001-01-01T00:00:00"}).encode(), "row_unreadable"),
        (json.dumps(GOOD | {"waybill": 7}).encode(), "row_unreadable"),
        (json.dumps(GOOD | {"place": "\u0000"}).encode(), "row_unreadable"),
        (json.dumps(GOOD | {"inspection_offered": "no"}).encode(), "row_unreadable"),
    ],
)
def test_a_bad_line_spoils_no_other(line, code):
    good = json.dumps(GOOD).encode()
    found = read(b"\n".join([good, line, good]), zone=ZONE)
    assert [(f.row, f.code) for f in found.faults] == [(2, code)]
    assert [row.row for row in found.rows] == [1, 3]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "feed_empty"), (b"\n \n", "feed_empty"), (b"<xml/>", "feed_form_unknown")],
)
def test_what_is_no_file_of_scans(data, code):
    with pytest.raises(Refusal) as wrong:
        read(data, zone=ZONE)
    assert wrong.value.code == code
