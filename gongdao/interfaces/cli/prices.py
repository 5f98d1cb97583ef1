"""`gongdao prices`: a price log and announced reductions in, unlawful prices out; and a marketplace's own."""

from __future__ import annotations

import json
import sys
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gongdao.interfaces.cli import price_files, price_log
from gongdao.kernel.words import Words
from gongdao.law import book
from gongdao.stages.listings import fair_checks, price_checks

app = typer.Typer(no_args_is_help=True, help="价格诚信 price integrity")
console = Console()
for _name, _command in (
    ("sweep", price_log.sweep), ("import", price_log.take_in), ("announce", price_log.announce),
    ("prove", price_log.prove), ("verify", price_log.verify),
):  # fmt: skip
    app.command(_name)(_command)
NAMED = 20
File = Annotated[Path, typer.Argument(exists=True, dir_okay=False)]


@app.command()
def check(
    offers: File,
    log: File,
    *,
    under: Annotated[str, typer.Option(help="法域 law: cn, eu")] = "cn",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="写入文件 write here")] = None,
) -> None:
    """Every announced reduction against its own price history: one finding a line. Bad rows: stderr, exit 2.

    OFFERS has `offer`, `item`, `on`, `was`, `now` and may have `channel`, `percent`, `ends_on`,
    `first_step_on`, `basis_stated`, `list_price`, `list_price_labelled`. LOG has `item`, `act` (offered
    or sold), `at`, `price` and may have `channel` and `audience`. Prices are minor units.
    """
    pack = book.pack(under)
    told = price_files.log(log, pack=pack, now=datetime.now(UTC))
    said = price_files.offers(offers, pack=pack)
    bad = _named(said) + _named(told)
    found = Counter[str]()
    with out.open("w", encoding="utf-8") if out else nullcontext(sys.stdout) as written:
        for finding in price_checks.check(said.good, told.good, pack=pack):
            found[finding.kind] += 1
            written.write(json.dumps(finding.as_data(), ensure_ascii=False) + "\n")
    if out:
        _count(found)
    if bad:
        raise typer.Exit(2)


@app.command()
def compare(
    deals: File,
    *,
    by: Annotated[list[str], typer.Option(help="买家特征列 a column with a trait of buyers")],
    under: Annotated[str, typer.Option(help="法域 law: cn")] = "cn",
    minutes: Annotated[int, typer.Option(min=1, max=1440, help="配对时段 stretch of time")] = 60,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="报告 write the report")] = None,
) -> None:
    """Do comparable buyers pay different prices? Matched pairs, an exact test, the law. Bad rows: exit 2.

    DEALS has `item`, `at`, `price` and the columns named by `--by`, and may have `channel`, `place` and
    `excuse` (new_user, random, custom: left out where the law allows it). Prices are minor units.
    """
    pack, now = book.pack(under), datetime.now(UTC)
    sold = price_files.deals(deals, traits=by, pack=pack, now=now)
    bad = _named(sold)
    report = fair_checks.check(sold.good, by, pack=pack, now=now, minutes=minutes)
    table = Table("", "对数 pairs", "更贵 dearer", "更便宜 cheaper", "中位 median", "p (Holm)", "")
    for each in report.compared:
        table.add_row(
            f"{each.group.trait}={each.group.value}", f"{each.pairs:,}", f"{each.dearer:,}",
            f"{each.cheaper:,}", f"{each.median:+.2%}", f"{each.adjusted:.2g}",
            "违法 unlawful" if each in report.unlawful else "",
        )  # fmt: skip
    console.print(table)
    if report.unlawful:
        console.print(f"{report.why.zh} {report.article.zh}\n{report.why.en} {report.article.en}")
    if out:
        out.write_text(json.dumps(report.as_data(), ensure_ascii=False, indent=1), "utf-8")
    if bad:
        raise typer.Exit(2)


@app.command()
def kinds() -> None:
    """Every fault that is looked for, with what is said of it."""
    for kind, fault in price_checks.FAULTS.items():
        console.print(f"[bold]{kind}[/]\n  {fault.said.zh}\n  {fault.said.en}", highlight=False)


def _count(found: Counter[str]) -> None:
    table = Table("", "活动 offers")
    for kind, count in found.most_common():
        table.add_row(kind, f"{count:,}")
    console.print(table)


def _named(rows: price_files.Rows) -> int:
    """Name the first bad rows and count the others by reason."""
    count, rest = 0, Counter[str]()
    for count, (row, code, words) in enumerate(rows.bad(), start=1):
        if count <= NAMED:
            print(f"{code}: {_sentence(rows.file.name, row, words)}", file=sys.stderr)
        else:
            rest[code] += 1
    for code, more in rest.items():
        print(f"{code}: 另有 {more:,} 行 more rows", file=sys.stderr)
    return count


def _sentence(file: str, row: int, words: Words) -> str:
    return f"{file} 第{row}行{words.zh}。 Row {row} of {file} {words.en}."
