"""Returns without a reason: CPL article 25 and the seven-day measures."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, period
from gongdao.law.questions import freight_paid_by, goods_intact, last_day_to_return
from gongdao.packs.cn.sources import CPL, CPL_RULES, SEVEN_DAYS, SPC_ONLINE


@answers(last_day_to_return, CPL.article(25, 1), SEVEN_DAYS.article(10), since="2017-03-15")
def seven_days(sale: Any) -> Any:
    """网络等远程方式购买的商品，消费者自签收次日起七日内可以无理由退货。

    Goods bought at a distance may be returned within seven days after the day they were signed
    for, without a reason.
    """
    return period(sale.signed_for_on, days=7)


@seven_days.unless(CPL.article(2))
def no_consumer(sale: Any) -> Any:
    """不是为生活消费需要购买的，不适用无理由退货。

    Whoever does not buy for living needs has no such right.
    """
    return ~sale.by_consumer


@seven_days.unless(CPL.article(25, 1))
def not_at_distance(sale: Any) -> Any:
    """不是从经营者处通过网络、电视、电话、邮购等方式购买的，不适用无理由退货。

    Goods bought face to face, or from a private person, are not covered.
    """
    return ~sale.at_distance


@seven_days.unless(CPL.article(25, 1, 1))
def made_to_order(sale: Any) -> Any:
    """消费者定作的商品除外，商家另有承诺的按承诺。

    Goods made to the consumer's order are excepted, unless the merchant promised otherwise.
    """
    return sale.goods.made_to_order & (sale.promised_days < 1)


@seven_days.unless(CPL.article(25, 1, 2))
def perishable(sale: Any) -> Any:
    """鲜活易腐的商品除外，商家另有承诺的按承诺。

    Fresh and perishable goods are excepted, unless the merchant promised otherwise.
    """
    return sale.goods.perishable & (sale.promised_days < 1)


@seven_days.unless(CPL.article(25, 1, 3))
def digital(sale: Any) -> Any:
    """在线下载或者消费者已拆封的音像制品、计算机软件等数字化商品除外，商家另有承诺的按承诺。

    Downloads, and recordings or software that the consumer unsealed, are excepted, unless the
    merchant promised otherwise.
    """
    return sale.goods.digital & (sale.promised_days < 1)


@seven_days.unless(CPL.article(25, 1, 4))
def periodical(sale: Any) -> Any:
    """已交付的报纸、期刊除外，商家另有承诺的按承诺。

    Newspapers and periodicals that were delivered are excepted, unless the merchant promised
    otherwise.
    """
    return sale.goods.periodical & (sale.promised_days < 1)


@seven_days.unless(SEVEN_DAYS.article(7))
def unfit_and_confirmed(sale: Any) -> Any:
    """按性质不宜退货的商品，消费者购买时针对该次购买确认过的，可以不适用无理由退货。

    Goods unfit for return by their nature are excepted if the consumer confirmed it for this very
    purchase.
    """
    return sale.goods.unfit_for_return & sale.unfit_confirmed & (sale.promised_days < 1)


@seven_days.unless(CPL_RULES.article(19, 4), since="2024-07-01")
def abuse(sale: Any) -> Any:
    """违背诚实信用、滥用无理由退货损害他人的，不予支持。

    Whoever uses the right against good faith, to the harm of others, cannot rely on it.
    """
    return sale.abusive


@seven_days.but(SPC_ONLINE.article(10))
def promised_longer(sale: Any) -> Any:
    """商家承诺更长退货期的，按承诺的天数计算。

    A merchant that promised more days is held to its promise.
    """
    return given(
        (sale.promised_days > 7) & sale.by_consumer & sale.at_distance & ~sale.abusive,
        period(sale.signed_for_on, days=sale.promised_days),
    )


@seven_days.but(SPC_ONLINE.article(2))
def promised_for_what_is_excepted(sale: Any) -> Any:
    """对不适用无理由退货的商品承诺可以退货的，按承诺的天数计算。

    A merchant that promised to take back what is excepted is held to the days of its promise.
    """
    goods = sale.goods
    excepted = (
        goods.made_to_order
        | goods.perishable
        | goods.digital
        | goods.periodical
        | (goods.unfit_for_return & sale.unfit_confirmed)
    )
    return given(
        excepted & (sale.promised_days > 0) & sale.by_consumer & sale.at_distance & ~sale.abusive,
        period(sale.signed_for_on, days=sale.promised_days),
    )


@answers(goods_intact, SEVEN_DAYS.article(8), SEVEN_DAYS.article(9), since="2017-03-15")
def whole(condition: Any) -> Any:
    """保持原有品质、功能，商品本身、配件、商标标识齐全的，视为完好；为查验而拆开包装、合理调试不影响完好。

    Goods are intact if quality, function, parts and labels are complete; opening the package to
    look and testing reasonably do not change that.
    """
    return condition.whole


@whole.unless(SEVEN_DAYS.article(9, 1, 1))
def seal_broken(condition: Any) -> Any:
    """食品、化妆品、医疗器械、计生用品必要的一次性密封包装被损坏的，视为不完好。

    Food, cosmetics, medical devices and contraceptives whose necessary one-time seal is broken
    are not intact.
    """
    return (condition.kind == "sealed") & condition.seal_broken


@whole.unless(SEVEN_DAYS.article(9, 1, 2))
def altered(condition: Any) -> Any:
    """电子电器被擅自维修、改动，或者有难以恢复的外观、数据使用痕迹的，视为不完好。

    Electronics that were altered, or bear traces of use that stay, are not intact.
    """
    return (condition.kind == "electronic") & condition.altered


@whole.unless(SEVEN_DAYS.article(9, 1, 3))
def tag_removed(condition: Any) -> Any:
    """服装、鞋帽、箱包、玩具、家纺、家居商品商标标识被摘剪，或者受污、受损的，视为不完好。

    Clothing, shoes, bags, toys and household goods without their tags, soiled or damaged are not
    intact.
    """
    return (condition.kind == "wearable") & condition.tag_removed


@answers(freight_paid_by, CPL.article(25, 3), SEVEN_DAYS.article(18, 1), since="2014-03-15")
def consumer_pays_the_way_back(_: Any) -> Any:
    """无理由退货的，退回商品的运费由消费者承担；双方另有约定的从约定。

    In a return without a reason the consumer pays the freight back, unless agreed otherwise.
    """
    return "consumer"


@consumer_pays_the_way_back.but(CPL.article(24, 2))
def for_a_reason(freight: Any) -> Any:
    """因质量问题退货的，运输等必要费用由商家承担。

    Where goods go back because they do not conform, the merchant pays.
    """
    return given(~freight.without_reason, "merchant")


@consumer_pays_the_way_back.but(CPL.article(25, 3))
def promised(freight: Any) -> Any:
    """商家承诺承担退货运费的，由商家承担。

    A merchant that promised to pay it pays it.
    """
    return given(freight.merchant_promised, "merchant")
