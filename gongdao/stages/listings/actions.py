"""Everything that can happen to a listing. What it says is never edited: it gets a new version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings import queries
from gongdao.stages.listings.models import Listing, Version
from gongdao.stages.listings.pricing import log
from gongdao.stages.listings.said import Said as Said  # callers say it with the actions
from gongdao.stages.listings.said import refuse_unreal, version
from gongdao.stages.listings.states import LISTING
from gongdao.stages.rulebook import queries as rulebook


@dataclass(frozen=True, slots=True)
class Offering:
    """A merchant offers something. `external_id` is the shop's own number for it."""

    by: Actor
    at: datetime
    said: Said
    external_id: str | None = None


@transaction.atomic
def offer(*, offerings: Sequence[Offering]) -> list[Listing]:
    """Put goods on the shelf as they are. Only an admitted merchant can.

    For goods that already hung in a shop: a history that is replayed, a shop that moves in, a demo.
    Whoever sold them has answered for them; they are published unread, and `watch` reads them later.
    New goods go through `review.actions.draft` and `publish`.
    """
    here, latest = offerings[0].by.marketplace, max(offering.at for offering in offerings)
    admitted = admission.may_sell(here, (offering.by.party for offering in offerings), at=latest)
    admitted -= rulebook.left(here, admitted)
    wanted = [(offering.by.party, offering.said.category) for offering in offerings]
    admission.refuse_other_goods(wanted, marketplace=here, at=latest)
    for item, offering in enumerate(offerings):
        allow(offering.by, "listing.offer", marketplace=offering.by.marketplace)
        if offering.by.party not in admitted:
            raise Refusal(
                "merchant_not_admitted",
                "商家尚未通过入驻审核，不能发布商品。",
                "The merchant has not been admitted and cannot offer goods yet.",
                item=item,
            )
        refuse_unreal(offering.said, item=item)
    listings = Listing.objects.bulk_create(
        Listing(
            id=mint("lst", at=o.at, salt=o.external_id and f"{o.by.party}/{o.external_id}"),
            marketplace=o.by.marketplace,
            merchant=o.by.party,
            external_id=o.external_id,
            state="live",
            latest=1,
            gtin=o.said.gtin,
        )
        for o in offerings
    )
    versions = Version.objects.bulk_create(
        version(row, 1, o.said, o.at) for row, o in zip(listings, offerings, strict=True)
    )
    log.offered(versions)
    record(
        [
            _deed("listing.offered", row, o.said, by=o.by, at=o.at)
            for row, o in zip(listings, offerings, strict=True)
        ]
    )
    return listings


@transaction.atomic
def revise(*, by: Actor, listing: str, said: Said, at: datetime) -> Listing:
    """Say something else from now on. What earlier buyers saw stays as it was."""
    row = queries.of_seller(listing, by=by)
    allow(by, "listing.revise", marketplace=row.marketplace, seller=row.merchant)
    refuse_unreal(said)
    row.latest = queries.newest_numbers([row.id])[row.id] + 1
    admission.refuse_other_goods(
        [(row.merchant, said.category)], marketplace=row.marketplace, at=at
    )
    row.gtin = said.gtin
    row.save(update_fields=["latest", "gtin"])
    said_now = version(row, row.latest, said, at)
    said_now.save(force_insert=True)
    log.offered([said_now])
    record([_deed("listing.revised", row, said, by=by, at=at)])
    return row


@transaction.atomic
def take_down(*, by: Actor, listing: str, reason: str, at: datetime) -> Listing:
    """Take goods off the shelf."""
    row = queries.to_take_down(listing, by=by)
    side = allow(by, "listing.take_down", marketplace=row.marketplace, seller=row.merchant)
    row.state = LISTING.move(row.state, "take_down", by=side).to
    row.save(update_fields=["state"])
    record(
        [
            Deed(
                "listing.taken_down",
                row.id,
                by=by.party,
                marketplace=row.marketplace,
                at=at,
                data={"reason": reason},
            )
        ]
    )
    return row


def _deed(act: str, row: Listing, said: Said, *, by: Actor, at: datetime) -> Deed:
    data = {"version": row.latest, "digest": said.digest, "price": str(said.price)}
    return Deed(act, row.id, by=by.party, marketplace=row.marketplace, at=at, data=data)
