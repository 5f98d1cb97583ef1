"""Files of a case: looking at one, and asking for one again."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase

from gongdao.interfaces import ranges
from gongdao.interfaces.web.arbiter.cases import page
from gongdao.interfaces.web.door import again, done, for_role, read_day
from gongdao.registers.vault.cipher import MasterKey
from gongdao.registers.vault.files import Opened
from gongdao.stages.disputes.exhibits import actions, queries

EVERYONE = ("arbiter", "senior", "platform", "consumer", "merchant", "officer")


@for_role(*EVERYONE)
def look(request: Any, ref: str) -> Any:
    """The copy that is shown."""
    return _file(
        request, ref, actions.look(by=request.actor, exhibit=ref, at=request.now, master=_master())
    )


@for_role("arbiter", "senior", "platform", "consumer", "merchant")
@again(lambda request, ref, **_: page(request, queries.see(ref, by=request.actor).dispute_id))
def act(request: Any, ref: str, verb: str) -> Any:
    """Ask for an exhibit again, or look at its original for a reason."""
    given = {"by": request.actor, "exhibit": ref, "at": request.now}
    if verb == "original":
        reason = request.POST.get("reason", "")
        seen = actions.look_at_original(reason=reason, master=_master(), **given)
        return _file(request, ref, seen)
    if verb != "send_back":
        raise Http404
    due = _end_of(read_day(request.POST.get("due_on", "")))
    made = actions.send_back(words=request.POST.get("wanting", ""), due_at=due, **given)
    return done(f"/cases/{made.exhibit.dispute_id}", "sent_back")


def _end_of(day: Any) -> datetime:
    """The last second of a day as the marketplace's clocks show it."""
    return datetime.combine(day, datetime.max.time(), ZoneInfo(settings.TIME_ZONE)).replace(
        microsecond=0
    )


def _file(request: Any, ref: str, seen: Opened) -> HttpResponseBase:
    name = f"{ref}.{seen.media.partition('/')[2]}"
    return ranges.answer(
        request, seen.read, size=seen.size, media=seen.media,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store",
        },
    )  # fmt: skip


def _master() -> MasterKey:
    return MasterKey(settings.GONGDAO_VAULT_KEY)
