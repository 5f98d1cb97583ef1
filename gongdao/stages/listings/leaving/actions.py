"""When a merchant has left over a change of rules, nothing of it is for sale any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor
from gongdao.stages.listings.models import Listing
from gongdao.stages.rulebook import actions as rulebook
from gongdao.stages.rulebook.models import Leaving

REASON = "merchant_left"


@transaction.atomic
def settle(*, by: Actor, leaving: str, settlement: str, at: datetime) -> Leaving:
    """The platform has settled with who leaves; the goods come off the shelf."""
    gone = rulebook.settle(by=by, leaving=leaving, settlement=settlement, at=at)
    _clear([gone], by=by.party, at=at)
    return gone


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """The platform did not settle in time: the merchant has left, and its goods with it."""
    _clear(rulebook.let_go(duties=duties, at=at), by=CLOCK, at=at)


def _clear(gone: Sequence[Leaving], *, by: str, at: datetime) -> None:
    merchants = {row.merchant for row in gone}
    rows = list(
        Listing.objects.select_for_update()
        .filter(merchant__in=merchants, state="live")
        .order_by("pk")
    )
    for row in rows:
        row.state = "down"
    Listing.objects.bulk_update(rows, ["state"])
    record(
        [
            Deed(
                "listing.taken_down", row.id, by=by, marketplace=row.marketplace, at=at,
                data={"reason": REASON},
            )
            for row in rows
        ]
    )  # fmt: skip
