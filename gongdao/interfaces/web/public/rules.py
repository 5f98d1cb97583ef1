"""The platform's rules for whoever reads them: every edition, what changed, what was said, and by whom it is left."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import again, done, for_role
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS as DUTIES
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import ROLES
from gongdao.stages.rulebook import actions, facts, imposition_checks, queries, term_checks, texts
from gongdao.stages.rulebook.kinds import KINDS
from gongdao.stages.rulebook.states import EDITION, LEAVING

SOUGHT_MOST = 60


def index(request: Any) -> HttpResponse:
    """The notice board, the list of rules, and a search through what is in force."""
    market = _market(request)
    now = queries.current(market.id)
    sought = request.GET.get("q", "").strip()[:SOUGHT_MOST]
    said = {
        "shown": market,
        "now": parties.now(market, real=request.now),
        "rules": [(rule, KINDS[rule.kind], now.get(rule.id)) for rule in queries.rules(market.id)],
        "board": [(row, EDITION.names[row.state]) for row in queries.under_way(market.id)],
        "sought": sought,
        "found": [
            (row, places)
            for row in now.values()
            if sought and (places := texts.containing(_body(request, row), sought))
        ],
    }
    return render(request, "rules.html", said)


def page(request: Any, name: str, number: int = 0, **_: str) -> HttpResponse:
    """One edition, whole; without a number the newest that is public."""
    market = _market(request)
    rule = queries.rule(name, marketplace=market.id)
    editions = queries.editions(rule, by=request.actor)
    newest = editions[0].number if editions else 0
    row = queries.edition(rule, number or newest, by=request.actor)
    earlier = [each.number for each in editions if each.number < row.number]
    body = _body(request, row)
    said = {
        "shown": market,
        "now": parties.now(market, real=request.now),
        "rule": rule,
        "kind": KINDS[rule.kind],
        "row": row,
        "state": EDITION.names[row.state],
        "paragraphs": texts.paragraphs(body),
        "earlier": earlier[0] if earlier else 0,
        "asked_differs": row.asked_zh and row.asked_zh != row.body_zh,
        "editions": [(each, EDITION.names[each.state]) for each in editions],
        "comments": [(each, ROLES[each.side]) for each in queries.comments(row)],
        "may": EDITION.allows(row.state, by="platform") if _is_staff(request) else (),
        "is_staff": _is_staff(request),
        "duties": [(each, DUTIES[each.kind]) for each in duties.open_about(row.id)],
        "kept": _kept(market, row) if row.state == "superseded" else None,
        "findings": _findings(request, row, market) if _is_staff(request) else [],
        "leavings": _leavings(request, row),
    }
    return render(request, "rule.html", said)


def compare(request: Any, name: str) -> HttpResponse:
    """What changed between two editions; `new` may also be compared with the text comments were asked on."""
    rule = queries.rule(name, marketplace=_market(request).id)
    old, new = (_number(request, which) for which in ("old", "new"))
    after = queries.edition(rule, new, by=request.actor)
    asked = old == new
    before = after if asked else queries.edition(rule, old, by=request.actor)
    said = {
        "rule": rule,
        "before": before,
        "after": after,
        "asked": asked,
        "rows": texts.compare(_body(request, before, asked=asked), _body(request, after)),
    }
    return render(request, "rule_diff.html", said)


def download(request: Any, name: str, number: int) -> HttpResponse:
    """The text of an edition as a file, in the reader's language."""
    rule = queries.rule(name, marketplace=_market(request).id)
    row = queries.edition(rule, number, by=request.actor)
    response = HttpResponse(_body(request, row), content_type="text/plain; charset=utf-8")
    file = f"{rule.name}-{row.number}-{request.language}.txt"
    response["Content-Disposition"] = f'attachment; filename="{file}"'
    return response


@for_role("merchant", "consumer", "platform")
@again(page)
def act(request: Any, name: str, number: int, verb: str) -> HttpResponse:
    """Comment on an edition, or leave over it. One button, one action."""
    by, now, form = request.actor, request.now, request.POST
    rule = queries.rule(name, marketplace=by.marketplace)
    row = queries.edition(rule, number, by=by)
    if verb == "comment":
        actions.comment(by=by, edition=row.id, words=form.get("words", ""), at=now)
    elif verb == "leave":
        actions.leave(by=by, edition=row.id, reason=form.get("reason", ""), at=now)
    else:
        raise Http404
    return done(f"/rules/{name}/{number}", f"rule_{verb}")


def _market(request: Any) -> Any:
    return request.market or parties.first_sandbox()


def _is_staff(request: Any) -> bool:
    return request.actor is not None and "platform" in request.actor.roles


def _body(request: Any, row: Any, *, asked: bool = False) -> str:
    zh, en = (row.asked_zh, row.asked_en) if asked else (row.body_zh, row.body_en)
    return str(Words(zh or " ", en or " ").said_in(request.language))


def _number(request: Any, which: str) -> int:
    text = request.GET.get(which, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _findings(request: Any, row: Any, market: Any) -> list[Any]:
    """What in the text does not stand against consumers or imposes on merchants, for the editor to mend."""
    on = facts.day_of(market, request.now)
    body = _body(request, row)
    against = term_checks.check(body, under=market.law, on=on)
    return [*against, *imposition_checks.check(body, under=market.law, on=on)]


def _kept(market: Any, row: Any) -> Any:
    """Until when the law has a superseded edition kept at the least."""
    on = facts.day_of(market, row.ended_at)
    return facts.kept_until(market, "rule_versions", row.ended_at, on=on)


def _leavings(request: Any, row: Any) -> list[Any]:
    if request.actor is None:
        return []
    rows = queries.leavings(by=request.actor)
    return [(each, LEAVING.names[each.state]) for each in rows if each.refused_id == row.id]
