"""`gongdao claims`: advertising text in, unlawful claims out, line by line and in constant memory."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from gongdao.detectors import claims
from gongdao.kernel.refusal import Refusal

app = typer.Typer(no_args_is_help=True, help="广告用语 advertising claims")
console = Console()
LONGEST = 100_000
TOGETHER = 4_000
BYTES_TOGETHER = 16_000_000
"""How much is looked through in one pass: enough to be fast, little enough to stay small."""
LONE = re.compile("[\ud800-\udfff]")


@app.command()
def scan(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Read `{id, text, product}` per line; write `{id, findings}` per line. Bad lines are named on stderr, exit 2."""
    wrong = 0
    for lines in _batches(file):
        read = []
        for number, line in lines:
            try:
                read.append(_read(line, number))
            except Refusal as refusal:
                wrong += 1
                print(f"{refusal.code}: {refusal.sentence.zh} {refusal}", file=sys.stderr)
        found = claims.scan_many([said for _, said in read])
        sys.stdout.writelines(map(_answer, (name for name, _ in read), found))
    if wrong:
        raise typer.Exit(2)


@app.command()
def kinds() -> None:
    """Every kind of claim that is found, with its article, the fine and how many patterns make it."""
    known = claims.lexicon()
    table = Table("kind", "中文", "English", "条文 article", "罚款 fine (CNY)", "patterns")
    for name, kind in known.kinds.items():
        count = sum(entry.kind is kind for entry, _ in known.patterns)
        fine = f"{kind.fine[0]:,}-{kind.fine[1]:,}" if kind.fine else ""
        table.add_row(name, kind.words.zh, kind.words.en, kind.article.zh, fine, str(count))
    console.print(table)


def _batches(file: Path) -> Iterator[list[tuple[int, bytes]]]:
    """The lines that say something, with their numbers: so many together, or less if they are long."""
    lines: list[tuple[int, bytes]] = []
    size = 0
    with file.open("rb") as opened:
        for number, line in enumerate(opened, start=1):
            if line.strip():
                lines.append((number, line))
                size += len(line)
            if len(lines) == TOGETHER or size > BYTES_TOGETHER:
                yield lines
                lines, size = [], 0
    yield lines


def _answer(name: Any, found: list[claims.Finding]) -> str:
    answer = {"id": name, "findings": [each.as_data() for each in found]}
    return json.dumps(answer, ensure_ascii=False) + "\n"


def _read(line: bytes, number: int) -> tuple[Any, claims.Said]:
    try:
        said = json.loads(line.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise _bad(number, "不是 UTF-8 的 JSON", "is no JSON in UTF-8") from None
    if not isinstance(said, dict) or not isinstance(said.get("text"), str):
        raise _bad(number, "缺少文字字段 text", "has no field `text` with words in it")
    if b"\\u" in line and LONE.search(json.dumps(said, ensure_ascii=False)):
        raise _bad(number, "含有不成对的代理字符", "has half a character, a lone surrogate")
    if len(said["text"]) > LONGEST:
        raise _bad(number, f"text 超过{LONGEST}字", f"has a text longer than {LONGEST} characters")
    product = said.get("product") or {}
    if isinstance(product, str):
        product = {"category": product}
    if not isinstance(product, dict):
        raise _bad(
            number,
            "product 应是对象或者类目名",
            "has a `product` that is no object and no category",
        )
    return said.get("id", number), claims.Said(
        said["text"], str(product.get("category", "")), str(product.get("condition", ""))
    )


def _bad(number: int, zh: str, en: str) -> Refusal:
    return Refusal("line_unreadable", f"第{number}行{zh}。", f"Line {number} {en}.")
