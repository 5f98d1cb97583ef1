"""Reports of violations, for anybody: no account, a key of one's own (S33)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, cast

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, File, Form, Header, Router, Schema, Status
from ninja.files import UploadedFile

from gongdao.interfaces import reporters
from gongdao.interfaces.api import allowed
from gongdao.interfaces.api.idempotency import HEADER, once_for
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    DutyOut,
    In,
    MoneyOut,
    WordsOut,
    moment,
    moment_or_none,
    money,
    open_duties,
    words,
)
from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.monitoring.reports import actions, filing, keys, queries
from gongdao.stages.monitoring.reports.asking import actions as asking
from gongdao.stages.monitoring.reports.kinds import KINDS, TARGETS
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from gongdao.stages.monitoring.reports.states import QUESTION, REPORT, REWARD

anyone = Router(tags=["reports"], auth=None)
keyed = Router(tags=["reports"], auth=None)
KEY_HEADER = "Report-Key"

Key = Annotated[str, Header(alias=KEY_HEADER, description="The key from the receipt.")]
Nonce = Annotated[
    str,
    Header(
        alias=HEADER,
        description=f"A fresh random value of {keys.NONCE_LEAST} to {keys.NONCE_MOST} characters: "
        "the key is made from it, and a retry with it gets the same receipt for an hour.",
    ),
]


class ReportIn(In):
    """What is reported, about whom; a name only from whoever wants to give one."""

    marketplace: str = Field(max_length=40, description="Its short name.")
    kind: str = Field(max_length=20, description=f"One of: {', '.join(KINDS)}.")
    target: str = Field(max_length=10, description=f"One of: {', '.join(TARGETS)}.")
    subject: str = Field("", max_length=31, description="`pty_…` or `lst_…`, where it is one.")
    room: str = Field("", max_length=filing.ROOM_MOST, description="The name of a live room.")
    words: str = Field(max_length=filing.WORDS_MOST)
    named: bool = False
    name: str = Field("", max_length=filing.PERSON_MOST)
    phone: str = Field("", max_length=filing.PERSON_MOST)


class AnswerIn(In):
    """What the reporter answers."""

    words: str = Field(max_length=asking.WORDS_MOST)


class FileIn(In):
    """What a file shows."""

    words: str = Field(max_length=asking.WORDS_MOST)


class CollectIn(In):
    """Where the money shall go; it is sealed."""

    to: str = Field(max_length=rewards.ACCOUNT_MOST)


class ReceiptOut(Schema):
    """The report's number and the only copy of its key."""

    report: str
    key: str
    state: str
    duties: list[DutyOut]


class KindOut(Schema):
    """Something that can be reported."""

    name: str
    words: WordsOut
    urgent: bool


class QuestionOut(Schema):
    """What was asked, and what was answered."""

    id: str
    words: str
    answer: str
    state: str
    state_words: WordsOut
    asked_at: datetime


class FileOut(Schema):
    """A file; `sha256` is of the file as it came."""

    id: str
    words: str
    sha256: str
    media: str
    size: int
    at: datetime


class RewardOut(Schema):
    """What was promised, and whether it can be collected."""

    id: str
    least: MoneyOut
    most: MoneyOut
    amount: MoneyOut
    state: str
    state_words: WordsOut
    allowed_actions: list[str]


class ReportOut(Schema):
    """A report as its holder reads it."""

    id: str
    kind: str
    kind_words: WordsOut
    target: str
    subject: str
    room: str
    words: str
    named: bool
    state: str
    state_words: WordsOut
    outcome: str
    merged_into_state: str | None
    filed_at: datetime
    ended_at: datetime | None
    questions: list[QuestionOut]
    files: list[FileOut]
    reward: RewardOut | None
    dossier_sha256: str | None
    authority_number: str
    authority_answer: str
    duties: list[DutyOut]
    allowed_actions: list[str]


class DossierOut(Schema):
    """What went to the authority, and the digest that its answer has to name."""

    sha256: str
    dossier: dict[str, Any]


