"""The kinds of duty: what each is called. What follows when one is overdue stands in the clock's table."""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.kernel.words import Words

KINDS: Mapping[str, Words] = {
    "payment": Words("付款", "pay for the order"),
    "dispatch": Words("发货", "ship the goods"),
    "delivery": Words("送达", "deliver the parcel"),
    "trace": Words("查明包裹下落", "find out where the parcel is"),
    "release": Words("放款给商家", "release the money to the merchant"),
    "return_reply": Words("答复退货申请", "answer the return request"),
    "send_back": Words("寄回商品", "send the goods back"),
    "take_back": Words("确认收到退回商品", "confirm that the goods are back"),
    "refund": Words("退款", "refund"),
    "condition_ruling": Words("认定退回商品是否完好", "rule on the state of what came back"),
    "repair_reply": Words("答复报修", "answer the request to repair"),
    "hand_in": Words("送修", "hand the thing in"),
    "repair": Words("修好", "repair"),
    "parts": Words("等到配件并修好", "get the parts and repair"),
    "repair_trial": Words("试用修好的商品", "try what was repaired"),
    "replacement": Words("更换或退款", "replace or refund"),
    "make_good": Words("补发或退款", "send again or refund"),
    "merchant_reply": Words("答复投诉", "answer the complaint"),
    "settlement": Words("协商和解", "try to settle"),
    "decision": Words("作出裁决", "decide the dispute"),
    "time_to_appeal": Words("申请复核的期限", "time to appeal"),
    "senior_decision": Words("作出复核决定", "decide the appeal"),
    "performance": Words("履行裁决", "perform the ruling"),
    "recovery": Words("偿还平台垫付款", "repay what was advanced"),
    "refund_reminder": Words("提醒商家退款", "remind the merchant of the refund"),
    "reserve": Words("释放准备金", "free the reserve"),
    "top_up": Words("补足账户", "bring the account above zero"),
    "payout_approval": Words("审批付款", "approve the payout"),
    "payout_sending": Words("送交银行付款", "send the payout to the bank"),
    "payout_outcome": Words("确认付款结果", "confirm what became of the payout"),
    "break_explanation": Words("说明对账差异", "explain the break"),
    "break_resolution": Words("处理对账差异", "resolve the break"),
    "chargeback_answer": Words("答复拒付", "answer the chargeback"),
    "chargeback_outcome": Words("了结拒付", "end the chargeback"),
    "chargeback_thaw": Words("拒付了结，恢复期限", "let the clocks run again after a chargeback"),
    "bring_back": Words("把包裹退回商家", "bring the parcel back to the merchant"),
    "label_end": Words("停用虚拟联系方式", "end the virtual contact"),
    "courier_reply": Words("答复索赔", "answer the claim for the parcel"),
    "courier_decision": Words("裁定快递责任", "decide what the carrier owes"),
    "courier_payment": Words("支付快递赔款", "pay for the parcel"),
    "renewal_notice": Words("提示续费", "announce the renewal"),
    "renewal_charge": Words("续费扣款", "charge the renewal"),
    "charge_answer": Words("确认扣款结果", "say whether the charge went through"),
    "term_end": Words("本期服务到期结算", "settle the term that ends"),
}
