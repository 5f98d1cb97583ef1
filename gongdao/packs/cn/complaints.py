"""Complaints to the market regulator, and what comes after: limitation, arbitration, suits."""

from __future__ import annotations

from typing import Any

from gongdao.law import (
    answers,
    given,
    largest,
    months_after,
    period,
    smallest,
    when,
    working_days,
)
from gongdao.law.topics.complaints import (
    adverse_finding,
    association_may_sue,
    claim_limited_on,
    complaint_accepted,
    complaint_decided_by,
    complaint_goes_to,
    consumers_get_first,
    court_dismisses,
    defect_claim_ends_on,
    lead_checked_by,
    mediation_end_told_by,
    mediation_ends_on,
    must_arbitrate,
    reporter_told_by,
)
from gongdao.packs.cn.sources import (
    ARBITRATION,
    CC_GENERAL,
    COMPLAINTS,
    COMPLAINTS_2020,
    CPL,
    CPL_RULES,
    ECL,
    PRODUCT_QUALITY,
)


@answers(complaint_decided_by, COMPLAINTS_2020.article(14), since="2020-01-01", until="2024-07-01")
def seven_working_days_before(complaint: Any) -> Any:
    """自收到投诉之日起七个工作日内决定是否受理。

    Whether a complaint is accepted is decided within seven working days.
    """
    return working_days(complaint.received_on, 7)


@answers(complaint_decided_by, CPL_RULES.article(46, 2), COMPLAINTS.article(15), since="2024-07-01")
def seven_working_days(complaint: Any) -> Any:
    """自收到投诉之日起七个工作日内处理并告知；不受理的说明理由和其他途径。

    Within seven working days a complaint is dealt with and the consumer told, with reasons and other
    ways where it is not accepted.
    """
    return working_days(complaint.received_on, 7)


@answers(complaint_accepted, COMPLAINTS_2020.article(15), since="2020-01-01", until="2026-04-15")
def accepted_before(complaint: Any) -> Any:
    """旧办法下，有权处理、未被处理过、为生活消费、未超过三年且材料齐全的，应当受理。

    Under the old measures: within its powers, not handled before, for living needs, within three years
    and complete.
    """
    return (
        complaint.within_powers
        & ~complaint.handled_already
        & complaint.by_consumer
        & complaint.real_dispute
        & ~complaint.knew_over_three_years_ago
        & complaint.papers_complete
    )


@answers(complaint_accepted, COMPLAINTS.article(15), since="2026-04-15")
def accepted(complaint: Any) -> Any:
    """有权处理的投诉，没有不予受理情形的，应当受理。

    A complaint within the authority's powers is accepted unless a bar stands against it.
    """
    return complaint.within_powers


@accepted.unless(COMPLAINTS.article(16, 1, 2))
def handled_already(complaint: Any) -> Any:
    """法院、仲裁、行政机关或者消协已经受理或者处理过的，不予受理。

    Not what a court, tribunal, authority or association has dealt with.
    """
    return complaint.handled_already


@accepted.unless(COMPLAINTS.article(16, 1, 3))
def no_living_need(complaint: Any) -> Any:
    """不是为生活消费需要，或者不能证明存在消费争议的，不予受理。

    Not where the purchase was not for living needs or no dispute is shown.
    """
    return ~complaint.by_consumer | ~complaint.real_dispute


@accepted.unless(COMPLAINTS.article(16, 1, 4))
def over_three_years(complaint: Any) -> Any:
    """自知道权益受侵害超过三年的，不予受理。

    Not more than three years after the infringement was known.
    """
    return complaint.knew_over_three_years_ago


@accepted.unless(COMPLAINTS.article(16, 1, 5))
def papers_missing(complaint: Any) -> Any:
    """未提供规定材料或者材料虚假的，不予受理。

    Not without the papers, or with false ones.
    """
    return ~complaint.papers_complete