class FiguresOut(Schema):
    """Counts that everybody may know; `null` is one or two, which would show too much."""

    filed: int
    by_kind: dict[str, int | None]
    by_state: dict[str, int | None]
    anonymous: int | None
    middle_hours: float | None
    rewards: int | None
    paid: MoneyOut
    promised: dict[str, list[MoneyOut]]


def identify(request: HttpRequest, **path: Any) -> Asked:
    """The holder of a key, once for each request."""
    asked = cast("Asked", request)
    if getattr(request, "market", None) is None:
        asked.came_at = datetime.now(UTC)
        typed = request.headers.get(KEY_HEADER, "")
        asked.actor = reporters.holder(path["report"], typed, real=asked.came_at)
        asked.market = parties.by_id(asked.actor.marketplace)
        asked.now = parties.now(asked.market, real=asked.came_at)
    return asked


once_by_key = once_for(identify)


@anyone.get("/reports/kinds", response=list[KindOut], summary="What can be reported?")
def kinds(request: HttpRequest) -> list[KindOut]:  # noqa: ARG001
    """What is urgent is taken up sooner."""
    return [KindOut(name=n, words=words(k.name), urgent=k.urgent) for n, k in KINDS.items()]


@anyone.get("/reports/figures", response=FiguresOut, summary="How do reports fare?")
def figures(request: HttpRequest, marketplace: str) -> FiguresOut:  # noqa: ARG001
    """Public. Small counts are hidden, so that nobody can tell who reported."""
    market = parties.marketplace(marketplace)
    found = queries.figures(market)
    took = found.middle_time
    return FiguresOut(
        filed=found.filed, by_kind=found.by_kind, by_state=found.by_state,
        anonymous=found.anonymous, rewards=found.rewards, paid=money(found.paid),
        middle_hours=None if took is None else round(took.total_seconds() / 3600, 1),
        promised=_promised(market.id),
    )  # fmt: skip


@anyone.post("/reports", response={201: ReceiptOut}, summary="Report a violation")
def file(request: HttpRequest, said: ReportIn, nonce: Nonce = "") -> Status[ReceiptOut]:  # noqa: ARG001
    """Without an account. The key is shown in this answer and never again."""
    if not nonce:
        raise Refusal(
            "idempotency_key_missing",
            f"请带 {HEADER} 头：为每份举报生成一个新的随机值。",
            f"Send the header {HEADER}: a fresh random value for each report.",
        )
    market = parties.marketplace(said.marketplace)
    at = parties.now(market, real=datetime.now(UTC))
    told = actions.Said(**said.model_dump(exclude={"marketplace"}))
    made = actions.file(market=market, said=told, nonce=nonce, at=at, master=_master())
    out = ReceiptOut(
        report=made.report.id, key=made.key, state=made.report.state,
        duties=open_duties(made.report.id),
    )  # fmt: skip
    return Status(201, out)


@keyed.get("/reports/{report}", response=ReportOut, summary="Come back to a report")
def read(request: HttpRequest, report: str, key: Key = "") -> ReportOut:  # noqa: ARG001
    """With its key: where it stands, what is asked, what is owed by when, what was decided."""
    return _shown(identify(request, report=report), report)


@keyed.post("/reports/{report}/answers/{question}", response=ReportOut, summary="Answer")
def answer(
    request: Asked,
    report: str,
    question: str,
    said: AnswerIn,
    key: Key = "",  # noqa: ARG001
) -> ReportOut:
    """Answer what the platform or the authority asked."""
    asking.answer(
        by=request.actor, report=report, question=question, words=said.words, at=request.now
    )
    return _shown(request, report)


@keyed.post("/reports/{report}/exhibit-files", response={201: ReportOut}, summary="Add a file")
def attach(
    request: Asked,
    report: str,
    said: Form[FileIn],
    file: File[UploadedFile],
    key: Key = "",  # noqa: ARG001
) -> Status[ReportOut]:
    """A photograph or a PDF, up to 10 MB. Where it was taken is not shown to anybody."""
    asking.attach(
        by=request.actor, report=report, words=said.words, content=file.read(), at=request.now,
        master=_master(),
    )  # fmt: skip
    return Status(201, _shown(request, report))


