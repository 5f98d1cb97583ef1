"""What guards an account, on one page: sessions, devices, the password, the second factor, keys."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import segno
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe

from gongdao.interfaces import callers
from gongdao.interfaces.web.door import again, done, for_role
from gongdao.interfaces.web.public.home import inside
from gongdao.registers.accounts import actions, factors, queries
from gongdao.registers.parties.powers import ROLES, STAFF

EVERYBODY = for_role(*ROLES)
PAGE = "/account"


@EVERYBODY
def page(request: Any, **_: Any) -> HttpResponse:
    """Who is in, from where, and with what."""
    me, session = request.actor.party, request.session.session_key
    rows = queries.sign_ins(me, at=_real())
    said = {
        "handle": request.user.handle,
        "roles": [ROLES[role] for role in request.user.roles],
        "sign_ins": [(row, row.session == session) for row in rows],
        "others": sum(row.session != session for row in rows),
        "devices": queries.devices(me),
        "notices": queries.notices(me),
        "keys": queries.keys(me),
        "has_password": request.user.has_usable_password(),
        "factor_at": request.user.factor_at,
        "codes": queries.codes_left(me),
        "demanded": request.market.factor_demanded,
        "is_staff": bool(request.actor.roles & STAFF),
        "may_demand": "platform" in request.actor.roles,
        "least": actions.PASSWORD_LEAST,
    }
    return render(request, "account.html", said)


@EVERYBODY
@again(page)
def change_password(request: Any) -> HttpResponse:
    """The others are signed out; this session goes on under a new key."""
    now, before = _real(), request.session.session_key
    names = callers.try_code(request, request.actor.party, at=now)
    row = actions.change_password(
        by=request.actor, old=request.POST.get("old", ""), new=request.POST.get("new", ""),
        session=before, at=now,
    )  # fmt: skip
    callers.forgive(names)
    update_session_auth_hash(request, row)
    actions.move(session=before, to=request.session.session_key)
    return done(PAGE, "password")


@EVERYBODY
@again(page)
def end(request: Any, ref: str) -> HttpResponse:
    """Sign out elsewhere."""
    actions.end(by=request.actor, sign_in=ref, at=_real())
    return done(PAGE, "session_end")


@EVERYBODY
@again(page)
def end_others(request: Any) -> HttpResponse:
    """Sign out everywhere but here."""
    actions.end_others(by=request.actor, session=request.session.session_key, at=_real())
    return done(PAGE, "session_end")


@EVERYBODY
@again(page)
def forget_device(request: Any, number: int) -> HttpResponse:
    """A device that is not one's own any more."""
    actions.forget_device(by=request.actor, device=number)
    return done(PAGE, "device_forget")


@EVERYBODY
@again(page)
def revoke_key(request: Any, ref: str) -> HttpResponse:
    """A key of the API that may have leaked."""
    actions.revoke_key(by=request.actor, key=ref, at=_real())
    return done(PAGE, "key_revoke")


@EVERYBODY
@again(page)
def demand(request: Any) -> HttpResponse:
    """The marketplace's setting for its staff."""
    wanted = request.POST.get("demanded") == "yes"
    actions.demand_factor(by=request.actor, demanded=wanted, at=_real())
    return done(PAGE, "factor_demand")


@EVERYBODY
@again(page)
def begin_factor(request: Any) -> HttpResponse:
    """The password again, then a fresh secret."""
    now = _real()
    names = callers.try_code(request, request.actor.party, at=now)
    factors.begin(by=request.actor, password=request.POST.get("password", ""), at=now)
    callers.forgive(names)
    return redirect("/account/factor")


@EVERYBODY
def factor(request: Any) -> HttpResponse:
    """The picture for the authenticator, until a first code was typed."""
    shown = factors.enrolling(by=request.actor, secret=callers.secret())
    if shown is None:
        return redirect(PAGE)
    said = {"text": shown.text, "picture": _picture(shown.address)}
    return render(request, "account_factor.html", said)


@EVERYBODY
@again(factor)
def confirm_factor(request: Any) -> HttpResponse:
    """The first code fits: the recovery codes, this once."""
    now = _real()
    names = callers.try_code(request, request.actor.party, at=now)
    codes = factors.confirm(
        by=request.actor, code=request.POST.get("code", ""), at=now, secret=callers.secret()
    )
    callers.forgive(names)
    request.session[callers.PROVED] = int(now.timestamp())
    return _codes(request, codes)


@EVERYBODY
@again(page)
def renew_codes(request: Any) -> HttpResponse:
    """Ten new recovery codes for the old ones."""
    now = _real()
    names = callers.try_code(request, request.actor.party, at=now)
    codes = factors.renew_codes(
        by=request.actor, code=request.POST.get("code", ""), at=now, secret=callers.secret()
    )
    callers.forgive(names)
    return _codes(request, codes)


@EVERYBODY
@again(page)
def end_factor(request: Any) -> HttpResponse:
    """No second factor any more: the password and a code say so."""
    now = _real()
    names = callers.try_code(request, request.actor.party, at=now)
    factors.end(
        by=request.actor, password=request.POST.get("password", ""),
        code=request.POST.get("code", ""), at=now, secret=callers.secret(),
    )  # fmt: skip
    callers.forgive(names)
    request.session.pop(callers.PROVED, None)
    return done(PAGE, "factor_end")


@EVERYBODY
def proof(request: Any) -> HttpResponse:
    """The second factor is asked for again, before money moves or somebody's name shows."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    said = {"next": inside(wanted), "enrolled": request.user.factor_at is not None}
    return render(request, "account_proof.html", said)


@EVERYBODY
@again(proof)
def prove(request: Any) -> HttpResponse:
    """It counts for ten minutes in this session."""
    now = _real()
    names = callers.try_code(request, request.actor.party, at=now)
    factors.prove(
        party=request.actor.party, code=request.POST.get("code", ""), at=now,
        secret=callers.secret(),
    )  # fmt: skip
    callers.forgive(names)
    request.session[callers.PROVED] = int(now.timestamp())
    return redirect(inside(request.POST.get("next", "")) or PAGE)


def _codes(request: Any, codes: Any) -> HttpResponse:
    """Rendered at once, kept by nobody: not by us, not by the browser."""
    response = render(request, "account_codes.html", {"codes": codes})
    response["Cache-Control"] = "no-store"
    return response


def _picture(text: str) -> SafeString:
    drawn = io.BytesIO()
    segno.make(text, micro=False, error="m").save(
        drawn, kind="svg", scale=5, border=4, dark="#000", light="#fff", xmldecl=False, svgns=True
    )
    return mark_safe(drawn.getvalue().decode())  # noqa: S308 - drawn by us; holds no text


def _real() -> datetime:
    return datetime.now(UTC)
