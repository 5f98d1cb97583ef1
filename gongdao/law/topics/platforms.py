"""Who answers beside the merchant: platforms, live rooms, hosts, advertisers; and their own rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.asks import named, yes_or_no
from gongdao.law.facts import Day, Facts, Text, Truth, fact
from gongdao.law.rule import Question


@dataclass(frozen=True)
class Platform(Facts):
    """A platform on which a consumer was harmed by a merchant."""

    gave_identity: Truth = fact(
        "平台能提供商家真实名称、地址和有效联系方式吗？",
        "Can the platform give the merchant's real name, address and contact?",
        proves="platform",
    )
    platform_knew: Truth = fact(
        "平台知道或者应当知道商家侵害消费者吗？",
        "Did the platform know, or should it have, that the merchant infringed?",
    )
    took_measures: Truth = fact(
        "平台采取了必要措施吗？", "Did it take the necessary measures?", proves="platform"
    )
    life_and_health: Truth = fact(
        "商品关系生命健康吗？", "Do the goods concern life and health?", proves="record"
    )
    checked_or_protected: Truth = fact(
        "平台审核了资质、尽到安全保障义务吗？",
        "Did it check qualifications and keep consumers safe?",
        proves="platform",
    )
    own_sales: Truth = fact(
        "标记自营或者实际是平台自己卖的吗？",
        "Was it marked as the platform's own sale, or really one?",
        proves="record",
    )
    looked_like_own: Truth = fact(
        "标识足以让人误以为平台自营吗？", "Did the signs make it look like the platform's own sale?"
    )
    promised_to_pay_first: Truth = fact(
        "平台承诺先行赔付吗？", "Did the platform promise to pay first?", proves="record"
    )


@dataclass(frozen=True)
class Shop(Facts):
    """A shop on a platform, as the question of who stands behind it looks at it."""

    staff_led_off_platform: Truth = fact(
        "是店铺工作人员引导在平台外付款的吗？", "Did the shop's staff lead to a payment elsewhere?"
    )
    handed_over_unpublished: Truth = fact(
        "店铺转让给别人却没有变更公示吗？", "Was the shop handed over without publishing it?"
    )
    used_anothers_licence: Truth = fact("用了别人的营业执照吗？", "Did it use another's licence?")


@dataclass(frozen=True)
class LiveRoom(Facts):
    """A purchase through a live room."""

    bought_in_room: Truth = fact(
        "是在直播间点击购买的吗？", "Was it bought by a click in the room?", proves="record"
    )
    room_is_merchants: Truth = fact(
        "直播间是商家自己开的吗？", "Is the room the merchant's own?", proves="record"
    )
    actual_seller_shown: Truth = fact(
        "以足以辨别的方式标明了自己不是卖家、卖家是谁吗？",
        "Was it shown, for all to see, that the room is not the seller, and who is?",
        proves="merchant",
    )
    room_knew: Truth = fact(
        "直播间知道或者应当知道商品有问题还推广吗？",
        "Did the room promote it although it knew, or should have, that something was wrong?",
    )
    room_identity_given: Truth = fact(
        "平台能提供直播间运营者的真实身份和联系方式吗？",
        "Can the platform give the room operator's real identity and contact?",
        proves="platform",
    )
    false_words_of_host: Truth = fact("主播作了虚假宣传吗？", "Did the host make false statements?")
    platform_own_room: Truth = fact(
        "是平台自营直播吗？", "Is it the platform's own room?", proves="record"
    )


@dataclass(frozen=True)
class FalseAdvertisement(Facts):
    """An advertisement that was false and harmed a consumer."""

    who: Text = fact(
        "向谁主张？",
        "Against whom?",
        unit="advertiser, agent, publisher, endorser",
        proves="record",
    )
    life_and_health: Truth = fact(
        "商品关系生命健康吗？", "Do the goods concern life and health?", proves="record"
    )
    ad_known_false: Truth = fact("明知或者应知广告虚假吗？", "Did they know, or should they have?")
    advertiser_named: Truth = fact(
        "能提供广告主真实名称、地址和有效联系方式吗？",
        "Can the advertiser's real name, address and contact be given?",
        proves="platform",
    )


@dataclass(frozen=True)
class RuleChange(Facts):
    """A platform's rules, about to change."""

    in_force_on: Day = fact("哪天实施？", "On which day does it take effect?", proves="record")
    wide: Truth = fact(
        "涉及用户数量巨大、修改较多或者关系重要权益吗？",
        "Does it touch very many users, change much, or concern important rights?",
        proves="record",
    )
    consulted: Truth = fact("公开征求过意见吗？", "Was the public consulted?", proves="platform")
    shown_on: Day = fact("哪天公示？", "On which day was it published?", proves="record")
    adds_burdens: Truth = fact(
        "增加义务或者减损权益吗？", "Does it add duties or cut rights?", proves="record"
    )
    forced_or_preticked: Truth = fact(
        "强制、诱导或者默认勾选同意吗？", "Is consent forced, lured or ticked in advance?"
    )
    leaving_free: Truth = fact(
        "不接受的可以自由退出并据实退费吗？",
        "May whoever disagrees leave freely, and get back what is left?",
        proves="platform",
    )


