"""Goods that are not as they should be, fraud act by act, and what is left of a return."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.kernel.words import Words
from gongdao.law.asks import day, money, yes_or_no
from gongdao.law.facts import Count, Day, Facts, Minor, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class Deceit(Facts):
    """An act towards a consumer, as the list of the penalty measures names it."""

    deceit_act: Text = fact(
        "商家做了哪一种行为？", "Which act is it?",
        unit="none, unsafe, spoiled, false_origin, false_marks, infringed_mark, passed_off, "
        "adulterated, banned, false_measure, took_the_money, false_identity, false_description, "
        "false_demonstration, fake_trades, false_price_words, false_prizes, seconds_as_genuine, "
        "key_facts_hidden, repair_cheating, agency_cheating, promise_broken, poor_performance",
    )  # fmt: skip
    unwitting: Truth = fact(
        "商家能否证明自己并非欺骗、误导？", "Can the merchant prove that it did not deceive?",
        proves="merchant",
    )  # fmt: skip


@dataclass(frozen=True)
class KnownDefect(Facts):
    """A defect that the operator knew and that did grave harm."""

    defect_known: Truth = fact(
        "经营者明知有缺陷仍然提供吗？", "Did the operator know of the defect?"
    )
    death_or_grave_harm: Truth = fact(
        "造成死亡或者健康严重损害吗？", "Did it cause death or grave harm to health?"
    )
    losses: Minor = fact("另外的合理损失是多少？", "What other reasonable losses are there?")


@dataclass(frozen=True)
class Remedy(Facts):
    """Goods that do not conform, some time after delivery."""

    signed_for_on: Day = fact(
        "哪天签收商品？", "On which day were the goods signed for?", proves="record"
    )
    asked_on: Day = fact(
        "哪天提出要求？", "On which day was the remedy asked for?", proves="record"
    )
    defective: Truth = fact("商品不符合质量要求吗？", "Do the goods fail to conform?")
    purpose_defeated: Truth = fact(
        "致使不能实现购买目的吗？", "Does the defect defeat the purpose of buying?"
    )
    declared_unfit: Truth = fact(
        "行政部门认定为不合格商品吗？",
        "Has an authority found the goods to be unfit?",
        proves="record",
    )
    wants: Text = fact(
        "您希望怎样处理？", "What do you want?", unit="return, replace, repair, reduce"
    )


@dataclass(frozen=True)
class Stalling(Facts):
    """A request for a remedy that is not met."""

    due_on: Day = fact(
        "国家规定、约定的期限到哪天（没有就是提出的那天）？",
        "When did the legal or agreed time end; the day of asking if there is none?",
        proves="record",
    )
    good_reason: Truth = fact("有正当理由吗？", "Is there a good reason?", proves="merchant")


@dataclass(frozen=True)
class Inspection(Facts):
    """A buyer who tells the seller of a defect."""

    signed_for_on: Day = fact(
        "哪天签收商品？", "On which day were the goods signed for?", proves="record"
    )
    guaranteed_until: Day = fact(
        "质量保证期到哪天（没有就是签收日）？",
        "Until when are they guaranteed; the day of receipt if they are not?",
        proves="record",
    )
    agreed_days: Count = fact(
        "约定的检验期限几天（没有填 0）？", "How many days to inspect were agreed; 0 if none?",
        proves="record", unit="days",
    )  # fmt: skip
    agreed_too_short: Truth = fact(
        "约定的期限短到难以完成全面检验吗？", "Is that too short for a full inspection?"
    )
    hidden_flaw: Truth = fact("是外观看不出的瑕疵吗？", "Is the flaw one that cannot be seen?")
    seller_knew: Truth = fact("卖家知道或者应当知道吗？", "Did the seller know, or should it have?")
    slip_lists_goods: Truth = fact(
        "签收单写明了数量、型号吗？",
        "Does the signed slip list quantity and model?",
        proves="record",
    )
    rebutted: Truth = fact("有相反证据吗？", "Is there proof to the contrary?")


@dataclass(frozen=True)
class Guarantee(Facts):
    """How long an operator repairs, replaces or takes back."""

    delivered_on: Day = fact("哪天交付？", "On which day was it delivered?", proves="record")
    installed_on: Day = fact(
        "哪天安装完成（不用安装就是交付日）？",
        "On which day was it installed; the day of delivery if it needs none?",
        proves="record",
    )
    replaced_on: Day = fact(
        "哪天更换完成（没有更换就是安装日）？",
        "On which day was it replaced; the day of installation if it was not?",
        proves="record",
    )
    months_promised: Count = fact(
        "约定几个月？", "How many months were promised?", proves="record", unit="months"
    )
    months_by_law: Count = fact(
        "国家规定至少几个月（没有填 0）？", "How many months does the law ask at least; 0 if none?",
        proves="record", unit="months",
    )  # fmt: skip
    days_in_repair: Count = fact(
        "修理共占用多少天？", "How many days did repairs take?", proves="record", unit="days"
    )


@dataclass(frozen=True)
class Paid(Facts):
    """What was paid, by paper and in fact."""

    on_invoice: Minor = fact("发票上多少钱？", "What does the invoice say?", proves="record")
    in_fact: Minor = fact("实际付了多少？", "What was really paid?", proves="merchant")
    difference_proven: Truth = fact(
        "经营者能证明实付与发票不同吗？",
        "Can the operator prove that it differs?",
        proves="merchant",
    )


@dataclass(frozen=True)
class Free(Facts):
    """Something that came free of charge."""

    harmed: Truth = fact("造成损害了吗？", "Did it do harm?")
    flaw_told: Truth = fact(
        "事先如实告知了合法且不影响正常使用的瑕疵吗？",
        "Was a lawful flaw that does not spoil normal use told before?",
        proves="merchant",
    )
    flaw_is_the_cause: Truth = fact(
        "争议就是这个已告知的瑕疵吗？", "Is that very flaw what the dispute is about?",
        proves="merchant",
    )  # fmt: skip


@dataclass(frozen=True)
class Matching(Facts):
    """Goods beside what was said of them."""

    as_described: Truth = fact(
        "与广告、说明、样品表明的质量相符吗？", "Do they match advertising, description and sample?"
    )
    promise_kept: Truth = fact(
        "商家的承诺（数量、质量、价格、售后）都兑现了吗？",
        "Were promises of quantity, quality, price and service kept?",
    )


@dataclass(frozen=True)
class Rescinding(Facts):
    """A right to rescind, and how long it lasts."""

    ground_known_on: Day = fact(
        "哪天知道或者应当知道解除事由？", "When was the ground known, or should it have been?",
        proves="record",
    )  # fmt: skip
    notice_reached_on: Day = fact(
        "解除通知（或者起诉状副本）哪天到达对方？",
        "When did the notice, or the claim, reach the other side?",
        proves="record",
    )


@dataclass(frozen=True)
class Sendback(Facts):
    """A return without a reason, step by step."""

    asked_on: Day = fact(
        "哪天提出要求？", "On which day was the return asked for?", proves="record"
    )
    goods_back_on: Day = fact(
        "商家哪天收到退回的商品？", "On which day were the goods back?", proves="record"
    )
    paid_by: Text = fact(
        "当时怎样支付？", "How was it paid?", unit="card, wallet, points, mixed", proves="record"
    )
    other_way_agreed: Truth = fact(
        "您明确同意换一种退款方式吗？", "Did you expressly agree to another way?", proves="merchant"
    )
    card_fee: Minor = fact("信用卡手续费多少？", "What was the card fee?", proves="record")
    fee_waived: Truth = fact(
        "手续费当时是商家免除的吗？", "Had the merchant waived the fee?", proves="record"
    )


act_is_fraud = yes_or_no("act_is_fraud", Deceit, "该行为是否属于欺诈", "whether the act is fraud")
punitive_for_known_defect = money(
    "punitive_for_known_defect",
    KnownDefect,
    "明知缺陷的惩罚性赔偿最多多少",
    "the most for a known defect",
)
remedy_due: Question[str] = Question(
    "remedy_due", Remedy, "none", Words("可以要求怎样处理", "which remedy may be asked for"),
    owed_by="merchant",
)  # fmt: skip
stalling_after = day(
    "stalling_after", Stalling, "过了哪天视为故意拖延", "after which day it counts as stalling"
)
notify_defect_by = day(
    "notify_defect_by", Inspection, "最迟哪天通知瑕疵", "by when a defect is notified"
)
taken_as_inspected = yes_or_no(
    "taken_as_inspected", Inspection, "是否推定已检验数量和外观", "whether it is presumed inspected"
)
guarantee_ends_on = day(
    "guarantee_ends_on", Guarantee, "保修有效期到哪天", "until when it is guaranteed"
)
repaid_once = money("repaid_once", Paid, "应一次性退清多少", "what is repaid at once")
free_thing_answered_for = yes_or_no(
    "free_thing_answered_for",
    Free,
    "赠品造成损害是否担责",
    "whether the giver answers for a free thing",
)
as_promised = yes_or_no(
    "as_promised", Matching, "是否符合承诺", "whether the goods are as promised"
)
last_day_to_rescind = day(
    "last_day_to_rescind", Rescinding, "行使解除权的最后一天", "the last day to rescind"
)
contract_ends_on = day("contract_ends_on", Rescinding, "合同哪天解除", "when the contract ends")
return_stalling_after = day(
    "return_stalling_after",
    Sendback,
    "过了哪天未办理退货视为拖延",
    "after which day a return counts as stalled",
)
refund_stalling_after = day(
    "refund_stalling_after",
    Sendback,
    "过了哪天未退款视为拖延",
    "after which day a refund counts as stalled",
)
refund_goes_to: Question[str] = Question(
    "refund_goes_to", Sendback, "as_paid", Words("退款退到哪里", "where the refund goes"),
    owed_by="merchant",
)  # fmt: skip
fee_deducted: Question[int] = Question(
    "fee_deducted", Sendback, 0, Words("可以扣除多少手续费", "how much of a fee may be deducted")
)
