"""The way in and out: a name and a password, a code where there is a second factor, or one click in a sandbox."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import authenticate, login, logout
from django.http import HttpResponse
from django.shortcuts import redirect, render

from gongdao.interfaces import callers
from gongdao.interfaces.web.door import YEAR, again
from gongdao.interfaces.web.public.home import DEMO, home, inside
from gongdao.kernel.refusal import Refusal
from gongdao.registers.accounts import actions, factors
from gongdao.registers.parties import queries as parties

BACKEND = "django.contrib.auth.backends.ModelBackend"
ENTERING = "entering"
LASTS = 600
"""Seconds within which the code follows the password."""


@again(home)
def sign_in(request: Any) -> HttpResponse:
    """With a name and a password, or as somebody of a sandbox."""
    role = request.POST.get("demo", "")
    person = _demo_person(request, role) if role else _with_password(request)
    arrives = DEMO[role].page if role else _first_page(person.roles)
    arrives = inside(request.POST.get("next", "")) or arrives
    if person.factor_at is None:
        return _enter(request, person, arrives)
    stamp = int(_real().timestamp())
    request.session[ENTERING] = {"party": person.id, "next": arrives, "at": stamp}
    return redirect("/sign-in/code")


def code(request: Any) -> HttpResponse:
    """The second question: the code that stands on the authenticator now."""
    return render(request, "sign_in_code.html") if _half_in(request) else redirect("/")


@again(code)
def sign_in_with_code(request: Any) -> HttpResponse:
    """The answer to it. Wrong ones are counted for the account, whoever gives them."""
    half = _half_in(request)
    person = parties.party(half["party"]) if half else None
    if half is None or person is None:
        return redirect("/")
    now = _real()
    names = callers.try_code(request, person.id, at=now)
    factors.prove(
        party=person.id, code=request.POST.get("code", ""), at=now, secret=callers.secret()
    )
    callers.forgive(names)
    response = _enter(request, person, half["next"])
    request.session[callers.PROVED] = int(now.timestamp())
    return response


@again(home)
def sign_out(request: Any) -> HttpResponse:
    """Good-bye."""
    if request.session.session_key:
        actions.leave(session=request.session.session_key, at=_real())
    logout(request)
    return redirect("/")


def _enter(request: Any, person: Any, arrives: str) -> HttpResponse:
    """A fresh session on a device that is known from now on."""
    now = _real()
    if request.session.session_key:
        actions.leave(session=request.session.session_key, at=now)
    request.session.pop(ENTERING, None)
    login(request, person, backend=BACKEND)
    if request.session.session_key is None:
        request.session.create()
    cookie = request.COOKIES.get(callers.DEVICE, "") or secrets.token_urlsafe(24)
    actions.begin(
        party=person.id, session=request.session.session_key, cookie=cookie,
        label=callers.named(request), at=now, secret=callers.secret(),
    )  # fmt: skip
    response = redirect(arrives)
    response.set_cookie(
        callers.DEVICE, cookie, max_age=YEAR, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    return response


def _half_in(request: Any) -> dict[str, Any] | None:
    half = request.session.get(ENTERING)
    fresh = half is not None and _real().timestamp() - half["at"] < LASTS
    return half if fresh else None


def _demo_person(request: Any, role: str) -> Any:
    market = parties.marketplace(request.POST.get("market", ""))
    handle = f"demo-{role}@{market.slug}"
    person = parties.by_handle([handle]).get(handle)
    if market.mode != "sandbox" or person is None or role not in DEMO:
        raise Refusal(
            "demo_only", "一键登录只用于演示平台。", "One-click sign-in is for sandboxes only."
        )
    return person


def _with_password(request: Any) -> Any:
    """Who a name and a password are; the answer and its time are the same for names that nobody has."""
    given = {name: request.POST.get(name, "") for name in ("handle", "password")}
    names = callers.try_sign_in(request, given["handle"], at=_real())
    person = authenticate(request, username=given["handle"], password=given["password"])
    if person is None:
        raise Refusal("sign_in_failed", "账户或密码不对。", "The name or the password is wrong.")
    callers.forgive(names)
    return person


def _first_page(roles: list[str]) -> str:
    return next((DEMO[role].page for role in DEMO if role in roles), "/orders")


def _real() -> datetime:
    """Who guesses does so in real time, whatever a sandbox's clock says."""
    return datetime.now(UTC)