@keyed.post("/reports/{report}/reward", response=ReportOut, summary="Collect the reward")
def collect(request: Asked, report: str, said: CollectIn, key: Key = "") -> ReportOut:  # noqa: ARG001
    """Say where the money shall go. It leaves at once; the account is sealed."""
    row = queries.reward_of(queries.see(report, by=request.actor))
    if row is None:
        raise Refusal("reward_unknown", "没有这笔奖金。", "There is no such reward.")
    rewards.collect(by=request.actor, reward=row.id, to=said.to, at=request.now, master=_master())
    return _shown(request, report)


@keyed.get("/reports/{report}/dossier", response=DossierOut, summary="What the authority got")
def dossier(request: HttpRequest, report: str, key: Key = "") -> DossierOut:  # noqa: ARG001
    """As JSON with its digest, to be taken to the authority where that is silent."""
    row = queries.see(report, by=identify(request, report=report).actor)
    return dossier_answer(row)


def dossier_answer(row: Any) -> DossierOut:
    """The dossier of a report as an answer, or that there is none."""
    if not hasattr(row, "dossier"):
        raise Refusal(
            "report_dossier_missing",
            "这份举报没有送交主管部门，还没有卷宗。",
            "This report did not go to the authority; there is no dossier.",
        )
    return DossierOut(sha256=row.dossier.digest, dossier=row.dossier.contents)


def question_out(row: Any) -> QuestionOut:
    """A question and its answer as we show them."""
    return QuestionOut(
        id=row.id, words=row.words, answer=row.answer, state=row.state,
        state_words=words(QUESTION.names[row.state]), asked_at=moment(row.asked_at),
    )  # fmt: skip


def file_out(row: Any) -> FileOut:
    """A file as we show it."""
    return FileOut(
        id=row.id, words=row.words, sha256=row.sha256, media=row.media, size=row.size,
        at=moment(row.at),
    )  # fmt: skip


def reward_out(row: Any, *, side: str) -> RewardOut:
    """A reward as we show it to one side."""
    return RewardOut(
        id=row.id, least=money(Money(row.currency, row.least_minor)),
        most=money(Money(row.currency, row.most_minor)), amount=money(row.amount),
        state=row.state, state_words=words(REWARD.names[row.state]),
        allowed_actions=list(REWARD.allows(row.state, by=side)),
    )  # fmt: skip


def _shown(request: Asked, report: str) -> ReportOut:
    row = queries.see(report, by=request.actor)
    reward, sent = queries.reward_of(row), getattr(row, "dossier", None)
    return ReportOut(
        id=row.id, kind=row.kind, kind_words=words(KINDS[row.kind].name), target=row.target,
        subject=row.subject, room=row.room, words=row.words, named=row.named, state=row.state,
        state_words=words(REPORT.names[row.state]), outcome=row.outcome,
        merged_into_state=row.merged_into.state if row.merged_into else None,
        filed_at=moment(row.filed_at), ended_at=moment_or_none(row.ended_at),
        questions=[question_out(each) for each in queries.questions(row)],
        files=[file_out(each) for each in queries.attachments(row)],
        reward=reward_out(reward, side="reporter") if reward else None,
        dossier_sha256=sent and sent.digest, authority_number=sent.number if sent else "",
        authority_answer=sent.answer if sent else "", duties=open_duties(row.id),
        allowed_actions=allowed.of_report(row, by=request.actor),
    )  # fmt: skip


def _promised(marketplace: str) -> dict[str, list[MoneyOut]]:
    for scheme in queries.schemes(marketplace)[:1]:
        return {
            kind: [money(Money(scheme.currency, minor)) for minor in sums]
            for kind, sums in scheme.sums.items()
        }
    return {}


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)
