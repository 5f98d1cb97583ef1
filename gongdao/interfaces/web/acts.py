"""What each act of the evidence is called on a timeline."""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.kernel.words import Words

ACTS: Mapping[str, Words] = {
    "order.placed": Words("提交订单，合同成立", "Order submitted, contract concluded"),
    "order.cancelled": Words("订单取消", "Order cancelled"),
    "order.lapsed": Words("逾期未付款，订单取消", "Not paid in time, order cancelled"),
    "order.refused": Words("商家表示不发货", "The merchant refuses to ship"),
    "order.not_shipped": Words("逾期未发货", "Not shipped in time"),
    "order.rescinded": Words("合同解除", "Contract rescinded"),
    "payment.started": Words("发起支付", "Payment started"),
    "payment.captured": Words("支付成功，款项托管", "Paid, money held in escrow"),
    "payment.failed": Words("支付失败", "Payment failed"),
    "payment.returned": Words("款项迟到，已退回", "Money came too late and went back"),
    "hold.released": Words("托管款放给商家", "Held money released to the merchant"),
    "hold.frozen": Words("托管款冻结", "Held money frozen"),
    "hold.unfrozen": Words("托管款解冻", "Held money unfrozen"),
    "hold.refunded": Words("退款", "Refunded"),
    "hold.closed": Words("托管结清", "Nothing is held any more"),
    "recipient.named": Words("填写收货信息", "Recipient named"),
    "recipient.seen": Words("查看收货信息", "Recipient's data seen"),
    "vault.put": Words("个人信息加密保存", "Personal data sealed"),
    "vault.revealed": Words("个人信息被查看", "Personal data revealed"),
    "parcel.shipped": Words("商家发货", "Shipped"),
    "parcel.collected": Words("快递揽收", "Collected by the carrier"),
    "parcel.in_transit": Words("运输中", "In transit"),
    "parcel.out_for_delivery": Words("派送中", "Out for delivery"),
    "parcel.signed_for": Words("签收", "Signed for"),
    "parcel.damaged": Words("包裹破损", "Parcel damaged"),
    "parcel.overdue": Words("逾期未送达", "Not delivered in time"),
    "parcel.lost": Words("包裹丢失", "Parcel lost"),
    "return.asked": Words("申请无理由退货", "Return without a reason asked for"),
    "return.agreed": Words("同意退货", "Return agreed"),
    "return.sent": Words("买家寄回", "Sent back"),
    "return.received": Words("商家收到退货", "Goods back with the merchant"),
    "return.refunded": Words("退货退款完成", "Return refunded"),
    "return.withdrawn": Words("撤回退货", "Return withdrawn"),
    "dispute.filed": Words("提交投诉", "Complaint filed"),
    "dispute.answered": Words("商家答复", "The merchant answered"),
    "dispute.exhibited": Words("提交证据", "Evidence shown"),
    "dispute.offered": Words("提出和解", "Settlement offered"),
    "dispute.settled": Words("达成和解", "Settled"),
    "dispute.withdrawn": Words("撤回投诉", "Complaint withdrawn"),
    "dispute.deciding": Words("进入裁决", "To be decided"),
    "dispute.decided": Words("作出裁决", "Decided"),
    "dispute.review": Words("进入复核", "Under appeal"),
    "dispute.appealed": Words("申请复核", "Appealed"),
    "dispute.closed": Words("结案", "Closed"),
    "award.performed": Words("款项支付给买家", "Money paid to the buyer"),
    "recovery.recovered": Words("垫付款追回", "Advance recovered"),
    "recovery.written_to_court": Words("垫付款移送起诉", "Advance handed over for suit"),
    "review.written": Words("买家评价", "Reviewed"),
    "review.replied": Words("商家回复评价", "The merchant replied"),
    "recall.told": Words("通知召回", "Told of a recall"),
    "recall.told_again": Words("再次通知召回", "Told of a recall again"),
    "recall.answered": Words("买家选择召回措施", "The buyer chose a remedy in the recall"),
    "recall.remedied": Words("召回措施完成", "Recalled goods remedied"),
    "recall.overdue": Words("召回措施逾期", "Recalled goods not remedied in time"),
    "step.refused": Words("一项请求被依法拒绝", "A request was refused under the law"),
}


