"""What an authority gets of a report, pure in, plain data out: everything but who reported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from gongdao.kernel.words import Words
from gongdao.stages.monitoring.reports.kinds import KINDS, TARGETS
from gongdao.stages.monitoring.reports.models import Attachment, Question, Report

BODY = Words("市场监督管理部门", "the market regulator")
BASIS = Words("《市场监督管理投诉举报处理办法》第二十八条", "Complaint Measures art. 28")


def contents(
    row: Report,
    *,
    shop: Words | None,
    credit_code: str,
    questions: Sequence[Question],
    files: Sequence[Attachment],
    bypassed: bool,
    zone: ZoneInfo,
) -> dict[str, Any]:
    """The dossier of a report in both languages. The reporter is named nowhere in it."""
    about = shop or Words(row.room, row.room) if row.target != "platform" else TARGETS["platform"]
    return {
        "report": row.id,
        "kind": _both(KINDS[row.kind].name),
        "target": _both(TARGETS[row.target]),
        "about": _both(about),
        "subject": row.subject,
        "credit_code": credit_code,
        "body": _both(BODY),
        "basis": _both(BASIS),
        "filed": _day(row.filed_at, zone),
        "named": row.named,
        "bypassed": bypassed,
        "words": row.words,
        "questions": [
            {"words": each.words, "answer": each.answer, "at": _day(each.asked_at, zone)}
            for each in questions
        ],
        "evidence": [
            {
                "no": number, "words": each.words, "sha256": each.sha256, "media": each.media,
                "size": each.size, "at": _day(each.at, zone),
            }
            for number, each in enumerate(files, 1)
        ],
    }  # fmt: skip


def _both(said: Words) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}


def _day(at: Any, zone: ZoneInfo) -> str:
    return str(at.astimezone(zone).strftime("%Y-%m-%d"))
