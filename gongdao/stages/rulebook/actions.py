"""Everything that can happen to a rule: drafted, discussed, published, in force; and to whoever disagrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.words import Words
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.rulebook import facts, queries, refusals
from gongdao.stages.rulebook.models import Comment, Edition, Leaving, Rule
from gongdao.stages.rulebook.states import EDITION, LEAVING

AWAITED = {
    "draft": "rule_draft",
    "consulting": "rule_comments",
    "considering": "rule_notice",
    "announced": "rule_start",
}
"""What is owed while an edition stands in a state."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What an edition would say, why, and what it does to those it binds."""

    zh: str
    en: str
    reason: Words
    wide: bool = True
    adds_burdens: bool = True

    @property
    def digest(self) -> str:
        """SHA-256 of both texts."""
        return sha256(f"{self.zh}\n\f\n{self.en}".encode()).hexdigest()


@transaction.atomic
def begin(*, by: Actor, name: str, kind: str, title: Words, draft: Draft, at: datetime) -> Edition:
    """A new rule, as a draft of its first edition."""
    allow(by, "rule.draft", marketplace=by.marketplace)
    refusals.of_rule(name, kind, title, marketplace=by.marketplace)
    rule = Rule.objects.create(
        id=mint("rul", at=at, salt=f"{by.marketplace}/{name}"), marketplace=by.marketplace,
        name=name, kind=kind, title_zh=title.zh, title_en=title.en, begun_at=at,
    )  # fmt: skip
    return _drafted(rule, draft, by=by, at=at)


@transaction.atomic
def draft(*, by: Actor, rule: str, draft: Draft, at: datetime) -> Edition:
    """The next edition of a rule, or another text for the draft that is there already."""
    allow(by, "rule.draft", marketplace=by.marketplace)
    return _drafted(queries.rule(rule, marketplace=by.marketplace), draft, by=by, at=at)


@transaction.atomic
def open_for_comments(
    *, by: Actor, edition: str, at: datetime, until: date | None = None
) -> Edition:
    """Show the draft to everybody and take comments, for as long as the platform's rules say or longer."""
    row = queries.locked(edition, by=by)
    side = allow(by, "rule.draft", marketplace=row.marketplace)
    move = EDITION.move(row.state, "open", by=side)
    market = parties.by_id(row.marketplace)
    least = facts.period("rule_comments", market, at)
    ends = facts.end_of(market, until) if until else least.value
    if ends < least.value:
        refusals.comments_too_short(least)
    row.state, row.opened_at, row.comments_until = move.to, at, ends
    row.asked_zh, row.asked_en = row.body_zh, row.body_en
    row.save()
    owed = _owed("rule_comments", row, at, ends, str(least.cites))
    turn(done=[Done("rule_draft", row.id, at)], owed=[owed])
    record([_deed("rule.opened", row, by=by.party, at=at, why=least.answer.working)])
    return row


@transaction.atomic
def comment(*, by: Actor, edition: str, words: str, at: datetime) -> Comment:
    """A merchant or a consumer says what it thinks of a draft, while it is open."""
    row = queries.locked(edition, by=by)
    side = allow(by, "rule.comment", marketplace=row.marketplace)
    refusals.of_comment(row, words)
    made = Comment.objects.create(
        id=mint("cmt", at=at), marketplace=row.marketplace, edition=row, by=by.party, side=side,
        words=words.strip(), at=at, answer="",
    )  # fmt: skip
    record([_deed("rule.commented", row, by=by.party, at=at, comment=made.id)])
    return made


@transaction.atomic
def answer(*, by: Actor, comment: str, adopted: bool, words: str, at: datetime) -> Comment:
    """The platform answers a comment, for all to read: taken up or not, and why."""
    row = queries.comment_locked(comment, by=by)
    allow(by, "rule.answer", marketplace=row.marketplace)
    refusals.of_answer(row, words)
    row.answer, row.adopted, row.answered_at = words.strip(), adopted, at
    row.save(update_fields=["answer", "adopted", "answered_at"])
    deed = _deed("rule.answered", row.edition, by=by.party, at=at, comment=row.id, adopted=adopted)
    record([deed])
    return row


