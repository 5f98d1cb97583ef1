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
    "application_review": Words("审核入驻申请", "review the application to sell"),
    "missing_papers": Words("补齐入驻材料", "supply what the application lacks"),
    "waiver_check": Words("复核豁免", "confirm or deny the waiver"),
    "time_to_contest": Words("对不予入驻申诉的期限", "time to appeal the refusal"),
    "refusal_appeal": Words("决定入驻申诉", "decide the appeal against the refusal"),
    "reverification": Words("重新核验商家信息", "verify the merchant's particulars again"),
    "renewal_notice": Words("提醒商家即将到期", "remind the merchant of what runs out"),
    "renewal": Words("更换到期的证照", "renew what runs out"),
    "change_check": Words("核验变更信息", "verify the change of particulars"),
    "put_right": Words("改正暂停的原因", "put right what led to the suspension"),
    "turnover_watch": Words("监测小额卖家交易额", "look at the small seller's turnover"),
    "registration": Words("办理市场主体登记", "register as a business"),
}
