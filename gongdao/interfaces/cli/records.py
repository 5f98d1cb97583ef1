"""`gongdao records`: hand records to an authority, and forget persons once the law allows."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console

from gongdao.interfaces.paper.signing import signature_of
from gongdao.interfaces.records import record_of
from gongdao.kernel.refusal import Refusal
from gongdao.law import book
from gongdao.registers.evidence import actions as sealing
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.parties import queries as parties
from gongdao.stages.orders.archive import actions

app = typer.Typer(no_args_is_help=True, help="记录 records")
console = Console()

Slug = Annotated[str, typer.Option("--market", help="平台短名 short name of the marketplace")]


@app.command()
def export(
    *,
    market: Slug = "demo",
    officer: Annotated[str, typer.Option(help="监管人员账户 the officer's handle")],
    reason: Annotated[str, typer.Option(help="调取依据和理由 the ground for it")],
    since: Annotated[str, typer.Option(help="从哪天起 first day")],
    until: Annotated[str, typer.Option(help="到哪天止 last day")],
    out: Annotated[Path, typer.Option("--out", "-o", help="JSON Lines")],
) -> None:
    """Write the records of a period, one order a line, each with its proofs. The request is evidence."""
    here = parties.marketplace(market)
    asker = parties.by_handle([officer]).get(officer)
    if asker is None:
        raise Refusal(
            "officer_unknown", "没有这个监管人员账户。", "There is no officer of this name."
        )
    now = parties.now(here, real=datetime.now(UTC))
    pack = book.pack(here.law)
    first, last = _day(since), _day(until)
    found = actions.export(
        by=parties.actor(asker), since=datetime.combine(first, datetime.min.time(), pack.zone),
        until=pack.end_of(last), reason=reason, at=now,
    )  # fmt: skip
    _seal(here.id, now)
    with out.open("w", encoding="utf-8") as file:
        for order in found:
            file.write(json.dumps(record_of(order, at=now), ensure_ascii=False) + "\n")
    console.print(f"{out}: {len(found)} 个订单 orders")


@app.command()
def retain(*, market: Slug = "demo") -> None:
    """Erase personal data whose time is over. What the law still keeps is kept, and counted."""
    here = parties.marketplace(market)
    staff, now = parties.staff(here.id), parties.now(here, real=datetime.now(UTC))
    forgotten, kept, after = 0, 0, ""
    while True:
        round_ = actions.retain(by=staff, at=now, after=after)
        forgotten, kept, after = forgotten + round_.forgotten, kept + round_.kept, round_.following
        if not after:
            break
    console.print(f"已删除个人信息 forgotten: {forgotten}")
    console.print(f"依法保留 kept by law: {kept}")


@app.command()
def check(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Check the signature on a PDF of ours: who signed, when, and that nobody changed it."""
    found = signature_of(file.read_bytes())
    if found is None or not found.good:
        console.print("[bold red]签名无效或者文件被改动 not signed by us, or changed since[/]")
        raise typer.Exit(1)
    console.print(f"[bold green]签名有效 signed by us, unchanged[/] {found.at:%Y-%m-%d %H:%M %Z}")
    console.print(f"证书 certificate {found.by}")


def _seal(market: str, now: datetime) -> None:
    sealing.seal(marketplace=market, at=now, key=key_of(settings.GONGDAO_EVIDENCE_KEY))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "day_unreadable",
            f"日期“{text[:20]}”无法识别，请写成 2026-06-30 的样子。",
            f'The day "{text[:20]}" cannot be read; write it like 2026-06-30.',
        ) from None
