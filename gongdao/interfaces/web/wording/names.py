"""What pages call what is ordered, and why money moved."""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.kernel.words import Words

HEADS: Mapping[str, Words] = {
    "earnest": Words("双倍返还定金", "earnest money, twice"),
    "refund": Words("退还价款", "Refund of the price"),
    "price_multiple": Words("增加赔偿", "Increased damages"),
    "loss": Words("赔偿损失", "Losses"),
    "settlement": Words("和解款", "Settlement"),
    "perform": Words("继续履行", "Performance"),
    "replace": Words("更换商品", "Replacement"),
    "repair": Words("修理商品", "Repair"),
    "apologise": Words("公开道歉", "Public apology"),
    "correct_advertisement": Words("更正宣传", "Correction of the advertisement"),
    "take_down": Words("下架商品", "Listing taken down"),
    "fine": Words("从保证金扣收违约金", "Penalty from the deposit"),
    "hold": Words("货款继续托管", "Money stays in escrow"),
    "release": Words("放款给商家", "Money released to the merchant"),
}
"""What is ordered, head by head."""

SIZES: Mapping[str, Words] = {
    "small": Words("小商家（不足10单）", "Small (under 10 orders)"),
    "middle": Words("中等商家（10至99单）", "Middle (10 to 99)"),
    "large": Words("大商家（100单以上）", "Large (100 and more)"),
}
"""Sizes of merchants, by how many orders they had."""

ENTRIES: Mapping[str, Words] = {
    "capture": Words("收款入托管", "captured"),
    "release": Words("放款", "released"),
    "refund": Words("从托管款退款", "refunded from the hold"),
    "paid_from_payable": Words("从应付款支付给买家", "paid to the buyer from payable"),
    "paid_from_deposit": Words("从保证金支付给买家", "paid to the buyer from the deposit"),
    "paid_from_fund": Words("保障基金先行支付", "paid first by the fund"),
    "claim": Words("形成追偿", "claim arises"),
    "courier_owed": Words("快递应赔", "owed by the carrier"),
    "courier_paid": Words("快递赔款", "paid by the carrier"),
    "recover": Words("追回垫付款", "advance recovered"),
    "lodge": Words("存入", "lodged"),
    "reserve": Words("留存准备金", "kept in reserve"),
    "reserve_freed": Words("释放准备金", "reserve freed"),
    "subsidy": Words("平台承担的优惠入托管", "the platform's part of a coupon, held"),
    "levy": Words("代收进口税", "import tax collected"),
    "levy_back": Words("进口税随价款退回", "import tax, back with the price"),
    "subsidy_back": Words("平台承担的优惠退回", "the platform's part of a coupon, back"),
    "fee_back": Words("退还服务费", "fee given back"),
    "net": Words("以保证金抵欠款", "netted from the deposit"),
    "transfer_pending": Words("付款在途", "payout on its way"),
    "transfer_posted": Words("付款完成", "paid out"),
    "transfer_voided": Words("付款退回", "payout came back"),
    "transfer_expired": Words("付款逾期作废", "payout lapsed"),
    "exchange": Words("兑换货币", "currency changed"),
    "capture_outside": Words("平台外收款（备查）", "paid outside, memorandum"),
    "refund_outside": Words("商家在平台外退款（备查）", "paid back outside, memorandum"),
    "chargeback": Words("银行拒付", "taken back by the bank"),
    "chargeback_excess": Words("多拒付的款项，买家应返还", "taken twice; the buyer owes it"),
    "chargeback_won": Words("拒付收回", "chargeback won"),
    "refund_chargeback": Words("拒付归买家", "chargeback lost, with the buyer"),
    "refund_hold": Words("从托管款退款", "refunded from the hold"),
    "refund_payable": Words("从应付商家款退款", "refunded from the merchant's account"),
    "refund_reserve": Words("从准备金退款", "refunded from the reserve"),
    "refund_deposit": Words("从保证金退款", "refunded from the deposit"),
    "refund_fund": Words("保障基金先行退款", "refunded first by the fund"),
    "damages_hold": Words("从托管款赔付", "damages from the hold"),
    "damages_payable": Words("从应付商家款赔付", "damages from the merchant's account"),
    "damages_reserve": Words("从准备金赔付", "damages from the reserve"),
    "damages_deposit": Words("从保证金赔付", "damages from the deposit"),
    "damages_fund": Words("保障基金先行赔付", "damages paid first by the fund"),
    "fine": Words("扣收违约金", "penalty taken"),
    "waive": Words("放弃追偿", "claim given up"),
}
"""Why money moved, as a statement says it."""
