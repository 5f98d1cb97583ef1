"""The platform's own rules on its rules: how long a draft is open, and when what follows is due."""

from __future__ import annotations

from typing import Any

from gongdao.law import answers, days_after
from gongdao.law.topics import rulebook as q
from gongdao.packs.platform.periods import SINCE, article


@answers(q.draft_opened_by, article(81), since=SINCE)
def draft_opened(step: Any) -> Any:
    """规则草案三十日内公开征求意见；逾期作废。

    A draft of a rule is opened for comments within thirty days, or it is dropped.
    """
    return days_after(step.began_on, 30)


@answers(q.comments_until, article(82), since=SINCE)
def comments_taken(step: Any) -> Any:
    """规则草案公开征求意见不少于十四日。

    A draft of a rule is open for comments for at least fourteen days.
    """
    return days_after(step.began_on, 14)


@answers(q.rule_published_by, article(83), since=SINCE)
def rule_published(step: Any) -> Any:
    """征求意见结束后六十日内逐条答复并公示；逾期草案作废。

    Within sixty days after the comments each is answered and the rule is published, or it is dropped.
    """
    return days_after(step.began_on, 60)


@answers(q.exit_settled_by, article(84), since=SINCE)
def exit_settled(step: Any) -> Any:
    """商家不接受修改要求退出的，平台十五日内按修改前的规则结清；逾期视为已退出。

    With a merchant who leaves over a change the platform settles within fifteen days, on the old
    rules; silence does not keep anybody.
    """
    return days_after(step.began_on, 15)


@answers(q.clause_reviewed_by, article(85), since=SINCE)
def clause_reviewed(step: Any) -> Any:
    """商家对条款认定有异议的，或者条款只是疑似不算数的，平台七日内由人复核；逾期原认定有效，疑似的条款有效。

    A merchant's objection to a finding on its terms, and what is only suspected in them, is reviewed by a
    person within seven days. A finding stands until then, a clause that is only suspected stands after it.
    """
    return days_after(step.began_on, 7)


RULES = (draft_opened, comments_taken, rule_published, exit_settled, clause_reviewed)
