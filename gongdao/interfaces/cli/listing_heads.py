"""The beginning of a file of listings: what cannot be read at all is said at once, not once for every row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from gongdao.kernel.refusal import Refusal

LOOK = 64_000
"""Bytes of a file that are looked at before its first row is read."""
WANTED = ("category", "title_zh", "price")
"""Columns without which no row can be a listing."""
NAMED_MOST = 5
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"PAR1", b"%PDF", b"\xd0\xcf\x11\xe0")
"""How zip files and workbooks, gzip, Parquet, PDF and old workbooks begin."""
WIDE = (b"\xff\xfe", b"\xfe\xff")
"""How text in UTF-16 begins."""
WHOLE_ARRAY = re.compile(rb"(\xef\xbb\xbf)?\s*\[\s*\{")
CHINESE = re.compile("[\u4e00-\u9fff]")
DELIMITERS = {";": "分号 ;", "\t": "制表符 Tab", "|": "竖线 |"}


def refuse_unreadable(file: Path) -> None:
    """An empty file, one that is no text, or text in another encoding than UTF-8."""
    with file.open("rb") as opened:
        head = opened.read(LOOK)
    if not head.strip(b"\xef\xbb\xbf \t\r\n") and len(head) < LOOK:
        raise empty()
    if head.startswith(PACKED):
        raise Refusal(
            "file_no_text",
            f"{file.name[:60]} 是压缩包或二进制文件，不是文本；请解压或另存后再试。",
            f"{file.name[:60]} is an archive or a binary file and no text: unpack it or save it as text.",
        )
    if head.startswith(WIDE) or b"\0" in head[:200]:
        raise _encoded("UTF-16")
    if _is_gb18030(head):
        raise _encoded("GB18030（GBK）")


def refuse_array(file: Path) -> None:
    """One great JSON array where a JSON object is wanted on each line."""
    with file.open("rb") as opened:
        if WHOLE_ARRAY.match(opened.read(LOOK)):
            raise Refusal(
                "file_is_array",
                "文件是一整个 JSON 数组；请改成每行一个 JSON 对象（JSON Lines）。",
                "The file is one JSON array: write one JSON object on each line (JSON Lines).",
            )


def refuse_columns(names: Sequence[str]) -> None:
    """A table parted by something else than commas, without the columns of a listing, or with one twice."""
    other = next((mark for mark in DELIMITERS if len(names) == 1 and mark in names[0]), "")
    if other:
        raise Refusal(
            "csv_delimiter",
            f"列之间用的是{DELIMITERS[other]}；请另存为以逗号分隔的 CSV。",
            f"The columns are parted by {DELIMITERS[other].split()[-1]}: save it as CSV parted by commas.",
        )
    missing = [name for name in WANTED if name not in names]
    if missing:
        raise Refusal(
            "columns_missing",
            f"缺少列：{'、'.join(missing)}。首行须写明各列的名称。",
            f"Columns are missing: {', '.join(missing)}. The first row has to name the columns.",
        )
    twice = [name[:40] for name, count in Counter(filter(None, names)).items() if count > 1]
    if twice:
        raise Refusal(
            "columns_twice",
            f"列名重复：{'、'.join(twice[:NAMED_MOST])}。",
            f"Columns stand there twice: {', '.join(twice[:NAMED_MOST])}.",
        )


def empty() -> Refusal:
    """There is nothing in it."""
    return Refusal(
        "file_empty",
        "文件里没有一行商品。",
        "There is not one listing in the file.",
    )


def _encoded(name: str) -> Refusal:
    return Refusal(
        "file_encoding",
        f"文件不是 UTF-8 编码，看来是 {name}；请另存为 UTF-8。",
        f"The file is not in UTF-8 but, it seems, in {name.partition('（')[0]}: save it in UTF-8.",
    )


def _is_gb18030(head: bytes) -> bool:
    """Whether it is Chinese text in the national encoding. A stray byte in a row of UTF-8 does not make it so."""
    for encoding in ("utf-8", "gb18030"):
        try:
            said = _whole_lines(head).decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding == "gb18030" and bool(CHINESE.search(said))
    return False


def _whole_lines(head: bytes) -> bytes:
    """Without the last line where it is cut off, and maybe in the middle of a character."""
    return head if len(head) < LOOK else head[: head.rfind(b"\n") + 1]
