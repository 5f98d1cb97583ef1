"""What a change of rules may be refused for, each with what to do instead."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, NoReturn

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import Answer
from gongdao.law.due import Due
from gongdao.stages.rulebook.kinds import KINDS
from gongdao.stages.rulebook.models import Comment, Edition, Leaving, Rule

BODY_MOST = 100_000
WORDS_MOST = 5_000
REASON_MOST = 400
NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


def of_rule(name: str, kind: str, title: Words, *, marketplace: str) -> None:
    """A rule has a short name of its own, one of the known kinds, and a title."""
    if not NAME.fullmatch(name) or kind not in KINDS or max(len(title.zh), len(title.en)) > 80:
        raise Refusal(
            "rule_unreal",
            f"规则名须为2至40位小写字母、数字或连字符，类别可选：{'、'.join(KINDS)}，标题不超过80字。",
            "A rule's name has 2 to 40 small letters, digits or hyphens, its kind is one of "
            f"{', '.join(KINDS)}, its title at most 80 characters.",
        )
    if Rule.objects.filter(marketplace=marketplace, name=name).exists():
        raise Refusal(
            "rule_named_already",
            f"已经有名为“{name}”的规则，请起草它的下一版。",
            f'There is a rule called "{name}" already; draft its next edition.',
        )


def of_draft(draft: Any) -> None:
    """An edition has a text in both languages, and says why it is made."""
    bodies = (draft.zh, draft.en)
    fits = all(len(body.strip()) > 0 and len(body) <= BODY_MOST for body in bodies)
    if not fits or max(len(draft.reason.zh), len(draft.reason.en)) > REASON_MOST:
        raise Refusal(
            "draft_unreal",
            f"请填写中文和英文正文（各不超过{BODY_MOST}字），修改理由不超过{REASON_MOST}字。",
            f"Give the text in Chinese and in English, at most {BODY_MOST} characters each, and a "
            f"reason of at most {REASON_MOST}.",
        )


def of_under_way(last: Edition | None) -> None:
    """One change of a rule at a time."""
    if last and last.state in ("consulting", "considering", "announced"):
        raise Refusal(
            "edition_under_way",
            f"第{last.number}版正在征求意见或等待施行，先完成或撤回它。",
            f"Edition {last.number} is under way; finish or withdraw it first.",
        )


def comments_too_short(least: Due) -> NoReturn:
    """The platform's rules say how long comments are taken at least."""
    last = least.answer.value
    raise Refusal(
        "comments_too_short",
        f"征求意见的时间太短，至少到{last}。",
        f"The time for comments is too short: it lasts until {last} at least.",
        cites=least.cites,
    )


def of_comment(row: Edition, words: str) -> None:
    """Comments are taken while a draft is open."""
    if row.state != "consulting":
        raise Refusal(
            "comments_closed",
            "这个版本不在征求意见期内。",
            "This edition is not open for comments.",
        )
    if not 0 < len(words.strip()) <= WORDS_MOST:
        raise Refusal(
            "comment_missing",
            f"请用1至{WORDS_MOST}字写下意见。",
            f"Say what you think, in 1 to {WORDS_MOST} characters.",
        )


def of_answer(row: Comment, words: str) -> None:
    """Each comment is answered once, with a reason, before the edition is published."""
    if row.adopted is not None or row.edition.state not in ("consulting", "considering"):
        raise Refusal(
            "comment_answered",
            "这条意见已经答复，或征求意见已经结束。",
            "This comment is answered already, or the consultation is over.",
        )
    if not 0 < len(words.strip()) <= WORDS_MOST:
        raise Refusal(
            "answer_missing",
            "请说明采纳或不采纳的理由。",
            "Say why the comment is taken up, or why not.",
        )


def of_unanswered(count: int) -> None:
    """All comments are answered before a rule is published."""
    if count:
        raise Refusal(
            "comments_unanswered",
            f"还有{count}条意见没有答复，答复后才能公示。",
            f"{count} comments wait for an answer; answer them before you publish.",
        )


def unlawful_change(lawful: Answer[bool], shown_by: Answer[date]) -> NoReturn:
    """The law does not let the edition take effect on that day, or at all."""
    raise Refusal(
        "rule_change_unlawful",
        f"不能在那天施行：{lawful.sentence.zh}要在那天施行，最迟应在{shown_by.value}公示。",
        f"It cannot take effect on that day: {lawful.sentence.en} To take effect then it had to be "
        f"published by {shown_by.value}.",
        cites=lawful.cites,
    )


def of_reason(words: str) -> None:
    """What touches others has a reason that they can read."""
    if not 0 < len(words.strip()) <= REASON_MOST:
        raise Refusal(
            "reason_missing",
            f"请填写理由，不超过{REASON_MOST}字。",
            f"Give a reason of at most {REASON_MOST} characters.",
        )


def of_leaving(row: Edition, merchant: str) -> None:
    """A merchant leaves over an edition that is published or in force, once."""
    if row.state not in ("announced", "in_force"):
        raise Refusal(
            "nothing_to_refuse",
            "这个版本没有公示，也没有施行，不需要退出；可以先提意见。",
            "This edition is neither published nor in force; you can comment on it instead.",
        )
    if Leaving.objects.filter(merchant=merchant, state="leaving").exists():
        raise Refusal("leaving_already", "您已经在退出中。", "You are leaving already.")
    if Leaving.objects.filter(merchant=merchant, refused=row).exists():
        raise Refusal("leaving_already", "您已经退出。", "You have left already.")
