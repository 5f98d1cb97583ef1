"""Food and drugs: who owes increased damages, how much, and what the platform answers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.facts import Count, Day, Facts, Minor, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class FoodClaim(Facts):
    """A claim about food that is said to fall below the food-safety standards."""

    price: Minor = fact("涉案商品价款多少？", "What did the goods concerned cost?", proves="record")
    losses: Minor = fact("另外的合理损失是多少？", "What other reasonable losses are there?")
    by_consumer: Truth = fact("是为生活消费购买的吗？", "Was it bought for living needs?")
    against: Text = fact(
        "向谁主张：生产者、销售者、以代购为业的人，还是帮忙代购的亲友？",
        "Against whom: producer, seller, an agent by trade, or a friend who bought for you?",
        unit="producer, seller, agent, friend",
    )
    below_standard: Truth = fact(
        "食品不符合食品安全标准吗？", "Does the food fail the food-safety standards?", proves="merchant"
    )  # fmt: skip
    sign_of_knowing: Text = fact(
        "有没有视为明知的情形：过期、来源不明、进价明显过低、未查验、假日期、隐匿记录、其他证据？",
        "Is there a sign that it knew: expired, no lawful source, an unreasonable price, not checked, "
        "a false date, hidden records, other proof?",
        unit="none, expired, no_source, cheap, unchecked, false_date, hid_records, other",
    )
    label_fault: Text = fact(
        "问题是否只在标签、说明书上，是哪一种？",
        "Is the fault in label or leaflet alone, and of which kind?",
        proves="merchant",
        unit="no, listed, other, item_missing, deliberately_wrong",
    )
    label_harmless: Truth = fact(
        "标签瑕疵既不影响食品安全，也不会误导消费者吗？",
        "Does the flaw of the label neither touch safety nor mislead consumers?",
        proves="merchant",
    )
    fabricated: Truth = fact(
        "消费者是否掉包、造假？", "Did the consumer swap or fabricate?", proves="merchant"
    )
    buyer_knew: Truth = fact(
        "能证明购买时明知不符合标准吗？",
        "Is it proved that the buyer knew when buying?",
        proves="merchant",
    )
    reasonable_price: Minor = fact(
        "合理生活消费需要范围内的数量值多少钱（多次购买合并计算）？",
        "What did the quantity within reasonable living needs cost, repeated purchases together?",
    )
    promised_multiple: Count = fact(
        "商家承诺假一赔几？", "What multiple did the merchant promise?", unit="times the price"
    )


@dataclass(frozen=True)
class DrugClaim(Facts):
    """A claim about a drug that is said to be fake or inferior."""

    price: Minor = fact("涉案商品价款多少？", "What did the goods concerned cost?", proves="record")
    losses: Minor = fact("另外的合理损失是多少？", "What other reasonable losses are there?")
    fake_or_inferior: Truth = fact("是假药或劣药吗？", "Is the drug fake or inferior?")
    by_producer: Truth = fact("向生产者主张吗？", "Is the claim against the producer?")
    knew: Truth = fact(
        "销售者、使用者明知是假药、劣药吗？", "Did the seller or user know that it was?"
    )
    exempt: Truth = fact(
        "是否属于非营利自救互助的少量药品或数量不大的民间传统配方且未伤人，或者非营利少量进口境外合法药品（处罚决定、检验结论足以证明是假药劣药的，不算）？",
        "Is it non-profit mutual help or a small folk remedy that harmed nobody, or a few drugs lawful "
        "abroad brought in without profit, no authority having found them fake or inferior?",
        proves="merchant",
    )
    by_consumer: Truth = fact("是为生活消费购买的吗？", "Was it bought for living needs?")
    bought_by_friend: Truth = fact(
        "是向帮忙代购、不以代购为业的人主张吗？",
        "Is the claim against somebody who bought it for you, and not as a trade?",
        proves="merchant",
    )
    fabricated: Truth = fact(
        "消费者是否掉包、造假？", "Did the consumer swap or fabricate?", proves="merchant"
    )


@dataclass(frozen=True)
class FoodPlatform(Facts):
    """A platform on which food is sold."""

    registered_real_names: Truth = fact(
        "平台对食品经营者实名登记了吗？", "Did the platform register the food seller's real name?",
        proves="platform",
    )  # fmt: skip
    checked_licence: Truth = fact(
        "平台审查许可证了吗？", "Did the platform check the food licence?", proves="platform"
    )
    acted_on_violations: Truth = fact(
        "发现违法后平台及时制止、报告或停止服务了吗？",
        "Did the platform stop, report or end its service once it found a violation?",
        proves="platform",
    )
    gave_identity: Truth = fact(
        "平台能提供经营者真实名称、地址和有效联系方式吗？",
        "Can the platform give the seller's real name, address and contact?",
        proves="platform",
    )


@dataclass(frozen=True)
class FoodRecords(Facts):
    """The records of a sale of food on the net."""

    traded_on: Day = fact("交易是哪天？", "On which day was it traded?", proves="record")
    has_shelf_life: Truth = fact(
        "食品有明确保质期吗？", "Does the food have a definite shelf life?", proves="record"
    )
    shelf_life_ends_on: Day = fact(
        "保质期到哪天？", "On which day does the shelf life end?", proves="record"
    )


food_seller_knew: Question[bool] = Question(
    "food_seller_knew", FoodClaim, False,
    Words("食品经营者是否视为明知", "whether the seller of food is taken to have known"),
)  # fmt: skip
ten_times_for_food: Question[bool] = Question(
    "ten_times_for_food", FoodClaim, False,
    Words("能否请求食品惩罚性赔偿", "whether increased damages for food are due"),
)  # fmt: skip
compensation_for_food: Question[int] = Question(
    "compensation_for_food", FoodClaim, 0,
    Words("食品惩罚性赔偿多少", "the increased damages for food"), owed_by="merchant",
    follows=ten_times_for_food,
)  # fmt: skip
price_back_for_food: Question[int] = Question(
    "price_back_for_food", FoodClaim, 0,
    Words("不合格食品返还多少价款", "what is repaid for food below standard"), owed_by="merchant",
)  # fmt: skip
compensation_for_drugs: Question[int] = Question(
    "compensation_for_drugs", DrugClaim, 0,
    Words("假药劣药惩罚性赔偿多少", "the increased damages for fake or inferior drugs"),
    owed_by="merchant",
)  # fmt: skip
food_platform_liable: Question[str] = Question(
    "food_platform_liable", FoodPlatform, "none",
    Words("食品交易平台承担什么责任", "how the platform answers for food"), owed_by="platform",
)  # fmt: skip
keep_food_records_until: Question[date] = Question(
    "keep_food_records_until", FoodRecords, None,
    Words("网络食品交易记录保存到哪天", "until when records of food sold online are kept"),
    owed_by="merchant",
)  # fmt: skip
