"""`gongdao`: demo, replay, serve, worker, prove, evidence, ledger, clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from gongdao.interfaces import clock, stamping
from gongdao.interfaces.cli import admission as admission_commands
from gongdao.interfaces.cli import claims as claim_commands
from gongdao.interfaces.cli import credentials as credential_commands
from gongdao.interfaces.cli import demo as play
from gongdao.interfaces.cli import docs as documentation
from gongdao.interfaces.cli import (
    dossiers,
    mirrors,
    money,
    people,
    proving,
    report,
    serving,
    simulation,
)
from gongdao.interfaces.cli import law as law_commands
from gongdao.interfaces.cli import listings as listing_commands
from gongdao.interfaces.cli import parcels as parcel_commands
from gongdao.interfaces.cli import prices as price_commands
from gongdao.interfaces.cli import processes as process_commands
from gongdao.interfaces.cli import recalls as recall_commands
from gongdao.interfaces.cli import records as record_commands
from gongdao.interfaces.cli import reports as report_commands
from gongdao.interfaces.cli import rules as rule_commands
from gongdao.interfaces.cli import standard as standard_commands
from gongdao.interfaces.cli import terms as term_commands
from gongdao.interfaces.cli.history import reader
from gongdao.interfaces.cli.replay import Replay
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import bundle
from gongdao.registers.parties import queries as parties

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Gongdao 公道")
evidence = typer.Typer(no_args_is_help=True, help="存证 evidence")
ledger = typer.Typer(no_args_is_help=True, help="账本 ledger")
app.add_typer(evidence, name="evidence")
app.add_typer(ledger, name="ledger")
evidence.command()(mirrors.mirror)
evidence.command()(mirrors.monitor)
evidence.command()(mirrors.stamp)
app.add_typer(law_commands.app, name="law")
app.add_typer(claim_commands.app, name="claims")
app.add_typer(price_commands.app, name="prices")
app.add_typer(term_commands.app, name="terms")
app.add_typer(parcel_commands.app, name="parcels")
app.add_typer(process_commands.app, name="process")
app.add_typer(standard_commands.app, name="standard")
app.add_typer(listing_commands.app, name="listings")
app.add_typer(rule_commands.app, name="rules")
app.add_typer(credential_commands.app, name="credential")
app.add_typer(record_commands.app, name="records")
app.add_typer(admission_commands.app, name="admission")
app.add_typer(recall_commands.app, name="recalls")
app.add_typer(report_commands.app, name="reports")
app.add_typer(people.market, name="market")
app.add_typer(money.payouts, name="payouts")
app.command("gateways")(money.gateways)
app.command("refunds")(money.refunds)
ledger.command("statement")(money.statement)
ledger.command("reconcile")(money.reconcile)
app.add_typer(people.party, name="party")
app.command("dossier")(dossiers.dossier)
console = Console()

Slug = Annotated[str, typer.Option("--market", help="平台短名 short name of the marketplace")]


@app.command()
def demo(
    *,
    orders: Annotated[
        int, typer.Option(min=1, max=2_000_000, help="订单数 how many orders")
    ] = 20_000,
    fast: Annotated[bool, typer.Option("--fast", help="500 单 500 orders")] = False,
    no_serve: Annotated[bool, typer.Option("--no-serve", help="不启动网页 do not serve")] = False,
    seed: int = 1,
    port: int = 8000,
) -> None:
    """Play a marketplace's history, print the closing report, serve the pages."""
    market = play.run(orders=500 if fast else orders, seed=seed, console=console)
    if not no_serve:
        serving.serve(port=port, console=console, path=f"/?market={market}")


@app.command()
def replay(
    folder: Annotated[Path, typer.Argument(help="Olist 格式的目录 a folder in the Olist layout")],
    *,
    market: Slug = "replay",
    ending: Annotated[
        str, typer.Option(help="历史移到哪天结束 the day the history shall end on")
    ] = "2026-06-30",
    limit: Annotated[int, typer.Option(min=0, help="只读前几单 only the first orders")] = 0,
) -> None:
    """Replay a history in the public Olist column layout through the very actions of a click."""
    history = reader.read(folder, zone=play.ZONE)
    played = Replay.of(history, slug=market, ends_on=_day(ending), limit=limit)
    seconds = played.run(console=console)
    report.show(
        market, faults=history.faults, left_out=played.left_out, seconds=seconds, console=console
    )


