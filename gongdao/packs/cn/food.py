"""Food and drugs: FSL articles 131 and 148, the Drug Administration Law, and what the SPC made of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongdao.law import Source, answers, given, largest, months_after, smallest, when
from gongdao.law.topics.food import (
    compensation_for_drugs,
    compensation_for_food,
    food_platform_liable,
    food_seller_knew,
    keep_food_records_until,
    price_back_for_food,
    ten_times_for_food,
)

FSL = Source(
    "FSL", "食品安全法", "Food Safety Law", date(2015, 10, 1), 154, file="食品安全法(2025修正)"
)
DRUG_LAW = Source(
    "Drug Law", "药品管理法", "Drug Administration Law", date(2019, 12, 1), 155, file="药品管理法-2019"
)  # fmt: skip
SPC_FOOD = Source(
    "SPC Food", "最高人民法院关于审理食品安全民事纠纷案件适用法律若干问题的解释（一）",
    "SPC Interpretation on Food Safety Disputes (I)", date(2021, 1, 1), 14,
    file="最高法-食品安全民事纠纷解释(一)", reaches=date(2015, 10, 1),
)  # fmt: skip
SPC_PUNITIVE = Source(
    "SPC Food and Drug Damages", "最高人民法院关于审理食品药品惩罚性赔偿纠纷案件适用法律若干问题的解释",
    "SPC Interpretation on Punitive Damages for Food and Drugs", date(2024, 8, 22), 19,
    file="最高法-食品药品惩罚性赔偿解释(2024)", reaches=date(2015, 10, 1),
)  # fmt: skip
SPC_FOOD_DRUGS = Source(
    "SPC Food and Drugs", "最高人民法院关于审理食品药品纠纷案件适用法律若干问题的规定",
    "SPC Provisions on Food and Drug Disputes", date(2014, 3, 15), 19,
    file="最高法-食品药品纠纷规定(2021修正)", reaches=date(2015, 10, 1),
)  # fmt: skip
ONLINE_FOOD = Source(
    "Online Food Measures", "网络食品安全违法行为查处办法",
    "Measures on Unlawful Acts in Online Food", date(2016, 10, 1), 48,
    file="网络食品安全违法行为查处办法",
)  # fmt: skip

LEAST = 1_000_00
TIMES_PRICE, TIMES_LOSS = 10, 3


SIGNS = ("expired", "no_source", "cheap", "unchecked", "false_date", "hid_records", "other")


@answers(food_seller_knew, SPC_FOOD.article(6), since="2021-01-01")
def taken_to_know(claim: Any) -> Any:
    """过期销售、来源不明、进价明显过低、未查验、假日期、隐匿记录，或者有其他证据的，视为明知。

    A seller is taken to know if the food was past its shelf life, came from no lawful source or at
    an unreasonable price, was not checked, bore a false date, if records were hidden, or by other
    proof.
    """
    return claim.sign_of_knowing.is_in(*SIGNS)


@answers(ten_times_for_food, FSL.article(148, 2), since="2015-10-01")
def unsafe_food(claim: Any) -> Any:
    """生产不符合食品安全标准的食品，或者明知而经营的，消费者可以要求惩罚性赔偿，不以造成人身损害为条件。

    Whoever produces food below the safety standards, or deals in it knowingly, owes increased
    damages; no injury is needed.
    """
    return claim.below_standard & (
        (claim.against == "producer") | claim.sign_of_knowing.is_in(*SIGNS)
    )


@unsafe_food.unless(SPC_PUNITIVE.article(8), since="2024-08-22")
def listed_label_flaw(claim: Any) -> Any:
    """字号、错别字、标示格式、普通贮存条件等列明的标签瑕疵，不影响安全、不会误导的，不适用惩罚性赔偿。

    The listed small flaws of labels that neither touch safety nor mislead bring no increased damages.
    """
    return (claim.label_fault == "listed") & claim.label_harmless


@unsafe_food.unless(FSL.article(148, 2))
def harmless_label(claim: Any) -> Any:
    """标签、说明书的瑕疵不影响食品安全且不会误导消费者的除外；缺少必须标明的事项或者故意错标的，不是这种瑕疵。

    A flaw of label or leaflet that neither touches safety nor misleads is excepted; a mandatory item
    that is missing or deliberately wrong is no such flaw.
    """
    return claim.label_fault.is_in("listed", "other") & claim.label_harmless


@unsafe_food.unless(SPC_PUNITIVE.article(1, 1), since="2024-08-22")
def not_for_living(claim: Any) -> Any:
    """不是因个人或者家庭生活消费需要购买的，不适用惩罚性赔偿。

    Whoever does not buy for personal or family needs has no claim to increased damages.
    """
    return ~claim.by_consumer


@unsafe_food.unless(SPC_PUNITIVE.article(3, 1), since="2024-08-22")
def agent_not_by_trade(claim: Any) -> Any:
    """受托代购的人不以代购为业的，不承担惩罚性赔偿责任。

    Somebody who bought for another, and not as a trade, owes no increased damages.
    """
    return claim.against == "friend"


@unsafe_food.unless(SPC_PUNITIVE.article(16, 1), since="2024-08-22")
def staged(claim: Any) -> Any:
    """购买者恶意制造违法假象索赔的，驳回请求。

    Whoever maliciously stages a violation gets nothing.
    """
    return claim.fabricated


@answers(compensation_for_food, FSL.article(148, 2), since="2015-10-01")
def ten_times(claim: Any) -> Any:
    """价款十倍或者损失三倍，由消费者选择；不足一千元的，为一千元。

    Ten times the price or three times the loss, as the consumer chooses, and CNY 1,000 at least.
    """
    return largest(claim.price * TIMES_PRICE, claim.losses * TIMES_LOSS, LEAST)


@ten_times.but(SPC_PUNITIVE.article(12, 1), since="2024-08-22")
def knowing_buyer(claim: Any) -> Any:
    """能证明购买者明知的，只在合理生活消费需要范围内支持十倍赔偿；短时间多次购买的合并计算。

    Of a buyer who is proved to have known, only what is within reasonable living needs counts,
    repeated purchases taken together.
    """
    within = smallest(claim.price, claim.reasonable_price)
    return given(claim.buyer_knew, largest(within * TIMES_PRICE, claim.losses * TIMES_LOSS, LEAST))


@ten_times.but(SPC_FOOD.article(8), since="2021-01-01")
def promised_more(claim: Any) -> Any:
    """商家承诺的赔偿高于法定标准的，按承诺赔偿；能证明购买者明知的，仍以合理需要为限。

    A seller that promised more than the law is held to it; a buyer who knew stays within reasonable
    needs.
    """
    return given(
        (claim.promised_multiple > TIMES_PRICE) & ~claim.buyer_knew,
        largest(claim.price * claim.promised_multiple, claim.losses * TIMES_LOSS, LEAST),
    )


@answers(price_back_for_food, SPC_PUNITIVE.article(2, 1), since="2024-08-22")
def all_of_the_price(claim: Any) -> Any:
    """食品不符合食品安全标准的，价款全部返还，购买时明知也一样。

    For food below the standards all of the price comes back, even to a buyer who knew.
    """
    return when(claim.below_standard & ~claim.fabricated).then(claim.price).otherwise(0)


@answers(compensation_for_drugs, DRUG_LAW.article(144, 3), since="2019-12-01")
def ten_times_for_drugs(claim: Any) -> Any:
    """生产假药、劣药，或者明知而销售、使用的，赔偿价款十倍或者损失三倍，不足一千元的为一千元。

    Whoever makes fake or inferior drugs, or knowingly sells or uses them, owes ten times the price or
    three times the loss, and CNY 1,000 at least.
    """
    owed = claim.fake_or_inferior & (claim.by_producer | claim.knew)
    return (
        when(owed)
        .then(largest(claim.price * TIMES_PRICE, claim.losses * TIMES_LOSS, LEAST))
        .otherwise(0)
    )


@ten_times_for_drugs.unless(SPC_PUNITIVE.article(11, 1), since="2024-08-22")
def mutual_help(claim: Any) -> Any:
    """非营利自救互助的少量药品、数量不大的民间传统配方且未伤人的，以及非营利少量进口境外合法药品的，不适用惩罚性赔偿。

    Non-profit mutual help and small amounts of folk remedies that harmed nobody, and a few drugs
    lawful abroad brought in without profit, are excepted.
    """
    return claim.exempt


@ten_times_for_drugs.unless(SPC_PUNITIVE.article(10), since="2024-08-22")
def drugs_not_for_living(claim: Any) -> Any:
    """不是因个人或者家庭生活消费需要购买药品的，不适用惩罚性赔偿。

    Whoever does not buy drugs for personal or family needs has no claim to increased damages.
    """
    return ~claim.by_consumer


@ten_times_for_drugs.unless(SPC_PUNITIVE.article(3, 1), since="2024-08-22")
def friend_who_fetched_drugs(claim: Any) -> Any:
    """受托代购药品的人不以代购为业的，不承担惩罚性赔偿责任。

    Somebody who bought drugs for another, and not as a trade, owes no increased damages.
    """
    return claim.bought_by_friend


@ten_times_for_drugs.unless(SPC_PUNITIVE.article(16, 1), since="2024-08-22")
def staged_with_drugs(claim: Any) -> Any:
    """购买者恶意制造违法假象索赔的，驳回请求。

    Whoever maliciously stages a violation with drugs gets nothing.
    """
    return claim.fabricated


@answers(food_platform_liable, FSL.article(131, 1), since="2015-10-01")
def joint_platform(platform: Any) -> Any:
    """平台未实名登记、未审查许可证，或者未报告、停止服务，使消费者受损害的，与食品经营者承担连带责任。

    A platform that did not register real names, check licences, or report and stop violations is
    jointly liable with the seller.
    """
    failed = (
        ~platform.registered_real_names | ~platform.checked_licence | ~platform.acted_on_violations
    )
    return when(failed).then("joint").otherwise("none")


@joint_platform.but(FSL.article(131, 2))
def cannot_name_the_seller(platform: Any) -> Any:
    """已尽审查义务的平台，不能提供经营者真实名称、地址和有效联系方式的，由平台赔偿。

    A platform that did its duties but cannot give the seller's real name, address and contact pays
    itself.
    """
    return given(
        platform.registered_real_names
        & platform.checked_licence
        & platform.acted_on_violations
        & ~platform.gave_identity,
        "instead",
    )


@answers(keep_food_records_until, ONLINE_FOOD.article(13), since="2016-10-01")
def six_months_after_shelf_life(records: Any) -> Any:
    """食品交易信息保存到保质期满后六个月；没有明确保质期的，至少二年。

    Records of food sold online are kept six months beyond the shelf life, or two years where there
    is none.
    """
    return (
        when(records.has_shelf_life)
        .then(months_after(records.shelf_life_ends_on, 6))
        .otherwise(months_after(records.traded_on, 24))
    )


RULES = (
    taken_to_know,
    unsafe_food,
    ten_times,
    all_of_the_price,
    ten_times_for_drugs,
    joint_platform,
    six_months_after_shelf_life,
)
