"""Whoever decides about somebody says why, and two people are two."""

from __future__ import annotations

from gongdao.kernel.refusal import Refusal


def refuse_no_reason(reason: str) -> None:
    """Whoever decides about somebody says why."""
    if not reason.strip():
        raise Refusal("reason_missing", "请填写理由。", "Give a reason.")


def refuse_same_person() -> None:
    """Two people are needed, and this is one of them already."""
    raise Refusal(
        "same_person",
        "须由另一位工作人员决定，不能由同一人既决定又复核。",
        "Somebody else of the staff has to decide this; nobody checks their own decision.",
    )
