"""`gongdao credential`: certificates verified offline, with nothing of ours but the program."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gongdao.kernel.refusal import Refusal
from gongdao.stages.admission.credentials import documents
from gongdao.stages.admission.credentials.scopes import SCOPES
from gongdao.stages.admission.credentials.verdict import (
    NAMES,
    Accredited,
    Expected,
    Known,
    Verdict,
    verify,
)

app = typer.Typer(no_args_is_help=True, help="认证证书 certificates")
console = Console()
EVER = (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))
MARKS = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[yellow]?[/]"}
Json = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]


@app.command("verify")
def verify_(
    file: Json,
    *,
    status: Annotated[
        Path | None, typer.Option(help="撤销名单 status list", exists=True, dir_okay=False)
    ] = None,
    issuer: Annotated[
        list[str] | None, typer.Option(help="您信任的机构 did:key an issuer you trust")
    ] = None,
    subject: Annotated[
        str, typer.Option(help="商家或商品编号 pty_… or lst_… it is shown for")
    ] = "",
    on: Annotated[str, typer.Option(help="哪天 on which day: 2026-03-01")] = "",
) -> None:
    """Check form, signature and term; issuer, subject and revocation as far as you say what you know."""
    said = documents.parse(_text(file))
    trusted = [Accredited(did, scope, *EVER) for did in issuer or () for scope in SCOPES]
    known = Known(
        at=_moment(on),
        accredited=trusted if issuer else None,
        list_document=documents.parse(_text(status)) if status else None,
        expected=_expected(subject) if subject else None,
    )
    verdict = verify(said, known)
    _show(verdict)
    if verdict.wrong:
        raise typer.Exit(1)


@app.command()
def scopes() -> None:
    """Every scope of certification that is known."""
    for name, scope in SCOPES.items():
        console.print(f"[bold]{name}[/]  {scope.words.zh}  {scope.words.en}  ({scope.of})")


def _show(verdict: Verdict) -> None:
    for check in verdict.checks:
        name = NAMES[check.name]
        console.print(f"{MARKS[check.passed]} {name.zh} {name.en}")
        console.print(f"  {check.words.zh}\n  {check.words.en}", markup=False)
    if verdict.read:
        read = verdict.read
        console.print(
            f"{read.name.zh} · {SCOPES[read.scope].words.zh} · {read.number}", markup=False
        )
    console.print(verdict.sentence.zh, style="bold", markup=False)
    console.print(verdict.sentence.en, markup=False)


def _expected(subject: str) -> Expected:
    return Expected(subject, "goods" if subject.startswith("lst_") else "merchant")


def _moment(said: str) -> datetime:
    if not said:
        return datetime.now(UTC)
    try:
        return datetime.combine(date.fromisoformat(said), time(12), UTC)
    except ValueError:
        raise Refusal(
            "day_unreadable",
            f"读不懂日期“{said[:20]}”：请写作 2026-03-01。",
            f'"{said[:20]}" is no day: write it like 2026-03-01.',
        ) from None


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            "text_unreadable", f"{file.name} 不是 UTF-8 文字。", f"{file.name} is no text in UTF-8."
        ) from None
