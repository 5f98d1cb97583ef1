"""Concluding a contract online, and refusing to perform it."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, given
from gongdao.law.questions import (
    contract_concluded,
    losses_compensated,
    may_rescind,
    must_perform,
    repaid_on_rescission,
)
from gongdao.law.topics.agreements import contract_changed, contract_ended, invoice_owed
from gongdao.packs.cn.sources import CC, CPL, ECL


@answers(contract_concluded, ECL.article(49, 1), CC.article(491, 2), since="2019-01-01")
def order_concludes(ordering: Any) -> Any:
    """商品信息足够明确、消费者选定并成功提交订单时，合同即告成立。

    Where a listing is definite enough to be an offer, the contract is concluded when the order is
    submitted successfully.
    """
    return ordering.meets_offer & ordering.submitted


@order_concludes.unless(ECL.article(49, 1))
def agreed_otherwise(ordering: Any) -> Any:
    """双方另有有效约定的，从其约定；以格式条款约定付款后合同仍不成立的无效。

    The parties may agree otherwise, but not by a standard term that denies a contract after payment.
    """
    return ordering.otherwise_agreed


@answers(must_perform, CC.article(577), CC.article(580, 1), since="2021-01-01")
def performance(breach: Any) -> Any:
    """合同成立后商家不履行的，买家可以要求继续履行。

    Where a contract stands and the merchant does not perform, the buyer may demand performance.
    """
    return breach.contract_concluded & breach.refused & breach.wants_performance


@performance.unless(CC.article(580, 1, 1))
def impossible(breach: Any) -> Any:
    """法律上或者事实上不能履行的，不能要求继续履行。

    What is impossible in law or in fact cannot be demanded.
    """
    return breach.impossible


@performance.unless(CC.article(580, 1, 2))
def unfit_to_enforce(breach: Any) -> Any:
    """不适于强制履行或者履行费用过高的，不能要求继续履行。

    What is unfit to be enforced, or far too costly to perform, cannot be demanded.
    """
    return breach.unfit_to_enforce


@performance.unless(CC.article(580, 1, 3))
def asked_too_late(breach: Any) -> Any:
    """在合理期限内没有要求履行的，不能再要求继续履行。

    Whoever did not ask for performance within a reasonable time cannot demand it any more.
    """
    return breach.asked_too_late


@answers(may_rescind, CC.article(563, 1, 2), since="2021-01-01")
def refusal(breach: Any) -> Any:
    """商家明确表示或者以行为表明不履行主要债务的，买家可以解除合同。

    Where the merchant says or shows that it will not perform, the buyer may rescind the contract.
    """
    return breach.contract_concluded & breach.refused


@answers(repaid_on_rescission, CC.article(566, 1), since="2021-01-01")
def price_comes_back(breach: Any) -> Any:
    """合同解除后，买家已经支付的款项应当返还。

    After rescission the merchant gives back what the buyer paid.
    """
    return breach.paid


@answers(losses_compensated, CC.article(577), CC.article(584), since="2021-01-01")
def losses(breach: Any) -> Any:
    """商家违约造成的可预见的损失，应当赔偿。

    The merchant makes good the foreseeable losses that its breach caused.
    """
    return breach.losses


@losses.but(CC.article(590, 1))
def force_majeure(breach: Any) -> Any:
    """因不可抗力不能履行的，根据其影响免除赔偿责任。

    As far as force majeure prevented performance, damages are not owed.
    """
    return given(breach.force_majeure, 0)


@answers(contract_changed, CC.article(543), since="2021-01-01")
def changed_by_both(agreement: Any) -> Any:
    """当事人协商一致，可以变更合同；一方不能单独变更。

    A contract is changed by agreement of both sides, and by neither alone.
    """
    return agreement.both_agreed


@changed_by_both.unless(CC.article(544))
def not_definite(agreement: Any) -> Any:
    """变更的内容约定不明确的，推定为未变更。

    Where it is not clear what was changed, the contract is taken to be unchanged.
    """
    return ~agreement.definite


@answers(contract_ended, CC.article(562, 1), since="2021-01-01")
def ended_by_both(agreement: Any) -> Any:
    """当事人协商一致，可以解除合同；标错价格也不能单方取消。

    A contract is ended by agreement of both sides; a wrong price does not let one side cancel it.
    """
    return agreement.both_agreed


@answers(invoice_owed, CPL.article(22), ECL.article(14), since="2019-01-01")
def invoice_when_asked(asking: Any) -> Any:
    """消费者索要发票等购货凭证的，必须出具；电子发票同样有效。

    Whoever asks for an invoice must be given one; an electronic one counts alike.
    """
    return asking.asked
