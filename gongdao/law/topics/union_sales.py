"""Distance sales in the European Union: withdrawal, delivery, conformity."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.kernel.words import Words
from gongdao.law.asks import day, money, yes_or_no
from gongdao.law.facts import Count, Day, Facts, Minor, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class Withdrawal(Facts):
    """A distance contract, as the right to withdraw looks at it."""

    subject: Text = fact(
        "标的是商品、服务，还是在线数字内容？", "Goods, a service, or digital content online?",
        unit="goods, service, digital_content", proves="record",
    )  # fmt: skip
    by_consumer: Truth = fact("是为生活消费购买的吗？", "Was it bought for living needs?")
    concluded_on: Day = fact(
        "合同哪天成立？", "On which day was the contract concluded?", proves="record"
    )
    last_parcel_on: Day = fact(
        "最后一个包裹哪天到手（定期供货填第一批）？",
        "When did the last parcel arrive; of regular deliveries the first?",
        proves="record",
    )
    informed: Truth = fact(
        "卖家告知过撤回权吗？", "Was the consumer told of the right to withdraw?", proves="merchant"
    )
    informed_late_on: Day = fact(
        "补告知是哪天（从未补告知填合同成立日）？",
        "When was the consumer told belatedly; the day of the contract if never?",
        proves="merchant",
    )
    exception: Text = fact(
        "是否属于法定例外？", "Does a statutory exception apply?", proves="merchant",
        unit="none, service_fully_performed, market_price, made_to_specification, perishable, "
        "sealed_hygiene, mixed, future_alcohol, urgent_repair, sealed_media, newspaper, auction, "
        "fixed_date, digital_begun",
    )  # fmt: skip
    unsealed: Truth = fact(
        "您拆开了密封吗？", "Did the consumer break the seal?", proves="merchant"
    )
    consented_and_acknowledged: Truth = fact(
        "开始前明确同意并确认失去撤回权吗？",
        "Did the consumer consent beforehand and acknowledge that the right is lost?",
        proves="merchant",
    )
    cleanable: Truth = fact(
        "拆封后经清洁、消毒仍可再次销售吗（如床垫、衣服）？",
        "Can it be made fit for sale again by cleaning, as a mattress or clothes can?",
    )
    days_promised: Count = fact(
        "卖家承诺几天（没有填 0）？",
        "How many days did the trader promise; 0 if none?",
        unit="days",
    )


@dataclass(frozen=True)
class Withdrawn(Facts):
    """A contract from which the consumer withdrew."""

    told_on: Day = fact("哪天告知撤回？", "When was the trader told?", proves="record")
    goods_or_proof_on: Day = fact(
        "商品退回或者寄出凭证哪天到（先到者；由卖家自取填告知日）？",
        "When did goods or proof of sending arrive; the day of telling if the trader collects?",
        proves="record",
    )
    price: Minor = fact("涉案商品价款多少？", "What did the goods concerned cost?", proves="record")
    standard_freight: Minor = fact(
        "标准送货费多少？", "What did standard delivery cost?", proves="record"
    )
    extra_freight: Minor = fact(
        "自选快递多付多少？", "What was paid on top for express?", proves="record"
    )
    value_lost: Minor = fact(
        "超出查验所需的使用造成多少贬值？", "What value was lost by more than testing?",
        proves="merchant",
    )  # fmt: skip
    right_was_told: Truth = fact(
        "卖家告知过撤回权吗？", "Was the consumer told of the right to withdraw?", proves="merchant"
    )
    return_cost_told: Truth = fact(
        "告知过退回费用由消费者承担吗？", "Was the consumer told to bear the cost of return?",
        proves="merchant",
    )  # fmt: skip
    trader_collects: Truth = fact(
        "卖家同意承担或者自取吗？", "Does the trader bear it or collect?", proves="record"
    )
    service_price: Minor = fact(
        "服务总价多少？", "What is the whole price of the service?", proves="record"
    )
    service_done: Count = fact(
        "已提供百分之几？", "How many per cent were performed?", proves="merchant", unit="per cent"
    )
    service_asked_for: Truth = fact(
        "您明确要求立即开始吗？", "Did the consumer expressly ask to begin?", proves="merchant"
    )


@dataclass(frozen=True)
class Checkout(Facts):
    """An online order form."""

    button_says_pay: Truth = fact(
        "按钮写明“下单即付款”之类的字样吗？", "Does the button say that ordering means paying?",
        proves="merchant",
    )  # fmt: skip
    costs_told: Truth = fact(
        "全部费用都事先告知吗？", "Were all costs told before?", proves="merchant"
    )
    untold_costs: Minor = fact("未告知的费用多少？", "What costs were not told?", proves="record")
    preticked_extras: Minor = fact(
        "默认勾选的附加费用多少？", "What extras were ticked in advance?", proves="record"
    )
    unordered: Truth = fact("是没有订购就送来的吗？", "Was it sent without an order?")
    has_withdrawal_function: Truth = fact(
        "界面上有“在此撤回合同”的功能并给回执吗？",
        "Is there a function to withdraw here, with a receipt?",
        proves="merchant",
    )
    right_exists: Truth = fact(
        "该合同有撤回权吗？", "Is there a right to withdraw?", proves="record"
    )


@dataclass(frozen=True)
class UnionDelivery(Facts):
    """A delivery that was promised."""

    concluded_on: Day = fact(
        "合同哪天成立？", "On which day was the contract concluded?", proves="record"
    )
    agreed_on: Day = fact(
        "约定哪天送达（没有约定填合同成立日）？",
        "For which day was it agreed; the day of the contract if none?",
        proves="record",
    )
    refused: Truth = fact("商家是否表明不发货？", "Did the merchant say or show it will not ship?")
    date_essential: Truth = fact("日期至关重要吗？", "Was the date essential?", proves="record")
    extra_time_over: Truth = fact(
        "给的合理宽限期已过吗？", "Is a further reasonable time over?", proves="record"
    )


@dataclass(frozen=True)
class Removal(Facts):
    """Goods that were built in before they turned out to lack conformity."""

    installed_before_lack_showed: Truth = fact(
        "不符显现前，商品已按其性质和用途安装好了吗？",
        "Had the goods been installed, as fits them, before the lack appeared?",
    )


@dataclass(frozen=True)
class Lack(Facts):
    """Goods or digital content that do not conform."""

    supply: Text = fact(
        "是商品、一次性数字内容，还是持续的数字服务？",
        "Goods, digital content once, or digital service over time?",
        unit="goods, digital_once, digital_over_time", proves="record",
    )  # fmt: skip
    delivered_on: Day = fact("哪天交付？", "On which day was it delivered?", proves="record")
    term_ends_on: Day = fact(
        "持续服务到哪天（不是就填交付日）？", "When does a continuous supply end; else the day of delivery?",
        proves="record",
    )  # fmt: skip
    appeared_on: Day = fact("哪天显现？", "On which day did it appear?", proves="record")
    second_hand_agreed_one_year: Truth = fact(
        "是约定一年的二手商品吗？", "Is it second-hand with one year agreed?", proves="record"
    )
    repaired_under_guarantee: Truth = fact(
        "在责任期内修理过吗？", "Was it repaired within the period?", proves="record"
    )
    repair_refused_or_failed: Truth = fact(
        "修理、更换被拒绝、失败、严重不符或者已表明不做吗？",
        "Was repair or replacement refused, in vain, declared off, or the lack grave?",
    )
    minor_lack: Truth = fact("只是轻微不符吗？", "Is the lack minor?", proves="merchant")
    terminated_on: Day = fact("哪天解除？", "On which day was it terminated?", proves="record")
    price: Minor = fact("涉案商品价款多少？", "What did the goods concerned cost?", proves="record")
    value_as_is: Minor = fact("现状值多少？", "What is it worth as it is?")
    value_as_due: Minor = fact("合格的值多少？", "What would it be worth as due?")


last_day_to_withdraw = day(
    "last_day_to_withdraw", Withdrawal, "撤回合同的最后一天", "the last day to withdraw"
)
withdrawal_refund_by = day(
    "withdrawal_refund_by", Withdrawn, "撤回后最迟哪天退款", "by when a withdrawal is refunded"
)
withdrawal_refund = money(
    "withdrawal_refund", Withdrawn, "撤回后退多少", "how much comes back on withdrawal"
)
send_back_after_withdrawal_by = day(
    "send_back_after_withdrawal_by", Withdrawn, "撤回后最迟哪天寄回", "by when goods are sent back"
)
return_cost_borne_by: Question[str] = Question(
    "return_cost_borne_by", Withdrawn, "merchant",
    Words("退回费用由谁承担", "who bears the cost of return"),
)  # fmt: skip
service_price_due: Question[int] = Question(
    "service_price_due", Withdrawn, 0,
    Words("已提供的服务应付多少", "what is due for the service done"), owed_by="consumer",
)  # fmt: skip
order_binds = yes_or_no("order_binds", Checkout, "消费者是否受订单约束", "whether the order binds")
not_owed = money("not_owed", Checkout, "哪些费用不用付", "which costs are not owed")
withdrawal_function_lawful = yes_or_no(
    "withdrawal_function_lawful",
    Checkout,
    "撤回功能是否合法",
    "whether the withdrawal function is lawful",
)
union_deliver_by = day(
    "union_deliver_by", UnionDelivery, "最迟哪天送达", "by when goods are delivered"
)
may_terminate_for_delay = yes_or_no(
    "may_terminate_for_delay", UnionDelivery, "能否因迟延解除", "whether delay lets one terminate"
)
seller_liable_until = day(
    "seller_liable_until", Lack, "卖家责任到哪天", "until when the seller is liable"
)
lack_presumed_until = day(
    "lack_presumed_until",
    Lack,
    "推定交付时已不符到哪天",
    "until when the lack is presumed to be old",
)
remedy_for_lack: Question[str] = Question(
    "remedy_for_lack", Lack, "none", Words("不符时可以要求什么", "the remedy for a lack"),
    owed_by="merchant",
)  # fmt: skip
removal_borne_by: Question[str] = Question(
    "removal_borne_by", Removal, "consumer",
    Words("拆除和重新安装由谁承担", "who bears removal and installation"),
)  # fmt: skip
price_cut_for_lack = money("price_cut_for_lack", Lack, "减价多少", "by how much the price is cut")
digital_refund_by = day(
    "digital_refund_by",
    Lack,
    "数字合同解除后最迟哪天退款",
    "by when a digital contract is refunded",
)
