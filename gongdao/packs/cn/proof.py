"""Who must prove what."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given
from gongdao.law.questions import must_prove
from gongdao.packs.cn.food import SPC_FOOD_DRUGS, SPC_PUNITIVE
from gongdao.packs.cn.sources import CPL, ECL, PENALTIES, PIPL, SEVEN_DAYS, SPC_CONTRACTS


@answers(must_prove, CPL.article(23), since="2014-03-15")
def whoever_claims(_: Any) -> Any:
    """主张事实的一方原则上应当举证：瑕疵、假冒由消费者初步举证。

    Whoever relies on a fact proves it: the consumer proves a defect or a counterfeit.
    """
    return "consumer"


@whoever_claims.but(CPL.article(23, 3))
def durable_goods(contested: Any) -> Any:
    """耐用商品自接受之日起六个月内发现瑕疵的，由经营者就瑕疵举证。

    Of durable goods found flawed within six months after receipt, the merchant proves.
    """
    return given(
        (contested.matter == "defective") & contested.durable & contested.found_within_six_months,
        "merchant",
    )


@whoever_claims.but(PENALTIES.article(16, 1), since="2015-03-15")
def absence_of_deceit(contested: Any) -> Any:
    """经营者主张自己并非欺骗、误导的，由经营者举证。

    That it did not deceive or mislead is for the merchant to prove.
    """
    return given(contested.matter == "unwitting", "merchant")


@whoever_claims.but(SEVEN_DAYS.article(20), since="2017-03-15")
def confirmation(contested: Any) -> Any:
    """消费者购买时单独确认过不宜退货的，由经营者举证。

    That the consumer confirmed the exception at the purchase is for the merchant to prove.
    """
    return given(contested.matter == "confirmed", "merchant")


@whoever_claims.but(SEVEN_DAYS.article(9), since="2017-03-15")
def goods_that_went_back(contested: Any) -> Any:
    """退回的商品视为不完好的情形，由据此拒绝退款的经营者举证。

    That what went back does not count as intact is for the merchant to prove, who refuses the refund for it.
    """
    return given(contested.matter == "fit", "merchant")


@whoever_claims.but(ECL.article(20), since="2019-01-01")
def delivery(contested: Any) -> Any:
    """商品已经交付消费者，由承担运输风险的商家举证。

    That the goods reached the consumer is for the merchant to prove, who bears the transport.
    """
    return given(contested.matter == "lost", "merchant")


@whoever_claims.but(ECL.article(62), since="2019-01-01")
def records(contested: Any) -> Any:
    """原始合同和交易记录由经营者提供；拒不提供的，承担不利后果。

    Contract and trade records are for the operator to produce, at its risk.
    """
    return given(contested.matter == "refused", "merchant")


@whoever_claims.but(SPC_CONTRACTS.article(10, 3), since="2023-12-05")
def notice_of_terms(contested: Any) -> Any:
    """格式条款是否提示、说明，由提供条款的一方举证；只有勾选、弹窗不够。

    That attention was drawn to a standard term is for its drafter to prove; a box or a pop-up alone
    is no proof.
    """
    return given(contested.matter == "term_notice", "merchant")


@whoever_claims.but(SPC_FOOD_DRUGS.article(6), since="2014-03-15")
def food_is_safe(contested: Any) -> Any:
    """食品符合质量标准，由生产者、销售者举证。

    That food meets the standards is for its producer and seller to prove.
    """
    return given(contested.matter == "food_safe", "merchant")


@whoever_claims.but(SPC_PUNITIVE.article(12, 3), since="2024-08-22")
def buyer_knew(contested: Any) -> Any:
    """主张购买者明知食品不合格的，由生产者、经营者举证。

    That the buyer knew the food to be below standard is for producer and seller to prove.
    """
    return given(contested.matter == "buyer_knew", "merchant")


@whoever_claims.but(PIPL.article(69, 1), since="2021-11-01")
def fault_with_data(contested: Any) -> Any:
    """侵害个人信息造成损害的，由处理者证明自己没有过错。

    Whoever handled personal data proves that it was not at fault for the damage.
    """
    return given(contested.matter == "data_fault", "platform")


@whoever_claims.but(ECL.article(57, 2), since="2019-01-01")
def authorised_payment(contested: Any) -> Any:
    """未经授权的支付，由支付服务提供者证明是用户的过错。

    That an unauthorised payment was the user's fault is for the payment provider to prove.
    """
    return given(contested.matter == "payment_authorised", "platform")
