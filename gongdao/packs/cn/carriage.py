"""On the way and in harm: delivery, couriers, payments, defects, recalls, injury, travel."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, period, smallest, when, working_days
from gongdao.law.topics.carriage import (
    counts_as_delivered,
    defect_damages,
    delivered_on,
    injury_damages,
    may_rescind_for_delay,
    mental_damages_due,
    payment_restored,
    recall_costs_paid,
    recall_planned_by,
    recall_published_by,
    recall_reported_by,
    tour_penalty_at_most,
    tour_repaid,
    tour_return_until,
)
from gongdao.packs.cn.sources import (
    CC,
    CC_TORT,
    COURIERS,
    CPL,
    ECL,
    PRODUCT_QUALITY,
    RECALLS,
    SPC_TORT,
    TOURISM,
)


@answers(delivered_on, ECL.article(51, 1), CC.article(512, 1), since="2019-01-01")
def signed_for(handover: Any) -> Any:
    """以快递交付商品的，签收之日为交付之日。

    Goods sent by courier are delivered on the day they are signed for.
    """
    return handover.signed_for_on


@signed_for.but(ECL.article(51, 1))
def when_served(handover: Any) -> Any:
    """提供服务的，凭证载明的时间为准；与实际不一致的，以实际提供时间为准。

    A service counts on the day of its voucher, or when it was really given if that differs.
    """
    return given(
        handover.delivered == "service",
        when(handover.voucher_says == handover.really_served_on)
        .then(handover.voucher_says)
        .otherwise(handover.really_served_on),
    )


@signed_for.but(ECL.article(51, 2))
def in_the_system(handover: Any) -> Any:
    """在线传输的，进入指定系统并能检索识别的时间为交付时间。

    What is sent online is delivered when it is in the named system and can be found.
    """
    return given(handover.delivered == "online", handover.in_system_on)


@answers(counts_as_delivered, COURIERS.article(26), since="2018-05-01")
def to_whom_it_is_due(parcel: Any) -> Any:
    """快件应当投递到约定地址、收件人或者其指定的代收人，并告知当面验收。

    A parcel goes to the address, the recipient or the person they named, with an inspection offered.
    """
    return parcel.left_with.is_in("recipient", "named_person") & parcel.inspection_offered


@to_whom_it_is_due.but(ECL.article(52, 2), since="2019-01-01")
def with_consent(parcel: Any) -> Any:
    """放到驿站、快递柜、门口或者由他人代收的，须经收件人同意。

    To leave it at a pick-up point, at the door or with others needs the recipient's consent.
    """
    return given(
        parcel.left_with.is_in("pick_up_point", "door", "neighbour"), parcel.drop_consented
    )


@answers(may_rescind_for_delay, CC.article(563, 1, 3), since="2021-01-01")
def after_a_demand(delay: Any) -> Any:
    """迟延交付，催告后合理期限内仍未履行的，可以解除合同。

    After a demand and a reasonable time a late buyer may rescind.
    """
    return delay.demanded & delay.reasonable_time_over


@after_a_demand.but(CC.article(563, 1, 4))
def purpose_defeated(delay: Any) -> Any:
    """迟延致使不能实现合同目的的，可以直接解除。

    At once where the delay defeats the purpose.
    """
    return given(delay.delay_defeats_purpose, True)


@after_a_demand.but(CC.article(563, 1, 2))
def said_it_will_not(delay: Any) -> Any:
    """商家表明不履行的，不必催告，可以直接解除。

    At once where the merchant says or shows that it will not perform.
    """
    return given(delay.said_it_will_not, True)


@answers(payment_restored, ECL.article(57, 2), since="2019-01-01")
def provider_bears(payment: Any) -> Any:
    """未经授权的支付由支付机构承担损失，能证明是用户过错的除外。

    The provider bears an unauthorised payment, unless it proves the user's fault.
    """
    return when(payment.users_fault).then(0).otherwise(payment.amount)


@provider_bears.but(ECL.article(55, 2))
def mistaken_instruction(payment: Any) -> Any:
    """支付指令错误造成损失的，支付机构赔偿，能证明非自身原因的除外。

    It pays for a mistaken instruction, unless it proves that the cause was not its own.
    """
    return given(
        payment.payment_flaw == "mistaken",
        when(payment.not_providers_cause).then(0).otherwise(payment.amount),
    )


@answers(defect_damages, CC_TORT.article(1203, 1), since="2021-01-01")
def producer_or_seller(harm: Any) -> Any:
    """缺陷造成损害的，可以向生产者，也可以向销售者请求赔偿。

    For harm by a defect either producer or seller may be asked.
    """
    return when(harm.defect).then(harm.other_losses).otherwise(0)


@producer_or_seller.but(SPC_TORT.article(19), since="2024-09-27")
def the_product_too(harm: Any) -> Any:
    """2024年9月27日起，缺陷产品本身的损失一并赔偿。

    Since 27 September 2024 the loss of the product itself is paid too.
    """
    return given(
        harm.defect & ((harm.defect_against == "seller") | (harm.producers_excuse == "none")),
        harm.other_losses + harm.product_value,
    )


@producer_or_seller.unless(PRODUCT_QUALITY.article(41, 2))
def producers_excuse(harm: Any) -> Any:
    """生产者证明未投入流通、当时没有缺陷或者当时科技不能发现的，不承担责任。

    A producer is free if it proves that it never circulated it, that the defect was not there, or that
    nobody could have found it.
    """
    return (harm.defect_against == "producer") & (harm.producers_excuse != "none")


@answers(recall_reported_by, RECALLS.article(8, 1), since="2020-01-01")
def two_working_days(recall: Any) -> Any:
    """可能造成死亡、严重伤害、重大损失或者境外已召回的，二个工作日内报告。

    What may kill or gravely harm, or was recalled abroad, is reported within two working days.
    """
    return when(recall.grave).then(working_days(recall.defect_found_on, 2)).otherwise(None)


@answers(recall_planned_by, RECALLS.article(17), since="2020-01-01")
def ten_working_days(recall: Any) -> Any:
    """自认定缺陷、接到通知或者被责令之日起十个工作日内报告召回计划。

    A plan is reported within ten working days of the finding, notice or order.
    """
    return working_days(recall.concluded_defective_on, 10)


@answers(recall_published_by, RECALLS.article(19, 2), since="2020-01-01")
def three_working_days(recall: Any) -> Any:
    """自报告计划之日起三个工作日内发布召回信息。

    It is published within three working days of the plan.
    """
    return working_days(recall.plan_reported_on, 3)


@answers(recall_costs_paid, CPL.article(19), CC_TORT.article(1206, 2), since="2014-03-15")
def costs_of_a_recall(recall: Any) -> Any:
    """消费者因召回支出的必要费用，由经营者承担。

    What the recall costs the consumer is borne by the operator.
    """
    return recall.costs_of_consumer


@answers(injury_damages, CPL.article(49), CC_TORT.article(1179), since="2014-03-15")
def heads_of_damage(injury: Any) -> Any:
    """人身伤害赔偿医疗、护理、交通等合理费用和误工收入；残疾、死亡的另加法定项目。

    Injury is paid with treatment, care, transport and lost income, and the heads for disability or death.
    """
    return injury.treatment + injury.lost_income + injury.disability + injury.death


@answers(mental_damages_due, CC_TORT.article(1183, 1), since="2021-01-01")
def grave_mental_harm(injury: Any) -> Any:
    """侵害人身权益造成严重精神损害的，可以请求精神损害赔偿，数额由法院确定。

    For grave mental harm by the breach of a personal right damages are due, fixed by the court.
    """
    return injury.grave_mental_harm & injury.personal_right


@grave_mental_harm.but(CC_TORT.article(1183, 2))
def keepsakes(injury: Any) -> Any:
    """故意或者重大过失毁损有人身意义的特定物造成严重精神损害的，也可以请求。

    So they are for a thing of personal meaning lost by intent or gross negligence.
    """
    return given(injury.keepsake_by_gross_fault & injury.grave_mental_harm, True)


@answers(tour_return_until, TOURISM.article(35, 3), since="2018-10-26")
def thirty_days_after_the_trip(tour: Any) -> Any:
    """被安排购物、自费项目的，行程结束后三十日内可以要求旅行社办理退货退款。

    Shopping and extras that were arranged may be undone within thirty days of the trip's end.
    """
    return period(tour.trip_ended_on, days=30)


@thirty_days_after_the_trip.unless(TOURISM.article(35, 2))
def agreed_or_asked(tour: Any) -> Any:
    """没有安排，或者经协商一致、旅游者要求的除外。

    Not where nothing was arranged, or it was agreed or asked for.
    """
    return ~tour.led_to_shop | tour.agreed_or_asked


@answers(tour_repaid, TOURISM.article(65), since="2018-10-26")
def less_necessary_costs(tour: Any) -> Any:
    """行程结束前旅游者解除合同的，扣除必要费用后退还余款。

    A traveller who ends the contract before the trip does gets the rest, less necessary costs.
    """
    return tour.tour_price - smallest(tour.tour_price, tour.necessary_costs)


@answers(tour_penalty_at_most, TOURISM.article(70, 1), since="2018-10-26")
def three_times_the_price(tour: Any) -> Any:
    """有条件履行、经要求仍拒绝，造成人身损害、滞留等严重后果的，可以请求旅游费用一倍以上三倍以下的赔偿金。

    For a refusal with grave results, though able and asked, one to three times the price is owed.
    """
    return when(tour.refused_able_asked & tour.grave_result).then(tour.tour_price * 3).otherwise(0)


RULES = (
    signed_for,
    to_whom_it_is_due,
    after_a_demand,
    provider_bears,
    producer_or_seller,
    two_working_days,
    ten_working_days,
    three_working_days,
    costs_of_a_recall,
    heads_of_damage,
    grave_mental_harm,
    thirty_days_after_the_trip,
    less_necessary_costs,
    three_times_the_price,
)
