"""`gongdao law batch` and `what-if`: one rule over a table of any length, in constant memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
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


def batch(file: Path, rules: Sequence[Rule], pack: Pack, *, out: Path, console: Console) -> int:
    """Write the table again with the answer beside each row; how many rows there were.

    Each row is decided by the rule in force on its own day, named beside the answer. No two
    exceptions may disagree on any row. The table is read and written in parts, however long it is.
    """
    if out.suffix not in (".csv", ".parquet"):
        raise Refusal(
            "format_unknown", f"不能写 {out.suffix} 文件：请用 .csv 或 .parquet。",
            f"A {out.suffix} file cannot be written: use .csv or .parquet.",
        )  # fmt: skip
    standing = _standing(file, rules)
    frame = _each_by_its_own(_scan(file, *standing), standing, pack)
    with readable(file), _counted(frame, _length(file), file.name, console) as counted:
        counted.sink_csv(out) if out.suffix == ".csv" else counted.sink_parquet(out)
    written = pl.scan_csv(out) if out.suffix == ".csv" else pl.scan_parquet(out)
    count, clashes = written.select(pl.len(), pl.col("conflict").sum()).collect().row(0)
    if clashes:
        out.unlink()
        raise Refusal(
            "rules_conflict", f"有 {clashes} 行上两项例外互相冲突，未写出结果。",
            f"On {clashes} rows two exceptions disagree; nothing was written.",
        )  # fmt: skip
    return int(count)


def _each_by_its_own(frame: pl.LazyFrame, rules: Sequence[Rule], pack: Pack) -> pl.LazyFrame:
    """Every row with the answer of the rule in force on its day, and that rule's name."""
    said = ("value", "known", "reason", "conflict")
    for place, rule in enumerate(rules):
        decided = decide_columns(rule, frame, pack.calendar, on=DAY)
        frame = decided.rename({name: f"{name}@{place}" for name in said})
    chosen = {name: pl.col(f"{name}@0") for name in said} | {"rule": pl.lit(rules[0].name)}
    for place, rule in enumerate(rules[1:], start=1):
        stands = _stands(rule)
        chosen = {
            name: pl.when(stands)
            .then(pl.lit(rule.name) if name == "rule" else pl.col(f"{name}@{place}"))
            .otherwise(was)
            for name, was in chosen.items()
        }
    drawn = [f"{name}@{place}" for name in said for place in range(len(rules))]
    return frame.with_columns(**chosen).drop(drawn)


def _stands(rule: Rule) -> pl.Expr:
    begun = pl.col(DAY) >= rule.since
    return begun if rule.until is None else begun & (pl.col(DAY) < rule.until)


def _length(file: Path) -> int:
    with readable(file):
        return int(opened(file).select(pl.len()).collect().item())


@contextmanager
def _counted(
    frame: pl.LazyFrame, total: int, what: str, console: Console
) -> Iterator[pl.LazyFrame]:
    """The same table, with a bar that moves as its parts go by."""
    with Progress(
        TextColumn("[bold]{task.description}"), BarColumn(), MofNCompleteColumn(),
        TimeElapsedColumn(), console=console,
    ) as bar:  # fmt: skip
        task = bar.add_task(what, total=total)

        def seen(part: pl.DataFrame) -> pl.DataFrame:
            bar.advance(task, part.height)
            return part

        yield frame.map_batches(seen, streamable=True)


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


def _scan(file: Path, *rules: Rule) -> pl.LazyFrame:
    """The table with every fact of the rules as a column of its type; a column that is missing is unknown."""
    frame = opened(file)
    with readable(file):
        there = frame.collect_schema()
    if DAY not in there:
        raise Refusal(
            "day_missing", f"表中缺少“{DAY}”列：每行合同成立的日期。",
            f'The table lacks the column "{DAY}": the day of each contract.',
        )  # fmt: skip
    known = shape(rules[0].question.about)
    paths = [path for rule in rules for path in rule.fields()]
    cast = {DAY: pl.Date(), **{path: DTYPES[known[path][0]] for path in paths}}
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
    """The one rule in force on every row's day: a comparison is of one rule with another."""
    standing = _standing(file, rules)
    if len(standing) > 1:
        names = "、".join(f"{rule.name} {rule.since}–{rule.until or ''}" for rule in standing)
        raise Refusal(
            "law_changed_between",
            f"表中的日期跨过了法律的变更（{names}），只能比较同一条规则：请按日期分开。",
            f"The law changed between the days of the table ({names}), and one rule is compared with one other: split it by day.",
        )  # fmt: skip
    return standing[0]


def _standing(file: Path, rules: Sequence[Rule]) -> list[Rule]:
    """Of the rules that answer a question one after another, those in force on the days of the table."""
    days = pl.col(DAY)
    with readable(file):
        frame = _scan(file, rules[0])
        rows = frame.select(
            *(_stands(rule).any().alias(str(place)) for place, rule in enumerate(rules)),
            silent=(~pl.any_horizontal(_stands(rule) for rule in rules)).any(),
            undated=days.is_null().any(), first=days.min(), last=days.max(),
        )  # fmt: skip
        *needed, silent, undated, first, last = rows.collect().row(0)
    if silent or undated or not any(needed):
        known = "、".join(f"{rule.name} {rule.since}–{rule.until or ''}" for rule in rules)
        raise Refusal(
            "law_silent",
            f"表中的日期从 {first} 到 {last}，有的日子没有规则，或者没有写日期（规则：{known}）。",
            f"The days of the table run from {first} to {last}; on some no rule was in force, or they are missing (rules: {known}).",
        )  # fmt: skip
    return [rule for rule, wanted in zip(rules, needed, strict=True) if wanted]


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
