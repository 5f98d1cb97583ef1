"""The platform's rules: every edition, what was said about it, and who leaves over it (S09)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictBool

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    DutyOut,
    In,
    WordsOut,
    moment,
    moment_or_none,
    open_duties,
    words,
)
from gongdao.kernel.words import Words
from gongdao.stages.listings.leaving import actions as leaving
from gongdao.stages.orders import queries as orders
from gongdao.stages.rulebook import actions, queries, texts
from gongdao.stages.rulebook.kinds import KINDS
from gongdao.stages.rulebook.states import EDITION, LEAVING

router = Router(tags=["rules"])

BODY_MOST = 100_000


class DraftIn(In):
    """What an edition would say. `# ` begins a heading, `! ` a clause of weight, which is shown in bold."""

    zh: str = Field(max_length=BODY_MOST)
    en: str = Field(max_length=BODY_MOST)
    reason_zh: str = Field(min_length=1, max_length=400)
    reason_en: str = Field(min_length=1, max_length=400)
    wide: StrictBool = Field(
        True, description="Touches very many users, changes much, or concerns important rights."
    )
    adds_burdens: StrictBool = Field(True, description="Adds duties or cuts rights.")

    def read(self) -> actions.Draft:
        """The same in the words of the room."""
        reason = Words(self.reason_zh, self.reason_en)
        return actions.Draft(self.zh, self.en, reason, self.wide, self.adds_burdens)


class RuleIn(DraftIn):
    """A new rule, with the draft of its first edition."""

    name: str = Field(max_length=80, examples=["fees"])
    kind: str = Field(max_length=40, description=f"One of: {', '.join(KINDS)}.")
    title_zh: str = Field(min_length=1, max_length=80)
    title_en: str = Field(min_length=1, max_length=80)


class OpenIn(In):
    """The last day for comments; without one as long as the platform's rules say."""

    until: date | None = None


class AnnounceIn(In):
    """The day it takes effect, and the final text where the comments changed it."""

    in_force_on: date
    final: DraftIn | None = None


class CommentIn(In):
    """What is said."""

    words: str = Field(max_length=5_000)


class CommentAnswerIn(CommentIn):
    """Whether a comment is taken up, and why."""

    adopted: StrictBool


class WhyIn(In):
    """Why."""

    reason: str = Field("", max_length=400)


class RuleOut(Schema):
    """A rule, and which edition of it is in force."""

    id: str
    name: str
    kind: str
    kind_words: WordsOut
    title: WordsOut
    in_force: int | None = Field(description="The number of the edition that is in force.")


class EditionBrief(Schema):
    """An edition in a list."""

    id: str
    rule: str
    number: int
    state: str
    state_words: WordsOut
    reason: WordsOut
    wide: bool
    adds_burdens: bool
    sha256: str = Field(
        description="Of the Chinese text, a form feed between newlines, the English."
    )
    opened_at: datetime | None
    comments_until: datetime | None
    shown_at: datetime | None
    in_force_at: datetime | None
    ended_at: datetime | None


class CommentOut(Schema):
    """A comment and its answer. Who said it stays between them and the platform."""

    id: str
    side: str
    words: str
    at: datetime
    answer: str
    adopted: bool | None
    answered_at: datetime | None


class EditionOut(EditionBrief):
    """An edition with its text, what was said about it, and what is owed now."""

    body: WordsOut
    comments: list[CommentOut]
    duties: list[DutyOut]


class RowOut(Schema):
    """A paragraph of a comparison, in stretches that stayed, were added or removed."""

    change: str
    kind: str
    stretches: list[dict[str, str]]


class DiffOut(Schema):
    """What changed between two editions."""

    old: int
    new: int
    zh: list[RowOut]
    en: list[RowOut]


class LeavingOut(Schema):
    """A merchant leaves over an edition; `kept` is the one that binds until it has left, and after."""

    id: str
    merchant: str
    refused: str
    kept: str | None
    reason: str
    state: str
    state_words: WordsOut
    asked_at: datetime
    settlement: str
    left_at: datetime | None
    duties: list[DutyOut]


class GoverningOut(Schema):
    """The edition of a rule that governs an order, and the leaving that kept it at an older one."""

    rule: str
    title: WordsOut
    edition: str
    number: int
    sha256: str
    in_force_at: datetime | None
    leaving: str | None


