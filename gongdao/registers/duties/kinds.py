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
    "make_good": Words("补发或退款", "send again or refund"),
    "merchant_reply": Words("答复投诉", "answer the complaint"),
    "settlement": Words("协商和解", "try to settle"),
    "decision": Words("作出裁决", "decide the dispute"),
    "time_to_appeal": Words("申请复核的期限", "time to appeal"),
    "senior_decision": Words("作出复核决定", "decide the appeal"),
    "performance": Words("履行裁决", "perform the ruling"),
    "recovery": Words("偿还平台垫付款", "repay what was advanced"),
    "bring_back": Words("把包裹退回商家", "bring the parcel back to the merchant"),
    "label_end": Words("停用虚拟联系方式", "end the virtual contact"),
    "courier_reply": Words("答复索赔", "answer the claim for the parcel"),
    "courier_decision": Words("裁定快递责任", "decide what the carrier owes"),
    "courier_payment": Words("支付快递赔款", "pay for the parcel"),
    "renewal_notice": Words("提示续费", "announce the renewal"),
    "renewal_charge": Words("续费扣款", "charge the renewal"),
    "charge_answer": Words("确认扣款结果", "say whether the charge went through"),
    "prepayment": Words("支付预付款", "pay the prepayment"),
    "term_end": Words("本期服务到期结算", "settle the term that ends"),
}
