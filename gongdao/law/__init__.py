"""The law's vocabulary. A pack or a stage needs nothing else."""

from gongdao.law.book import Answer, Conflict, Pack, Reason, WayOut, answer, ask, book
from gongdao.law.calendar import Calendar
from gongdao.law.citation import Citation, Source
from gongdao.law.expr import (
    UNKNOWN,
    Untraceable,
    days_after,
    largest,
    months_after,
    period,
    smallest,
    when,
    working_days,
)
from gongdao.law.rule import Question, Rule, answers, given

__all__ = [
    "UNKNOWN",
    "Answer",
    "Calendar",
    "Citation",
    "Conflict",
    "Pack",
    "Question",
    "Reason",
    "Rule",
    "Source",
    "Untraceable",
    "WayOut",
    "answer",
    "answers",
    "ask",
    "book",
    "days_after",
    "given",
    "largest",
    "months_after",
    "period",
    "smallest",
    "when",
    "working_days",
]
