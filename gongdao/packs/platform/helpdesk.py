"""The platform's own rules for its help desk: how soon a buyer's question is answered."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, days_after
from gongdao.law.topics import helpdesk as q
from gongdao.packs.platform.periods import SINCE, article


@answers(q.help_answered_by, article(101), since=SINCE)
def merchant_answers(step: Any) -> Any:
    """商家一日内答复买家的咨询；逾期自动转给平台客服。

    A merchant answers a buyer's question within one day; then it goes to the platform's staff.
    """
    return days_after(step.began_on, 1)


@answers(q.help_taken_up_by, article(102), since=SINCE)
def platform_answers(step: Any) -> Any:
    """转给平台的咨询，平台二日内答复；逾期记入平台的履约记录。

    What was handed over the platform answers within two days; if not, that is on its record.
    """
    return days_after(step.began_on, 2)


RULES = (merchant_answers, platform_answers)
