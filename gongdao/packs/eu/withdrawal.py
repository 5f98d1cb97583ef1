"""Directive 2011/83/EU: withdrawal, what comes back, order forms, delivery."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given, largest, period, smallest, when
from gongdao.law.questions import freight_paid_by, last_day_to_return, risk_borne_by
from gongdao.law.topics.union_sales import (
    last_day_to_withdraw,
    may_terminate_for_delay,
    not_owed,
    order_binds,
    return_cost_borne_by,
    send_back_after_withdrawal_by,
    service_price_due,
    union_deliver_by,
    withdrawal_function_lawful,
    withdrawal_refund,
    withdrawal_refund_by,
)
from gongdao.packs.eu.sources import CRD

FOURTEEN = 14


@answers(last_day_to_return, CRD.article(9, 1), since="2014-06-13")
def fourteen_days_for_goods(sale: Any) -> Any:
    """远程购买的商品，消费者自收到之日起十四日内可以不说明理由撤回。

    Goods bought at a distance may be withdrawn from within fourteen days of receipt, without a reason.
    """
    return period(sale.signed_for_on, days=FOURTEEN)


@fourteen_days_for_goods.unless(CRD.article(2, 1))
def no_consumer(sale: Any) -> Any:
    """不是消费者的，没有撤回权。

    Whoever is no consumer has no such right.
    """
    return ~sale.by_consumer


@fourteen_days_for_goods.unless(CRD.article(16, 1))
def excepted_goods(sale: Any) -> Any:
    """定作、易腐、已拆封的音像和软件、报刊除外；没有卖家自设的例外。

    Goods made to order, perishable, unsealed media and newspapers are excepted; a seller can add none.
    """
    excepted = (
        sale.goods.made_to_order
        | sale.goods.perishable
        | sale.goods.digital
        | sale.goods.periodical
    )
    return excepted & (sale.promised_days < 1)


@fourteen_days_for_goods.but(CRD.article(9, 1))
def promised_longer(sale: Any) -> Any:
    """承诺更长期限的，按承诺。

    A longer promise holds.
    """
    return given(
        (sale.promised_days > FOURTEEN) & sale.by_consumer & sale.at_distance,
        period(sale.signed_for_on, days=sale.promised_days),
    )


@answers(freight_paid_by, CRD.article(14, 1), since="2014-06-13")
def consumer_pays_the_return(_: Any) -> Any:
    """撤回时，消费者承担直接的退回费用。

    On withdrawal the consumer bears the direct cost of return.
    """
    return "consumer"


@consumer_pays_the_return.but(CRD.article(14, 1))
def merchant_pays_the_return(freight: Any) -> Any:
    """商家承诺承担，或者因不符合同退回的，由商家承担。

    The merchant bears it if it promised to, or if the goods do not conform.
    """
    return given(freight.merchant_promised | ~freight.without_reason, "merchant")


@answers(risk_borne_by, CRD.article(20), since="2014-06-13")
def trader_until_possession(carriage: Any) -> Any:
    """消费者实际占有商品时，风险转移。

    Risk passes when the consumer gets physical possession.
    """
    return when(carriage.signed_for).then("consumer").otherwise("merchant")


@trader_until_possession.but(CRD.article(20))
def own_carrier(carriage: Any) -> Any:
    """消费者自己委托、商家未提供的承运人，交付承运人时风险转移。

    It passes on handing over to a carrier whom the consumer chose and the trader had not offered.
    """
    return given(carriage.consumer_chose_carrier, "consumer")


@answers(last_day_to_withdraw, CRD.article(9, 2), since="2014-06-13")
def fourteen_days(contract: Any) -> Any:
    """十四日：服务和数字内容自合同成立，商品自最后一个包裹到手起算。

    Fourteen days: from the contract for services and digital content, from the last parcel for goods.
    """
    return (
        when(contract.subject == "goods")
        .then(period(contract.last_parcel_on, days=FOURTEEN))
        .otherwise(period(contract.concluded_on, days=FOURTEEN))
    )


def start(contract: Any) -> Any:
    """The day from which the fourteen days run."""
    return (
        when(contract.subject == "goods")
        .then(contract.last_parcel_on)
        .otherwise(contract.concluded_on)
    )


def excepted(contract: Any) -> Any:
    """Whether one of the closed exceptions of article 16 takes the right away."""
    plain = contract.exception.is_in(
        "market_price",
        "made_to_specification",
        "perishable",
        "mixed",
        "future_alcohol",
        "urgent_repair",
        "newspaper",
        "auction",
        "fixed_date",
    )
    sealed = contract.exception.is_in("sealed_hygiene", "sealed_media") & contract.unsealed
    begun = contract.exception.is_in("service_fully_performed", "digital_begun")
    return plain | (sealed & ~contract.cleanable) | (begun & contract.consented_and_acknowledged)


@fourteen_days.unless(CRD.article(2, 1))
def not_a_consumer(contract: Any) -> Any:
    """不是消费者的，没有撤回权。

    Whoever is no consumer has no such right.
    """
    return ~contract.by_consumer


@fourteen_days.unless(CRD.article(16, 1))
def closed_list(contract: Any) -> Any:
    """第十六条的封闭例外；清洁后仍可再次销售的（如揭膜床垫），不是密封卫生用品（C-681/17）。

    The closed list of article 16; what cleaning makes fit for sale again, as a mattress without its film,
    is no sealed hygiene good (C-681/17).
    """
    return excepted(contract) & (contract.days_promised < 1)


@fourteen_days.but(CRD.article(10, 1))
def not_informed(contract: Any) -> Any:
    """未告知撤回权的，期限延长十二个月；期间补告知的，自补告知起十四日。

    Without information it is twelve months longer; if told meanwhile, fourteen days from then.
    """
    first = period(start(contract), days=FOURTEEN)
    late = when(contract.informed_late_on > contract.concluded_on).then(
        smallest(period(contract.informed_late_on, days=FOURTEEN), period(first, months=12))
    )
    return given(
        ~contract.informed & contract.by_consumer & ~excepted(contract),
        late.otherwise(period(first, months=12)),
    )


@fourteen_days.but(CRD.article(9, 1))
def longer_promise(contract: Any) -> Any:
    """承诺更长期限，或者对例外商品作出承诺的，按承诺。

    A longer promise holds, and any promise for what is excepted.
    """
    longer = (contract.days_promised > FOURTEEN) & contract.informed & ~excepted(contract)
    return given(
        (longer | (excepted(contract) & (contract.days_promised > 0))) & contract.by_consumer,
        period(start(contract), days=contract.days_promised),
    )


@answers(withdrawal_refund_by, CRD.article(13, 1), since="2014-06-13")
def fourteen_days_from_being_told(withdrawn: Any) -> Any:
    """自得知撤回之日起十四日内退款；可以等到商品退回或者收到寄出凭证。

    Refund within fourteen days of being told; it may wait for the goods or proof of sending.
    """
    return largest(period(withdrawn.told_on, days=FOURTEEN), withdrawn.goods_or_proof_on)


@answers(withdrawal_refund, CRD.article(13, 1), since="2014-06-13")
def price_and_standard_delivery(withdrawn: Any) -> Any:
    """退还全部价款和标准送货费；自选快递多付的部分不退。

    All of the price and standard delivery come back; what express cost on top does not.
    """
    return withdrawn.price + withdrawn.standard_freight


@price_and_standard_delivery.but(CRD.article(14, 2))
def loss_of_value(withdrawn: Any) -> Any:
    """超出查验所需的使用造成的贬值由消费者承担；未告知撤回权的不承担。

    Value lost by more than testing is the consumer's, but not if they were never told of the right.
    """
    return given(
        (withdrawn.value_lost > 0) & withdrawn.right_was_told,
        largest(withdrawn.price + withdrawn.standard_freight - withdrawn.value_lost, 0),
    )


@answers(send_back_after_withdrawal_by, CRD.article(14, 1), since="2014-06-13")
def sent_in_fourteen_days(withdrawn: Any) -> Any:
    """自告知撤回之日起十四日内寄出即可。

    Goods are sent within fourteen days of telling the trader.
    """
    return period(withdrawn.told_on, days=FOURTEEN)


@answers(return_cost_borne_by, CRD.article(14, 1), since="2014-06-13")
def direct_cost_of_return(withdrawn: Any) -> Any:
    """直接退回费用由消费者承担；卖家同意承担、自取或者未告知的，由卖家承担。

    The consumer bears the direct cost, unless the trader agreed to, collects or failed to say so.
    """
    return (
        when(withdrawn.trader_collects | ~withdrawn.return_cost_told)
        .then("merchant")
        .otherwise("consumer")
    )


@answers(service_price_due, CRD.article(14, 3), since="2014-06-13")
def pro_rata(withdrawn: Any) -> Any:
    """应消费者要求开始的服务，按已提供的比例付款。

    A service begun on request is paid in proportion.
    """
    return withdrawn.service_price.in_ratio(withdrawn.service_done, 100)


@pro_rata.unless(CRD.article(14, 4))
def untold_or_unasked(withdrawn: Any) -> Any:
    """未告知撤回权，或者没有明确要求开始的，不付。

    Nothing is due without the information, or without an express request.
    """
    return ~withdrawn.right_was_told | ~withdrawn.service_asked_for


@answers(order_binds, CRD.article(8, 2), since="2014-06-13")
def pay_button(checkout: Any) -> Any:
    """按钮没有写明付款义务的，消费者不受约束。

    Without a button that says that one pays, the consumer is not bound.
    """
    return checkout.button_says_pay


@pay_button.unless(CRD.article(27))
def unordered(checkout: Any) -> Any:
    """未订购送来的，沉默不是同意，不用付款。

    For what was never ordered silence is no consent, and nothing is paid.
    """
    return checkout.unordered


@answers(not_owed, CRD.article(6, 6), CRD.article(22), since="2014-06-13")
def untold_and_preticked(checkout: Any) -> Any:
    """未事先告知的费用、默认勾选的附加费用，不用付，已付的退还。

    Costs that were not told and extras ticked in advance are not owed, and repaid.
    """
    return (
        when(checkout.costs_told)
        .then(checkout.preticked_extras)
        .otherwise(checkout.untold_costs + checkout.preticked_extras)
    )


@answers(withdrawal_function_lawful, CRD.article(11), since="2014-06-13", until="2026-06-19")
def any_clear_statement(_: Any) -> Any:
    """2026年6月19日前，任何明确的声明或者示范表格都可以撤回，不要求界面功能。

    Before 19 June 2026 any clear statement or the model form does; no function is asked for.
    """
    return True


@answers(withdrawal_function_lawful, CRD.article("11a"), since="2026-06-19")
def withdraw_here(checkout: Any) -> Any:
    """2026年6月19日起，有撤回权的在线合同，界面应当一直提供撤回功能并给回执。

    From 19 June 2026 every interface for contracts with the right offers the function all the time,
    with a receipt.
    """
    return checkout.has_withdrawal_function | ~checkout.right_exists


@answers(union_deliver_by, CRD.article(18, 1), since="2014-06-13")
def thirty_days(delivery: Any) -> Any:
    """没有约定时间的，最迟自合同成立起三十日送达。

    Without an agreed time, within thirty days of the contract.
    """
    return (
        when(delivery.agreed_on > delivery.concluded_on)
        .then(delivery.agreed_on)
        .otherwise(period(delivery.concluded_on, days=30))
    )


@answers(may_terminate_for_delay, CRD.article(18, 2), since="2014-06-13")
def after_extra_time(delivery: Any) -> Any:
    """宽限期已过的，可以解除；拒绝交付或者日期至关重要的，可以立即解除。

    After a further reasonable time; at once where delivery is refused or the date was essential.
    """
    return delivery.extra_time_over | delivery.refused | delivery.date_essential


RULES = (
    fourteen_days_for_goods,
    consumer_pays_the_return,
    trader_until_possession,
    fourteen_days,
    fourteen_days_from_being_told,
    price_and_standard_delivery,
    sent_in_fourteen_days,
    direct_cost_of_return,
    pro_rata,
    pay_button,
    untold_and_preticked,
    any_clear_statement,
    withdraw_here,
    thirty_days,
    after_extra_time,
)
