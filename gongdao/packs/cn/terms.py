"""Standard terms and the making of contracts: Civil Code 470-508, CPL 26, and the courts on them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gongdao.law import answers, given, largest, months_after, period, smallest, when
from gongdao.law.topics.terms import (
    CLAUSES,
    advertisement_is_offer,
    counts_as_original,
    counts_as_writing,
    last_day_to_avoid,
    message_received_on,
    order_flow_lawful,
    penalty_excessive,
    price_reduced_by,
    side_deal_void,
    term_is_part,
    term_is_read,
    term_is_void,
)
from gongdao.packs.cn.sources import (
    CC,
    CC_GENERAL,
    CPL,
    CPL_RULES,
    E_SIGNATURES,
    ECL,
    PLATFORM_RULES,
    SPC_CONTRACTS,
    SPC_ONLINE,
    SPC_PREPAID,
    SPC_SALES,
)

TOO_MUCH = Fraction(13, 10)


@answers(term_is_part, CC.article(496, 2), since="2021-01-01")
def noticed_terms(term: Any) -> Any:
    """有重大利害关系的格式条款，未以合理方式提示、未按要求说明的，对方可以主张不成为合同内容。

    A standard term on what matters is no part of the contract if attention was not drawn to it, or if
    it was not explained when asked.
    """
    return term.negotiated | ~term.major | (term.conspicuous & term.explained_if_asked)


@noticed_terms.unless(SPC_CONTRACTS.article(10, 3), since="2023-12-05")
def box_is_not_enough(term: Any) -> Any:
    """只用勾选、弹窗，不能证明已经提示。

    A box to tick or a pop-up alone does not show that attention was drawn to it.
    """
    return term.major & ~term.negotiated & term.only_box_or_pop_up & ~term.conspicuous


def standard(term: Any) -> Any:
    """A standard term towards a consumer: what was negotiated for this contract is none."""
    return term.with_consumer & ~term.negotiated


@answers(term_is_void, CPL.article(26, 3), since="2014-03-15")
def void_terms(term: Any) -> Any:
    """排除、限制消费者权利，减免经营者责任，加重消费者责任，借技术强制交易的格式条款和店堂告示无效；后来的解释、条例只是逐项列明。

    Standard terms and notices that exclude or limit consumers' rights, cut the operator's liability,
    burden consumers or force dealings are void; later lists only name such terms one by one.
    """
    return standard(term) & term.clause.is_in(*(each for each in CLAUSES if each != "fair"))


@void_terms.but(CC.article(506, 1), since="2021-01-01")
def excuses(term: Any) -> Any:
    """免除人身损害责任，或者故意、重大过失造成财产损失责任的条款无效，不论对方是谁。

    Terms that excuse injury, or loss by intent or gross negligence, are void whoever the other side is.
    """
    return given(term.clause.is_in("excuses_injury", "excuses_gross_negligence"), True)


@void_terms.but(ECL.article(49, 2), since="2019-01-01")
def denies_the_contract(term: Any) -> Any:
    """约定消费者付款后合同仍不成立的，无效。

    A term that denies a contract after the consumer paid is void.
    """
    return given(term.clause == "no_contract_after_payment", standard(term))


@void_terms.but(SPC_ONLINE.article(1), since="2022-03-15")
def list_of_the_court(term: Any) -> Any:
    """签收即认可质量、平台责任一概归商家、单方解释权、禁止投诉仲裁诉讼的条款无效。

    Void are: signing is accepting, all liability on the merchant, the last word on meaning, and bars
    on complaints, arbitration and suits.
    """
    return given(
        term.clause.is_in(
            "signing_is_acceptance",
            "platform_blames_merchant",
            "final_interpretation",
            "bars_complaints",
        ),
        standard(term),
    )


@void_terms.but(CPL_RULES.article(19, 1), since="2024-07-01")
def widened_exceptions(term: Any) -> Any:
    """自行扩大不适用无理由退货范围的条款，不能对抗消费者。

    A term that widens the exceptions to the right to return does not bind the consumer.
    """
    return given(term.clause == "return_right_excluded", standard(term))


@void_terms.but(SPC_PREPAID.article(9), since="2025-05-01")
def prepaid_terms(term: Any) -> Any:
    """预付卡概不退款、不合理限制转让、丢失不补、单方变更、增加维权成本的条款无效。

    Of prepaid cards void are: no refund, no transfer, no replacement, change at will, costly disputes.
    """
    return given(
        term.clause.is_in(
            "prepaid_no_refund",
            "prepaid_no_transfer",
            "prepaid_no_replacement",
            "prepaid_changed_at_will",
            "costly_disputes",
        ),
        standard(term),
    )


@void_terms.but(PLATFORM_RULES.article(30), since="2026-02-01")
def penalties_on_consumers(term: Any) -> Any:
    """要求消费者承担的违约金超过法定数额或者明显超过合理数额的规则，不得设置。

    Rules may not make consumers pay more than the law or reason allows for a breach.
    """
    return given(term.clause == "penalty_too_high", standard(term))


@answers(term_is_read, CC.article(498), since="2021-01-01")
def against_the_drafter(term: Any) -> Any:
    """有两种以上解释的，作不利于提供方的解释；与单独商定的内容不一致的，采用商定的内容。

    Where two readings are open the one against the drafter counts; what was negotiated comes first.
    """
    return (
        when(term.readings == "negotiated_differs")
        .then("negotiated_term")
        .otherwise(
            when(term.readings == "two")
            .then("against_the_drafter")
            .otherwise("as_usually_understood")
        )
    )


@answers(penalty_excessive, SPC_CONTRACTS.article(65, 2), since="2023-12-05")
def more_than_thirty_per_cent(penalty: Any) -> Any:
    """违约金超过损失百分之三十的，一般认定为过高，可以请求减少。

    A sum more than thirty per cent above the losses is usually excessive and may be reduced.
    """
    return penalty.agreed > penalty.losses_by_breach.share(TOO_MUCH)


@more_than_thirty_per_cent.unless(SPC_CONTRACTS.article(65, 3))
def bad_faith(penalty: Any) -> Any:
    """恶意违约的一方请求减少的，一般不予支持。

    Whoever broke the contract in bad faith cannot usually ask for less.
    """
    return penalty.bad_faith


@answers(last_day_to_avoid, CC_GENERAL.article(152, 1, 1), since="2021-01-01")
def a_year_from_knowing(avoidance: Any) -> Any:
    """自知道撤销事由之日起一年内请求撤销；自合同成立起最长五年。

    A contract may be avoided within a year of knowing the ground, and within five years of its making.
    """
    return smallest(
        period(avoidance.flaw_known_on, months=12), months_after(avoidance.concluded_on, 60)
    )


@a_year_from_knowing.but(CC_GENERAL.article(152, 1, 1))
def ninety_days_for_mistakes(avoidance: Any) -> Any:
    """重大误解（如标错价格）的，九十日内请求法院或者仲裁机构撤销，不能自行取消订单。

    For a serious mistake, such as a wrong price, it is ninety days, before a court or tribunal; an
    order is not simply cancelled.
    """
    return given(
        (avoidance.avoidance_ground == "mistake") & ~avoidance.waived,
        smallest(
            period(avoidance.flaw_known_on, days=90), months_after(avoidance.concluded_on, 60)
        ),
    )


@a_year_from_knowing.unless(CC_GENERAL.article(152, 1, 3))
def given_up(avoidance: Any) -> Any:
    """知道后明确或者以行为放弃的，撤销权消灭。

    The right ends if it was given up once the ground was known.
    """
    return avoidance.waived


@answers(order_flow_lawful, ECL.article(50), since="2019-01-01")
def clear_steps(flow: Any) -> Any:
    """下单步骤、下载方法应当清楚告知，提交前可以更正，合同能够下载保存。

    The steps are told, mistakes can be corrected before submission, and the contract can be kept.
    """
    return flow.steps_told & flow.can_correct & flow.contract_kept


@answers(advertisement_is_offer, CC.article(473, 2), since="2021-01-01")
def definite_advertising(advertised: Any) -> Any:
    """广告内容具体确定、符合要约条件的，构成要约。

    An advertisement definite enough to be an offer is one.
    """
    return advertised.definite


@answers(side_deal_void, SPC_ONLINE.article(9), since="2022-03-15")
def contracts_for_fakes(deal: Any) -> Any:
    """以虚构交易、点击量、评价作虚假宣传的合同无效。

    A contract for fake sales, clicks or reviews is void.
    """
    return deal.side_purpose.is_in("fake_trades", "fake_clicks", "fake_reviews")


@answers(counts_as_writing, E_SIGNATURES.article(4), since="2019-04-23")
def shown_and_called_up(message: Any) -> Any:
    """能够有形表现内容并随时调取的数据电文，视为书面形式；不得仅因为是电子形式拒绝作为证据。

    A data message that can be shown and called up at any time is writing, and is not refused as
    evidence for being electronic.
    """
    return message.retrievable


@answers(counts_as_original, E_SIGNATURES.article(5), since="2019-04-23")
def unaltered(message: Any) -> Any:
    """能够调取，并能可靠保证自形成时起完整、未被更改的，视为原件。

    A data message that can be called up and has reliably stayed unaltered counts as the original.
    """
    return message.retrievable & message.intact


@answers(message_received_on, E_SIGNATURES.article(11, 2), since="2019-04-23")
def entered_the_system(message: Any) -> Any:
    """指定了接收系统的，进入该系统的时间为收到；没有指定的，首次进入任何系统的时间为收到。

    A message is received when it enters the system that was named, or else any system at first.
    """
    return (
        when(message.system_named)
        .then(message.in_named_system_on)
        .otherwise(message.in_any_system_on)
    )


@answers(price_reduced_by, CC.article(582), SPC_SALES.article(17), since="2021-01-01")
def difference_in_value(price: Any) -> Any:
    """不符合约定的，可以按交付时的市场价值计算差价，请求减少价款。

    The price may be reduced by the difference in market value on delivery.
    """
    return largest(price.value_as_agreed - price.value_as_delivered, 0)


RULES = (
    noticed_terms,
    void_terms,
    against_the_drafter,
    more_than_thirty_per_cent,
    a_year_from_knowing,
    clear_steps,
    definite_advertising,
    contracts_for_fakes,
    shown_and_called_up,
    unaltered,
    entered_the_system,
    difference_in_value,
)