@transaction.atomic
def announce(
    *, by: Actor, edition: str, in_force_on: date, at: datetime, final: Draft | None = None
) -> Edition:
    """Publish an edition before it takes effect, in time, with what the comments changed in `final`."""
    row = queries.locked(edition, by=by)
    side = allow(by, "rule.draft", marketplace=row.marketplace)
    move = EDITION.move(row.state, "announce", by=side)
    refusals.of_unanswered(queries.unanswered(row))
    market = parties.by_id(row.marketplace)
    if final:
        refusals.of_draft(final)
        _say(row, final)
    on = facts.day_of(market, at)
    lawful = facts.change_lawful(row, market, in_force_on, on=on)
    if not lawful.value:
        refusals.unlawful_change(lawful, facts.shown_by(row, market, in_force_on, on=on))
    row.state, row.shown_at, row.in_force_at = move.to, at, facts.start_of(market, in_force_on)
    row.save()
    owed = _owed("rule_start", row, at, row.in_force_at, str(lawful.cites))
    turn(done=[Done("rule_notice", row.id, at)], owed=[owed])
    record([_deed("rule.announced", row, by=by.party, at=at, why=lawful.working)])
    return row


@transaction.atomic
def withdraw(*, by: Actor, edition: str, reason: str, at: datetime) -> Edition:
    """Drop an edition before it takes effect, with a reason."""
    row = queries.locked(edition, by=by)
    side = allow(by, "rule.draft", marketplace=row.marketplace)
    move = EDITION.move(row.state, "withdraw", by=side)
    refusals.of_reason(reason)
    turn(done=[Done(AWAITED[row.state], row.id, at, "moot")])
    row.state, row.ended_at = move.to, at
    row.save(update_fields=["state", "ended_at"])
    record([_deed("rule.withdrawn", row, by=by.party, at=at, reason=reason)])
    return row


@transaction.atomic
def leave(*, by: Actor, edition: str, reason: str, at: datetime) -> Leaving:
    """A merchant does not accept an edition and leaves. Nobody may hinder it; the old rules bind on."""
    row = queries.locked(edition, by=by)
    allow(by, "rule.leave", marketplace=row.marketplace)
    refusals.of_leaving(row, by.party)
    kept = Edition.objects.filter(rule=row.rule, number__lt=row.number, in_force_at__lte=at)
    kept = kept.exclude(state="withdrawn")
    made = Leaving.objects.create(
        id=mint("lev", at=at), marketplace=row.marketplace, merchant=by.party, refused=row,
        kept=kept.order_by("-number").first(), reason=reason.strip()[:400], asked_at=at,
        settlement="",
    )  # fmt: skip
    due = facts.period("rule_exit", parties.by_id(row.marketplace), at)
    owed = Owed(
        "rule_exit", made.id, row.marketplace, by.party, row.marketplace, at, due.value,
        str(due.cites),
    )  # fmt: skip
    turn(owed=[owed])
    record([_deed("rule.refused", row, by=by.party, at=at, leaving=made.id)])
    return made


@transaction.atomic
def settle(*, by: Actor, leaving: str, settlement: str, at: datetime) -> Leaving:
    """The platform has settled with who leaves, and says what was refunded on the old rules."""
    row = queries.leaving_locked(leaving, by=by)
    side = allow(by, "rule.settle", marketplace=row.marketplace)
    move = LEAVING.move(row.state, "settle", by=side)
    refusals.of_reason(settlement)
    row.state, row.settlement, row.left_at = move.to, settlement.strip(), at
    row.save(update_fields=["state", "settlement", "left_at"])
    turn(done=[Done("rule_exit", row.id, at)])
    record([_left(row, by=by.party, at=at)])
    return row


