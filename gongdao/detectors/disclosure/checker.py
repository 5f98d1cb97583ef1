"""What an offer leaves out or gets wrong, measured against the standard: each finding names its fact.

Pure and quick: a category is compiled once per day, and a listing costs one walk over its facts.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from stdnum import ean, isbn

from gongdao.detectors.disclosure.standard import UNITS, Cause, Field, category
from gongdao.detectors.disclosure.text import is_chinese, suspicious, tricks
from gongdao.kernel.words import Words

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?")
MONEY = re.compile(r"\d{1,13}(\.\d{1,2})?")
WEB = re.compile(r"https?://[^\s<>\"]{3,400}")
COUNTRY = re.compile(r"[A-Z]{2}")
QUOTE = 40
SHORT = 120
REMEMBERED = 2_000
"""A shop writes the same short things in all its goods: so many right values of a field are not read again."""

RULES: Mapping[str, tuple[Words, Words]] = {
    "missing": (
        Words("没有说明“{name}”", "{name} is not stated"),
        Words("补上，例如：{example}", "Add it, for example: {example}"),
    ),
    "unreadable": (
        Words("“{name}”的写法不对：{quote}", "{name} cannot be read: {quote}"),
        Words("写成这样：{example}", "Write it like this: {example}"),
    ),
    "choice_unknown": (
        Words("“{name}”不在可选项内：{quote}", "{name} is none of the choices: {quote}"),
        Words("请选：{choices}", "Choose one of: {choices}"),
    ),
    "unit_unknown": (
        Words("“{name}”的单位不对：{quote}", "{name} has a wrong unit: {quote}"),
        Words("单位请用：{choices}", "Use one of these units: {choices}"),
    ),
    "too_long": (
        Words("“{name}”超过{most}字", "{name} is longer than {most} characters"),
        Words("缩短到{most}字以内", "Keep it within {most} characters"),
    ),
    "not_chinese": (
        Words("“{name}”没有用中文标明", "{name} is not stated in Chinese"),
        Words("用中文写，例如：{example}", "Write it in Chinese, for example: {example}"),
    ),
    "check_digit": (
        Words("“{name}”的校验位不对：{quote}", "{name} has a wrong check digit: {quote}"),
        Words("照包装上的条码重新填写", "Copy it again from the package"),
    ),
    "not_allowed": (
        Words("“{name}”为“{quote}”的不能销售", "Goods whose {name} is {quote} may not be offered"),
        Words("须为：{must}", "It has to be: {must}"),
    ),
    "in_future": (
        Words("“{name}”在将来：{quote}", "{name} lies in the future: {quote}"),
        Words("填写真实日期", "State the true date"),
    ),
    "expired": (
        Words("按“{name}”已经过期：{quote}", "By {name} it has expired: {quote}"),
        Words("过期的商品不得销售，请下架", "What has expired may not be sold: take it down"),
    ),
    "out_of_order": (
        Words("“{name}”早于“{other}”：{quote}", "{name} is before {other}: {quote}"),
        Words("核对两个日期", "Check the two dates"),
    ),
    "field_unknown": (
        Words("标准中没有“{name}”", "The standard knows no {name}"),
        Words("去掉，或者写进详情", "Leave it out, or put it into the description"),
    ),
    "hidden": (
        Words("“{name}”含有看不见的字符 {quote}", "{name} contains an invisible character, {quote}"),
        Words("删去这个字符", "Take the character out"),
    ),
    "turned": (
        Words("“{name}”含有改变文字方向的字符 {quote}", "{name} contains {quote}, which turns the reading order"),
        Words("删去这个字符", "Take the character out"),
    ),
    "mixed": (
        Words("“{name}”在一个词里混用相似的字母：{quote}", "{name} mixes look-alike letters in one word: {quote}"),
        Words("只用一种字母书写", "Write the word in one alphabet"),
    ),
}  # fmt: skip
ADVICE = frozenset({"field_unknown"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One fact that is missing or wrong: which, by which rule and article, and how to repair it."""

    field: str
    rule: str
    blocks: bool
    article: Words
    said: Words
    repair: Words
    quote: str = ""
    start: int = 0
    end: int = 0

    def as_data(self) -> dict[str, Any]:
        """The finding as files and callers get it; `blocks` keeps a listing from being published."""
        plain = {"field": self.field, "rule": self.rule, "blocks": self.blocks, "quote": self.quote}
        spoken = {name: getattr(self, name) for name in ("article", "said", "repair")}
        return plain | {name: {"zh": w.zh, "en": w.en} for name, w in spoken.items()}


