"""What is said and priced: reference prices, promotions, advertising, reviews."""

from __future__ import annotations

from dataclasses import dataclass

from gongdao.law.asks import money, yes_or_no
from gongdao.law.facts import Count, Facts, Minor, Text, Truth, fact


@dataclass(frozen=True)
class Comparison(Facts):
    """A price shown beside another one: "was 100, now 80"."""

    shown: Minor = fact(
        "标示的原价（被比较价格）是多少？", "What reference price is shown?", proves="record"
    )
    basis_stated: Truth = fact(
        "标明了被比较价格的详细信息，而且真实吗？",
        "Are the details of the reference price stated, and true?",
        proves="merchant",
    )
    sold_in_seven_days: Truth = fact(
        "比较前七日内同一经营场所有成交吗？",
        "Was anything sold at the same place in the seven days before?",
        proves="merchant",
    )
    lowest_of_seven_days: Minor = fact(
        "前七日内最低成交价多少？", "What was the lowest price sold at in those seven days?",
        proves="merchant",
    )  # fmt: skip
    last_price_sold: Minor = fact(
        "最后一次交易价格多少？", "What was the last price it sold at?", proves="merchant"
    )
    list_price: Minor = fact(
        "若与厂商建议零售价比较，现行建议价多少（不是填 0）？",
        "If compared with the maker's suggested price, what is it now; 0 if not?",
        proves="merchant",
    )
    list_price_labelled: Truth = fact(
        "明确标示是厂商建议零售价吗？", "Is it labelled as the maker's suggested price?",
        proves="merchant",
    )  # fmt: skip


@dataclass(frozen=True)
class Pricing(Facts):
    """How a price came about and was shown."""

    price_act: Text = fact(
        "是哪一种情形？", "Which of these is it?",
        unit="none, false_official_price, lured_then_dearer, false_discount, misleading_words, "
        "promise_refused, hidden_conditions, coupons_refused, dearer_in_detail, rules_differ, "
        "raised_before_cut, gift_value_false, above_marked, basis_unfounded, terms_unstated, unit_unstated",
    )  # fmt: skip
    no_intent_proven: Truth = fact(
        "经营者能证明没有主观故意吗？", "Can it prove that there was no intent?", proves="merchant"
    )
    cheaper_in_fact: Truth = fact(
        "实际成交价让消费者得到更大优惠吗？", "Was the price in fact better for the consumer?",
        proves="merchant",
    )  # fmt: skip
    only_rounding: Truth = fact(
        "只是舍零取整吗？", "Is it only rounding, as is usual?", proves="merchant"
    )
    reasonable_cause: Truth = fact(
        "涨价有合理理由吗？", "Was there a reasonable cause for the rise?", proves="merchant"
    )


@dataclass(frozen=True)
class Overpaid(Facts):
    """What a consumer paid beyond the lawful price."""

    paid: Minor = fact("已付多少？", "How much was paid?", proves="record")
    lawful_price: Minor = fact(
        "依法（按标价、承诺价）应付多少？", "What was due by law, mark or promise?", proves="record"
    )


@dataclass(frozen=True)
class Difference(Facts):
    """The same goods at different prices for different people."""

    same_conditions: Truth = fact(
        "同一商品、同等交易条件吗？", "The same goods under the same conditions?"
    )
    consumer_knew: Truth = fact("消费者知情吗？", "Did the consumer know?", proves="merchant")
    price_excuse: Text = fact(
        "有没有正当理由：新用户合理期限优惠、随机规则、正当交易习惯？",
        "Is there an excuse: a new user's offer for a reasonable time, a fair random rule, real trade "
        "custom?",
        proves="merchant",
        unit="none, new_user, random, custom",
    )
    by_profile: Truth = fact(
        "是根据偏好、交易习惯等特征用算法定价吗？",
        "Was the price set by an algorithm from tastes and habits?",
    )


