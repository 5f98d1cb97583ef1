"""Fraud, and the increased damages for it: CPL article 55."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, largest
from gongdao.law.questions import compensation_for_fraud, is_fraud
from gongdao.packs.cn.sources import CPL, CPL_RULES, PENALTIES, SPC_ONLINE

LEAST = 500_00
MULTIPLE = 3


@answers(is_fraud, PENALTIES.article(16, 1), PENALTIES.article(16, 2), since="2015-03-15")
def deception(claim: Any) -> Any:
    """销售假冒商品且不能证明自己并非欺骗、误导的，或者作虚假、引人误解宣传的，属于欺诈。

    Selling counterfeit goods without proving that one did not deceive, or making false or
    misleading statements, is fraud.
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
        (claim.promised_multiple > MULTIPLE) & (claim.price * claim.promised_multiple > LEAST),
        claim.price * claim.promised_multiple,
    )
