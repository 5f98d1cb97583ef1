"""Refunds: how much, and how soon."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, largest, period, when
from gongdao.law.questions import last_day_to_refund, refund_of_part
from gongdao.packs.cn.sources import CPL, SEVEN_DAYS


@answers(last_day_to_refund, CPL.article(25, 3), SEVEN_DAYS.article(13), since="2014-03-15")
def seven_days_from_goods_back(returned: Any) -> Any:
    """商家应当自收到退回的完好商品之日起七日内返还价款。

    The merchant pays the price back within seven days after the goods came back.
    """
    return period(returned.goods_back_on, days=7)


@answers(refund_of_part, SEVEN_DAYS.article(17), SEVEN_DAYS.article(18, 2), since="2017-03-15")
def what_was_paid(part: Any) -> Any:
    """退款以实际支付为准；部分退货使优惠不再成立的，留下的商品按购买时价格结算；失去免运费条件的扣除运费，未退回的赠品按标明价格扣除。

    The refund is what was really paid. What stays is settled at its price at the purchase; freight
    waived for a threshold that is lost, and gifts that are kept, are deducted.
    """
    goods = (
        when(part.everything_returns).then(part.paid).otherwise(part.paid - part.kept_at_list_price)
    )
    freight = when(part.threshold_lost).then(part.freight_waived).otherwise(0)
    return largest(goods - freight - part.gift_price_unreturned, 0)
