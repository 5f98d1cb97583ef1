"""Consumers, operators and minors: to whom the law speaks."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, largest, period, when
from gongdao.law.topics.people import (
    contract_of_minor,
    is_consumer,
    is_operator,
    may_offer_to_minor,
    must_register,
    ratify_by,
    returned_to_minor,
)
from gongdao.packs.cn.sources import (
    CC_GENERAL,
    CPL,
    ECL,
    MINORS,
    SPC_ONLINE,
    SPC_PREPAID,
    TRADING,
)

SMALL_TRADE = 100_000_00


@answers(is_consumer, CPL.article(2), since="2014-03-15")
def living_needs(buyer: Any) -> Any:
    """为生活消费需要购买、使用商品或者接受服务的，是消费者。

    Whoever buys or uses goods or services for living needs is a consumer.
    """
    return buyer.purpose == "living"


@living_needs.but(CPL.article(62))
def farmers(buyer: Any) -> Any:
    """农民购买直接用于农业生产的生产资料，参照保护。

    Farmers who buy what they farm with are protected alike.
    """
    return given(buyer.purpose == "farming", True)


@answers(is_operator, CPL.article(3), since="2014-03-15")
def sells_to_consumers(seller: Any) -> Any:
    """为消费者提供商品或者服务的，是经营者。

    Whoever supplies consumers by way of trade is an operator.
    """
    return ~seller.sells_own_used_things


@sells_to_consumers.but(SPC_ONLINE.article(7), since="2022-03-15")
def second_hand_trade(seller: Any) -> Any:
    """二手平台的卖家，综合性质、来源、数量、价格、频率、渠道、收入认定从事商业经营的，承担经营者责任。

    A seller on a second-hand platform whose goods, source, quantity, price, frequency, channels and
    income show a trade answers as an operator.
    """
    return given(
        seller.sells_own_used_things
        & (seller.quantity_and_frequency_of_trade | seller.bought_to_resell),
        True,
    )


@answers(must_register, ECL.article(10), since="2019-01-01")
def operators_register(_: Any) -> Any:
    """网络经营者应当办理市场主体登记。

    Whoever trades online registers.
    """
    return True


@operators_register.unless(ECL.article(10))
def exempt_activity(seller: Any) -> Any:
    """个人销售自产农副产品、家庭手工业品，或者从事无须许可的便民劳务的，不需要登记。

    Individuals who sell own produce or crafts, or do chores without a licence, need not.
    """
    return seller.individual & seller.exempt_activity & ~seller.needs_licence


@operators_register.unless(TRADING.article(8, 3), since="2021-05-01")
def small_trade(seller: Any) -> Any:
    """个人年交易额累计不超过十万元的，不需要登记；各网店合并计算，须取得许可的除外。

    An individual up to CNY 100,000 a year, all shops together, need not, unless a licence is needed.
    """
    return seller.individual & (seller.yearly_sales <= SMALL_TRADE) & ~seller.needs_licence


@answers(contract_of_minor, CC_GENERAL.article(145, 1), since="2021-01-01")
def eight_to_seventeen(buyer: Any) -> Any:
    """八周岁以上未成年人的合同，纯获利益、与年龄智力相适应或者经监护人同意、追认的有效，否则不发生效力。

    From eight to seventeen a contract stands if it only benefits, fits age and mind, or the guardian
    consents; otherwise it has no effect.
    """
    return (
        when(buyer.fits_age_or_pure_benefit | buyer.guardian_agreed)
        .then("valid")
        .otherwise("without_effect")
    )


@eight_to_seventeen.but(CC_GENERAL.article(144))
def under_eight(buyer: Any) -> Any:
    """不满八周岁的，合同无效。

    Under eight it is void.
    """
    return given((buyer.age < 8) & buyer.minor_shown, "void")


@eight_to_seventeen.but(CC_GENERAL.article(18))
def grown_up(buyer: Any) -> Any:
    """年满十八周岁，或者十六周岁以上以自己劳动收入为主要生活来源的，有完全行为能力。

    At eighteen, or at sixteen living on own work, capacity is full.
    """
    return given((buyer.age >= 18) | ((buyer.age >= 16) & buyer.lives_on_own_work), "valid")


@eight_to_seventeen.but(ECL.article(48, 2))
def presumed_able(buyer: Any) -> Any:
    """电子商务中推定有相应行为能力，不能证明是未成年人操作的，合同有效。

    Online, capacity is presumed until it is shown that a minor did it.
    """
    return given(~buyer.minor_shown, "valid")


def stands(buyer: Any) -> Any:
    """Whether the contract binds the minor, by the rules above."""
    return (
        ~buyer.minor_shown
        | (buyer.age >= 18)
        | ((buyer.age >= 16) & buyer.lives_on_own_work)
        | ((buyer.age >= 8) & (buyer.fits_age_or_pure_benefit | buyer.guardian_agreed))
    )


def left_of_it(buyer: Any) -> Any:
    """What was paid less what was used, where the contract does not stand; else nothing."""
    return when(stands(buyer)).then(0).otherwise(largest(buyer.paid - buyer.value_used, 0))


@answers(returned_to_minor, CC_GENERAL.article(157), since="2021-01-01", until="2025-05-01")
def given_back(buyer: Any) -> Any:
    """合同无效或者不发生效力的，返还所付款项；不能返还的部分折价补偿。

    Where the contract does not stand what was paid comes back, less the value of what cannot be
    given back in turn.
    """
    return left_of_it(buyer)


@given_back.but(CC_GENERAL.article(157))
def both_at_fault(buyer: Any) -> Any:
    """各方都有过错的，各自承担相应的责任：监护人一方的份额由法院酌定，从中扣除。

    Where both sides are at fault each bears its part: the share the court finds for the guardian's
    side is deducted.
    """
    rest = left_of_it(buyer)
    return given(buyer.guardians_share > 0, rest - rest.in_ratio(buyer.guardians_share, 100))


@answers(returned_to_minor, SPC_PREPAID.article(10, 3), since="2025-05-01")
def less_what_was_used(buyer: Any) -> Any:
    """合同无效或者不发生效力的，返还预付款，可以抵扣已消费部分的价款。

    What was prepaid comes back, less the part that was used.
    """
    return left_of_it(buyer)


@less_what_was_used.but(CC_GENERAL.article(157))
def both_at_fault_still(buyer: Any) -> Any:
    """各方都有过错的，各自承担相应的责任：监护人一方的份额由法院酌定，从中扣除。

    Where both sides are at fault each still bears its part: the share the court finds for the
    guardian's side is deducted.
    """
    rest = left_of_it(buyer)
    return given(
        (buyer.guardians_share > 0) & ~buyer.unlawful_paid_game,
        rest - rest.in_ratio(buyer.guardians_share, 100),
    )


@less_what_was_used.but(SPC_PREPAID.article(10, 3))
def unlawful_games(buyer: Any) -> Any:
    """违法向未成年人提供网络付费游戏等服务的，不得抵扣。

    Nothing is deducted for paid games and the like given to minors unlawfully.
    """
    return given(buyer.unlawful_paid_game & ~stands(buyer), buyer.paid)


@answers(ratify_by, CC_GENERAL.article(145, 2), since="2021-01-01")
def thirty_days_to_ratify(buyer: Any) -> Any:
    """监护人自收到催告之日起三十日内追认，未表示的视为拒绝。

    A guardian ratifies within thirty days of the demand; silence is refusal.
    """
    return period(buyer.asked_guardian_on, days=30)


@answers(may_offer_to_minor, MINORS.article(74, 2), since="2021-06-01")
def with_limits(_: Any) -> Any:
    """可以提供，但应当设置相应的时间、权限和消费管理。

    It may be offered, with limits of time, rights and spending.
    """
    return True


@with_limits.unless(MINORS.article(75, 4))
def games_at_night(service: Any) -> Any:
    """每日二十二时至次日八时不得向未成年人提供网络游戏。

    No online games for minors from ten at night to eight in the morning.
    """
    return (
        (service.offered == "game")
        & (service.age < 18)
        & ((service.hour >= 22) | (service.hour < 8))
    )


@with_limits.unless(MINORS.article(76))
def live_accounts(service: Any) -> Any:
    """不满十六周岁不得注册直播账号；十六、十七周岁须监护人同意。

    No live-host accounts under sixteen; at sixteen and seventeen with the guardian's consent.
    """
    return (service.offered == "live_account") & (
        (service.age < 16) | ((service.age < 18) & ~service.guardian_agreed)
    )


@with_limits.unless(MINORS.article(59, 1))
def never_for_minors(service: Any) -> Any:
    """禁止向未成年人销售烟、酒、彩票。

    Tobacco, alcohol and lottery tickets are not sold to minors.
    """
    return (service.offered == "tobacco_alcohol_lottery") & (service.age < 18)


RULES = (
    living_needs,
    sells_to_consumers,
    operators_register,
    eight_to_seventeen,
    given_back,
    less_what_was_used,
    thirty_days_to_ratify,
    with_limits,
)
