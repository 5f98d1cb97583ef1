"""Saying something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gongdao.kernel.ref import mint
from gongdao.kernel.words import Words
from gongdao.registers.messages.models import Message


@dataclass(frozen=True, slots=True)
class Said:
    """A message about a thing, from somebody, to an audience of parties."""

    about: str
    by: str
    audience: tuple[str, ...]
    marketplace: str
    at: datetime
    words: Words


def say(messages: Sequence[Said]) -> None:
    """Add messages, in the transaction of whoever caused them."""
    Message.objects.bulk_create(
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
