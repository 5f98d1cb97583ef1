"""Trying to sign in, being in, and getting out: throttled, listed, and told to the owner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction

from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.accounts import queries, throttle
from gongdao.registers.accounts.models import Device, SignIn, Tries
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.parties.models import Key, Marketplace, Party
from gongdao.registers.parties.powers import Actor, allow

PASSWORD_LEAST = 10
PASSWORD_MOST = 200


@transaction.atomic
def count_try(
    *, names: Mapping[str, str], at: datetime, secret: str, marketplace: str = ""
) -> None:
    """Count a try before it is judged, so that many at once are as slow as one after the other.

    `names` says what is tried, by kind of limit. Refused while one has to wait; a try that is refused
    is not judged and does not count. Call it outside of the transaction that may be undone.
    """
    wanted = {throttle.digest(secret, kind, name): kind for kind, name in names.items()}
    Tries.objects.filter(last_at__lt=at - throttle.FORGOTTEN).delete()
    Tries.objects.bulk_create(
        [
            Tries(digest=digest, kind=kind, marketplace=marketplace, last_at=at)
            for digest, kind in sorted(wanted.items())
        ],
        ignore_conflicts=True,
    )
    rows = list(Tries.objects.select_for_update().filter(pk__in=wanted).order_by("pk"))
    _refuse_waiting(rows, at)
    for row in rows:
        row.failures = throttle.counted(row.failures, last_at=row.last_at, at=at) + 1
        wait = throttle.wait_after(row.kind, row.failures)
        row.last_at, row.until = at, at + wait if wait else None
    Tries.objects.bulk_update(rows, ["failures", "last_at", "until"])


@transaction.atomic
def forgive(*, names: Mapping[str, str], secret: str) -> None:
    """The try succeeded: the account's failures are forgotten, the address only gets this one back.

    Otherwise whoever has one account could guess at all the others for ever.
    """
    rows = list(
        Tries.objects.select_for_update()
        .filter(pk__in=[throttle.digest(secret, kind, name) for kind, name in names.items()])
        .order_by("pk")
    )
    for row in rows:
        row.failures = row.failures - 1 if row.kind == "address" and row.failures else 0
        row.until = None
    Tries.objects.bulk_update(rows, ["failures", "until"])


@transaction.atomic
def begin(
    *, party: str, session: str, cookie: str, label: str, at: datetime, secret: str
) -> SignIn:
    """Somebody is in. From a device that was never seen before, the owner is told."""
    owner = Party.objects.select_for_update().get(pk=party)
    before = Device.objects.filter(party=owner).exists()
    device, new = Device.objects.get_or_create(
        party=owner,
        digest=throttle.digest(secret, "device", cookie),
        defaults={
            "marketplace": owner.marketplace, "label": label, "first_at": at, "last_at": at,
        },
    )  # fmt: skip
    if not new:
        device.label, device.last_at = label, at
        device.save(update_fields=["label", "last_at"])
    made = SignIn.objects.create(
        id=mint("sgn", at=at), marketplace=owner.marketplace, party=owner, device=device,
        session=session, begun_at=at,
    )  # fmt: skip
    if new and before:
        say([_new_device(owner, label, at)])
    return made


@transaction.atomic
def end(*, by: Actor, sign_in: str, at: datetime) -> None:
    """Sign out elsewhere: that session is gone at once."""
    row = SignIn.objects.filter(pk=sign_in, party=by.party, ended_at=None).first()
    if row is None:
        raise Refusal(
            "sign_in_unknown", "没有这个登录，或它已经结束。", "There is no such session, or it has ended."
        )  # fmt: skip
    _end([row], by=by.party, at=at)


@transaction.atomic
def end_others(*, by: Actor, session: str, at: datetime) -> int:
    """Sign out everywhere but here; says how many sessions that ended."""
    return _end(queries.sign_ins(by.party, at=at, but=session), by=by.party, at=at)


@transaction.atomic
def leave(*, session: str, at: datetime) -> None:
    """This session is over: its owner signed out."""
    SignIn.objects.filter(session=session).update(session=None, ended_at=at)


@transaction.atomic
def move(*, session: str, to: str) -> None:
    """The same session under another key: whoever had got hold of the old one is out."""
    SignIn.objects.filter(session=session).update(session=to)


@transaction.atomic
def forget_device(*, by: Actor, device: int) -> None:
    """A device is no longer known: the next sign-in from it is told again."""
    gone, _ = Device.objects.filter(pk=device, party=by.party).delete()
    if not gone:
        raise Refusal("device_unknown", "没有这台设备。", "There is no such device.")


@transaction.atomic
def change_password(*, by: Actor, old: str, new: str, session: str, at: datetime) -> Party:
    """Another password; every other session ends. Count the try first: a wrong old one is a failure."""
    row = Party.objects.select_for_update().get(pk=by.party)
    refuse_wrong_password(row, old)
    _refuse_weak(new, old)
    row.password = make_password(new)
    row.save(update_fields=["password"])
    _end(queries.sign_ins(row.id, at=at, but=session), by=row.id, at=at)
    record([Deed("password.changed", row.id, by=row.id, marketplace=row.marketplace, at=at)])
    return row


@transaction.atomic
def revoke_key(*, by: Actor, key: str, at: datetime) -> None:
    """A key of the API that is good for nothing from now on."""
    row = Key.objects.select_for_update().filter(pk=key, party=by.party, revoked_at=None).first()
    if row is None:
        raise Refusal(
            "api_key_unknown", "没有这个密钥，或已被停用。", "There is no such key, or it was revoked."
        )  # fmt: skip
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    record([Deed("key.revoked", row.id, by=by.party, marketplace=row.marketplace, at=at)])


@transaction.atomic
def demand_factor(*, by: Actor, demanded: bool, at: datetime) -> None:
    """The marketplace's setting: staff move money and see identities with a second factor only, or not."""
    allow(by, "factor.demand", marketplace=by.marketplace)
    Marketplace.objects.filter(pk=by.marketplace).update(factor_demanded=demanded)
    data = {"demanded": demanded}
    record(
        [
            Deed(
                "factor.demanded", by.marketplace, by=by.party, marketplace=by.marketplace, at=at,
                data=data,
            )
        ]
    )  # fmt: skip


