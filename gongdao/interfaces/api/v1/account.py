"""One's own account: sessions and keys, and the second factor that guards money and identities (S15)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictBool

from gongdao.interfaces import callers
from gongdao.interfaces.api.document import NEVER_KEPT
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, WordsOut, moment, moment_or_none
from gongdao.registers.accounts import actions, factors, queries
from gongdao.registers.parties import queries as parties

router = Router(tags=["account"])
guarded = Router(tags=["account"])
"""What counts tries and shows secrets: no reply of it is kept, and no refusal undoes the count."""


class CodeIn(In):
    """Six digits of an authenticator, or a recovery code."""

    code: str = Field(min_length=1, max_length=40)


class PasswordIn(In):
    """The present password."""

    password: str = Field(min_length=1, max_length=actions.PASSWORD_MOST)


class EndFactorIn(In):
    """The present password, and a code."""

    password: str = Field(min_length=1, max_length=actions.PASSWORD_MOST)
    code: str = Field(min_length=1, max_length=40)


class DemandIn(In):
    """Whether staff need a second factor to move money or see identities."""

    demanded: StrictBool


class AccountOut(Schema):
    """How an account is guarded."""

    id: str
    handle: str
    roles: list[str]
    second_factor_since: datetime | None
    recovery_codes_left: int
    second_factor_demanded: bool = Field(description="Of the marketplace's staff.")
    unproved: bool = Field(
        description="Whether money and identities wait for the second factor to be shown."
    )


class SignInOut(Schema):
    """An open session."""

    id: str
    device: str
    begun_at: datetime


class NoticeOut(Schema):
    """What the owner was told about the account."""

    id: str
    words: WordsOut
    at: datetime


class KeyOut(Schema):
    """A key of the API; its token is not kept."""

    id: str
    label: str
    made_at: datetime


class EnrollingOut(Schema):
    """What an authenticator needs. Shown until the first code was typed."""

    secret: str
    address: str = Field(examples=["otpauth://totp/…"])


class CodesOut(Schema):
    """Recovery codes, shown this once."""

    recovery_codes: list[str]


class ProofOut(Schema):
    """Until when the second factor counts as shown by this key."""

    proved_until: datetime


@router.get("/account", response=AccountOut, summary="Read how your account is guarded")
def read(request: Asked) -> AccountOut:
    """The caller's own."""
    return _shown(request)


@router.get("/account/sign-ins", response=list[SignInOut], summary="List open sessions")
def sign_ins(request: Asked) -> list[SignInOut]:
    """Newest first."""
    rows = queries.sign_ins(request.actor.party, at=_real())
    return [
        SignInOut(
            id=row.id, device=row.device.label if row.device else "", begun_at=moment(row.begun_at)
        )
        for row in rows
    ]


@router.post("/account/sign-ins/{sign_in}/end", response=list[SignInOut], summary="End a session")
def end(request: Asked, sign_in: str) -> list[SignInOut]:
    """It is gone at once; those that are left are told."""
    actions.end(by=request.actor, sign_in=sign_in, at=_real())
    return sign_ins(request)


@router.get("/account/notices", response=list[NoticeOut], summary="List notices about the account")
def notices(request: Asked) -> list[NoticeOut]:
    """Sign-ins from new devices among them."""
    rows = queries.notices(request.actor.party)
    return [NoticeOut(id=r.id, words=WordsOut(zh=r.zh, en=r.en), at=moment(r.at)) for r in rows]


@router.get("/account/keys", response=list[KeyOut], summary="List keys of the API")
def keys(request: Asked) -> list[KeyOut]:
    """Those that are good."""
    rows = queries.keys(request.actor.party)
    return [KeyOut(id=row.id, label=row.label, made_at=moment(row.made_at)) for row in rows]


@router.post("/account/keys/{key}/revoke", response=list[KeyOut], summary="Revoke a key")
def revoke(request: Asked, key: str) -> list[KeyOut]:
    """Good for nothing from now on, be it the one that asks; those that are left are told."""
    actions.revoke_key(by=request.actor, key=key, at=_real())
    return keys(request)


