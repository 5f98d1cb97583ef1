"""The help desk's pages: one conversation, and the queue of those who answer."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces import talks
from gongdao.interfaces.web import live
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.parties import queries as parties
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.conversations import actions, canned, queries
from gongdao.stages.orders.conversations.states import ENQUIRY
from gongdao.stages.orders.conversations.translation import written_in

SIDES = ("consumer", "merchant", "platform", "arbiter", "senior", "officer")
PAGE = 50
WAITING = ("help_answer", "help_platform")


@for_role(*SIDES)
def page(request: Any, ref: str) -> HttpResponse:
    """Everything said about an order or a case, who owes an answer by when, and the place to write."""
    by = request.actor
    topic = talks.topic(ref, by=by)
    order = orders.see(topic.order, by=by)
    watched = live.thing(topic.about)
    row = queries.about(topic.about, by=by)
    waits = queries.open_one(row)
    said = queries.said_in(row, by=by)
    side = {order.buyer: "buyer", order.merchant: "seller"}.get(
        by.party, "platform" if "platform" in by.roles else ""
    )
    answers = side in ("seller", "platform")
    asked = next((m.zh for m in reversed(said) if m.by == order.buyer), "")
    subject = waits.id if waits else ""
    shown = {
        "live": watched,
        "topic": topic,
        "side": side,
        "said": [(m, _who(m.by, order), written_in(m.zh)) for m in said],
        "waits": waits,
        "state": ENQUIRY.names[waits.state] if waits else None,
        "may": ENQUIRY.allows(waits.state, by=side) if waits and side else (),
        "owed": [
            (d, KINDS[d.kind]) for d in duties.open_about(topic.about) if d.subject == subject
        ],
        "canned": canned.offered(asked) if answers and waits else [],
        "draft": _draft(request),
        "most": actions.TEXT_MOST,
    }
    return render(request, "conversation.html", shown)


@for_role(*SIDES)
@again(lambda request, ref, **_: page(request, ref))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """Write, hand over, or say that no answer is needed."""
    by, now = request.actor, request.now
    topic = talks.topic(ref, by=by)
    if verb == "say":
        actions.say(by=by, topic=topic, text=request.POST.get("text", ""), at=now)
    elif verb == "hand_over":
        actions.hand_over(by=by, topic=topic, at=now)
    elif verb == "withdraw":
        actions.withdraw(by=by, topic=topic, at=now)
    else:
        raise Http404
    return done(f"/conversations/{ref}", f"talk_{verb}")


@for_role("merchant", "platform")
def desk(request: Any) -> HttpResponse:
    """What waits for an answer, oldest first, and who has how much."""
    watched = live.desk(request.market.id, WAITING)
    rows = queries.queue(by=request.actor, after=request.GET.get("after", ""), most=PAGE)
    loads = queries.workload(by=request.actor)
    counts = queries.counts(by=request.actor)
    who = parties.handles({load.who for load in loads} | {row.taken_by for row in rows})
    owed = {d.subject: d for d in duties.open_about(*(row.conversation.about for row in rows))}
    shown = {
        "live": watched,
        "rows": [
            (row, ENQUIRY.names[row.state], owed.get(row.id), who.get(row.taken_by)) for row in rows
        ],
        "loads": [(load, who.get(load.who)) for load in loads],
        "counts": [(words, counts.get(name, 0)) for name, words in ENQUIRY.names.items()],
        "following": rows[-1].id if len(rows) == PAGE else "",
        "takes": "platform" in request.actor.roles,
    }
    return render(request, "help.html", shown)


@for_role("platform")
@again(lambda request, **_: desk(request))
def take(request: Any, ref: str) -> HttpResponse:
    """A member of the staff takes an enquiry."""
    row = actions.take(by=request.actor, enquiry=ref, at=request.now)
    return done(f"/conversations/{row.conversation.about}", "talk_take")


def _who(party: str, order: Any) -> str:
    return {order.buyer: "buyer", order.merchant: "seller"}.get(party, "platform")


def _draft(request: Any) -> str:
    """A canned answer that was chosen, to be read and changed before it is sent."""
    chosen = {each.name: each for each in canned.ANSWERS}.get(request.GET.get("canned", ""))
    return chosen.says.said_in(request.language) if chosen else ""
