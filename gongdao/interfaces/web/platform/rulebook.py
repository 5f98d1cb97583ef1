"""The platform's desk for rules and terms: drafts, comments to answer, who leaves, findings objected to."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.detectors.terms import kinds as clause_kinds
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.interfaces.web.public import rules as public
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings.leaving import actions as leaving
from gongdao.stages.rulebook import actions, queries
from gongdao.stages.rulebook.kinds import KINDS
from gongdao.stages.rulebook.states import EDITION, LEAVING
from gongdao.stages.rulebook.terms import actions as terms
from gongdao.stages.rulebook.terms import queries as filed


@for_role("platform", "arbiter")
def desk(request: Any) -> HttpResponse:
    """Everything about rules and terms that waits for a person."""
    by = request.actor
    gone = [row for row in queries.leavings(by=by) if row.state == "leaving"]
    clauses = filed.to_review(by=by)
    shops = admission.shops({*(r.merchant for r in gone), *(c.terms.merchant for c in clauses)})
    said = {
        "drafts": [(row, EDITION.names[row.state]) for row in queries.drafts(by=by)],
        "under_way": [
            (row, EDITION.names[row.state], queries.unanswered(row))
            for row in queries.under_way(by.marketplace)
        ],
        "rules": [(rule, KINDS[rule.kind]) for rule in queries.rules(by.marketplace)],
        "leavings": [(row, LEAVING.names[row.state], shops.get(row.merchant)) for row in gone],
        "clauses": [
            (row, clause_kinds()[row.kind].words, shops.get(row.terms.merchant)) for row in clauses
        ],
        "is_staff": "platform" in by.roles,
    }
    return render(request, "rulebook.html", said)


@for_role("platform")
def editor(request: Any, name: str = "") -> HttpResponse:
    """Write the first edition of a new rule, or the next one of a rule."""
    rule = queries.rule(name, marketplace=request.market.id) if name else None
    editions = queries.editions(rule, by=request.actor) if rule else []
    zh, en = (editions[0].body_zh, editions[0].body_en) if editions else queries.running()
    typed = request.POST
    said = {
        "rule": rule,
        "kinds": KINDS.items(),
        "zh": typed.get("zh", zh),
        "en": typed.get("en", en),
        "wide": typed.get("wide") == "yes" if typed else True,
        "burdens": typed.get("burdens") == "yes" if typed else True,
    }
    return render(request, "rule_editor.html", said)


@for_role("platform")
@again(editor)
def write(request: Any, name: str = "") -> HttpResponse:
    """Keep the draft."""
    by, now, form = request.actor, request.now, request.POST
    draft = _draft(form)
    if name:
        row = actions.draft(by=by, rule=name, draft=draft, at=now)
    else:
        title = _both(form, "title")
        row = actions.begin(
            by=by, name=form.get("name", ""), kind=form.get("kind", ""), title=title,
            draft=draft, at=now,
        )  # fmt: skip
    rule = queries.one(row.id, by=by).rule
    return done(f"/rules/{rule.name}/{row.number}", "rule_draft")


@for_role("platform")
@again(lambda request, name, number, **_: public.page(request, name, number))
def act(request: Any, name: str, number: int, verb: str) -> HttpResponse:
    """Open a draft, publish an edition, drop it, or answer a comment."""
    by, now, form = request.actor, request.now, request.POST
    rule = queries.rule(name, marketplace=by.marketplace)
    row = queries.edition(rule, number, by=by)
    if verb == "open":
        until = _day(form["until"]) if form.get("until") else None
        actions.open_for_comments(by=by, edition=row.id, until=until, at=now)
    elif verb == "announce":
        day = _day(form.get("day", ""))
        final = _draft(form) if form.get("zh") else None
        actions.announce(by=by, edition=row.id, in_force_on=day, final=final, at=now)
    elif verb == "withdraw":
        actions.withdraw(by=by, edition=row.id, reason=form.get("reason", ""), at=now)
    elif verb == "answer":
        actions.answer(
            by=by, comment=form.get("comment", ""), adopted=form.get("adopted") == "yes",
            words=form.get("words", ""), at=now,
        )  # fmt: skip
    else:
        raise Http404
    return done(f"/rules/{name}/{number}", f"rule_{verb}")


@for_role("platform")
@again(lambda request, **_: desk(request))
def settle(request: Any, ref: str) -> HttpResponse:
    """Settle with a merchant who leaves."""
    words = request.POST.get("settlement", "")
    leaving.settle(by=request.actor, leaving=ref, settlement=words, at=request.now)
    return done("/platform/rules", "rule_settle")


@for_role("platform", "arbiter")
@again(lambda request, **_: desk(request))
def review(request: Any, ref: str, verb: str) -> HttpResponse:
    """Uphold a finding on a shop's terms, or overturn it."""
    words = request.POST.get("words", "")
    if verb == "uphold":
        terms.review(by=request.actor, clause=ref, act="uphold", words=words, at=request.now)
    elif verb == "overturn":
        terms.review(by=request.actor, clause=ref, act="overturn", words=words, at=request.now)
    else:
        raise Http404
    return done("/platform/rules", "clause_review")


def _draft(form: Any) -> actions.Draft:
    zh, en = (form.get(each, "").replace("\r\n", "\n") for each in ("zh", "en"))
    wide, burdens = (form.get(each) == "yes" for each in ("wide", "burdens"))
    return actions.Draft(zh, en, _both(form, "reason"), wide, burdens)


def _both(form: Any, name: str) -> Words:
    zh, en = (form.get(f"{name}_{language}", "").strip() for language in ("zh", "en"))
    if not (zh and en):
        raise Refusal(
            "both_languages_missing",
            "标题和理由都要有中文和英文。",
            "Title and reason are needed in Chinese and in English.",
        )
    return Words(zh, en)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "day_unreadable",
            f"日期“{text[:20]}”无法识别。",
            f'The day "{text[:20]}" cannot be read.',
        ) from None
