"""`gongdao law`: read the law book on the command line."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Column, Table

from gongdao.interfaces.cli import law_tables
from gongdao.kernel.refusal import Refusal
from gongdao.law import Rule, adviser, book, matter
from gongdao.law.citation import numbered
from gongdao.law.expr import UNKNOWN
from gongdao.law.whatif import changed

app = typer.Typer(no_args_is_help=True, help="法律 law")
console = Console()
if not console.is_terminal:
    # A pipe has no edge: nothing is cut, so that names can be searched and copied.
    console.width = 1_000

Under = Annotated[str, typer.Option("--under", help="法域 law pack")]


@app.command("list")
def list_() -> None:
    """Every rule: its question, article and days."""
    table = Table(
        "法域", Column("规则 rule", overflow="fold"), Column("问题 question", overflow="fold"),
        "条文 article", "自 since",
    )  # fmt: skip
    for pack in book.packs.values():
        for rule in pack.rules:
            question = f"{rule.question.words.zh} · {rule.question.name}"
            table.add_row(pack.name, rule.name, question, str(rule.cites[0]), str(rule.since))
    console.print(table)


@app.command()
def explain(name: str, *, under: Under = "cn") -> None:
    """A rule, or those that answer a question: sentence, articles, days, and the exceptions under it."""
    for rule in _named(name, under):
        days = f"{rule.since} – {rule.until or ''}"
        console.print(f"[bold]{rule.sentence.zh}[/]\n{rule.sentence.en}")
        console.print("  " + " · ".join(f"{c.in_chinese} ({c})" for c in rule.cites) + f", {days}")
        for each in rule.exceptions:
            console.print(f"  └ [bold]{each.sentence.zh}[/]\n    {each.sentence.en}")
            console.print(f"    {each.cites.in_chinese} ({each.cites}), {each.since}")


@app.command()
def show(name: str, *, under: Under = "cn") -> None:
    """The same as explain."""
    explain(name, under=under)


@app.command()
def facts(
    *,
    under: Under = "cn",
    schema: Annotated[bool, typer.Option("--schema", help="JSON Schema")] = False,
) -> None:
    """Every fact that a case may state: its type, unit, question, and who proves it."""
    pack = book.pack(under)
    if schema:
        print(json.dumps(matter.schema(pack), ensure_ascii=False, indent=2))
        return
    table = Table(
        Column("事实 fact", overflow="fold"), "类型 type", Column("问题 question", overflow="fold"),
        "举证 proves", Column("单位 unit", overflow="fold"),
    )  # fmt: skip
    for path, known in matter.vocabulary(pack).items():
        table.add_row(path, known.type, f"{known.ask.zh}\n{known.ask.en}", known.proves, known.unit)
    console.print(table)


@app.command()
def decide(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="案件 FILE.json")],
) -> None:
    """All the law says to a case in the documented JSON form (`gongdao law facts`). Faults: exit 2."""
    try:
        case = matter.read(json.loads(file.read_bytes()))
        decided = matter.decide(case)
    except matter.Faults as wrong:
        _fail(wrong.faults)
    except (UnicodeDecodeError, json.JSONDecodeError) as broken:
        said = f"{file.name} 不是有效的 JSON：{broken}", f"{file.name} is not valid JSON: {broken}"
        _fail([Refusal("json_unreadable", *said)])
    except Refusal as refusal:
        _fail([refusal])
    known = matter.vocabulary(case.pack)
    printed: dict[str, Any] = {"law": case.under, "day": str(case.on)}
    if case.judged:
        printed["judged"] = str(case.judged)
    printed["answers"] = [each.as_data(known) for each in decided]
    if silent := matter.silent(case):
        printed["silent"] = [{"zh": each.sentence.zh, "en": each.sentence.en} for each in silent]
    print(json.dumps(printed, ensure_ascii=False, indent=2))


@app.command()
def ask(
    topic: Annotated[str, typer.Argument(help="、".join(t.name for t in adviser.TOPICS))],
    *,
    under: Under = "cn",
    on: Annotated[str, typer.Option(help="合同成立日 day of the contract")] = "",
) -> None:
    """Talk to the adviser: it asks only what can still change the answer. `?` is "I do not know"."""
    about, skipped = adviser.topic(topic), set[str]()
    told: dict[str, Any] = {}
    today = book.pack(under).day_of(datetime.now(UTC))
    day = date.fromisoformat(on) if on else today
    known = matter.vocabulary(book.pack(under))
    while True:
        advice = adviser.advise(
            about, told, skipped=frozenset(skipped), under=under, on=day, judged=max(day, today)
        )
        if advice.asks is None:
            break
        path = advice.asks
        said = typer.prompt(_prompt(known[path]), default="?", show_default=False)
        if said in ("?", "？"):
            skipped.add(path)
            continue
        try:
            value = _typed(known[path], said)
            told[path] = matter.fact(path, value, known=known, currency=advice.matter.pack.currency)
        except Refusal as refusal:
            console.print(f"{refusal.sentence.zh}\n{refusal}", style="red", markup=False)
    for each in advice.decided:
        value = "待查明 unknown" if each.answer.value is UNKNOWN else each.value
        console.print(f"[bold]{each.question.words.zh}[/] {each.question.words.en}: {value}")
        console.print(
            f"  {each.answer.sentence.zh}（{each.answer.cites.in_chinese}）", markup=False
        )
        console.print(f"  {each.answer.sentence.en} ({each.answer.cites})", markup=False)
        for reason in each.answer.reasons:
            if reason.figures:
                console.print(f"  {reason.figures}", markup=False)


@app.command()
def batch(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    question: Annotated[str, typer.Argument(help="问题 question")],
    *,
    out: Annotated[Path, typer.Option("--out", "-o", help=".parquet / .csv")],
    under: Under = "cn",
) -> None:
    """One question over a table: columns are facts by name, `on` is the day of the contract."""
    rules = _rules(question, under)
    count = law_tables.batch(file, rules, book.pack(under), out=out, console=console)
    console.print(f"{count:,} 行 rows → {out}")


@app.command("what-if")
def what_if(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    question: Annotated[str, typer.Argument(help="问题 question")],
    *,
    change: Annotated[str, typer.Option(help="如 e.g. 7=15")] = "",
    against: Annotated[str, typer.Option(help="另一套法律 another law, e.g. eu")] = "",
    under: Under = "cn",
) -> None:
    """The same table under a changed number, or another law: who gains, who loses, how much."""
    now = law_tables.in_force(file, _rules(question, under)), book.pack(under)
    if against:
        other = law_tables.in_force(file, _rules(now[0].question.name, against))
        then, label = (other, book.pack(against)), against
    else:
        then, label = (_with_number(now[0], change), now[1]), change.replace("=", " → ")
    law_tables.what_if(file, now, then, change=label, console=console)


def _with_number(rule: Rule, change: str) -> Rule:
    old, _, new = change.partition("=")
    if not (old.isdigit() and new.isdigit()):
        raise Refusal(
            "change_unreadable", "请写成 --change 7=15 的样子，或者用 --against 另一套法律。",
            "Write it like --change 7=15, or name another law with --against.",
        )  # fmt: skip
    return changed(rule, old=int(old), new=int(new))


@app.command("check-citations")
def check_citations(
    texts: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="法律文本目录 folder of statutes")
    ],
    *,
    under: Under = "cn",
) -> None:
    """Hold every citation against the texts: does the article exist in the instrument?"""
    rules = book.pack(under).rules
    cited = {c for r in rules for c in (*r.cites, *(e.cites for e in r.exceptions))}
    missing = [c for c in sorted(cited, key=str) if not _stands(c, texts)]
    for citation in missing:
        console.print(f"{citation.in_chinese} ({citation})", style="red", markup=False)
    console.print(f"{len(cited) - len(missing)}/{len(cited)}")
    if missing:
        raise typer.Exit(1)


def _stands(citation: Any, texts: Path) -> bool:
    heading = re.compile(rf"第{numbered(citation.path[0])}条(?!之)")
    files = [f for f in texts.rglob("*") if f.is_file() and citation.source.file in f.stem]
    return any(heading.search(f.read_text(encoding="utf-8")) for f in files)


def _prompt(known: matter.Known) -> str:
    hint = {"bool": "y/n", "date": "2026-03-01", "money": "225.00", "int": "7"}.get(known.type, "")
    return f"{known.ask.zh} {known.ask.en} [{', '.join(known.choices) or hint}, ?]"


def _typed(known: matter.Known, said: str) -> Any:
    if known.type == "bool":
        yes_no = {"y": True, "yes": True, "是": True, "n": False, "no": False, "否": False}
        return yes_no.get(said.strip().lower(), said)
    return int(said) if known.type == "int" and said.isdigit() else said


def _fail(faults: Any) -> NoReturn:
    for fault in faults:
        print(f"{fault.code}: {fault.sentence.zh} {fault}", file=sys.stderr)
    raise typer.Exit(2)


def _rules(name: str, under: str) -> list[Rule]:
    """The rules that answer one question one after another; a rule's name must not mean several."""
    found = _named(name, under)
    questions = list(dict.fromkeys(rule.question.name for rule in found))
    if len(questions) > 1:
        raise Refusal(
            "rule_ambiguous",
            f"“{name[:40]}”是几条规则的名字，请写问题的名字：{'、'.join(questions)}。",
            f'"{name[:40]}" names several rules; name the question: {", ".join(questions)}.',
        )
    return found


def _named(name: str, under: str) -> list[Rule]:
    """Every rule that answers the question of this name, or else every rule of this name."""
    rules = book.pack(under).rules
    found = [r for r in rules if r.question.name == name] or [r for r in rules if r.name == name]
    if found:
        return found
    raise Refusal(
        "rule_unknown",
        f"没有名为“{name[:40]}”的规则；用 gongdao law list 查看全部。",
        f'There is no rule "{name[:40]}"; `gongdao law list` shows all.',
    )
