"""`gongdao admission`: who waits, who trades, and the half-yearly report for the authority."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.admission import queries
from gongdao.stages.admission.report import actions, sheet
from gongdao.stages.admission.states import APPLICATION

app = typer.Typer(no_args_is_help=True, help="商家准入 who may sell")
console = Console()

Slug = Annotated[str, typer.Option("--market", help="平台短名 short name of the marketplace")]
FORMS = (".csv", ".json")


@app.command("list")
def list_(
    *,
    market: Slug = "demo",
    state: Annotated[
        str, typer.Option(help="只看一种状态，如 filed only one state, such as filed")
    ] = "",
    most: Annotated[int, typer.Option(min=1, max=10_000, help="最多几行 at most")] = 50,
) -> None:
    """List applications to sell, newest first."""
    if state and state not in APPLICATION.states:
        known = ", ".join(sorted(APPLICATION.states))
        raise Refusal(
            "state_wrong",
            f"没有状态“{state[:20]}”；可选：{known}。",
            f'There is no state "{state[:20]}"; choose one of {known}.',
        )
    staff = parties.staff(parties.marketplace(market).id)
    table = Table("id", "店铺 shop", "信用代码 code", "状态 state", "提交 filed")
    for row in queries.page(by=staff, state=state, most=most):
        named = APPLICATION.names[row.state]
        table.add_row(
            row.id, f"{row.shop_zh} {row.shop_en}", row.credit_code, f"{named.zh} {named.en}",
            f"{row.filed_at:%Y-%m-%d}",
        )  # fmt: skip
    console.print(table)


@app.command()
def checklist(application: str, *, market: Slug = "demo") -> None:
    """Show what is asked of a merchant, why, and how each item stands."""
    here = parties.marketplace(market)
    staff = parties.staff(here.id)
    row = queries.see(application, by=staff)
    table = Table("项目 item", "状态 status", "依据 cites", "理由 reason")
    for line in queries.checklist(row, at=parties.now(here, real=datetime.now(UTC))):
        stands = line.status_words
        table.add_row(
            line.requirement.name.zh,
            f"{stands.zh} {stands.en}",
            line.requirement.cites,
            line.reason,
        )
    console.print(table)


@app.command()
def report(
    out: Annotated[Path, typer.Argument(help="写到哪个文件 .csv 或 .json the file to write")],
    *,
    market: Slug = "demo",
    address: Annotated[
        str, typer.Option(help="平台网址，用于店铺链接 the marketplace's address, for links")
    ] = "http://localhost:8000",
) -> None:
    """Write the report on all traders. It opens personal data; that it was made leaves a trace."""
    if out.suffix not in FORMS:
        raise Refusal(
            "report_form_wrong", "文件须以 .csv 或 .json 结尾。", "The file ends in .csv or .json."
        )
    here = parties.marketplace(market)
    made = actions.make(
        by=parties.staff(here.id), address=address.rstrip("/"),
        at=parties.now(here, real=datetime.now(UTC)), master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    if out.suffix == ".json":
        out.write_text(json.dumps(list(made.rows), ensure_ascii=False, indent=1), encoding="utf-8")
    else:
        with out.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, actions.COLUMNS)
            writer.writeheader()
            writer.writerows(sheet.harmless(made.rows))
    out.chmod(0o600)
    console.print(
        f"{out} · {len(made.rows)} 个商家 traders · 最迟报送 due {made.due_on} · {made.cites}",
        markup=False,
    )
    console.print(f"sha256 {made.sha256}")
