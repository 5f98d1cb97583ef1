"""How long a merchant takes to refund, and what it must take back: public, without a key (S19)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from gongdao.kernel.ref import expect
from gongdao.registers.parties import queries as parties
from gongdao.stages.remedies.refund_clock import queries

router = Router(tags=["refunds"])

Kind = Literal["refund", "make_good", "performance"]


class FiguresOut(Schema):
    """Over all refunds a merchant ever owed."""

    merchant: str
    ended: int
    in_time: int
    percent_in_time: int | None
    open: int
    overdue: int
    median_hours: float | None = Field(description="Half of the refunds took no longer.")
    slowest_tenth_hours: float | None = Field(description="Nine of ten took no longer.")


@router.get(
    "/merchants/{merchant}/refund-times", auth=None, response=FiguresOut, summary="Time to refund"
)
def figures(
    request: HttpRequest,  # noqa: ARG001 - what ninja hands over first
    merchant: str,
    kind: Kind | None = None,
) -> FiguresOut:
    """Public: how many refunds were in time, and how long they took; all kinds, or one of them."""
    ref = expect("pty", merchant)
    kinds = (kind,) if kind else queries.REFUNDS
    found = queries.figures(ref, at=_now(ref), kinds=kinds)
    return FiguresOut(
        merchant=ref, ended=found.ended, in_time=found.in_time,
        percent_in_time=found.percent_in_time, open=found.open, overdue=found.overdue,
        median_hours=_hours(found.median), slowest_tenth_hours=_hours(found.slowest_tenth),
    )  # fmt: skip


@router.get(
    "/merchants/{merchant}/return-policy",
    auth=None,
    response=dict[str, Any],
    summary="The return policy as schema.org says it",
)
def policy(request: HttpRequest, merchant: str, on: date | None = None) -> dict[str, Any]:
    """Public JSON-LD (MerchantReturnPolicy), out of the law of today or of another day."""
    ref = expect("pty", merchant)
    day = on or queries.law_day(ref, at=_now(ref))
    return queries.policy(ref, on=day, address=request.build_absolute_uri(request.path))


def _now(merchant: str) -> datetime:
    party, real = parties.party(merchant), datetime.now(UTC)
    return parties.now(parties.by_id(party.marketplace), real=real) if party else real


def _hours(took: Any) -> float | None:
    return None if took is None else round(took.total_seconds() / 3600, 1)
