"""How a platform changes its own rules and reviews what it found: the periods that no statute fixes."""

from __future__ import annotations

from gongdao.law.asks import day
from gongdao.law.facts import Step

draft_opened_by = day(
    "draft_opened_by", Step, "规则草案最迟哪天征求意见", "by when a draft is opened for comments",
    "platform",
)  # fmt: skip
comments_until = day(
    "comments_until",
    Step,
    "征求意见至少到哪天",
    "until when comments are taken at least",
    "platform",
)
rule_published_by = day(
    "rule_published_by", Step, "征求意见后最迟哪天公示", "by when a rule is published after comments",
    "platform",
)  # fmt: skip
exit_settled_by = day(
    "exit_settled_by", Step, "商家退出后最迟哪天结清", "by when the platform settles with who leaves",
    "platform",
)  # fmt: skip
clause_reviewed_by = day(
    "clause_reviewed_by", Step, "条款异议最迟哪天复核", "by when an objection on terms is reviewed",
    "platform",
)  # fmt: skip
