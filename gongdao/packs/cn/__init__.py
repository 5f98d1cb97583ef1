"""Mainland China."""

from zoneinfo import ZoneInfo

from gongdao.kernel.words import Words
from gongdao.law import Pack, WayOut
from gongdao.packs.cn import (
    admission,
    advertising,
    carriage,
    certification,
    compensation,
    complaints,
    conformity,
    contract,
    couriers,
    data,
    delivery,
    devices,
    food,
    market_sanctions,
    people,
    performing,
    platforms,
    prepaid,
    prices,
    proof,
    quality,
    records,
    refunds,
    returns,
    rulings,
    subscriptions,
    terms,
    warranty,
)
from gongdao.packs.cn.calendar import CALENDAR
from gongdao.packs.cn.sources import CPL

RULES = (
    contract.order_concludes,
    contract.performance,
    contract.refusal,
    contract.price_comes_back,
    contract.losses,
    contract.changed_by_both,
    contract.ended_by_both,
    contract.invoice_when_asked,
    returns.seven_days,
    returns.whole,
    returns.consumer_pays_the_way_back,
    refunds.seven_days_from_goods_back,
    refunds.what_was_paid,
    compensation.deception,
    compensation.three_times,
    compensation.undone,
    delivery.seller_until_signed,
    quality.defective_goods_go_back,
    proof.whoever_claims,
    *food.RULES,
    *warranty.RULES,
    *devices.RULES,
    *prepaid.RULES,
    *terms.RULES,
    *complaints.RULES,
    *rulings.RULES,
    *people.RULES,
    *records.RULES,
    *performing.RULES,
    *platforms.RULES,
    *conformity.RULES,
    *carriage.RULES,
    *couriers.RULES,
    *data.RULES,
    *subscriptions.RULES,
    *prices.RULES,
    *advertising.RULES,
    *market_sanctions.RULES,
    *admission.RULES,
    *certification.RULES,
)

PACK = Pack(
    name="cn",
    title=Words("中国大陆", "Mainland China"),
    zone=ZoneInfo("Asia/Shanghai"),
    currency="CNY",
    calendar=CALENDAR,
    rules=RULES,
    ways_out=(
        WayOut(
            Words(
                "与商家协商；在本平台可直接从订单页提出。",
                "Talk to the merchant; here, from the page of your order.",
            ),
            CPL.article(39, 1, 1),
        ),
        WayOut(
            Words(
                "请消费者协会或者其他调解组织调解。",
                "Ask a consumer association or another mediator.",
            ),
            CPL.article(39, 1, 2),
        ),
        WayOut(
            Words("向市场监督管理部门投诉（12315）。", "Complain to the market regulator (12315)."),
            CPL.article(39, 1, 3),
        ),
        WayOut(
            Words("按仲裁协议申请仲裁。", "Arbitrate, where that was agreed."),
            CPL.article(39, 1, 4),
        ),
        WayOut(Words("向人民法院起诉。", "Sue in court."), CPL.article(39, 1, 5)),
    ),
)
