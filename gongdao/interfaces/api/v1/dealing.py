"""How prices were shown, and whether comparable buyers paid alike (S07)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictBool, StrictInt

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, Moment, moment
from gongdao.kernel.refusal import Refusal
from gongdao.law import book
from gongdao.stages.orders.dealing import actions, queries
from gongdao.stages.orders.dealing.classes import CHANNELS, DEVICES, EXCUSES, MEMBERSHIPS

router = Router(tags=["fair dealing"])

NOTES_MOST = 1_000
SPAN = timedelta(days=92)
Minutes = Annotated[
    int, Field(ge=1, le=1440, description="Deals are paired within so many minutes.")
]


class NoteIn(In):
    """What the front end showed for one line of an order. Coarse classes only; see the documentation."""

    order: str = Field(max_length=31)
    listing: str = Field(max_length=31)
    price_minor: StrictInt = Field(
        description="The price of one piece as it was shown, in minor units."
    )
    channel: str = Field(max_length=20, description=f"One of: {', '.join(CHANNELS)}.")
    place: str = Field("", max_length=2, description="The province, GB/T 2260, two digits.")
    device: str = Field(
        "", max_length=20, description=f"One of: {', '.join(filter(None, DEVICES))}."
    )
    membership: str = Field(
        "", max_length=20, description=f"One of: {', '.join(filter(None, MEMBERSHIPS))}."
    )
    excuse: str = Field(
        "", max_length=20, description=f"An offer: {', '.join(filter(None, EXCUSES))}."
    )
    disclosed: StrictBool = Field(
        False, description="Whether the offer and its conditions were told to everybody."
    )


class NotesIn(In):
    """A batch of notes; a bad one undoes the batch and is named by its place."""

    notes: list[NoteIn] = Field(min_length=1, max_length=NOTES_MOST)


class NotesOut(Schema):
    """How many were noted."""

    noted: int


@router.post("/deals", response={201: NotesOut}, summary="Note how prices were shown")
def note(request: Asked, said: NotesIn) -> Status[NotesOut]:
    """Within a day of the order. Whether a buyer is new is worked out from the orders themselves."""
    notes = [actions.Note(**each.model_dump()) for each in said.notes]
    made = actions.note(by=request.actor, notes=notes, at=request.now)
    return Status(201, NotesOut(noted=len(made)))


@router.get("/fair-dealing", response=dict[str, Any], summary="Do comparable buyers pay alike?")
def compare(
    request: Asked, since: Moment, until: Moment | None = None, minutes: Minutes = 60
) -> dict[str, Any]:
    """Matched pairs, an exact test corrected for many questions, what was excused, and what the law says."""
    ends = until or request.now
    refuse_span(since, ends)
    found = queries.compare(
        by=request.actor, since=moment(since), until=moment(ends), minutes=minutes,
        pack=book.pack(request.market.law),
    )  # fmt: skip
    return found.as_data()


def refuse_span(since: datetime, until: datetime) -> None:
    """A stretch of time that lies forward, and is no longer than a quarter."""
    if not timedelta(0) < until - since <= SPAN:
        raise Refusal(
            "span_wrong",
            f"时段有误：须在{SPAN.days}天以内，且开始早于结束。",
            f"The stretch of time is wrong: at most {SPAN.days} days, from earlier to later.",
        )
