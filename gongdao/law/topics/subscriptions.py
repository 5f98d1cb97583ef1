"""Renewals, add-ons and memberships."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.facts import Day, Facts, Minor, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class Renewal(Facts):
    """A service that extends or renews itself."""

    renews_on: Day = fact("哪天自动续费？", "On which day does it renew?", proves="record")
    reminded_on: Day = fact(
        "续费前哪天以显著方式提示的？", "On which day before was it conspicuously announced?",
        proves="merchant",
    )  # fmt: skip
    told_at_start: Truth = fact(
        "开通时以显著方式提示过会自动续费吗？", "Was it conspicuously told at the start?",
        proves="merchant",
    )  # fmt: skip
    chosen_freely: Truth = fact(
        "由您自主选择（不是默认勾选）的吗？", "Was it freely chosen, not ticked in advance?",
        proves="merchant",
    )  # fmt: skip
    cancel_any_time: Truth = fact(
        "能随时、简便地取消，不收不合理费用吗？",
        "Can it be cancelled at any time, easily, without unreasonable fees?",
        proves="merchant",
    )
    charged: Minor = fact("这次扣了多少？", "How much was charged?", proves="record")


@dataclass(frozen=True)
class AddOn(Facts):
    """Something sold together with what one wanted."""

    add_on_pointed_out: Truth = fact("显著提示了吗？", "Was it pointed out?", proves="merchant")
    default: Truth = fact("是默认勾选的吗？", "Was it ticked by default?")
    carried_over: Truth = fact(
        "把上次的选择默认带到这次了吗？", "Was the last choice carried over?"
    )
    add_on_price: Minor = fact("搭售部分多少钱？", "What did the add-on cost?", proves="record")


@dataclass(frozen=True)
class Membership(Facts):
    """A paid membership of a platform."""

    extra_fee_or_less: Truth = fact(
        "服务期内单方加收费用或者减损权益了吗？",
        "Were fees added or benefits cut on one side during the term?",
    )
    unforeseeable: Truth = fact(
        "是因无法预见的客观情况吗？", "Was it for objective causes that nobody foresaw?",
        proves="platform",
    )  # fmt: skip
    wants_out: Truth = fact("您要终止会员吗？", "Do you want to end the membership?")
    paid: Minor = fact("已付多少？", "How much was paid?", proves="record")
    value_used: Minor = fact(
        "已消费部分值多少？", "What is the part used worth?", proves="platform"
    )


renewal_binds: Question[bool] = Question(
    "renewal_binds", Renewal, False,
    Words("这次自动续费是否合法有效", "whether the renewal was lawful"),
)  # fmt: skip
remind_by: Question[date] = Question(
    "remind_by", Renewal, None, Words("最迟哪天提示续费", "by when a renewal is announced"),
    owed_by="merchant",
)  # fmt: skip
renewal_charge_returned: Question[int] = Question(
    "renewal_charge_returned", Renewal, 0,
    Words("应退还多少续费", "how much of the charge comes back"), owed_by="merchant",
)  # fmt: skip
add_on_lawful: Question[bool] = Question(
    "add_on_lawful", AddOn, False, Words("搭售是否合法", "whether the add-on was lawful")
)
add_on_returned: Question[int] = Question(
    "add_on_returned", AddOn, 0, Words("应退还多少搭售款", "how much of an add-on comes back"),
    owed_by="merchant",
)  # fmt: skip
membership_change_lawful: Question[bool] = Question(
    "membership_change_lawful", Membership, False,
    Words("会员变更是否合法", "whether the change of membership is lawful"),
)  # fmt: skip
membership_returned: Question[int] = Question(
    "membership_returned", Membership, 0,
    Words("终止会员应退多少", "what comes back of a membership"), owed_by="platform",
)  # fmt: skip
