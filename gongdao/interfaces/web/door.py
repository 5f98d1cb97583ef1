"""What every page knows when it begins: who asks, in which marketplace, when, and in which language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

from gongdao.kernel.words import Language
from gongdao.registers.parties import queries as parties

LANGUAGES: tuple[Language, ...] = ("zh", "en")
COOKIE = "language"


class Door:
    """Gives each request its actor, its now and its language. Chinese, unless the reader prefers English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.language = language(request)  # type: ignore[attr-defined]
        request.actor = None  # type: ignore[attr-defined]
        request.now = datetime.now(UTC)  # type: ignore[attr-defined]
        if not request.path.startswith(("/api/", "/static/")) and request.user.is_authenticated:
            market = parties.by_id(request.user.marketplace)
            request.market = market  # type: ignore[attr-defined]
            request.actor = parties.actor(request.user)  # type: ignore[attr-defined]
            request.now = parties.now(market, real=request.now)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.GET.get("lang") in LANGUAGES:
            response.set_cookie(COOKIE, request.GET["lang"], max_age=31536000, samesite="Lax")
        return response


def language(request: HttpRequest) -> Language:
    """What the reader chose (`?lang=en`, then the cookie), else what the browser prefers, else Chinese."""
    for chosen in (request.GET.get("lang"), request.COOKIES.get(COOKIE)):
        for known in LANGUAGES:
            if chosen == known:
                return known
    prefers = request.headers.get("Accept-Language", "")[:2].lower()
    return "en" if prefers == "en" else "zh"


def context(request: HttpRequest) -> dict[str, Any]:
    """What every template may use."""
    return {
        "language": getattr(request, "language", "zh"),
        "actor": getattr(request, "actor", None),
        "now": getattr(request, "now", None),
        "market": getattr(request, "market", None),
    }
