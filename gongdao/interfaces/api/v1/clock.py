"""The test clock of a sandbox: everything that falls due on the way happens at its own moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from ninja import Router, Schema
from pydantic import Field, StrictInt, model_validator

from gongdao.interfaces import clock
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, Moment, moment

router = Router(tags=["sandbox"])

DAYS_MOST = 366


class AdvanceIn(In):
    """How far: to a moment, or by some days."""

    to: Moment | None = None
    days: StrictInt | None = Field(None, ge=1, le=DAYS_MOST)

    @model_validator(mode="after")
    def _one_of_them(self) -> AdvanceIn:
        if (self.to is None) == (self.days is None):
            raise ValueError("one of to and days")
        return self


class ClockOut(Schema):
    """What time it is, and whether the clock can be moved."""

    now: datetime
    mode: str


class AdvancedOut(ClockOut):
    """The new time, and how many duties fell due on the way."""

    acted: int


@router.get("/clock", response=ClockOut, summary="What time is it?")
def read(request: Asked) -> ClockOut:
    """The test clock of a sandbox, else real time."""
    return ClockOut(now=moment(request.now), mode=request.market.mode)


@router.post("/clock", response=AdvancedOut, summary="Sandbox: move the clock")
def advance(request: Asked, said: AdvanceIn) -> AdvancedOut:
    """Move the test clock forward. Silence is answered on the way, each at its own moment."""
    to = said.to or request.now + timedelta(days=said.days or 0)
    acted = clock.advance(by=request.actor, to=to)
    return AdvancedOut(now=moment(to), mode=request.market.mode, acted=acted)
