"""`gongdao ledger statement`, `ledger reconcile`, `gongdao payouts`, `gongdao gateways`: money for an operator."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from gongdao.interfaces import instructions as worker
from gongdao.kernel.refusal import Refusal
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import CHART, kind_of
from gongdao.registers.parties import queries as parties
from gongdao.stages.escrow.gateways import daily
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.escrow.instructions import queries as instructions
from gongdao.stages.escrow.matching import actions as matching
from gongdao.stages.escrow.matching import queries as matched
from gongdao.stages.escrow.payouts import actions, bankfile, queries
from gongdao.stages.escrow.states import ASTRAY

payouts = typer.Typer(no_args_is_help=True, help="付款 payouts")
console = Console()

Slug = Annotated[str, typer.Option("--market", help="平台短名 short name of the marketplace")]
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="CSV")]


def statement(
    account: Annotated[str, typer.Argument(help="科目，例如 fund 或 payable:pty_… an account")],
    *,
    market: Slug = "demo",
    after: Annotated[str, typer.Option(help="上一页最后的游标 the cursor of the page before")] = "",
    most: Annotated[int, typer.Option(min=1, max=1_000)] = 20,
) -> None:
    """The movements of one account, newest first."""
    if kind_of(account) not in CHART:
        raise Refusal(
            "account_unknown",
            f"没有科目“{account[:40]}”，可用：{'、'.join(CHART)}。",
            f'There is no account "{account[:40]}"; known are {", ".join(CHART)}.',
        )
    here = parties.marketplace(market)
    table = Table("时间 when", "事由 why", "有关 about", "金额 amount", "游标 cursor")
    for row in ledger.statement(here.id, account, most=most, after=after):
        at = f"{row.at:%Y-%m-%d %H:%M}"
        table.add_row(at, row.why, row.subject, str(row.amount), row.cursor)
    console.print(table)


def reconcile(
    file: Annotated[Path | None, typer.Argument(exists=True, dir_okay=False)] = None,
    *,
    market: Slug = "demo",
    day: Annotated[str, typer.Option(help="沙箱：取这天的文件 sandbox: fetch this day")] = "",
) -> None:
    """Match a gateway's daily file, or in a sandbox the fake gateway's own, and show what does not fit."""
    here = parties.marketplace(market)
    staff = parties.staff(here.id)
    text = _read(file) if file else _fetched(here, day)
    at = parties.now(here, real=_now())
    row = matching.take_in(by=staff, file=daily.read(text), at=at)
    console.print(f"{row.gateway} {row.day}: {row.matched} / {row.rows} 对上 fit")
    broken = matched.breaks(by=staff, states=("open", "explained", "parked"))
    for each in broken:
        said = f"  {each.id}  {each.kind}  {each.reference}  {each.difference}  {each.state}"
        console.print(said, markup=False)
    if broken:
        raise typer.Exit(1)


@payouts.command("run")
def run(*, market: Slug = "demo", currency: str = "") -> None:
    """Propose a payout for every merchant that has money with us; say who is left out and why."""
    here = parties.marketplace(market)
    staff = parties.staff(here.id)
    at = parties.now(here, real=_now())
    made = actions.run(by=staff, currency=currency or here.currency, at=at)
    console.print(made.id)
    for row in queries.payouts(by=staff, run=made.id, most=10_000):
        console.print(f"  {row.id}  {row.merchant}  {row.amount}  {row.state}")
    for left in made.skipped:
        console.print(f"  – {left['merchant']}  {left['why']}  {left['amount_minor']}")


@payouts.command("send")
def send(
    run: str, *, market: Slug = "demo", out: Annotated[Path | None, typer.Option("-o")] = None
) -> None:
    """Send what is approved of a run: write the file for the bank."""
    here = parties.marketplace(market)
    at = parties.now(here, real=_now())
    sent = actions.send(by=parties.staff(here.id), run=run, at=at)
    target = out or Path(f"{run}.csv")
    target.write_text(bankfile.written(sent), encoding="utf-8")
    console.print(f"{target}  {len(sent)}")


@payouts.command("hear")
def hear(file: File, *, market: Slug = "demo") -> None:
    """Take in the bank's file: what was paid and what came back."""
    here = parties.marketplace(market)
    at = parties.now(here, real=_now())
    words = bankfile.read(_read(file))
    for row in actions.hear(by=parties.staff(here.id), words=words, at=at):
        console.print(f"{row.id}  {row.amount}  {row.state}  {row.why}", markup=False)


def refunds(
    *,
    market: Slug = "demo",
    send: Annotated[bool, typer.Option(help="现在就发 tell the gateways now")] = False,
) -> None:
    """What gateways were told and have not done yet; with --send, what is due is told now."""
    here = parties.marketplace(market)
    if send:
        at = parties.now(here, real=_now())
        console.print(f"{worker.carry_out(marketplace=here.id, now=at)}  已联系 tried")
    rows = instructions.listed(by=parties.staff(here.id), most=1_000)
    for row in rows:
        said = f"{row.id}  {row.kind}  {row.gateway}  {row.amount}  {row.state}  {row.tries}  {row.answer}"
        console.print(said, markup=False)
    if any(row.state in ASTRAY for row in rows):
        raise typer.Exit(1)


def gateways() -> None:
    """Which gateways have their keys, and which variables of the environment the others lack."""
    console.print("✓ fake")
    for name, keys in settings.GONGDAO_GATEWAYS.items():
        lacking = [f"GONGDAO_{name}_{key}".upper() for key, value in keys.items() if not value]
        console.print(f"✗ {name}  缺少 lacks {', '.join(lacking)}" if lacking else f"✓ {name}")


def _fetched(here: Any, day: str) -> str:
    """What the fake gateway would send for this day."""
    if here.mode != "sandbox" or not day:
        raise Refusal(
            "gateway_file_missing",
            "请给出对账文件；只有沙箱平台可以用 --day 取模拟文件。",
            "Name the gateway's file; only a sandbox can fetch one with --day.",
        )
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Refusal(
            "day_unreadable",
            f"日期“{day[:20]}”无法识别，请写成 2026-06-30 的样子。",
            f'The day "{day[:20]}" cannot be read; write it like 2026-06-30.',
        ) from None
    moved = matched.our_day(here.id, FakeGateway.name, on)
    return FakeGateway(settings.GONGDAO_GATEWAY_SECRET).settles(on, matched.as_settled(moved))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Refusal(
            "file_unreadable", "文件须为 UTF-8 编码的文本。", "The file must be text in UTF-8."
        ) from None


def _now() -> datetime:
    return datetime.now(UTC)
