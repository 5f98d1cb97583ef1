"""The adviser: asks only what can still change the answer, then says what follows.

It keeps nothing. What was told stands in the address of the page, facts only, so that a link can be
shared without anybody's personal data in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from gongdao.kernel.refusal import Refusal
from gongdao.law.book import book
from gongdao.law.expr import UNKNOWN
from gongdao.law.inquiries import TOPICS, Topic
from gongdao.law.matter import Decided, Known, Matter, answered, vocabulary


@dataclass(frozen=True)
class Advice:
    """Where a conversation stands: what to ask next, or what follows from what was told."""

    topic: Topic
    matter: Matter
    asks: str | None
    decided: Sequence[Decided]
    turning: Sequence[str]
    keep: Sequence[str]
    theirs: Sequence[str]

    @property
    def known(self) -> Mapping[str, Known]:
        """The facts of the pack, by path."""
        return vocabulary(self.matter.pack)


def topic(name: str) -> Topic:
    """The topic of this name."""
    for each in TOPICS:
        if each.name == name:
            return each
    raise Refusal(
        "topic_unknown",
        f"没有名为“{name[:40]}”的主题；可用：{'、'.join(t.name for t in TOPICS)}。",
        f'There is no topic "{name[:40]}"; there are {", ".join(t.name for t in TOPICS)}.',
    )


def advise(
    about: Topic,
    told: Mapping[str, Any],
    *,
    skipped: frozenset[str],
    under: str,
    on: date,
    judged: date | None = None,
) -> Advice:
    """The next question that can still change an answer, or all answers.

    `skipped` are facts the person does not know: they stay unknown and are not asked again.
    `judged` is the day of the advice, where interpretations younger than the contract count.
    """
    matter = Matter(under, on, told, judged=judged, pack=book.pack(under))
    decided = _walk(about, matter)
    open_ones = [path for each in decided for path in each.answer.unknown if path not in skipped]
    asks = open_ones[0] if open_ones else None
    known = vocabulary(matter.pack)
    used = list(dict.fromkeys(p for each in decided for p in each.rule.fields() if p in told))
    needed = [*used, *(p for each in decided for p in each.answer.unknown)]
    return Advice(
        about,
        matter,
        asks,
        decided,
        turning=[p for p in used if not asks and _turns(p, about, matter, decided)],
        keep=_proved_by("consumer", needed, known),
        theirs=_proved_by("merchant", needed, known),
    )


def _walk(about: Topic, matter: Matter) -> list[Decided]:
    """The answers as far as they reach: a question that waits for another is not yet put."""
    found: dict[str, Decided] = {}
    for step in about.steps:
        before = found.get(step.after.name) if step.after else None
        if step.after and (before is None or before.answer.value in (UNKNOWN, None, False)):
            continue
        found[step.question.name] = answered(step.question, matter)
    return list(found.values())


def _turns(path: str, about: Topic, matter: Matter, decided: Sequence[Decided]) -> bool:
    """Whether the contrary of this fact would change an answer."""
    told = matter.facts[path]
    if not isinstance(told, bool):
        return False
    other = replace(matter, facts={**matter.facts, path: not told})
    return [d.answer.value for d in _walk(about, other)] != [d.answer.value for d in decided]


def _proved_by(whom: str, paths: Sequence[str], known: Mapping[str, Known]) -> list[str]:
    return [path for path in dict.fromkeys(paths) if known[path].proves == whom]


def topics(under: str) -> list[Topic]:
    """The topics that the law of a place answers in full."""
    known = {rule.question.name for rule in book.pack(under).rules}
    return [topic for topic in TOPICS if topic.answered_by(known)]
