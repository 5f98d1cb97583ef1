"""What comes back from the authority to which a report was passed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import record
from gongdao.registers.parties.powers import Actor
from gongdao.stages.monitoring.reports import queries
from gongdao.stages.monitoring.reports.course import deed, go
from gongdao.stages.monitoring.reports.models import Report
from gongdao.stages.monitoring.reports.rewards import actions as rewards
from gongdao.stages.monitoring.reports.states import TRUE

ANSWERS = ("open_case", "turn_away", "confirm", "clear")
WORDS_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Heard:
    """What the authority says, in which matter of its own, to exactly which dossier."""

    act: str
    digest: str
    words: str
    number: str = ""


@transaction.atomic
def hear(*, by: Actor, report: str, heard: Heard, at: datetime) -> Report:
    """The authority answers, itself or by a letter that staff enter. The reporter reads it at once."""
    row = queries.see(report, by=by, lock=True)
    side = queries.side_of(row, "report.hear", by=by)
    _refuse_unreal(row, heard)
    go(row, heard.act, side=side, at=at)
    dossier = row.dossier
    dossier.number = heard.number.strip() or dossier.number
    dossier.answer, dossier.answered_at = heard.words.strip(), at
    dossier.save(update_fields=["number", "answer", "answered_at"])
    if row.state in TRUE:
        rewards.owe(row=row, at=at)
    data = {"answer": heard.act, "number": dossier.number, "sha256": dossier.digest}
    record([deed("report.answered_outside", row, by=by.party, at=at, **data)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """The authority was silent: that is said as it is, and the reporter can go there with the dossier."""
    rows = queries.locked(duty.subject for duty in duties)
    for row in rows:
        go(row, "lapse", side=CLOCK, at=at)
    record([deed(f"report.{row.state}", row, by=CLOCK, at=at) for row in rows])


def _refuse_unreal(row: Report, heard: Heard) -> None:
    if heard.act not in ANSWERS:
        raise Refusal(
            "report_answer_unknown",
            f"答复只能是：{'、'.join(ANSWERS)}。",
            f"An answer is one of: {', '.join(ANSWERS)}.",
        )
    dossier = getattr(row, "dossier", None)
    if dossier is None or heard.digest.strip().lower() != dossier.digest:
        raise Refusal(
            "dossier_not_this_one",
            "答复所附的卷宗摘要与送出的卷宗不符，不予登记；请核对答复的来源。",
            "The answer names the digest of another dossier and is not entered; check where it came from.",
        )
    if not 0 < len(heard.words.strip()) <= WORDS_MOST or len(heard.number) > 80:
        raise Refusal(
            "report_answer_unreadable",
            f"请写明主管部门答复的内容（不超过{WORDS_MOST}字）和编号（不超过80字）。",
            f"Say what the authority answered, in at most {WORDS_MOST} characters, and its number in 80.",
        )
