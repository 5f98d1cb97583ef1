"""`gongdao listings`: files of listings checked, brought in, and the shelf read again."""

from __future__ import annotations

import json
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

from gongdao.interfaces import imports
from gongdao.interfaces.cli.listing_check import Checker
from gongdao.interfaces.cli.listing_files import batches, rows
from gongdao.interfaces.cli.listing_report import Report
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.stages.listings.review import actions as review
from gongdao.stages.listings.review import queries as reviewed

app = typer.Typer(no_args_is_help=True, help="商品信息 listings")
console = Console(stderr=True)
EVERY = 10_000
BATCH = 500
NAMED = 20
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
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只演练 write nothing")] = False,
) -> None:
    """Bring a merchant's goods in: clean rows are published, blocked ones wait as drafts, bad ones are named.

    Rows are known again by `external_id`, so running it once more goes on where it stopped.
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
    counts, named = Counter[str](), 0
    with _bar(file) as bar:
        task = bar.add_task("", total=None)
        for batch in batches(rows(file), BATCH):
            done = (
                imports.rehearse(batch, market=here, at=at)
                if dry_run
                else imports.land(batch, by=by, market=here, at=at)
            )
            for outcome in done:
                counts[outcome.state] += 1
                if outcome.state == "bad" and named < NAMED:
                    named += 1
                    _name(outcome)
            bar.update(task, advance=len(batch))
    _table(counts)
    if counts["bad"]:
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


def _name(outcome: imports.Outcome) -> None:
    assert outcome.why
    said_so = {"row": outcome.row, "code": outcome.code, "zh": outcome.why.zh, "en": outcome.why.en}
    sys.stdout.write(json.dumps(said_so, ensure_ascii=False) + "\n")
