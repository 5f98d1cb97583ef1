"""From the facts that are found to what is ordered, pure: the draft an arbiter signs or corrects.

First each contested fact is found: as the evidence shows it; else as the merchant admits it or by
silence leaves it undisputed; else against whoever had to prove it. Then the law is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongdao.kernel.money import Money
from gongdao.law import UNKNOWN, Answer, ask
from gongdao.law import questions as q
from gongdao.law.calendar import months_later
from gongdao.law.facts import Breach, Claim, Contested, Defect, Facts, Returned
from gongdao.law.proof import Finding, find
from gongdao.law.rule import Question
from gongdao.stages.disputes.claims import KINDS
from gongdao.stages.disputes.facts import Case
from gongdao.stages.disputes.heads import OFFERED_AS

HALF_A_YEAR = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """What is found, why, and what is ordered; all of it plain data, for evidence and for pages."""

    findings: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    orders: list[dict[str, Any]]


def draft(case: Case, findings: Mapping[str, bool | None]) -> Draft:
    """The ruling that follows from these findings; a fact not named is found by the rules of proof."""
    found = {name: _find(case, name, findings.get(name)) for name in KINDS[case.kind].facts}
    true = {name for name, finding in found.items() if finding.found is True}
    answers, orders = FOLLOWS[case.kind](case, true)
    reasons = [reason for answer in answers for reason in answer.working]
    return Draft([_shown(case, f) for f in found.values()], reasons, orders)


def settlement(amount: Money, *, kind: str = "part_refund", words: str = "") -> dict[str, Any]:
    """The order that follows from an offer that was taken."""
    return {
        "head": OFFERED_AS[kind],
        "amount_minor": amount.minor,
        "cites": "Platform Rules art. 11",
        "article": "《平台规则》第十一条",
        "zh": "按双方达成的和解履行。",
        "en": "What both sides agreed is done.",
        "figures": str(amount) if amount else "",
        "words": words,
    }


def _find(case: Case, name: str, shown: bool | None) -> Finding:
    contested = Contested(
        matter=name,
        durable=case.durable,
        found_within_six_months=case.signed_for_on is not None
        and case.filed_on <= months_later(case.signed_for_on, HALF_A_YEAR),
    )
    undisputed = case.admitted is True or case.merchant_silent
    evidence = shown if shown is not None else (True if undisputed else UNKNOWN)
    return find(contested, alleged=True, evidence=evidence, under=case.law, on=case.on)


def _shown(case: Case, finding: Finding) -> dict[str, Any]:
    words = KINDS[case.kind].facts[finding.fact]
    return {
        "fact": finding.fact,
        "name_zh": words.zh,
        "name_en": words.en,
        "value": finding.found if isinstance(finding.found, bool) else None,
        "must_prove": finding.proved_by,
        "for_want_of_proof": finding.for_want_of_proof,
        "cites": str(finding.burden.cites),
        "article": finding.burden.cites.in_chinese,
        "zh": finding.burden.sentence.zh,
        "en": finding.burden.sentence.en,
    }


Follows = tuple[Sequence[Answer[Any]], list[dict[str, Any]]]


def _refused(case: Case, true: set[str]) -> Follows:
    breach = Breach(
        paid=case.total.minor,
        losses=case.losses.minor,
        contract_concluded=True,
        refused="refused" in true,
        impossible=False,
        unfit_to_enforce=False,
        asked_too_late=False,
        force_majeure=False,
        wants_performance=case.wish == "performance",
    )
    perform = _ask(case, q.must_perform, breach)
    if perform.value:
        losses = _ask(case, q.losses_compensated, breach)
        order = _order("perform", 0, perform, case)
        return [perform, losses], [order, *_sum("loss", losses, case)]
    rescind = _ask(case, q.may_rescind, breach)
    if not rescind.value:
        return [rescind], []
    repaid, losses = (
        _ask(case, q.repaid_on_rescission, breach),
        _ask(case, q.losses_compensated, breach),
    )
    return [rescind, repaid, losses], [*_sum("refund", repaid, case), *_sum("loss", losses, case)]


def _counterfeit(case: Case, true: set[str]) -> Follows:
    claim = Claim(
        price=case.price.minor,
        counterfeit="counterfeit" in true,
        false_statement=False,
        unwitting=False,
        harmless_label_flaw=False,
        fabricated=False,
        promised_multiple=0,
        by_consumer=True,
        by_operator=True,
    )
    fraud = _ask(case, q.is_fraud, claim)
    if not fraud.value:
        return [fraud], []
    repaid = _ask(case, q.repaid_on_rescission, _breach(case))
    more = _ask(case, q.compensation_for_fraud, claim)
    losses = _ask(case, q.losses_compensated, _breach(case))
    orders = [
        *_sum("refund", repaid, case),
        *_sum("price_multiple", more, case),
        *_sum("loss", losses, case),
    ]
    return [fraud, repaid, more, losses], orders


def _defective(case: Case, true: set[str]) -> Follows:
    defect = Defect(
        signed_for_on=case.signed_for_on or UNKNOWN,
        defective="defective" in true,
        known_before=False,
    )
    may = _ask(case, q.may_return_defective, defect)
    if not may.value:
        return [may], []
    repaid, losses = (
        _ask(case, q.repaid_on_rescission, _breach(case)),
        _ask(case, q.losses_compensated, _breach(case)),
    )
    return [may, repaid, losses], [*_sum("refund", repaid, case), *_sum("loss", losses, case)]


def _not_received(case: Case, true: set[str]) -> Follows:
    if "lost" not in true or case.signed_for_on is not None:
        return [], []
    return _refused(case, {"refused"})


def _returned(case: Case, true: set[str]) -> Follows:
    """Goods fit to be returned: the refund that the return gives, no more and no less."""
    if "fit" not in true or case.back is None:
        return [], []
    due = _ask(case, q.last_day_to_refund, Returned(goods_back_on=case.filed_on))
    order = _order("refund", case.back.minor, due, case)
    return [due], [order | {"figures": str(case.back)}]


FOLLOWS: Mapping[str, Callable[[Case, set[str]], Follows]] = {
    "refusal_to_ship": _refused,
    "counterfeit": _counterfeit,
    "not_as_described": _defective,
    "not_received": _not_received,
    "return_contested": _returned,
}
"""What follows from the facts of each kind of complaint."""


def _breach(case: Case) -> Breach:
    return Breach(
        paid=case.total.minor,
        losses=case.losses.minor,
        contract_concluded=True,
        refused=True,
        impossible=False,
        unfit_to_enforce=False,
        asked_too_late=False,
        force_majeure=False,
        wants_performance=False,
    )


def _ask(case: Case, question: Question[Any], facts: Facts) -> Answer[Any]:
    return ask(question, facts, under=case.law, on=case.on)


def _sum(head: str, answer: Answer[int], case: Case) -> list[dict[str, Any]]:
    return [_order(head, answer.value, answer, case)] if answer.value else []


def _order(head: str, minor: int, answer: Answer[Any], case: Case) -> dict[str, Any]:
    figures = answer.deciding.figures or (str(Money(case.total.currency, minor)) if minor else "")
    return {
        "head": head,
        "amount_minor": minor,
        "cites": str(answer.cites),
        "article": answer.cites.in_chinese,
        "zh": answer.sentence.zh,
        "en": answer.sentence.en,
        "figures": figures,
    }
