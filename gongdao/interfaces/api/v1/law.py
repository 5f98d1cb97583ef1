"""The law by itself: the facts it knows, and its answers to a case in the documented form."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Router, Schema

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, WordsOut
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import adviser, book, matter

router = Router(tags=["law"])


class FactOut(Schema):
    """One fact a case may state."""

    fact: str
    type: str
    unit: str
    proves: str
    ask: WordsOut


class MatterIn(In):
    """A case: the day of the contract, and what is known. What is left out is unknown, not false.

    `judged` is the day of judgment, where interpretations younger than the contract count.
    """

    facts: dict[str, Any]
    day: str | None = None
    judged: str | None = None
    law: str | None = None
    questions: list[str] = []


class DecidedOut(Schema):
    """All that the law says to the case, the answered questions first; and on what it was silent then."""

    law: str
    day: str
    answers: list[dict[str, Any]]
    silent: list[WordsOut]


class TopicOut(Schema):
    """A worry the adviser can be asked about."""

    topic: str
    words: WordsOut
    about: WordsOut


class AdviceIn(In):
    """What was told so far; `skipped` are facts the person does not know, and is not asked again."""

    facts: dict[str, Any] = {}
    skipped: list[str] = []
    day: str | None = None


class AdviceOut(Schema):
    """The next question that can still change an answer, or nothing and the answers."""

    topic: str
    day: str
    asks: FactOut | None
    choices: list[str]
    answers: list[dict[str, Any]]
    turning: list[str]
    keep: list[str]


@router.get("/law/facts", response=list[FactOut], summary="What can a case state?")
def facts(request: Asked) -> list[FactOut]:
    """Every fact of the marketplace's law: its type, the question that learns it, who proves it."""
    known = matter.vocabulary(book.pack(request.market.law))
    return [_fact(path, each) for path, each in known.items()]


@router.post("/law/decisions", response=DecidedOut, summary="What does the law say to a case?")
def decide(request: Asked, said: MatterIn) -> DecidedOut:
    """The answers with articles, working and what is still unknown. Nothing is kept but the reply itself."""
    data = {"law": said.law or request.market.law, "facts": said.facts, "questions": said.questions}
    days = {"day": said.day, "judged": said.judged}
    try:
        case = matter.read(data | {name: day for name, day in days.items() if day})
    except matter.Faults as wrong:
        raise _all_of(wrong.faults) from None
    known = matter.vocabulary(case.pack)
    answers = [each.as_data(known) for each in matter.decide(case)]
    silent = [_words(each.sentence) for each in matter.silent(case)]
    return DecidedOut(law=case.under, day=case.on.isoformat(), answers=answers, silent=silent)


@router.get("/law/topics", response=list[TopicOut], summary="What can the adviser be asked?")
def topics(request: Asked) -> list[TopicOut]:
    """The worries that the marketplace's law answers in full."""
    return [
        TopicOut(topic=each.name, words=_words(each.words), about=_words(each.about))
        for each in adviser.topics(request.market.law)
    ]


@router.post("/law/topics/{topic}/advice", response=AdviceOut, summary="Ask the adviser")
def advise(request: Asked, topic: str, said: AdviceIn) -> AdviceOut:
    """One step of a conversation that is kept nowhere: send all that was told, get the next question."""
    today = book.pack(request.market.law).day_of(request.now).isoformat()
    try:
        case = matter.read(
            {"law": request.market.law, "facts": said.facts, "day": said.day or today}
        )
    except matter.Faults as wrong:
        raise _all_of(wrong.faults) from None
    advice = adviser.advise(
        adviser.topic(topic),
        case.facts,
        skipped=frozenset(said.skipped),
        under=case.under,
        on=case.on,
        judged=max(case.on, date.fromisoformat(today)),
    )
    known = advice.known
    return AdviceOut(
        topic=topic,
        day=case.on.isoformat(),
        asks=_fact(advice.asks, known[advice.asks]) if advice.asks else None,
        choices=list(known[advice.asks].choices) if advice.asks else [],
        answers=[each.as_data(known) for each in advice.decided],
        turning=list(advice.turning),
        keep=list(advice.keep),
    )


def _fact(path: str, known: matter.Known) -> FactOut:
    return FactOut(
        fact=path, type=known.type, unit=known.unit, proves=known.proves, ask=_words(known.ask)
    )


def _words(words: Words) -> WordsOut:
    return WordsOut(zh=words.zh, en=words.en)


def _all_of(faults: tuple[Refusal, ...]) -> Refusal:
    """Every fault in one refusal, under the code of the first."""
    zh = "".join(fault.sentence.zh for fault in faults)
    return Refusal(faults[0].code, zh, " ".join(fault.sentence.en for fault in faults))