@dataclass(frozen=True)
class Prize(Facts):
    """A sale with prizes."""

    draw: Truth = fact("是抽奖式的吗？", "Is it a draw?", proves="record")
    top_prize: Minor = fact(
        "最高奖多少（多次中奖累计，物品、使用权、折扣都折算）？",
        "What is the top prize, several chances added up, goods and rights at their value?",
        proves="merchant",
    )
    changed_for_the_worse: Truth = fact(
        "开始后作了对消费者不利的变更吗？", "Was it changed for the worse once begun?"
    )
    sham: Truth = fact("谎称有奖或者内定中奖吗？", "Is the prize sham, or the winner fixed?")
    information_clear: Truth = fact(
        "奖项、条件、时间、概率等都事先公布了吗？",
        "Were prizes, conditions, times and odds published before?",
        proves="merchant",
    )


@dataclass(frozen=True)
class Advertisement(Facts):
    """An advertisement, as a finding of the claims scanner or a reader describes it."""

    flaw: Text = fact(
        "广告有哪种问题？", "What is wrong with it?",
        unit="none, absolute_term, false_fact, medical_claim, health_guarantee, data_unsourced, "
        "disparagement, official_endorsement, superstition, return_promised, pass_promised",
    )  # fmt: skip
    about_own_goods: Truth = fact(
        "绝对化用语指向所推销的商品吗（不是服务态度、经营理念、目标）？",
        "Does the term speak of the goods, not of attitude or aims?",
        proves="merchant",
    )
    lawful_use: Text = fact(
        "是否属于允许的用法，且真实：自我比较、使用提示、标准分级、注册名称、奖项、限定时空的事实？",
        "Is it a use the guide allows, and true: own range, tips, grades, registered names, awards, "
        "facts limited in time and place?",
        proves="merchant",
        unit="none, own_range, tip, grade, registered_name, award, limited_fact",
    )
    material: Truth = fact("对购买行为有实质性影响吗？", "Does it matter for the decision to buy?")
    is_medical_product: Truth = fact(
        "商品是医疗、药品或者医疗器械吗？", "Is it medical treatment, a drug or a device?",
        proves="record",
    )  # fmt: skip


@dataclass(frozen=True)
class AdForm(Facts):
    """How an advertisement reaches people."""

    recognisable: Truth = fact(
        "能辨明是广告，竞价排名、种草测评附链接的标明“广告”了吗？",
        "Can it be told to be advertising, paid ranks and reviews with links being marked?",
        proves="merchant",
    )
    pop_up: Truth = fact("是弹窗或者开屏吗？", "Is it a pop-up or a splash?", proves="record")
    clicks_to_close: Count = fact(
        "关闭需要点几次？", "How many clicks close it?", proves="merchant", unit="clicks"
    )
    wait_to_close: Truth = fact(
        "要等计时结束才能关闭，或者没有关闭标志吗？",
        "Must one wait to close it, or is there no sign to close?",
    )
    comes_back: Truth = fact("同一页面关闭后又弹出吗？", "Does it come back on the same page?")
    sent_to_person: Truth = fact(
        "是发送到个人（短信、邮件、电话）的吗？", "Was it sent to a person?", proves="record"
    )
    ads_consented: Truth = fact(
        "当事人同意或者请求过吗？", "Had the person consented or asked?", proves="merchant"
    )
    ads_refused: Truth = fact("当事人明确拒绝过吗？", "Had the person refused?")


@dataclass(frozen=True)
class Endorsement(Facts):
    """Somebody who recommends goods in an advertisement."""

    endorser_age: Count = fact(
        "代言人几岁？", "How old is the endorser?", proves="record", unit="years"
    )
    used_it: Truth = fact("本人使用过吗？", "Have they used it?", proves="merchant")
    endorsed_goods: Text = fact(
        "代言的是医疗、药品、医疗器械，保健食品，还是别的？",
        "Is it medical, a drug or a device, health food, or something else?",
        proves="record", unit="medical, health_food, other",
    )  # fmt: skip
    punished_within_three_years: Truth = fact(
        "三年内因虚假广告代言受过处罚吗？", "Punished for a false endorsement within three years?",
        proves="record",
    )  # fmt: skip


