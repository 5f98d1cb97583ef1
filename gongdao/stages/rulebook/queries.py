"""Every read of the rulebook. Rules, their history and what was said of them are open to all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, NoReturn

from django.db.models import Q

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.law import book
from gongdao.registers.parties.powers import Actor
from gongdao.stages.rulebook.models import Comment, Edition, Leaving, Rule

UNDER_WAY = ("consulting", "considering", "announced")
PUBLIC = (*UNDER_WAY, "in_force", "superseded")


class Governing(NamedTuple):
    """The edition that governed a deal, and the leaving because of which it was an older one, if so."""

    edition: Edition
    leaving: Leaving | None


def rules(marketplace: str) -> list[Rule]:
    """Every rule of a marketplace, by name."""
    return list(Rule.objects.filter(marketplace=marketplace).order_by("kind", "name"))


def rule(name: str, *, marketplace: str) -> Rule:
    """The rule of this name, or of this reference."""
    rows = Rule.objects.filter(marketplace=marketplace)
    row = rows.filter(Q(name=name[:40]) | Q(pk=name[:31])).first()
    return row or _unknown()


def editions(of: Rule, *, by: Actor | None = None) -> list[Edition]:
    """The editions of a rule, newest first; drafts and what was dropped only for the platform."""
    rows = Edition.objects.select_related("rule").filter(rule=of)
    if not _is_staff(by, of.marketplace):
        rows = rows.filter(state__in=PUBLIC)
    return list(rows.order_by("-number"))


def edition(of: Rule, number: int, *, by: Actor | None = None) -> Edition:
    """One edition by its number."""
    for row in editions(of, by=by):
        if row.number == number:
            return row
    return _unknown()


def one(edition: str, *, by: Actor) -> Edition:
    """One edition by its reference, as the actor may see it."""
    rows = Edition.objects.select_related("rule").filter(marketplace=by.marketplace)
    if not _is_staff(by, by.marketplace):
        rows = rows.filter(state__in=PUBLIC)
    return rows.filter(pk=expect("edt", edition)).first() or _unknown()


def locked(edition: str, *, by: Actor) -> Edition:
    """The same, locked until the end of the transaction."""
    ref = one(edition, by=by).id
    return Edition.objects.select_for_update(of=("self",)).select_related("rule").get(pk=ref)


def locked_many(editions: Iterable[str]) -> list[Edition]:
    """Editions by reference, locked in one order; for the clock."""
    rows = Edition.objects.select_for_update(of=("self",)).select_related("rule")
    return list(rows.filter(pk__in=set(editions)).order_by("pk"))


def in_force(of: Rule) -> Edition | None:
    """The edition that is in force now."""
    return Edition.objects.select_related("rule").filter(rule=of, state="in_force").first()


def current(marketplace: str) -> dict[str, Edition]:
    """What is in force, by rule."""
    rows = Edition.objects.filter(marketplace=marketplace, state="in_force")
    return {row.rule_id: row for row in rows.select_related("rule")}


def under_way(marketplace: str) -> list[Edition]:
    """What is open for comments, being answered or about to take effect: the notice board."""
    rows = Edition.objects.filter(marketplace=marketplace, state__in=UNDER_WAY)
    return list(rows.select_related("rule").order_by("-opened_at"))


def drafts(*, by: Actor) -> list[Edition]:
    """The drafts of the platform, for its staff."""
    if not _is_staff(by, by.marketplace):
        return []
    rows = Edition.objects.filter(marketplace=by.marketplace, state="draft")
    return list(rows.select_related("rule").order_by("drafted_at"))


def comments(of: Edition) -> list[Comment]:
    """What was said about an edition, oldest first."""
    return list(Comment.objects.filter(edition=of).order_by("at", "id"))


def comment_locked(comment: str, *, by: Actor) -> Comment:
    """A comment of the actor's marketplace, locked."""
    rows = Comment.objects.select_for_update(of=("self",)).select_related("edition")
    row = rows.filter(marketplace=by.marketplace, pk=expect("cmt", comment)).first()
    if row is None:
        raise Refusal("comment_unknown", "没有这条意见。", "There is no such comment.")
    return row


