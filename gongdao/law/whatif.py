"""What if the law said another number: the same rule with one constant changed, beside the rule."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.law.expr import Expr
from gongdao.law.rule import Rule


def changed(rule: Rule, *, old: int, new: int) -> Rule:
    """The rule and its exceptions with a number replaced wherever it stands; a number it does not say is refused."""
    trees = [rule.answer, *(t for e in rule.exceptions for t in (e.applies, e.answer))]
    if old not in {number for tree in trees for number in _numbers(tree)}:
        raise Refusal(
            "number_absent",
            f"规则 {rule.name} 里没有数字 {old}。",
            f"The rule {rule.name} says no number {old}.",
        )
    other = copy(rule)
    other.answer = _with(rule.answer, old, new)
    other.exceptions = [
        replace(e, applies=_with(e.applies, old, new), answer=_with(e.answer, old, new))
        for e in rule.exceptions
    ]
    return other


def _numbers(tree: Expr) -> Iterator[Any]:
    return (n.args[0] for n in tree.walk() if n.op == "const" and n.type == "int")


def _with(node: Expr, old: int, new: int) -> Expr:
    if node.op == "const" and node.type == "int":
        return Expr("const", new, type_="int") if node.args[0] == old else node
    args = [_with(arg, old, new) if isinstance(arg, Expr) else arg for arg in node.args]
    return Expr(node.op, *args, type_=node.type)
