"""Deposits, prepayments and prepaid cards: what binds, what comes back, and with what interest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.asks import money
from gongdao.law.facts import Count, Day, Facts, Minor, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class Earnest(Facts):
    """Money handed over to secure a contract."""

    paid: Minor = fact("已付多少？", "How much was paid?", proves="record")
    contract_price: Minor = fact(
        "合同总价多少？", "What is the price of the whole contract?", proves="record"
    )
    agreed_as_earnest: Truth = fact(
        "约定它是“定金”吗（“订金”“押金”“预付款”不算）？",
        "Was it agreed to be earnest money, not a mere down payment or deposit?",
    )
    breach_by: Text = fact(
        "谁的违约使合同目的落空？",
        "Whose breach defeated the contract?",
        unit="nobody, merchant, consumer, both",
    )
    force_majeure: Truth = fact("是否因不可抗力？", "Was it force majeure?", proves="merchant")
    share_left: Count = fact(
        "未履行的部分占百分之几（对方接受了已履行部分；部分未履行也使目的落空的填 100）？",
        "How many per cent stay unperformed, the rest having been accepted; 100 where even that "
        "part defeats the purpose?",
        unit="per cent",
    )


@dataclass(frozen=True)
class Security(Facts):
    """A deposit that secures the return of a thing."""

    paid: Minor = fact("已付多少？", "How much was paid?", proves="record")
    conditions_met: Truth = fact(
        "约定的退还条件满足了吗？", "Are the agreed conditions for its return met?"
    )


@dataclass(frozen=True)
class Prepayment(Facts):
    """Money paid in advance for goods or services to be had many times or over some time."""

    paid_on: Day = fact("哪天付款？", "On which day was it paid?", proves="record")
    paid: Minor = fact("已付多少？", "How much was paid?", proves="record")
    single_purpose: Truth = fact(
        "是只在该经营者处使用的预付款或者单用途卡吗？",
        "Can it be used with this operator only?",
        proves="merchant",
    )
    had_before: Truth = fact(
        "订立合同前是否已经从该经营者或者其他经营者处获得过相同商品或者服务？",
        "Had the consumer had the same goods or services before, from this or another operator?",
        proves="merchant",
    )
    promised_days_to_withdraw: Count = fact(
        "商家承诺的无理由退款天数？",
        "How many days to withdraw did the merchant promise?",
        unit="days",
    )
    ending_ground: Text = fact(
        "为什么要解除：搬迁不便、转给第三人、不限次数却不能正常提供、停业或未按约定提供、约定可以解除、健康等重大变化，还是只是不想要了？",
        "Why end it: moved away, handed to another, unlimited service not given, closed or not "
        "performed as agreed, the contract allows it, a grave change such as health, or simply no "
        "longer wanted?",
        unit="moved, transferred, unlimited_not_given, not_performed, agreed_right, grave_change, unwanted",
    )
    renegotiated: Truth = fact(
        "已经与经营者重新协商，合理期限内没有谈成吗？",
        "Was renegotiation tried in vain for a reasonable time?",
    )


@dataclass(frozen=True)
class Used(Facts):
    """What was used of a prepayment before it ended."""

    paid: Minor = fact("已付多少？", "How much was paid?", proves="record")
    bonus: Minor = fact(
        "另外赠送了多少消费金额？", "What credit was given on top?", proves="record"
    )
    used_at_list: Minor = fact(
        "已消费部分按打折前价格是多少？",
        "What was used, at prices before the discount?",
        proves="merchant",
    )
    used_at_discount: Minor = fact(
        "已消费部分按折扣价是多少？", "What was used, at discounted prices?", proves="merchant"
    )
    used_at_market: Minor = fact(
        "已消费部分按市场价格是多少？", "What was used, at market prices?", proves="merchant"
    )
    list_unproven: Truth = fact(
        "打折前的价格明显不合理，且经营者拿不出交易记录吗？",
        "Is the price before the discount plainly unreasonable, and without records of sales at it?",
        proves="merchant",
    )
    cause: Text = fact(
        "退款的原因在谁：消费者、经营者，还是都不在？",
        "Whose side is the cause of the refund on: the consumer's, the operator's or neither's?",
        unit="consumer, operator, neither",
    )


@dataclass(frozen=True)
class Unlimited(Facts):
    """A plan for a term, without a limit of visits."""

    paid: Minor = fact("已付多少？", "How much was paid?", proves="record")
    days_in_all: Count = fact(
        "约定的期限共多少天？", "How many days does the term have?", proves="record", unit="days"
    )
    days_left: Count = fact(
        "解除时（或者经营者停止提供时）还剩多少天？",
        "How many were left when it ended, or when the operator stopped?",
        proves="record",
        unit="days",
    )
    term_over_unused: Truth = fact(
        "期限已过，而消费者自己没有去用吗？",
        "Is the term over, unused for the consumer's own reasons?",
        proves="merchant",
    )


@dataclass(frozen=True)
class Interest(Facts):
    """Interest on what is repaid of a prepayment."""

    cause: Text = fact(
        "退款的原因在谁：消费者、经营者，还是都不在？",
        "Whose side is the cause of the refund on: the consumer's, the operator's or neither's?",
        unit="consumer, operator, neither",
    )
    rate_agreed: Truth = fact(
        "约定了利息标准吗？", "Was a rate of interest agreed?", proves="record"
    )
    supervised: Truth = fact(
        "预付款已转入监管账户吗？", "Is the money in a supervised account?", proves="merchant"
    )


@dataclass(frozen=True)
class Vanished(Facts):
    """An operator that closed with the money."""

    closed: Truth = fact(
        "经营者收款后停止营业了吗？", "Did the operator close after taking the money?"
    )
    performs_or_refunds: Truth = fact(
        "仍按约定提供或者退款吗？", "Does it still perform or refund?", proves="merchant"
    )
    evades: Truth = fact("恶意逃避退款吗？", "Does it maliciously evade refunds?")


@dataclass(frozen=True)
class PrepaidParty(Facts):
    """Somebody other than the operator who is asked to answer for a prepayment."""

    party: Text = fact(
        "还想找谁：出借名义或执照的人、特许体系的另一方、场地出租者，还是清算义务人？",
        "Who else is asked: whoever lent name or licence, the other side of the franchise, the lessor "
        "of the place, or those who had to wind the operator up?",
        unit="name_lender, franchise, lessor, liquidator",
    )
    franchise_ground: Text = fact(
        "特许体系的另一方：事先同意、事后追认、约定可以直接请求、使人相信受约束，还是都没有？",
        "Did the other side of the franchise agree before, ratify after, allow direct claims, make one "
        "believe that it was bound, or none of these?",
        unit="agreed, ratified, direct_claim, appearance, none",
    )
    licence_asked_for: Truth = fact(
        "出租者要求过资质证明、营业执照吗？",
        "Did the lessor ask for licence and qualifications?",
        proves="merchant",
    )
    operator_unlicensed: Truth = fact(
        "收款的经营者没有资质吗？", "Was the operator that took the money unlicensed?"
    )
    wound_up_in_time: Truth = fact(
        "依法应当清算时，及时清算了吗？",
        "Was it wound up in time, once it had to be?",
        proves="merchant",
    )


@dataclass(frozen=True)
class Dodging(Facts):
    """A request for a refund of a prepayment that is not met."""

    agreed_until: Day = fact(
        "约定的退款期限到哪天（没有约定就是提出的那天）？",
        "When did the agreed time to refund end; the day of asking if none was agreed?",
        proves="record",
    )


@dataclass(frozen=True)
class Closing(Facts):
    """An operator that is about to close or move."""

    closes_on: Day = fact(
        "哪天停业或者搬迁？", "On which day does it close or move?", proves="record"
    )


earnest_binding = money(
    "earnest_binding", Earnest, "多少钱具有定金效力", "how much is binding earnest money"
)
earnest_returned = money(
    "earnest_returned", Earnest, "应返还多少定金", "how much earnest money comes back"
)
security_returned = money(
    "security_returned", Security, "应退还多少押金", "how much of a deposit comes back"
)
last_day_to_withdraw_prepayment: Question[date | None] = Question(
    "last_day_to_withdraw_prepayment", Prepayment, None,
    Words("无理由退还预付款的最后一天", "the last day to take a prepayment back without a reason"),
    owed_by="consumer",
)  # fmt: skip
may_end_prepaid: Question[bool] = Question(
    "may_end_prepaid", Prepayment, False,
    Words("消费者能否解除预付式消费合同", "whether the consumer may end a prepaid contract"),
)  # fmt: skip
value_used = money("value_used", Used, "已消费部分值多少", "what the part used is worth")
prepayment_returned = money(
    "prepayment_returned", Used, "应返还多少预付款", "how much of a prepayment comes back"
)
unlimited_returned = money(
    "unlimited_returned",
    Unlimited,
    "不限次数的套餐应退多少",
    "what comes back of an unlimited plan",
)
prepaid_interest: Question[str] = Question(
    "prepaid_interest", Interest, "none",
    Words("返还预付款按什么利率计息", "which interest runs on a prepayment that is repaid"),
    owed_by="merchant",
)  # fmt: skip
vanished_pays_punitive: Question[bool] = Question(
    "vanished_pays_punitive", Vanished, False,
    Words("卷款跑路能否请求惩罚性赔偿", "whether a vanished operator owes increased damages"),
)  # fmt: skip
prepaid_party_answers: Question[bool] = Question(
    "prepaid_party_answers", PrepaidParty, False,
    Words("经营者以外的人是否对预付款承担责任", "whether another than the operator answers"),
)  # fmt: skip
prepaid_refund_delayed_after: Question[date] = Question(
    "prepaid_refund_delayed_after", Dodging, None,
    Words("过了哪天视为故意拖延退款", "after which day a refund counts as deliberately delayed"),
    owed_by="merchant",
)  # fmt: skip
closing_announced_by: Question[date] = Question(
    "closing_announced_by", Closing, None,
    Words("最迟哪天公告停业或者搬迁", "by when a closing or move is announced"), owed_by="merchant",
)  # fmt: skip
