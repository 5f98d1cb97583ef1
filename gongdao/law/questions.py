"""What a stage may ask the law. A pack answers; it need not answer all."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongdao.kernel.words import Words
from gongdao.law.facts import (
    Breach,
    Carriage,
    Claim,
    Condition,
    Contested,
    Defect,
    Freight,
    Ordering,
    PartReturn,
    Returned,
    Sale,
    Step,
)
from gongdao.law.rule import Question

contract_concluded: Question[bool] = Question(
    "contract_concluded", Ordering, False, Words("合同是否成立", "whether a contract was concluded")
)
must_perform: Question[bool] = Question(
    "must_perform",
    Breach,
    False,
    Words("商家是否必须继续履行", "whether the merchant must perform"),
    owed_by="merchant",
)
may_rescind: Question[bool] = Question(
    "may_rescind", Breach, False, Words("买家能否解除合同", "whether the buyer may rescind")
)
repaid_on_rescission: Question[int] = Question(
    "repaid_on_rescission",
    Breach,
    0,
    Words("解除合同后返还多少", "what comes back on rescission"),
    owed_by="merchant",
    follows=may_rescind,
)
losses_compensated: Question[int] = Question(
    "losses_compensated",
    Breach,
    0,
    Words("违约赔偿多少损失", "which losses are compensated"),
    owed_by="merchant",
    follows=may_rescind,
)
last_day_to_return: Question[date | None] = Question(
    "last_day_to_return",
    Sale,
    None,
    Words("无理由退货的最后一天", "the last day to return without a reason"),
    owed_by="consumer",
)
goods_intact: Question[bool] = Question(
    "goods_intact", Condition, False, Words("退回的商品是否完好", "whether the goods are intact")
)
freight_paid_by: Question[str] = Question(
    "freight_paid_by", Freight, "merchant", Words("退货运费由谁承担", "who pays the freight back")
)
last_day_to_refund: Question[date] = Question(
    "last_day_to_refund",
    Returned,
    None,
    Words("退款的最后一天", "the last day to refund"),
    owed_by="merchant",
)
refund_of_part: Question[int] = Question(
    "refund_of_part",
    PartReturn,
    0,
    Words("退货应退多少", "what is refunded for what goes back"),
    owed_by="merchant",
)
is_fraud: Question[bool] = Question(
    "is_fraud", Claim, False, Words("是否构成欺诈", "whether it is fraud")
)
compensation_for_fraud: Question[int] = Question(
    "compensation_for_fraud",
    Claim,
    0,
    Words("欺诈增加赔偿多少", "the increased damages for fraud"),
    owed_by="merchant",
    follows=is_fraud,
)
price_back_for_fraud: Question[int] = Question(
    "price_back_for_fraud",
    Claim,
    0,
    Words("因欺诈撤销合同返还多少", "what comes back when a contract is avoided for fraud"),
    owed_by="merchant",
    follows=is_fraud,
)
may_return_defective: Question[bool] = Question(
    "may_return_defective",
    Defect,
    False,
    Words("瑕疵商品能否在期限内退货", "whether defective goods may go back in time"),
    owed_by="merchant",
)
risk_borne_by: Question[str] = Question(
    "risk_borne_by",
    Carriage,
    "consumer",
    Words("运输风险由谁承担", "who bears the risk in transit"),
)
must_prove: Question[str] = Question(
    "must_prove", Contested, "consumer", Words("由谁举证", "who must prove it")
)


def _period(name: str, zh: str, en: str) -> Question[date]:
    return Question(name, Step, None, Words(zh, en))


pay_by = _period("pay_by", "付款期限", "time to pay")
dispatch_by = _period("dispatch_by", "发货期限", "time to ship")
deliver_by = _period("deliver_by", "送达期限", "time to deliver")
release_on = _period("release_on", "放款时间", "when the money is released")
reply_to_return_by = _period(
    "reply_to_return_by", "答复退货期限", "time to answer a return request"
)
send_back_by = _period("send_back_by", "寄回期限", "time to send the goods back")
take_back_by = _period(
    "take_back_by", "确认收到退货期限", "time to confirm that the goods are back"
)
make_good_by = _period("make_good_by", "补发或退款期限", "time to send again or refund")
presumed_lost_on = _period("presumed_lost_on", "推定丢失", "when a parcel is taken to be lost")
reply_by = _period("reply_by", "答复投诉期限", "time to answer a complaint")
settle_by = _period("settle_by", "协商期限", "time to settle")
decide_by = _period("decide_by", "裁决期限", "time to decide")
appeal_by = _period("appeal_by", "申请复核期限", "time to appeal")
review_by = _period("review_by", "复核期限", "time to decide the appeal")
perform_by = _period("perform_by", "履行裁决期限", "time to perform the ruling")
listing_reviewed_by = _period(
    "listing_reviewed_by", "复核商品期限", "time to look at a listing again"
)
listing_repaired_by = _period("listing_repaired_by", "商品整改期限", "time to mend a listing")
recall_remedied_by = _period("recall_remedied_by", "召回措施期限", "time to remedy recalled goods")
recall_answered_by = _period(
    "recall_answered_by", "再次通知期限", "time until a buyer is told again"
)
recover_by = _period("recover_by", "偿还垫付款期限", "time to repay what was advanced")
bring_back_by = _period("bring_back_by", "退回包裹期限", "time to bring a parcel back")
contact_until = _period("contact_until", "虚拟联系方式有效期", "how long a virtual contact lives")
renewal_told_by = _period(
    "renewal_told_by", "续费提示期限", "by when a renewal is announced at least"
)
term_settled_on = _period("term_settled_on", "本期款项结算", "when the money of a term is settled")

OF_A_SALE: tuple[Question[Any], ...] = tuple(
    each for each in list(globals().values()) if isinstance(each, Question)
)
"""Every question above: what a law, with the platform's rules behind it, must answer for sales to run."""