@router.post("/account/demand", response=AccountOut, summary="Demand a second factor of staff")
def demand(request: Asked, said: DemandIn) -> AccountOut:
    """The marketplace's setting; for the platform's staff."""
    actions.demand_factor(by=request.actor, demanded=said.demanded, at=_real())
    request.market.factor_demanded = said.demanded
    return _shown(request)


@guarded.post(
    "/account/factor", response={201: EnrollingOut}, summary="Begin a second factor",
    openapi_extra=NEVER_KEPT,
)  # fmt: skip
def begin(request: Asked, said: PasswordIn) -> Status[EnrollingOut]:
    """A fresh secret for the authenticator; the factor is on once a code of it was given."""
    now = _real()
    names = callers.try_code(request, request.actor.party, at=now)
    factors.begin(by=request.actor, password=said.password, at=now)
    callers.forgive(names)
    shown = factors.enrolling(by=request.actor, secret=callers.secret())
    assert shown
    return Status(201, EnrollingOut(secret=shown.text, address=shown.address))


@guarded.post(
    "/account/factor/confirm", response=CodesOut, summary="Turn the second factor on",
    openapi_extra=NEVER_KEPT,
)  # fmt: skip
def confirm(request: Asked, said: CodeIn) -> CodesOut:
    """The first code fits. The recovery codes are in this answer and never again."""
    now = _real()
    names = callers.try_code(request, request.actor.party, at=now)
    codes = factors.confirm(by=request.actor, code=said.code, at=now, secret=callers.secret())
    callers.forgive(names)
    return CodesOut(recovery_codes=list(codes))


@guarded.post(
    "/account/factor/codes", response=CodesOut, summary="Renew the recovery codes",
    openapi_extra=NEVER_KEPT,
)  # fmt: skip
def renew(request: Asked, said: CodeIn) -> CodesOut:
    """Ten new ones; the old ones are good for nothing."""
    now = _real()
    names = callers.try_code(request, request.actor.party, at=now)
    codes = factors.renew_codes(by=request.actor, code=said.code, at=now, secret=callers.secret())
    callers.forgive(names)
    return CodesOut(recovery_codes=list(codes))


@guarded.post(
    "/account/factor/end", response=AccountOut, summary="Turn the second factor off",
    openapi_extra=NEVER_KEPT,
)  # fmt: skip
def end_factor(request: Asked, said: EndFactorIn) -> AccountOut:
    """Takes the password and a code."""
    now = _real()
    names = callers.try_code(request, request.actor.party, at=now)
    factors.end(
        by=request.actor, password=said.password, code=said.code, at=now, secret=callers.secret()
    )
    callers.forgive(names)
    return _shown(request)


@guarded.post(
    "/account/proof", response=ProofOut, summary="Show the second factor",
    openapi_extra=NEVER_KEPT,
)  # fmt: skip
def prove(request: Asked, said: CodeIn) -> ProofOut:
    """Before money moves or an identity shows. It counts for this key, or this session, for ten minutes."""
    now = _real()
    names = callers.try_code(request, request.actor.party, at=now)
    _, _, token = request.headers.get("Authorization", "").partition(" ")
    if token:
        factors.prove_key(token=token, code=said.code, at=now, secret=callers.secret())
    else:
        factors.prove(party=request.actor.party, code=said.code, at=now, secret=callers.secret())
        request.session[callers.PROVED] = int(now.timestamp())
    callers.forgive(names)
    return ProofOut(proved_until=moment(now + parties.PROOF_LASTS))


def _shown(request: Asked) -> AccountOut:
    row: Any = parties.party(request.actor.party)
    return AccountOut(
        id=row.id, handle=row.handle, roles=sorted(row.roles),
        second_factor_since=moment_or_none(row.factor_at),
        recovery_codes_left=queries.codes_left(row.id),
        second_factor_demanded=request.market.factor_demanded, unproved=request.actor.unproved,
    )  # fmt: skip


def _real() -> datetime:
    """Sessions and codes live by real time, whatever a sandbox's clock says."""
    return datetime.now(UTC)