@router.get("/rules", response=list[RuleOut], summary="List the platform's rules")
def index(request: Asked) -> list[RuleOut]:
    """Every rule, and the edition that is in force."""
    now = queries.current(request.actor.marketplace)
    return [_rule(row, now.get(row.id)) for row in queries.rules(request.actor.marketplace)]


@router.post("/rules", response={201: EditionOut}, summary="Draft a new rule")
def begin(request: Asked, said: RuleIn) -> Status[EditionOut]:
    """A new rule under a lasting name, as the draft of its first edition."""
    row = actions.begin(
        by=request.actor, name=said.name, kind=said.kind, draft=said.read(), at=request.now,
        title=Words(said.title_zh, said.title_en),
    )  # fmt: skip
    return Status(201, _shown(row))


@router.get("/rules/{rule}/editions", response=list[EditionBrief], summary="A rule's history")
def history(request: Asked, rule: str) -> list[EditionBrief]:
    """Every edition there was, newest first; drafts only for the platform."""
    of = queries.rule(rule, marketplace=request.actor.marketplace)
    return [EditionBrief(**_brief(row)) for row in queries.editions(of, by=request.actor)]


@router.post("/rules/{rule}/editions", response={201: EditionOut}, summary="Draft an edition")
def draft(request: Asked, rule: str, said: DraftIn) -> Status[EditionOut]:
    """The next edition, or another text for the draft that is there already."""
    row = actions.draft(by=request.actor, rule=rule, draft=said.read(), at=request.now)
    return Status(201, _shown(row))


@router.get("/rules/{rule}/editions/{number}", response=EditionOut, summary="Read an edition")
def read(request: Asked, rule: str, number: int) -> EditionOut:
    """One edition, whole, with what was said about it."""
    of = queries.rule(rule, marketplace=request.actor.marketplace)
    return _shown(queries.edition(of, number, by=request.actor))


@router.get("/rules/{rule}/diff", response=DiffOut, summary="Compare two editions")
def diff(request: Asked, rule: str, old: int, new: int) -> DiffOut:
    """What changed from one edition to another, paragraph by paragraph."""
    of = queries.rule(rule, marketplace=request.actor.marketplace)
    before, after = (queries.edition(of, number, by=request.actor) for number in (old, new))
    return DiffOut(
        old=old,
        new=new,
        zh=[_row(row) for row in texts.compare(before.body_zh, after.body_zh)],
        en=[_row(row) for row in texts.compare(before.body_en, after.body_en)],
    )


@router.post("/editions/{edition}/open", response=EditionOut, summary="Open a draft for comments")
def open_for_comments(request: Asked, edition: str, said: OpenIn) -> EditionOut:
    """From now on everybody may read and comment on it."""
    actions.open_for_comments(by=request.actor, edition=edition, until=said.until, at=request.now)
    return _again(request, edition)


@router.post("/editions/{edition}/announce", response=EditionOut, summary="Publish an edition")
def announce(request: Asked, edition: str, said: AnnounceIn) -> EditionOut:
    """Published before it takes effect; refused where the law asks for more time."""
    final = said.final.read() if said.final else None
    actions.announce(
        by=request.actor, edition=edition, in_force_on=said.in_force_on, final=final,
        at=request.now,
    )  # fmt: skip
    return _again(request, edition)


@router.post("/editions/{edition}/withdraw", response=EditionOut, summary="Drop an edition")
def withdraw(request: Asked, edition: str, said: WhyIn) -> EditionOut:
    """Before it takes effect, with a reason."""
    actions.withdraw(by=request.actor, edition=edition, reason=said.reason, at=request.now)
    return _again(request, edition)


@router.post("/editions/{edition}/comments", response={201: CommentOut}, summary="Comment")
def comment(request: Asked, edition: str, said: CommentIn) -> Status[CommentOut]:
    """A merchant or a consumer says what it thinks of an edition, while it is open."""
    row = actions.comment(by=request.actor, edition=edition, words=said.words, at=request.now)
    return Status(201, _comment(row))


@router.post("/comments/{comment}/answer", response=CommentOut, summary="Answer a comment")
def answer(request: Asked, comment: str, said: CommentAnswerIn) -> CommentOut:
    """The platform takes it up or not, and says why; all are answered before it publishes."""
    row = actions.answer(
        by=request.actor, comment=comment, adopted=said.adopted, words=said.words, at=request.now
    )
    return _comment(row)


