"""`gongdao evidence mirror`, `monitor`, `stamp`: keep heads elsewhere, hold the log to them, date them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console

from gongdao.interfaces import stamping
from gongdao.registers.evidence import actions as sealing
from gongdao.registers.evidence import mirror as mirrors
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence import tree
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.parties import queries as parties

console = Console()

Slug = Annotated[str, typer.Option("--market", help="平台短名 short name of the marketplace")]
File = Annotated[Path, typer.Argument(dir_okay=False, help="镜像文件 the mirror")]


def mirror(file: File, *, market: Slug = "demo") -> None:
    """Append the newest signed head to a file that is kept elsewhere; once only for each head."""
    key = key_of(settings.GONGDAO_EVIDENCE_KEY)
    now = mirrors.Kept(evidence.head(parties.marketplace(market).id), key.public)
    kept = mirrors.read(file.read_text(encoding="utf-8")) if file.exists() else []
    if now in kept:
        console.print(f"{file}: 没有新的树头 no new head")
        return
    with file.open("a", encoding="utf-8") as out:
        out.write(now.line() + "\n")
    console.print(f"{file}: {now.head.size} 条记录的树头 head over {now.head.size} records")


def stamp(*, market: Slug = "demo") -> None:
    """Seal what was done, and have the head time-stamped; a sandbox has an authority of its own."""
    here = parties.marketplace(market)
    now = parties.now(here, real=datetime.now(UTC))
    sealing.seal(marketplace=here.id, at=now, key=key_of(settings.GONGDAO_EVIDENCE_KEY))
    made = stamping.stamp(here, at=now)
    if made is None:
        console.print("没有新的时间戳：树头已有，或者没有配置时间戳机构（GONGDAO_TIMESTAMPS）。")
        console.print(
            "No new stamp: the head has one, or no authority is named (GONGDAO_TIMESTAMPS)."
        )
        return
    console.print(f"{made.size} 条记录的树头 head over {made.size} records")
    console.print(f"{made.at:%Y-%m-%d %H:%M:%S} UTC · {made.authority} · {made.certificate}")


def monitor(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="镜像文件 the mirror")],
    *,
    market: Slug = "demo",
) -> None:
    """Check that the log still continues every head of a mirror, and that its records give its head."""
    here = parties.marketplace(market).id
    kept = mirrors.read(file.read_text(encoding="utf-8"))
    nodes = evidence.nodes(here)
    found = mirrors.faults(
        kept,
        evidence.head(here),
        proof=lambda old, new: tree.consistency(old, new, nodes=nodes),
    )
    for fault in found:
        console.print(f"[bold red]{fault.zh}[/]\n{fault.en}")
    wrong = evidence.faults(here, key=key_of(settings.GONGDAO_EVIDENCE_KEY))
    for sentence in wrong:
        console.print(f"[bold red]日志与签名不符[/]\n{sentence}")
    if found or wrong:
        raise typer.Exit(1)
    console.print(f"[bold green]{len(kept)} 个树头都与日志一致 heads, all continued by the log[/]")
