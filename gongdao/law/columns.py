"""Reading a tree for a million cases at once: the same rule as a Polars expression.

A column is named as the fact is (`goods.made_to_order`); an empty cell is an unknown fact. The
result has the columns `value`, `known`, `reason` (0 for the rule itself, 1 for its first exception,
and so on) and `conflict`, so that an empty value that is known means "no right".
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from typing import Any

import polars as pl

from gongdao.law.calendar import Calendar
from gongdao.law.expr import Expr
from gongdao.law.rule import Exceptional, Rule

EPOCH = date(1970, 1, 1)


def decide_columns(rule: Rule, frame: pl.LazyFrame, calendar: Calendar, *, on: str) -> pl.LazyFrame:
    """The rule's answer for every row; the column `on` says which law was in force for it.

    Where `conflict` is true two exceptions disagree, and the row has no lawful answer.
    """
    heard = [_Heard(place, each, calendar, on) for place, each in enumerate(rule.exceptions)]
    value, reason = column(rule.answer, calendar), pl.lit(0, pl.Int16)
    for each in reversed(heard):
        value = pl.when(each.applies).then(each.says).otherwise(value)
        reason = pl.when(each.applies).then(pl.lit(each.place + 1, pl.Int16)).otherwise(reason)
    settled = known(rule.answer, calendar)
    if heard:
        any_applies = pl.any_horizontal(each.applies for each in heard)
        all_heard = pl.all_horizontal(~each.applies | each.known for each in heard)
        settled = pl.when(any_applies).then(all_heard).otherwise(settled)
    drawn = [column for each in heard for column in each.drawn]
    frame = frame.with_columns(drawn).with_columns(
        value=value, reason=reason, known=settled, conflict=_clash(heard)
    )
    open_ones = [each.open & each.says.ne_missing(pl.col("value")) for each in heard]
    stands = pl.col("known") & ~pl.any_horizontal([pl.lit(value=False), *open_ones])
    frame = frame.with_columns(known=stands, value=pl.when(stands).then(pl.col("value")))
    return frame.drop([name for each in heard for name in each.names])


class _Heard:
    """One exception over every row. What it says is drawn once, as columns of its own, then looked at often."""

    def __init__(self, place: int, exception: Exceptional, calendar: Calendar, on: str) -> None:
        self.place, self.exception = place, exception
        constant = exception.answer.op == "const"
        test = column(exception.applies, calendar).cast(pl.Boolean) & _in_force(exception, on)
        says, heard = column(exception.answer, calendar), known(exception.answer, calendar)
        self.drawn = [test.alias(f"{place}?")]
        if not constant:
            self.drawn += [says.alias(f"{place}="), heard.alias(f"{place}!")]
        self.names = [drawn.meta.output_name() for drawn in self.drawn]
        self.applies = pl.col(f"{place}?").fill_null(value=False)
        self.open = pl.col(f"{place}?").is_null()
        self.says = says if constant else pl.col(f"{place}=")
        self.known = heard if constant else pl.col(f"{place}!")

    def differs(self, other: _Heard) -> bool:
        """Whether the two could ever answer differently: equal constants cannot."""
        one, two = self.exception.answer, other.exception.answer
        return not (one.op == two.op == "const" and one.args == two.args)


def _in_force(exception: Exceptional, on: str) -> pl.Expr:
    stands = pl.col(on) >= exception.since
    return stands if exception.until is None else stands & (pl.col(on) < exception.until)


def _clash(heard: list[_Heard]) -> pl.Expr:
    """Whether two exceptions that both apply answer differently; the caller must not go on then."""
    clash = pl.lit(value=False)
    for one, other in combinations(heard, 2):
        if one.differs(other):
            both = one.applies & other.applies & one.known & other.known
            clash = clash | (both & one.says.ne_missing(other.says))
    return clash


def known(node: Expr, calendar: Calendar) -> pl.Expr:
    """Whether the tree has an answer for a row: an empty constant is one ("no right"), an empty fact is none."""
    if node.op == "const" and node.args[0] is None:
        return pl.lit(value=True)
    if node.op == "when" and any(n.op == "const" and n.args[0] is None for n in node.walk()):
        condition = column(node.args[0], calendar)
        yes, no = (known(arg, calendar) for arg in node.args[1:])
        one, other = (column(arg, calendar) for arg in node.args[1:])
        either = yes & no & one.eq_missing(other)
        return pl.when(condition).then(yes).when(~condition).then(no).otherwise(either)
    return column(node, calendar).is_not_null()


def column(node: Expr, calendar: Calendar) -> pl.Expr:
    """One node as an expression; unknown is null, and junctions are Kleene's as Polars has them."""
    match node.op:
        case "const":
            return pl.lit(node.args[0])
        case "field":
            return pl.col(node.args[0])
        case "in":
            return column(node.args[0], calendar).is_in(list(node.args[1]))
        case "share":
            return _share(column(node.args[0], calendar), node.args[1])
    args = [column(arg, calendar) for arg in node.args]
    match node.op:
        case "when":
            return _choice(*args)
        case "max" | "min":
            return _extreme(node.op, *args)
        case "ratio":
            return _ratio(*args)
        case "days":
            return args[0] + pl.duration(days=args[1])
        case "months":
            return _months(*args)
        case "roll":
            return _rolled(args[0], calendar)
        case "working":
            return _working(args[0], node.args[1].args[0], calendar)
    return _plain(node.op, args)


