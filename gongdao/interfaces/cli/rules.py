"""`gongdao rules`: the platform's rules, edition by edition."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from gongdao.registers.parties import queries as parties
from gongdao.stages.rulebook import queries, texts
from gongdao.stages.rulebook.kinds import KINDS
from gongdao.stages.rulebook.states import EDITION

app = typer.Typer(no_args_is_help=True, help="平台规则 the platform's rules")
console = Console()

Slug = Annotated[str, typer.Option("--market", help="平台短名 short name of the marketplace")]
English = Annotated[bool, typer.Option("--en", help="英文 in English")]
STYLES = {"added": "green", "removed": "red strike", "same": ""}
MARGINS = {"added": "+ ", "removed": "- ", "changed": "~ ", "same": "  "}


@app.command("list")
def list_(*, market: Slug = "demo") -> None:
    """Every rule with all its public editions."""
    for rule in queries.rules(parties.marketplace(market).id):
        console.print(
            f"[bold]{rule.name}[/]  {rule.title_zh}  {rule.title_en}  ({KINDS[rule.kind].zh})"
        )
        for row in queries.editions(rule):
            state = EDITION.names[row.state]
            since = f"{row.in_force_at:%Y-%m-%d}" if row.in_force_at else ""
            console.print(f"  {row.number}  {state.zh} {state.en}  {since}  {row.digest[:12]}")


@app.command()
def show(
    name: str, number: Annotated[int, typer.Argument(min=0)] = 0, *, market: Slug = "demo",
    en: English = False,
) -> None:  # fmt: skip
    """The text of an edition; without a number that of the newest one."""
    rule = queries.rule(name, marketplace=parties.marketplace(market).id)
    editions = queries.editions(rule)
    newest = editions[0].number if editions else 0
    row = queries.edition(rule, number or newest)
    console.print(row.body_en if en else row.body_zh, markup=False)


@app.command()
def diff(name: str, old: int, new: int, *, market: Slug = "demo", en: English = False) -> None:
    """What changed between two editions."""
    rule = queries.rule(name, marketplace=parties.marketplace(market).id)
    before, after = (queries.edition(rule, number) for number in (old, new))
    pair = (before.body_en, after.body_en) if en else (before.body_zh, after.body_zh)
    for row in texts.compare(*pair):
        line = Text(MARGINS[row.change])
        for stretch in row.stretches:
            line.append(stretch.text, style=STYLES[stretch.change])
        console.print(line)
