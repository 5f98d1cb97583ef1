"""Standard terms, and how contracts are made and unmade on the net."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.asks import yes_or_no
from gongdao.law.facts import Day, Facts, Minor, Text, Truth, fact
from gongdao.law.rule import Question

CLAUSES = (
    "excludes_remedies", "excludes_liability", "burdens_consumer", "forces_dealing",
    "excuses_injury", "excuses_gross_negligence", "no_contract_after_payment",
    "signing_is_acceptance", "platform_blames_merchant", "final_interpretation", "bars_complaints",
    "penalty_too_high", "prepaid_no_refund", "prepaid_no_transfer", "prepaid_no_replacement",
    "prepaid_changed_at_will", "costly_disputes", "return_right_excluded", "fair",
)  # fmt: skip


@dataclass(frozen=True)
class Term(Facts):
    """A term that one side drafted for repeated use, as a consumer meets it."""

    clause: Text = fact(
        "这个条款说的是哪一种内容？", "What does the term say?", unit=", ".join(CLAUSES)
    )
    with_consumer: Truth = fact(
        "对方是消费者吗？", "Is the other side a consumer?", proves="record"
    )
    negotiated: Truth = fact(
        "订立时单独协商过吗？", "Was it negotiated for this contract?", proves="merchant"
    )
    major: Truth = fact(
        "是否与您有重大利害关系（价款、责任、退款、争议解决等）？",
        "Does it touch what matters: price, liability, refunds, disputes?",
    )
    conspicuous: Truth = fact(
        "是否用足以引起注意的文字、符号、字体提示？",
        "Was attention drawn to it by text, signs or type that one notices?",
        proves="merchant",
    )
    only_box_or_pop_up: Truth = fact(
        "是否只有勾选框或者弹窗？", "Was there only a box to tick or a pop-up?", proves="merchant"
    )
    explained_if_asked: Truth = fact(
        "您要求说明时，对方解释了吗（没有要求过填是）？",
        "Was it explained when asked for; yes if nobody asked?",
        proves="merchant",
    )
    readings: Text = fact(
        "条款有几种理解：只有一种，还是两种以上；另有单独商定的不同内容吗？",
        "Is there one reading, are there two, or does a negotiated term differ?",
        unit="one, two, negotiated_differs",
    )


@dataclass(frozen=True)
class AgreedPenalty(Facts):
    """A sum that the contract promises for a breach."""

    agreed: Minor = fact("约定的违约金是多少？", "What sum was agreed?", proves="record")
    losses_by_breach: Minor = fact(
        "违约实际造成的损失是多少？", "What losses did the breach cause?", proves="merchant"
    )
    bad_faith: Truth = fact("违约方是恶意违约吗？", "Did the side in breach act in bad faith?")


@dataclass(frozen=True)
class Avoidance(Facts):
    """A contract made by mistake or by deceit."""

    avoidance_ground: Text = fact(
        "撤销的理由：重大误解（如标错价）、欺诈，还是胁迫？",
        "On which ground: a serious mistake such as a wrong price, deceit, or duress?",
        unit="mistake, fraud, duress",
    )
    flaw_known_on: Day = fact(
        "哪天知道或者应当知道（胁迫为终止之日）？",
        "On which day was it known, or should it have been; for duress, when did it end?",
        proves="record",
    )
    concluded_on: Day = fact(
        "合同哪天成立？", "On which day was the contract concluded?", proves="record"
    )
    waived: Truth = fact(
        "知道后是否明确或者以行为放弃？", "Was the right given up, by words or acts, once known?",
        proves="merchant",
    )  # fmt: skip


@dataclass(frozen=True)
class OrderFlow(Facts):
    """How a shop lets its customers order."""

    steps_told: Truth = fact(
        "下单步骤、注意事项、下载方法都清楚告知了吗？",
        "Are steps, cautions and the way to download told clearly?",
        proves="merchant",
    )
    can_correct: Truth = fact(
        "提交订单前能更正输入错误吗？", "Can mistakes be corrected before submission?",
        proves="merchant",
    )  # fmt: skip
    contract_kept: Truth = fact(
        "消费者能下载合同，或者拿到至少一份书面合同吗？",
        "Can the consumer download the contract, or get a copy on paper?",
        proves="merchant",
    )


@dataclass(frozen=True)
class Advertised(Facts):
    """What an advertisement says."""

    definite: Truth = fact(
        "广告内容是否具体确定、足以直接成交？", "Is it definite enough to be accepted as it stands?"
    )


@dataclass(frozen=True)
class SideDeal(Facts):
    """A contract beside the sale."""

    side_purpose: Text = fact(
        "合同是为了什么？", "What is the contract for?",
        unit="fake_trades, fake_clicks, fake_reviews, lawful",
    )  # fmt: skip


@dataclass(frozen=True)
class DataMessage(Facts):
    """A message or record in electronic form."""

    retrievable: Truth = fact(
        "能有形表现内容并随时调取吗？", "Can its content be shown, and called up at any time?"
    )
    intact: Truth = fact(
        "自形成时起内容完整、未被更改吗？",
        "Has it stayed complete and unaltered since it was made?",
    )
    system_named: Truth = fact(
        "收件人指定过接收系统吗？", "Did the addressee name a system?", proves="record"
    )
    in_named_system_on: Day = fact(
        "哪天进入指定系统？", "On which day did it enter that system?", proves="record"
    )
    in_any_system_on: Day = fact(
        "哪天首次进入收件人的任何系统？",
        "On which day did it first enter any system of the addressee?",
        proves="record",
    )


@dataclass(frozen=True)
class Price(Facts):
    """Goods that are not as agreed, kept at a lower price."""

    value_as_agreed: Minor = fact(
        "符合约定的商品在交付时值多少？",
        "What would the goods as agreed have been worth on delivery?",
    )
    value_as_delivered: Minor = fact(
        "实际交付的商品在交付时值多少？", "What were the goods delivered worth then?"
    )


term_is_part: Question[bool] = yes_or_no(
    "term_is_part", Term, "条款是否成为合同内容", "whether the term is part of the contract"
)
term_is_void = yes_or_no("term_is_void", Term, "条款是否无效", "whether the term is void")
term_is_read: Question[str] = Question(
    "term_is_read", Term, "as_usually_understood",
    Words("条款怎样解释", "how the term is read"),
)  # fmt: skip
penalty_excessive = yes_or_no(
    "penalty_excessive", AgreedPenalty, "违约金是否过高", "whether the agreed sum is excessive"
)
last_day_to_avoid: Question[date | None] = Question(
    "last_day_to_avoid", Avoidance, None,
    Words("请求撤销合同的最后一天", "the last day to have the contract avoided"),
)  # fmt: skip
order_flow_lawful = yes_or_no(
    "order_flow_lawful", OrderFlow, "下单流程是否合法", "whether the way to order is lawful"
)
advertisement_is_offer = yes_or_no(
    "advertisement_is_offer",
    Advertised,
    "广告是否构成要约",
    "whether the advertisement is an offer",
)
side_deal_void = yes_or_no(
    "side_deal_void", SideDeal, "刷单炒信合同是否无效", "whether a contract for fakes is void"
)
counts_as_writing = yes_or_no(
    "counts_as_writing",
    DataMessage,
    "电子记录是否视为书面",
    "whether an electronic record is writing",
)
counts_as_original = yes_or_no(
    "counts_as_original", DataMessage, "电子记录是否视为原件", "whether it counts as an original"
)
message_received_on: Question[date] = Question(
    "message_received_on", DataMessage, None,
    Words("数据电文哪天算收到", "on which day a data message counts as received"),
)  # fmt: skip
price_reduced_by: Question[int] = Question(
    "price_reduced_by", Price, 0, Words("减价多少", "by how much the price is reduced"),
    owed_by="merchant",
)  # fmt: skip
