"""The law by itself: the facts it knows, and its answers to a case in the documented form."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, WordsOut
from gongdao.kernel.refusal import Refusal
from gongdao.law import book, matter

router = Router(tags=["law"])


class FactOut(Schema):
    """One fact a case may state."""

    fact: str
    type: str
    unit: str
    proves: str
    ask: WordsOut


class MatterIn(In):
    """A case: the day of the contract, and what is known. What is left out is unknown, not false."""

    facts: dict[str, Any]
    day: str | None = None
    law: str | None = None
    questions: list[str] = []


class DecidedOut(Schema):
    """All that the law says to the case, the answered questions first."""

    law: str
    day: str
    answers: list[dict[str, Any]]


@router.get("/law/facts", response=list[FactOut], summary="What can a case state?")
def facts(request: Asked) -> list[FactOut]:
    """Every fact of the marketplace's law: its type, the question that learns it, who proves it."""
    known = matter.vocabulary(book.pack(request.market.law))
    return [
        FactOut(
            fact=path, type=each.type, unit=each.unit, proves=each.proves,
            ask=WordsOut(zh=each.ask.zh, en=each.ask.en),
        )
        for path, each in known.items()
    ]  # fmt: skip


@router.post("/law/decisions", response=DecidedOut, summary="What does the law say to a case?")
def decide(request: Asked, said: MatterIn) -> DecidedOut:
    """The answers with articles, working and what is still unknown. Nothing is kept but the reply itself."""
    data = {"law": said.law or request.market.law, "facts": said.facts, "questions": said.questions}
    try:
        case = matter.read(data | ({"day": said.day} if said.day else {}))
    except matter.Faults as wrong:
        raise _all_of(wrong.faults) from None
    known = matter.vocabulary(case.pack)
    answers = [each.as_data(known) for each in matter.decide(case)]
    return DecidedOut(law=case.under, day=case.on.isoformat(), answers=answers)


def _all_of(faults: tuple[Refusal, ...]) -> Refusal:
    """Every fault in one refusal, under the code of the first."""
    zh = "".join(fault.sentence.zh for fault in faults)
    return Refusal(faults[0].code, zh, " ".join(fault.sentence.en for fault in faults))
