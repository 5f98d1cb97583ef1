"""Every read of what guards an account."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from gongdao.registers.accounts import throttle
from gongdao.registers.accounts.models import Device, Factor, RecoveryCode, SignIn
from gongdao.registers.messages.models import Message
from gongdao.registers.parties.models import Key, Party


def sign_ins(party: str, *, at: datetime, but: str = "") -> list[SignIn]:
    """Somebody's sessions that are open still, newest first."""
    alive = Session.objects.filter(expire_date__gt=at).values("session_key")
    rows = SignIn.objects.select_related("device").filter(
        party=party, ended_at=None, session__in=alive
    )
    return list(rows.exclude(session=but).order_by("-begun_at", "-id"))


def earlier_sign_ins(party: str, *, most: int = 100) -> list[SignIn]:
    """Every session there was, newest first."""
    rows = SignIn.objects.select_related("device").filter(party=party)
    return list(rows.order_by("-begun_at", "-id")[:most])


def devices(party: str) -> list[Device]:
    """The devices that are known, the latest first."""
    return list(Device.objects.filter(party=party).order_by("-last_at", "-id"))


def is_known(handle: str, cookie: str, *, secret: str) -> bool:
    """Whether whoever signs in by this name did so on this device before."""
    digest = throttle.digest(secret, "device", cookie)
    return Device.objects.filter(party__handle=handle, digest=digest).exists()


def keys(party: str) -> list[Key]:
    """The keys of the API that are good, newest first. Of their tokens only digests are kept."""
    return list(Key.objects.filter(party=party, revoked_at=None).order_by("-made_at", "-id"))


def notices(party: str, *, most: int = 20) -> list[Message]:
    """What the account's owner was told about it, newest first."""
    rows = Message.objects.filter(about=party, audience__contains=[party])
    return list(rows.order_by("-at", "-id")[:most])


def factor(party: str) -> Factor | None:
    """The second factor, confirmed or just begun."""
    return Factor.objects.filter(party=party).first()


def codes_left(party: str) -> int:
    """How many recovery codes are still good."""
    return unused(party).count()


def unused(party: str) -> QuerySet[RecoveryCode]:
    """The recovery codes that are still good."""
    return RecoveryCode.objects.filter(party=party, used_at=None)


def drop_factor(party: Party) -> None:
    """Nothing of a second factor is left."""
    Factor.objects.filter(party=party).delete()
    RecoveryCode.objects.filter(party=party).delete()