@accepted.unless(COMPLAINTS.article(16, 1, 6))
def under_another_name(complaint: Any) -> Any:
    """冒用他人名义或者拒不配合核验身份的，不予受理。

    Not under another's name, or without verifying one's own.
    """
    return ~complaint.identity_true


@answers(
    mediation_ends_on, COMPLAINTS_2020.article(21, 1, 5), since="2020-01-01", until="2024-07-01"
)
def forty_five_working_days(mediation: Any) -> Any:
    """旧办法下，自受理之日起四十五个工作日内未达成协议的，终止调解。

    Under the old measures mediation ended forty-five working days after acceptance.
    """
    return working_days(mediation.accepted_on, 45)


@answers(
    mediation_ends_on, CPL_RULES.article(46, 3), COMPLAINTS.article(23, 1, 5), since="2024-07-01"
)
def sixty_days(mediation: Any) -> Any:
    """自受理之日起六十日内调解完毕；鉴定、检测的时间不计算在内。

    Mediation is completed within sixty calendar days of acceptance, not counting tests.
    """
    return period(mediation.accepted_on, days=mediation.test_days + 60)


@answers(
    mediation_end_told_by, COMPLAINTS.article(23, 2), COMPLAINTS_2020.article(21, 2),
    since="2020-01-01",
)  # fmt: skip
def told_in_seven_working_days(mediation: Any) -> Any:
    """终止调解的，七个工作日内告知双方。

    The end of mediation is told to both within seven working days.
    """
    return working_days(mediation.mediation_ended_on, 7)


@answers(lead_checked_by, COMPLAINTS.article(27, 1), since="2026-04-15")
def fifteen_working_days(lead: Any) -> Any:
    """发现违法线索的，十五个工作日内核查；经批准可以再延长十五个工作日。

    A lead is checked within fifteen working days, and fifteen more if that is approved.
    """
    return (
        when(lead.extended)
        .then(working_days(lead.lead_found_on, 30))
        .otherwise(working_days(lead.lead_found_on, 15))
    )


@answers(reporter_told_by, COMPLAINTS_2020.article(31, 2), since="2020-01-01", until="2026-04-15")
def five_working_days(lead: Any) -> Any:
    """旧办法下，实名举报的，自决定是否立案之日起五个工作日内告知。

    Under the old measures a reporter under a real name was told within five working days.
    """
    return when(lead.real_name).then(working_days(lead.filed_on, 5)).otherwise(None)


@answers(complaint_goes_to, COMPLAINTS.article(13, 1), since="2026-04-15")
def at_home(_: Any) -> Any:
    """投诉由经营者实际经营地或者住所地的县级监管部门处理。

    A complaint is handled where the operator does business or has its seat.
    """
    return "place_of_business"


@at_home.but(COMPLAINTS.article(13, 2))
def platforms_and_own_sites(respondent: Any) -> Any:
    """对平台和自建网站的投诉，由其住所地处理。

    Against platforms and own sites, at their seat.
    """
    return given(respondent.respondent.is_in("platform", "own_site"), "seat_of_operator")


@at_home.but(COMPLAINTS.article(13, 3))
def merchants_on_platforms(respondent: Any) -> Any:
    """对平台内商家的投诉，由公示地址地或者平台住所地处理；没有公示或者联系不上的，由平台住所地处理。

    Against merchants on a platform, at the address shown or the platform's seat; at the platform's
    seat if none is shown or it cannot be reached.
    """
    return given(
        respondent.respondent == "merchant",
        when(respondent.address_reachable)
        .then("shown_address_or_platform")
        .otherwise("seat_of_platform"),
    )


@answers(claim_limited_on, CC_GENERAL.article(188), since="2021-01-01")
def three_years(claim: Any) -> Any:
    """诉讼时效三年，自知道损害和义务人之日起算；要求履行、同意履行、起诉的重新计算；最长二十年。

    Claims are barred after three years from knowing harm and debtor, anew from each demand, consent or
    suit, and after twenty years at most.
    """
    return smallest(
        months_after(largest(claim.knew_on, claim.restarted_on), 36),
        months_after(claim.harmed_on, 240),
    )


