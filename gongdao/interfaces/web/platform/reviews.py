"""The review queue of the trust team: what changed side by side, what was found, and two keys to decide."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web.door import after, again, done, for_role
from gongdao.registers.duties import queries as duties
from gongdao.registers.messages import queries as messages
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings import changes
from gongdao.stages.listings.review import actions, queries
from gongdao.stages.listings.states import LISTING, REVIEW

PAGE = 50


@for_role("platform")
def queue(request: Any) -> HttpResponse:
    """Appeals first, the one that is due soonest on top; then goods on the shelf with faults."""
    rows = queries.queue(by=request.actor, most=PAGE)
    stopped = queries.open_findings(rows)
    shops = admission.shops({row.listing.merchant for row in rows})
    page = {
        "rows": [
            (
                row,
                shops.get(row.listing.merchant),
                REVIEW.names[row.review],
                stopped.get(row.id, []),
            )
            for row in rows
        ]
    }
    return render(request, "reviews.html", page)


@for_role("platform")
def page(request: Any, ref: str) -> HttpResponse:
    """One listing: its findings, what it said before and says now, what was said about it."""
    row = queries.newest(ref, by=request.actor)
    before = queries.published_before(row)
    waiting = [each.listing_id for each in queries.queue(by=request.actor, most=PAGE)]
    named = changes.named(row)
    said = {
        "row": row,
        "before": before,
        "changes": changes.between(before, row),
        "findings": [(each, named.get(each.field)) for each in queries.findings(row)],
        "state": LISTING.names[row.listing.state],
        "review": REVIEW.names[row.review],
        "shop": admission.shops([row.listing.merchant]).get(row.listing.merchant),
        "thread": messages.thread(ref, by=request.actor),
        "duties": duties.open_about(ref),
        "following": after(waiting, ref),
    }
    return render(request, "review.html", said)


@for_role("platform")
@again(lambda request, ref, **_: page(request, ref))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """Let it pass, uphold, or demand a repair; each for a reason."""
    known = {
        "override": actions.override,
        "uphold": actions.uphold,
        "demand_repair": actions.demand_repair,
    }
    if verb not in known:
        raise Http404
    reason = request.POST.get("reason", "")
    known[verb](by=request.actor, listing=ref, reason=reason, at=request.now)
    return done("/reviews", f"review_{verb}")
