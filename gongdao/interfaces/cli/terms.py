"""`gongdao terms`: a merchant's terms in, clauses that do not stand out."""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gongdao.detectors.terms import kinds as known_kinds
from gongdao.kernel.refusal import Refusal
from gongdao.law import book
from gongdao.stages.rulebook import term_checks

app = typer.Typer(no_args_is_help=True, help="格式条款 standard terms")
console = Console()


@app.command()
def scan(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    *,
    under: Annotated[str, typer.Option(help="法域 law: cn, eu")] = "cn",
    on: Annotated[str, typer.Option(help="日期 day: 2026-03-01")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="每行一条 one finding a line")] = False,
) -> None:
    """Read terms in UTF-8 text; name each clause that is void or no part of the contract on a day, and why."""
    day = _day(on) if on else book.pack(under).day_of(datetime.now(UTC))
    found = term_checks.check(_text(file), under=under, on=day)
    if as_json:
        for each in found:
            sys.stdout.write(json.dumps(each.as_data(), ensure_ascii=False) + "\n")
        return
    for each in found:
        console.print(f"[bold]{each.clause.quote}[/]  {each.clause.start}–{each.clause.end}")
        console.print(
            f"  {each.verdict.zh}：{each.clause.kind.words.zh}（{each.cites.in_chinese}）"
        )
        console.print(f"  {each.verdict.en}: {each.clause.kind.words.en} ({each.cites})")
        wording = each.clause.kind.lawful_wording
        console.print(f"  → {wording.zh}\n  → {wording.en}")
    console.print(f"{len(found)} 处 clauses")


@app.command()
def kinds() -> None:
    """Every kind of clause the reader knows, with a wording that would stand."""
    for name, kind in known_kinds().items():
        console.print(f"[bold]{name}[/]  {kind.words.zh}  {kind.words.en}")
        console.print(f"  → {kind.lawful_wording.zh}\n  → {kind.lawful_wording.en}")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            "text_unreadable", f"{file.name} 不是 UTF-8 文字。", f"{file.name} is no text in UTF-8."
        ) from None


def _day(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Refusal(
            "day_unreadable",
            f"读不懂日期“{said[:20]}”：请写作 2026-03-01。",
            f'"{said[:20]}" is no day: write it like 2026-03-01.',
        ) from None
