"""What a trader shows of itself, by its form, and nothing beyond it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gongdao.registers.parties.powers import Actor
from gongdao.registers.vault import actions as vault
from gongdao.stages.admission import facts
from gongdao.stages.admission.models import Application

SHOWN: Mapping[str, tuple[str, ...]] = {
    "enterprise": ("name",),
    "individual_business": ("name",),
    "cooperative": ("name",),
    "declaration": (),
}
"""Personal particulars that belong to each kind of card. Of an unregistered person, no name."""

CONTACT = ("address", "phone")


def fields(row: Application, *, law: str, at: datetime) -> tuple[tuple[str, ...], str]:
    """The personal fields that are open to all, and the articles that open them."""
    on = facts.day_of(law, at)
    card, contact = facts.card(row, law=law, on=on), facts.contact(row, law=law, on=on)
    shown = SHOWN[card.value] + (CONTACT if contact.value else ())
    return shown, f"{card.cites}; {contact.cites}"


def publish(row: Application, *, by: Actor, at: datetime) -> None:
    """Open what the law has a trader show."""
    shown, cites = fields(row, law=facts.law_of(row.marketplace), at=at)
    vault.publish(by=by.party, subject=row.id, fields=shown, cites=cites, at=at)


def conceal(row: Application, *, by: Actor, at: datetime) -> None:
    """Close it again: whoever has left shows nothing of its people any more."""
    vault.publish(by=by.party, subject=row.id, fields=(), cites="", at=at)
