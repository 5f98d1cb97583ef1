"""Whoever comes back to a report with its key, at any door; and papers of reports for every door."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from gongdao.interfaces.paper import typeset
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Language
from gongdao.registers.parties.powers import Actor
from gongdao.stages.monitoring.reports import actions


def holder(report: str, key: str, *, real: datetime) -> Actor:
    """The holder of a report's key. The same sentence where there is no such report."""
    tried = actions.knock(report=report.strip()[:40], key=key[:100], at=real)
    if tried.report is not None:
        return Actor(tried.report.id, tried.report.marketplace, frozenset())
    if tried.locked_until is not None:
        raise Refusal(
            "report_locked",
            "查询密码连续输错，这份举报暂时关闭；十五分钟后再试。",
            "Too many wrong keys: this report is closed for a while; try again in fifteen minutes.",
        )
    raise Refusal(
        "report_key_wrong",
        "举报编号或者查询密码不对。密码丢失无法找回，可以重新举报。",
        "The number or the key is wrong. A lost key cannot be found again; you can report anew.",
    )


def dossier_pdf(row: Any, *, language: Language) -> bytes:
    """The dossier of a report as paper: the same bytes for the same dossier."""
    dossier = row.dossier
    data = {**dossier.contents, "digest": dossier.digest}
    return typeset.pdf("report", data, language=language, at=dossier.made_at)


def dossier_json(row: Any) -> bytes:
    """The dossier as data, with the digest that an answer has to name."""
    said = {"sha256": row.dossier.digest, "dossier": row.dossier.contents}
    return json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()