def check(facts: Mapping[str, str], *, on: date) -> list[Finding]:
    """Every finding of a listing that says its category, in the order of the standard.

    Raises the refusal `category_unknown` for a category that the standard does not have.
    """
    plan = _plan(facts.get("category", ""), on)
    told = {**facts, **plan.implied} if plan.implied else facts
    found: list[Finding] = []
    tricky = suspicious("\n".join(facts.values()))
    for field, read, clean in plan.steps:
        value = told.get(field.name, "")
        if value in clean:
            continue
        if not value or value.isspace():
            if field.asked(told):
                found.append(_finding(field, "missing"))
        elif len(value) > field.most:
            found.append(_finding(field, "too_long"))
        else:
            wrong = [*(_hidden(field, value) if tricky else ()), *read(field, value, told, on)]
            found += wrong
            if not wrong and len(clean) < REMEMBERED and len(value) <= SHORT and _alone(field):
                clean.add(value)
    if not facts.keys() <= plan.known:
        found += [_stranger(name) for name in facts if name not in plan.known]
    return found


def completeness(facts: Mapping[str, str], *, on: date) -> int:
    """How much of what matters is stated, in percent: a mandatory fact weighs three, an advised one one."""
    plan = _plan(facts.get("category", ""), on)
    told = {**facts, **plan.implied}
    filled = {name for name, text in told.items() if text and not text.isspace()}
    asked = [(field.name, weight) for field, weight in plan.sometimes if field.concerns(told)]
    whole = plan.whole + sum(weight for _, weight in asked)
    stated = sum(weight for name, weight in asked if name in filled)
    stated += sum(weight * len(names & filled) for names, weight in plan.always)
    return 100 * stated // whole


Reader = Callable[[Field, str, Mapping[str, str], date], Iterator[Finding]]


def _text(field: Field, value: str, told: Mapping[str, str], on: date) -> Iterator[Finding]:
    del told, on
    if field.must_be and value.strip() != field.must_be:
        yield _finding(field, "not_allowed", value)
    elif field.chinese and not is_chinese(value):
        yield _finding(field, "not_chinese", value)


def _choice(field: Field, value: str, told: Mapping[str, str], on: date) -> Iterator[Finding]:
    del told, on
    assert field.choices is not None
    if value not in field.choices:
        yield _finding(field, "choice_unknown", value)


def _truth(field: Field, value: str, told: Mapping[str, str], on: date) -> Iterator[Finding]:
    del told, on
    if value not in ("yes", "no"):
        yield _finding(field, "unreadable", value)
    elif field.must_be and value != field.must_be:
        yield _finding(field, "not_allowed", value)


def _measure(field: Field, value: str, told: Mapping[str, str], on: date) -> Iterator[Finding]:
    number, _, unit = value.strip().partition(" ")
    if not NUMBER.fullmatch(number) or not number.strip("0."):
        yield _finding(field, "unreadable", value)
    elif unit not in field.units:
        yield _finding(field, "unit_unknown", value)
    elif field.starts and field.not_past:
        made = _day(told.get(field.starts, ""))
        if made and not _fresh(made, number, unit, on):
            yield _finding(field, "expired", value, cause=field.not_past)


def _date(field: Field, value: str, told: Mapping[str, str], on: date) -> Iterator[Finding]:
    day = _day(value)
    if day is None:
        yield _finding(field, "unreadable", value)
        return
    if field.not_future and day > on:
        yield _finding(field, "in_future", value)
    if field.not_past and day < on:
        yield _finding(field, "expired", value, cause=field.not_past)
    before = _day(told.get(field.after, ""))
    if before and day < before:
        yield _finding(field, "out_of_order", value)


def _written(pattern: re.Pattern[str]) -> Reader:
    def reader(field: Field, value: str, told: Mapping[str, str], on: date) -> Iterator[Finding]:
        del told, on
        if not pattern.fullmatch(value):
            yield _finding(field, "unreadable", value)

    return reader


def _price(field: Field, value: str, told: Mapping[str, str], on: date) -> Iterator[Finding]:
    del told, on
    if not MONEY.fullmatch(value) or (field.mandatory and not value.strip("0.")):
        yield _finding(field, "unreadable", value)


def whole_gtin(code: str) -> str:
    """A bar code in fourteen digits, as all lengths of it are compared; empty for what is none."""
    return code.zfill(14) if _is_gtin(code) and _adds_up(code) else ""


@lru_cache(maxsize=4_096)
def _adds_up(code: str) -> bool:
    """Whether the last digit is right; asked for twice in a batch, once as a finding and once as a key."""
    return bool(ean.is_valid(code))


