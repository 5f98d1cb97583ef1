"""Prices and promotions: reference prices, price fraud, differences, prizes."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, largest, when
from gongdao.law.topics.market import (
    highest_reference_price,
    is_price_fraud,
    overpayment_returned,
    price_difference_unlawful,
    price_unlawful,
    prize_unlawful,
)
from gongdao.packs.cn.sources import (
    COMPETITION,
    COMPETITION_2019,
    CPL_RULES,
    NET_COMPETITION,
    PIPL,
    PRICE_LAW,
    PRICE_MARKING,
    PRICE_PENALTIES,
    PROMOTIONS,
)

TOP_PRIZE = 50_000_00
FRAUD = (
    "false_official_price",
    "lured_then_dearer",
    "false_discount",
    "misleading_words",
    "promise_refused",
    "hidden_conditions",
    "coupons_refused",
)


def _lowest_or_last(comparison: Any) -> Any:
    return (
        when(comparison.sold_in_seven_days)
        .then(comparison.lowest_of_seven_days)
        .otherwise(comparison.last_price_sold)
    )


@answers(highest_reference_price, PROMOTIONS.article(21, 2), since="2020-12-01")
def lowest_of_seven_days(comparison: Any) -> Any:
    """未标明基准的，以同一经营场所前七日内最低成交价为基准；七日内没有成交的，以最后一次交易价格为基准。

    Without a stated basis the reference is the lowest price sold at in the seven days before at the
    same place, or the last price sold at.
    """
    return _lowest_or_last(comparison)


@lowest_of_seven_days.but(PRICE_MARKING.article(16, 2), since="2022-07-01")
def no_details_stated(comparison: Any) -> Any:
    """未标明被比较价格详细信息的，同样以前七日内最低成交价或者此前最后一次交易价格为限。

    Where no details of the price compared with are stated, the same lowest or last price is the limit.
    """
    return given(
        ~comparison.basis_stated & (comparison.list_price < 1), _lowest_or_last(comparison)
    )


@lowest_of_seven_days.but(PRICE_MARKING.article(16, 1), since="2022-07-01")
def basis_stated(comparison: Any) -> Any:
    """标明了详细信息且真实准确的，可以按所标明的价格比较。

    Where details are stated and true, the stated price may be compared with.
    """
    return given(comparison.basis_stated & (comparison.list_price < 1), comparison.shown)


@lowest_of_seven_days.but(PRICE_MARKING.article(16, 3), since="2022-07-01")
def makers_list_price(comparison: Any) -> Any:
    """与厂商建议零售价比较的，应当明确标示，并随其变动更新。

    The maker's suggested price may be compared with if it is labelled so and current.
    """
    return given(
        (comparison.list_price > 0) & comparison.list_price_labelled, comparison.list_price
    )


@answers(is_price_fraud, PRICE_MARKING.article(19), since="2022-07-01")
def deceiving_prices(pricing: Any) -> Any:
    """谎称政府定价、低价诱骗高价结算、虚假折价、误导标价、拒不兑现价格承诺、弱化不利条件、拒绝折抵的，是价格欺诈。

    It is price fraud to feign an official price, lure low and charge high, discount falsely, mislead by
    words or figures, refuse a price promise, hide bad conditions, or refuse coupons.
    """
    return pricing.price_act.is_in(*FRAUD)


@deceiving_prices.unless(PRICE_MARKING.article(21, 1, 1))
def no_intent(pricing: Any) -> Any:
    """经营者能证明没有主观故意的，不属于价格欺诈。

    It is none if the operator proves that it did not intend it.
    """
    return pricing.no_intent_proven


@deceiving_prices.unless(PRICE_MARKING.article(21, 1, 2))
def better_in_fact(pricing: Any) -> Any:
    """实际成交价使消费者获得更大优惠的，不属于价格欺诈。

    It is none if the price was in fact better for the consumer.
    """
    return pricing.cheaper_in_fact


@deceiving_prices.unless(PRICE_MARKING.article(21, 1, 3))
def rounding(pricing: Any) -> Any:
    """幅度不完全一致但符合舍零取整习惯的，不属于价格欺诈。

    It is none if only the usual rounding makes the difference.
    """
    return pricing.only_rounding


@answers(price_unlawful, PRICE_MARKING.article(19), since="2022-07-01")
def unlawful_prices(pricing: Any) -> Any:
    """价格欺诈行为一律违法。

    All price fraud is unlawful.
    """
    return (
        pricing.price_act.is_in(*FRAUD)
        & ~pricing.no_intent_proven
        & ~pricing.cheaper_in_fact
        & ~pricing.only_rounding
    )


@unlawful_prices.but(PRICE_MARKING.article(20, 1))
def online_prices(pricing: Any) -> Any:
    """首页价格低于详情页、活动范围规则与公布不一致的，违法。

    Online it is unlawful to show less on the home page than in the detail, or rules that differ.
    """
    return given(pricing.price_act.is_in("dearer_in_detail", "rules_differ"), True)


@unlawful_prices.but(PRICE_MARKING.article(17, 1))
def raised_before_the_cut(pricing: Any) -> Any:
    """没有合理理由，折价前临时显著提价作为基准的，违法。

    It is unlawful to raise the price shortly before a cut and to count from there, without cause.
    """
    return given(pricing.price_act == "raised_before_cut", ~pricing.reasonable_cause)


@unlawful_prices.but(PRICE_MARKING.article(17, 2))
def nothing_to_compare_with(pricing: Any) -> Any:
    """采用无依据、无从比较的价格作为基准的，违法。

    A reference price without basis, or that cannot be compared, is unlawful.
    """
    return given(pricing.price_act == "basis_unfounded", True)


@unlawful_prices.but(PRICE_MARKING.article(18))
def value_of_gifts(pricing: Any) -> Any:
    """赠品标示价值的，应当是同一经营场所当前销售价格。

    The value shown of a gift is its current price at the same place.
    """
    return given(pricing.price_act == "gift_value_false", True)


@unlawful_prices.but(PRICE_MARKING.article(8))
def beyond_the_mark(pricing: Any) -> Any:
    """不得在标价之外加价或者收取未标明的费用。

    Nothing is charged beyond the marked price.
    """
    return given(pricing.price_act == "above_marked", True)


@unlawful_prices.but(PROMOTIONS.article(20))
def terms_of_a_promotion(pricing: Any) -> Any:
    """促销附加条件、限时的，应当显著标明条件和期限，否则违法。

    Conditions and time limits of a promotion are shown plainly, or it is unlawful.
    """
    return given(pricing.price_act == "terms_unstated", True)


@unlawful_prices.but(PRICE_MARKING.article(7, 1))
def priced_by_the_unit(pricing: Any) -> Any:
    """标价应当有品名、价格和计价单位，缺计价单位的，违法。

    Goods are marked with name, price and the unit they are priced by; without the unit it is unlawful.
    """
    return given(pricing.price_act == "unit_unstated", True)


@answers(
    overpayment_returned, PRICE_LAW.article(41), PRICE_PENALTIES.article(16), since="2010-12-04"
)
def the_excess(overpaid: Any) -> Any:
    """因价格违法多付的，应当退还多付部分。

    What was overpaid through an unlawful price comes back.
    """
    return largest(overpaid.paid - overpaid.lawful_price, 0)


@answers(price_difference_unlawful, PIPL.article(24, 1), since="2021-11-01")
def unreasonable_profiling(difference: Any) -> Any:
    """利用个人信息自动化决策，在交易价格上实行不合理差别待遇的，违法。

    Automated decisions may not treat people differently in price without reason.
    """
    return difference.same_conditions & difference.by_profile & (difference.price_excuse == "none")


@unreasonable_profiling.but(CPL_RULES.article(9, 2), since="2024-07-01")
def without_their_knowledge(difference: Any) -> Any:
    """在消费者不知情的情况下，同等条件设置不同价格的，违法，不问是否使用算法。

    Different prices under the same conditions, unknown to consumers, are unlawful with or without an
    algorithm.
    """
    return given(
        difference.same_conditions
        & ~difference.consumer_knew
        & (difference.price_excuse == "none"),
        True,
    )


@unreasonable_profiling.but(NET_COMPETITION.article(20, 2), since="2024-09-01")
def fair_offers(difference: Any) -> Any:
    """新用户合理期限内的优惠、公平的随机规则、符合正当交易习惯的不同条件除外。

    New users' offers for a reasonable time, fair random rules and real trade custom are excepted.
    """
    return given(difference.price_excuse.is_in("new_user", "random", "custom"), False)


@answers(prize_unlawful, COMPETITION_2019.article(10), since="2019-04-23", until="2025-10-15")
def prizes_before(prize: Any) -> Any:
    """有奖销售信息不明确、谎称有奖或者内定、抽奖最高奖超过五万元的，违法。

    Unclear prizes, sham prizes and draws above CNY 50,000 are unlawful.
    """
    return ~prize.information_clear | prize.sham | (prize.draw & (prize.top_prize > TOP_PRIZE))


@answers(prize_unlawful, COMPETITION.article(11), since="2025-10-15")
def prizes(prize: Any) -> Any:
    """有奖销售信息不明确、开始后不当变更、谎称有奖或者内定、抽奖最高奖超过五万元的，违法。

    Unclear prizes, changes once begun, sham prizes and draws above CNY 50,000 are unlawful.
    """
    return (
        ~prize.information_clear
        | prize.changed_for_the_worse
        | prize.sham
        | (prize.draw & (prize.top_prize > TOP_PRIZE))
    )


RULES = (
    lowest_of_seven_days,
    deceiving_prices,
    unlawful_prices,
    the_excess,
    unreasonable_profiling,
    prizes_before,
    prizes,
)
