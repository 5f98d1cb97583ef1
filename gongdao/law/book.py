"""The law book: the packs that are open, the rule in force on a day, and its answer to a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import decide
from gongdao.law.calendar import Calendar
from gongdao.law.citation import Citation
from gongdao.law.expr import UNKNOWN, Expr
from gongdao.law.facts import Facts
from gongdao.law.rule import Exceptional, Question, Rule

A = TypeVar("A")


class Conflict(Exception):
    """Two exceptions answer differently. A lawyer must say which prevails; the program never guesses."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule or exception that was looked at, and whether it applied (None: unknown)."""

    cites: Citation
    sentence: Words
    applied: bool | None
    figures: str = ""

    def as_data(self) -> dict[str, Any]:
        """The reason as evidence keeps it."""
        data: dict[str, Any] = {
            "cites": str(self.cites),
            "article": self.cites.in_chinese,
            "zh": self.sentence.zh,
            "en": self.sentence.en,
            "applied": self.applied,
        }
        return data | ({"figures": self.figures} if self.figures else {})


@dataclass(frozen=True)
class Answer(Generic[A]):
    """What the law says to a question about a case, and the whole working."""

    value: A
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether the facts suffice."""
        return self.value is not UNKNOWN

    @property
    def deciding(self) -> Reason:
        """The reason that decided: an exception that applied, else the rule itself."""
        return next((r for r in self.reasons if r.applied), self.reasons[0])

    @property
    def cites(self) -> Citation:
        """The article that decided."""
        return self.deciding.cites

    @property
    def sentence(self) -> Words:
        """The sentence that decided."""
        return self.deciding.sentence

    @property
    def working(self) -> list[dict[str, Any]]:
        """Every rule that was looked at, and whether it applied: kept as evidence."""
        return [reason.as_data() for reason in self.reasons]


@dataclass(frozen=True)
class WayOut:
    """A way to have a dispute settled outside the marketplace, and the article that opens it."""

    words: Words
    cites: Citation


@dataclass(frozen=True)
class Pack:
    """The law of one place: its rules, its calendar, its clock on the wall, the ways out of a dispute."""

    name: str
    title: Words
    zone: ZoneInfo
    currency: str
    calendar: Calendar
    rules: Sequence[Rule] = field(hash=False)
    ways_out: Sequence[WayOut] = ()

    def day_of(self, at: datetime) -> date:
        """The day it was there."""
        return at.astimezone(self.zone).date()

    def end_of(self, day: date) -> datetime:
        """The first moment after a day: what happens before it was in time (Civil Code art. 203)."""
        return datetime.combine(day + timedelta(days=1), time(), self.zone)


class LawBook:
    """The packs that are open. One of them may be the fallback: it answers where the law is silent."""

    def __init__(self) -> None:
        self.packs: dict[str, Pack] = {}
        self.fallback: Pack | None = None
        self._rules: dict[tuple[str, str], list[Rule]] = {}
        self._ask = lru_cache(maxsize=100_000)(self._answer)

    def open(self, pack: Pack, *, fallback: bool = False) -> None:
        """Add a pack. Opening it again replaces it."""
        self.packs[pack.name] = pack
        if fallback:
            self.fallback = pack
        for key in [key for key in self._rules if key[0] == pack.name]:
            del self._rules[key]
        for rule in pack.rules:
            self._rules.setdefault((pack.name, rule.question.name), []).append(rule)
        self._ask.cache_clear()

    def pack(self, name: str) -> Pack:
        """The open pack of this name."""
        if name not in self.packs:
            raise Refusal(
                "law_unknown",
                f"没有法域“{name[:20]}”的规则；可用：{'、'.join(self.packs)}。",
                f'There is no law of "{name[:20]}" here; known are {", ".join(self.packs)}.',
            )
        return self.packs[name]

    def silent_on(self, name: str, questions: Iterable[Question[Any]]) -> list[Question[Any]]:
        """Those of the questions that neither this law nor the fallback has a rule for."""
        packs = [self.pack(name), *([self.fallback] if self.fallback else [])]
        known = {rule.question.name for pack in packs for rule in pack.rules}
        return [question for question in questions if question.name not in known]

    def cited(self, text: str) -> Words:
        """An article as both languages cite it, from its text ("CPL art. 25.1"); unknown text stays."""
        for pack in self.packs.values():
            for rule in pack.rules:
                for citation in (*rule.cites, *(e.cites for e in rule.exceptions)):
                    if str(citation) == text:
                        return Words(citation.in_chinese, text)
        return Words(text, text)

    def ask(
        self,
        question: Question[A],
        facts: Facts,
        *,
        under: str,
        on: date,
        judged: date | None = None,
    ) -> Answer[A]:
        """The answer of the rule that was in force on a day. The same case is worked out once.

        `judged` is the day of judgment where that matters: interpretations of that day count too.
        """
        return self._ask(question, facts, under, on, judged)

    def rule(
        self, question: Question[Any], *, under: str, on: date, judged: date | None = None
    ) -> tuple[Pack, Rule]:
        """The one rule in force; a pack that is silent leaves the question to the fallback."""
        for pack in (self.pack(under), self.fallback):
            known = self._rules.get((pack.name, question.name), []) if pack else []
            rules = [rule for rule in known if rule.in_force(on, judged=judged)]
            assert judged or len(rules) < 2, [rule.name for rule in rules]
            if pack and rules:
                # An interpretation that reaches back comes before what stood there until then.
                return pack, max(rules, key=lambda rule: rule.since)
        raise Refusal(
            "law_silent",
            f"{on:%Y-%m-%d} 时没有关于“{question.words.zh}”的规则。",
            f'On {on:%Y-%m-%d} no rule answered "{question.words.en}".',
        )

    def _answer(
        self, question: Question[A], facts: Facts, under: str, on: date, judged: date | None
    ) -> Answer[A]:
        assert isinstance(facts, question.about), (question.name, facts)
        pack, rule = self.rule(question, under=under, on=on, judged=judged)
        return answer(rule, facts, pack.calendar, on=on, judged=judged, currency=pack.currency)


def answer(
    rule: Rule,
    facts: Facts,
    calendar: Calendar,
    *,
    on: date,
    currency: str,
    judged: date | None = None,
) -> Answer[Any]:
    """Decide one case: exceptions first, all of them; two that disagree stop the program."""
    exceptions = [e for e in rule.exceptions if e.in_force(on, judged=judged)]
    applied = [(e, decide.value(e.applies, facts, calendar)) for e in exceptions]
    said = {decide.value(e.answer, facts, calendar) for e, applies in applied if applies is True}
    if len(said - {UNKNOWN}) > 1:
        names = " and ".join(e.name for e, applies in applied if applies is True)
        raise Conflict(f"{rule.name}: {names} answer differently")
    deciding = [e.answer for e, applies in applied if applies is True] or [rule.answer]
    value = UNKNOWN if UNKNOWN in said else decide.value(deciding[0], facts, calendar)
    turning = [
        e
        for e, applies in applied
        if applies is UNKNOWN
        and (value is UNKNOWN or decide.value(e.answer, facts, calendar) != value)
    ]
    if turning:
        value = UNKNOWN
    trees = [tree for e in turning for tree in (e.applies, e.answer)] + deciding
    unknown = tuple(_open(trees, facts, calendar)) if value is UNKNOWN else ()
    return Answer(value, _reasons(rule, applied, facts, calendar, currency), unknown)


def _reasons(
    rule: Rule,
    applied: Sequence[tuple[Exceptional, Any]],
    facts: Facts,
    calendar: Calendar,
    currency: str,
) -> tuple[Reason, ...]:
    others = tuple(
        Reason(
            e.cites,
            e.sentence,
            None if applies is UNKNOWN else applies,
            _figures(e.answer, facts, calendar, currency) if applies is True else "",
        )
        for e, applies in applied
    )
    stands = not any(reason.applied for reason in others)
    figures = _figures(rule.answer, facts, calendar, currency) if stands else ""
    return (Reason(rule.cites[0], rule.sentence, stands, figures), *others)


def _figures(tree: Expr, facts: Facts, calendar: Calendar, currency: str) -> str:
    """The arithmetic of an amount, or why a day may still move."""
    return decide.working(tree, facts, calendar, currency) or decide.expected(tree, facts, calendar)


def _open(trees: Iterable[Expr], facts: Facts, calendar: Calendar) -> dict[str, None]:
    return dict.fromkeys(
        path for tree in trees for path in decide.open_fields(tree, facts, calendar)
    )


book = LawBook()
ask = book.ask
