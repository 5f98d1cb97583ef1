"""A matter: the one documented form in which a case is put to the law, and all the law says to it.

    {"law": "cn", "day": "2026-03-01", "facts": {"price": "225.00", "counterfeit": true}}

`law` names the pack, `day` the day of the contract (the law of that day decides), `facts` what is
known, by name, flat or nested. A fact means the same under every question. What is left out is
unknown, not false. `questions` may narrow what is asked; `currency` must be the pack's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law.book import Answer, Pack, Reason, book
from gongdao.law.expr import UNKNOWN
from gongdao.law.facts import filled, shape
from gongdao.law.rule import Question, Rule

KEYS = ("law", "day", "facts", "questions", "currency")
FLOW = ("concluded_on", "signed_for_on", "goods_back_on")
"""Days that can only follow each other."""

TYPES = {
    "bool": Words("是或否（true/false）", "true or false"),
    "date": Words("日期，如 2026-03-01", "a day such as 2026-03-01"),
    "int": Words("不为负的整数", "a whole number, not negative"),
    "money": Words("金额，如 225.00", 'an amount such as "225.00"'),
    "text": Words("文字", "text"),
}


COMMON = 2
"""A fact that more kinds of records know than this says little about what a case is about."""


class Faults(Exception):
    """All that is wrong with a form, each fault a refusal of its own."""

    def __init__(self, faults: Sequence[Refusal]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


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
    """Every fact of the records that this pack's rules are about, by dotted path."""
    found: dict[str, Known] = {}
    for rule in pack.rules:
        for path, (kind, said) in shape(rule.question.about).items():
            found.setdefault(path, Known(kind, said["ask"], said["proves"], said["unit"]))
    return dict(sorted(found.items()))


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
        raise Faults(
            [
                Refusal(
                    "matter_unreadable",
                    "案件应是一个 JSON 对象，其中 facts 也是对象。",
                    "A matter is a JSON object whose `facts` is an object too.",
                )
            ]
        )
    try:
        pack = _one_law(data.get("law", "cn"))
    except Refusal as refusal:
        raise Faults([refusal]) from None
    faults = [_strange(key) for key in data if key not in KEYS]
    if data.get("currency", pack.currency) != pack.currency:
        faults.append(_foreign(pack, str(data["currency"])))
    told: dict[str, Any] = {}
    known = vocabulary(pack)
    for path, value in _flat(data["facts"]):
        try:
            told[path] = fact(path, value, known=known, currency=pack.currency)
        except Refusal as refusal:
            faults.append(refusal)
    faults += _contradictions(told)
    day = _day_of(data, told, faults)
    faults += _unasked(data.get("questions", []), pack)
    if faults:
        raise Faults(faults)
    return Matter(pack.name, day, told, tuple(data.get("questions", [])), pack=pack)


def decide(matter: Matter) -> list[Decided]:
    """Every question that the facts touch (or that was asked), the answered ones first."""
    asked_by = _asked_by(matter.pack)
    found = [
        answered(rule.question, matter)
        for rule in matter.pack.rules
        if rule.in_force(matter.on)
        and (
            rule.question.name in matter.questions
            if matter.questions
            else _touched(rule, matter, asked_by)
        )
    ]
    return sorted(found, key=lambda each: not each.answer.is_known)


def answered(question: Question[Any], matter: Matter) -> Decided:
    """What the law says to one question about this matter, after the question it follows."""
    _, rule = book.rule(question, under=matter.under, on=matter.on)
    if question.follows:
        first = answered(question.follows, matter).answer
        if first.value is UNKNOWN or not first.value:
            value = UNKNOWN if first.value is UNKNOWN else question.default
            return Decided(question, rule, replace(first, value=value), matter.pack.currency)
    facts = filled(question.about, matter.facts)
    try:
        answer = book.ask(question, facts, under=matter.under, on=matter.on)
    except Refusal as refusal:
        # One period that cannot be counted yet must not silence the other answers.
        answer = Answer(UNKNOWN, (Reason(rule.cites[0], refusal.sentence, applied=None),))
    return Decided(question, rule, answer, matter.pack.currency)


