"""Reports of violations: how soon a marketplace takes them up, checks them, and keeps what it promised."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.law.asks import day
from gongdao.law.facts import Day, Facts, Step, Truth, fact


@dataclass(frozen=True)
class Tip(Facts):
    """A report of a violation that a marketplace received."""

    began_on: Day = fact("期限从哪天起算？", "From which day does the period run?", proves="record")
    urgent: Truth = fact(
        "涉及人身安全或者打击报复吗？", "Does it concern safety or retaliation?", proves="record"
    )
    more_time: Truth = fact(
        "已经说明理由延长过吗？", "Was the time extended, with a reason?", proves="record"
    )


tip_taken_up_by = day(
    "tip_taken_up_by", Tip, "平台最迟哪天决定是否核查举报",
    "by when the platform decides to look into a report", "platform",
)  # fmt: skip
tip_checked_by = day(
    "tip_checked_by", Tip, "平台最迟哪天核查完毕", "by when a report is looked into", "platform"
)
tip_question_open_until = day(
    "tip_question_open_until", Step, "举报人最迟哪天回答问题", "by when the reporter may answer"
)
tip_outcome_by = day(
    "tip_outcome_by",
    Step,
    "最迟哪天应有主管部门的处理结果",
    "by when an authority's result is awaited",
)
reward_decided_by = day(
    "reward_decided_by", Step, "最迟哪天决定奖金", "by when a reward is decided", "platform"
)
reward_kept_until = day(
    "reward_kept_until", Step, "奖金保留到哪天", "until when a reward can be collected"
)
unsealing_decided_by = day(
    "unsealing_decided_by", Step, "最迟哪天决定能否查看身份",
    "by when a wish to see an identity is decided", "platform",
)  # fmt: skip
unsealing_used_by = day(
    "unsealing_used_by", Step, "经同意后最迟哪天查看", "by when an allowed look is taken"
)
