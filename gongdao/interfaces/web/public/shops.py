"""A shop as anybody may see it: how long it takes to refund, and what it must take back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from gongdao.kernel.ref import expect
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission import queries as admission
from gongdao.stages.remedies.refund_clock import queries

HOUR = 3_600


def shop(request: Any, ref: str) -> HttpResponse:
    """Figures out of the duties that the shop owed; the policy out of the law of the day."""
    merchant, now = expect("pty", ref), _now(ref)
    figures = queries.figures(merchant, at=now)
    on = queries.law_day(merchant, at=now)
    said = {
        "shop": admission.shops([merchant])[merchant],
        "figures": figures,
        "median": _hours(figures.median),
        "slowest": _hours(figures.slowest_tenth),
        "policy": queries.policy(merchant, on=on, address=_address(request, merchant)),
        "on": on,
    }
    return render(request, "shop.html", said)


def policy(request: Any, ref: str) -> HttpResponse:
    """The policy as schema.org says it, for whoever reads shops by machine."""
    merchant = expect("pty", ref)
    on = queries.law_day(merchant, at=_now(ref))
    said = queries.policy(merchant, on=on, address=_address(request, merchant))
    return JsonResponse(
        said, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}
    )


def _address(request: Any, merchant: str) -> str:
    return str(request.build_absolute_uri(f"/shops/{merchant}/return-policy.jsonld"))


def _now(merchant: str) -> datetime:
    party, real = parties.party(merchant), datetime.now(UTC)
    return parties.now(parties.by_id(party.marketplace), real=real) if party else real


def _hours(took: Any) -> int | None:
    return None if took is None else round(took.total_seconds() / HOUR)
