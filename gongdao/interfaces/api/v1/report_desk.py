"""Reports of violations, for staff and for the authority (S33)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Field, Router, Schema, Status

from gongdao.interfaces.api import allowed
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    After,
    DutyOut,
    In,
    Limit,
    MoneyIn,
    Page,
    WordsOut,
    moment,
    moment_or_none,
    open_duties,
    page,
    words,
)
from gongdao.interfaces.api.v1.reports import (
    DossierOut,
    FileOut,
    QuestionOut,
    RewardOut,
    dossier_answer,
    file_out,
    question_out,
    reward_out,
)
from gongdao.stages.monitoring.reports import actions, queries
from gongdao.stages.monitoring.reports.asking import actions as asking
from gongdao.stages.monitoring.reports.kinds import EFFECTS, FIELDS, KINDS
from gongdao.stages.monitoring.reports.outside import actions as outside
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from gongdao.stages.monitoring.reports.sealing import actions as sealing
from gongdao.stages.monitoring.reports.states import REPORT, UNSEALING

router = Router(tags=["reports"])


class ReasonIn(In):
    """Why; whoever reported reads it."""

    reason: str = Field(max_length=actions.REASON_MOST)


class FindingIn(In):
    """What the reporter is told, what follows, and what the merchant is told of it."""

    words: str = Field(max_length=actions.REASON_MOST)
    effects: list[str] = Field([], max_length=4, description=f"Of: {', '.join(EFFECTS)}.")
    grounds: str = Field("", max_length=actions.REASON_MOST, description="For the merchant.")


class IntoIn(In):
    """The earlier report that this one is the same as."""

    into: str = Field(max_length=31)


class QuestionIn(In):
    """What whoever reported is asked."""

    words: str = Field(max_length=asking.WORDS_MOST)


class HeardIn(In):
    """What the authority answered, to exactly which dossier."""

    answer: Literal["open_case", "turn_away", "confirm", "clear"]
    digest: str = Field(max_length=64, description="The digest of the dossier that was answered.")
    words: str = Field(max_length=outside.WORDS_MOST)
    number: str = Field("", max_length=80)


class WishIn(In):
    """Which field of who reported is wanted, and why."""

    field: str = Field(max_length=20, description=f"One of: {', '.join(FIELDS)}.")
    reason: str = Field(max_length=sealing.REASON_MOST)


class VerdictIn(In):
    """Whether a colleague may see it."""

    verdict: Literal["allow", "refuse"]


class SumsIn(In):
    """The least and the most for one kind."""

    kind: str = Field(max_length=20)
    least: MoneyIn
    most: MoneyIn


class AmountIn(In):
    """How much is proposed."""

    amount: MoneyIn


class UnsealingOut(Schema):
    """A wish to see an identity, and what came of it."""

    id: str
    report: str
    field: str
    reason: str
    asked_by: str
    decided_by: str
    state: str
    state_words: WordsOut
    asked_at: datetime


class SchemeOut(Schema):
    """A promise, by kind in minor units, from a moment on."""

    number: int
    currency: str
    sums: dict[str, list[int]]
    since: datetime


class DeskReportOut(Schema):
    """A report as staff and the authority read it. Who reported is not in it."""

    id: str
    kind: str
    kind_words: WordsOut
    target: str
    subject: str
    merchant: str
    room: str
    words: str
    named: bool
    state: str
    state_words: WordsOut
    outcome: str
    merged_into: str | None
    filed_at: datetime
    ended_at: datetime | None
    dossier_sha256: str | None
    duties: list[DutyOut]
    allowed_actions: list[str]


class DeskReportInFullOut(DeskReportOut):
    """The same with questions, files, reward, and reports that may be duplicates."""

    questions: list[QuestionOut]
    files: list[FileOut]
    reward: RewardOut | None
    alike: list[str]


@router.get("/report-desk", response=Page[DeskReportOut], summary="Which reports wait?")
def index(request: Asked, state: str = "", limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """Oldest first. What is about the platform itself its staff do not see."""
    rows = queries.desk(by=request.actor, state=state, after=after, most=limit + 1)
    shown = [_shown(request, row) for row in rows]
    return page(shown, limit=limit, shown=lambda out: out, cursor=lambda out: out.id)


@router.get("/report-desk/{report}", response=DeskReportInFullOut, summary="Read a report")
def read(request: Asked, report: str) -> DeskReportInFullOut:
    """With everything asked and shown in it."""
    row = queries.see(report, by=request.actor)
    reward = queries.reward_of(row)
    return DeskReportInFullOut(
        **_shown(request, row).model_dump(),
        questions=[question_out(each) for each in queries.questions(row)],
        files=[file_out(each) for each in queries.attachments(row)],
        reward=reward_out(reward, side="platform") if reward else None,
        alike=[each.id for each in queries.alike(row, by=request.actor)],
    )


@router.get("/report-desk/{report}/dossier", response=DossierOut, summary="The dossier")
def dossier(request: Asked, report: str) -> DossierOut:
    """What the authority got, with its digest."""
    return dossier_answer(queries.see(report, by=request.actor))


@router.post("/report-desk/{report}/take_up", response=DeskReportOut, summary="Look into it")
def take_up(request: Asked, report: str) -> DeskReportOut:
    """From now on the time to look into it runs."""
    return _shown(request, actions.take_up(by=request.actor, report=report, at=request.now))


@router.post("/report-desk/{report}/extend", response=DeskReportOut, summary="Take longer, once")
def extend(request: Asked, report: str, said: ReasonIn) -> DeskReportOut:
    """For a reason that the reporter reads."""
    row = actions.extend(by=request.actor, report=report, reason=said.reason, at=request.now)
    return _shown(request, row)


@router.post("/report-desk/{report}/substantiate", response=DeskReportOut, summary="It is true")
def substantiate(request: Asked, report: str, said: FindingIn) -> DeskReportOut:
    """What follows happens at once; the merchant reads the grounds, never the report."""
    finding = actions.Finding(said.words, tuple(said.effects), said.grounds)
    row = actions.substantiate(by=request.actor, report=report, finding=finding, at=request.now)
    return _shown(request, row)


@router.post("/report-desk/{report}/dismiss", response=DeskReportOut, summary="Not established")
def dismiss(request: Asked, report: str, said: ReasonIn) -> DeskReportOut:
    """With the reason; good faith is never punished."""
    row = actions.dismiss(by=request.actor, report=report, reason=said.reason, at=request.now)
    return _shown(request, row)


@router.post("/report-desk/{report}/merge", response=DeskReportOut, summary="The same as another")
def merge(request: Asked, report: str, said: IntoIn) -> DeskReportOut:
    """The first reporter is rewarded; both read the outcome."""
    row = actions.merge(by=request.actor, report=report, into=said.into, at=request.now)
    return _shown(request, row)


@router.post("/report-desk/{report}/pass_on", response=DeskReportOut, summary="To the authority")
def pass_on(request: Asked, report: str) -> DeskReportOut:
    """A dossier is frozen; its answer is awaited."""
    return _shown(request, actions.pass_on(by=request.actor, report=report, at=request.now))


@router.post("/report-desk/{report}/ask", response={201: QuestionOut}, summary="Ask the reporter")
def ask(request: Asked, report: str, said: QuestionIn) -> Status[QuestionOut]:
    """Whoever holds the key can answer."""
    made = asking.ask(by=request.actor, report=report, words=said.words, at=request.now)
    return Status(201, question_out(made))


@router.post("/report-desk/{report}/hear", response=DeskReportOut, summary="The authority answers")
def hear(request: Asked, report: str, said: HeardIn) -> DeskReportOut:
    """Only with the digest of the dossier that was sent."""
    heard = outside.Heard(said.answer, said.digest, said.words, said.number)
    return _shown(
        request, outside.hear(by=request.actor, report=report, heard=heard, at=request.now)
    )


@router.post(
    "/report-desk/{report}/unsealings", response={201: UnsealingOut}, summary="Ask who reported"
)
def wish(request: Asked, report: str, said: WishIn) -> Status[UnsealingOut]:
    """For a reason; somebody else has to agree, and the reporter reads of it."""
    made = sealing.ask(
        by=request.actor, report=report, field=said.field, reason=said.reason, at=request.now
    )
    return Status(201, _unsealing(made))


@router.post("/unsealings/{unsealing}/decide", response=UnsealingOut, summary="Agree, or not")
def decide(request: Asked, unsealing: str, said: VerdictIn) -> UnsealingOut:
    """By somebody other than who asked."""
    row = sealing.decide(
        by=request.actor, unsealing=unsealing, verdict=said.verdict, at=request.now
    )
    return _unsealing(row)


@router.post("/report-rewards/promise", response={201: SchemeOut}, summary="Promise rewards")
def promise(request: Asked, said: list[SumsIn]) -> Status[SchemeOut]:
    """In public, by kind, from now on."""
    sums = {each.kind: (each.least.read(), each.most.read()) for each in said}
    made = rewards.promise(by=request.actor, sums=sums, at=request.now)
    return Status(201, _scheme(made))


@router.get("/report-rewards/promises", response=list[SchemeOut], summary="What was promised?")
def promises(request: Asked) -> list[SchemeOut]:
    """Newest first."""
    return [_scheme(each) for each in queries.schemes(request.actor.marketplace)]


@router.post("/report-rewards/{reward}/propose", response=RewardOut, summary="Propose a sum")
def propose(request: Asked, reward: str, said: AmountIn) -> RewardOut:
    """Within what was promised."""
    row = rewards.propose(
        by=request.actor, reward=reward, amount=said.amount.read(), at=request.now
    )
    return reward_out(row, side="platform")


@router.post("/report-rewards/{reward}/approve", response=RewardOut, summary="Agree to the sum")
def approve(request: Asked, reward: str) -> RewardOut:
    """By somebody other than who proposed it: the money waits for the key."""
    row = rewards.approve(by=request.actor, reward=reward, at=request.now)
    return reward_out(row, side="platform")


def _shown(request: Asked, row: Any) -> DeskReportOut:
    sent = getattr(row, "dossier", None)
    return DeskReportOut(
        id=row.id, kind=row.kind, kind_words=words(KINDS[row.kind].name), target=row.target,
        subject=row.subject, merchant=row.merchant, room=row.room, words=row.words,
        named=row.named, state=row.state, state_words=words(REPORT.names[row.state]),
        outcome=row.outcome, merged_into=row.merged_into_id, filed_at=moment(row.filed_at),
        ended_at=moment_or_none(row.ended_at), dossier_sha256=sent and sent.digest,
        duties=open_duties(row.id), allowed_actions=allowed.of_report(row, by=request.actor),
    )  # fmt: skip


def _unsealing(row: Any) -> UnsealingOut:
    return UnsealingOut(
        id=row.id, report=row.report_id, field=row.field, reason=row.reason,
        asked_by=row.asked_by, decided_by=row.decided_by, state=row.state,
        state_words=words(UNSEALING.names[row.state]), asked_at=moment(row.asked_at),
    )  # fmt: skip


def _scheme(row: Any) -> SchemeOut:
    return SchemeOut(
        number=row.number, currency=row.currency, sums=row.sums, since=moment(row.since)
    )
