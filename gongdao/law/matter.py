"""A matter: the one documented form in which a case is put to the law, and all the law says to it.

    {"law": "cn", "day": "2026-03-01", "facts": {"price": "225.00", "counterfeit": true}}

`law` names the pack, `day` the day of the contract (the law of that day decides), `judged` the day of
judgment (interpretations of the courts up to that day count for cases still open), `facts` what is
known, by name, flat or nested. A fact means the same under every question. What is left out is
unknown, not false. `questions` may narrow what is asked; `currency` must be the pack's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import form
from gongdao.law.book import Answer, Pack, Reason, book
from gongdao.law.book import answer as weigh
from gongdao.law.expr import UNKNOWN
from gongdao.law.facts import Facts, filled, shape
from gongdao.law.form import Faults as Faults
from gongdao.law.rule import Question, Rule

TYPES = {
    "bool": Words("是或否（true/false）", "true or false"),
    "date": Words("日期，如 2026-03-01", "a day such as 2026-03-01"),
    "int": Words("不为负的整数", "a whole number, not negative"),
    "money": Words("金额，如 225.00", 'an amount such as "225.00"'),
    "text": Words("文字", "text"),
}


COMMON = 2
"""A fact that more kinds of records know than this says little about what a case is about."""


@dataclass(frozen=True)
class Known:
    """A fact as the form knows it: its type, the question that learns it, who proves it, its unit."""

    type: str
    ask: Words
    proves: str
    unit: str

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that a text may be, or nothing where any text will do."""
        return tuple(self.unit.split(", ")) if self.type == "text" and self.unit else ()


@dataclass(frozen=True)
class Matter:
    """A case that was read without a fault."""

    under: str
    on: date
    facts: Mapping[str, Any]
    questions: tuple[str, ...] = ()
    judged: date | None = None
    pack: Pack = field(repr=False, kw_only=True)


@dataclass(frozen=True)
class Decided:
    """One question, the rule that answers it, and the answer."""

    question: Question[Any]
    rule: Rule
    answer: Answer[Any]
    currency: str

    @property
    def value(self) -> Any:
        """The answer as data: amounts as text of whole units, days as ISO text, unknown as None."""
        value = self.answer.value
        if value is UNKNOWN or value is None:
            return None
        if self.rule.answer.type == "money":
            return str(Money(self.currency, value)).partition(" ")[2]
        return value.isoformat() if isinstance(value, date) else value

    def as_data(self, known: Mapping[str, Known]) -> dict[str, Any]:
        """The answer, its working and what is still unknown, as a JSON object."""
        return {
            "question": self.question.name,
            "zh": self.question.words.zh,
            "en": self.question.words.en,
            "type": self.rule.answer.type,
            "known": self.answer.is_known,
            "answer": self.value,
            **({"owed_by": self.question.owed_by} if self.question.owed_by else {}),
            "cites": str(self.answer.cites),
            "article": self.answer.cites.in_chinese,
            "because": {"zh": self.answer.sentence.zh, "en": self.answer.sentence.en},
            "working": self.answer.working,
            "unknown": [described(path, known[path]) for path in self.answer.unknown],
        }


def described(path: str, known: Known) -> dict[str, Any]:
    """One fact of the vocabulary, as a JSON object."""
    return {
        "fact": path, "type": known.type, "unit": known.unit, "proves": known.proves,
        "zh": known.ask.zh, "en": known.ask.en,
    }  # fmt: skip


def vocabulary(pack: Pack) -> dict[str, Known]:
    """Every fact of the records that this pack's rules are about, by dotted path; worked out once."""
    rules, known = _VOCABULARIES.get(pack.name, ((), {}))
    if rules is pack.rules:
        return known
    found: dict[str, Known] = {}
    for rule in pack.rules:
        for path, (kind, said) in shape(rule.question.about).items():
            found.setdefault(path, Known(kind, said["ask"], said["proves"], said["unit"]))
    made = dict(sorted(found.items()))
    _VOCABULARIES[pack.name] = (pack.rules, made)
    return made


_VOCABULARIES: dict[str, tuple[Sequence[Rule], dict[str, Known]]] = {}
"""The rules of each pack when its facts were last gathered, and those facts."""


