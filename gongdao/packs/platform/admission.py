"""The marketplace's own rules of admission: deposits, and the periods that no statute fixes."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongdao.law import Source, answers, days_after, given, months_after
from gongdao.law.topics import admission as q

RULES_OF_ADMISSION = Source(
    "Admission Rules", "入驻规则", "Admission Rules", date(2014, 1, 1), 20
)  # fmt: skip
article = RULES_OF_ADMISSION.article
SINCE = "2014-01-01"
YUAN = 100


@answers(q.review_application_by, article(1), since=SINCE)
def review(step: Any) -> Any:
    """平台在收到申请后十五日内审核完毕；逾期视为不予入驻，商家可以申诉。

    The platform reviews an application within fifteen days; silence admits nobody, and may be appealed.
    """
    return days_after(step.began_on, 15)


@answers(q.supply_missing_by, article(2), since=SINCE)
def supply(step: Any) -> Any:
    """商家在三十日内补齐材料；逾期申请终止，可以重新提交。

    The merchant supplies what is missing within thirty days; then the application ends.
    """
    return days_after(step.began_on, 30)


@answers(q.confirm_waiver_by, article(3), since=SINCE)
def confirm(step: Any) -> Any:
    """豁免须由第二人在七日内确认，否则不生效。

    A waiver is confirmed by a second person within seven days, or it has no effect.
    """
    return days_after(step.began_on, 7)


@answers(q.appeal_refusal_by, article(4), since=SINCE)
def appeal(step: Any) -> Any:
    """商家对不予入驻可在十五日内申诉，由其他人复核。

    A refusal may be appealed within fifteen days; somebody else decides.
    """
    return days_after(step.began_on, 15)


@answers(q.decide_refusal_by, article(5), since=SINCE)
def decide(step: Any) -> Any:
    """申诉在十日内决定；逾期恢复审核。

    The appeal is decided within ten days; silence reopens the review.
    """
    return days_after(step.began_on, 10)


@answers(q.put_right_by, article(6), since=SINCE)
def put_right(step: Any) -> Any:
    """被暂停的商家在六十日内改正；逾期退出平台。

    A suspended merchant puts it right within sixty days, or leaves the platform.
    """
    return days_after(step.began_on, 60)


@answers(q.register_by, article(7), since=SINCE)
def register(step: Any) -> Any:
    """超过小额标准的个人，经提醒后三十日内办理登记；逾期暂停。

    A seller no longer small registers within thirty days of being told, or is suspended.
    """
    return days_after(step.began_on, 30)


@answers(q.watched_on, article(8), since=SINCE)
def watch(step: Any) -> Any:
    """小额卖家的交易额每月监测一次。

    The turnover of small sellers is looked at every month.
    """
    return months_after(step.began_on, 1)


@answers(q.reminded_on, article(9), since=SINCE)
def remind(expiring: Any) -> Any:
    """证照到期、核验到期前三十日提醒商家。

    Merchants are reminded thirty days before a permit or a verification runs out.
    """
    return days_after(expiring.ends_on, -30)


@answers(q.deposit_required, article(10, 1), since=SINCE)
def deposit(_: Any) -> Any:
    """保证金一千元；提取、管理和退还办法见保证金协议。

    The deposit is CNY 1,000; the deposit agreement says how it is drawn, kept and paid back.
    """
    return 1_000 * YUAN


@deposit.but(article(10, 2))
def deposit_for_health(trade: Any) -> Any:
    """关系生命健康的商品，保证金五千元。

    For goods of life and health it is CNY 5,000.
    """
    return given(
        trade.category.is_in("food", "prepacked_food", "drugs", "medical_devices", "cosmetics"),
        5_000 * YUAN,
    )


@answers(q.brand_proved, article(11), since=SINCE)
def brand(trade: Any) -> Any:
    """销售他人品牌的商品，提供从商标权利人起完整的授权。

    Whoever sells another's brand proves authorisations in an unbroken line from the owner.
    """
    return trade.branded


RULES = (
    review, supply, confirm, appeal, decide, put_right, register, watch, remind, deposit, brand,
)  # fmt: skip
