"""The platform's own periods for payouts, reserves, breaks and chargebacks, article by article."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, days_after
from gongdao.law.topics import settling as q
from gongdao.packs.platform.periods import SINCE, article


@answers(q.approve_payout_by, article(31), since=SINCE)
def approve_payout(step: Any) -> Any:
    """超过限额的付款三日内由另一名工作人员审批；逾期作废，款项退回应付。

    A payout above the limit is approved by a second member of staff within three days, or it is off.
    """
    return days_after(step.began_on, 3)


@answers(q.send_payout_by, article(34, 1), since=SINCE)
def send_payout(step: Any) -> Any:
    """批准的付款二日内送交银行；逾期作废，款项退回应付。

    An approved payout goes to the bank within two days, or it is off.
    """
    return days_after(step.began_on, 2)


@answers(q.confirm_payout_by, article(34, 2), since=SINCE)
def confirm_payout(step: Any) -> Any:
    """银行五日内确认付款结果；逾期列为对账差异查明。

    The bank confirms within five days; after that the payout is traced as a break.
    """
    return days_after(step.began_on, 5)


@answers(q.reserve_ends_on, article(32), since=SINCE)
def reserve(step: Any) -> Any:
    """风险准备金自放款起最多留存三十日。

    A reserve is kept for thirty days after the release at most.
    """
    return days_after(step.began_on, 30)


@answers(q.top_up_by, article(33), since=SINCE)
def top_up(step: Any) -> Any:
    """商家应付款为负的，七日内补足；逾期从保证金扣还。

    A merchant whose account is below zero pays in within seven days; then the deposit is taken.
    """
    return days_after(step.began_on, 7)


@answers(q.explain_break_by, article(35, 1), since=SINCE)
def explain_break(step: Any) -> Any:
    """对账差异三日内说明原因；逾期转入待查款项。

    A break is explained within three days; after that it goes to suspense.
    """
    return days_after(step.began_on, 3)


@answers(q.resolve_break_by, article(35, 2), since=SINCE)
def resolve_break(step: Any) -> Any:
    """已说明的差异五日内由另一名工作人员入账处理；逾期转入待查款项。

    A second member of staff resolves it with an entry within five days; then it goes to suspense.
    """
    return days_after(step.began_on, 5)


@answers(q.answer_chargeback_by, article(36, 1), since=SINCE)
def answer_chargeback(step: Any) -> Any:
    """拒付七日内答复；逾期视为承认。

    A chargeback is answered within seven days; silence concedes it.
    """
    return days_after(step.began_on, 7)


@answers(q.chargeback_ends_by, article(36, 2), since=SINCE)
def chargeback_ends(step: Any) -> Any:
    """已抗辩的拒付九十日内没有结果的，视为败诉，消费者不必再等。

    A contested chargeback without an outcome after ninety days is lost; the consumer waits no longer.
    """
    return days_after(step.began_on, 90)


@answers(q.instruct_gateway_by, article(141, 1), since=SINCE)
def instruct_gateway(step: Any) -> Any:
    """退款指令二日内送达支付机构；送不到的列为对账差异，由平台另行支付。

    An instruction reaches its gateway within two days; one that does not is traced as a break.
    """
    return days_after(step.began_on, 2)


@answers(q.gateway_answers_by, article(141, 2), since=SINCE)
def gateway_answers(step: Any) -> Any:
    """支付机构七日内办妥指令；逾期列为对账差异，由平台另行支付。

    A gateway carries an instruction out within seven days; after that it is traced as a break.
    """
    return days_after(step.began_on, 7)


RULES = (
    approve_payout, send_payout, confirm_payout, reserve, top_up, explain_break, resolve_break,
    answer_chargeback, chargeback_ends, instruct_gateway, gateway_answers,
)  # fmt: skip
