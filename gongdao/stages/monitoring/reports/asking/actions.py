"""Questions and answers between the platform and whoever reported, and files from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from gongdao.detectors.documents.files import examine
from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import expect, mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import record
from gongdao.registers.parties.powers import Actor
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.monitoring.reports import facts, queries
from gongdao.stages.monitoring.reports.course import deed
from gongdao.stages.monitoring.reports.models import Attachment, Question, Report
from gongdao.stages.monitoring.reports.states import QUESTION, REPORT

WORDS_MOST = 5_000
FILES_MOST = 20


@dataclass(frozen=True, slots=True)
class Look:
    """A file in clear: its media type and its bytes."""

    media: str
    content: bytes


@transaction.atomic
def ask(*, by: Actor, report: str, words: str, at: datetime) -> Question:
    """The platform, or the authority, wants to know more."""
    row = queries.see(report, by=by, lock=True)
    queries.side_of(row, "report.ask", by=by)
    _refuse_over(row)
    made = Question.objects.create(
        id=mint("wbq", at=at), marketplace=row.marketplace, report=row, by=by.party,
        words=_readable(words), asked_at=at,
    )  # fmt: skip
    until = facts.period("report_question", row, at)
    owed = Owed(
        "report_question", made.id, row.id, by.party, row.marketplace, at, until.value,
        str(until.cites), about=row.id,
    )  # fmt: skip
    turn(owed=[owed])
    record([deed("report.asked", row, by=by.party, at=at, question=made.id)])
    return made


@transaction.atomic
def answer(*, by: Actor, report: str, question: str, words: str, at: datetime) -> Question:
    """Whoever reported answers."""
    row = queries.see(report, by=by, lock=True)
    side = queries.side_of(row, "report.follow", by=by)
    asked = Question.objects.filter(pk=expect("wbq", question), report=row).first()
    if asked is None:
        raise Refusal(
            "report_question_unknown", "没有这个问题。", "There is no such question here."
        )
    asked.state = QUESTION.move(asked.state, "answer", by=side).to
    asked.answer, asked.answered_at = _readable(words), at
    asked.save(update_fields=["state", "answer", "answered_at"])
    turn(done=[Done("report_question", asked.id, at)])
    record([deed("report.answered", row, by=row.id, at=at, question=asked.id)])
    return asked


@transaction.atomic
def attach(
    *, by: Actor, report: str, words: str, content: bytes, at: datetime, master: MasterKey
) -> Attachment:
    """Whoever reported adds a file: hashed as it came, sealed, and shown without what a camera wrote."""
    row = queries.see(report, by=by, lock=True)
    queries.side_of(row, "report.follow", by=by)
    _refuse_over(row)
    if Attachment.objects.filter(report=row).count() >= FILES_MOST:
        raise Refusal(
            "report_files_too_many",
            f"一份举报最多附{FILES_MOST}份文件。",
            f"A report has at most {FILES_MOST} files.",
        )
    examined = examine(content)
    if examined.fault:
        said = examined.fault.value
        raise Refusal(examined.fault.name.lower(), said.zh, said.en)
    original, shown = (
        vault.keep_document(
            marketplace=row.marketplace, subject=row.id, content=each, media=examined.media,
            at=at, master=master,
        )
        for each in (content, examined.clean)
    )  # fmt: skip
    made = Attachment.objects.create(
        id=mint("wbf", at=at), marketplace=row.marketplace, report=row, words=_readable(words),
        sha256=sha256(content).hexdigest(), original=original.id, shown=shown.id,
        media=examined.media, size=len(content), at=at,
    )  # fmt: skip
    record([deed("report.file_added", row, by=row.id, at=at, file=made.id, sha256=made.sha256)])
    return made


@transaction.atomic
def look(*, by: Actor, file: str, at: datetime, master: MasterKey) -> Look:
    """The clean copy of a file. Whoever looked, unless it was the reporter, is on record."""
    row = queries.attachment(file, by=by)
    media, content = vault.open_document(
        by=by.party, document=row.shown, reason=row.report_id, at=at, master=master
    )
    mine = by.party == row.report_id
    seen = deed("report.file_seen", row.report, by=by.party, at=at, file=row.id)
    record([] if mine else [seen])
    return Look(media, content)


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """No answer came: that costs nothing, and the report goes on with what there is."""
    rows = Question.objects.select_for_update(of=("self",)).select_related("report")
    left = list(rows.filter(pk__in=[duty.subject for duty in duties]).order_by("pk"))
    for row in left:
        row.state = QUESTION.move(row.state, "lapse", by=CLOCK).to
        row.save(update_fields=["state"])
    turn(done=[Done(duty.kind, duty.subject, at) for duty in duties])
    record([deed("report.not_answered", row.report, by=CLOCK, at=at) for row in left])


def _refuse_over(row: Report) -> None:
    if row.state in REPORT.ends:
        raise Refusal(
            "report_over",
            "这份举报已经办结；有新的事实，请另行举报。",
            "This report is over; if there are new facts, report them anew.",
        )


def _readable(text: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not 0 < len(said) <= WORDS_MOST or "\0" in said:
        raise Refusal(
            "report_words_unreadable",
            f"请写1至{WORDS_MOST}字。",
            f"Write 1 to {WORDS_MOST} characters.",
        )
    return said
