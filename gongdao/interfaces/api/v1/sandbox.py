"""Sandbox verbs: make the other side act, or let its time run out (nothing of this in a live marketplace)."""

from __future__ import annotations

from typing import Any

from ninja import Router, Schema
from pydantic import Field

from gongdao.interfaces import sandbox
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In

router = Router(tags=["sandbox"])


class ForceIn(In):
    """On what, and which act; for a ruling also what is found."""

    subject: str = Field(max_length=31, description="`ord_…`, `ret_…`, `rep_…` or `dsp_…`.")
    act: str = Field(max_length=20, description="One of `GET /sandbox/acts`, or `silence`.")
    found: dict[str, bool | None] = Field(
        {},
        max_length=20,
        description="For `decide`: fact by fact; null leaves it to the burden of proof.",
    )


class PlayedOut(Schema):
    """An act, and as whom it is done."""

    act: str
    side: str


@router.get(
    "/sandbox/acts", response=list[PlayedOut], summary="Sandbox: what can the others be made to do?"
)
def possible(request: Asked, subject: str) -> list[dict[str, Any]]:
    """With a thing as it stands now."""
    found = sandbox.possible(subject, by=request.actor)
    return [{"act": each.act, "side": each.side} for each in found]


@router.post("/sandbox/acts", response=PlayedOut, summary="Sandbox: make the other side act")
def force(request: Asked, said: ForceIn) -> dict[str, Any]:
    """Through the same actions as a click, as the party whose move it is."""
    done = sandbox.force(said.subject, said.act, by=request.actor, at=request.now, found=said.found)
    return {"act": done.act, "side": done.side}
