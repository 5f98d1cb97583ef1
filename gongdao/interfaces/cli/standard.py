"""`gongdao standard`: the product information standard, to read and to build against."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Column, Table

from gongdao.detectors import disclosure

app = typer.Typer(no_args_is_help=True, help="商品信息标准 product information standard")
console = Console()
On = Annotated[str, typer.Option("--on", help="哪一天的标准 as of which day")]


@app.command("list")
def list_() -> None:
    """Every category, what it inherits from, and how many facts it asks for."""
    table = Table(
        Column("品类 category", no_wrap=True), "", "上级 under", "信息项 facts", "必填 must"
    )
    for name, kind in disclosure.categories().items():
        asked = [field for field in kind.fields if not field.fixed]
        must = sum(field.mandatory for field in asked)
        table.add_row(
            name, f"{kind.words.zh} {kind.words.en}", kind.under, str(len(asked)), str(must)
        )
    console.print(table)
    names = " · ".join(f"{w.zh} {w.en}" for w in disclosure.aspects().values())
    console.print(f"附加面 aspects: {names}\n版本 version {disclosure.version()}")


@app.command()
def show(category: str, *, on: On = "") -> None:
    """Every fact of a category: how it is written, whether it has to be there, under which article."""
    kind = disclosure.category(category).on(_day(on))
    console.print(f"[bold]{kind.words.zh} · {kind.words.en}[/]")
    table = Table(
        "",
        "信息项 fact",
        "写法 written",
        "何时必填 mandatory",
        "条文 article",
        "自 since",
        "例 example",
    )
    for field in kind.fields:
        if field.fixed:
            continue
        conditions = "; ".join(f"{name} = {'/'.join(v)}" for name, v in (field.when or {}).items())
        must = (conditions or "是 yes") if field.mandatory else ""
        written = "/".join(field.choices or field.units) or field.type
        table.add_row(
            field.name, f"{field.words.zh}\n{field.words.en}", written, must,
            f"{field.cause.words.zh}\n{field.cause.words.en}", str(field.since), field.example,
        )  # fmt: skip
    console.print(table)


@app.command()
def schema(category: str, *, on: On = "") -> None:
    """The JSON Schema (draft 2020-12) of a listing of this category."""
    found = disclosure.schema(disclosure.category(category), on=_day(on))
    print(json.dumps(found, ensure_ascii=False, indent=1))


@app.command()
def example(category: str) -> None:
    """A complete listing of this category, as one line of JSON."""
    print(json.dumps(disclosure.category(category).example(), ensure_ascii=False))


def _day(text: str) -> date:
    return date.fromisoformat(text) if text else datetime.now(UTC).date()
