"""The market of the European Union: prices, practices, platforms, data, payment, ways out."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.law.asks import day, money, yes_or_no
from gongdao.law.facts import Count, Day, Facts, Minor, Text, Truth, fact


@dataclass(frozen=True)
class Reduction(Facts):
    """An announced price reduction."""

    lowest_of_thirty_days: Minor = fact(
        "降价前三十日内最低价多少？", "What was the lowest price of the thirty days before?",
        proves="merchant",
    )  # fmt: skip
    lowest_before_first_step: Minor = fact(
        "逐步降价的，第一次降价前三十日内最低价多少（不是填 0）？",
        "Of progressive reductions, the lowest before the first step; 0 if none?",
        proves="merchant",
    )
    price_now: Minor = fact("现价多少？", "What is the price now?", proves="record")
    percent_shown: Count = fact(
        "标示降价百分之几？", "What percentage is shown?", proves="record", unit="per cent"
    )


@dataclass(frozen=True)
class Practice(Facts):
    """A commercial practice towards consumers."""

    practice: Text = fact(
        "是哪一种行为？", "Which practice is it?",
        unit="none, undisclosed_paid_ranking, ticket_bots, unchecked_reviews, fake_reviews, "
        "generic_green_claim, offset_climate_claim, durability_hidden, verification_untold, "
        "ranking_untold, false_time_limit, misleading_price, conditions_untold",
    )  # fmt: skip


@dataclass(frozen=True)
class Measured(Facts):
    """Goods that are sold by weight, volume, length or number."""

    sold_by_measure: Truth = fact(
        "按重量、容积、长度或者数量销售吗？", "Are the goods sold by weight, volume, length or number?",
        proves="record",
    )  # fmt: skip
    unit_price_shown: Truth = fact(
        "标示单位价格了吗？", "Is the unit price shown?", proves="record"
    )
    unit_price_is_the_price: Truth = fact(
        "单位价格与售价相同吗？", "Is the unit price the same as the selling price?",
        proves="merchant",
    )  # fmt: skip


@dataclass(frozen=True)
class UnionTerm(Facts):
    """A term that was not individually negotiated."""

    negotiated: Truth = fact(
        "订立时单独协商过吗？", "Was it negotiated for this contract?", proves="merchant"
    )
    imbalance: Truth = fact(
        "违背诚信、使双方权利义务显著失衡吗？",
        "Does it, against good faith, cause a significant imbalance?",
    )
    blocks_legal_action: Truth = fact(
        "妨碍诉讼或者只许仲裁吗？", "Does it hinder suits or force arbitration?"
    )


@dataclass(frozen=True)
class UnionPlatform(Facts):
    """A marketplace under the Digital Services Act."""

    small: Truth = fact(
        "是不满50人且营业额不超过一千万欧元的小微企业吗？",
        "Is it micro or small: under 50 people and at most 10 million euros?",
        proves="platform",
    )
    decided_on: Day = fact("哪天决定？", "On which day was it decided?", proves="record")
    complete_on: Day = fact("材料哪天齐备？", "When was the file complete?", proves="record")
    complex_case: Truth = fact("案情复杂吗？", "Is the case complex?", proves="record")
    contract_with_trader_ends_on: Day = fact(
        "与商家的合同哪天终止？", "When does the contract with the trader end?", proves="record"
    )
    trader_traceable: Truth = fact(
        "商家身份、联系、账户、登记、自我声明都齐全并核验吗？",
        "Are identity, contact, account, register and self-certification there and checked?",
        proves="platform",
    )
    reasons_stated: Truth = fact(
        "限制措施说明了理由吗？", "Was the restriction reasoned?", proves="platform"
    )
    dark_pattern: Truth = fact("界面诱导、操纵选择吗？", "Does the interface manipulate choices?")
    unlawful_sold_on: Day = fact(
        "违法商品哪天售出？", "When was the unlawful product sold?", proves="record"
    )
    unlawful_known_on: Day = fact(
        "平台哪天得知？", "When did the platform learn of it?", proves="record"
    )
    turnover_world: Minor = fact(
        "全球营业额多少？", "What is the worldwide turnover?", proves="record"
    )
    order_received_on: Day = fact(
        "哪天收到主管部门命令或者安全通知？",
        "When did the order or safety notice arrive?",
        proves="record",
    )
    by_authority: Truth = fact(
        "是主管部门的命令吗？", "Is it an authority's order?", proves="record"
    )
    terms_change_on: Day = fact(
        "条款哪天变更？", "On which day do the terms change?", proves="record"
    )
    trader_ends_on: Day = fact(
        "哪天终止对商家的服务？", "When does service for the trader end?", proves="record"
    )


@dataclass(frozen=True)
class UnionData(Facts):
    """Personal data under the GDPR."""

    aware_on: Day = fact(
        "哪天知道泄露？", "When did it become aware of the breach?", proves="platform"
    )
    risk: Text = fact(
        "对个人的风险多大？", "How great is the risk for people?", unit="unlikely, some, high",
        proves="platform",
    )  # fmt: skip
    requested_on: Day = fact("哪天收到请求？", "When was the request received?", proves="record")
    complex_request: Truth = fact(
        "请求复杂或者数量多吗？", "Is it complex, or one of many?", proves="platform"
    )
    grave_infringement: Truth = fact(
        "违反基本原则或者个人权利吗？", "Does it infringe principles or rights?"
    )
    turnover_world: Minor = fact(
        "全球营业额多少？", "What is the worldwide turnover?", proves="record"
    )


@dataclass(frozen=True)
class CrossBorder(Facts):
    """A customer from another Member State."""

    difference: Text = fact(
        "遇到什么？", "What happened?",
        unit="none, blocked_without_consent, redirected_without_consent, refused_where_delivered, "
        "e_service_refused, payment_refused, no_delivery_abroad",
    )  # fmt: skip


@dataclass(frozen=True)
class UnionPayment(Facts):
    """A payment the payer did not authorise."""

    noticed_on: Day = fact("哪天告知支付机构？", "When was the provider told?", proves="record")
    debited_on: Day = fact("哪天扣款？", "When was it debited?", proves="record")
    amount: Minor = fact("损失多少？", "How much was lost?", proves="record")
    gross_negligence: Truth = fact(
        "用户欺诈或者重大过失吗？",
        "Was it fraud or gross negligence of the user?",
        proves="platform",
    )
    lost_instrument: Truth = fact(
        "是卡、手机等丢失被盗吗？", "Was the card or phone lost or stolen?", proves="record"
    )


@dataclass(frozen=True)
class WayOut(Facts):
    """A dispute on its way out of the shop."""

    complete_on: Day = fact("材料哪天齐备？", "When was the file complete?", proves="record")
    shop_links_odr: Truth = fact(
        "店铺还链接或者提到欧盟在线争议平台吗？",
        "Does the shop still link or mention the ODR platform?",
    )
    claim: Minor = fact("请求多少？", "How much is claimed?", proves="record")
    cross_border: Truth = fact("跨境吗？", "Is it across borders?", proves="record")
    placed_on_market_on: Day = fact(
        "产品哪天投放市场？", "When was the product placed on the market?", proves="record"
    )
    knew_on: Day = fact(
        "哪天知道或者应当知道受损害和向谁要求？", "On which day were the harm and the debtor known?",
        proves="record",
    )  # fmt: skip
    software: Truth = fact("是软件吗？", "Is it software?", proves="record")
    latent_injury: Truth = fact("伤害是潜伏的吗？", "Was the injury latent?", proves="record")


prior_price = money("prior_price", Reduction, "应当标示的先前价格", "the prior price to show")
reduction_true = yes_or_no(
    "reduction_true", Reduction, "降价幅度是否属实", "whether the reduction shown is true"
)
unit_price_missing = yes_or_no(
    "unit_price_missing", Measured, "是否缺少单位价格", "whether the unit price is missing"
)
practice_unfair = yes_or_no(
    "practice_unfair", Practice, "是否不公平商业行为", "whether the practice is unfair"
)
union_term_binds = yes_or_no(
    "union_term_binds", UnionTerm, "条款是否约束消费者", "whether the term binds"
)
internal_complaint_until = day(
    "internal_complaint_until", UnionPlatform, "内部申诉到哪天", "until when one may complain"
)
dispute_body_decides_by = day(
    "dispute_body_decides_by", UnionPlatform, "庭外机构最迟哪天作出结果", "by when the body decides"
)
trader_may_sell = yes_or_no(
    "trader_may_sell", UnionPlatform, "商家能否开始销售", "whether the trader may sell"
)
trader_data_kept_until = day(
    "trader_data_kept_until", UnionPlatform, "商家资料保存到哪天", "until when trader data are kept"
)
buyers_to_be_told = yes_or_no(
    "buyers_to_be_told", UnionPlatform, "是否通知违法商品的买家", "whether buyers are told"
)
interface_lawful = yes_or_no(
    "interface_lawful",
    UnionPlatform,
    "界面和限制措施是否合法",
    "whether interface and measures are lawful",
)
platform_fine_at_most = money(
    "platform_fine_at_most",
    UnionPlatform,
    "平台至多罚款多少",
    "the most a platform is fined",
    "platform",
)
terms_told_by = day(
    "terms_told_by",
    UnionPlatform,
    "条款变更最迟哪天告知商家",
    "by when traders are told of new terms",
)
ending_told_by = day(
    "ending_told_by", UnionPlatform, "终止服务最迟哪天告知", "by when an ending is told"
)
safety_acted_on_by = day(
    "safety_acted_on_by",
    UnionPlatform,
    "最迟哪天处理安全命令",
    "by when a safety order is acted on",
)
breach_told_authority_by = day(
    "breach_told_authority_by", UnionData, "最迟哪天告知监管机构", "by when the authority is told"
)
breach_told_people = yes_or_no(
    "breach_told_people", UnionData, "是否告知个人", "whether people are told"
)
data_request_answered_by = day(
    "data_request_answered_by", UnionData, "最迟哪天答复个人请求", "by when a request is answered"
)
data_fine_at_most = money(
    "data_fine_at_most", UnionData, "至多罚款多少", "the most of the fine", "platform"
)
discrimination = yes_or_no(
    "discrimination", CrossBorder, "是否构成地域歧视", "whether it discriminates by place"
)
payment_back_by = day(
    "payment_back_by", UnionPayment, "最迟哪天退还", "by when the payment is restored"
)
payer_bears = money("payer_bears", UnionPayment, "用户自担多少", "what the payer bears", "consumer")
payment_notice_until = day(
    "payment_notice_until", UnionPayment, "最迟哪天告知", "until when it may be told"
)
adr_outcome_by = day(
    "adr_outcome_by", WayOut, "非诉机构最迟哪天出结果", "by when an ADR body decides"
)
odr_mention_lawful = yes_or_no(
    "odr_mention_lawful",
    WayOut,
    "能否再提到在线争议平台",
    "whether the ODR platform may be mentioned",
)
small_claim_open = yes_or_no(
    "small_claim_open", WayOut, "能否用欧洲小额诉讼", "whether the small claims procedure is open"
)
product_claim_until = day(
    "product_claim_until", WayOut, "产品责任时效到哪天", "until when a product claim lasts"
)
software_is_product = yes_or_no(
    "software_is_product", WayOut, "软件是否是产品", "whether software is a product"
)
