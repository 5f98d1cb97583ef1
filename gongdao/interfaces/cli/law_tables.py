"""`gongdao law batch` and `what-if`: one rule over a table of any length, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

from gongdao.kernel.refusal import Refusal
from gongdao.law import Pack, Rule
from gongdao.law.columns import decide_columns
from gongdao.law.facts import shape

READ = {
    ".csv": pl.scan_csv, ".parquet": pl.scan_parquet, ".arrow": pl.scan_ipc, ".ipc": pl.scan_ipc,
    ".jsonl": pl.scan_ndjson,
}  # fmt: skip
DTYPES = {
    "bool": pl.Boolean(), "date": pl.Date(), "int": pl.Int64(), "money": pl.Int64(),
    "text": pl.String(),
}  # fmt: skip
DAY = "on"
BAR = 40


def batch(file: Path, rule: Rule, pack: Pack, *, out: Path) -> int:
    """Write the table again with the rule's answer beside each row; how many rows there were.

    No two exceptions may disagree on any row.
    """
    if out.suffix not in (".csv", ".parquet"):
        raise Refusal(
            "format_unknown", f"不能写 {out.suffix} 文件：请用 .csv 或 .parquet。",
            f"A {out.suffix} file cannot be written: use .csv or .parquet.",
        )  # fmt: skip
    frame = decide_columns(rule, _scan(file, rule), pack.calendar, on=DAY)
    with readable(file):
        frame.sink_csv(out) if out.suffix == ".csv" else frame.sink_parquet(out)
    written = pl.scan_csv(out) if out.suffix == ".csv" else pl.scan_parquet(out)
    count, clashes = written.select(pl.len(), pl.col("conflict").sum()).collect().row(0)
    if clashes:
        out.unlink()
        raise Refusal(
            "rules_conflict", f"有 {clashes} 行上两项例外互相冲突，未写出结果。",
            f"On {clashes} rows two exceptions disagree; nothing was written.",
        )  # fmt: skip
    return int(count)


def what_if(
    file: Path, now: tuple[Rule, Pack], then: tuple[Rule, Pack], *, change: str, console: Console
) -> dict[str, Any]:
    """Who gains, who loses and by how much under the other rule; shown as a chart."""
    kind = now[0].answer.type
    if kind == "text":
        raise Refusal(
            "not_measurable", "这个问题的答案是文字，不能比较多少；可以比较日期、金额和是否。",
            "This question is answered in words, which have no more or less; days, amounts and yes or no have.",
        )  # fmt: skip
    ends = []
    for rule, pack in (now, then):
        end = decide_columns(rule, _scan(file, rule), pack.calendar, on=DAY)
        with readable(file):
            ends.append(end.select(_measured(kind).alias("value")).collect()["value"])
    found = _moved(*ends)
    _chart(found, now[0], console, change)
    return found


def _moved(now: pl.Series, then: pl.Series) -> dict[str, Any]:
    moved = (then - now).fill_null(0)
    found = {
        "rows": len(now), "more": int((moved > 0).sum()), "less": int((moved < 0).sum()),
        "same": int((moved == 0).sum()), "unknown": int((then - now).is_null().sum()),
        "gained": int(moved.filter(moved > 0).sum()), "lost": -int(moved.filter(moved < 0).sum()),
    }  # fmt: skip
    found["same"] -= found["unknown"]
    return found


def _measured(kind: str) -> pl.Expr:
    """Any answer as a number: days since 1970, minor units, 1 for yes."""
    value = pl.col("value")
    return value.cast(pl.Int32).cast(pl.Int64) if kind == "date" else value.cast(pl.Int64)


def _chart(found: dict[str, Any], rule: Rule, console: Console, change: str) -> None:
    table = Table("", "行 rows", "", title=f"{rule.question.words.zh} · {change}")
    names = {
        "more": "多得 gains", "less": "少得 loses", "same": "不变 same", "unknown": "未定 unknown"
    }  # fmt: skip
    for key, name in names.items():
        share = found[key] / max(found["rows"], 1)
        table.add_row(name, f"{found[key]:,}", "█" * round(share * BAR) + f" {share:.1%}")
    console.print(table)
    unit = {"date": "日 days", "money": "分 minor units"}.get(rule.answer.type, "")
    console.print(f"+{found['gained']:,} / −{found['lost']:,} {unit}")


def opened(file: Path, **said: Any) -> pl.LazyFrame:
    """The table in a file of any kind we read; `said` goes to its reader."""
    reader = READ.get(file.suffix)
    if reader is None:
        raise Refusal(
            "format_unknown", f"不能读 {file.suffix} 文件：可用 {'、'.join(READ)}。",
            f"A {file.suffix} file cannot be read: use {', '.join(READ)}.",
        )  # fmt: skip
    with readable(file):
        frame: pl.LazyFrame = reader(file, **said)  # type: ignore[operator]
    return frame


def _scan(file: Path, rule: Rule) -> pl.LazyFrame:
    """The table with every fact of the rule as a column of its type; a column that is missing is unknown."""
    frame = opened(file)
    with readable(file):
        there = frame.collect_schema()
    if DAY not in there:
        raise Refusal(
            "day_missing", f"表中缺少“{DAY}”列：每行合同成立的日期。",
            f'The table lacks the column "{DAY}": the day of each contract.',
        )  # fmt: skip
    known = shape(rule.question.about)
    cast = {DAY: pl.Date(), **{path: DTYPES[known[path][0]] for path in rule.fields()}}
    return frame.with_columns(
        _as(there[name], name, dtype) if name in there else pl.lit(None, dtype).alias(name)
        for name, dtype in cast.items()
    )


def _as(found: Any, name: str, dtype: Any) -> pl.Expr:
    column = pl.col(name)
    if found == pl.String and dtype == pl.Boolean:
        return column.str.to_lowercase().replace_strict({"true": True, "false": False})
    return column.str.to_date() if found == pl.String and dtype == pl.Date else column.cast(dtype)


def in_force(file: Path, rules: Sequence[Rule]) -> Rule:
    """Of the rules that answer a question one after another, the one in force on every row's day."""
    days = _days(file, rules[0])
    for rule in rules:
        if all(rule.in_force(day) for day in days):
            return rule
    first, last = days
    known = "、".join(f"{rule.name} {rule.since}–{rule.until or ''}" for rule in rules)
    raise Refusal(
        "law_silent",
        f"表中的日期从 {first} 到 {last}，没有一条规则始终有效（{known}）：请按日期分开。",
        f"The days of the table run from {first} to {last}, and no one rule was in force on all of them ({known}): split it by day.",
    )  # fmt: skip


def _days(file: Path, rule: Rule) -> list[date]:
    with readable(file):
        row = _scan(file, rule).select(pl.min(DAY), pl.max(DAY).alias("last")).collect().row(0)
    return [day for day in row if day]


@contextmanager
def readable(file: Path) -> Iterator[None]:
    """What a file does not hold is said in a sentence, not in the words of the library that read it."""
    try:
        yield
    except pl.exceptions.PolarsError as wrong:
        why = str(wrong).splitlines()[0][:160]
        raise Refusal(
            "table_unreadable",
            f"读不懂 {file.name}：格式不符，或者某列的值不是该事实的类型（{why}）。",
            f"{file.name} cannot be read: its format is wrong, or a column holds what its fact cannot be ({why}).",
        ) from None  # fmt: skip