@app.command()
def simulate(
    *,
    cases: Annotated[int, typer.Option(min=1, max=1_000_000, help="案件数 cases")] = 10_000,
    seed: Annotated[int, typer.Option(help="同种子同结果 same seed, same year")] = 7,
    days: Annotated[int, typer.Option(min=1, max=365, help="交易天数 days of trade")] = 365,
) -> None:
    """Simulate a year of buyers and shops that use their rights or stay silent; prove that all is settled."""
    if not simulation.show(cases=cases, seed=seed, days=days, console=console):
        raise typer.Exit(1)


@app.command()
def serve(*, port: int = 8000, workers: int = 1, host: str = "127.0.0.1") -> None:
    """Serve the pages and the API."""
    serving.serve(port=port, workers=workers, host=host, console=console)


@app.command()
def worker() -> None:
    """Run the clock of every live marketplace in real time."""
    serving.work()


@app.command()
def advance(days: Annotated[float, typer.Argument(min=0)], *, market: Slug = "demo") -> None:
    """Move a sandbox's test clock; every deadline on the way acts."""
    here = parties.marketplace(market)
    staff = parties.staff(here.id)
    until = parties.now(here, real=_now()) + timedelta(days=days)
    acted = clock.advance(by=staff, to=until)
    console.print(f"{until:%Y-%m-%d %H:%M} · 到期处理 acted on {acted}")


@app.command()
def prove(*, market: Annotated[str | None, typer.Option("--market")] = None) -> None:
    """Trial balance zero, evidence whole, every reference resolves, no duty without a clock."""
    if not proving.prove(market, real=_now(), console=console):
        raise typer.Exit(1)


@app.command()
def docs(*, folder: Path = Path("docs/reference")) -> None:
    """Write the pages of the documentation that the code itself says."""
    for name in documentation.write(folder):
        console.print(name)


@ledger.command("prove")
def ledger_prove(*, market: Slug = "demo") -> None:
    """Add up the whole book of a marketplace."""
    if not proving.ledger_is_whole(parties.marketplace(market).id, console):
        raise typer.Exit(1)


@evidence.command("export")
def export(about: str, *, out: Annotated[Path | None, typer.Option("--out", "-o")] = None) -> None:
    """Write the evidence bundle of an order to a file."""
    data = proving.bundle_of(about, real=_now())
    target = out or Path(f"{about}.gongdao.json")
    target.write_bytes(data)
    console.print(str(target))


@evidence.command("verify")
def verify(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    *,
    key: Annotated[str | None, typer.Option(help="可信公钥指纹 fingerprint you trust")] = None,
    tsa_root: Annotated[
        Path | None,
        typer.Option(help="时间戳根证书 roots of time stamps (PEM)", exists=True, dir_okay=False),
    ] = None,
) -> None:
    """Verify an evidence bundle. Needs no database and nothing of ours."""
    roots = stamping.roots_in(tsa_root) if tsa_root else []
    verdict = bundle.verify(file.read_bytes(), keys=[key] if key else [], roots=roots)
    for found in verdict.findings:
        said = f"{found.place} {found.words.zh} {found.words.en} ({found.code})"
        console.print(said, style="red", markup=False)
    console.print(f"[bold {'green' if verdict.valid else 'red'}]{verdict.sentence.zh}[/]")
    console.print(verdict.sentence.en)
    if not verdict.valid:
        raise typer.Exit(1)


def _now() -> datetime:
    return datetime.now(UTC)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "day_unreadable",
            f"日期“{text[:20]}”无法识别，请写成 2026-06-30 的样子。",
            f'The day "{text[:20]}" cannot be read; write it like 2026-06-30.',
        ) from None
