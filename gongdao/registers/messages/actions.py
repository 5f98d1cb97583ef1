"""Saying something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from gongdao.kernel.ref import mint
from gongdao.kernel.words import Words
from gongdao.registers.messages.models import Message, Service


@dataclass(frozen=True, slots=True)
class Said:
    """A message about a thing, from somebody, to an audience of parties."""

    about: str
    by: str
    audience: tuple[str, ...]
    marketplace: str
    at: datetime
    words: Words


def say(messages: Sequence[Said]) -> list[Message]:
    """Add messages, in the transaction of whoever caused them."""
    return Message.objects.bulk_create(
        Message(
            id=mint("msg", at=said.at),
            marketplace=said.marketplace,
            about=said.about,
            by=said.by,
            audience=list(said.audience),
            zh=said.words.zh,
            en=said.words.en,
            at=said.at,
        )
        for said in messages
    )


@dataclass(frozen=True, slots=True)
class Serving:
    """A document for a party: how it goes, its digest, and from which day on it counts as served."""

    about: str
    document: str
    to: str
    marketplace: str
    at: datetime
    digest: str
    deemed_on: date
    cites: str
    method: str = "inbox"


def serve(documents: Sequence[Serving]) -> None:
    """Serve documents, in the transaction of whoever made them. Each party gets each document once."""
    Service.objects.bulk_create(
        [
            Service(
                id=mint("svc", at=each.at, salt=f"{each.document}/{each.to}"),
                marketplace=each.marketplace,
                about=each.about,
                document=each.document,
                to=each.to,
                method=each.method,
                digest=each.digest,
                served_at=each.at,
                deemed_on=each.deemed_on,
                cites=each.cites,
            )
            for each in documents
        ],
        ignore_conflicts=True,
    )


def receive(*, document: str, to: str, at: datetime) -> bool:
    """A party opened a document that was served on it; only the first time counts."""
    opened = Service.objects.filter(document=document, to=to, received_at=None)
    return bool(opened.update(received_at=at))
