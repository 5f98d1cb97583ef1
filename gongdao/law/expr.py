"""What a rule says, as a tree. A rule's function runs once, on symbols, and leaves this behind.

One tree, read in four ways: `decide` (one case, three-valued), `interview` (what to ask next),
`proof` (who fails if a fact stays open) and `columns` (a million cases at once).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any, Final, NoReturn


class Unknown:
    """A fact nobody has told us. Not false, not absent: unknown."""

    def __repr__(self) -> str:
        return "unknown"

    def __bool__(self) -> NoReturn:
        raise TypeError("an unknown is neither true nor false; compare it with `is UNKNOWN`")


UNKNOWN: Final = Unknown()


class Untraceable(TypeError):
    """A rule used Python where it must use the language of rules."""


class Expr:
    """One node: an operation and what it works on. A `field` works on a fact, a `const` on a value."""

    __slots__ = ("args", "op", "type")

    def __init__(self, op: str, *args: Any, type_: str) -> None:
        self.op, self.args, self.type = op, args, type_

    def __bool__(self) -> NoReturn:
        raise Untraceable(
            "a rule is traced, not run: write `&`, `|`, `~` and `when(...)` "
            "instead of `and`, `or`, `not` and `if`"
        )

    def __repr__(self) -> str:
        return f"{self.op}({', '.join(map(repr, self.args))})"

    __hash__ = object.__hash__

    def __and__(self, other: object) -> Expr:
        return Expr("and", self, lift(other), type_="bool")

    def __rand__(self, other: object) -> Expr:
        return Expr("and", lift(other), self, type_="bool")

    def __or__(self, other: object) -> Expr:
        return Expr("or", self, lift(other), type_="bool")

    def __invert__(self) -> Expr:
        return Expr("not", self, type_="bool")

    def __eq__(self, other: object) -> Expr:  # type: ignore[override]
        return Expr("eq", self, lift(other), type_="bool")

    def __ne__(self, other: object) -> Expr:  # type: ignore[override]
        return Expr("not", Expr("eq", self, lift(other), type_="bool"), type_="bool")

    def __lt__(self, other: object) -> Expr:
        return Expr("lt", self, lift(other), type_="bool")

    def __le__(self, other: object) -> Expr:
        return Expr("le", self, lift(other), type_="bool")

    def __gt__(self, other: object) -> Expr:
        return Expr("lt", lift(other), self, type_="bool")

    def __ge__(self, other: object) -> Expr:
        return Expr("le", lift(other), self, type_="bool")

    def __add__(self, other: object) -> Expr:
        return Expr("add", self, lift(other), type_=self.type)

    def __sub__(self, other: object) -> Expr:
        return Expr("sub", self, lift(other), type_=self.type)

    def __mul__(self, other: object) -> Expr:
        return Expr("mul", self, lift(other), type_=self.type)

    def is_in(self, *values: object) -> Expr:
        """Whether the value is one of these."""
        return Expr("in", self, tuple(values), type_="bool")

    def share(self, fraction: Fraction) -> Expr:
        """A fraction of an amount, half a unit rounded away from zero."""
        return Expr("share", self, fraction, type_=self.type)

    def in_ratio(self, part: object, whole: object) -> Expr:
        """An amount in the ratio of two others, half a unit rounded away from zero; of a whole of nothing, nothing."""
        return Expr("ratio", self, lift(part), lift(whole), type_=self.type)

    def fields(self) -> Iterator[str]:
        """Every fact the tree looks at, in order of appearance, each once."""
        seen: set[str] = set()
        for node in self.walk():
            if node.op == "field" and node.args[0] not in seen:
                seen.add(node.args[0])
                yield node.args[0]

    def walk(self) -> Iterator[Expr]:
        """This node and everything under it."""
        yield self
        for arg in self.args:
            if isinstance(arg, Expr):
                yield from arg.walk()


def _common(one: Expr, other: Expr) -> str:
    """The type of what is one or the other: a plain 0 beside an amount is an amount."""
    types = [each.type for each in (one, other) if each.type != "none"]
    return "money" if "money" in types else [*types, "none"][0]


class Branch:
    """`when(...).then(...)`, still without its `otherwise`."""

    def __init__(self, condition: Expr, value: Expr) -> None:
        self._condition, self._value = condition, value

    def otherwise(self, value: object) -> Expr:
        """What holds where the condition does not."""
        other = lift(value)
        return Expr("when", self._condition, self._value, other, type_=_common(self._value, other))


class When:
    """`when(...)`, still without its `then`."""

    def __init__(self, condition: Expr) -> None:
        self._condition = condition

    def then(self, value: object) -> Branch:
        """What holds where the condition does."""
        return Branch(self._condition, lift(value))


def when(condition: Expr) -> When:
    """A choice: `when(a).then(b).otherwise(c)`."""
    return When(condition)


def largest(*values: object) -> Expr:
    """The largest of several values."""
    first, *rest = map(lift, values)
    for other in rest:
        first = Expr("max", first, other, type_=_common(first, other))
    return first


def smallest(*values: object) -> Expr:
    """The smallest of several values."""
    first, *rest = map(lift, values)
    for other in rest:
        first = Expr("min", first, other, type_=_common(first, other))
    return first


def period(start: Expr, *, days: object = None, months: object = None) -> Expr:
    """The last day of a period: the first day does not count; a last day of rest moves to the next working day."""
    assert (days is None) != (months is None)
    if months is not None:
        return Expr("roll", Expr("months", start, lift(months), type_="date"), type_="date")
    return Expr("roll", Expr("days", start, lift(days), type_="date"), type_="date")


def days_after(start: Expr, days: object) -> Expr:
    """So many calendar days later, whatever day that is."""
    return Expr("days", start, lift(days), type_="date")


def months_after(start: Expr, months: object) -> Expr:
    """The same day so many months later, or the last day of that month."""
    return Expr("months", start, lift(months), type_="date")


def working_days(start: Expr, days: object) -> Expr:
    """The last day of a period that the law counts in working days."""
    return Expr("working", start, lift(days), type_="date")


def lift(value: object) -> Expr:
    """A plain value as a node of the tree."""
    if isinstance(value, Expr):
        return value
    for kind, name in ((bool, "bool"), (int, "int"), (date, "date"), (str, "text")):
        if isinstance(value, kind):
            return Expr("const", value, type_=name)
    if value is None:
        return Expr("const", None, type_="none")
    raise Untraceable(f"a rule cannot speak of {value!r}")
