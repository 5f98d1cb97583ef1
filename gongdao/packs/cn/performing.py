"""Services: the right to return is about goods; a promise to take a service back is kept."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, period
from gongdao.law.topics.performing import last_day_to_give_back
from gongdao.packs.cn.sources import CPL


@answers(last_day_to_give_back, CPL.article(16, 2), since="2014-03-15")
def as_promised(served: Any) -> Any:
    """商家承诺服务完成后可以无理由退的，按承诺的天数计算。

    A merchant that promised to take a service back without a reason is held to its promise.
    """
    return period(served.done_on, days=served.promised_days)


@as_promised.unless(CPL.article(25, 1))
def about_goods_only(served: Any) -> Any:
    """七日无理由退货针对的是商品；没有承诺的，服务不适用。

    The right to return without a reason is about goods; without a promise a service has none.
    """
    return served.promised_days < 1


RULES = (as_promised,)
