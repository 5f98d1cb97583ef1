"""Every read of merchants' terms. Terms and findings are public: whoever buys may look."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.law import book
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.rulebook.models import Clause, Terms

WAITING = ("objected", "suspected")


def history(merchant: str, *, marketplace: str) -> list[Terms]:
    """Every version of a merchant's terms, newest first."""
    rows = Terms.objects.filter(marketplace=marketplace, merchant=merchant)
    return list(rows.order_by("-number"))


def in_use(merchant: str, *, at: datetime) -> Terms | None:
    """The terms that a merchant had in use at a moment."""
    rows = Terms.objects.filter(merchant=merchant, since__lte=at)
    return rows.filter(Q(until=None) | Q(until__gt=at)).first()


def clauses(terms: Terms, *, by: Actor | None = None) -> list[Clause]:
    """What was found in terms, in the order of the text, and what became of each finding.

    What is only suspected is for the shop and for whoever reviews, until a person has looked.
    """
    rows = Clause.objects.filter(terms=terms).order_by("start", "id")
    theirs = by is not None and by.party == terms.merchant
    looks = (
        by is not None
        and by.marketplace == terms.marketplace
        and by.roles & {"platform", "arbiter"}
    )
    return list(rows if theirs or looks else rows.exclude(state="suspected"))


def ineffective(merchant: str, *, on: datetime) -> list[Clause]:
    """The clauses of a merchant's terms of that moment that bind nobody, unless a review found otherwise.

    A suspicion sets nothing aside.
    """
    terms = in_use(merchant, at=on)
    return [c for c in clauses(terms) if c.state != "overturned"] if terms else []


def set_aside(merchant: str, *, on: datetime, kinds: Collection[str]) -> list[dict[str, Any]]:
    """Those of some kinds as reasons of a decision: which clause is not considered, and why."""
    return [
        {
            "cites": row.cites,
            "article": book.cited(row.cites).zh,
            "zh": f"商家条款“{row.quote}”{row.verdict_zh}，不予考虑：{row.why_zh}",
            "en": f"The shop's clause “{row.quote}” is {row.verdict_en} and not considered: {row.why_en}",
            "applied": True,
        }
        for row in ineffective(merchant, on=on)
        if row.kind in kinds
    ]


def to_review(*, by: Actor) -> list[Clause]:
    """The findings that merchants object to and the suspicions, oldest first, for whoever reviews them."""
    allow(by, "clause.review", marketplace=by.marketplace)
    rows = Clause.objects.filter(marketplace=by.marketplace, state__in=WAITING)
    return list(rows.select_related("terms").order_by("id"))


def locked_in_use(merchant: str) -> Terms | None:
    """The merchant's terms of now, locked."""
    return Terms.objects.select_for_update().filter(merchant=merchant, until=None).first()


def locked(clause: str, *, by: Actor) -> Clause:
    """A finding of the actor's marketplace, locked."""
    rows = Clause.objects.select_for_update(of=("self",)).select_related("terms")
    row = rows.filter(marketplace=by.marketplace, pk=expect("cls", clause)).first()
    if row is None:
        raise Refusal("clause_unknown", "没有这条认定。", "There is no such finding.")
    return row


def locked_many(clauses: Iterable[str]) -> list[Clause]:
    """Findings by reference, locked in one order; for the clock."""
    rows = Clause.objects.select_for_update().filter(pk__in=set(clauses), state__in=WAITING)
    return list(rows.order_by("pk"))


def known(refs: Iterable[str]) -> set[str]:
    """Which of these references are terms that are there."""
    return set(Terms.objects.filter(pk__in=set(refs)).values_list("id", flat=True))
