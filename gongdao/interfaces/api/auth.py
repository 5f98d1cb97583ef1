"""Who asks: the bearer of an API key, or whoever is signed in on the site (with CSRF)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from gongdao.interfaces import callers
from gongdao.interfaces.api.problems import NOT_SIGNED_IN
from gongdao.interfaces.api.requests import Asked
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor

CHANGES = ("POST", "PUT", "PATCH", "DELETE")


class Bearer(HttpBearer):
    """`Authorization: Bearer gd_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:  # noqa: ARG002
        """The actor, whom `identify` found before or finds now."""
        return identify(request).actor


class Session(APIKeyCookie):
    """The cookie of the site; writes also need its CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self) -> None:
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:  # noqa: ARG002
        """The actor; `identify` has checked CSRF."""
        return identify(request).actor


def identify(request: HttpRequest) -> Asked:
    """Fill in actor, marketplace and now, once. Nobody gets further without a key or a session."""
    asked = cast("Asked", request)
    if getattr(request, "market", None) is None:
        party, key = _party(request)
        asked.came_at = datetime.now(UTC)
        asked.market = parties.by_id(party.marketplace)
        asked.actor = callers.actor(request, party, asked.market, key=key)
        asked.now = parties.now(asked.market, real=asked.came_at)
    return asked


def _party(request: HttpRequest) -> tuple[Any, Any]:
    """Who asks, and the key they ask with, if it is one of the API's."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme:
        key = parties.key_of(token) if scheme.lower() == "bearer" else None
        if key is None:
            raise NOT_SIGNED_IN
        return key.party, key
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        raise NOT_SIGNED_IN
    if request.method in CHANGES and check_csrf(request):
        raise Refusal(
            "csrf_failed",
            "页面已过期，请刷新后再试。",
            "The page is out of date; load it again and retry.",
        )
    return user, None