@dataclass(frozen=True)
class Reviewing(Facts):
    """What was done with reviews, sales figures or results."""

    review_act: Text = fact(
        "做了什么？", "What was done?",
        unit="none, fake_trades, fake_reviews, organised_for_others, hid_bad, good_first, mixed_goods, "
        "paid_for_praise, fake_traffic, false_stock, deleted_consumer_review, altered_review",
    )  # fmt: skip
    unlawful_content: Truth = fact(
        "评价含有法律禁止的信息吗？", "Does the review contain what the law forbids?",
        proves="platform",
    )  # fmt: skip


@dataclass(frozen=True)
class Reply(Facts):
    """A merchant's public answer to a bad review."""

    reveals: Truth = fact(
        "公开了消费者的姓名、电话、影像或者聊天等私密信息吗？",
        "Does it publish the consumer's name, phone, picture, chats or the like?",
    )
    reply_consented: Truth = fact(
        "消费者同意公开吗？", "Did the consumer consent?", proves="merchant"
    )


@dataclass(frozen=True)
class Results(Facts):
    """Search results and sorting."""

    personalised: Truth = fact(
        "搜索结果按个人特征排序吗？", "Are results ranked by personal traits?", proves="record"
    )
    neutral_option: Truth = fact(
        "同时提供不针对个人特征的选项吗？", "Is a neutral option given beside them?",
        proves="platform",
    )  # fmt: skip
    several_sorts: Truth = fact(
        "能按价格、销量、信用等多种方式显示吗？",
        "Can they be sorted by price, sales, credit and so on?",
        proves="platform",
    )


highest_reference_price = money(
    "highest_reference_price", Comparison, "原价最高能标多少", "how high the reference price may be"
)
is_price_fraud = yes_or_no(
    "is_price_fraud", Pricing, "是否构成价格欺诈", "whether it is price fraud"
)
price_unlawful = yes_or_no(
    "price_unlawful", Pricing, "价格行为是否违法", "whether the pricing is unlawful"
)
overpayment_returned = money(
    "overpayment_returned", Overpaid, "应退还多付的多少", "how much was overpaid and comes back"
)
price_difference_unlawful = yes_or_no(
    "price_difference_unlawful",
    Difference,
    "差别定价是否违法",
    "whether the different price is unlawful",
)
prize_unlawful = yes_or_no(
    "prize_unlawful", Prize, "有奖销售是否违法", "whether the prize sale is unlawful"
)
advertisement_unlawful = yes_or_no(
    "advertisement_unlawful",
    Advertisement,
    "广告内容是否违法",
    "whether the advertisement is unlawful",
)
is_false_advertising = yes_or_no(
    "is_false_advertising", Advertisement, "是否构成虚假广告", "whether it is false advertising"
)
ad_form_unlawful = yes_or_no(
    "ad_form_unlawful",
    AdForm,
    "广告形式是否违法",
    "whether the form of the advertisement is unlawful",
)
endorsement_unlawful = yes_or_no(
    "endorsement_unlawful", Endorsement, "代言是否违法", "whether the endorsement is unlawful"
)
reviewing_unlawful = yes_or_no(
    "reviewing_unlawful",
    Reviewing,
    "评价行为是否违法",
    "whether what was done with reviews is unlawful",
)
reply_infringes = yes_or_no(
    "reply_infringes", Reply, "回复是否侵害隐私", "whether the reply infringes privacy"
)
results_lawful = yes_or_no(
    "results_lawful", Results, "搜索展示是否合法", "whether the way results are shown is lawful"
)
