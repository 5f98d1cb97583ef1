"""Reading a tree for one case, with three values: true, false and unknown (Kleene)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from gongdao.kernel.money import Money
from gongdao.law.calendar import Calendar, days_later, months_later
from gongdao.law.expr import UNKNOWN, Expr
from gongdao.law.facts import Facts


def in_ratio(amount: int, part: int, whole: int) -> int:
    """An amount in the ratio of two others, half a unit rounded away from zero."""
    return Money("CNY", amount).share(part, whole).minor if whole else 0


STRICT: dict[str, Callable[..., Any]] = {
    "eq": operator.eq,
    "lt": operator.lt,
    "le": operator.le,
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "max": max,
    "min": min,
    "not": operator.not_,
    "ratio": in_ratio,
    "days": days_later,
    "months": months_later,
}
"""What is unknown as soon as anything in it is."""


def value(node: Expr, facts: Facts, calendar: Calendar) -> Any:
    """What the tree says about this case: a value, None ("no right"), or UNKNOWN."""
    match node.op:
        case "const":
            return node.args[0]
        case "field":
            return facts.get(node.args[0])
        case "and" | "or":
            return _junction(node, facts, calendar)
        case "when":
            return _choice(node, facts, calendar)
    inner = value(node.args[0], facts, calendar)
    if inner is UNKNOWN:
        return UNKNOWN
    match node.op:
        case "in":
            return inner in node.args[1]
        case "share":
            return Money("CNY", inner).share(node.args[1].numerator, node.args[1].denominator).minor
        case "roll":
            return calendar.roll(inner)
    rest = [value(arg, facts, calendar) for arg in node.args[1:]]
    if any(each is UNKNOWN for each in rest):
        return UNKNOWN
    if node.op == "working":
        return calendar.working(inner, rest[0])
    return STRICT[node.op](inner, *rest)


def open_fields(node: Expr, facts: Facts, calendar: Calendar) -> Iterator[str]:
    """The unknown facts that can still change what the tree says, in the order it looks at them."""
    if value(node, facts, calendar) is not UNKNOWN:
        return
    if node.op == "field":
        yield node.args[0]
        return
    if node.op == "when":
        chosen = value(node.args[0], facts, calendar)
        if chosen is not UNKNOWN:
            yield from open_fields(node.args[1 if chosen else 2], facts, calendar)
            return
    for arg in node.args:
        if isinstance(arg, Expr):
            yield from open_fields(arg, facts, calendar)


def working(node: Expr, facts: Facts, calendar: Calendar, currency: str) -> str:
    """The arithmetic for people: `max(CNY 225.00 × 3, CNY 500.00) = CNY 675.00`; nothing where none is done."""
    if not any(
        each.op in ("mul", "max", "min", "add", "sub", "share", "ratio") for each in node.walk()
    ):
        return ""
    result = value(node, facts, calendar)
    if result is UNKNOWN or result is None or node.type not in ("money", "int"):
        return ""
    return f"{_shown(node, facts, calendar, currency)} = {_figure(result, node.type, currency)}"


def expected(node: Expr, facts: Facts, calendar: Calendar) -> str:
    """That a day counted by days of rest can still move, since those of its year are not all announced."""
    if not any(each.op in ("roll", "working") for each in node.walk()):
        return ""
    day = value(node, facts, calendar)
    if not isinstance(day, date) or day.year not in calendar.expected:
        return ""
    return (
        f"{day}（{day.year}年的调休尚未公布，先按法定节假日计算 · "
        f"by the statutory holidays: the swapped days of {day.year} are not announced yet）"
    )


def _shown(node: Expr, facts: Facts, calendar: Calendar, currency: str, kind: str = "") -> str:
    kind = node.type if node.type == "money" else kind
    signs = {"add": " + ", "sub": " − "}
    match node.op:
        case "max" | "min":
            parts = (_shown(arg, facts, calendar, currency, kind) for arg in node.args)
            return f"{node.op}({', '.join(parts)})"
        case "add" | "sub":
            parts = (_shown(arg, facts, calendar, currency, kind) for arg in node.args)
            return signs[node.op].join(parts)
        case "mul":
            left = _shown(node.args[0], facts, calendar, currency, kind)
            return f"{left} × {value(node.args[1], facts, calendar)}"
        case "when":
            # Unknown, the condition did not matter: both branches say the same, and the first is shown.
            said = value(node.args[0], facts, calendar)
            chosen = node.args[1 if said is UNKNOWN or said else 2]
            return _shown(chosen, facts, calendar, currency, kind)
        case "share":
            return f"{_shown(node.args[0], facts, calendar, currency, kind)} × {node.args[1]}"
        case "ratio":
            amount, *ratio = (_shown(arg, facts, calendar, currency, kind) for arg in node.args)
            return f"{amount} × {ratio[0]} ÷ {' '.join(ratio[1:])}"
    return _figure(value(node, facts, calendar), kind, currency)


def _figure(number: Any, kind: str, currency: str) -> str:
    return (
        str(Money(currency, number)) if kind == "money" and number is not UNKNOWN else str(number)
    )


def _junction(node: Expr, facts: Facts, calendar: Calendar) -> Any:
    """One false settles an `and`, one true settles an `or`, even beside an unknown."""
    settles = node.op == "or"
    left = value(node.args[0], facts, calendar)
    if left is not UNKNOWN and left == settles:
        return settles
    right = value(node.args[1], facts, calendar)
    if right is not UNKNOWN and right == settles:
        return settles
    return UNKNOWN if left is UNKNOWN or right is UNKNOWN else not settles


def _choice(node: Expr, facts: Facts, calendar: Calendar) -> Any:
    """An unknown condition does not matter where both branches say the same."""
    condition = value(node.args[0], facts, calendar)
    if condition is not UNKNOWN:
        return value(node.args[1 if condition else 2], facts, calendar)
    one, other = (value(arg, facts, calendar) for arg in node.args[1:])
    if one is UNKNOWN or other is UNKNOWN:
        return UNKNOWN
    return one if one == other else UNKNOWN
