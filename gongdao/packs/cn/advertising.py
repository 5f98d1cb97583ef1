"""Advertising and reviews: what may be said, how it may reach people, who may say it."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given
from gongdao.law.topics.market import (
    ad_form_unlawful,
    advertisement_unlawful,
    endorsement_unlawful,
    is_false_advertising,
    reply_infringes,
    results_lawful,
    reviewing_unlawful,
)
from gongdao.packs.cn.sources import (
    ADVERTISING,
    CC_PERSON,
    COMPETITION,
    COMPETITION_2019,
    CPL_RULES,
    ECL,
    NET_ADS,
    NET_COMPETITION,
    TRADING,
)


@answers(advertisement_unlawful, ADVERTISING.article(28, 1), since="2015-09-01")
def misleading(advertisement: Any) -> Any:
    """以虚假或者引人误解的内容欺骗、误导消费者的，违法。

    An advertisement that deceives by false or misleading content is unlawful.
    """
    return (advertisement.flaw == "false_fact") & advertisement.material


@misleading.but(ADVERTISING.article(9, 1, 3))
def absolute_terms(advertisement: Any) -> Any:
    """使用绝对化用语的，违法；未指向所推销的商品，或者属于自我比较、消费提示、法定分级、注册名称、评定奖项、限定时空的真实事实的除外。

    Absolute terms are unlawful, unless they do not speak of the goods, or are a true use that the guide
    allows: own range, tips, grades, registered names, awards, facts limited in time and place.
    """
    return given(
        advertisement.flaw == "absolute_term",
        advertisement.about_own_goods & (advertisement.lawful_use == "none"),
    )


@misleading.but(ADVERTISING.article(17))
def medical_claims(advertisement: Any) -> Any:
    """医疗、药品、医疗器械以外的广告不得涉及疾病治疗功能或者使用医疗用语。

    Only medical treatment, drugs and devices may be advertised with cures or medical terms.
    """
    return given(advertisement.flaw == "medical_claim", ~advertisement.is_medical_product)


@misleading.but(ADVERTISING.article(18, 1, 1))
def guaranteed_effects(advertisement: Any) -> Any:
    """保健食品广告不得断言、保证功效和安全性。

    Health food is not advertised with assurances of effect or safety.
    """
    return given(advertisement.flaw == "health_guarantee", True)


@misleading.but(ADVERTISING.article(11, 2))
def unsourced_data(advertisement: Any) -> Any:
    """引证数据应当真实、准确并表明出处。

    Data quoted are true and name their source.
    """
    return given(advertisement.flaw == "data_unsourced", True)


@misleading.but(ADVERTISING.article(13))
def disparagement(advertisement: Any) -> Any:
    """广告不得贬低其他经营者的商品或者服务。

    Advertising does not run down others' goods.
    """
    return given(advertisement.flaw == "disparagement", True)


@misleading.but(ADVERTISING.article(9, 1, 2))
def official_endorsement(advertisement: Any) -> Any:
    """不得使用国家机关及其工作人员的名义或者形象。

    State bodies and officials are not used to advertise.
    """
    return given(advertisement.flaw == "official_endorsement", True)


@misleading.but(ADVERTISING.article(9, 1, 8))
def superstition(advertisement: Any) -> Any:
    """广告不得含有迷信等内容。

    Advertising contains no superstition.
    """
    return given(advertisement.flaw == "superstition", True)


@misleading.but(ADVERTISING.article(25, 1, 1))
def promised_returns(advertisement: Any) -> Any:
    """招商、投资广告不得对收益作保证性承诺。

    Investments are not advertised with assured returns.
    """
    return given(advertisement.flaw == "return_promised", True)


@misleading.but(ADVERTISING.article(24, 1, 1))
def promised_passes(advertisement: Any) -> Any:
    """教育、培训广告不得对升学、通过考试作保证性承诺。

    Courses are not advertised with assured admission or passes.
    """
    return given(advertisement.flaw == "pass_promised", True)


@answers(is_false_advertising, ADVERTISING.article(28, 2), since="2015-09-01")
def false_and_material(advertisement: Any) -> Any:
    """商品信息与实际不符、对购买有实质影响，或者虚构效果、科研成果的，构成虚假广告。

    False facts that matter for the purchase, invented effects and research, are false advertising.
    """
    return (advertisement.flaw == "false_fact") & advertisement.material


@answers(ad_form_unlawful, NET_ADS.article(9), since="2023-05-01")
def not_recognisable(form: Any) -> Any:
    """广告应当可识别；竞价排名、附购买链接的种草测评要标明“广告”。

    Advertising can be told as such; paid ranks and reviews with links are marked.
    """
    return ~form.recognisable


@not_recognisable.but(NET_ADS.article(10))
def hard_to_close(form: Any) -> Any:
    """弹窗、开屏应当一键关闭，不得倒计时、多次点击或者反复弹出。

    Pop-ups and splashes close with one click, without waiting or coming back.
    """
    return given(
        form.pop_up & ((form.clicks_to_close > 1) | form.wait_to_close | form.comes_back), True
    )


@not_recognisable.but(ADVERTISING.article(43, 1))
def unsolicited(form: Any) -> Any:
    """未经同意或者请求，不得向个人发送广告。

    Nobody is sent advertising without consent or request.
    """
    return given(form.sent_to_person & ~form.ads_consented, True)


@not_recognisable.but(CPL_RULES.article(24), since="2024-07-01")
def after_a_refusal(form: Any) -> Any:
    """消费者拒绝后，应当立即停止发送，不得换名义再发。

    After a refusal it stops at once, and does not return under another name.
    """
    return given(form.sent_to_person & form.ads_refused, True)


@answers(endorsement_unlawful, ADVERTISING.article(38, 1), since="2015-09-01")
def never_used(endorsement: Any) -> Any:
    """代言人不得为未使用过的商品作推荐。

    Nobody endorses what they never used.
    """
    return ~endorsement.used_it


@never_used.but(ADVERTISING.article(38, 2))
def under_ten(endorsement: Any) -> Any:
    """不得利用不满十周岁的未成年人代言。

    Nobody under ten endorses.
    """
    return given(endorsement.endorser_age < 10, True)


@never_used.but(ADVERTISING.article(38, 3))
def punished_before(endorsement: Any) -> Any:
    """因虚假代言受处罚未满三年的，不得代言。

    Nobody endorses within three years of a penalty for a false endorsement.
    """
    return given(endorsement.punished_within_three_years, True)


@never_used.but(ADVERTISING.article(16, 1, 4))
def medical_endorsement(endorsement: Any) -> Any:
    """医疗、药品、医疗器械不得代言。

    Medical services, drugs and medical devices are not endorsed at all.
    """
    return given(endorsement.endorsed_goods == "medical", True)


@never_used.but(ADVERTISING.article(18, 1, 5))
def health_food_endorsement(endorsement: Any) -> Any:
    """保健食品不得代言。

    Nor is health food.
    """
    return given(endorsement.endorsed_goods == "health_food", True)


@answers(reviewing_unlawful, ECL.article(17), since="2019-01-01")
def invented(reviewing: Any) -> Any:
    """不得虚构交易、编造评价。

    Sales and reviews are not invented.
    """
    return reviewing.review_act.is_in("fake_trades", "fake_reviews")


@invented.but(COMPETITION.article(9, 2), since="2025-10-15")
def organised(reviewing: Any) -> Any:
    """不得组织虚假交易、虚假评价帮助他人宣传。

    Nobody organises them for others.
    """
    return given(reviewing.review_act == "organised_for_others", True)


@invented.but(COMPETITION_2019.article(8, 2), since="2019-04-23", until="2025-10-15")
def organised_before(reviewing: Any) -> Any:
    """修订前，也不得以组织虚假交易等方式帮助他人宣传。

    Before the revision, too, nobody organised them for others.
    """
    return given(reviewing.review_act == "organised_for_others", True)


@invented.but(TRADING.article(14, 2, 2), since="2021-05-01")
def misleading_order(reviewing: Any) -> Any:
    """不得将好评前置、差评后置，或者不区分不同商品的评价。

    Praise is not put first and criticism last, nor are reviews of different goods mixed.
    """
    return given(reviewing.review_act.is_in("good_first", "mixed_goods"), True)


@invented.but(NET_COMPETITION.article(9, 1), since="2024-09-01")
def hidden_or_bought(reviewing: Any) -> Any:
    """不得隐匿差评、以返现红包利诱指定好评、虚构流量、谎称现货抢购。

    Bad reviews are not hidden, praise is not bought, traffic and stock are not invented.
    """
    return given(
        reviewing.review_act.is_in("hid_bad", "paid_for_praise", "fake_traffic", "false_stock"),
        True,
    )


@invented.but(CPL_RULES.article(9, 1), since="2024-07-01")
def altered(reviewing: Any) -> Any:
    """任何经营者不得篡改用户评价。

    No operator alters users' reviews.
    """
    return given(reviewing.review_act == "altered_review", True)


@invented.but(ECL.article(39, 2))
def deleted(reviewing: Any) -> Any:
    """平台不得删除消费者的评价，含有法律禁止内容的可以依法技术处理。

    A platform does not delete consumers' reviews; unlawful content may be treated as the law allows.
    """
    return given(reviewing.review_act == "deleted_consumer_review", ~reviewing.unlawful_content)


@answers(reply_infringes, CC_PERSON.article(1038, 1), CC_PERSON.article(1032), since="2021-01-01")
def privacy_in_replies(reply: Any) -> Any:
    """回复差评时公开消费者姓名、电话、影像、聊天记录的，侵害隐私和个人信息。

    To answer a review by publishing the consumer's name, phone, picture or chats infringes privacy.
    """
    return reply.reveals & ~reply.reply_consented


@answers(results_lawful, ECL.article(18, 1), since="2019-01-01")
def neutral_results(results: Any) -> Any:
    """按个人特征提供搜索结果的，应当同时提供不针对个人特征的选项。

    Whoever ranks by personal traits gives a neutral option beside it.
    """
    return ~results.personalised | results.neutral_option


@neutral_results.unless(ECL.article(40))
def one_sort_only(results: Any) -> Any:
    """应当能按价格、销量、信用等多种方式显示。

    Results can be sorted in several ways.
    """
    return ~results.several_sorts


RULES = (
    misleading,
    false_and_material,
    not_recognisable,
    never_used,
    invented,
    privacy_in_replies,
    neutral_results,
)
