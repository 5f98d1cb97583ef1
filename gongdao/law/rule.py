"""A rule answers one question; its exceptions are written under it, as in the statute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from inspect import cleandoc
from typing import Any, Generic, TypeVar

from gongdao.kernel.words import Words
from gongdao.law.citation import Citation
from gongdao.law.expr import Expr, lift
from gongdao.law.facts import Facts, Symbol

A = TypeVar("A")


@dataclass(frozen=True, eq=False)
class Question(Generic[A]):
    """What a stage may ask. `default` is the answer where an exception takes the right away.

    `owed_by` is the role that the answer binds (who performs, pays or may be too late), where the
    question itself does not ask for it. `follows` is the question that must first be answered
    "yes": how much is owed is no question where nothing is owed.
    """

    name: str
    about: type[Facts]
    default: Any
    words: Words
    owed_by: str = ""
    follows: Question[Any] | None = None


@dataclass(frozen=True, eq=False)
class Exceptional:
    """An exception: where its condition holds, its answer replaces the rule's own."""

    cites: Citation
    name: str
    sentence: Words
    applies: Expr
    answer: Expr
    since: date
    until: date | None = None

    def in_force(self, on: date, *, judged: date | None = None) -> bool:
        """An exception may be younger than its rule, and may end before it."""
        source = self.cites.source
        return source.in_force(on, since=self.since, until=self.until, judged=judged)


@dataclass(eq=False)
class Rule:
    """One rule in force between two days, with its exceptions in the order they were written."""

    question: Question[Any]
    cites: tuple[Citation, ...]
    since: date
    until: date | None
    name: str
    sentence: Words
    answer: Expr
    topic: str = ""
    exceptions: list[Exceptional] = field(default_factory=list)
    _seen: tuple[int, list[str]] = field(default=(-1, []), repr=False, init=False)
    """How many exceptions there were when the facts were last gathered, and the facts."""

    def in_force(self, on: date, *, judged: date | None = None) -> bool:
        """Whether the rule stands on a day; the last day is the one before `until`."""
        source = self.cites[0].source
        return source.in_force(on, since=self.since, until=self.until, judged=judged)

    def unless(
        self, cites: Citation, *, since: str | None = None, until: str | None = None
    ) -> Callable[[Callable[[Any], Expr]], Callable[[Any], Expr]]:
        """Where the function below holds, the right is taken away."""

        def attach(test: Callable[[Any], Expr]) -> Callable[[Any], Expr]:
            condition = lift(test(Symbol(self.question.about)))
            self._add(test, cites, condition, lift(self.question.default), since, until)
            return test

        return attach

    def but(
        self, cites: Citation, *, since: str | None = None, until: str | None = None
    ) -> Callable[[Callable[[Any], Given]], Callable[[Any], Given]]:
        """Where the condition of the function below holds, its value replaces the rule's own."""

        def attach(other: Callable[[Any], Given]) -> Callable[[Any], Given]:
            given = other(Symbol(self.question.about))
            self._add(other, cites, given.condition, given.value, since, until)
            return other

        return attach

    def _add(
        self,
        body: Callable[..., Any],
        cites: Citation,
        applies: Expr,
        answer: Expr,
        since: str | None,
        until: str | None,
    ) -> None:
        start = date.fromisoformat(since) if since else self.since
        end = date.fromisoformat(until) if until else None
        self.exceptions.append(
            Exceptional(cites, body.__name__, sentence(body), applies, answer, start, end)
        )

    def fields(self) -> list[str]:
        """Every fact that the rule or one of its exceptions looks at."""
        if self._seen[0] != len(self.exceptions):
            trees = [t for e in self.exceptions for t in (e.applies, e.answer)] + [self.answer]
            found = dict.fromkeys(path for tree in trees for path in tree.fields())
            self._seen = (len(self.exceptions), list(found))
        return self._seen[1]


@dataclass(frozen=True, eq=False)
class Given:
    """A condition and what holds under it: what the function of a `but` returns."""

    condition: Expr
    value: Expr


def given(condition: Expr, value: object) -> Given:
    """Where the condition holds, this value."""
    return Given(condition, lift(value))


def answers(
    question: Question[Any], *cites: Citation, since: str, until: str | None = None
) -> Callable[[Callable[[Any], Any]], Rule]:
    """The function below answers the question, under these articles, from a day on."""
    start = date.fromisoformat(since)
    end = date.fromisoformat(until) if until else None

    def trace(body: Callable[[Any], Any]) -> Rule:
        tree = lift(body(Symbol(question.about)))
        topic = body.__module__.rpartition(".")[2]
        return Rule(question, cites, start, end, body.__name__, sentence(body), tree, topic)

    return trace


def sentence(body: Callable[..., Any]) -> Words:
    """A rule's docstring: a sentence in Chinese, an empty line, the sentence in English."""
    zh, gap, en = cleandoc(body.__doc__ or "").partition("\n\n")
    assert gap, f"{body.__name__} needs a sentence in Chinese and one in English"
    return Words(zh.replace("\n", ""), " ".join(en.split()))
