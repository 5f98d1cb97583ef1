"""Writing the price log, in the very action by which a price changes or an order is concluded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError

from gongdao.kernel.refusal import Refusal
from gongdao.registers.batches import add
from gongdao.stages.listings.models import Version
from gongdao.stages.listings.pricing.kinds import HERE
from gongdao.stages.listings.pricing.models import Entry


def offered(versions: Iterable[Version], *, promotion: str = "") -> None:
    """What these versions ask from now on."""
    write([_asked(version, promotion) for version in versions])


def sold(version: Version, *, price_minor: int, freight_minor: int, at: datetime) -> Entry:
    """The entry of a sale, not written yet: a piece at this price, delivered for so much."""
    return Entry(
        marketplace=version.marketplace, listing=version.listing_id, channel=HERE, audience="",
        act="sold", currency=version.currency, price_minor=price_minor,
        freight_minor=freight_minor, promotion="", imported=False, at=at,
    )  # fmt: skip


def write(entries: Sequence[Entry]) -> None:
    """Add entries in the order of time. The database refuses one that lies before what stands there."""
    ordered = sorted(entries, key=_moment)
    try:
        add(ordered)
    except IntegrityError as known:
        if "prices_forward" not in str(known):
            raise
        raise Refusal(
            "price_log_backwards",
            "价格日志只能往后写：同一处已有更晚的记录。",
            "The price log goes forward only: there is a later entry for the same place.",
        ) from known


def _asked(version: Version, promotion: str) -> Entry:
    return Entry(
        marketplace=version.marketplace, listing=version.listing_id, channel=HERE, audience="",
        act="offered", currency=version.currency, price_minor=version.price_minor,
        freight_minor=version.freight_minor, promotion=promotion, imported=False,
        at=version.since,
    )  # fmt: skip


def _moment(entry: Entry) -> datetime:
    return entry.at
