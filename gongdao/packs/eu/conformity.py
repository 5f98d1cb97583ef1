"""Directives (EU) 2019/771 and 2019/770: conformity, its periods and its remedies."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, largest, months_after, period, when
from gongdao.law.questions import last_day_to_refund, may_return_defective, must_prove
from gongdao.law.topics.union_sales import (
    digital_refund_by,
    lack_presumed_until,
    price_cut_for_lack,
    remedy_for_lack,
    removal_borne_by,
    seller_liable_until,
)
from gongdao.packs.eu.sources import CRD, DCD, REPAIR, SGD


@answers(seller_liable_until, SGD.article(10, 1), since="2022-01-01")
def two_years(lack: Any) -> Any:
    """卖家对交付时存在、两年内显现的不符负责；约定一年的二手商品为一年。

    The seller answers for a lack that was there on delivery and appears within two years; one year for
    second-hand goods so agreed.
    """
    return (
        when(lack.second_hand_agreed_one_year)
        .then(months_after(lack.delivered_on, 12))
        .otherwise(months_after(lack.delivered_on, 24))
    )


@two_years.but(REPAIR.article(16), since="2026-07-31")
def a_year_more_after_repair(lack: Any) -> Any:
    """2026年7月31日起，选择修理的，责任期延长一次十二个月。

    From 31 July 2026 a repair adds twelve months, once.
    """
    return given(
        lack.repaired_under_guarantee & (lack.supply == "goods"),
        when(lack.second_hand_agreed_one_year)
        .then(months_after(lack.delivered_on, 24))
        .otherwise(months_after(lack.delivered_on, 36)),
    )


@two_years.but(DCD.article(11, 3))
def over_the_whole_term(lack: Any) -> Any:
    """持续的数字服务，在整个期限内负责。

    Over the whole term of a digital service supplied continuously.
    """
    return given(lack.supply == "digital_over_time", lack.term_ends_on)


@answers(lack_presumed_until, SGD.article(11, 1), since="2022-01-01")
def one_year(lack: Any) -> Any:
    """一年内显现的，推定交付时已经存在。

    What appears within a year is presumed to have been there on delivery.
    """
    return months_after(lack.delivered_on, 12)


@one_year.but(DCD.article(12, 3))
def presumed_over_the_term(lack: Any) -> Any:
    """持续的数字服务，在整个期限内由经营者举证。

    Of a continuous digital service the trader proves over the whole term.
    """
    return given(lack.supply == "digital_over_time", lack.term_ends_on)


def in_time(lack: Any) -> Any:
    """Whether the lack appeared while the seller answers for it, a repair's added year aside."""
    goods = months_after(lack.delivered_on, 24)
    ends = (
        when(lack.supply == "digital_over_time")
        .then(lack.term_ends_on)
        .otherwise(
            when(lack.second_hand_agreed_one_year)
            .then(months_after(lack.delivered_on, 12))
            .otherwise(goods)
        )
    )
    return lack.appeared_on <= ends


@answers(remedy_for_lack, SGD.article(13, 2), since="2022-01-01")
def repair_or_replace_first(lack: Any) -> Any:
    """先免费修理或者更换，由消费者选择。

    First repair or replacement, free of charge, as the consumer chooses.
    """
    return when(in_time(lack)).then("repair_or_replace").otherwise("none")


@repair_or_replace_first.but(SGD.article(13, 4))
def reduce_or_terminate(lack: Any) -> Any:
    """修理更换被拒绝、失败或者不符严重的，可以减价或者解除；轻微的只能减价。

    If refused, in vain or grave: a price cut or termination; only a cut for a minor lack.
    """
    return given(
        lack.repair_refused_or_failed & in_time(lack),
        when(lack.minor_lack).then("reduce").otherwise("reduce_or_terminate"),
    )


@repair_or_replace_first.but(REPAIR.article(16), since="2026-07-31")
def in_the_year_a_repair_added(lack: Any) -> Any:
    """选择过修理的，在延长的十二个月内显现的不符同样有救济。

    What appears in the twelve months that a repair added has the same remedies.
    """
    added = (
        when(lack.second_hand_agreed_one_year)
        .then(months_after(lack.delivered_on, 24))
        .otherwise(months_after(lack.delivered_on, 36))
    )
    remedy = when(lack.minor_lack).then("reduce").otherwise("reduce_or_terminate")
    return given(
        lack.repaired_under_guarantee
        & (lack.supply == "goods")
        & ~in_time(lack)
        & (lack.appeared_on <= added),
        when(lack.repair_refused_or_failed).then(remedy).otherwise("repair_or_replace"),
    )


@answers(removal_borne_by, SGD.article(14, 3), since="2022-01-01")
def removal_and_installation(removal: Any) -> Any:
    """商品在不符显现前已按性质和用途安装的，拆除和重新安装或者其费用由卖家承担（C-65/09）。

    Where goods were installed as fits them before the lack appeared, taking them out and installing
    what replaces them, or its cost, is the seller's (C-65/09).
    """
    return when(removal.installed_before_lack_showed).then("merchant").otherwise("consumer")


@answers(price_cut_for_lack, SGD.article(15), since="2022-01-01")
def in_proportion(lack: Any) -> Any:
    """按价值的比例减价。

    The price is cut in proportion to the value.
    """
    return largest(lack.price - lack.price.in_ratio(lack.value_as_is, lack.value_as_due), 0)


@answers(digital_refund_by, DCD.article(18, 1), since="2022-01-01")
def fourteen_days(lack: Any) -> Any:
    """数字合同解除的，十四日内以同样方式退款。

    A digital contract that ends is refunded within fourteen days, the same way.
    """
    return period(lack.terminated_on, days=14)


@answers(may_return_defective, SGD.article(13, 1), since="2022-01-01")
def lack_has_remedies(defect: Any) -> Any:
    """不符合同的，消费者有修理、更换，以及在条件成就时减价、解除的权利。

    A lack of conformity gives repair or replacement, and price cut or termination where they fail.
    """
    return defect.defective


@lack_has_remedies.unless(SGD.article(7, 5))
def accepted_knowingly(defect: Any) -> Any:
    """订立时被特别告知并明确接受的偏离，不构成不符。

    A deviation that was pointed out and expressly accepted is no lack.
    """
    return defect.known_before


@answers(must_prove, SGD.article(11, 1), since="2022-01-01")
def trader_within_a_year(contested: Any) -> Any:
    """不符在一年内显现的由卖家举证，不限于耐用品；送达由卖家举证，撤回由消费者举证。

    Within a year the seller disproves a lack, of any goods; delivery is the seller's to prove,
    withdrawal the consumer's.
    """
    return (
        when(contested.matter.is_in("lost", "confirmed", "notice", "term_notice", "unwitting"))
        .then("merchant")
        .otherwise(
            when((contested.matter == "defective") & contested.found_within_six_months)
            .then("merchant")
            .otherwise("consumer")
        )
    )


@answers(last_day_to_refund, CRD.article(13, 3), since="2014-06-13")
def once_the_goods_are_back(returned: Any) -> Any:
    """卖家可以等到商品退回；商品退回后不得再拖延。

    The trader may wait for the goods, and not beyond.
    """
    return returned.goods_back_on


RULES = (
    two_years,
    one_year,
    repair_or_replace_first,
    removal_and_installation,
    in_proportion,
    fourteen_days,
    lack_has_remedies,
    trader_within_a_year,
    once_the_goods_are_back,
)
