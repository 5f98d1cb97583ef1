"""What every page knows when it begins: who asks, in which marketplace, when, and in which language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Language
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor

LANGUAGES: tuple[Language, ...] = ("zh", "en")
THEMES = ("light", "dark")
YEAR = 31_536_000
OTHERS = ("/api/", "/static/")


class Page(HttpRequest):
    """A request, once it came through the door."""

    actor: Actor
    market: Any
    now: datetime
    language: Language


class Door:
    """Gives each request its actor, its now and its language. Chinese, unless the reader prefers English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.path.startswith(OTHERS):
            return self.get_response(request)
        request.language = language(request)
        request.actor, request.market, request.now = None, None, datetime.now(UTC)
        if request.user.is_authenticated:
            request.market = parties.by_id(request.user.marketplace)
            request.actor = parties.actor(request.user)
            request.now = parties.now(request.market, real=request.now)
        response = self.get_response(request)
        for name, known in (("lang", LANGUAGES), ("theme", THEMES)):
            if request.GET.get(name) in known:
                response.set_cookie(name, request.GET[name], max_age=YEAR, samesite="Lax")
        return response

    def process_exception(self, request: Any, exception: Exception) -> HttpResponse | None:
        """A refusal is a page: what is refused, under which article, and the way back."""
        if not isinstance(exception, Refusal) or request.path.startswith(OTHERS):
            return None
        status = 404 if exception.code.endswith("_unknown") else 409
        if exception.code == "not_allowed":
            status = 403
        back = request.headers.get("Referer", "/")
        said = {
            "refusal": exception,
            "back": back if "://" not in back or request.get_host() in back else "/",
        }
        return render(request, "refusal.html", said, status=status)


def language(request: HttpRequest) -> Language:
    """What the reader chose (`?lang=en`, then the cookie), else what the browser prefers, else Chinese."""
    for chosen in (request.GET.get("lang"), request.COOKIES.get("lang")):
        for known in LANGUAGES:
            if chosen == known:
                return known
    prefers = request.headers.get("Accept-Language", "")[:2].lower()
    return "en" if prefers == "en" else "zh"


def context(request: Any) -> dict[str, Any]:
    """What every template may use."""
    theme = request.GET.get("theme") or request.COOKIES.get("theme", "")
    return {
        "language": getattr(request, "language", "zh"),
        "actor": getattr(request, "actor", None),
        "now": getattr(request, "now", None),
        "market": getattr(request, "market", None),
        "theme": theme if theme in THEMES else "",
    }


def for_role(*roles: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The page is for these roles; others are shown the way in."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor is None:
                return redirect(f"/?next={request.path}")
            if not request.actor.roles & set(roles):
                raise Refusal(
                    "not_allowed",
                    "这个页面不是给您当前身份使用的。",
                    "This page is not for the role you have.",
                )
            return view(request, *args, **kwargs)

        return guarded

    return guard
