"""Prices, practices, terms and platforms in the European Union."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gongdao.law import (
    answers,
    days_after,
    given,
    months_after,
    when,
    working_days,
)
from gongdao.law.topics import union_market as q
from gongdao.packs.eu.sources import (
    DSA,
    GPSR,
    GREEN,
    P2B,
    PID,
    UCPD,
    UCTD,
)


def prior(reduction: Any) -> Any:
    """The lowest price before the start of the reduction, of progressive ones before the first step."""
    return (
        when(reduction.lowest_before_first_step > 0)
        .then(reduction.lowest_before_first_step)
        .otherwise(reduction.lowest_of_thirty_days)
    )


@answers(q.prior_price, PID.article("6a"), since="2022-05-28")
def lowest_of_thirty_days(reduction: Any) -> Any:
    """宣布降价要标示降价前至少三十日内的最低价；逐步降价的，以第一次降价前为准。

    A reduction shows the lowest price of at least thirty days before it; of progressive ones, before
    the first step.
    """
    return prior(reduction)


@answers(q.reduction_true, PID.article("6a"), since="2022-05-28")
def against_the_prior_price(reduction: Any) -> Any:
    """百分比应当以先前价格计算，四舍五入到整数的除外；不得以别的价格突出优惠（C-330/23）。

    A percentage is computed on the prior price, rounding to the nearest one allowed; no other price may
    be highlighted (C-330/23).
    """
    return (prior(reduction) - reduction.price_now) * 100 >= (
        prior(reduction) * reduction.percent_shown - prior(reduction).share(Fraction(1, 2))
    )


@answers(q.practice_unfair, UCPD.article(5), since="2022-05-28")
def black_list(practice: Any) -> Any:
    """未披露的付费排名、机器抢票、未核实的评价声明、虚假评价、虚假限时，一律不公平（附件一）。

    Undisclosed paid ranking, ticket bots, reviews claimed without checks, fake reviews and false limits
    of time are always unfair (Annex I).
    """
    return practice.practice.is_in(
        "undisclosed_paid_ranking", "ticket_bots", "unchecked_reviews", "fake_reviews",
        "false_time_limit",
    )  # fmt: skip


@black_list.but(UCPD.article(6))
def about_the_price(practice: Any) -> Any:
    """就价格、价格计算方式或者特定价格优惠欺骗消费者的，是误导性行为。

    To deceive about the price, how it is calculated, or a price advantage is a misleading action.
    """
    return given(practice.practice == "misleading_price", True)


@black_list.but(UCPD.article(7))
def left_unsaid(practice: Any) -> Any:
    """不说明评价是否、如何核实，主要排序参数，或者优惠条件的，是误导性不作为。

    Not to say whether and how reviews are verified, what ranks results, or on what conditions an offer
    stands, misleads by omission.
    """
    return given(
        practice.practice.is_in("verification_untold", "ranking_untold", "conditions_untold"), True
    )


@answers(q.unit_price_missing, PID.article(3), since="2022-05-28")
def price_and_unit_price(goods: Any) -> Any:
    """按重量、容积等销售的商品，除售价外还要标示单位价格，两者相同的除外。

    Goods sold by measure show their unit price beside the selling price, unless both are the same.
    """
    return goods.sold_by_measure & ~goods.unit_price_shown & ~goods.unit_price_is_the_price


@black_list.but(GREEN.article(1), since="2026-09-27")
def green_claims(practice: Any) -> Any:
    """2026年9月27日起，空泛的环保声明、以抵消称中和、隐瞒耐用性缺陷列入黑名单。

    From 27 September 2026 generic green claims, neutrality by offsets and hidden durability are listed.
    """
    return given(
        practice.practice.is_in("generic_green_claim", "offset_climate_claim", "durability_hidden"),
        True,
    )


@answers(q.union_term_binds, UCTD.article(6), since="2014-03-15")
def fair_terms_bind(term: Any) -> Any:
    """未经单独协商的不公平条款不约束消费者，法院依职权审查，不缩减到合法程度。

    An unfair term not individually negotiated does not bind; the court looks of its own motion and does
    not trim it.
    """
    return term.negotiated | (~term.imbalance & ~term.blocks_legal_action)


@answers(q.internal_complaint_until, DSA.article(20), since="2024-02-17")
def six_months(platform: Any) -> Any:
    """决定后至少六个月内可以通过免费的电子内部系统申诉，不得只由机器处理。

    For six months after a decision one may complain, free and electronically, and not to a machine alone.
    """
    return months_after(platform.decided_on, 6)


@six_months.unless(DSA.article(19))
def small_firms(platform: Any) -> Any:
    """小微企业免除。

    Micro and small firms are exempt.
    """
    return platform.small


@answers(q.dispute_body_decides_by, DSA.article(21), since="2024-02-17")
def ninety_days(platform: Any) -> Any:
    """庭外争议机构九十日内作出结果，复杂的再加九十日；结果不具约束力。

    The certified body decides within ninety days, ninety more if complex; it does not bind.
    """
    return (
        when(platform.complex_case)
        .then(days_after(platform.complete_on, 180))
        .otherwise(days_after(platform.complete_on, 90))
    )


@answers(q.trader_may_sell, DSA.article(30), since="2024-02-17")
def traceable_traders(platform: Any) -> Any:
    """商家身份、联系方式、账户、登记号和自我声明齐全并尽力核验后才能销售。

    A trader sells only once identity, contact, account, register and self-certification are there.
    """
    return platform.trader_traceable


@traceable_traders.but(DSA.article(29))
def exempt_firms(platform: Any) -> Any:
    """小微企业免除。

    Micro and small firms are exempt.
    """
    return given(platform.small, True)


@answers(q.trader_data_kept_until, DSA.article(30), since="2024-02-17")
def contract_and_six_months(platform: Any) -> Any:
    """商家资料保存到合同终止后六个月。

    Trader data are kept for the contract and six months.
    """
    return months_after(platform.contract_with_trader_ends_on, 6)


@answers(q.buyers_to_be_told, DSA.article(32), since="2024-02-17")
def buyers_of_six_months(platform: Any) -> Any:
    """得知违法商品的，通知六个月内的买家：违法事实、商家、救济。

    Buyers of the last six months are told of an unlawful product, its trader and the redress.
    """
    return months_after(platform.unlawful_sold_on, 6) >= platform.unlawful_known_on


@buyers_of_six_months.unless(DSA.article(29))
def exempt_from_telling(platform: Any) -> Any:
    """小微企业免除。

    Micro and small firms are exempt.
    """
    return platform.small


@answers(q.interface_lawful, DSA.article(17), since="2024-02-17")
def reasoned(platform: Any) -> Any:
    """限制措施应当说明理由。

    Restrictions are reasoned.
    """
    return platform.reasons_stated


@reasoned.unless(DSA.article(25))
def dark_patterns(platform: Any) -> Any:
    """禁止操纵选择的界面；小微企业除外。

    Interfaces do not manipulate choices, small firms aside.
    """
    return platform.dark_pattern & ~platform.small


@answers(q.platform_fine_at_most, DSA.article(52), since="2024-02-17")
def six_per_cent(platform: Any) -> Any:
    """罚款不超过全球营业额的百分之六。

    Up to six per cent of worldwide turnover.
    """
    return platform.turnover_world.share(Fraction(6, 100))


@answers(q.terms_told_by, P2B.article(3), since="2020-07-12")
def fifteen_days(platform: Any) -> Any:
    """变更条款至少提前十五日告知商家。

    Traders are told of new terms at least fifteen days before.
    """
    return days_after(platform.terms_change_on, -15)


@answers(q.ending_told_by, P2B.article(4), since="2020-07-12")
def thirty_days(platform: Any) -> Any:
    """终止服务至少提前三十日说明理由。

    An ending is reasoned at least thirty days before.
    """
    return days_after(platform.trader_ends_on, -30)


@answers(q.safety_acted_on_by, GPSR.article(22), since="2024-12-13")
def two_or_three_working_days(platform: Any) -> Any:
    """主管部门命令二个工作日内、安全通知三个工作日内处理。

    An authority's order is acted on within two working days, a safety notice within three.
    """
    return (
        when(platform.by_authority)
        .then(working_days(platform.order_received_on, 2))
        .otherwise(working_days(platform.order_received_on, 3))
    )


RULES = (
    lowest_of_thirty_days,
    against_the_prior_price,
    black_list,
    price_and_unit_price,
    fair_terms_bind,
    six_months,
    ninety_days,
    traceable_traders,
    contract_and_six_months,
    buyers_of_six_months,
    reasoned,
    six_per_cent,
    fifteen_days,
    thirty_days,
    two_or_three_working_days,
)
