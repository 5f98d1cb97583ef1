"""A platform's rules against the law on what it may impose on merchants (S07): the reader finds, the law judges."""

from __future__ import annotations

from datetime import date

from gongdao.detectors.terms import read_impositions
from gongdao.kernel.words import Words
from gongdao.law import book
from gongdao.law.topics.platforms import Imposition, imposition_unlawful
from gongdao.stages.rulebook.term_checks import TermFinding

IMPOSED = Words("对商家附加不合理条件", "an unreasonable condition for merchants")


def check(text: str, *, under: str, on: date) -> list[TermFinding]:
    """Every clause that imposes on merchants what the law of the day forbids; none where it is silent."""
    if book.silent_on(under, [imposition_unlawful]):
        return []
    found = []
    for clause in read_impositions(text):
        facts = Imposition(imposed=clause.kind.name)
        answer = book.ask(imposition_unlawful, facts, under=under, on=on)
        if answer.value:
            found.append(TermFinding(clause, IMPOSED, answer.cites, answer.sentence))
    return found
