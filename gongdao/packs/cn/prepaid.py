"""Deposits, prepayments and prepaid cards: the Civil Code and the interpretation of 2025."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gongdao.law import answers, days_after, given, largest, period, smallest, when
from gongdao.law.topics.prepaid import (
    closing_announced_by,
    earnest_binding,
    earnest_returned,
    last_day_to_withdraw_prepayment,
    may_end_prepaid,
    prepaid_interest,
    prepaid_party_answers,
    prepaid_refund_delayed_after,
    prepayment_returned,
    security_returned,
    unlimited_returned,
    value_used,
    vanished_pays_punitive,
)
from gongdao.packs.cn.sources import CC, CPL_RULES, ECL, PENALTIES, SPC_CONTRACTS, SPC_PREPAID

FIFTH = Fraction(1, 5)


def binding(earnest: Any) -> Any:
    """What of the money is earnest money: a fifth of the price at most."""
    return smallest(earnest.paid, earnest.contract_price.share(FIFTH))


@answers(earnest_binding, CC.article(586, 2), since="2021-01-01")
def a_fifth_at_most(earnest: Any) -> Any:
    """定金不超过合同总价的百分之二十，超过部分不产生定金效力；没有约定为定金的，不是定金。

    Earnest money binds up to a fifth of the price; what was not agreed to be earnest money is none.
    """
    return when(earnest.agreed_as_earnest).then(binding(earnest)).otherwise(0)


@answers(earnest_returned, CC.article(587), since="2021-01-01")
def twice_or_nothing(earnest: Any) -> Any:
    """收受定金的商家违约致使合同目的落空的，双倍返还定金；消费者违约的，定金部分不退，超过部分照退。

    A merchant whose breach defeats the contract returns earnest money twice; a consumer whose breach
    does so loses it, but not what went beyond it.
    """
    beyond = earnest.paid - binding(earnest)
    return (
        when(earnest.breach_by == "merchant")
        .then(binding(earnest) * 2 + beyond)
        .otherwise(when(earnest.breach_by == "consumer").then(beyond).otherwise(earnest.paid))
    )


@twice_or_nothing.but(SPC_CONTRACTS.article(67, 1), since="2023-12-05")
def not_agreed_as_earnest(earnest: Any) -> Any:
    """没有约定定金性质的订金、押金、预付款，不适用定金罚则，原数返还。

    A down payment not agreed to be earnest money comes back once, whoever was in breach.
    """
    return given(~earnest.agreed_as_earnest, earnest.paid)


@twice_or_nothing.but(SPC_CONTRACTS.article(68, 3), since="2023-12-05")
def nobodys_fault(earnest: Any) -> Any:
    """因不可抗力不能履行的，不适用定金罚则。

    Where force majeure prevented performance, earnest money comes back once.
    """
    return given(earnest.force_majeure & earnest.agreed_as_earnest, earnest.paid)


@twice_or_nothing.but(SPC_CONTRACTS.article(68, 2), since="2023-12-05")
def for_the_part_left(earnest: Any) -> Any:
    """已部分履行并被接受的，按未履行部分所占比例适用定金罚则。

    Where a part was performed and accepted, the rule bites in the proportion that stays unperformed.
    """
    hit = binding(earnest).in_ratio(earnest.share_left, 100)
    return given(
        (earnest.share_left < 100)
        & earnest.breach_by.is_in("merchant", "consumer")
        & earnest.agreed_as_earnest
        & ~earnest.force_majeure,
        when(earnest.breach_by == "merchant")
        .then(earnest.paid + hit)
        .otherwise(earnest.paid - hit),
    )


@answers(security_returned, ECL.article(21), since="2019-01-01")
def deposit_comes_back(security: Any) -> Any:
    """符合退还条件的押金应当及时退还，不得设置不合理条件。

    A deposit comes back promptly once its conditions are met; no unreasonable ones may be set.
    """
    return when(security.conditions_met).then(security.paid).otherwise(0)


@answers(last_day_to_withdraw_prepayment, SPC_PREPAID.article(14, 1), since="2025-05-01")
def seven_days_to_think(prepayment: Any) -> Any:
    """预付式消费合同，消费者自付款之日起七日内可以请求返还预付款本金。

    Within seven days after paying the consumer may ask the principal of a prepayment back.
    """
    return period(prepayment.paid_on, days=7)


@seven_days_to_think.unless(SPC_PREPAID.article(14, 1, 1))
def knew_it_already(prepayment: Any) -> Any:
    """订立合同时已经从该经营者或者其他经营者处获得过相同商品、服务的除外；对消费者更有利的约定仍然有效。

    Whoever had had the same goods or services before, here or elsewhere, is excepted, unless a
    better promise was made.
    """
    return prepayment.had_before & (prepayment.promised_days_to_withdraw < 1)


@seven_days_to_think.unless(SPC_PREPAID.article(26, 2))
def many_purposes(prepayment: Any) -> Any:
    """多用途预付卡不适用该解释。

    Cards for many purposes are outside the interpretation.
    """
    return ~prepayment.single_purpose


@seven_days_to_think.but(SPC_PREPAID.article(14, 2))
def better_promise(prepayment: Any) -> Any:
    """对消费者更有利的约定，按照约定。

    A promise that is better for the consumer holds.
    """
    promised = (prepayment.promised_days_to_withdraw > 7) | (
        prepayment.had_before & (prepayment.promised_days_to_withdraw > 0)
    )
    return given(
        promised & prepayment.single_purpose,
        period(prepayment.paid_on, days=prepayment.promised_days_to_withdraw),
    )


@answers(may_end_prepaid, SPC_PREPAID.article(13, 1), since="2025-05-01")
def operator_changed_the_deal(prepayment: Any) -> Any:
    """经营场所变更造成明显不便、擅自转给第三人、不限次数却不能正常提供、停业或者不按约定履行，以及约定可以解除的，消费者可以解除合同。

    The consumer may end the contract if the place moved to plain inconvenience, if it was handed to a
    third party without consent, if unlimited service is not given, if the operator closed or does not
    perform as agreed, and where the contract allows it.
    """
    return prepayment.ending_ground.is_in(
        "moved", "transferred", "unlimited_not_given", "not_performed", "agreed_right"
    )


@operator_changed_the_deal.but(SPC_PREPAID.article(13, 2))
def grave_change(prepayment: Any) -> Any:
    """身体健康等基础条件发生无法预见的重大变化，重新协商不成的，消费者可以请求变更或者解除合同。

    After a grave change that nobody could foresee, such as in health, and talks in vain, the consumer
    may have the contract changed or ended.
    """
    return given(prepayment.ending_ground == "grave_change", prepayment.renegotiated)


def worth(used: Any) -> Any:
    """What was used, at the price that fits whose side the cause is on."""
    theirs = when(used.list_unproven).then(used.used_at_market).otherwise(used.used_at_list)
    ours = (
        when(used.bonus > 0)
        .then(used.used_at_list.in_ratio(used.paid, used.paid + used.bonus))
        .otherwise(used.used_at_discount)
    )
    return when(used.cause == "consumer").then(theirs).otherwise(ours)


@answers(value_used, SPC_PREPAID.article(18, 1), since="2025-05-01")
def at_the_discount(used: Any) -> Any:
    """非因消费者原因退款的，已消费部分按折扣价计算；赠送消费金额的，按实付与实付加赠送之比计算。

    Unless the cause is on the consumer's side, the part used counts at the discounted price, and
    with credit given on top in the ratio of what was paid to paid plus given.
    """
    return worth(used)


@at_the_discount.but(SPC_PREPAID.article(19, 1))
def at_the_list_price(used: Any) -> Any:
    """因消费者原因退款的，已消费部分按打折前的价格计算。

    Where the cause is on the consumer's side, the part used counts at the price before the discount.
    """
    return given((used.cause == "consumer") & ~used.list_unproven, worth(used))


@at_the_discount.but(SPC_PREPAID.article(19, 2))
def at_the_market_price(used: Any) -> Any:
    """打折前的价格明显不合理且拿不出交易记录的，可以按市场价格计算。

    Where that price is plainly unreasonable and no sales at it are shown, market prices count.
    """
    return given((used.cause == "consumer") & used.list_unproven, worth(used))


@answers(prepayment_returned, SPC_PREPAID.article(15, 1), since="2025-05-01")
def what_is_left(used: Any) -> Any:
    """返还的本金是预付款减去已消费部分；付给员工的提成不能扣除。

    What comes back is the prepayment less the part used; commissions of staff are no cost to deduct.
    """
    return used.paid - worth(used)


@what_is_left.but(SPC_PREPAID.article(20))
def never_pay_on_top(used: Any) -> Any:
    """按打折前价格计算超出预付款的，消费者不用补交。

    Where the part used exceeds the prepayment, the consumer need not pay on top.
    """
    return given(used.paid < worth(used), 0)


@answers(unlimited_returned, SPC_PREPAID.article(22, 1), since="2025-05-01")
def by_the_days_left(plan: Any) -> Any:
    """不限次数的服务，按剩余期限与全部期限的比例退款；经营者先停止提供的，从停止时计算。

    Of unlimited service the share of the days left comes back, counted from when the operator stopped
    if it stopped before.
    """
    return plan.paid.in_ratio(largest(plan.days_left, 0), plan.days_in_all)


@by_the_days_left.unless(SPC_PREPAID.article(22, 3))
def left_unused(plan: Any) -> Any:
    """消费者因自身原因在期限内没有使用的，不退款。

    Nothing comes back of a term that the consumer let pass unused for reasons of their own.
    """
    return plan.term_over_unused


@answers(prepaid_interest, SPC_PREPAID.article(16, 1), since="2025-05-01")
def by_the_cause(interest: Any) -> Any:
    """因经营者原因退款的，按合同成立时一年期贷款市场报价利率计息；因消费者原因的，按一年定期存款基准利率计息。

    Interest runs at the one-year loan prime rate of the day of the contract if the operator is the
    cause, and at the one-year deposit rate if the consumer is.
    """
    return when(interest.cause == "operator").then("loan_prime_rate").otherwise("deposit_rate")


@by_the_cause.but(SPC_PREPAID.article(16, 1))
def agreed_rate(interest: Any) -> Any:
    """约定了利息标准的，按照约定。

    A rate that was agreed holds.
    """
    return given(interest.rate_agreed, "agreed_rate")


@by_the_cause.but(SPC_PREPAID.article(16, 2))
def rate_of_the_account(interest: Any) -> Any:
    """已转入监管账户的部分，消费者可以请求按实际利率计算。

    For money in a supervised account the consumer may ask the rate it really bore.
    """
    return given(interest.supervised & ~interest.rate_agreed, "account_rate")


@answers(vanished_pays_punitive, SPC_PREPAID.article(23, 1), since="2025-05-01")
def took_the_money_and_ran(vanished: Any) -> Any:
    """收取预付款后终止营业，既不兑付又恶意逃避退款的，消费者可以请求惩罚性赔偿。

    An operator that closes, neither performs nor refunds and maliciously hides owes increased damages.
    """
    return vanished.closed & ~vanished.performs_or_refunds & vanished.evades


@answers(prepaid_party_answers, SPC_PREPAID.article(4), since="2025-05-01")
def whose_name_was_used(party: Any) -> Any:
    """允许他人使用自己的营业执照或者名义订立预付式消费合同的，应当承担责任，不得以并非实际经营者抗辩。

    Whoever lets another use its licence or name for prepaid contracts answers for them, and cannot
    plead that it was not the one who traded.
    """
    return party.party == "name_lender"


@whose_name_was_used.but(SPC_PREPAID.article(5))
def franchises(party: Any) -> Any:
    """特许经营体系内，事先同意、事后追认、合同约定可以直接请求，或者行为使消费者有理由相信受约束的，被特许人（特许人）承担责任。

    Within a franchise the other side answers if it agreed before or ratified after, if the franchise
    contract lets consumers ask it directly, or if it made them believe that it was bound.
    """
    return given(
        party.party == "franchise",
        party.franchise_ground.is_in("agreed", "ratified", "direct_claim", "appearance"),
    )


@whose_name_was_used.but(SPC_PREPAID.article(6, 1))
def lessors(party: Any) -> Any:
    """商场场地出租者没有要求提供资质证明、营业执照，使不具有资质的经营者收取预付款造成损失的，按过错承担责任。

    A lessor of mall space that asked for no licence, so that an unlicensed operator took prepayments
    and caused loss, answers by its fault.
    """
    return given(party.party == "lessor", ~party.licence_asked_for & party.operator_unlicensed)


@whose_name_was_used.but(SPC_PREPAID.article(7))
def liquidators(party: Any) -> Any:
    """经营困难不能兑付，依法应当清算而没有及时清算，造成损失的，清算义务人承担责任。

    Where an operator that can no longer perform had to be wound up and was not in time, those who had
    to wind it up answer for the loss.
    """
    return given(party.party == "liquidator", ~party.wound_up_in_time)


@answers(prepaid_refund_delayed_after, PENALTIES.article(10, 2), since="2015-03-15")
def fifteen_days_to_refund(dodging: Any) -> Any:
    """合理的退款要求，自约定期满之日起、没有约定的自提出之日起超过十五日未退的，视为故意拖延。

    A refund not made within fifteen days after the agreed time, or after it was asked for where none
    was agreed, counts as deliberately delayed.
    """
    return days_after(dodging.agreed_until, 15)


@answers(closing_announced_by, CPL_RULES.article(21), since="2024-07-01")
def thirty_days_before(closing: Any) -> Any:
    """决定停业或者搬迁的，提前三十日公告联系方式。

    A closing or move is announced thirty days before, with how to reach the operator.
    """
    return days_after(closing.closes_on, -30)


RULES = (
    a_fifth_at_most,
    twice_or_nothing,
    deposit_comes_back,
    seven_days_to_think,
    operator_changed_the_deal,
    at_the_discount,
    what_is_left,
    by_the_days_left,
    by_the_cause,
    took_the_money_and_ran,
    whose_name_was_used,
    fifteen_days_to_refund,
    thirty_days_before,
)
