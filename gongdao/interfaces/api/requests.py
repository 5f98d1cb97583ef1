"""What every endpoint knows of a request: who asks, where, when, and in which language."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from gongdao.kernel.words import Language
from gongdao.registers.parties.powers import Actor


class Asked(HttpRequest):
    """A request after the door: `auth` has filled in the actor, their marketplace and its now."""

    request_id: str
    language: Language
    came_at: datetime
    actor: Actor
    market: Any
    now: datetime


def language(request: HttpRequest) -> Language:
    """Chinese, unless `Accept-Language` prefers English to it."""
    weights = {"zh": 0.0, "en": 0.0}
    for offered in request.headers.get("Accept-Language", "").lower().split(","):
        name, _, weight = offered.strip().partition(";q=")
        known = name[:2]
        if known in weights:
            weights[known] = max(weights[known], _number(weight))
    return "en" if weights["en"] > weights["zh"] else "zh"


def _number(weight: str) -> float:
    try:
        return float(weight or 1)
    except ValueError:
        return 0.0
