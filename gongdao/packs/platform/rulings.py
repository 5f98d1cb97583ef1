"""The platform's own rules on rulings: service, performance, recourse, ways out, the lay panel."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, days_after, when
from gongdao.law.topics import rulings as q
from gongdao.packs.platform.periods import SINCE, article


@answers(q.deemed_served_on, article(91), since=SINCE)
def service(document: Any) -> Any:
    """裁决书到达当事人站内信箱之日为送达之日；邮寄或者当面送达的，签收之日为送达之日。

    A decision is served on the day it reaches the party's inbox; by post or in person, on the day it
    is signed for.
    """
    return (
        when(document.served_by == "inbox").then(document.served_on).otherwise(document.signed_on)
    )


@answers(q.measure_done_by, article(92), since=SINCE)
def measure(step: Any) -> Any:
    """更换、修理、道歉、更正宣传等命令，生效后七日内履行；逾期由平台代为执行或者退款。

    A replacement, a repair, an apology or a correction is done within seven days; after that the
    platform does it instead, or the price goes back.
    """
    return days_after(step.began_on, 7)


@answers(q.objection_decided_by, article(93), since=SINCE)
def objection(step: Any) -> Any:
    """商家对追偿提出异议的，平台七日内答复；逾期视为维持。

    The platform decides a merchant's objection to recourse within seven days; silence upholds the claim.
    """
    return days_after(step.began_on, 7)


@answers(q.dossier_sent_by, article(94), since=SINCE)
def dossier(step: Any) -> Any:
    """卷宗做好后三十日内由消费者提交；逾期不再跟踪。

    A dossier is sent within thirty days of being made; after that it is no longer followed.
    """
    return days_after(step.began_on, 30)


@answers(q.outside_answered_by, article(95, 1), since=SINCE)
def outside_answer(step: Any) -> Any:
    """法律没有规定答复期限的外部机构，三十日没有回音的记为未答复。

    Where no law sets a time, an outside body that is silent for thirty days is put down as silent.
    """
    return days_after(step.began_on, 30)


@answers(q.outside_ended_by, article(95, 2), since=SINCE)
def outside_end(step: Any) -> Any:
    """法律没有规定办结期限的外部程序，一百八十日没有结果的记为逾期。

    Where no law sets a time, an outside procedure without a result for 180 days is put down as overdue.
    """
    return days_after(step.began_on, 180)


@answers(q.panel_votes_by, article(96), since=SINCE)
def panel(step: Any) -> Any:
    """评审员五日内投票；投票不足半数的，评审不成立，由仲裁员自行裁决。

    Jurors vote within five days; with fewer than half of the votes the arbiter decides without them.
    """
    return days_after(step.began_on, 5)


@answers(q.causes_counted_from, article(97, 1), since=SINCE)
def thirty_days_back(step: Any) -> Any:
    """统计最近三十日内的裁决。

    Rulings of the last thirty days are counted.
    """
    return days_after(step.began_on, -30)


@answers(q.must_rectify, article(97, 1), since=SINCE)
def thrice(listing: Any) -> Any:
    """三十日内同一商品因同一原因三次被裁决支持消费者的，商家应当整改。

    A merchant puts right what led to three rulings for buyers of one listing in thirty days.
    """
    return listing.upheld_lately >= 3


@answers(q.rectified, article(97, 2), since=SINCE)
def effect(listing: Any) -> Any:
    """整改后没有再因同一原因支持消费者的，整改有效；否则下架。

    It worked if no further ruling for the same cause found for a buyer; otherwise the listing goes.
    """
    return listing.upheld_since_rectified == 0


@answers(q.rectified_by, article(97, 3), since=SINCE)
def rectify(step: Any) -> Any:
    """整改期限为十五日；逾期下架。

    It is put right within fifteen days; after that the listing is taken down.
    """
    return days_after(step.began_on, 15)


@answers(q.rectification_checked_on, article(97, 4), since=SINCE)
def check(step: Any) -> Any:
    """整改后三十日检查效果。

    The effect is checked thirty days later.
    """
    return days_after(step.began_on, 30)


@answers(q.penalty_at_most, article(98), since=SINCE)
def penalty(order: Any) -> Any:
    """一个订单的违约金不超过订单价款，从保证金中扣收，归入消费者保障基金。

    A penalty is at most the price of the order; it goes from the deposit into the protection fund.
    """
    return order.order_price * 1


@answers(q.reopened_by, article(99), since=SINCE)
def reopen(step: Any) -> Any:
    """结案后三十日内有新证据的，可以申请重开一次。

    Within thirty days of its end a case may be opened once more on new evidence.
    """
    return days_after(step.began_on, 30)


RULES = (
    service, measure, objection, dossier, outside_answer, outside_end, panel, thirty_days_back, thrice, effect,
    rectify, check, penalty, reopen,
)  # fmt: skip
