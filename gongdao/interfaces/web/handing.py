"""Handing a buyer over to a gateway, as the pages show it: an address to go to, or a code to scan."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import segno

from gongdao.interfaces import beginning
from gongdao.stages.escrow.handovers import queries
from gongdao.stages.escrow.handovers.queries import Beginning


def over(request: Any, begun: Beginning) -> None:
    """Reach the gateway for the reader. A gateway that wants to know where the phone is, is told."""
    beginning.hand_over(
        begun, by=request.actor, now=request.now, payer=request.META.get("REMOTE_ADDR", "")
    )


def shown(ours: str, *, begin: str, now: datetime) -> dict[str, Any]:
    """What a page needs to send the reader on; nothing yet, where the gateway was not reached."""
    row = queries.good(ours, at=now)
    code = drawn(row.target) if row and row.kind == "qr" else ""
    return {"handover": row, "code": code, "begin": begin}


def drawn(text: str) -> str:
    """A code to scan, as a picture."""
    made = io.BytesIO()
    segno.make(text, micro=False, error="m").save(made, kind="svg", scale=5, border=2)
    return made.getvalue().decode()
