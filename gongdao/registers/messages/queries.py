"""Reading what was said."""

from __future__ import annotations

from django.db.models import Q

from gongdao.registers.messages.models import Message, Service
from gongdao.registers.parties.powers import Actor


def thread(about: str, *, by: Actor) -> list[Message]:
    """What was said about a thing, as far as the reader is in the audience or works the desk."""
    rows = Message.objects.filter(marketplace=by.marketplace, about=about)
    if not by.roles & {"platform", "arbiter", "senior", "officer"}:
        rows = rows.filter(Q(audience__contains=[by.party]) | Q(by=by.party))
    return list(rows.order_by("at", "id"))


def services(about: str) -> list[Service]:
    """The documents that were served about a thing, and when each counts as served."""
    return list(Service.objects.filter(about=about).order_by("served_at", "id"))


def said_by(party: str, *, most: int = 5_000) -> list[Message]:
    """What somebody wrote, newest first."""
    return list(Message.objects.filter(by=party).order_by("-at", "-id")[:most])
