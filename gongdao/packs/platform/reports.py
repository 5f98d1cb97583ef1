"""The platform's own rules on reports of violations: no statute gives a marketplace these days."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, days_after, given, when
from gongdao.law.topics import reports as q
from gongdao.law.topics.complaints import lead_checked_by
from gongdao.packs.platform.periods import SINCE, article


@answers(q.tip_taken_up_by, article(151), since=SINCE)
def taken_up(tip: Any) -> Any:
    """收到举报后七日内决定是否核查；逾期的，举报越过平台送交主管部门。

    Whether a report is looked into is decided within seven days; after that it goes past the platform
    to the authority.
    """
    return days_after(tip.began_on, 7)


@taken_up.but(article(151, 2))
def urgent(tip: Any) -> Any:
    """涉及人身安全或者打击报复的，二日内决定。

    Where safety or retaliation is at stake, within two days.
    """
    return given(tip.urgent, days_after(tip.began_on, 2))


@answers(q.tip_checked_by, article(152), since=SINCE)
def checked(tip: Any) -> Any:
    """十五日内核查完毕；说明理由的可以延长一次十五日；逾期送交主管部门。

    A report is looked into within fifteen days, once fifteen more for a reason; after that it goes to
    the authority.
    """
    return (
        when(tip.more_time)
        .then(days_after(tip.began_on, 30))
        .otherwise(days_after(tip.began_on, 15))
    )


@answers(q.tip_question_open_until, article(153), since=SINCE)
def question_open(step: Any) -> Any:
    """举报人十日内回答平台的问题；不回答不影响举报，平台依现有材料核查。

    A reporter may answer a question within ten days; silence costs nothing.
    """
    return days_after(step.began_on, 10)


@answers(lead_checked_by, article(154), since=SINCE)
def authority_answers(lead: Any) -> Any:
    """法律没有规定期限时，平台等待主管部门的决定十五日，获准延长的三十日。

    Where no law sets the time, the authority's decision is awaited for fifteen days, thirty if extended.
    """
    return (
        when(lead.extended)
        .then(days_after(lead.lead_found_on, 30))
        .otherwise(days_after(lead.lead_found_on, 15))
    )


@answers(q.tip_outcome_by, article(155), since=SINCE)
def outcome_awaited(step: Any) -> Any:
    """立案后九十日仍未收到处理结果的，标为逾期并告知举报人。

    If there is no result ninety days after a case was opened, it is marked overdue and the reporter told.
    """
    return days_after(step.began_on, 90)


@answers(q.reward_decided_by, article(156), since=SINCE)
def reward_decided(step: Any) -> Any:
    """查实后七日内由两名工作人员决定奖金；逾期按承诺的最低额支付。

    Two members of staff decide a reward within seven days each; after that the least that was promised
    is paid.
    """
    return days_after(step.began_on, 7)


@answers(q.reward_kept_until, article(157), since=SINCE)
def reward_kept(step: Any) -> Any:
    """奖金为举报人保留一百八十日，凭查询密码领取；逾期退回基金。

    A reward waits a hundred and eighty days for whoever holds the key; then it goes back to the fund.
    """
    return days_after(step.began_on, 180)


@answers(q.unsealing_decided_by, article(158), since=SINCE)
def unsealing_decided(step: Any) -> Any:
    """查看举报人身份须说明理由并由另一名工作人员三日内同意；逾期视为不同意。

    To see who reported needs a reason and a colleague's consent within three days; silence refuses.
    """
    return days_after(step.began_on, 3)


@answers(q.unsealing_used_by, article(159), since=SINCE)
def unsealing_used(step: Any) -> Any:
    """同意后一日内查看一次；逾期失效。

    What was allowed is looked at once, within a day; then the consent is gone.
    """
    return days_after(step.began_on, 1)


RULES = (
    taken_up, checked, question_open, authority_answers, outcome_awaited,
    reward_decided, reward_kept, unsealing_decided, unsealing_used,
)  # fmt: skip
