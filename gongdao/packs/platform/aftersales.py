"""The platform's own rules for inspections and repairs, where no statute fixes a period."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, days_after, given, largest, months_after
from gongdao.law.topics import repairs as q
from gongdao.law.topics.conformity import guarantee_ends_on
from gongdao.packs.platform.periods import SINCE, article


@answers(q.condition_ruled_by, article(41), since=SINCE)
def condition_ruled(step: Any) -> Any:
    """商家主张退回商品不完好的，平台七日内认定；逾期未认定的，应当退款。

    Whether goods came back intact is ruled on within seven days; without a ruling the refund is due.
    """
    return days_after(step.began_on, 7)


@answers(q.repair_reply_by, article(42), since=SINCE)
def repair_reply(step: Any) -> Any:
    """商家三日内答复报修；逾期视为同意修理。

    A merchant answers a request to repair within three days; silence accepts it.
    """
    return days_after(step.began_on, 3)


@answers(q.hand_in_by, article(43), since=SINCE)
def hand_in(step: Any) -> Any:
    """消费者在商家同意修理后十五日内送修；逾期视为撤回，可以再次报修。

    The consumer hands the thing in within fifteen days, or may ask again later.
    """
    return days_after(step.began_on, 15)


@answers(q.repaired_by, article(44), since=SINCE)
def repaired(step: Any) -> Any:
    """送修之日起三十日内修好；逾期未修好的，应当更换。

    What was handed in is repaired within thirty days; after that it is replaced.
    """
    return days_after(step.began_on, 30)


@answers(q.parts_there_by, article(45), since=SINCE)
def parts_there(step: Any) -> Any:
    """缺少零配件的，自送修之日起六十日内修好；逾期未修好的，应当更换。

    Where parts are lacking, sixty days from the day it was handed in; after that it is replaced.
    """
    return days_after(step.began_on, 60)


@answers(q.repair_tried_by, article(46), since=SINCE)
def repair_tried(step: Any) -> Any:
    """取回后三十日内又出现同一故障的，视为没有修好；期内没有提出的，视为修好。

    What fails again within thirty days after it came back was not repaired; otherwise it was.
    """
    return days_after(step.began_on, 30)


@answers(q.replaced_by, article(47), since=SINCE)
def replaced(step: Any) -> Any:
    """应当更换的，商家七日内更换或者退款；逾期由平台先行退款。

    What must be replaced is replaced or refunded within seven days; after that the platform refunds.
    """
    return days_after(step.began_on, 7)


@answers(q.after_vain_repairs, article(48), since=SINCE)
def mended(_: Any) -> Any:
    """保修期内出现故障的，先免费修理。

    Within the guarantee a fault is first repaired, free of charge.
    """
    return "repair"


@mended.but(article(48, 1))
def twice_in_vain(tried: Any) -> Any:
    """经两次修理仍不能正常使用的，应当更换。

    After two repairs in vain it is replaced.
    """
    return given((tried.vain_repairs >= 2) & ~tried.purpose_defeated, "replace")


@mended.but(article(48, 2))
def too_long(tried: Any) -> Any:
    """超过修理期限未修好的，应当更换。

    What is not repaired in time is replaced.
    """
    return given(tried.repair_time_over & ~tried.purpose_defeated, "replace")


@mended.but(article(48, 3))
def no_use(tried: Any) -> Any:
    """不能实现购买目的的，应当退款。

    What cannot serve its purpose is taken back.
    """
    return given(tried.purpose_defeated, "refund")


@answers(guarantee_ends_on, article(49), since=SINCE)
def as_promised(guarantee: Any) -> Any:
    """商家承诺的保修期自交付、安装或者更换之日起计算，修理时间不计入。

    What a merchant promised runs from delivery, installation or replacement, without the days of repair.
    """
    start = largest(guarantee.delivered_on, guarantee.installed_on, guarantee.replaced_on)
    promised = months_after(start, guarantee.months_promised)
    lawful = months_after(start, guarantee.months_by_law)
    return days_after(largest(promised, lawful), guarantee.days_in_repair)


RULES = (
    condition_ruled, repair_reply, hand_in, repaired, parts_there, repair_tried, replaced, mended,
    as_promised,
)  # fmt: skip