def called(act: str) -> Words:
    """The name of an act; one that has none is shown as it is."""
    return ACTS.get(act, Words(act, act))


DONE: Mapping[str, Words] = {
    "draft": Words("已存为新的一稿。", "Kept as a new version."),
    "goods_publish": Words("已发布，买家现在看得到。", "Published: buyers see it now."),
    "goods_appeal": Words("已申请复核。", "Appealed; somebody of the platform looks again."),
    "goods_take_down": Words("已下架。", "Taken down."),
    "review_override": Words("已放行并发布。", "Let pass and published."),
    "review_uphold": Words("已维持，不予发布。", "Upheld: it is not published."),
    "review_demand_repair": Words("已要求限期整改。", "A repair is demanded."),
    "recall_announce": Words(
        "召回已发起，买家已收到通知。", "The recall runs and the buyers are told."
    ),
    "recall_answer": Words("已提交您的选择。", "Your choice is made."),
    "recall_remedy": Words("已登记处理完成。", "Written down as done."),
    "recall_report": Words("已登记报告。", "Written down as reported."),
    "recall_plan": Words("已登记召回计划。", "The plan is written down as reported."),
    "recall_publish": Words("已登记发布。", "Written down as published."),
    "recall_close": Words("召回已结束。", "The recall is closed."),
    "pay": Words("付款成功，货款已托管。", "Paid. The money is held in escrow."),
    "pay_failed": Words("付款没有成功，可以再试一次。", "The payment failed; you can try again."),
    "cancel": Words("订单已取消。", "The order is cancelled."),
    "confirm": Words("已确认收货，货款已付给商家。", "Receipt confirmed; the merchant was paid."),
    "return": Words(
        "退货申请已提交，货款已冻结。", "The return is asked for; the money is frozen."
    ),
    "complain": Words("投诉已提交，货款已冻结。", "The complaint is filed; the money is frozen."),
    "recipient": Words("收货信息已加密保存。", "The recipient is named, under encryption."),
    "review": Words("评价已发布。", "Your review is published."),
    "send_back": Words("已记录寄回。", "It is recorded that you sent it back."),
    "withdraw": Words("已撤回。", "Withdrawn."),
    "ship": Words("已发货。", "Shipped."),
    "refuse": Words("已告知买家不发货。", "The buyer was told that you will not ship."),
    "make_good": Words("已退款，合同解除。", "Refunded; the contract is over."),
    "agree": Words("已同意退货。", "The return is agreed."),
    "take_back": Words("已确认收到退货。", "It is recorded that the goods are back."),
    "refund": Words("已退款。", "Refunded."),
    "perform": Words("裁决已履行。", "The ruling is performed."),
    "reply": Words("回复已发布。", "Your reply is published."),
    "answer": Words("答复已提交。", "Your answer is filed."),
    "offer": Words("和解提议已提出。", "The offer is made."),
    "settle": Words("已达成和解。", "Settled."),
    "exhibit": Words("证据已提交。", "The exhibit is filed."),
    "decide": Words("裁决已作出。", "The decision is made."),
    "appeal": Words("已申请复核。", "The appeal is filed."),
    "scan": Words("扫描已记录。", "The scan is recorded."),
    "advance": Words(
        "时钟已拨动，沿途到期的都已处理。", "The clock moved; what fell due was acted on."
    ),
    "admit": Words("已准入。", "Admitted."),
    "suspend": Words("已暂停。", "Suspended."),
    "turned_away": Words("申请未通过。", "The application was refused."),
}
"""What a page says after an act went through, by the act's verb."""