def schema(pack: Pack) -> dict[str, Any]:
    """The form as a JSON Schema (2020-12)."""
    plain: dict[str, dict[str, Any]] = {
        "bool": {"type": "boolean"},
        "date": {"type": "string", "format": "date"},
        "int": {"type": "integer", "minimum": 0},
        "money": {"type": ["string", "integer"], "description": f"{pack.currency}, whole units"},
        "text": {"type": "string"},
    }
    facts = {
        path: {
            **plain[known.type],
            **({"enum": list(known.choices)} if known.choices else {}),
            "title": f"{known.ask.zh} {known.ask.en}",
        }
        for path, known in vocabulary(pack).items()
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "required": ["law", "facts"],
        "additionalProperties": False,
        "properties": {
            "law": {"const": pack.name},
            "day": plain["date"],
            "judged": plain["date"],
            "currency": {"const": pack.currency},
            "questions": {
                "type": "array",
                "items": {"enum": [r.question.name for r in pack.rules]},
            },
            "facts": {"type": "object", "properties": facts},
        },
    }


def read(data: object) -> Matter:
    """The form, or every fault in it at once."""
    if not isinstance(data, dict) or not isinstance(data.get("facts"), dict):
        raise Faults([form.unreadable()])
    try:
        pack = form.one_law(data.get("law", "cn"))
    except Refusal as refusal:
        raise Faults([refusal]) from None
    faults = [form.strange(key) for key in data if key not in form.KEYS]
    if data.get("currency", pack.currency) != pack.currency:
        faults.append(form.foreign(pack, str(data["currency"])))
    told: dict[str, Any] = {}
    known = vocabulary(pack)
    for path, value in _flat(data["facts"]):
        try:
            read_as = fact(path, value, known=known, currency=pack.currency)
        except Refusal as refusal:
            faults.append(refusal)
            continue
        if told.get(path, read_as) != read_as:
            faults.append(form.told_twice(path))
        told[path] = read_as
    faults += form.contradictions(told)
    day = form.day_of(data, told, faults)
    judged = form.judged(data, day, faults)
    faults += form.unasked(data.get("questions", []), pack)
    if faults:
        raise Faults(faults)
    return Matter(pack.name, day, told, tuple(data.get("questions", [])), judged, pack=pack)


def decide(matter: Matter) -> list[Decided]:
    """Every question that the facts touch (or that was asked), the answered ones first."""
    asked_by = _asked_by(matter.pack)
    found = [
        answered(rule.question, matter)
        for rule in matter.pack.rules
        if _wanted(rule, matter, asked_by) and rule is _standing(rule.question, matter)
    ]
    return sorted(found, key=lambda each: not each.answer.is_known)


def silent(matter: Matter) -> list[Refusal]:
    """What the facts touch, too, though no rule for it was in force: which day would change that."""
    asked_by = _asked_by(matter.pack)
    touched = {
        rule.question.name: rule
        for rule in matter.pack.rules
        if _wanted(rule, matter, asked_by) and _standing(rule.question, matter) is None
    }
    return [_not_yet(rule, matter) for rule in touched.values()]


def _standing(question: Question[Any], matter: Matter) -> Rule | None:
    """The rule of this pack that answers the question for this matter, if one does."""
    try:
        _, rule = book.rule(question, under=matter.under, on=matter.on, judged=matter.judged)
    except Refusal:
        return None
    return rule


def _wanted(rule: Rule, matter: Matter, asked_by: Mapping[str, int]) -> bool:
    if matter.questions:
        return rule.question.name in matter.questions
    return _touched(rule, matter, asked_by)


def _not_yet(rule: Rule, matter: Matter) -> Refusal:
    reaches = rule.cites[0].source.reaches
    zh, en = "", ""
    if reaches and reaches <= matter.on:
        zh = f"案件在此后审理的，该解释也适用：请加上 judged（不早于 {rule.since}）。"
        en = f" It also decides cases judged later: add `judged`, not before {rule.since}."
    return Refusal(
        "law_silent",
        f"{matter.on} 时没有关于“{rule.question.words.zh}”的规则：{rule.cites[0].in_chinese}自 {rule.since} 起施行。{zh}",
        f'On {matter.on} no rule answered "{rule.question.words.en}": {rule.cites[0]} is in force from {rule.since}.{en}',
    )


