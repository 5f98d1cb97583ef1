"""EDIFACT IFTSTA, the international status report: CNI names the consignment, each STS under it a scan.

Status codes are mutually agreed (agency ZZZ in C555), as carriers' own lists differ: see STATUS. The
reason in C556 says with whom a parcel was left. The first DTM with a status qualifier is the moment,
the first LOC the place. A message without its UNT is not taken: half a file is not believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone, tzinfo

from pydifact.exceptions import EDISyntaxError
from pydifact.parser import Parser
from pydifact.tokenizer import Tokenizer

from gongdao.detectors.carriers.rows import Fault, Read, row_of
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words

STATUS: Mapping[str, str] = {
    "COL": "collected",
    "TRA": "in_transit",
    "DLY": "delayed",
    "OUT": "out_for_delivery",
    "LFT": "left",
    "SGN": "signed_for",
    "REF": "refused",
    "UND": "undeliverable",
    "RTN": "returned",
    "DMG": "damaged",
    "LST": "lost",
}
WITH: Mapping[str, str] = {
    "": "recipient",
    "RCP": "recipient",
    "NPN": "named_person",
    "NBR": "neighbour",
    "PUP": "pick_up_point",
    "DOR": "door",
}
CHARSETS: Mapping[str, str] = {
    "UNOA": "ascii",
    "UNOB": "ascii",
    "UNOC": "iso8859-1",
    "UNOW": "utf-8",
    "UNOX": "gb18030",
    "UNOY": "utf-8",
}
"""The character set that the syntax identifier of UNB promises."""

MOMENTS = ("334", "35", "7", "171")
"""DTM qualifiers of a status: its change, delivery, effect, reference; in this order of weight."""

SHAPES: Mapping[str, str] = {"102": "%Y%m%d", "203": "%Y%m%d%H%M", "204": "%Y%m%d%H%M%S"}
SYNTAX = re.compile(rb"UNB.(UNO[A-Z])")


@dataclass
class Status:
    """One STS with what belongs to it."""

    row: int
    waybill: str
    code: str
    reason: str
    moments: dict[str, datetime] = field(default_factory=dict)
    place: str = ""


def read(data: bytes, *, zone: tzinfo) -> Read:
    """Every status of every whole message; what a cut or broken file lost is named as its last fault."""
    found = Read("iftsta")
    pending: list[Status] = []
    row, waybill, inside, closed = 0, "", False, False
    try:
        for tag, said in _segments(data):
            if tag == "UNH":
                inside, pending = _is_status(said), []
            elif tag == "CNI":
                waybill = _at(said, 1, 0)
            elif tag == "STS" and inside:
                row += 1
                pending.append(Status(row, waybill, _at(said, 1, 0), _at(said, 2, 0)))
            elif tag == "DTM" and pending:
                _take_moment(pending[-1], said, zone)
            elif tag == "LOC" and pending:
                pending[-1].place = pending[-1].place or _at(said, 1, 3) or _at(said, 1, 0)
            elif tag == "UNT" and inside:
                for status in pending:
                    _keep(found, status, zone)
                inside, pending = False, []
            elif tag == "UNZ":
                closed = True
    except (EDISyntaxError, ValueError, IndexError, AssertionError, TypeError):
        closed = False
    if not closed or pending:
        found.faults.append(_cut_off(row + 1, len(pending)))
    return found


def _segments(data: bytes) -> Iterator[tuple[str, list[list[str]]]]:
    """Tag and elements of each segment. What they mean is checked here, not against a directory."""
    promised = SYNTAX.search(data[:80])
    charset = CHARSETS.get(promised.group(1).decode() if promised else "", "")
    if not charset:
        raise Refusal(
            "feed_charset_unknown",
            f"UNB 没有写明字符集，或不认识它；可用：{'、'.join(CHARSETS)}。",
            f"UNB names no charset that we know; known are {', '.join(CHARSETS)}.",
        )
    text = _decoded(data, charset)
    marks = Parser.get_control_characters(text)
    text = text[9:] if text.startswith("UNA") else text
    tokens = Tokenizer().get_tokens(text.strip(), marks)
    for segment in Parser().convert_tokens_to_raw_segments(tokens):
        tag, *elements = [_parts(element) for element in segment]
        yield tag[0], elements


def _decoded(data: bytes, charset: str) -> str:
    """The text; a character that the end of a cut file splits is left out."""
    try:
        return data.decode(charset)
    except UnicodeDecodeError as wrong:
        if charset != "ascii" and wrong.start > len(data) - 4:
            return data[: wrong.start].decode(charset)
        raise Refusal(
            "feed_charset_wrong",
            f"文件写明的字符集是 {charset}，内容却不是（第{wrong.start + 1}个字节）。",
            f"The file says that it is {charset}, but its content is not (byte {wrong.start + 1}).",
        ) from wrong


def _keep(found: Read, status: Status, zone: tzinfo) -> None:
    kind = STATUS.get(status.code)
    if kind is None or status.reason not in WITH:
        words = Words(
            f"状态码“{status.code[:8]}”或原因码“{status.reason[:8]}”不在约定的代码表里",
            f'has the status "{status.code[:8]}" or the reason "{status.reason[:8]}", which nobody agreed on',
        )
        found.faults.append(Fault(status.row, "status_unknown", words))
        return
    at = next((status.moments[q] for q in MOMENTS if q in status.moments), None)
    said = {
        "waybill": status.waybill, "kind": kind, "place": status.place, "at": at,
        "left_with": WITH[status.reason],
    }  # fmt: skip
    found.keep(row_of(status.row, said, zone=zone))


def _take_moment(status: Status, said: list[list[str]], zone: tzinfo) -> None:
    qualifier, value, form = (_at(said, 0, n) for n in range(3))
    shape, there = SHAPES.get(form), zone
    if form == "303" and len(value) >= 13:
        shape, there = SHAPES["203"], _offset(value[12:])
        value = value[:12]
    if shape is None:
        return
    try:
        at = datetime.strptime(value, shape).replace(tzinfo=there)
    except ValueError:
        return
    status.moments.setdefault(qualifier, at)


def _offset(said: str) -> timezone:
    """`+08` or `UTC` at the end of form 303."""
    hours = said.removeprefix("UTC") or "0"
    return timezone(timedelta(hours=int(hours)))


def _is_status(said: list[list[str]]) -> bool:
    return _at(said, 1, 0) == "IFTSTA"


def _parts(element: object) -> list[str]:
    return [str(part) for part in element] if isinstance(element, list) else [str(element)]


def _at(said: list[list[str]], element: int, part: int) -> str:
    parts = said[element] if element < len(said) else []
    return parts[part].strip() if part < len(parts) else ""


def _cut_off(row: int, lost: int) -> Fault:
    words = Words(
        f"起文件不完整：报文没有结束，其中 {lost} 条状态没有采信；请重发完整文件，已采信的不会重复",
        f"is where the file breaks off: {lost} statuses of its last message are not believed. Send the "
        "whole file again; what was taken is not taken twice",
    )
    return Fault(row, "feed_cut_off", words)
