"""`gongdao law`: read the law book on the command line."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gongdao.kernel.refusal import Refusal
from gongdao.law import Rule, book

app = typer.Typer(no_args_is_help=True, help="法律 law")
console = Console()

Under = Annotated[str, typer.Option("--under", help="法域 law pack")]


@app.command("list")
def list_() -> None:
    """Every rule: its question, article and days."""
    table = Table("法域", "规则 rule", "问题 question", "条文 article", "自 since")
    for pack in book.packs.values():
        for rule in pack.rules:
            question = f"{rule.question.words.zh} · {rule.question.name}"
            table.add_row(pack.name, rule.name, question, str(rule.cites[0]), str(rule.since))
    console.print(table)


@app.command()
def explain(name: str, *, under: Under = "cn") -> None:
    """One rule: its sentence, its articles, and its exceptions under it."""
    rule = _rule(name, under)
    console.print(f"[bold]{rule.sentence.zh}[/]\n{rule.sentence.en}")
    console.print("  " + " · ".join(f"{c.in_chinese} ({c})" for c in rule.cites))
    for each in rule.exceptions:
        console.print(f"  └ [bold]{each.sentence.zh}[/]\n    {each.sentence.en}")
        console.print(f"    {each.cites.in_chinese} ({each.cites}), {each.since}")


def _rule(name: str, under: str) -> Rule:
    for rule in book.pack(under).rules:
        if name in (rule.name, rule.question.name):
            return rule
    raise Refusal(
        "rule_unknown",
        f"没有名为“{name[:40]}”的规则；用 gongdao law list 查看全部。",
        f'There is no rule "{name[:40]}"; `gongdao law list` shows all.',
    )
