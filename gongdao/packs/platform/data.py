"""The platform's own rule on requests about data: the statute says "in good time" and names no day."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, days_after
from gongdao.law.topics import data as q
from gongdao.packs.platform.periods import SINCE, article


@answers(q.own_data_answered_by, article(191), since=SINCE)
def answered(step: Any) -> Any:
    """平台十五日内答复更正、解释、限制处理个人信息的请求；逾期记入平台的履约记录。

    The platform answers requests about personal data within fifteen days; if not, that is on its record.
    """
    return days_after(step.began_on, 15)


RULES = (answered,)