@dataclass(frozen=True)
class Measure(Facts):
    """A measure of a platform against somebody."""

    decided_on: Day = fact("哪天决定？", "On which day was it decided?", proves="record")
    reasons_given: Truth = fact(
        "告知了事实、理由和依据吗？", "Were facts, reasons and grounds told?", proves="platform"
    )
    appeal_open: Truth = fact(
        "有便捷的申诉渠道吗？", "Is there an easy way to appeal?", proves="platform"
    )
    human_if_asked: Truth = fact(
        "要求人工判定时，由人工判定吗（没有要求填是）？",
        "Was it judged by a person when asked for; yes if not asked?",
        proves="platform",
    )


@dataclass(frozen=True)
class Imposition(Facts):
    """What a platform imposes on its merchants."""

    imposed: Text = fact(
        "平台强加了什么？", "What does the platform impose?", proves="record",
        unit="refund_without_return, promotions, services, exclusivity, below_cost, couriers, nothing",
    )  # fmt: skip


@dataclass(frozen=True)
class Notice(Facts):
    """A notice of infringement to a platform."""

    prima_facie_and_identity: Truth = fact(
        "通知有初步证据和真实身份吗？", "Does the notice bring first evidence and a true identity?"
    )
    acted_promptly: Truth = fact(
        "平台及时采取必要措施了吗？", "Did the platform act promptly?", proves="platform"
    )
    statement_reached_on: Day = fact(
        "不侵权声明哪天到达权利人？",
        "When did the statement of no infringement reach the right holder?",
        proves="record",
    )


@dataclass(frozen=True)
class Service(Facts):
    """A service on the net that may be a platform."""

    premises: Truth = fact(
        "提供网络经营场所、商品浏览吗？", "Does it offer premises to show goods?", proves="record"
    )
    orders: Truth = fact("在其中生成订单吗？", "Are orders made in it?", proves="record")
    payment: Truth = fact("提供在线支付吗？", "Does it take payments?", proves="record")


platform_liable = named("platform_liable", Platform, "平台承担什么责任", "how the platform answers")
platform_pays_first = yes_or_no(
    "platform_pays_first", Platform, "平台是否必须先行赔付", "whether the platform must pay first"
)
shop_answered_by = named(
    "shop_answered_by", Shop, "店铺的责任由谁承担", "who answers for the shop", "merchant"
)
live_sale_answered_by = named(
    "live_sale_answered_by", LiveRoom, "直播购物谁承担卖家责任", "who answers as seller in a live sale",
    "merchant",
)  # fmt: skip
room_jointly_liable = yes_or_no(
    "room_jointly_liable", LiveRoom, "直播间是否承担连带责任", "whether the room is jointly liable"
)
live_platform_pays = yes_or_no(
    "live_platform_pays", LiveRoom, "直播平台是否应当赔偿", "whether the live platform pays"
)
advertising_liability = named(
    "advertising_liability", FalseAdvertisement, "虚假广告中承担什么责任", "how they answer for it"
)
rules_shown_by: Question[date] = Question(
    "rules_shown_by", RuleChange, None,
    Words("规则最迟哪天公示", "by when a change of rules is published"), owed_by="platform",
)  # fmt: skip
rule_change_lawful = yes_or_no(
    "rule_change_lawful", RuleChange, "规则修改是否合法", "whether the change of rules is lawful"
)
measure_shown_by: Question[date] = Question(
    "measure_shown_by", Measure, None,
    Words("处理措施最迟哪天公示", "by when a measure is published"), owed_by="platform",
)  # fmt: skip
measure_lawful = yes_or_no(
    "measure_lawful", Measure, "处理程序是否合法", "whether the measure was taken lawfully"
)
imposition_unlawful = yes_or_no(
    "imposition_unlawful",
    Imposition,
    "强加给商家的要求是否违法",
    "whether it is an unlawful imposition",
)
enlarged_loss_joint = yes_or_no(
    "enlarged_loss_joint",
    Notice,
    "平台是否对扩大的损失承担连带责任",
    "whether the platform shares the added loss",
)
measures_lifted_after: Question[date] = Question(
    "measures_lifted_after", Notice, None,
    Words("权利人未起诉，哪天之后终止措施", "after which day measures end unless the holder sued"),
    owed_by="platform",
)  # fmt: skip
counts_as_platform = yes_or_no(
    "counts_as_platform", Service, "是否承担平台义务", "whether it has a platform's duties"
)