def _plain(op: str, args: list[pl.Expr]) -> pl.Expr:
    table: dict[str, Any] = {
        "and": lambda a, b: a & b,
        "or": lambda a, b: a | b,
        "not": lambda a: ~a,
        "eq": lambda a, b: a == b,
        "lt": lambda a, b: a < b,
        "le": lambda a, b: a <= b,
        "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b,
        "mul": lambda a, b: a * b,
    }
    made: pl.Expr = table[op](*args)
    return made


def _choice(condition: pl.Expr, yes: pl.Expr, no: pl.Expr) -> pl.Expr:
    undecided = pl.when(yes == no).then(yes)
    return pl.when(condition).then(yes).when(~condition).then(no).otherwise(undecided)


def _extreme(op: str, one: pl.Expr, other: pl.Expr) -> pl.Expr:
    """Unlike Polars' own, unknown as soon as one side is."""
    pick = pl.max_horizontal(one, other) if op == "max" else pl.min_horizontal(one, other)
    return pl.when(one.is_not_null() & other.is_not_null()).then(pick)


def _share(amount: pl.Expr, fraction: Any) -> pl.Expr:
    size = (2 * (amount.abs() * fraction.numerator) + fraction.denominator) // (
        2 * fraction.denominator
    )
    return pl.when(amount * fraction.numerator < 0).then(-size).otherwise(size)


def _ratio(amount: pl.Expr, part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Above and below zero alike; a whole of nothing gives nothing, and dividing by it is avoided."""
    top, bottom = amount * part, pl.when(whole == 0).then(1).otherwise(whole).abs()
    size = (2 * top.abs() + bottom) // (2 * bottom)
    signed = pl.when((top < 0) != (whole < 0)).then(-size).otherwise(size)
    return pl.when(whole == 0).then(0).otherwise(signed)


def _months(start: pl.Expr, count: pl.Expr) -> pl.Expr:
    return start.dt.offset_by(pl.format("{}mo", count))


def _rolled(day: pl.Expr, calendar: Calendar) -> pl.Expr:
    return _looked_up(day, _rolls(calendar), calendar)


def _working(day: pl.Expr, count: int, calendar: Calendar) -> pl.Expr:
    return _looked_up(day, _counted(calendar, count), calendar)


def _looked_up(day: pl.Expr, table: pl.Series, calendar: Calendar) -> pl.Expr:
    """Days through a table of days, whose two ends are empty: beyond the calendar a day is unknown."""
    place = day.cast(pl.Int32) - (calendar.first - EPOCH).days + 1
    return pl.lit(table).gather(place.clip(0, len(table) - 1).cast(pl.UInt32))


def _days(calendar: Calendar) -> list[date]:
    return [
        calendar.first + timedelta(days=n) for n in range((calendar.last - calendar.first).days + 1)
    ]


_TABLES: dict[tuple[int, int], pl.Series] = {}
"""Tables of days by calendar and count: made once, since a calendar never changes while it is open."""


def _rolls(calendar: Calendar) -> pl.Series:
    key = (id(calendar), -1)
    if key not in _TABLES:
        ends = [calendar.roll(day) for day in _days(calendar)[:-3]]
        _TABLES[key] = pl.Series([None, *ends, None], dtype=pl.Date)
    return _TABLES[key]


def _counted(calendar: Calendar, count: int) -> pl.Series:
    key = (id(calendar), count)
    if key not in _TABLES:
        spare = 2 * count + 20
        ends = [calendar.working(day, count) for day in _days(calendar)[:-spare]]
        _TABLES[key] = pl.Series([None, *ends, None], dtype=pl.Date)
    return _TABLES[key]
