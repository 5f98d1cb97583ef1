"""Terms against the law: the reader says what a clause says, the law says whether it is void.

A clause that stands (because the law of the day knows no such rule, or the other side is no consumer) is
no finding. What the law calls void it calls so whatever the reader's confidence in its reading; but what
was read by likeness alone is a suspicion, until a person has looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gongdao.detectors.terms import Clause, read_terms
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import Answer, Citation, book
from gongdao.law.topics.terms import Term, term_is_part, term_is_void
from gongdao.law.topics.union_market import UnionTerm, union_term_binds

LONGEST = 200_000
VOID = Words("无效", "void")
NO_PART = Words(
    "未经显著提示和说明的，不成为合同内容", "no part of the contract unless pointed out"
)
UNFAIR = Words("不公平，不约束消费者", "unfair and not binding on the consumer")
SUSPECTED = Words("疑似不算数，需要人工查看", "suspected not to stand; a person should look")
UNPREPAID = {"prepaid_changed_at_will": "burdens_consumer"}
"""What a clause about prepaid money is where no money was prepaid."""


@dataclass(frozen=True)
class TermFinding:
    """A clause that does not stand: where it is, why, under which article, and what would stand."""

    clause: Clause
    verdict: Words
    cites: Citation
    why: Words

    def as_data(self) -> dict[str, Any]:
        """The finding as files and callers get it; places count characters of the text from 0."""
        clause = self.clause
        spoken = {
            "verdict": self.verdict, "clause": clause.kind.words, "why": self.why,
            "lawful_wording": clause.kind.lawful_wording,
            "article": Words(self.cites.in_chinese, str(self.cites)),
        }  # fmt: skip
        plain = {
            "start": clause.start, "end": clause.end, "quote": clause.quote,
            "sentence": clause.sentence, "kind": clause.kind.name, "confidence": clause.confidence,
            "suspected": clause.alike,
        }  # fmt: skip
        return plain | {name: {"zh": w.zh, "en": w.en} for name, w in spoken.items()}


def check(text: str, *, under: str, on: date, with_consumer: bool = True) -> list[TermFinding]:
    """Every clause of the terms that does not stand on a day, in the order of the text."""
    if len(text) > LONGEST:
        raise Refusal(
            "terms_too_long",
            f"条款超过{LONGEST}字，请分段。",
            f"The terms are longer than {LONGEST} characters: send them in parts.",
        )
    union = not book.silent_on(under, [union_term_binds])
    judge = _judged_in_union if union else _judged_in_china
    found = [judge(c, under=under, on=on, with_consumer=with_consumer) for c in read_terms(text)]
    return [finding for finding in found if finding]


def _judged_in_china(
    clause: Clause, *, under: str, on: date, with_consumer: bool
) -> TermFinding | None:
    name = clause.kind.name
    if name == "costly_disputes" and not clause.prepaid:
        return _unless_pointed_out(clause, under=under, on=on)
    said = UNPREPAID.get(name, name) if not clause.prepaid else name
    term = _term(clause=said, with_consumer=with_consumer)
    answer = book.ask(term_is_void, term, under=under, on=on)
    return _finding(clause, VOID, answer) if answer.value else None


def _unless_pointed_out(clause: Clause, *, under: str, on: date) -> TermFinding | None:
    """A clause on where to sue is not void by itself; it must have been pointed out and explained."""
    answer = book.ask(term_is_part, _term(clause=clause.kind.name), under=under, on=on)
    return None if answer.value else _finding(clause, NO_PART, answer)


def _judged_in_union(
    clause: Clause, *, under: str, on: date, with_consumer: bool
) -> TermFinding | None:
    """Taken for unbalanced, as the annex of the directive takes such clauses; a court may see it otherwise."""
    if not with_consumer:
        return None
    blocks = clause.kind.name in ("bars_complaints", "costly_disputes")
    term = UnionTerm(negotiated=False, imbalance=True, blocks_legal_action=blocks)
    answer = book.ask(union_term_binds, term, under=under, on=on)
    return None if answer.value else _finding(clause, UNFAIR, answer)


def _term(*, clause: str, with_consumer: bool = True) -> Term:
    """A standard term on what matters, to which no attention was drawn: the worst case for its drafter."""
    return Term(
        clause=clause, with_consumer=with_consumer, negotiated=False, major=True, conspicuous=False,
        only_box_or_pop_up=False, explained_if_asked=True, readings="one",
    )  # fmt: skip


def _finding(clause: Clause, verdict: Words, answer: Answer[bool]) -> TermFinding:
    verdict = SUSPECTED if clause.alike else verdict
    return TermFinding(clause, verdict, answer.cites, answer.sentence)