@transaction.atomic
def let_go(*, duties: Sequence[Duty], at: datetime) -> list[Leaving]:
    """The platform did not settle in time: whoever wanted to leave has left all the same."""
    rows = queries.leavings_locked(d.subject for d in duties)
    for row in rows:
        row.state, row.left_at = LEAVING.move(row.state, "lapse", by=CLOCK).to, at
        row.save(update_fields=["state", "left_at"])
    turn(done=[Done("rule_exit", row.id, at, "missed") for row in rows])
    record([_left(row, by=CLOCK, at=at) for row in rows])
    return rows


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Time runs: drafts are dropped, comments close, what was published takes effect and ends what was."""
    deeds = []
    for row in queries.locked_many(d.subject for d in duties):
        if row.state not in AWAITED:
            continue
        awaited, move = AWAITED[row.state], EDITION.move(row.state, "lapse", by=CLOCK)
        if move.to == "in_force":
            deeds += _supersede(row, at)
        row.state = move.to
        row.ended_at = at if move.to == "withdrawn" else None
        row.save(update_fields=["state", "ended_at"])
        missed = move.to == "withdrawn"
        owed = [_notice(row, at)] if move.owed else []
        turn(done=[Done(awaited, row.id, at, "missed" if missed else "met")], owed=owed)
        deeds.append(_deed(f"rule.{move.to}", row, by=CLOCK, at=at))
    record(deeds)


def _supersede(row: Edition, at: datetime) -> list[Deed]:
    before = queries.in_force(row.rule)
    if before is None:
        return []
    before.state = EDITION.move(before.state, "supersede", by=CLOCK).to
    before.ended_at = row.in_force_at
    before.save(update_fields=["state", "ended_at"])
    return [_deed("rule.superseded", before, by=CLOCK, at=at, next=row.id)]


def _drafted(rule: Rule, draft: Draft, *, by: Actor, at: datetime) -> Edition:
    refusals.of_draft(draft)
    rows = Edition.objects.select_for_update().filter(rule=rule).order_by("-number")
    last = rows.first()
    if last and last.state == "draft":
        row = last
    else:
        refusals.of_under_way(last)
        row = Edition(
            id=mint("edt", at=at), marketplace=rule.marketplace, rule=rule,
            number=last.number + 1 if last else 1, drafted_at=at,
        )  # fmt: skip
        due = facts.period("rule_draft", parties.by_id(rule.marketplace), at)
        turn(owed=[_owed("rule_draft", row, at, due.value, str(due.cites))])
    _say(row, draft)
    row.save()
    record([_deed("rule.drafted", row, by=by.party, at=at)])
    return row


def _say(row: Edition, draft: Draft) -> None:
    row.body_zh, row.body_en, row.digest = draft.zh, draft.en, draft.digest
    row.reason_zh, row.reason_en = draft.reason.zh, draft.reason.en
    row.wide, row.adds_burdens = draft.wide, draft.adds_burdens


def _notice(row: Edition, at: datetime) -> Owed:
    due = facts.period("rule_notice", parties.by_id(row.marketplace), at)
    return _owed("rule_notice", row, at, due.value, str(due.cites))


def _owed(kind: str, row: Edition, at: datetime, due_at: datetime, cites: str) -> Owed:
    here = row.marketplace
    return Owed(kind, row.id, here, here, here, at, due_at, cites)


def _left(row: Leaving, *, by: str, at: datetime) -> Deed:
    data = {"settlement": row.settlement, "merchant": row.merchant}
    return Deed("rule.left", row.id, by=by, marketplace=row.marketplace, at=at, data=data)


def _deed(
    act: str, row: Edition, *, by: str, at: datetime, why: Sequence[Any] = (), **data: Any
) -> Deed:
    said = {"rule": row.rule_id, "number": row.number, "digest": row.digest, **data}
    return Deed(
        act,
        row.id,
        by=by,
        marketplace=row.marketplace,
        at=at,
        about=row.rule_id,
        why=why,
        data=said,
    )
