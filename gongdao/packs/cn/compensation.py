"""Fraud, and the increased damages for it: CPL article 55."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, largest
from gongdao.law.questions import compensation_for_fraud, is_fraud, price_back_for_fraud
from gongdao.packs.cn.sources import CC_GENERAL, CPL, CPL_RULES, PENALTIES, SPC_ONLINE

LEAST = 500_00
MULTIPLE = 3


@answers(is_fraud, PENALTIES.article(16, 1), PENALTIES.article(16, 2), since="2015-03-15")
def deception(claim: Any) -> Any:
    """销售假冒商品且不能证明自己并非欺骗、误导的，或者作虚假、引人误解宣传，隐瞒重要情况的，属于欺诈。

    Selling counterfeit goods without proving that one did not deceive, or making false or
    misleading statements, or hiding what matters, is fraud.
    """
    return (claim.counterfeit & ~claim.unwitting) | claim.false_statement


@deception.unless(CPL_RULES.article(49, 1), since="2024-07-01")
def harmless_label(claim: Any) -> Any:
    """标签、说明书等存在不影响质量、不会误导的瑕疵的，不属于欺诈。

    A flaw of labels or leaflets that neither touches quality nor misleads is no fraud.
    """
    return claim.harmless_label_flaw & ~claim.counterfeit


@deception.unless(CPL_RULES.article(49, 2), since="2024-07-01")
def fabricated_by_buyer(claim: Any) -> Any:
    """以夹带、掉包、造假、捏造事实等方式索赔的，不适用欺诈赔偿。

    Whoever plants, swaps or fabricates to claim damages gets none.
    """
    return claim.fabricated


@answers(compensation_for_fraud, CPL.article(55, 1), since="2014-03-15")
def three_times(claim: Any) -> Any:
    """经营者有欺诈行为的，增加赔偿价款的三倍；不足五百元的，为五百元。

    For fraud the damages are increased by three times the price, and by CNY 500 at least.
    """
    return largest(claim.price * MULTIPLE, LEAST)


@three_times.but(SPC_ONLINE.article(10))
def promised_more(claim: Any) -> Any:
    """商家承诺的赔偿高于法定标准的，按承诺赔偿。

    A merchant that promised more than the law is held to its promise.
    """
    return given(
        (claim.promised_multiple > MULTIPLE)
        & (claim.price * claim.promised_multiple > LEAST)
        & claim.by_consumer
        & claim.by_operator,
        claim.price * claim.promised_multiple,
    )


@three_times.unless(CPL.article(2))
def bought_for_no_living_need(claim: Any) -> Any:
    """不是为生活消费需要购买的，不适用惩罚性赔偿。

    Whoever does not buy for living needs has no claim to increased damages.
    """
    return ~claim.by_consumer


@three_times.unless(CPL.article(3))
def private_sellers(claim: Any) -> Any:
    """卖家不是经营者的，不适用惩罚性赔偿；退货、赔偿损失按民法典处理。

    A private seller owes no increased damages; returns and losses follow the Civil Code.
    """
    return ~claim.by_operator


@answers(price_back_for_fraud, CC_GENERAL.article(157), CC_GENERAL.article(148), since="2021-01-01")
def undone(claim: Any) -> Any:
    """受欺诈的一方请求撤销合同的，返还价款，商品退回。

    Whoever was deceived may have the contract avoided: the price comes back, and the goods go back.
    """
    return claim.price
