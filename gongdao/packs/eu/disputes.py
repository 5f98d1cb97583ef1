"""Data, borders, payments and ways out in the European Union."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gongdao.law import (
    answers,
    days_after,
    given,
    largest,
    months_after,
    period,
    smallest,
    when,
    working_days,
)
from gongdao.law.topics import union_market as q
from gongdao.packs.eu.sources import (
    ADR,
    GDPR,
    GEO,
    ODR_END,
    PLD,
    PLD_1985,
    PSD2,
    SMALL_CLAIMS,
)

MILLION = 1_000_000_00


@answers(q.breach_told_authority_by, GDPR.article(33, 1), since="2018-05-25")
def seventy_two_hours(data: Any) -> Any:
    """知道后七十二小时内告知监管机构；按日计为第三日。

    The authority is told within seventy-two hours of awareness: the third day, counted in days.
    """
    return days_after(data.aware_on, 3)


@seventy_two_hours.unless(GDPR.article(33, 1))
def no_risk(data: Any) -> Any:
    """不太可能对个人造成风险的除外。

    Not where a risk for people is unlikely.
    """
    return data.risk == "unlikely"


@answers(q.breach_told_people, GDPR.article(34, 1), since="2018-05-25")
def high_risk(data: Any) -> Any:
    """高风险的，毫不迟延地告知个人。

    People are told without delay where the risk is high.
    """
    return data.risk == "high"


@answers(q.data_request_answered_by, GDPR.article(12, 3), since="2018-05-25")
def one_month(data: Any) -> Any:
    """一个月内答复，复杂的再加两个月。

    A request is answered within a month, two more if complex.
    """
    return (
        when(data.complex_request)
        .then(period(data.requested_on, months=3))
        .otherwise(period(data.requested_on, months=1))
    )


@answers(q.data_fine_at_most, GDPR.article(83), since="2018-05-25")
def of_turnover(data: Any) -> Any:
    """至多一千万欧元或者营业额百分之二；违反原则、权利的，二千万或者百分之四，取高者。

    Up to 10 million or two per cent; for principles and rights 20 million or four per cent, the higher.
    """
    return (
        when(data.grave_infringement)
        .then(largest(20 * MILLION, data.turnover_world.share(Fraction(4, 100))))
        .otherwise(largest(10 * MILLION, data.turnover_world.share(Fraction(2, 100))))
    )


@answers(q.discrimination, GEO.article(3), since="2018-12-03")
def same_access(customer: Any) -> Any:
    """不得未经同意封锁、跳转；送达地、电子服务和支付方式不得歧视；没有送货出境的义务。

    No blocking or redirecting without consent, and the same terms; there is no duty to deliver abroad.
    """
    return customer.difference.is_in("blocked_without_consent", "redirected_without_consent")


@same_access.but(GEO.article(4))
def same_terms(customer: Any) -> Any:
    """在商家送货地收货、购买电子服务的，条件相同。

    The same terms where the trader delivers, and for e-services.
    """
    return given(customer.difference.is_in("refused_where_delivered", "e_service_refused"), True)


@same_access.but(GEO.article(5))
def same_payment(customer: Any) -> Any:
    """不得因国籍、住所拒绝支付方式。

    Means of payment are not refused for nationality or residence.
    """
    return given(customer.difference == "payment_refused", True)


@answers(q.payment_back_by, PSD2.article(73), since="2018-01-13")
def next_business_day(payment: Any) -> Any:
    """未经授权的支付，下一个营业日结束前退还。

    An unauthorised payment is restored by the end of the next business day.
    """
    return working_days(payment.noticed_on, 1)


@answers(q.payer_bears, PSD2.article(74), since="2018-01-13")
def fifty_euros(payment: Any) -> Any:
    """卡、手机丢失被盗的，用户最多自担五十欧元；欺诈、重大过失的自担全部。

    With a lost or stolen instrument the payer bears up to fifty euros; all of it for fraud or gross
    negligence.
    """
    lost = when(payment.lost_instrument).then(smallest(payment.amount, 50_00)).otherwise(0)
    return when(payment.gross_negligence).then(payment.amount).otherwise(lost)


@answers(q.payment_notice_until, PSD2.article(71), since="2018-01-13")
def thirteen_months(payment: Any) -> Any:
    """扣款后十三个月内告知。

    It is told within thirteen months of the debit.
    """
    return months_after(payment.debited_on, 13)


@answers(q.adr_outcome_by, ADR.article(8), since="2015-07-09")
def adr_ninety_days(dispute: Any) -> Any:
    """材料齐备后九十个自然日内出结果。

    An outcome within ninety calendar days of the complete file.
    """
    return days_after(dispute.complete_on, 90)


@answers(q.odr_mention_lawful, ODR_END.article(2), since="2025-07-20")
def odr_is_closed(dispute: Any) -> Any:
    """在线争议平台2025年7月20日关闭，不得再链接或者提到。

    The ODR platform closed on 20 July 2025; shops no longer link or mention it.
    """
    return ~dispute.shop_links_odr


@answers(q.small_claim_open, SMALL_CLAIMS.article(2), since="2017-07-14")
def five_thousand_euros(dispute: Any) -> Any:
    """跨境、不超过五千欧元的，可以用欧洲小额诉讼程序。

    The European procedure is open across borders up to five thousand euros.
    """
    return dispute.cross_border & (dispute.claim <= 5_000_00)


@answers(q.product_claim_until, PLD_1985.article(10), since="2014-03-15")
def three_and_ten_years(dispute: Any) -> Any:
    """自知道起三年，自投放市场起十年。

    Three years from knowing, ten from placing on the market.
    """
    return smallest(
        months_after(dispute.knew_on, 36), months_after(dispute.placed_on_market_on, 120)
    )


@three_and_ten_years.but(PLD.article(17), since="2026-12-09")
def latent_injuries(dispute: Any) -> Any:
    """2026年12月9日后投放的产品，潜伏伤害延长到二十五年。

    Of products placed from 9 December 2026, twenty-five years for latent injury.
    """
    return given(
        dispute.latent_injury,
        smallest(months_after(dispute.knew_on, 36), months_after(dispute.placed_on_market_on, 300)),
    )


@answers(q.software_is_product, PLD.article(4), since="2026-12-09")
def software(dispute: Any) -> Any:
    """2026年12月9日起投放的软件也是产品。

    Software placed from 9 December 2026 is a product.
    """
    return dispute.software


RULES = (
    seventy_two_hours,
    high_risk,
    one_month,
    of_turnover,
    same_access,
    next_business_day,
    fifty_euros,
    thirteen_months,
    adr_ninety_days,
    odr_is_closed,
    five_thousand_euros,
    three_and_ten_years,
    software,
)
