"""Everything that happened to an order, in one line of time: deeds, duties met and missed, messages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gongdao.interfaces.web.wording.acts import called
from gongdao.kernel.moves import SIDES
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.messages import queries as messages
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor

MET = Words("按时完成：", "Done in time: ")
MISSED = Words("逾期：", "Not done in time: ")
BOTH = Words("双方", "both sides")
PLATFORM = Words("平台", "the platform")

GATEWAYS = ("fake", "stripe", "alipay", "wechat", "outside")

Who = Callable[[str], Words]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. `kind` is deed, met, missed or said; `why` is the working of the law."""

    at: datetime
    kind: str
    words: Words
    who: Words | None = None
    note: str = ""
    cites: str = ""
    why: list[dict[str, Any]] = field(default_factory=list)


def owes(duty: Any, who: Who) -> Words:
    """Who has to act on a duty, as a reader would say it: some are the business of both sides."""
    return BOTH if duty.kind in ("settlement", "time_to_appeal") else who(duty.owed_by)


def timeline(order: Any, *, by: Actor) -> list[Event]:
    """Newest first."""
    events = [*_deeds(order), *_duties(order), *_messages(order, by)]
    order_of = {"deed": 0, "met": 1, "missed": 1, "said": 2}
    events.sort(key=lambda event: (event.at, order_of[event.kind]))
    return events[::-1]


def who_is(order: Any, others: set[str]) -> Who:
    """What to call whoever acted: by their side in this order, else by their name."""
    names = {
        order.buyer: SIDES["buyer"],
        order.merchant: SIDES["seller"],
        order.marketplace: PLATFORM,
    }
    handles = parties.handles(others - set(names))
    names |= {ref: Words(name, name) for ref, name in handles.items()}
    names |= dict.fromkeys(GATEWAYS, SIDES["gateway"])
    return lambda ref: names.get(ref) or SIDES.get(ref) or Words(ref, ref)


def _deeds(order: Any) -> Iterator[Event]:
    rows = [(row, json.loads(row.body)) for row in evidence.about(order.id)]
    who = who_is(order, {body["by"] for _, body in rows})
    for row, body in rows:
        said = body.get("data", {})
        note = said.get("place") or said.get("reason") or said.get("amount") or ""
        yield Event(
            row.at, "deed", called(row.act), who(body["by"]), str(note), why=body.get("why", [])
        )


def _duties(order: Any) -> Iterator[Event]:
    rows = [row for row in duties.all_about(order.id) if row.outcome in ("met", "missed")]
    who = who_is(order, {row.owed_by for row in rows})
    for row in rows:
        assert row.settled_at, "a duty with an outcome has a moment"
        name, kind = KINDS[row.kind], str(row.outcome)
        before = MET if kind == "met" else MISSED
        both = Words(before.zh + name.zh, before.en + name.en)
        yield Event(row.settled_at, kind, both, owes(row, who), cites=row.cites)


def _messages(order: Any, by: Actor) -> Iterator[Event]:
    rows = messages.thread(order.id, by=by)
    who = who_is(order, {row.by for row in rows})
    for row in rows:
        yield Event(row.at, "said", Words(row.zh, row.en), who(row.by))
