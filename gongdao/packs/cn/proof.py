"""Who must prove what."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given
from gongdao.law.questions import must_prove
from gongdao.packs.cn.sources import CPL, ECL, PENALTIES, SEVEN_DAYS


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
