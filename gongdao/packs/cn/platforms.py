"""Platforms, shops and live rooms: who answers beside the merchant, and how platforms govern."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, days_after, given, period, when, working_days
from gongdao.law.topics.platforms import (
    advertising_liability,
    counts_as_platform,
    enlarged_loss_joint,
    imposition_unlawful,
    live_platform_pays,
    live_sale_answered_by,
    measure_lawful,
    measure_shown_by,
    measures_lifted_after,
    platform_liable,
    platform_pays_first,
    room_jointly_liable,
    rule_change_lawful,
    rules_shown_by,
    shop_answered_by,
)
from gongdao.packs.cn.sources import (
    ADVERTISING,
    CC_TORT,
    CPL,
    ECL,
    PLATFORM_RULES,
    SPC_ONLINE,
    TRADING,
)


@answers(platform_liable, CPL.article(44, 1), since="2014-03-15")
def names_the_merchant(platform: Any) -> Any:
    """平台不能提供商家真实名称、地址和有效联系方式的，消费者可以要求平台赔偿。

    A platform that cannot give the merchant's real name, address and contact pays itself.
    """
    return when(platform.gave_identity).then("none").otherwise("instead")


@names_the_merchant.but(ECL.article(38, 1), since="2019-01-01")
def knew_and_did_nothing(platform: Any) -> Any:
    """知道或者应当知道商家侵害消费者而不采取必要措施的，承担连带责任。

    One that knew, or should have, and took no measures is jointly liable.
    """
    return given(
        platform.platform_knew
        & ~platform.took_measures
        & ~platform.own_sales
        & ~platform.looked_like_own,
        "joint",
    )


@names_the_merchant.but(ECL.article(38, 2), since="2019-01-01")
def life_and_health(platform: Any) -> Any:
    """关系生命健康的商品，未审核资质或者未尽安全保障义务造成损害的，承担相应责任。

    For goods of life and health, one that did not check or protect answers as the court finds fit.
    """
    return given(
        platform.life_and_health
        & ~platform.checked_or_protected
        & ~(platform.platform_knew & ~platform.took_measures)
        & platform.gave_identity
        & ~platform.own_sales
        & ~platform.looked_like_own,
        "corresponding",
    )


@names_the_merchant.but(ECL.article(37, 2), since="2019-01-01")
def own_sales(platform: Any) -> Any:
    """标记自营或者实际自营的，承担销售者责任。

    For what is marked as its own sale, or really is, it answers as the seller.
    """
    return given(platform.own_sales, "seller")


@names_the_merchant.but(SPC_ONLINE.article(4, 2), since="2022-03-15")
def looks_like_own_sales(platform: Any) -> Any:
    """标识足以使消费者相信是平台自营的，承担销售者责任。

    So it does where the signs make consumers believe that.
    """
    return given(platform.looked_like_own, "seller")


@answers(platform_pays_first, CPL.article(44, 1), since="2014-03-15")
def pays_first_when(platform: Any) -> Any:
    """只有不能提供商家身份，或者作出更有利承诺的，平台才必须先行赔付；法律没有一般的先行赔付义务。

    A platform must pay first only where it cannot name the merchant or promised to; there is no
    general duty.
    """
    return ~platform.gave_identity | platform.promised_to_pay_first


@answers(shop_answered_by, SPC_ONLINE.article(5), since="2022-03-15")
def the_merchant_itself(_: Any) -> Any:
    """店铺工作人员引导在平台外付款的，店铺仍应负责。

    A shop whose staff led to a payment elsewhere still answers.
    """
    return "merchant"


@the_merchant_itself.but(SPC_ONLINE.article(6))
def both_after_a_transfer(shop: Any) -> Any:
    """转让店铺未变更公示的，注册经营者和实际经营者都应负责。

    After a transfer that was not published, the registered and the actual operator both answer.
    """
    return given(
        shop.handed_over_unpublished & ~shop.used_anothers_licence, "registered_and_actual"
    )


@the_merchant_itself.but(CPL.article(42))
def licence_holder_too(shop: Any) -> Any:
    """使用他人营业执照的，也可以要求执照持有人赔偿。

    Where another's licence was used, its holder may be asked too.
    """
    return given(shop.used_anothers_licence, "operator_and_licence_holder")


@answers(live_sale_answered_by, SPC_ONLINE.article(12, 1), since="2022-03-15")
def the_room_unless_it_says_who(room: Any) -> Any:
    """在直播间点击购买，运营者不能证明已标明自己不是销售者、实际销售者是谁的，承担销售者责任。

    Whoever runs the room answers as seller unless it proves that it showed who really sells.
    """
    return when(room.bought_in_room & ~room.actual_seller_shown).then("room").otherwise("merchant")


@the_room_unless_it_says_who.but(SPC_ONLINE.article(11))
def the_merchants_own_room(room: Any) -> Any:
    """商家自己的直播间，工作人员虚假宣传造成损害的，由商家负责。

    In the merchant's own room it answers for what its staff say.
    """
    return given(room.room_is_merchants & ~room.platform_own_room, "merchant")


@the_room_unless_it_says_who.but(SPC_ONLINE.article(13))
def the_platforms_own_room(room: Any) -> Any:
    """平台自营直播的，平台承担销售者责任。

    In a platform's own room the platform answers as the seller.
    """
    return given(room.platform_own_room, "platform")


@answers(room_jointly_liable, SPC_ONLINE.article(17), since="2022-03-15")
def promoted_knowingly(room: Any) -> Any:
    """知道或者应当知道商品不安全或者侵害消费者仍为其推广的，与经营者承担连带责任。

    A room that promoted what it knew, or should have known, to be unsafe or unlawful is jointly liable.
    """
    return room.room_knew


@answers(live_platform_pays, SPC_ONLINE.article(14), since="2022-03-15")
def cannot_name_the_room(room: Any) -> Any:
    """直播平台不能提供直播间运营者真实身份和联系方式的，应当赔偿。

    A live platform that cannot name the room's operator pays.
    """
    return ~room.room_identity_given


@answers(advertising_liability, ADVERTISING.article(56, 1), since="2015-09-01")
def advertiser_first(advertisement: Any) -> Any:
    """虚假广告由广告主承担民事责任；广告经营者、发布者不能提供广告主身份的，先行赔偿。

    The advertiser answers; agent and publisher pay first if they cannot name it.
    """
    return (
        when(advertisement.who == "advertiser")
        .then("liable")
        .otherwise(
            when(advertisement.who.is_in("agent", "publisher") & ~advertisement.advertiser_named)
            .then("pays_first")
            .otherwise("none")
        )
    )


@advertiser_first.but(ADVERTISING.article(56, 2))
def for_life_and_health(advertisement: Any) -> Any:
    """关系生命健康的虚假广告，经营者、发布者、代言人无论是否明知，都承担连带责任。

    For goods of life and health agent, publisher and endorser are jointly liable, knowing or not.
    """
    return given(advertisement.life_and_health & (advertisement.who != "advertiser"), "joint")


@advertiser_first.but(ADVERTISING.article(56, 3))
def for_what_they_knew(advertisement: Any) -> Any:
    """其他商品，明知或者应知虚假的，承担连带责任。

    For other goods they are jointly liable if they knew or should have.
    """
    return given(
        advertisement.ad_known_false
        & ~advertisement.life_and_health
        & (advertisement.who != "advertiser"),
        "joint",
    )


@answers(rules_shown_by, ECL.article(34, 1), since="2019-01-01")
def seven_days_before(change: Any) -> Any:
    """修改规则，至少在实施前七日公示。

    A change of rules is published at least seven days before it takes effect.
    """
    return days_after(change.in_force_on, -7)


@seven_days_before.but(PLATFORM_RULES.article(12, 2), since="2026-02-01")
def fifteen_days_before(change: Any) -> Any:
    """涉及用户数量巨大、修改较多、关系重要权益的，至少提前十五日。

    Fifteen days where very many users, many changes or important rights are touched.
    """
    return given(change.wide, days_after(change.in_force_on, -15))


@answers(rule_change_lawful, ECL.article(34, 1), since="2019-01-01")
def consulted_and_published(change: Any) -> Any:
    """修改规则应当公开征求意见，并按期公示。

    Rules are changed after public consultation, and published in time.
    """
    return change.consulted & (change.shown_on <= days_after(change.in_force_on, -7))


@consulted_and_published.unless(PLATFORM_RULES.article(12, 2), since="2026-02-01")
def too_late_for_much(change: Any) -> Any:
    """重要修改公示不足十五日的，违法。

    A weighty change published less than fifteen days before is unlawful.
    """
    return change.wide & (change.shown_on > days_after(change.in_force_on, -15))


@consulted_and_published.unless(PLATFORM_RULES.article(16), since="2026-02-01")
def consent_forced(change: Any) -> Any:
    """强制、诱导同意或者默认勾选的，违法；不增加义务、不减损权益的除外。

    Consent may not be forced, lured or pre-ticked, unless no burden is added and no right is cut.
    """
    return change.forced_or_preticked & change.adds_burdens


@consulted_and_published.unless(ECL.article(34, 2))
def nobody_is_kept(change: Any) -> Any:
    """不接受修改要求退出的，不得阻止，按修改前的规则承担责任，据实退费。

    Whoever disagrees may leave, on the old rules, with what is left refunded.
    """
    return ~change.leaving_free


@answers(measure_shown_by, TRADING.article(30), since="2021-05-01")
def one_working_day(measure: Any) -> Any:
    """对商家的处理措施，自决定之日起一个工作日内公示。

    A measure against a merchant is published within one working day.
    """
    return working_days(measure.decided_on, 1)


@answers(measure_lawful, PLATFORM_RULES.article(19), since="2026-02-01")
def reasons_and_appeal(measure: Any) -> Any:
    """对权益有负面影响的措施，应当告知事实、理由、依据，设置申诉渠道，要求人工判定的由人工判定。

    A measure needs facts, reasons and grounds told, an easy appeal, and a person's judgment if asked.
    """
    return measure.reasons_given & measure.appeal_open & measure.human_if_asked


@answers(imposition_unlawful, ECL.article(35), since="2019-01-01", until="2026-02-01")
def unreasonable_conditions(imposition: Any) -> Any:
    """不得利用协议、规则和技术手段，对商家的交易、价格和与其他经营者的交易作不合理限制或者附加不合理条件。

    By its rules a platform may not limit merchants' dealings and prices, or their dealings with
    others, without reason.
    """
    return imposition.imposed.is_in(
        "promotions", "services", "exclusivity", "below_cost", "couriers"
    )


@answers(imposition_unlawful, PLATFORM_RULES.article(27, 1), since="2026-02-01")
def forced_on_merchants(imposition: Any) -> Any:
    """不得强制商家“仅退款”、参加推广、购买增值服务或者二选一。

    Merchants may not be forced into refunds without return, promotions, services or exclusivity.
    """
    return imposition.imposed.is_in(
        "refund_without_return", "promotions", "services", "exclusivity"
    )


@forced_on_merchants.but(PLATFORM_RULES.article(27, 2))
def forced_below_cost(imposition: Any) -> Any:
    """不得强制商家按照平台的定价规则低于成本销售。

    Nor into selling below cost by the platform's pricing rules.
    """
    return given(imposition.imposed == "below_cost", True)


@forced_on_merchants.but(TRADING.article(32, 1, 2))
def own_choice_of_couriers(imposition: Any) -> Any:
    """不得禁止或者限制商家自主选择快递物流。

    Nor may their choice of couriers be limited.
    """
    return given(imposition.imposed == "couriers", True)


@answers(enlarged_loss_joint, CC_TORT.article(1195, 2), since="2021-01-01")
def notice_and_measures(notice: Any) -> Any:
    """接到合格通知未及时采取必要措施的，对损害扩大部分承担连带责任。

    After a proper notice, whoever does not act promptly shares what the loss grows by.
    """
    return notice.prima_facie_and_identity & ~notice.acted_promptly


@answers(measures_lifted_after, ECL.article(43, 2), since="2019-01-01")
def fifteen_days_to_sue(notice: Any) -> Any:
    """声明到达权利人后十五日内未收到投诉或者起诉通知的，及时终止措施。

    Measures end if the right holder has neither complained nor sued within fifteen days of the
    statement.
    """
    return period(notice.statement_reached_on, days=15)


@answers(counts_as_platform, TRADING.article(7, 4), since="2021-05-01")
def premises_orders_payment(service: Any) -> Any:
    """社交、直播等服务提供经营场所、商品浏览、订单生成、在线支付的，履行平台义务。

    A social or live service that shows goods, makes orders and takes payment has a platform's duties.
    """
    return service.premises & service.orders & service.payment


RULES = (
    names_the_merchant,
    pays_first_when,
    the_merchant_itself,
    the_room_unless_it_says_who,
    promoted_knowingly,
    cannot_name_the_room,
    advertiser_first,
    seven_days_before,
    consulted_and_published,
    one_working_day,
    reasons_and_appeal,
    unreasonable_conditions,
    forced_on_merchants,
    notice_and_measures,
    fifteen_days_to_sue,
    premises_orders_payment,
)
