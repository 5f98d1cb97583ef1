"""Filing terms, and what becomes of the findings on them. A finding is kept: later decisions ignore the clause.

What is only suspected binds nobody's hands: a person looks at it in time, or the clause stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Literal

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.rulebook import facts, term_checks
from gongdao.stages.rulebook.models import Clause, Terms
from gongdao.stages.rulebook.states import CLAUSE
from gongdao.stages.rulebook.terms import queries

WORDS_MOST = 5_000


@transaction.atomic
def file(*, by: Actor, text: str, at: datetime) -> Terms:
    """A merchant's terms from now on, read on the day they are filed. What does not stand is kept with them.

    What is only suspected is owed a look by a person.
    """
    allow(by, "terms.file", marketplace=by.marketplace)
    if not text.strip():
        raise Refusal("terms_missing", "请填写条款。", "Write the terms.")
    market = parties.by_id(by.marketplace)
    before = queries.locked_in_use(by.party)
    if before and before.text == text:
        raise Refusal(
            "terms_unchanged", "条款没有变化，不需要重新提交。", "The terms are the same as before."
        )
    found = term_checks.check(text, under=market.law, on=facts.day_of(market, at))
    if before:
        before.until = at
        before.save(update_fields=["until"])
    terms = Terms.objects.create(
        id=mint("trm", at=at), marketplace=market.id, merchant=by.party,
        number=before.number + 1 if before else 1, text=text,
        digest=sha256(text.encode()).hexdigest(), law=market.law, since=at,
    )  # fmt: skip
    rows = Clause.objects.bulk_create(_clause(terms, each, at) for each in found)
    turn(owed=[_owed(row, merchant=by.party, at=at) for row in rows if row.state == "suspected"])
    record([_filed(terms, found, by=by, at=at)])
    return terms


@transaction.atomic
def object_to(*, by: Actor, clause: str, words: str, at: datetime) -> Clause:
    """The merchant says that its clause stands; a person looks at it."""
    row = queries.locked(clause, by=by)
    side = allow(by, "clause.object", marketplace=row.marketplace, seller=row.terms.merchant)
    move = CLAUSE.move(row.state, "object", by=side)
    _refuse_silence(words)
    row.state, row.objection = move.to, words.strip()
    row.save(update_fields=["state", "objection"])
    turn(owed=[_owed(row, merchant=row.terms.merchant, at=at)])
    record([_deed("clause.objected", row, by=by.party, at=at)])
    return row


@transaction.atomic
def review(
    *, by: Actor, clause: str, act: Literal["uphold", "overturn"], words: str, at: datetime
) -> Clause:
    """A person confirms a finding or a suspicion, or finds that the clause stands after all; with reasons."""
    row = queries.locked(clause, by=by)
    side = allow(by, "clause.review", marketplace=row.marketplace)
    move = CLAUSE.move(row.state, act, by=side)
    _refuse_silence(words)
    row.state, row.review, row.reviewed_at = move.to, words.strip(), at
    row.save(update_fields=["state", "review", "reviewed_at"])
    turn(done=[Done("clause_review", row.id, at)])
    record([_deed(f"clause.{row.state}", row, by=by.party, at=at)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody looked in time, and the platform was late: a finding stands, a suspicion falls."""
    rows = queries.locked_many(d.subject for d in duties)
    for row in rows:
        row.state = CLAUSE.move(row.state, "lapse", by=CLOCK).to
        row.save(update_fields=["state"])
    turn(done=[Done("clause_review", row.id, at, "missed") for row in rows])
    record([_deed(f"clause.{row.state}", row, by=CLOCK, at=at) for row in rows])


def _owed(row: Clause, *, merchant: str, at: datetime) -> Owed:
    due = facts.period("clause_review", parties.by_id(row.marketplace), at)
    return Owed(
        "clause_review", row.id, row.marketplace, merchant, row.marketplace, at,
        due.value, str(due.cites), about=row.terms_id,
    )  # fmt: skip


def _refuse_silence(words: str) -> None:
    if not 0 < len(words.strip()) <= WORDS_MOST:
        raise Refusal(
            "reason_missing",
            f"请填写理由，不超过{WORDS_MOST}字。",
            f"Give a reason of at most {WORDS_MOST} characters.",
        )


def _clause(terms: Terms, found: term_checks.TermFinding, at: datetime) -> Clause:
    clause = found.clause
    return Clause(
        id=mint("cls", at=at), marketplace=terms.marketplace, terms=terms, start=clause.start,
        end=clause.end, quote=clause.quote, kind=clause.kind.name, verdict_zh=found.verdict.zh,
        verdict_en=found.verdict.en, why_zh=found.why.zh, why_en=found.why.en,
        cites=str(found.cites), confidence=clause.confidence, objection="", review="",
        state="suspected" if clause.alike else CLAUSE.start,
    )  # fmt: skip


def _filed(
    terms: Terms, found: Sequence[term_checks.TermFinding], *, by: Actor, at: datetime
) -> Deed:
    clauses = [
        {"start": f.clause.start, "kind": f.clause.kind.name, "cites": str(f.cites)} for f in found
    ]
    data = {"number": terms.number, "digest": terms.digest, "clauses": clauses}
    return Deed(
        "terms.filed", terms.id, by=by.party, marketplace=terms.marketplace, at=at, data=data
    )


def _deed(act: str, row: Clause, *, by: str, at: datetime) -> Deed:
    return Deed(
        act, row.id, by=by, marketplace=row.marketplace, at=at, about=row.terms_id,
        data={"kind": row.kind},
    )  # fmt: skip
