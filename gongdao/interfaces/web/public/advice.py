"""The adviser for everyone: no account, nothing kept; what was told stands in the page's address."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.tags import money
from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import adviser, book, matter
from gongdao.law.choices import ROLES, chosen, outcome
from gongdao.law.expr import UNKNOWN

DO_NOT_KNOW = "?"
DAY = "day"
YES, NO = Words("是", "yes"), Words("否", "no")


class Line(NamedTuple):
    """A fact that was told, and the address of the page without it."""

    ask: Words
    said: Words
    without: str


def topics(request: Any) -> HttpResponse:
    """What the adviser can be asked about."""
    return render(request, "advise.html", {"topics": adviser.topics(law_of(request))})


def advise(request: Any, name: str) -> HttpResponse:
    """The next question, or what follows from what was told. The law is the marketplace's, else the first pack."""
    topic = adviser.topic(name)
    under = law_of(request)
    pack = book.pack(under)
    known = matter.vocabulary(pack)
    today = pack.day_of(request.now)
    on = _day(request.GET.get(DAY)) or today
    said = {path: request.GET[path] for path in request.GET if path in known and request.GET[path]}
    skipped = frozenset(path for path, value in said.items() if value == DO_NOT_KNOW)
    told, wrong = {}, None
    for path, value in said.items():
        if path in skipped:
            continue
        try:
            typed = _typed(known[path], value)
            told[path] = matter.fact(path, typed, known=known, currency=pack.currency)
        except Refusal as refusal:
            wrong = refusal
    kept = {path: value for path, value in said.items() if path in told or path in skipped}
    advice = adviser.advise(topic, told, skipped=skipped, under=under, on=on, judged=max(on, today))
    if wrong:
        request.refusal = wrong
    page = {
        "topic": topic,
        "on": on,
        "said": kept,
        "kept": {DAY: on.isoformat(), **kept},
        "lines": [_line(p, v, known[p], kept, on) for p, v in kept.items()],
        "asks": known[advice.asks] if advice.asks else None,
        "path": advice.asks,
        "choices": _choices(known[advice.asks]) if advice.asks else [],
        "answers": [_answer(each) for each in advice.decided],
        "turning": [known[p].ask for p in advice.turning],
        "keep": [known[p].ask for p in advice.keep],
        "theirs": [known[p].ask for p in advice.theirs],
        "ways": pack.ways_out,
    }
    return render(request, "advice.html", page, status=400 if wrong else 200)


def law_of(request: Any) -> str:
    """The law of the marketplace, or the first pack where there is none yet."""
    return request.market.law if request.market else next(iter(book.packs))


def _answer(each: matter.Decided) -> dict[str, Any]:
    return {
        "question": each.question.words,
        "said": _said(each),
        "known": each.answer.is_known,
        "owed_by": ROLES.get(each.question.owed_by),
        "working": each.answer.working,
        "article": each.answer.cites.in_chinese,
        "cites": str(each.answer.cites),
        "sentence": each.answer.sentence,
    }


def _said(each: matter.Decided) -> Words:
    value = each.answer.value
    if value is UNKNOWN:
        return Words("待查明", "not yet known")
    if value is None:
        return Words("没有这项权利", "there is no such right")
    if isinstance(value, bool):
        return YES if value else NO
    if each.rule.answer.type == "money":
        text = money(Money(each.currency, value))
        return Words(text, text)
    return outcome(str(value))


def _choices(known: matter.Known) -> list[tuple[str, Words]]:
    if known.type == "bool":
        return [("yes", YES), ("no", NO)]
    return [(choice, chosen(choice)) for choice in known.choices]


def _typed(known: matter.Known, value: str) -> Any:
    if known.type == "bool":
        return {"yes": True, "no": False}.get(value, value)
    return int(value) if known.type == "int" and value.isdecimal() else value


def _line(path: str, value: str, known: matter.Known, kept: dict[str, str], on: date) -> Line:
    others = {DAY: on.isoformat(), **{p: v for p, v in kept.items() if p != path}}
    shown = dict(_choices(known)).get(value) or Words(value, value)
    shown = Words("不知道", "I do not know") if value == DO_NOT_KNOW else shown
    return Line(known.ask, shown, "?" + urlencode(others))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