def _is_gtin(code: str) -> bool:
    return code.isascii() and code.isdigit() and len(code) in (8, 12, 13, 14)


def _gtin(field: Field, value: str, told: Mapping[str, str], on: date) -> Iterator[Finding]:
    del told, on
    if not _is_gtin(value):
        yield _finding(field, "unreadable", value)
    elif not _adds_up(value):
        yield _finding(field, "check_digit", value)


def _isbn(field: Field, value: str, told: Mapping[str, str], on: date) -> Iterator[Finding]:
    del told, on
    if not isbn.is_valid(value):
        yield _finding(field, "check_digit", value)


READERS: Mapping[str, Reader] = {
    "text": _text,
    "choice": _choice,
    "truth": _truth,
    "measure": _measure,
    "date": _date,
    "number": _written(NUMBER),
    "money": _price,
    "web": _written(WEB),
    "country": _written(COUNTRY),
    "gtin": _gtin,
    "isbn": _isbn,
}


class _Plan(NamedTuple):
    """A category made ready for a day: each field with its reader and with values it has found right."""

    implied: Mapping[str, str]
    known: frozenset[str]
    steps: tuple[tuple[Field, Reader, set[str]], ...]
    always: tuple[tuple[frozenset[str], int], ...]
    sometimes: tuple[tuple[Field, int], ...]
    whole: int


@lru_cache(maxsize=512)
def _plan(name: str, on: date) -> _Plan:
    kind = category(name).on(on)
    asked = [field for field in kind.fields if not field.fixed]
    weighed = [(field, 3 if field.mandatory else 1) for field in asked if field.example]
    always = [(field.name, weight) for field, weight in weighed if not field.when]
    return _Plan(
        kind.implied,
        frozenset(field.name for field in category(name).fields),
        tuple((field, READERS[field.type], set()) for field in asked),
        tuple((frozenset(name for name, w in always if w == weight), weight) for weight in (3, 1)),
        tuple((field, weight) for field, weight in weighed if field.when),
        sum(weight for _, weight in always),
    )


def _alone(field: Field) -> bool:
    """Whether a value of the field is right or wrong by itself, whatever else is stated."""
    return not field.after and not field.starts


def _hidden(field: Field, value: str) -> Iterator[Finding]:
    for trick in tricks(value):
        yield _finding(field, trick.kind, trick.quote, place=(trick.start, trick.end))


def _finding(
    field: Field,
    rule: str,
    value: str = "",
    *,
    cause: Cause | None = None,
    place: tuple[int, int] | None = None,
) -> Finding:
    said, repair = RULES[rule]
    quote = value[:QUOTE]
    start, end = place or (0, len(value))
    blocks = field.mandatory or rule not in ("unreadable", "choice_unknown", "unit_unknown")
    return Finding(
        field.name, rule, blocks and rule not in ADVICE, (cause or field.cause).words,
        _filled(said, field, quote), _filled(repair, field, quote), quote, start, end,
    )  # fmt: skip


def _filled(words: Words, field: Field, quote: str) -> Words:
    choices = field.choices or {unit: UNITS[unit] for unit in field.units}
    plain = {"quote": quote, "most": field.most, "example": field.example, "must": field.must_be}
    zh = "、".join(f"{code}（{w.zh}）" for code, w in choices.items())
    en = ", ".join(f"{code} ({w.en})" for code, w in choices.items())
    return Words(
        words.zh.format(name=field.words.zh, other=field.after, choices=zh, **plain),
        words.en.format(name=field.words.en, other=field.after, choices=en, **plain),
    )


def _stranger(name: str) -> Finding:
    said, repair = RULES["field_unknown"]
    shown = name[:QUOTE]
    return Finding(
        shown, "field_unknown", False, Words("《公道商品信息标准》", "Gongdao product information standard"),
        Words(said.zh.format(name=shown), said.en.format(name=shown)), repair,
    )  # fmt: skip


def _day(text: str) -> date | None:
    if not DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _fresh(made: date, number: str, unit: str, on: date) -> bool:
    """Whether a shelf life that began on a day reaches this one."""
    count = int(float(number)) if float(number) < 100_000 else 100_000
    if unit in ("hour", "day"):
        return made + timedelta(days=count // 24 + 1 if unit == "hour" else count) >= on
    months = count * (12 if unit == "year" else 1) + made.year * 12 + made.month - 1
    if months // 12 > date.max.year:
        return True
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(made.day, monthrange(year, month)[1])) >= on
