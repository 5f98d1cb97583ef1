"""Every read of conversations: who may look is asked of the order they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.db.models import Count, Min, Q, QuerySet

from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.messages import queries as messages
from gongdao.registers.messages.models import Message
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.conversations.models import Conversation, Enquiry, Utterance
from gongdao.stages.orders.conversations.states import WAITS


def about(ref: str, *, by: Actor) -> Conversation | None:
    """The conversation about an order or a case, if one has begun, for who may see the order."""
    rows = Conversation.objects.select_related("order")
    row = rows.filter(about=ref, marketplace=by.marketplace).first()
    if row is not None:
        orders.see(row.order_id, by=by)
    return row


def said_in(row: Conversation | None, *, by: Actor) -> list[Message]:
    """Everything that was said, in the order it was said in, which the clock alone does not tell."""
    if row is None:
        return []
    order = Utterance.objects.filter(conversation=row).order_by("id")
    places = {ref: place for place, ref in enumerate(order.values_list("message", flat=True))}
    return sorted(messages.thread(row.id, by=by), key=lambda message: places[message.id])


def open_one(row: Conversation | None) -> Enquiry | None:
    """The enquiry that still waits for its answer, if one does."""
    return Enquiry.objects.filter(conversation=row, state__in=WAITS).first() if row else None


def locked(ref: str, *, order: str, marketplace: str) -> Conversation | None:
    """The conversation about a thing, if one has begun, locked."""
    rows = Conversation.objects.select_for_update()
    return rows.filter(about=ref, order=order, marketplace=marketplace).first()


def waiting(row: Conversation | None) -> Enquiry | None:
    """The enquiry that waits, locked."""
    rows = Enquiry.objects.select_for_update().filter(state__in=WAITS)
    return rows.filter(conversation=row).first() if row else None


def enquiry(ref: str, *, by: Actor) -> Enquiry:
    """One enquiry, locked, for who may see its order."""
    rows = Enquiry.objects.select_for_update(of=("self",)).select_related("conversation__order")
    row = rows.filter(pk=expect("enq", ref), marketplace=by.marketplace).first() or _unknown()
    orders.see(row.conversation.order_id, by=by)
    return row


def to_lapse(refs: Iterable[str]) -> list[Enquiry]:
    """Enquiries by reference, locked in one order; for the clock."""
    rows = Enquiry.objects.select_for_update(of=("self",)).select_related("conversation__order")
    return list(rows.filter(pk__in=set(refs)).order_by("pk"))


def queue(*, by: Actor, after: str = "", most: int = 50) -> list[Enquiry]:
    """What the actor has to answer, oldest first: a merchant its own, staff what was handed over."""
    rows = _of_desk(by).select_related("conversation").filter(state__in=WAITS)
    own = Q(state="asked")
    rows = rows.filter(~own if "platform" in by.roles else own)
    if after:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("asked_at", "id")[:most])


@dataclass(frozen=True, slots=True)
class Load:
    """How much waits with whom: staff who took it, nobody yet (""), or a merchant; the oldest since when."""

    who: str
    count: int
    oldest: datetime


def workload(*, by: Actor) -> list[Load]:
    """Who has how much to answer, the most loaded first."""
    rows = _of_desk(by)
    loads = _loads(rows.filter(state="asked"), "merchant")
    if "platform" in by.roles:
        loads += _loads(rows.filter(state__in=("handed_over", "overdue")), "taken_by")
    return sorted(loads, key=lambda load: (-load.count, load.oldest, load.who))


def counts(*, by: Actor) -> dict[str, int]:
    """How many enquiries stand in each state at the actor's desk."""
    return dict(_of_desk(by).values_list("state").annotate(count=Count("id")))


def _loads(rows: QuerySet[Enquiry], whose: str) -> list[Load]:
    sums = rows.order_by().values(whose).annotate(count=Count("id"), oldest=Min("asked_at"))
    return [Load(*row) for row in sums.values_list(whose, "count", "oldest")]


def _of_desk(by: Actor) -> QuerySet[Enquiry]:
    allow(by, "conversation.desk", marketplace=by.marketplace)
    rows = Enquiry.objects.filter(marketplace=by.marketplace)
    return rows if "platform" in by.roles else rows.filter(Q(merchant=by.party))


def _unknown() -> NoReturn:
    raise Refusal(
        "enquiry_unknown",
        "没有这个咨询，或您无权查看。",
        "There is no such enquiry, or it is not yours to see.",
    )
