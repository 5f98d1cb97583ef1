"""Goods that do not conform, fraud act by act, guarantees, and the last steps of a return."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, days_after, given, largest, months_after, period, when
from gongdao.law.topics.conformity import (
    act_is_fraud,
    as_promised,
    contract_ends_on,
    fee_deducted,
    free_thing_answered_for,
    guarantee_ends_on,
    last_day_to_rescind,
    notify_defect_by,
    punitive_for_known_defect,
    refund_goes_to,
    refund_stalling_after,
    remedy_due,
    repaid_once,
    return_stalling_after,
    stalling_after,
    taken_as_inspected,
)
from gongdao.packs.cn.sources import (
    CC,
    CPL,
    CPL_RULES,
    PENALTIES,
    SEVEN_DAYS,
    SPC_ONLINE,
)


@answers(act_is_fraud, PENALTIES.article(16, 2), since="2015-03-15")
def fraud_outright(deceit: Any) -> Any:
    """掺假、以次充好、销售淘汰品、计量作弊、骗取价款、各种虚假宣传和服务欺诈，属于欺诈；单纯违约、履行不好不是。

    Adulterated or banned goods, false measures, taking money for nothing, the false statements of
    article 6 and cheating services are fraud; a broken promise or poor performance alone is not.
    """
    return deceit.deceit_act.is_in(
        "adulterated",
        "banned",
        "false_measure",
        "took_the_money",
        "false_identity",
        "false_description",
        "false_demonstration",
        "fake_trades",
        "false_price_words",
        "false_prizes",
        "seconds_as_genuine",
        "key_facts_hidden",
        "repair_cheating",
        "agency_cheating",
    )


@fraud_outright.but(PENALTIES.article(16, 1))
def fraud_unless_disproved(deceit: Any) -> Any:
    """销售不安全、失效变质、假产地、假标志、侵权、仿冒商品，不能证明自己并非欺骗、误导的，属于欺诈。

    To sell what is unsafe, spoiled, of false origin or marks, infringing or passed off is fraud unless
    the operator proves that it did not deceive.
    """
    return given(
        deceit.deceit_act.is_in(
            "unsafe", "spoiled", "false_origin", "false_marks", "infringed_mark", "passed_off"
        ),
        ~deceit.unwitting,
    )


@answers(punitive_for_known_defect, CPL.article(55, 2), since="2014-03-15")
def twice_the_losses(defect: Any) -> Any:
    """明知缺陷仍提供，造成死亡或者健康严重损害的，可以请求损失二倍以下的惩罚性赔偿。

    For a known defect that killed or gravely harmed, up to twice the losses come on top.
    """
    return (
        when(defect.defect_known & defect.death_or_grave_harm).then(defect.losses * 2).otherwise(0)
    )


@answers(remedy_due, CPL.article(24, 1), since="2014-03-15")
def within_seven_days_return(remedy: Any) -> Any:
    """不符合质量要求的，七日内可以退货；七日后符合法定解除条件的可以退货，否则可以要求更换、修理。

    Within seven days of receipt goods that do not conform may go back; later only where the purpose is
    defeated, otherwise they are replaced or repaired.
    """
    early = remedy.asked_on <= period(remedy.signed_for_on, days=7)
    return (
        when(~remedy.defective)
        .then("none")
        .otherwise(
            when(early | remedy.purpose_defeated).then("return").otherwise("replace_or_repair")
        )
    )


@within_seven_days_return.but(CPL.article(54))
def declared_unfit(remedy: Any) -> Any:
    """行政部门认定为不合格的，消费者要求退货的，经营者应当退货，不问过了多久。

    What an authority has found unfit goes back whenever the consumer asks.
    """
    return given(remedy.declared_unfit, "return")


@within_seven_days_return.but(CC.article(582), since="2021-01-01")
def price_reduction(remedy: Any) -> Any:
    """消费者也可以合理选择减少价款。

    The consumer may reasonably choose a lower price instead.
    """
    return given((remedy.wants == "reduce") & remedy.defective & ~remedy.declared_unfit, "reduce")


@answers(stalling_after, PENALTIES.article(8), since="2015-03-15")
def fifteen_days(stalling: Any) -> Any:
    """自期满或者提出要求之日起超过十五日，无正当理由不履行的，视为故意拖延或者无理拒绝。

    Fifteen days after the time was up, or the request made, not to act without good reason is
    deliberate delay.
    """
    return days_after(stalling.due_on, 15)


@fifteen_days.unless(PENALTIES.article(8, 1, 2))
def with_good_reason(stalling: Any) -> Any:
    """有正当理由的除外。

    A good reason is excepted.
    """
    return stalling.good_reason


@answers(notify_defect_by, CC.article(621, 2), since="2021-01-01")
def two_years_at_most(inspection: Any) -> Any:
    """没有约定检验期限的，在合理期限内、最迟自收到之日起二年内通知；有质量保证期的适用保证期。

    Without an agreed time a defect is notified within reason, two years after receipt at the latest,
    or within the guarantee if there is one.
    """
    return (
        when(inspection.guaranteed_until > inspection.signed_for_on)
        .then(inspection.guaranteed_until)
        .otherwise(months_after(inspection.signed_for_on, 24))
    )


@two_years_at_most.but(CC.article(621, 1))
def agreed_time(inspection: Any) -> Any:
    """约定了检验期限的，在期限内通知；期限过短的，只对外观瑕疵有效。

    An agreed time holds; one that is too short holds only for what can be seen.
    """
    return given(
        (inspection.agreed_days > 0)
        & ~(inspection.agreed_too_short & inspection.hidden_flaw)
        & ~inspection.seller_knew,
        period(inspection.signed_for_on, days=inspection.agreed_days),
    )


@two_years_at_most.unless(CC.article(621, 3))
def seller_knew(inspection: Any) -> Any:
    """卖家知道或者应当知道的，不受通知期限限制。

    No time runs for a seller that knew, or should have.
    """
    return inspection.seller_knew


@answers(taken_as_inspected, CC.article(623), since="2021-01-01")
def by_the_slip(inspection: Any) -> Any:
    """没有约定检验期限，签收单写明数量、型号的，推定已检验数量和外观瑕疵，有相反证据的除外；不等于认可质量。

    A signed slip that lists quantity and model lets one presume that number and looks were inspected,
    unless disproved; it is no acceptance of quality.
    """
    return (inspection.agreed_days < 1) & inspection.slip_lists_goods & ~inspection.rebutted


@answers(guarantee_ends_on, CPL_RULES.article(18, 1), since="2024-07-01")
def from_installation(guarantee: Any) -> Any:
    """有效期自交付或者安装完成起算，更换后重新计算，修理时间不计入，约定不得低于国家规定。

    It runs from delivery or installation, anew from a replacement, without the days of repair, and is
    never shorter than the law's.
    """
    start = largest(guarantee.delivered_on, guarantee.installed_on, guarantee.replaced_on)
    promised = months_after(start, guarantee.months_promised)
    lawful = months_after(start, guarantee.months_by_law)
    return days_after(largest(promised, lawful), guarantee.days_in_repair)


@answers(repaid_once, CPL_RULES.article(18, 2), since="2024-07-01")
def by_the_invoice(paid: Any) -> Any:
    """退货的，按发票价格一次性退清；能证明实付不同的，按实付退清。

    What goes back is repaid at once at the invoice price, or at what was really paid if that is proved.
    """
    return when(paid.difference_proven).then(paid.in_fact).otherwise(paid.on_invoice)


@answers(free_thing_answered_for, SPC_ONLINE.article(8), since="2022-03-15")
def free_is_no_excuse(free: Any) -> Any:
    """奖品、赠品、换购商品造成损害的，不能以免费为由免责。

    For harm by prizes, gifts and trade-ins it is no excuse that they were free.
    """
    return free.harmed


@free_is_no_excuse.unless(CPL_RULES.article(7, 2), since="2024-07-01")
def told_before(free: Any) -> Any:
    """免费提供的，事先如实告知的合法且不影响正常使用的瑕疵，不再据此担责。

    A lawful flaw that does not spoil normal use and was told before is not answered for.
    """
    return free.flaw_told & free.flaw_is_the_cause


@answers(as_promised, CPL.article(23, 2), since="2014-03-15")
def quality_as_shown(matching: Any) -> Any:
    """以广告、说明、样品表明质量的，应当与实际相符。

    Quality shown by advertising, description or sample must be real.
    """
    return matching.as_described


@quality_as_shown.unless(CPL_RULES.article(12), since="2024-07-01")
def promises_are_kept(matching: Any) -> Any:
    """对数量、质量、价格、售后、责任作出的承诺，应当履行。

    Promises of quantity, quality, price, service and liability are kept.
    """
    return ~matching.promise_kept


@answers(last_day_to_rescind, CC.article(564, 2), since="2021-01-01")
def one_year(rescinding: Any) -> Any:
    """没有规定或者约定期限的，自知道解除事由之日起一年内行使。

    Without another time the right lasts a year from knowing the ground.
    """
    return months_after(rescinding.ground_known_on, 12)


@answers(contract_ends_on, CC.article(565), since="2021-01-01")
def when_notice_arrives(rescinding: Any) -> Any:
    """合同自解除通知到达对方时解除；直接起诉的，自起诉状副本送达时解除。

    The contract ends when the notice arrives, or the claim is served.
    """
    return rescinding.notice_reached_on


@answers(
    return_stalling_after, SEVEN_DAYS.article(31, 1, 2), PENALTIES.article(9), since="2017-03-15"
)
def procedure_in_fifteen_days(sendback: Any) -> Any:
    """自收到退货要求之日起超过十五日未办理手续或者不给真实退货地址的，视为故意拖延。

    Fifteen days after the request, no procedure or no true address counts as deliberate delay.
    """
    return days_after(sendback.asked_on, 15)


@answers(
    refund_stalling_after, SEVEN_DAYS.article(31, 1, 3), PENALTIES.article(9), since="2017-03-15"
)
def refund_in_fifteen_days(sendback: Any) -> Any:
    """收到退回商品超过十五日未退款的，视为故意拖延；应退日期仍是七日。

    Fifteen days after the goods are back, no refund counts as deliberate delay; it was due after seven.
    """
    return days_after(sendback.goods_back_on, 15)


@answers(refund_goes_to, SEVEN_DAYS.article(14), since="2017-03-15")
def the_way_it_was_paid(sendback: Any) -> Any:
    """退款方式比照支付方式，多种方式支付的按各自方式退，不得自行指定其他方式。

    The refund goes the way it was paid, each part by its own, and by no other way of the seller's choice.
    """
    return when(sendback.paid_by == "mixed").then("each_as_paid").otherwise("as_paid")


@the_way_it_was_paid.but(SEVEN_DAYS.article(15))
def points_in_kind(sendback: Any) -> Any:
    """积分、代金券支付的，以相应形式返还。

    Points and coupons come back in kind.
    """
    return given((sendback.paid_by == "points") & ~sendback.other_way_agreed, "in_kind")


@the_way_it_was_paid.but(SEVEN_DAYS.article(14, 3))
def another_way_agreed(sendback: Any) -> Any:
    """征得消费者明确同意的，可以采用其他方式。

    Another way needs the consumer's express consent.
    """
    return given(sendback.other_way_agreed, "as_agreed")


@answers(fee_deducted, SEVEN_DAYS.article(16, 2), since="2017-03-15")
def waived_card_fee(sendback: Any) -> Any:
    """商家当时免除的信用卡手续费，退款时可以扣除。

    A card fee that the merchant had waived may be deducted.
    """
    return when(sendback.fee_waived).then(sendback.card_fee).otherwise(0)


RULES = (
    fraud_outright,
    twice_the_losses,
    within_seven_days_return,
    fifteen_days,
    two_years_at_most,
    by_the_slip,
    from_installation,
    by_the_invoice,
    free_is_no_excuse,
    quality_as_shown,
    one_year,
    when_notice_arrives,
    procedure_in_fifteen_days,
    refund_in_fifteen_days,
    the_way_it_was_paid,
    waived_card_fee,
)
