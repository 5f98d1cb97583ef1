"""How soon a buyer's question is answered: the periods that no statute fixes."""

from __future__ import annotations

from gongdao.law.asks import day
from gongdao.law.facts import Step

help_answered_by = day(
    "help_answered_by", Step, "商家最迟哪天答复咨询", "by when a merchant answers a question",
    "merchant",
)  # fmt: skip
help_taken_up_by = day(
    "help_taken_up_by", Step, "平台接手后最迟哪天答复", "by when the platform answers what it took over",
    "platform",
)  # fmt: skip