@transaction.atomic
def close(*, by: Actor, at: datetime) -> None:
    """The account is over: nobody signs in to it, nothing leads into it, and its name is gone."""
    row = Party.objects.select_for_update().get(pk=by.party)
    _end(queries.sign_ins(row.id, at=at), by=row.id, at=at)
    Key.objects.filter(party=row, revoked_at=None).update(revoked_at=at)
    for mine in (row.sign_ins, row.devices, row.recovery_codes):
        mine.all().delete()
    queries.drop_factor(row)
    row.handle, row.password, row.roles = f"closed-{row.id}", make_password(None), []
    row.factor_at, row.closed_at = None, at
    row.save(update_fields=["handle", "password", "roles", "factor_at", "closed_at"])
    record([Deed("account.closed", row.id, by=row.id, marketplace=row.marketplace, at=at)])


def refuse_wrong_password(row: Party, typed: str) -> None:
    """Whoever changes what guards an account says its password again."""
    if not row.has_usable_password():
        raise Refusal(
            "password_none",
            "这是一键登录的演示账户，没有密码，不能设置密码和二次验证。",
            "This demo account is entered by one click; it has no password to change or to add to.",
        )
    if not check_password(typed, row.password):
        raise Refusal("password_wrong", "当前密码不对。", "The present password is wrong.")


def _refuse_weak(new: str, old: str) -> None:
    if not PASSWORD_LEAST <= len(new) <= PASSWORD_MOST:
        raise Refusal(
            "password_short",
            f"密码须为{PASSWORD_LEAST}至{PASSWORD_MOST}个字符。",
            f"A password has {PASSWORD_LEAST} to {PASSWORD_MOST} characters.",
        )
    if new == old:
        raise Refusal("password_same", "新密码与旧密码相同。", "The new password is the old one.")
    try:
        CommonPasswordValidator().validate(new)
    except ValidationError:
        raise Refusal(
            "password_common",
            "这个密码太常见，最先被人猜到，请换一个。",
            "This password is among the first that anybody guesses; choose another.",
        ) from None


def _end(rows: Sequence[SignIn], *, by: str, at: datetime) -> int:
    """Remove the sessions themselves: a request that is under way cannot bring one back."""
    Session.objects.filter(session_key__in=[row.session for row in rows]).delete()
    SignIn.objects.filter(pk__in=[row.pk for row in rows]).update(session=None, ended_at=at)
    record(
        [
            Deed("session.ended", row.id, about=by, by=by, marketplace=row.marketplace, at=at)
            for row in rows
        ]
    )
    return len(rows)


def _refuse_waiting(rows: Sequence[Tries], at: datetime) -> None:
    until = max((row.until for row in rows if row.until), default=at)
    if until > at:
        minutes = -(-int((until - at).total_seconds()) // 60)
        moment = f"{until:%H:%M:%S} UTC"
        raise Refusal(
            "sign_in_waits",
            f"失败次数太多，请在约 {minutes} 分钟后（{moment}）再试。",
            f"Too many failures in a row; try again in about {minutes} min, at {moment}.",
        )


def _new_device(owner: Party, label: str, at: datetime) -> Said:
    return Said(
        about=owner.id, by=owner.marketplace, audience=(owner.id,), marketplace=owner.marketplace,
        at=at,
        words=Words(
            f"有一台新设备登录了您的账户（{label}）。如果不是您本人，请结束那次登录并修改密码。",
            f"Somebody signed in to your account from a new device ({label}). If it was not you, end that "
            "session and change your password.",
        ),
    )  # fmt: skip
