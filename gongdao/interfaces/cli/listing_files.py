"""Files of listings, of any length, row by row in constant memory: JSON lines, CSV, Parquet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import polars as pl

from gongdao.interfaces.cli import listing_heads
from gongdao.interfaces.imports import Row
from gongdao.kernel.refusal import Refusal

LINE_MOST = 400_000
"""Bytes of one row: a full description in both languages is a third of that."""
BLOCK = 2_000
BATCH_MOST = 8_000_000
"""Characters of a batch: ten times what a thousand usual rows hold."""
FORMATS = (".jsonl", ".ndjson", ".csv", ".parquet")


def rows(file: Path, *, after: int = 0) -> Iterator[Row]:
    """Every row from 1 on, or from the one after a number; what cannot be read carries its reason.

    A file that cannot be read at all is refused: when its beginning is looked at, or where it is damaged.
    """
    readers = {".jsonl": _json_lines, ".ndjson": _json_lines, ".csv": _csv, ".parquet": _parquet}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise Refusal(
            "format_unknown",
            f"不认识 {file.suffix[:12]} 文件：请用 {'、'.join(FORMATS)}。",
            f"A {file.suffix[:12]} file cannot be read: use {', '.join(FORMATS)}.",
        )
    return _any(reader(file, after), after)


def _any(found: Iterator[Row], after: int) -> Iterator[Row]:
    """The rows, of which there is at least one in a file."""
    first = next(found, None)
    if first is None:
        if after == 0:
            raise listing_heads.empty()
        return
    yield first
    yield from found


def _json_lines(file: Path, after: int) -> Iterator[Row]:
    listing_heads.refuse_unreadable(file)
    listing_heads.refuse_array(file)
    with file.open("rb") as opened:
        for number, line in enumerate(_bounded(opened), start=1):
            if number > after:
                yield Row(number, _object(line))


def _object(line: bytes | None) -> dict[str, Any] | Refusal:
    if line is None:
        return _too_long()
    try:
        said = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        return _unreadable("不是 UTF-8 的 JSON", "is no JSON in UTF-8")
    return said if isinstance(said, dict) else _unreadable("不是 JSON 对象", "is no JSON object")


def _csv(file: Path, after: int) -> Iterator[Row]:
    listing_heads.refuse_unreadable(file)
    csv.field_size_limit(LINE_MOST)
    with file.open("rb") as opened:
        lines = csv.reader(_decoded(opened))
        names = _header(lines)
        number = 0
        while True:
            number += 1
            try:
                cells = next(lines)
            except StopIteration:
                return
            except csv.Error:
                yield Row(number, _too_long())
                continue
            if number > after:
                yield Row(number, _named(names, cells))


def _header(lines: Iterator[list[str]]) -> list[str]:
    try:
        names = [name.strip() for name in next(lines, [])]
    except csv.Error:
        names = []
    listing_heads.refuse_columns(names)
    return names


def _named(names: list[str], cells: list[str]) -> dict[str, Any] | Refusal:
    if len(cells) != len(names):
        return _unreadable(
            f"有{len(cells)}列，应为{len(names)}列",
            f"has {len(cells)} cells for {len(names)} columns",
        )
    if any("\ufffd" in cell for cell in cells):
        return _unreadable("不是 UTF-8", "is not UTF-8")
    return {name: cell for name, cell in zip(names, cells, strict=True) if name and cell}


def _parquet(file: Path, after: int) -> Iterator[Row]:
    if not file.stat().st_size:
        raise listing_heads.empty()
    with _whole(after):
        frame = pl.scan_parquet(file)
        names = frame.collect_schema().names()
        count = frame.select(pl.len()).collect().item()
    listing_heads.refuse_columns(names)
    for begin in range(after, count, BLOCK):
        with _whole(begin):
            block = frame.slice(begin, BLOCK).collect()
        for place, said in enumerate(block.iter_rows(named=True), start=begin + 1):
            yield Row(place, {k: _plain(v) for k, v in said.items() if v is not None})


@contextmanager
def _whole(read: int) -> Iterator[None]:
    """A column file is whole, or is refused with how many of its rows could be read."""
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise Refusal(
            "file_unreadable",
            f"不是完整的 Parquet 文件：读到第{read}行之后无法继续。请重新导出。",
            f"This is no whole Parquet file: it cannot be read beyond row {read}. Export it again.",
        ) from None


def _plain(value: Any) -> Any:
    """Dates and exact decimals of a column file are written out."""
    return value if isinstance(value, str | int | float | bool | list | dict) else str(value)


def _bounded(opened: IO[bytes]) -> Iterator[bytes | None]:
    """Lines with something in them; None for one that is too long, whose rest is passed over."""
    while line := opened.readline(LINE_MOST):
        whole = line
        while line and not line.endswith(b"\n") and len(line) == LINE_MOST:
            line = opened.readline(LINE_MOST)
            whole = b""
        if not whole:
            yield None
        elif whole.strip():
            yield whole


def _decoded(opened: IO[bytes]) -> Iterator[str]:
    first = True
    for line in _bounded(opened):
        if line is None:
            yield "x" * (LINE_MOST + 1)  # longer than a field may be: the reader names it as such
            continue
        yield line.decode("utf-8-sig" if first else "utf-8", errors="replace")
        first = False


def batches(found: Iterator[Row], size: int) -> Iterator[list[Row]]:
    """Rows in batches of so many; of fewer where they are long, so that a batch is never much in memory."""
    batch: list[Row] = []
    held = 0
    for row in found:
        batch.append(row)
        if isinstance(row.said, dict):
            held += sum(len(each) for each in row.said.values() if isinstance(each, str))
        if len(batch) == size or held > BATCH_MOST:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch


def _too_long() -> Refusal:
    return Refusal(
        "row_too_long", f"一行最多{LINE_MOST}字节。", f"A row has at most {LINE_MOST} bytes."
    )


def _unreadable(zh: str, en: str) -> Refusal:
    return Refusal("row_unreadable", f"这一行{zh}。", f"The row {en}.")
