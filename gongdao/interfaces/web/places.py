"""Where a thing has its page: what a reference leads to, so that whoever owes something finds where to do it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongdao.kernel.ref import kind_of

PAGES: Mapping[str, str] = {
    "ord": "/orders/{}", "pcl": "/shipping", "ret": "/returns/{}", "rep": "/bench", "dsp": "/cases/{}",
    "exh": "/exhibits/{}", "rcl": "/recalls/{}", "rcn": "/recalls", "lst": "/goods/{}",
    "app": "/desk/application", "trm": "/desk/terms", "cls": "/desk/terms", "mnd": "/subscriptions/{}",
    "chg": "/subscriptions", "pre": "/prepaid/{}", "pyo": "/payouts", "run": "/payouts",
    "rec": "/recourse", "rct": "/recourse", "ccl": "/courier-claims/{}", "cvn": "/conversations/{}",
}  # fmt: skip
TALKS = {"help_answer", "help_platform"}
"""Owed about an order or a case, done in the conversation about it."""


def page_of(duty: Any) -> str:
    """The page where a duty is done, or at least seen; nothing where there is none."""
    if duty.kind in TALKS:
        return f"/conversations/{duty.about}"
    for ref in (duty.subject, duty.about):
        if page := PAGES.get(kind_of(ref)):
            return page.format(ref)
    return ""
