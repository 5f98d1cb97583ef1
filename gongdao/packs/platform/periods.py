"""The periods of the platform's own rules, article by article."""

from __future__ import annotations

from datetime import date
from typing import Any

from gongdao.law import Source, answers, days_after, largest
from gongdao.law import questions as q
from gongdao.law.topics.agreements import answer_amendment_by, invoice_by

RULES_OF_PLATFORM = Source("Platform Rules", "平台规则", "Platform Rules", date(2014, 1, 1), 191)
article = RULES_OF_PLATFORM.article
SINCE = "2014-01-01"


@answers(q.pay_by, article(1), since=SINCE)
def pay(step: Any) -> Any:
    """下单后三日内付款，逾期订单自动取消。

    An order is paid within three days, or it is cancelled.
    """
    return days_after(step.began_on, 3)


@answers(q.dispatch_by, article(2), since=SINCE)
def dispatch(step: Any) -> Any:
    """没有承诺发货时间的，付款后二日内发货。

    Without a promise, goods are shipped within two days after payment.
    """
    return days_after(step.began_on, 2)


@answers(q.deliver_by, article(3), since=SINCE)
def deliver(step: Any) -> Any:
    """没有承诺送达时间的，下单后十五日内送达。

    Without a promise, goods are delivered within fifteen days after the order.
    """
    return days_after(step.began_on, 15)


@answers(q.release_on, article(4), since=SINCE)
def release(step: Any) -> Any:
    """签收满七日且无理由退货期届满后，托管款放给商家。

    Held money is released seven days after delivery, and never before the time to return is over.
    """
    return largest(days_after(step.began_on, 7), step.not_before)


@answers(q.reply_to_return_by, article(5), since=SINCE)
def reply_to_return(step: Any) -> Any:
    """商家三日内答复退货申请；逾期视为同意。

    A merchant answers a return request within three days; silence agrees.
    """
    return days_after(step.began_on, 3)


@answers(q.send_back_by, article(6), since=SINCE)
def send_back(step: Any) -> Any:
    """消费者收到退货地址后七日内寄回；逾期视为撤回。

    The consumer sends the goods back within seven days, or keeps them.
    """
    return days_after(step.began_on, 7)


@answers(q.take_back_by, article(7), since=SINCE)
def take_back(step: Any) -> Any:
    """商品寄回后十日内，商家确认收到；逾期视为收到。

    The merchant confirms within ten days that the goods are back; silence confirms.
    """
    return days_after(step.began_on, 10)


@answers(q.make_good_by, article(8), since=SINCE)
def make_good(step: Any) -> Any:
    """逾期未发货或者包裹丢失的，商家五日内补发或者退款；逾期由平台先行退款。

    For goods not shipped or lost, the merchant sends others or refunds within five days; after
    that the platform refunds first.
    """
    return days_after(step.began_on, 5)


@answers(q.presumed_lost_on, article(9), since=SINCE)
def presumed_lost(step: Any) -> Any:
    """超过约定送达日十四日仍未送达且查无下落的，推定丢失。

    A parcel that is not delivered fourteen days after the promised day is taken to be lost.
    """
    return days_after(step.began_on, 14)


@answers(q.reply_by, article(10), since=SINCE)
def reply(step: Any) -> Any:
    """商家三日内答复投诉；逾期未否认的事实视为无争议。

    A merchant answers a complaint within three days; facts it does not deny are undisputed.
    """
    return days_after(step.began_on, 3)


@answers(q.settle_by, article(11), since=SINCE)
def settle(step: Any) -> Any:
    """双方有十日协商；协商不成进入裁决。

    The parties have ten days to settle; then the case is decided.
    """
    return days_after(step.began_on, 10)


@answers(q.decide_by, article(12), since=SINCE)
def decide(step: Any) -> Any:
    """仲裁员七日内作出裁决。

    An arbiter decides within seven days.
    """
    return days_after(step.began_on, 7)


@answers(q.appeal_by, article(13), since=SINCE)
def appeal(step: Any) -> Any:
    """对裁决不服的，七日内申请复核。

    A party may appeal within seven days.
    """
    return days_after(step.began_on, 7)