def fact(path: str, value: object, *, known: Mapping[str, Known], currency: str) -> Any:
    """One fact as the law reads it, or why it cannot be read."""
    if path not in known:
        raise Refusal(
            "fact_unknown",
            f"没有名为“{path[:60]}”的事实；用 gongdao law facts 查看全部。",
            f'There is no fact "{path[:60]}"; `gongdao law facts` shows all.',
        )
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
            return _day(value)
        case "money", (int() | str()) if not isinstance(value, bool):
            try:
                return parse(str(value), currency=currency).minor
            except Refusal:
                return None
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _flat(facts: Mapping[str, Any], start: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in facts.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{start}{name}.")
        else:
            yield f"{start}{name}", value


def _touched(rule: Rule, matter: Matter, asked_by: Mapping[str, int]) -> bool:
    """Whether what was told is about this question: a sum paid, that half the law asks for, is not yet."""
    told = [path for path in rule.fields() if matter.facts.get(path, UNKNOWN) is not UNKNOWN]
    if not told:
        return False
    if len(told) > 1 or len(rule.fields()) == 1 or asked_by[told[0]] <= COMMON:
        return True
    first = rule.question.follows
    return any(r.question is first and _touched(r, matter, asked_by) for r in matter.pack.rules)


def _asked_by(pack: Pack) -> Mapping[str, int]:
    """How many kinds of records know each fact."""
    kinds = {rule.question.about for rule in pack.rules}
    return Counter(path for kind in kinds for path in shape(kind))


def _day_of(data: Mapping[str, Any], told: Mapping[str, Any], faults: list[Refusal]) -> date:
    said = _day(str(data["day"])) if "day" in data else told.get("concluded_on")
    if isinstance(said, date):
        return said
    faults.append(
        Refusal(
            "day_unreadable",
            "请在 day 写明合同成立的日期，如 2026-03-01：适用当天有效的法律。",
            "Say in `day` when the contract was concluded, such as 2026-03-01: that day's law decides.",
        )
    )
    return date.min


def _contradictions(told: Mapping[str, Any]) -> list[Refusal]:
    days = [(name, told[name]) for name in FLOW if isinstance(told.get(name), date)]
    return [
        Refusal(
            "facts_contradict",
            f"事实矛盾：{later}（{after}）早于 {earlier}（{before}）。",
            f"The facts contradict each other: {later} ({after}) is before {earlier} ({before}).",
        )
        for (earlier, before), (later, after) in pairwise(days)
        if after < before
    ]


def _unasked(questions: object, pack: Pack) -> list[Refusal]:
    names = {rule.question.name for rule in pack.rules}
    asked = questions if isinstance(questions, list) else [questions]
    return [
        Refusal(
            "question_unknown",
            f"没有名为“{str(name)[:60]}”的问题；用 gongdao law list 查看全部。",
            f'There is no question "{str(name)[:60]}"; `gongdao law list` shows all.',
        )
        for name in asked
        if not isinstance(name, str) or name not in names
    ]


def _one_law(named: object) -> Pack:
    """The pack of a matter. Two that claim the same sale are not weighed against each other here."""
    if not isinstance(named, str):
        raise Refusal(
            "law_not_one",
            f"一笔交易只能适用一套法律，请写其中之一：{'、'.join(book.packs)}。",
            f"One sale is under one law; name one of {', '.join(book.packs)}.",
        )
    return book.pack(named)


def _strange(key: object) -> Refusal:
    return Refusal(
        "matter_key_unknown",
        f"案件里没有“{str(key)[:40]}”这一栏；可用：{'、'.join(KEYS)}。",
        f'A matter has no "{str(key)[:40]}"; it has {", ".join(KEYS)}.',
    )


def _foreign(pack: Pack, currency: str) -> Refusal:
    return Refusal(
        "currency_foreign",
        f"{pack.title.zh}的金额应以 {pack.currency} 计，而不是“{currency[:8]}”。",
        f'Under the law of {pack.title.en} amounts are in {pack.currency}, not "{currency[:8]}".',
    )
