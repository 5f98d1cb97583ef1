"""Who is a consumer, who is an operator, and what a minor may do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.asks import yes_or_no
from gongdao.law.facts import Count, Day, Facts, Minor, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class Buyer(Facts):
    """Whoever buys, as the law of consumers looks at them."""

    purpose: Text = fact(
        "为什么购买：生活消费、农业生产、经营，还是为索赔？",
        "What was it bought for: living needs, farming, business, or to claim damages?",
        unit="living, farming, business, claims",
    )


@dataclass(frozen=True)
class Seller(Facts):
    """Whoever sells on the net."""

    sells_own_used_things: Truth = fact(
        "只是偶尔转让自己用过的、闲置的东西吗？",
        "Does it only now and then sell its own used or spare things?",
    )
    quantity_and_frequency_of_trade: Truth = fact(
        "数量、频率像做生意吗？", "Are quantity and frequency those of a trade?"
    )
    bought_to_resell: Truth = fact(
        "商品是进货来卖的吗（来源、价格、其他渠道、收入）？",
        "Were the goods got in order to sell them, by source, price, other channels and income?",
    )
    individual: Truth = fact("卖家是个人吗？", "Is the seller an individual?", proves="record")
    exempt_activity: Truth = fact(
        "只卖自产农副产品、家庭手工业品，或者依法无须许可的便民劳务吗？",
        "Only own farm produce, home crafts, or chores that need no licence?",
        proves="record",
    )
    needs_licence: Truth = fact(
        "所卖商品依法须取得行政许可吗？", "Does what it sells need a licence?", proves="record"
    )
    yearly_sales: Minor = fact(
        "各平台各网店一年的交易额合计多少？",
        "What is the year's turnover over all shops and platforms?",
        proves="record",
    )


@dataclass(frozen=True)
class YoungBuyer(Facts):
    """A contract of somebody under age."""

    age: Count = fact("购买时几岁？", "How old was the buyer?", proves="record", unit="years")
    lives_on_own_work: Truth = fact(
        "以自己的劳动收入为主要生活来源吗？", "Does the buyer live mainly on own work?"
    )
    fits_age_or_pure_benefit: Truth = fact(
        "与年龄、智力相适应，或者纯获利益吗？", "Does it fit their age and mind, or only benefit them?",
        proves="merchant",
    )  # fmt: skip
    guardian_agreed: Truth = fact(
        "监护人同意或者追认了吗？", "Did the guardian consent or ratify?", proves="merchant"
    )
    minor_shown: Truth = fact(
        "能证明确实是未成年人自己操作的吗？", "Is it shown that the minor did it?"
    )
    paid: Minor = fact("已付多少？", "How much was paid?", proves="record")
    value_used: Minor = fact(
        "已消费部分值多少？", "What is the part used worth?", proves="merchant"
    )
    unlawful_paid_game: Truth = fact(
        "是违法向未成年人提供的付费游戏等服务吗？",
        "Was it a paid game or the like, unlawfully given to a minor?",
    )
    guardians_share: Count = fact(
        "监护人一方的过错占百分之几（由法院酌定，没有填 0）？",
        "Which per cent of the fault is the guardian's side's, as the court finds; 0 if none?",
        proves="merchant", unit="per cent",
    )  # fmt: skip
    asked_guardian_on: Day = fact(
        "监护人哪天收到追认的催告？", "When did the guardian receive the demand to ratify?", proves="record"
    )  # fmt: skip


@dataclass(frozen=True)
class ServiceToMinor(Facts):
    """What is offered to somebody under age."""

    offered: Text = fact(
        "提供什么？", "What is offered?",
        unit="game, live_account, tobacco_alcohol_lottery, other", proves="record",
    )  # fmt: skip
    age: Count = fact("几岁？", "How old?", proves="record", unit="years")
    hour: Count = fact(
        "当地时间几点（0–23）？", "At which hour, 0 to 23?", proves="record", unit="hours"
    )
    guardian_agreed: Truth = fact(
        "监护人同意了吗？", "Did the guardian consent?", proves="merchant"
    )


is_consumer = yes_or_no(
    "is_consumer", Buyer, "是否受消费者权益保护法保护", "whether the law of consumers protects"
)
is_operator = yes_or_no(
    "is_operator", Seller, "卖家是否承担经营者责任", "whether the seller answers as an operator"
)
must_register = yes_or_no(
    "must_register", Seller, "是否应当办理市场主体登记", "whether the seller must register"
)
contract_of_minor: Question[str] = Question(
    "contract_of_minor", YoungBuyer, "valid",
    Words("未成年人的合同效力", "what a minor's contract is worth"),
)  # fmt: skip
returned_to_minor: Question[int] = Question(
    "returned_to_minor", YoungBuyer, 0,
    Words("应退还未成年人多少", "what comes back to a minor"), owed_by="merchant",
)  # fmt: skip
ratify_by: Question[date] = Question(
    "ratify_by", YoungBuyer, None,
    Words("监护人最迟哪天追认", "by when the guardian ratifies"), owed_by="consumer",
)  # fmt: skip
may_offer_to_minor = yes_or_no(
    "may_offer_to_minor",
    ServiceToMinor,
    "能否向该未成年人提供",
    "whether it may be offered to a minor",
)
