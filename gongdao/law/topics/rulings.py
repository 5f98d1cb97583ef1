"""Rulings and what comes of them: service, what may be ordered, recourse, ways out, repeated causes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.asks import money, yes_or_no
from gongdao.law.facts import Count, Day, Facts, Minor, Step, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class Served(Facts):
    """A document that was sent to a party."""

    served_by: Text = fact(
        "怎样送达的？", "By which means was it served?", proves="record", unit="inbox, post, in_person"
    )  # fmt: skip
    served_on: Day = fact(
        "哪天发出或者到达系统？",
        "On which day was it sent, or did it reach the system?",
        proves="record",
    )
    signed_on: Day = fact("哪天签收？", "On which day was it signed for?", proves="record")


@dataclass(frozen=True)
class Remedy(Facts):
    """Something other than money that a ruling might order."""

    remedy: Text = fact(
        "要命令什么？", "What shall be ordered?", proves="record",
        unit="replace, repair, apologise, correct_advertisement, take_down, hold, release, fine",
    )  # fmt: skip
    not_conforming: Truth = fact("商品不符合质量要求吗？", "Do the goods not conform?")
    deceived: Truth = fact(
        "认定了假冒或者虚假宣传吗？", "Were counterfeits or false statements found?"
    )
    dignity_harmed: Truth = fact(
        "侵害了人格尊严或者个人信息吗？", "Was dignity or personal information infringed?"
    )
    breach_found: Truth = fact("认定了商家违约或者侵权吗？", "Was a breach by the merchant found?")
    deposit_agreed: Truth = fact(
        "商家同意过从保证金中扣收违约金吗？",
        "Did the merchant agree that penalties come from its deposit?",
        proves="record",
    )


@dataclass(frozen=True)
class Penalty(Facts):
    """A penalty agreed with a merchant, for one order."""

    order_price: Minor = fact("订单价款多少？", "What was the price of the order?", proves="record")


@dataclass(frozen=True)
class Repeated(Facts):
    """How often rulings found against one listing for the same cause."""

    upheld_lately: Count = fact(
        "近三十日内同一商品、同一原因有几次支持了消费者？",
        "How often in thirty days did rulings on this listing find for buyers for this cause?",
        proves="record",
        unit="rulings",
    )
    upheld_since_rectified: Count = fact(
        "整改之后又有几次？", "How often since it was put right?", proves="record", unit="rulings"
    )


def _period(name: str, zh: str, en: str) -> Question[date]:
    return Question(name, Step, None, Words(zh, en))


deemed_served_on: Question[date] = Question(
    "deemed_served_on", Served, None, Words("哪天视为送达", "when it counts as served")
)
may_be_ordered = yes_or_no(
    "may_be_ordered", Remedy, "能否这样命令", "whether a ruling may order this"
)
penalty_at_most = money(
    "penalty_at_most", Penalty, "违约金最多多少", "the most that a penalty may be"
)
must_rectify = yes_or_no(
    "must_rectify", Repeated, "商家是否必须整改", "whether the merchant must put it right"
)
rectified = yes_or_no("rectified", Repeated, "整改是否有效", "whether putting it right has worked")
causes_counted_from = _period(
    "causes_counted_from", "从哪天起统计同类裁决", "from when rulings for one cause are counted"
)
measure_done_by = _period("measure_done_by", "履行命令的期限", "time to do what was ordered")
objection_decided_by = _period(
    "objection_decided_by", "答复追偿异议的期限", "time to decide an objection to recourse"
)
dossier_sent_by = _period("dossier_sent_by", "提交卷宗的期限", "time to send a dossier")
outside_answered_by = _period(
    "outside_answered_by", "外部机构答复的期限", "time for an outside body to answer"
)
outside_ended_by = _period(
    "outside_ended_by", "外部程序的期限", "time for an outside procedure to end"
)
panel_votes_by = _period("panel_votes_by", "评审团投票期限", "time for the lay panel to vote")
rectified_by = _period("rectified_by", "整改期限", "time to put it right")
rectification_checked_on = _period(
    "rectification_checked_on", "检查整改效果的日子", "when the effect is checked"
)
reopened_by = _period("reopened_by", "凭新证据重开的期限", "time to reopen on new evidence")
arbitration_answered_by = _period(
    "arbitration_answered_by", "仲裁机构答复的期限", "time for a tribunal to accept or refuse"
)
confirmed_by = _period(
    "confirmed_by", "申请司法确认的期限", "time to ask a court to confirm an agreement"
)
