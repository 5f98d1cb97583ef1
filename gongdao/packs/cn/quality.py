"""Goods that do not conform: CPL articles 23 and 24."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers
from gongdao.law.questions import may_return_defective
from gongdao.packs.cn.sources import CPL


@answers(may_return_defective, CPL.article(24, 1), since="2014-03-15")
def defective_goods_go_back(defect: Any) -> Any:
    """商品不符合质量要求，没有国家规定和约定的，消费者可以自收到商品之日起七日内退货。

    Goods that do not conform may be returned within seven days after receipt where neither a
    national rule nor an agreement says otherwise.
    """
    return defect.defective


@defective_goods_go_back.unless(CPL.article(23, 1))
def known_flaw(defect: Any) -> Any:
    """购买前已经知道该瑕疵，且不违反强制性规定的除外。

    A flaw that was known before the purchase, and is lawful, gives no such right.
    """
    return defect.known_before
