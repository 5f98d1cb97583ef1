"""Renewals, add-ons and memberships: what binds, and what comes back."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, days_after, given, largest, when
from gongdao.law.topics.subscriptions import (
    add_on_lawful,
    add_on_returned,
    membership_change_lawful,
    membership_returned,
    remind_by,
    renewal_binds,
    renewal_charge_returned,
)
from gongdao.packs.cn.sources import (
    CPL_RULES,
    ECL,
    PLATFORM_RULES,
    TRADING,
    TRADING_2021,
)


def _chosen_and_five_days_before(renewal: Any) -> Any:
    in_time = renewal.reminded_on <= days_after(renewal.renews_on, -5)
    return renewal.told_at_start & renewal.chosen_freely & in_time


def _chosen_and_announced(renewal: Any) -> Any:
    in_time = renewal.reminded_on < renewal.renews_on
    return renewal.told_at_start & renewal.chosen_freely & in_time


def _seen_and_not_preset(add_on: Any) -> Any:
    return add_on.add_on_pointed_out & ~add_on.default


@answers(renewal_binds, TRADING_2021.article(18), since="2021-05-01", until="2025-05-01")
def announced_five_days_before(renewal: Any) -> Any:
    """2025年5月前：开通时和续费前五日显著提示、由消费者自主选择的续费有效。

    Until April 2025: a renewal binds if told at the start, announced five days before and freely chosen.
    """
    return _chosen_and_five_days_before(renewal)


@answers(renewal_binds, TRADING.article(18, 1), CPL_RULES.article(10, 2), since="2025-05-01")
def announced_before(renewal: Any) -> Any:
    """2025年5月起：开通时和续费日期前显著提示、由消费者自主选择的续费有效，法律不再写明天数。

    From May 2025: announced at the start and before the day, and freely chosen; the law names no days.
    """
    return _chosen_and_announced(renewal)


@answers(remind_by, TRADING_2021.article(18), since="2021-05-01", until="2025-05-01")
def five_days(renewal: Any) -> Any:
    """2025年5月前，续费日期前五日提示。

    Until April 2025, five days before.
    """
    return days_after(renewal.renews_on, -5)


@answers(remind_by, TRADING.article(18, 1), since="2025-05-01")
def the_day_before(renewal: Any) -> Any:
    """2025年5月起，最迟在续费日期的前一日提示；平台可以要求更早。

    From May 2025, on the day before at the latest; a platform may ask for more.
    """
    return days_after(renewal.renews_on, -1)


@answers(renewal_charge_returned, TRADING_2021.article(18), since="2021-05-01", until="2025-05-01")
def unannounced_comes_back_before(renewal: Any) -> Any:
    """未依法提示、未经自主选择的续费，应当退还。

    A renewal not announced or not freely chosen is repaid.
    """
    return when(_chosen_and_five_days_before(renewal)).then(0).otherwise(renewal.charged)


@answers(renewal_charge_returned, TRADING.article(18, 1), since="2025-05-01")
def unannounced_comes_back(renewal: Any) -> Any:
    """未依法提示、未经自主选择的续费，应当退还。

    A renewal not announced or not freely chosen is repaid.
    """
    return when(_chosen_and_announced(renewal)).then(0).otherwise(renewal.charged)


@unannounced_comes_back.but(TRADING.article(18, 2))
def could_not_cancel(renewal: Any) -> Any:
    """不提供随时取消的方式，致使继续扣费的，应当退还。

    What was charged because there was no way to cancel is repaid.
    """
    return given(~renewal.cancel_any_time, renewal.charged)


@answers(add_on_lawful, ECL.article(19), since="2019-01-01")
def pointed_out(add_on: Any) -> Any:
    """搭售应当显著提示，不得作为默认同意的选项。

    Add-ons are pointed out, and never ticked by default.
    """
    return _seen_and_not_preset(add_on)


@pointed_out.unless(TRADING.article(17), since="2021-05-01")
def last_choice(add_on: Any) -> Any:
    """不得把以往交易的选择设为后续交易的默认选择。

    A choice of the past is no default for the next purchase.
    """
    return add_on.carried_over


@answers(add_on_returned, ECL.article(19), since="2019-01-01")
def unwanted_comes_back(add_on: Any) -> Any:
    """默认勾选、没有提示的搭售款，没有合意，应当退还。

    What was added by default or unseen was never agreed, and is repaid.
    """
    lawful = _seen_and_not_preset(add_on) & ~add_on.carried_over
    return when(lawful).then(0).otherwise(add_on.add_on_price)


@answers(membership_change_lawful, PLATFORM_RULES.article(32, 1), since="2026-02-01")
def nothing_for_the_worse(membership: Any) -> Any:
    """约定服务期内不得单方加收费用或者减损会员权益。

    During the term no fee is added and no benefit cut on one side.
    """
    return ~membership.extra_fee_or_less


@answers(membership_returned, PLATFORM_RULES.article(14, 2), since="2026-02-01")
def what_is_left(membership: Any) -> Any:
    """不接受变更、要求终止的，据实退还剩余费用。

    Whoever ends it over a change gets back what is left.
    """
    out = membership.wants_out & membership.extra_fee_or_less
    return when(out).then(largest(membership.paid - membership.value_used, 0)).otherwise(0)


@what_is_left.but(PLATFORM_RULES.article(32, 2))
def unforeseen(membership: Any) -> Any:
    """因无法预见的客观情况不能按原规则服务，消费者要求终止的，据实退还。

    So does whoever leaves because objective causes nobody foresaw prevent the service.
    """
    return given(
        membership.unforeseeable & membership.wants_out,
        largest(membership.paid - membership.value_used, 0),
    )


RULES = (
    announced_five_days_before,
    announced_before,
    five_days,
    the_day_before,
    unannounced_comes_back_before,
    unannounced_comes_back,
    pointed_out,
    unwanted_comes_back,
    nothing_for_the_worse,
    what_is_left,
)