@router.post("/editions/{edition}/leave", response={201: LeavingOut}, summary="Leave over a change")
def leave(request: Asked, edition: str, said: WhyIn) -> Status[LeavingOut]:
    """A merchant does not accept it and leaves. The edition before it binds on."""
    row = actions.leave(by=request.actor, edition=edition, reason=said.reason, at=request.now)
    return Status(201, _leaving(row))


@router.get("/leavings", response=list[LeavingOut], summary="Who leaves")
def leavings(request: Asked) -> list[LeavingOut]:
    """A merchant's own; the platform's staff see all."""
    return [_leaving(row) for row in queries.leavings(by=request.actor)]


@router.post("/leavings/{leaving_}/settle", response=LeavingOut, summary="Settle with who leaves")
def settle(request: Asked, leaving_: str, said: WhyIn) -> LeavingOut:
    """What was refunded, on the rules before the change; the goods come off the shelf."""
    row = leaving.settle(by=request.actor, leaving=leaving_, settlement=said.reason, at=request.now)
    return _leaving(row)


@router.get(
    "/orders/{order}/rules", response=list[GoverningOut], summary="Which rules govern an order?"
)
def of_order(request: Asked, order: str) -> list[GoverningOut]:
    """The edition of each rule that was in force when the order was concluded."""
    return governing(orders.see(order, by=request.actor))


def governing(order: Any) -> list[GoverningOut]:
    """The editions that govern an order, as we show them."""
    found = queries.governing(order.marketplace, merchant=order.merchant, at=order.concluded_at)
    return [
        GoverningOut(
            rule=edition.rule.name,
            title=WordsOut(zh=edition.rule.title_zh, en=edition.rule.title_en),
            edition=edition.id,
            number=edition.number,
            sha256=edition.digest,
            in_force_at=moment_or_none(edition.in_force_at),
            leaving=gone.id if gone else None,
        )
        for edition, gone in found
    ]


def _again(request: Asked, edition: str) -> EditionOut:
    return _shown(queries.one(edition, by=request.actor))


def _rule(row: Any, now: Any) -> RuleOut:
    return RuleOut(
        id=row.id,
        name=row.name,
        kind=row.kind,
        kind_words=words(KINDS[row.kind]),
        title=WordsOut(zh=row.title_zh, en=row.title_en),
        in_force=now and now.number,
    )


def _brief(row: Any) -> dict[str, Any]:
    moments = ("opened_at", "comments_until", "shown_at", "in_force_at", "ended_at")
    return {
        "id": row.id,
        "rule": row.rule.name,
        "number": row.number,
        "state": row.state,
        "state_words": words(EDITION.names[row.state]),
        "reason": WordsOut(zh=row.reason_zh, en=row.reason_en),
        "wide": row.wide,
        "adds_burdens": row.adds_burdens,
        "sha256": row.digest,
        **{name: moment_or_none(getattr(row, name)) for name in moments},
    }


def _shown(row: Any) -> EditionOut:
    return EditionOut(
        **_brief(row),
        body=WordsOut(zh=row.body_zh, en=row.body_en),
        comments=[_comment(each) for each in queries.comments(row)],
        duties=open_duties(row.id),
    )


def _comment(row: Any) -> CommentOut:
    return CommentOut(
        id=row.id,
        side=row.side,
        words=row.words,
        at=moment(row.at),
        answer=row.answer,
        adopted=row.adopted,
        answered_at=moment_or_none(row.answered_at),
    )


def _leaving(row: Any) -> LeavingOut:
    return LeavingOut(
        id=row.id,
        merchant=row.merchant,
        refused=row.refused_id,
        kept=row.kept_id,
        reason=row.reason,
        state=row.state,
        state_words=words(LEAVING.names[row.state]),
        asked_at=moment(row.asked_at),
        settlement=row.settlement,
        left_at=moment_or_none(row.left_at),
        duties=open_duties(row.id),
    )


def _row(row: texts.Row) -> RowOut:
    return RowOut(
        change=row.change,
        kind=row.kind,
        stretches=[{"change": each.change, "text": each.text} for each in row.stretches],
    )