def unanswered(of: Edition) -> int:
    """How many comments wait for an answer."""
    return Comment.objects.filter(edition=of, adopted=None).count()


def governing(marketplace: str, *, merchant: str, at: datetime) -> list[Governing]:
    """Which edition of each rule governed a deal of this merchant that was concluded at this moment.

    An edition governs from the moment it takes effect until the next one does. A merchant who refused
    an edition and asked to leave stays under the one before it.
    """
    rows = Edition.objects.filter(marketplace=marketplace, in_force_at__lte=at)
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gt=at)).select_related("rule")
    # Until the clock has acted on a new edition the old one has no end: of two the later one governs.
    latest = {row.rule_id: row for row in rows.order_by("rule__kind", "rule__name", "number")}
    left = {row.refused.rule_id: row for row in _leavings(merchant, at)}
    return [_governing(row, left.get(row.rule_id)) for row in latest.values()]


def leavings(*, by: Actor) -> list[Leaving]:
    """Who leaves: a merchant sees its own, the platform's staff see all."""
    rows = Leaving.objects.filter(marketplace=by.marketplace)
    if not _is_staff(by, by.marketplace):
        rows = rows.filter(merchant=by.party)
    return list(rows.select_related("refused__rule", "kept").order_by("-asked_at"))


def leaving_locked(leaving: str, *, by: Actor) -> Leaving:
    """A leaving of the actor's marketplace, locked."""
    rows = Leaving.objects.select_for_update(of=("self",))
    row = rows.filter(marketplace=by.marketplace, pk=expect("lev", leaving)).first()
    return row or _no_leaving()


def leavings_locked(leavings: Iterable[str]) -> list[Leaving]:
    """Leavings by reference, locked in one order; for the clock."""
    rows = Leaving.objects.select_for_update(of=("self",)).filter(pk__in=set(leavings))
    return list(rows.order_by("pk"))


def left(marketplace: str, merchants: Iterable[str]) -> set[str]:
    """Which of these merchants have left the marketplace."""
    rows = Leaving.objects.filter(marketplace=marketplace, merchant__in=set(merchants))
    return set(rows.filter(state="left").values_list("merchant", flat=True))


def running() -> tuple[str, str]:
    """The rules that the program itself runs by, article by article, in both languages: a first draft."""
    pack = book.fallback
    rules = sorted(pack.rules, key=lambda rule: rule.cites[0].path) if pack else []
    articles = [(str(r.cites[0]), r.cites[0].in_chinese, r.sentence) for r in rules]
    zh = "\n".join(f"{article}　{sentence.zh}" for _, article, sentence in articles)
    en = "\n".join(f"{article}. {sentence.en}" for article, _, sentence in articles)
    return zh, en


def known(refs: Iterable[str]) -> set[str]:
    """Which of these references are editions or leavings that are there."""
    wanted = set(refs)
    return set(Edition.objects.filter(pk__in=wanted).values_list("id", flat=True)) | set(
        Leaving.objects.filter(pk__in=wanted).values_list("id", flat=True)
    )


def _governing(row: Edition, leaving: Leaving | None) -> Governing:
    if leaving and leaving.kept and row.number >= leaving.refused.number:
        return Governing(leaving.kept, leaving)
    return Governing(row, None)


def _leavings(merchant: str, at: datetime) -> list[Leaving]:
    rows = Leaving.objects.filter(merchant=merchant, asked_at__lte=at)
    return list(rows.select_related("refused", "kept", "kept__rule").order_by("asked_at"))


def _is_staff(by: Actor | None, marketplace: str) -> bool:
    return by is not None and by.marketplace == marketplace and "platform" in by.roles


def _unknown() -> NoReturn:
    raise Refusal(
        "rule_unknown",
        "没有这项规则或这个版本，请从规则目录查找。",
        "There is no such rule or edition; look it up in the list of rules.",
    )


def _no_leaving() -> NoReturn:
    raise Refusal("leaving_unknown", "没有这个退出申请。", "There is no such leaving.")