REMEDIES: Mapping[str, Words] = {
    "return_window_closed": Words(
        "如果商品有质量问题、与描述不符或是假冒，仍可投诉。",
        "If the goods are defective, not as described or counterfeit, you can still complain.",
    ),
    "no_right_to_return": Words(
        "质量问题不受此限：商品有瑕疵、不符或假冒时仍可投诉。",
        "Defects are another matter: you can still complain of them.",
    ),
    "not_delivered_yet": Words(
        "签收之后，这里会出现退货的最后一天。",
        "Once the goods are signed for, the last day to return them stands here.",
    ),
    "hold_frozen": Words(
        "案件结束后，托管款会自动解冻。", "When the case is over the money is free again."
    ),
    "dispute_open": Words(
        "请在进行中的案件里补充说明或证据。", "Add to the case that is open already."
    ),
    "payment_not_covered": Words(
        "请先向平台充值保证金；逾期将由保障基金先行支付并向您追偿。",
        "Lodge a deposit first; if it is late the fund pays and recovers it from you.",
    ),
    "sign_in_failed": Words(
        "演示账户没有密码，请用上方的一键登录。",
        "Demo accounts have no password; use the one-click sign-in above.",
    ),
}
"""What a reader can do about a refusal."""

BY: Mapping[str, Words] = {
    "buyer": Words("买家", "buyer"),
    "seller": Words("商家", "merchant"),
    "carrier": Words("快递", "carrier"),
    "gateway": Words("支付机构", "gateway"),
    "arbiter": Words("仲裁员", "arbiter"),
    "senior": Words("复核员", "senior"),
    "platform": Words("平台", "platform"),
    "debtor": Words("债务人", "debtor"),
    "clock": Words("时钟", "clock"),
}
"""Who acts, as a page calls them."""

HEADS: Mapping[str, Words] = {
    "refund": Words("退还价款", "Refund of the price"),
    "price_multiple": Words("增加赔偿", "Increased damages"),
    "loss": Words("赔偿损失", "Losses"),
    "settlement": Words("和解款", "Settlement"),
    "perform": Words("继续履行", "Performance"),
}
"""What is ordered, head by head."""

ENTRIES: Mapping[str, Words] = {
    "capture": Words("收款入托管", "captured"),
    "release": Words("放款", "released"),
    "refund": Words("从托管款退款", "refunded from the hold"),
    "paid_from_payable": Words("从应付款支付给买家", "paid to the buyer from payable"),
    "paid_from_deposit": Words("从保证金支付给买家", "paid to the buyer from the deposit"),
    "paid_from_fund": Words("保障基金先行支付", "paid first by the fund"),
    "claim": Words("形成追偿", "claim arises"),
    "recover": Words("追回垫付款", "advance recovered"),
    "lodge": Words("存入", "lodged"),
}
"""Why money moved, as a statement says it."""

MOVES: Mapping[str, Words] = {
    "publish": Words("发布", "publish"),
    "supersede": Words("另起新稿", "write a new draft"),
    "override": Words("放行", "let pass"),
    "uphold": Words("维持", "uphold"),
    "remedy": Words("履行措施", "remedy"),
    "pay": Words("付款", "pay"),
    "cancel": Words("取消", "cancel"),
    "lapse": Words("到期", "time is up"),
    "rescind": Words("解除", "rescind"),
    "capture": Words("收款", "capture"),
    "fail": Words("失败", "fail"),
    "return": Words("退回", "send back"),
    "release": Words("放款", "release"),
    "refund": Words("退款", "refund"),
    "sign_for": Words("签收", "signature"),
    "report_loss": Words("报失", "report the loss"),
    "agree": Words("同意", "agree"),
    "withdraw": Words("撤回", "withdraw"),
    "send_back": Words("寄回", "send back"),
    "take_back": Words("收到退货", "take back"),
    "answer": Words("答复", "answer"),
    "settle": Words("和解", "settle"),
    "decide": Words("裁决", "decide"),
    "appeal": Words("申请复核", "appeal"),
    "admit": Words("准入", "admit"),
    "refuse": Words("不予准入", "refuse"),
    "suspend": Words("暂停", "suspend"),
    "take_down": Words("下架", "take down"),
}
"""The acts of the state tables, as a drawing says them."""
