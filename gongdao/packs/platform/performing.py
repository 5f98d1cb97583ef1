"""The platform's own rules for services, digital content and credit notes."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, days_after
from gongdao.law.topics import performing as q
from gongdao.packs.platform.periods import SINCE, article


@answers(q.accept_by, article(131), since=SINCE)
def silence_accepts(step: Any) -> Any:
    """商家报告服务完成后，买家三日内确认或者提出没有完成；逾期视为完成。

    Once a merchant reports a service done, the buyer confirms or objects within three days; silence confirms.
    """
    return days_after(step.began_on, 3)


@answers(q.open_by, article(132), since=SINCE)
def received_unopened(step: Any) -> Any:
    """数字内容交付后七日内没有打开的，视为已收到；之后仍可打开。

    Digital content that is not opened within seven days counts as received; it can be opened later.
    """
    return days_after(step.began_on, 7)


@answers(q.red_invoice_by, article(133), since=SINCE)
def credit_note(step: Any) -> Any:
    """已开发票的订单退款后，商家七日内开具红字发票。

    Where an invoiced order is refunded, the merchant issues a credit note within seven days.
    """
    return days_after(step.began_on, 7)


RULES = (silence_accepts, received_unopened, credit_note)
