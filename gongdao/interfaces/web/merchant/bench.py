"""A merchant's bench: what is to be repaired, replaced or answered, and for how long goods are guaranteed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gongdao.interfaces.web import live
from gongdao.interfaces.web.consumer.guarantees import bench_of
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.stages.aftersales.promises import actions as promising
from gongdao.stages.aftersales.repairs import actions

WITH_WORDS: Mapping[str, tuple[Callable[..., Any], str]] = {
    "refuse": (actions.refuse, "words"),
    "wait_for_parts": (actions.wait_for_parts, "parts"),
    "lend": (actions.lend, "spare"),
    "hand_back": (actions.hand_back, "work"),
    "give_up": (actions.give_up, "words"),
}
PLAIN: Mapping[str, Callable[..., Any]] = {
    "accept": actions.accept,
    "replace": actions.replace,
    "refund": actions.refund,
}


@for_role("merchant")
def index(request: Any) -> HttpResponse:
    """Everything under repair, longest waiting first, each with its deadline."""
    watched = live.own(request.actor.party)
    found = bench_of(request.actor.party)
    owed = {duty.subject: duty for duty in duties.open_of(request.actor.party, most=500)}
    rows = [
        (row, state, may, owed.get(row.id), KINDS[owed[row.id].kind] if row.id in owed else None)
        for row, state, may in found
    ]
    return render(request, "bench.html", {"live": watched, "rows": rows})


@for_role("merchant")
@again(lambda request, **_: index(request))
def act(request: Any, ref: str, verb: str) -> HttpResponse:
    """One button, one action."""
    said = {"by": request.actor, "repair": ref, "at": request.now}
    if verb in PLAIN:
        PLAIN[verb](**said)
    elif verb in WITH_WORDS:
        step, name = WITH_WORDS[verb]
        step(**said, **{name: request.POST.get("words", "")})
    else:
        raise Http404
    return done("/bench", f"repair_{verb}")


@for_role("merchant")
@again(lambda request, **_: index(request))
def promise(request: Any) -> HttpResponse:
    """For how many months a listing is guaranteed, from now on."""
    months = request.POST.get("months", "")
    promising.promise(
        by=request.actor, listing=request.POST.get("listing", "").strip(),
        kind=request.POST.get("kind", ""),
        months=int(months) if months.isascii() and months.isdecimal() and len(months) < 5 else -1,
        at=request.now,
    )  # fmt: skip
    return done("/bench", "promise")
