"""Lay panels as a juror meets them: be ready to sit, and the cases that wait for one's vote."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web import live
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.stages.disputes.claims import KINDS
from gongdao.stages.disputes.panels import actions, draw, queries


@for_role("consumer", "merchant")
def index(request: Any) -> HttpResponse:
    """What waits for the reader's vote, and whether they are ready to sit."""
    watched = live.own(request.actor.party)
    waiting = queries.waiting_for(by=request.actor)
    said = {
        "live": watched,
        "waiting": [(each.panel.dispute, KINDS[each.panel.dispute.kind].name) for each in waiting],
        "ready": queries.is_juror(request.actor.party),
        "seats": draw.SEATS,
    }
    return render(request, "panels.html", said)


@for_role("consumer", "merchant")
@again(index)
def join(request: Any) -> HttpResponse:
    """Be ready to sit."""
    actions.join(by=request.actor, at=request.now)
    return done("/panels", "join")
