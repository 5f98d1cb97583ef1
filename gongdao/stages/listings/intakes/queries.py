"""Every read of intakes: the one of a file, locked by whoever moves it on."""

from __future__ import annotations

from gongdao.registers.parties.powers import Actor
from gongdao.stages.listings.models import Intake


def to_write(digest: str, *, by: Actor) -> Intake | None:
    """A merchant's intake of the file with this digest, locked; none before the first batch."""
    rows = Intake.objects.select_for_update()
    return rows.filter(marketplace=by.marketplace, merchant=by.party, digest=digest).first()


def of_file(digest: str, *, by: Actor) -> Intake | None:
    """A merchant's intake of the file with this digest, as it stands."""
    rows = Intake.objects.filter(marketplace=by.marketplace, merchant=by.party)
    return rows.filter(digest=digest).first()
