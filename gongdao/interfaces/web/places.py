"""Where a thing has its page: what a reference leads to, so that whoever owes something finds where to do it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gongdao.kernel.ref import kind_of
from gongdao.kernel.words import Words
from gongdao.registers.duties.kinds import KINDS
from gongdao.stages.listings.kinds import ACTS, HANDOVER
from gongdao.stages.orders import queries as orders

PAGES: Mapping[str, str] = {
    "ord": "/orders/{}", "pcl": "/shipping", "ret": "/returns/{}", "rep": "/bench", "dsp": "/cases/{}",
    "exh": "/exhibits/{}", "rcl": "/recalls/{}", "rcn": "/recalls", "lst": "/goods/{}",
    "app": "/desk/application", "trm": "/desk/terms", "cls": "/desk/terms", "mnd": "/subscriptions/{}",
    "chg": "/subscriptions", "pre": "/prepaid/{}", "pyo": "/payouts", "run": "/payouts",
    "rec": "/recourse", "rct": "/recourse", "ccl": "/courier-claims/{}", "cvn": "/conversations/{}",
}  # fmt: skip
TALKS = {"help_answer", "help_platform"}
"""Owed about an order or a case, done in the conversation about it."""


PERFORMED: Mapping[str, Words] = {
    ACTS: Words("提供服务", "do the service"),
    HANDOVER: Words("交付密钥或链接", "hand over the key or link"),
}
"""What the dispatch of an order is, where nothing is sent."""


def duty_name(duty: Any, lines: Sequence[Any] = ()) -> Words:
    """What is owed, in words; of an order without a parcel the dispatch is what is done instead."""
    name = KINDS[duty.kind]
    return PERFORMED.get(orders.way_of(lines), name) if duty.kind == "dispatch" else name


def page_of(duty: Any) -> str:
    """The page where a duty is done, or at least seen; nothing where there is none."""
    if duty.kind in TALKS:
        return f"/conversations/{duty.about}"
    for ref in (duty.subject, duty.about):
        if page := PAGES.get(kind_of(ref)):
            return page.format(ref)
    return ""
