"""Who stands at a door, and from where: the same for pages and the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from gongdao.registers.accounts import actions
from gongdao.registers.accounts import queries as accounts
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor

PROVED = "proved_at"
"""Where a session says when the second factor was shown."""

DEVICE = "device"
"""The cookie by which a device is known again."""

BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("MicroMessenger", "WeChat"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"))  # fmt: skip


def secret() -> str:
    """The key behind the digests of names and the secrets of second factors."""
    return str(settings.GONGDAO_ACCOUNT_SECRET)


def actor(request: Any, party: Any, market: Any, *, key: Any = None) -> Actor:
    """The party as somebody who acts, with the second factor that the session or the key has shown."""
    shown = key.proved_at if key else _moment(request.session.get(PROVED))
    return parties.at_the_door(party, market, proved_at=shown, real=datetime.now(UTC))


def address(request: Any) -> str:
    """Whence the request comes: what the outermost proxy of ours saw, where there is one."""
    passed = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    proxies = settings.GONGDAO_PROXIES
    if proxies and len(passed) >= proxies and passed[-proxies]:
        return str(passed[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def named(request: Any) -> str:
    """What its owner may call the device again: a browser and a system, no more."""
    said = request.headers.get("User-Agent", "")
    found = [
        next((name for mark, name in known if mark in said), "") for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, found)) or "?"


def try_sign_in(request: Any, handle: str, *, at: datetime) -> dict[str, str]:
    """Count a try to sign in before it is judged. Returns what was counted, to be forgiven on success.

    A device that the owner used before has a count of its own, so that nobody who guesses from
    elsewhere can keep the owner out.
    """
    cookie = request.COOKIES.get(DEVICE, "")
    known = accounts.is_known(handle, cookie, secret=secret())
    own = {"device": f"{handle} {cookie}"} if known else {"account": handle}
    names = {**own, "address": address(request)}
    actions.count_try(names=names, at=at, secret=secret())
    return names


def try_code(request: Any, party: str, *, at: datetime) -> dict[str, str]:
    """Count a try at a second factor, or at the present password, before it is judged."""
    names = {"code": party, "address": address(request)}
    actions.count_try(names=names, at=at, secret=secret())
    return names


def forgive(names: dict[str, str]) -> None:
    """What was counted turned out right."""
    actions.forgive(names=names, secret=secret())


def _moment(stamp: Any) -> datetime | None:
    return datetime.fromtimestamp(stamp, UTC) if isinstance(stamp, int | float) else None
