"""Goods on their way: who bears the risk."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, when
from gongdao.law.questions import risk_borne_by
from gongdao.packs.cn.sources import CC, ECL


@answers(risk_borne_by, ECL.article(20), CC.article(512, 1), since="2019-01-01")
def seller_until_signed(carriage: Any) -> Any:
    """商品签收前，运输途中的风险和责任由商家承担。

    Until the goods are signed for, the merchant bears the risk of their transport.
    """
    return when(carriage.signed_for).then("consumer").otherwise("merchant")


@seller_until_signed.but(ECL.article(20))
def own_carrier(carriage: Any) -> Any:
    """消费者另行选择快递的，运输风险由消费者承担。

    A consumer who chose another carrier bears that risk.
    """
    return given(carriage.consumer_chose_carrier, "consumer")
