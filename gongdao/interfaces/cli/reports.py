"""`gongdao reports`: what waits, how reports fare, what is promised, and dossiers for the authority."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from django.conf import settings
from rich.console import Console

from gongdao.interfaces import reporters
from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor
from gongdao.stages.monitoring.reports import queries
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from gongdao.stages.monitoring.reports.states import REPORT

app = typer.Typer(no_args_is_help=True, help="举报 reports of violations")
console = Console()
ZONE = ZoneInfo(settings.TIME_ZONE)

Slug = Annotated[str, typer.Option("--market", help="平台短名 short name of the marketplace")]
Handle = Annotated[
    str, typer.Option("--as", help="工作人员或监管人员账户 handle of staff or officer")
]


@app.command("list")
def list_(*, market: Slug = "demo", who: Handle = "", state: str = "") -> None:
    """What waits, oldest first; of what is about the platform itself its staff see nothing."""
    rows = queries.desk(by=_who(market, who), state=state)
    due = {each.subject: each.due_at for each in duties.open_about(*(row.id for row in rows))}
    for row in rows:
        until = due.get(row.id)
        print(
            row.id, row.kind, row.target, REPORT.names[row.state].zh,
            f"{until.astimezone(ZONE):%Y-%m-%d %H:%M}" if until else "-", sep="\t",
        )  # fmt: skip


@app.command()
def figures(*, market: Slug = "demo") -> None:
    """What everybody may know; one or two of a kind are shown as `<3`."""
    found = queries.figures(parties.marketplace(market))
    print("filed", found.filed, sep="\t")
    for name, count in (*found.by_kind.items(), *found.by_state.items()):
        print(name, f"<{queries.FEW}" if count is None else count, sep="\t")
    rewarded = f"<{queries.FEW}" if found.rewards is None else found.rewards
    print("rewards", rewarded, found.paid, sep="\t")


@app.command()
def promise(
    sums: Annotated[list[str], typer.Argument(help="counterfeit=100.00-500.00 …")],
    *,
    market: Slug = "demo",
) -> None:
    """Promise rewards in public from now on, kind by kind. Kinds left out are not promised any more."""
    here = parties.marketplace(market)
    read = dict(_sum(each, here.currency) for each in sums)
    now = parties.now(here, real=datetime.now(UTC))
    made = rewards.promise(by=parties.staff(here.id), sums=read, at=now)
    console.print(f"{made.number}: {made.sums}")


@app.command()
def dossier(
    report: str,
    *,
    market: Slug = "demo",
    who: Handle = "",
    out: Annotated[Path | None, typer.Option("--out", "-o")] = None,
) -> None:
    """Write the dossier of a report, as PDF and as JSON, for the authority."""
    row = queries.see(report, by=_who(market, who))
    if not hasattr(row, "dossier"):
        raise Refusal(
            "report_dossier_missing",
            "这份举报没有送交主管部门，还没有卷宗。",
            "This report did not go to the authority; there is no dossier.",
        )
    folder = out or Path()
    (folder / f"{row.id}.json").write_bytes(reporters.dossier_json(row))
    (folder / f"{row.id}.pdf").write_bytes(reporters.dossier_pdf(row, language="zh"))
    console.print(f"{folder / row.id}.json .pdf · SHA-256 {row.dossier.digest}")


def _who(market: str, handle: str) -> Actor:
    here = parties.marketplace(market)
    if not handle:
        return parties.staff(here.id)
    party = parties.by_handle([handle]).get(handle)
    if party is None:
        raise Refusal("party_unknown", "没有这个账户。", "There is no account of this name.")
    return parties.actor(party)


def _sum(text: str, currency: str) -> tuple[str, tuple[Money, Money]]:
    kind, _, span = text.partition("=")
    least, _, most = span.partition("-")
    return kind, (parse(least, currency=currency), parse(most or least, currency=currency))
