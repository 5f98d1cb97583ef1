"""What the platform's rules say about paying merchants out and about money that does not fit."""

from __future__ import annotations

from datetime import date

from gongdao.kernel.words import Words
from gongdao.law.facts import Step
from gongdao.law.rule import Question


def _period(name: str, zh: str, en: str) -> Question[date]:
    return Question(name, Step, None, Words(zh, en), owed_by="platform")


approve_payout_by = _period("approve_payout_by", "审批付款期限", "time to approve a payout")
send_payout_by = _period("send_payout_by", "发出付款期限", "time to send a payout to the bank")
confirm_payout_by = _period(
    "confirm_payout_by", "银行确认付款期限", "time for the bank to confirm a payout"
)
instruct_gateway_by = _period(
    "instruct_gateway_by", "向支付机构发出指令期限", "time to have an instruction reach a gateway"
)
gateway_answers_by = _period(
    "gateway_answers_by", "支付机构办妥期限", "time for a gateway to carry an instruction out"
)
reserve_ends_on = _period("reserve_ends_on", "释放准备金的时间", "when a reserve is freed")
top_up_by = _period("top_up_by", "补足保证金期限", "time to top up a deposit")
explain_break_by = _period("explain_break_by", "说明对账差异期限", "time to explain a break")
resolve_break_by = _period("resolve_break_by", "处理对账差异期限", "time to resolve a break")
answer_chargeback_by = _period(
    "answer_chargeback_by", "答复拒付期限", "time to answer a chargeback"
)
chargeback_ends_by = _period(
    "chargeback_ends_by", "拒付裁定期限", "time within which a contested chargeback ends"
)
