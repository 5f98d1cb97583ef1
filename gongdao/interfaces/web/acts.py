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
    "step.refused": Words("一项请求被依法拒绝", "A request was refused under the law"),
}


def called(act: str) -> Words:
    """The name of an act; one that has none is shown as it is."""
    return ACTS.get(act, Words(act, act))
