"""Dossiers from the command line: the ways that stand open, and everything for one of them in a file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from gongdao.interfaces import casework
from gongdao.registers.evidence import actions as sealing
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.referrals import actions, queries
from gongdao.stages.disputes.ways import WAYS

console = Console()

Slug = Annotated[str, typer.Option("--market", help="平台短名 short name of the marketplace")]


def dossier(
    case: Annotated[str, typer.Argument(help="案件编号 the case")],
    way: Annotated[str, typer.Argument(help="途径 the way; leave it out to see what is open")] = "",
    *,
    market: Slug = "demo",
    out: Annotated[Path | None, typer.Option("--out", "-o")] = None,
) -> None:
    """Make the dossier of a case for a way out: PDF, Word, decisions and evidence in one file."""
    here = parties.marketplace(market)
    row = cases.see(case, by=parties.staff(here.id))
    if not way:
        _show(queries.open_ways(row))
        return
    now = parties.now(here, real=datetime.now(UTC))
    buyer = Actor(row.order.buyer, here.id, frozenset({"consumer"}))
    going = [each for each in queries.of_case(row.id) if each.way == way and each.ended_at is None]
    made = going[-1] if going else actions.prepare(by=buyer, dispute=row.id, way=way, at=now)
    key = key_of(settings.GONGDAO_EVIDENCE_KEY)
    sealing.seal(marketplace=here.id, at=now, key=key)
    bundle = evidence.bundle_about(row.order_id, marketplace=here.id, key=key, at=now)
    target = out or Path(f"{made.id}.{way}.zip")
    target.write_bytes(casework.dossier_files(made, person={}, bundle=bundle, at=made.made_at))
    console.print(f"{target}  SHA-256 {made.digest}")


def _show(ways: list[str]) -> None:
    table = Table("途径 way", "机构 body", "文书 paper", "依据 under")
    for name in ways:
        way = WAYS[name]
        table.add_row(
            name, f"{way.body.zh}\n{way.body.en}", f"{way.paper.zh}\n{way.paper.en}", way.basis.en
        )
    console.print(table)