@answers(defect_claim_ends_on, PRODUCT_QUALITY.article(45, 2), since="2018-12-29")
def ten_years(claim: Any) -> Any:
    """缺陷产品的赔偿请求权，自交付最初消费者满十年丧失，尚在明示的安全使用期内的除外。

    A claim for a defect ends ten years after first delivery, unless a longer safe use was stated.
    """
    return largest(months_after(claim.first_delivered_on, 120), claim.safe_until)


@answers(must_arbitrate, ARBITRATION.article(27, 1), since="2026-03-01")
def written_agreement(arbitration: Any) -> Any:
    """书面仲裁条款或者协议，事项和机构明确的，双方受其约束。

    A written clause or agreement with a clear matter and institution binds.
    """
    return arbitration.written


@written_agreement.unless(ARBITRATION.article(28, 1, 2))
def no_capacity(arbitration: Any) -> Any:
    """无民事行为能力人、限制民事行为能力人订立的，无效。

    It is void if made without full capacity.
    """
    return arbitration.written & ~arbitration.capacity


@written_agreement.unless(ARBITRATION.article(28, 1, 3))
def duress(arbitration: Any) -> Any:
    """一方胁迫对方订立的，无效。

    It is void if forced on one side.
    """
    return arbitration.written & arbitration.forced


@written_agreement.unless(ARBITRATION.article(29))
def unclear(arbitration: Any) -> Any:
    """事项或者机构不明确又达不成补充协议的，无效。

    It is void if matter or institution stay unclear.
    """
    return arbitration.written & ~arbitration.matter_and_body_clear


@written_agreement.but(ARBITRATION.article(27, 3))
def not_denied(arbitration: Any) -> Any:
    """一方主张有协议，另一方首次开庭前不否认，经提示记录的，视为有协议。

    One that is asserted and not denied before the first hearing, the tribunal having warned, counts.
    """
    return given(~arbitration.written & arbitration.asserted_and_not_denied, True)


@answers(court_dismisses, ARBITRATION.article(37), since="2026-03-01")
def raised_in_time(arbitration: Any) -> Any:
    """另一方在首次开庭前提交有效仲裁协议的，法院驳回起诉；未提出的，视为放弃。

    The court dismisses if a valid agreement is produced before the first hearing; otherwise it counts
    as given up.
    """
    return (
        arbitration.written
        & arbitration.matter_and_body_clear
        & arbitration.capacity
        & ~arbitration.forced
        & arbitration.raised_before_hearing
    )


@answers(association_may_sue, CPL_RULES.article(41), since="2024-07-01")
def suit_for_many(suit: Any) -> Any:
    """侵害众多消费者权益的，中国消费者协会和省级消费者协会可以起诉。

    Where many consumers are harmed, the national and the provincial associations may sue.
    """
    return suit.many_harmed & suit.by.is_in("national_association", "provincial_association")


@answers(consumers_get_first, CPL.article(58), since="2014-03-15")
def damages_before_fines(assets: Any) -> Any:
    """财产不足以同时支付赔偿和罚款的，先赔偿消费者。

    Where assets do not cover both, consumers' damages come before fines.
    """
    return smallest(assets.damages, assets.available)


@answers(adverse_finding, ECL.article(62), since="2019-01-01")
def records_withheld(lost: Any) -> Any:
    """丢失、伪造、拒绝提供合同和记录致使事实无法查明的，由经营者承担后果。

    Whoever lost, forged or withheld the records bears the consequence if the facts cannot be found.
    """
    return ~lost.produced & lost.facts_unclear


RULES = (
    seven_working_days_before,
    seven_working_days,
    accepted_before,
    accepted,
    forty_five_working_days,
    sixty_days,
    told_in_seven_working_days,
    fifteen_working_days,
    five_working_days,
    at_home,
    three_years,
    ten_years,
    written_agreement,
    raised_in_time,
    suit_for_many,
    damages_before_fines,
    records_withheld,
)