@answers(q.review_by, article(14), since=SINCE)
def review(step: Any) -> Any:
    """复核员七日内作出决定；逾期按已有记录和法律自动处理。

    The appeal is decided within seven days; after that the record and the law decide.
    """
    return days_after(step.began_on, 7)


@answers(q.perform_by, article(15), since=SINCE)
def perform(step: Any) -> Any:
    """商家三日内履行裁决；逾期由平台先行支付。

    A merchant performs a ruling within three days; after that the platform pays first.
    """
    return days_after(step.began_on, 3)


@answers(q.recover_by, article(16), since=SINCE)
def recover(step: Any) -> Any:
    """商家三十日内偿还平台垫付款。

    The merchant repays what was advanced within thirty days.
    """
    return days_after(step.began_on, 30)


@answers(q.bring_back_by, article(25), since=SINCE)
def bring_back(step: Any) -> Any:
    """拒收或者无法投递的包裹，快递企业十五日内退回商家。

    A carrier brings a refused or undeliverable parcel back within fifteen days.
    """
    return days_after(step.began_on, 15)


@answers(q.contact_until, article(26), since=SINCE)
def contact(step: Any) -> Any:
    """面单上的虚拟联系方式自发货起三十日内有效，包裹送达即失效。

    The virtual contact of a waybill lives for thirty days, and ends when the parcel arrives.
    """
    return days_after(step.began_on, 30)


@answers(q.renewal_told_by, article(27), since=SINCE)
def renewal_told(step: Any) -> Any:
    """自动续费至少在续费日期前五日提示。

    A renewal is announced five days before its day at the latest.
    """
    return days_after(step.began_on, -5)


@answers(q.listing_reviewed_by, article(21), since=SINCE)
def review_listing(step: Any) -> Any:
    """商家对商品审核结果有异议的，平台三日内复核；逾期视为维持原结果。

    The platform looks at a listing again within three days of an appeal; after that the finding stands.
    """
    return days_after(step.began_on, 3)


@answers(q.listing_repaired_by, article(22), since=SINCE)
def repair_listing(step: Any) -> Any:
    """在售商品经通知整改的，商家三日内改正；逾期下架。

    A merchant mends a listing within three days of a notice; after that it is taken down.
    """
    return days_after(step.began_on, 3)


@answers(q.recall_remedied_by, article(23), since=SINCE)
def remedy_recall(step: Any) -> Any:
    """消费者选定召回措施后，商家十五日内完成。

    A merchant performs what the buyer chose in a recall within fifteen days.
    """
    return days_after(step.began_on, 15)


@answers(q.recall_answered_by, article(24), since=SINCE)
def answer_recall(step: Any) -> Any:
    """召回通知发出三十日后仍未联系上的消费者，由商家再次通知；其权利不因此消灭。

    A buyer who has not answered a recall after thirty days is told again; the right does not end.
    """
    return days_after(step.began_on, 30)


@answers(answer_amendment_by, article(28), since=SINCE)
def answer_amendment(step: Any) -> Any:
    """变更或者解除合同的提议，对方三日内答复；逾期视为不同意，合同照旧。

    A proposed change is answered within three days; silence declines, and the contract stands.
    """
    return days_after(step.began_on, 3)


@answers(invoice_by, article(29), since=SINCE)
def give_invoice(step: Any) -> Any:
    """买家索要发票的，商家七日内开具。

    An invoice is given within seven days after it was asked for.
    """
    return days_after(step.began_on, 7)


@answers(q.term_settled_on, article(30), since=SINCE)
def term_settled(step: Any) -> Any:
    """订阅款由平台托管，本期届满之日才付给商家。

    What is paid for a term is held, and goes to the merchant on the day the term is over.
    """
    return days_after(step.began_on, 0)


RULES = (
    pay, dispatch, deliver, release, reply_to_return, send_back, take_back, make_good,
    presumed_lost, reply, settle, decide, appeal, review, perform, recover,
    bring_back, contact, renewal_told,
    review_listing, repair_listing, remedy_recall, answer_recall,
    answer_amendment, give_invoice, term_settled,
)  # fmt: skip
