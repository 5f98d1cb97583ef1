"""`gongdao listings`: files of listings checked, brought in, and the shelf read again."""

from __future__ import annotations

import os
import sys
from collections import Counter
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from gongdao.interfaces.cli.listing_check import Checker
from gongdao.interfaces.cli.listing_files import batches, rows
from gongdao.interfaces.cli.listing_intake import Intake
from gongdao.interfaces.cli.listing_report import Report
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.stages.listings.review import actions as review
from gongdao.stages.listings.review import queries as reviewed

app = typer.Typer(no_args_is_help=True, help="商品信息 listings")
console = Console(stderr=True)
EVERY = 10_000
BATCH = 1_000
LARGE = 8_000_000
"""Bytes of a file from which on further cores are worth their start."""
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]
Slug = Annotated[str, typer.Option("--market", help="平台短名 short name of the marketplace")]


@app.command()
def check(
    file: File,
    *,
    out: Annotated[Path, typer.Option("-o", "--out", help="结果 findings")] = Path(
        "findings.jsonl"
    ),
    resume: Annotated[bool, typer.Option("--resume", help="接着上次 go on")] = False,
    on: Annotated[str, typer.Option(help="按哪天的标准 as of which day")] = "",
    limit: Annotated[int, typer.Option(min=0, help="只查前几行 only so many rows")] = 0,
    cores: Annotated[int, typer.Option(min=0, help="用几个处理器核 cores; 0: 自动 by size")] = 0,
) -> None:
    """Every listing of a .jsonl, .csv or .parquet against the standard, the lexicon and the price rules.

    Writes one line per listing to OUT, bad rows with their reason beside it, and a progress file with
    which `--resume` goes on. No database. Bad rows: exit 2.
    """
    day = date.fromisoformat(on) if on else datetime.now(UTC).date()
    cores = cores or (os.cpu_count() or 1 if file.stat().st_size > LARGE else 1)
    with (
        Checker(cores=cores, day=day) as checker,
        Report(file, out, resume=resume) as report,
        _bar(file) as bar,
    ):
        task = bar.add_task("", total=None, completed=report.rows)
        wanted = islice(rows(file, after=report.rows), limit or None)
        for checked in checker.run(batches(wanted, BATCH)):
            report.take(checked)
            if checked.row % EVERY == 0:
                report.checkpoint()
                bar.update(task, completed=checked.row)
        bar.update(task, completed=report.rows)
        report.finish()
    _summary(report)
    if report.bad:
        raise typer.Exit(2)


@app.command("import")
def import_(
    file: File,
    *,
    merchant: Annotated[str, typer.Option("--merchant", help="商家账号 handle of the merchant")],
    market: Slug = "demo",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只演练 nothing lands")] = False,
    bad: Annotated[Path | None, typer.Option("--bad", help="坏行清单 list of bad rows")] = None,
) -> None:
    """Bring a merchant's goods in: clean rows are published, blocked ones wait as drafts, bad ones are listed.

    The bad rows stand with their reasons in FILE.bad.jsonl. Killed at any moment, the same command goes on
    exactly where it stopped; a file that is through is not brought in again. A changed file is another file:
    its rows are known by `external_id`.
    """
    here = parties.marketplace(market)
    party = parties.by_handle([merchant]).get(merchant)
    if party is None:
        raise Refusal(
            "party_unknown",
            f"没有账号“{merchant[:60]}”。",
            f'There is no handle "{merchant[:60]}".',
        )
    by, at = parties.actor(party), parties.now(here, real=datetime.now(UTC))
    beside = bad or file.with_name(f"{file.name}{'.dry' if dry_run else ''}.bad.jsonl")
    with (
        Intake(file, beside, by=by, market=here, at=at, rehearsal=dry_run) as intake,
        _bar(file) as bar,
    ):
        task = bar.add_task("", total=None, completed=intake.rows)
        left = iter(()) if intake.ended else rows(file, after=intake.rows)
        for batch in batches(left, BATCH):
            intake.take(batch)
            bar.update(task, completed=batch[-1].number)
        intake.finish()
    _table(intake.counts)
    if intake.counts["bad"]:
        console.print(f"坏行清单 bad rows: {beside}")
        raise typer.Exit(2)


@app.command()
def watch(*, market: Slug = "demo") -> None:
    """Read the whole shelf again with today's standard and lexicon; new findings go to the review queue."""
    here = parties.marketplace(market)
    staff, at = parties.staff(here.id), parties.now(here, real=datetime.now(UTC))
    read = new = 0
    after = ""
    while shelf := reviewed.live(here.id, after=after, most=BATCH):
        new += review.watch(by=staff, listings=shelf, at=at)
        read, after = read + len(shelf), shelf[-1].listing_id
    console.print(f"{read:,} 件商品 listings · {new:,} 处新问题 new findings")


def _bar(file: Path) -> Progress:
    return Progress(
        TextColumn(file.name), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=console, disable=not sys.stderr.isatty(),
    )  # fmt: skip


def _summary(report: Report) -> None:
    good = report.rows - report.bad
    console.print(
        f"{report.rows:,} 行 rows · {good:,} 可读 read · {report.blocked:,} 不能发布 blocked"
        f" · {report.bad:,} 坏行 bad"
    )
    _table(report.counts)


def _table(counts: Counter[str]) -> None:
    table = Table("", "")
    for name, count in counts.most_common():
        table.add_row(name, f"{count:,}")
    console.print(table)
