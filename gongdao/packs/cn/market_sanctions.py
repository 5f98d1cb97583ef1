"""Fines for what is said, priced, collected and shown: the laws of the market, as brackets."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gongdao.law import largest, when
from gongdao.packs.cn import sanctions
from gongdao.packs.cn.sanctions import WAN, bracket, grave
from gongdao.packs.cn.sources import (
    ADVERTISING,
    ANTIMONOPOLY,
    COMPETITION,
    COMPETITION_2019,
    CYBERSECURITY,
    LIVE,
    PIPL,
    PLATFORM_RULES,
    PRICE_PENALTIES,
    PROMOTIONS,
    RECALLS,
    SEVEN_DAYS,
    TRADING,
)


@bracket(ADVERTISING.article(55, 1), "false_advertising", since="2015-09-01")
def false_advertising(offence: Any) -> tuple[Any, Any]:
    """虚假广告罚广告费三至五倍，费用无法计算的二十万至一百万元；两年三次或者情节严重的，五至十倍或者一百万至二百万元。

    False advertising: three to five times its cost, or CNY 200,000 to a million; three times in two
    years or serious, five to ten times, or one to two million.
    """
    cost, serious = offence.ad_cost, offence.serious
    least = when(serious).then(cost * 5).otherwise(cost * 3)
    most = when(serious).then(cost * 10).otherwise(cost * 5)
    return (
        when(cost > 0).then(least).otherwise(grave(offence, 100, 20)),
        when(cost > 0).then(most).otherwise(grave(offence, 200, 100)),
    )


@bracket(ADVERTISING.article(57, 1, 1), "absolute_terms", since="2015-09-01")
def forbidden_words(_: Any) -> tuple[Any, Any]:
    """使用绝对化用语等第九条禁止内容的，二十万元至一百万元；初次、轻微并及时改正的可以不罚。

    Absolute terms and what else article 9 forbids: CNY 200,000 to a million; a first minor slip put
    right in time may be spared.
    """
    return 20 * WAN, 100 * WAN


@bracket(
    ADVERTISING.article(58, 1), "medical_claims", "health_food_claims", "education_promises",
    "investment_promises", "child_endorser", since="2015-09-01",
)  # fmt: skip
def claims(offence: Any) -> tuple[Any, Any]:
    """医疗、保健、教育、投资承诺等广告，罚广告费一至三倍，费用无法计算的十万至二十万元；情节严重的，三至五倍或者二十万至一百万元。

    Medical, health, education and investment claims: one to three times the cost, or CNY 100,000 to
    200,000; serious, three to five times, or 200,000 to a million.
    """
    cost, serious = offence.ad_cost, offence.serious
    least = when(serious).then(cost * 3).otherwise(cost)
    most = when(serious).then(cost * 5).otherwise(cost * 3)
    return (
        when(cost > 0).then(least).otherwise(grave(offence, 20, 10)),
        when(cost > 0).then(most).otherwise(grave(offence, 100, 20)),
    )


@bracket(
    ADVERTISING.article(59), "data_unsourced", "disparagement", "unmarked_advertising",
    since="2015-09-01",
)  # fmt: skip
def unfounded(_: Any) -> tuple[Any, Any]:
    """数据不标出处、贬低他人、广告不可识别的，十万元以下。

    Data without a source, disparagement, advertising that cannot be recognised: up to CNY 100,000.
    """
    return 0, 10 * WAN


@bracket(ADVERTISING.article(60, 1), "ad_files_missing", since="2015-09-01")
def ad_files(_: Any) -> tuple[Any, Any]:
    """广告经营者、发布者不建档、不核对的，五万元以下。

    Agents and publishers without files or checks: up to CNY 50,000.
    """
    return 0, 5 * WAN


@bracket(ADVERTISING.article(61), "endorsed_unused", since="2015-09-01")
def endorsers(offence: Any) -> tuple[Any, Any]:
    """代言人为未使用过的商品作推荐、证明的，没收违法所得，并罚一至二倍。

    Whoever endorses what they never used forfeits the gains and pays one to two times them.
    """
    return offence.gains, offence.gains * 2


@bracket(
    ADVERTISING.article(62), "unsolicited_advertising", "pop_up_hard_to_close", since="2015-09-01"
)
def intrusive(_: Any) -> tuple[Any, Any]:
    """擅自发送广告、弹窗不能一键关闭的，五千元至三万元。

    Advertising nobody asked for, and pop-ups without one-click closing: CNY 5,000 to 30,000.
    """
    return WAN // 2, 3 * WAN


@bracket(COMPETITION.article(25, 1), "false_publicity", "fake_reviews", since="2025-10-15")
def fakes(offence: Any) -> tuple[Any, Any]:
    """虚假宣传、组织虚假交易和评价的，一百万元以下；情节严重的，一百万元至二百万元。

    False publicity, fake sales and reviews: up to a million yuan; serious, one to two million.
    """
    return grave(offence, 100, 0), grave(offence, 200, 100)


@bracket(
    COMPETITION_2019.article(20, 1), "false_publicity", "fake_reviews",
    since="2019-04-23", until="2025-10-15",
)  # fmt: skip
def fakes_before(offence: Any) -> tuple[Any, Any]:
    """修订前，虚假宣传、刷单炒信的，二十万元至一百万元；情节严重的，一百万元至二百万元。

    The same before the revision: CNY 200,000 to a million; serious, one to two million.
    """
    return grave(offence, 100, 20), grave(offence, 200, 100)


@bracket(COMPETITION.article(27), "unlawful_prizes", since="2025-10-15")
def prizes(_: Any) -> tuple[Any, Any]:
    """违法有奖销售的，五万元至五十万元。

    Unlawful prize sales: CNY 50,000 to 500,000.
    """
    return 5 * WAN, 50 * WAN


@bracket(COMPETITION_2019.article(22), "unlawful_prizes", since="2019-04-23", until="2025-10-15")
def prizes_before(_: Any) -> tuple[Any, Any]:
    """修订前，违法有奖销售的，五万元至五十万元。

    Unlawful prize sales before the revision: CNY 50,000 to 500,000.
    """
    return 5 * WAN, 50 * WAN


@bracket(PROMOTIONS.article(28), "prize_files_missing", since="2020-12-01")
def prize_files(_: Any) -> tuple[Any, Any]:
    """有奖销售不建档、不公示现场兑奖的，一万元以下。

    No files of a prize sale, or prizes drawn on the spot not shown: up to CNY 10,000.
    """
    return 0, WAN


@bracket(COMPETITION.article(29), "malicious_trades", since="2025-10-15")
def sabotage(offence: Any) -> tuple[Any, Any]:
    """滥用平台规则对同行虚假交易、恶意差评退货的，十万元至一百万元；情节严重的，一百万元至五百万元。

    Fake trades, reviews or returns against a rival: CNY 100,000 to a million; serious, to five million.
    """
    return grave(offence, 100, 10), grave(offence, 500, 100)


@bracket(PRICE_PENALTIES.article(7), "price_fraud", since="2014-03-15")
def price_fraud(offence: Any) -> tuple[Any, Any]:
    """价格欺诈罚违法所得五倍以下；没有违法所得的，五万元至五十万元，个人十万元以下。

    Price fraud: up to five times the gains; without gains CNY 50,000 to 500,000, for an individual up
    to 100,000.
    """
    none_least = when(offence.by_individual).then(0).otherwise(5 * WAN)
    none_most = when(offence.by_individual).then(10 * WAN).otherwise(50 * WAN)
    return (
        when(offence.gains > 0).then(0).otherwise(none_least),
        when(offence.gains > 0).then(offence.gains * 5).otherwise(none_most),
    )


@bracket(PRICE_PENALTIES.article(13), "price_not_marked", since="2014-03-15")
def marking(_: Any) -> tuple[Any, Any]:
    """不明码标价、标价外加价的，五千元以下。

    Prices not marked, or charges beyond them: up to CNY 5,000.
    """
    return 0, WAN // 2


@bracket(ANTIMONOPOLY.article(57), "unequal_terms_by_dominance", since="2022-08-01")
def dominance(offence: Any) -> tuple[Any, Any]:
    """滥用市场支配地位的，上一年度销售额百分之一至百分之十。

    Abuse of a dominant position: one to ten per cent of last year's sales.
    """
    return offence.turnover_last_year.share(Fraction(1, 100)), offence.turnover_last_year.share(
        Fraction(1, 10)
    )


@bracket(
    TRADING.article(48), "unregistered_not_marked", "rule_versions_missing",
    "measures_not_published", since="2021-05-01",
)  # fmt: skip
def small_platform_duties(offence: Any) -> tuple[Any, Any]:
    """平台不区分标记、不留规则旧版本、不公示处理措施，逾期不改正的，一万元至三万元。

    Merchants unmarked, old rules missing, measures unpublished, once overdue: CNY 10,000 to 30,000.
    """
    return (
        when(offence.not_put_right).then(WAN).otherwise(0),
        when(offence.not_put_right).then(3 * WAN).otherwise(0),
    )


@bracket(
    PLATFORM_RULES.article(40), "membership_worsened", "consent_to_rules_forced", "appeals_limited",
    "consumer_penalty_too_high", since="2026-02-01",
)  # fmt: skip
def rules_against_users(_: Any) -> tuple[Any, Any]:
    """用规则减损会员权益、强制同意、限制申诉、加重消费者责任的，一万元至十万元。

    Rules that cut members' rights, force consent, limit appeals or burden consumers: CNY 10,000 to
    100,000.
    """
    return WAN, 10 * WAN


@bracket(SEVEN_DAYS.article(33), "returned_goods_sold_as_new", since="2017-03-15")
def second_hand_as_new(_: Any) -> tuple[Any, Any]:
    """不能恢复原状的退货不标明再销售的，一万元至三万元。

    Returned goods that cannot be restored, sold unmarked: CNY 10,000 to 30,000.
    """
    return WAN, 3 * WAN


@bracket(PIPL.article(66), "personal_data", since="2021-11-01")
def personal_data(offence: Any) -> tuple[Any, Any]:
    """违法处理个人信息，拒不改正的一百万元以下；情节严重的，五千万元以下或者上一年度营业额百分之五以下。

    Personal data handled unlawfully: up to a million if not put right; serious, up to fifty million or
    five per cent of turnover.
    """
    most = largest(5_000 * WAN, offence.turnover_last_year.share(Fraction(1, 20)))
    mild = when(offence.not_put_right).then(100 * WAN).otherwise(0)
    return 0, when(offence.serious).then(most).otherwise(mild)


@bracket(CYBERSECURITY.article(61, 1), "logs_not_kept", since="2026-01-01")
def logs(offence: Any) -> tuple[Any, Any]:
    """不留存网络日志的，一万元至五万元；拒不改正的，五万元至五十万元。

    Logs not kept: CNY 10,000 to 50,000; not put right, 50,000 to 500,000.
    """
    return (
        when(offence.not_put_right).then(5 * WAN).otherwise(WAN),
        when(offence.not_put_right).then(50 * WAN).otherwise(5 * WAN),
    )


@bracket(LIVE.article(58), "live_seller_not_shown", since="2026-02-01")
def live_seller(offence: Any) -> tuple[Any, Any]:
    """直播间不持续展示实际经营者，逾期不改正的，一万元以下。

    A live room that does not show the real seller, once overdue: up to CNY 10,000.
    """
    return 0, when(offence.not_put_right).then(WAN).otherwise(0)


@bracket(LIVE.article(59), "ai_host_unlabelled", since="2026-02-01")
def artificial_host(offence: Any) -> tuple[Any, Any]:
    """人工智能主播不标识，拒不改正或者情节严重的，一万元至十万元。

    An artificial host without its label, not put right or serious: CNY 10,000 to 100,000.
    """
    fined = offence.not_put_right | offence.serious
    return when(fined).then(WAN).otherwise(0), when(fined).then(10 * WAN).otherwise(0)


@bracket(RECALLS.article(25), "recall_steps_missed", since="2020-01-01")
def recall_steps(offence: Any) -> tuple[Any, Any]:
    """不按规定报告、发布、记录召回，逾期未改正的，一万元至三万元。

    Recall steps missed, once overdue: CNY 10,000 to 30,000.
    """
    return (
        when(offence.not_put_right).then(WAN).otherwise(0),
        when(offence.not_put_right).then(3 * WAN).otherwise(0),
    )


# The same two rules, with every bracket under them.
RULES = sanctions.RULES
