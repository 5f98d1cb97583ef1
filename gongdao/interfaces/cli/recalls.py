"""`gongdao recalls`: begin one, see how far it has come, list who was told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.stages.aftersales.recalls import actions, queries
from gongdao.stages.aftersales.recalls.states import NOTICE, RECALL, REMEDIES

app = typer.Typer(no_args_is_help=True, help="召回 recalls")
console = Console()
Slug = Annotated[str, typer.Option("--market", help="平台短名 short name of the marketplace")]


@app.command()
def announce(
    *,
    merchant: Annotated[str, typer.Option(help="商家账号 handle of the merchant")],
    hazard: Annotated[str, typer.Option(help="危险 what is dangerous")],
    advice: Annotated[str, typer.Option(help="应急办法 what to do at once")],
    found_on: Annotated[str, typer.Option(help="发现日期 2026-03-01")],
    remedy: Annotated[list[str], typer.Option(help=" ".join(REMEDIES))],
    listing: str = "",
    batch: str = "",
    grave: Annotated[bool, typer.Option("--grave", help="严重 may kill or gravely harm")] = False,
    market: Slug = "demo",
) -> None:
    """The platform begins a recall: goods off the shelf, every buyer found and told."""
    here = parties.marketplace(market)
    party = parties.by_handle([merchant]).get(merchant)
    if party is None:
        raise Refusal(
            "party_unknown", "没有这个商家账号。", "There is no merchant with this handle."
        )
    danger = actions.Danger(
        hazard=hazard, advice=advice, remedies=tuple(remedy), found_on=date.fromisoformat(found_on),
        grave=grave, listing=listing, batch=batch, merchant=party.id,
    )  # fmt: skip
    now = parties.now(here, real=datetime.now(UTC))
    row = actions.announce(by=parties.staff(here.id), danger=danger, at=now)
    console.print(f"{row.id} · {queries.progress(row)['told']:,} 名买家已通知 buyers told")


@app.command("list")
def list_(*, market: Slug = "demo") -> None:
    """Recalls, newest first, with how many buyers stand where."""
    table = Table("", "", *(words.zh for words in NOTICE.names.values()))
    for row in queries.page(parties.marketplace(market).id):
        counts = queries.progress(row)
        state = RECALL.names[row.state].zh
        table.add_row(row.id, state, *(f"{counts[name]:,}" for name in NOTICE.names))
    console.print(table)


@app.command()
def buyers(recall: str, *, market: Slug = "demo", state: str = "") -> None:
    """Every order that was told of in a recall, one a line: notice, order, pieces, state, choice."""
    here = parties.marketplace(market)
    row, staff, after = queries.read(recall, marketplace=here.id), parties.staff(here.id), ""
    while told := queries.told(row, by=staff, state=state, after=after):
        for each in told:
            print(each.id, each.order_id, each.quantity, each.state, each.chosen or "-", sep="\t")
        after = told[-1].id