def answered(question: Question[Any], matter: Matter) -> Decided:
    """What the law says to one question about this matter, after the question it follows."""
    _, rule = book.rule(question, under=matter.under, on=matter.on, judged=matter.judged)
    if question.follows:
        first = answered(question.follows, matter).answer
        if first.value is UNKNOWN or not first.value:
            value = UNKNOWN if first.value is UNKNOWN else question.default
            return Decided(question, rule, replace(first, value=value), matter.pack.currency)
    facts = filled(question.about, matter.facts)
    try:
        answer = book.ask(question, facts, under=matter.under, on=matter.on, judged=matter.judged)
    except Refusal as refusal:
        # One period that cannot be counted yet must not silence the other answers.
        said = _not_counted(refusal, rule, facts, matter)
        answer = Answer(UNKNOWN, (Reason(rule.cites[0], said, applied=None),))
    return Decided(question, rule, answer, matter.pack.currency)


def _not_counted(refusal: Refusal, rule: Rule, facts: Facts, matter: Matter) -> Words:
    """Why a period cannot be counted to the day, and before which day it does not end."""
    if refusal.code != "calendar_unknown":
        return refusal.sentence
    calendar, currency = matter.pack.calendar.at_the_earliest(), matter.pack.currency
    first = weigh(
        rule, facts, calendar, on=matter.on, judged=matter.judged, currency=currency
    ).value
    if not isinstance(first, date):
        return refusal.sentence
    zh = f"{refusal.sentence.zh}但不会早于 {first}；到 {first} 为止行动都来得及。"
    en = f"{refusal.sentence.en} It does not end before {first}: until then there is time."
    return Words(zh, en)


def fact(path: str, value: object, *, known: Mapping[str, Known], currency: str) -> Any:
    """One fact as the law reads it, or why it cannot be read."""
    if path not in known:
        raise form.no_such_fact(path, known)
    about = known[path]
    if value is None or value == "unknown":
        return UNKNOWN
    read_as = _read_as(about, value, currency)
    if read_as is None:
        wanted = TYPES[about.type]
        if about.choices:
            wanted = Words("、".join(about.choices), ", ".join(about.choices))
        raise Refusal(
            "fact_unreadable",
            f"事实“{path}”的值 {str(value)[:40]!r} 无法识别：应为{wanted.zh}。",
            f'The fact "{path}" is {str(value)[:40]!r}; it should be {wanted.en}.',
        )
    return read_as


def _read_as(about: Known, value: object, currency: str) -> Any:
    match about.type, value:
        case "bool", bool():
            return value
        case "int", int() if not isinstance(value, bool) and 0 <= value <= 10**9:
            return value
        case "text", str() if not about.choices or value in about.choices:
            return value
        case "date", str():
            return form.day(value)
        case "money", (int() | str()) if not isinstance(value, bool):
            try:
                return parse(str(value), currency=currency).minor
            except Refusal:
                return None
    return None


def _flat(facts: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in facts.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", value


def _touched(rule: Rule, matter: Matter, asked_by: Mapping[str, int]) -> bool:
    """Whether what was told is about this question.

    A fact that half the law asks for, such as a sum paid, does not say so by itself: one is needed
    that few other kinds of records know.
    """
    told = _told(rule.fields(), matter)
    if not told:
        return False
    own = [path for path in shape(rule.question.about) if asked_by[path] <= COMMON]
    if _told(own, matter) or (not own and len(told) > 1):
        return True
    first = rule.question.follows
    return any(r.question is first and _touched(r, matter, asked_by) for r in matter.pack.rules)


def _told(paths: Iterable[str], matter: Matter) -> list[str]:
    return [path for path in paths if matter.facts.get(path, UNKNOWN) is not UNKNOWN]


def _asked_by(pack: Pack) -> Mapping[str, int]:
    """How many kinds of records know each fact."""
    kinds = {rule.question.about for rule in pack.rules}
    return Counter(path for kind in kinds for path in shape(kind))
