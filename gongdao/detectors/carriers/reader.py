"""One carrier's file: told apart by how it begins, read by whoever knows the form."""

from __future__ import annotations

from datetime import tzinfo

from gongdao.detectors.carriers import iftsta, lines
from gongdao.detectors.carriers.rows import Read
from gongdao.kernel.refusal import Refusal

ROWS_MOST = 200_000


def read(data: bytes, *, zone: tzinfo) -> Read:
    """Every row of a file, told apart by how it begins. `zone` is meant where a moment names none."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise Refusal("feed_empty", "文件是空的。", "The file is empty.")
    if start[:3] in (b"UNA", b"UNB"):
        found = iftsta.read(start, zone=zone)
    elif start[:1] == b"{":
        found = lines.read(start, zone=zone)
    else:
        raise Refusal(
            "feed_form_unknown",
            "不认识这种文件：须是 EDIFACT IFTSTA（以 UNA 或 UNB 开头），或每行一个 JSON 对象。",
            "The form of the file is not known: send EDIFACT IFTSTA, which begins with UNA or UNB, or "
            "one JSON object a line.",
        )
    if found.count > ROWS_MOST:
        raise Refusal(
            "feed_too_long",
            f"一个文件最多{ROWS_MOST:,}行，请拆开发送。",
            f"A file has at most {ROWS_MOST:,} rows; send it in parts.",
        )
    return found
