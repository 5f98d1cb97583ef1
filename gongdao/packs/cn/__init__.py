"""Mainland China."""

from zoneinfo import ZoneInfo

from gongdao.kernel.words import Words
from gongdao.law import Pack
from gongdao.packs.cn import (
    advertising,
    carriage,
    compensation,
    complaints,
    conformity,
    contract,
    data,
    delivery,
    food,
    market_sanctions,
    people,
    platforms,
    prepaid,
    prices,
    proof,
    quality,
    records,
    refunds,
    returns,
    subscriptions,
    terms,
    warranty,
)
from gongdao.packs.cn.calendar import CALENDAR

RULES = (
    contract.order_concludes,
    contract.performance,
    contract.refusal,
    contract.price_comes_back,
    contract.losses,
    returns.seven_days,
    returns.whole,
    returns.consumer_pays_the_way_back,
    refunds.seven_days_from_goods_back,
    refunds.what_was_paid,
    compensation.deception,
    compensation.three_times,
    delivery.seller_until_signed,
    quality.defective_goods_go_back,
    proof.whoever_claims,
    *food.RULES,
    *warranty.RULES,
    *prepaid.RULES,
    *terms.RULES,
    *complaints.RULES,
    *people.RULES,
    *records.RULES,
    *platforms.RULES,
    *conformity.RULES,
    *carriage.RULES,
    *data.RULES,
    *subscriptions.RULES,
    *prices.RULES,
    *advertising.RULES,
    *market_sanctions.RULES,
)

PACK = Pack(
    name="cn",
    title=Words("中国大陆", "Mainland China"),
    zone=ZoneInfo("Asia/Shanghai"),
    currency="CNY",
    calendar=CALENDAR,
    rules=RULES,
)
