"""Everything that can happen to a listing. What it says is never edited: it gets a new version."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from gongdao.kernel.money import MOST, Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.admission import queries as admission
from gongdao.stages.listings import queries
from gongdao.stages.listings.models import Listing, Version
from gongdao.stages.listings.states import LISTING
from gongdao.stages.listings.traits import TRAITS
from gongdao.stages.rulebook import queries as rulebook

TITLE_MOST = 200


@dataclass(frozen=True, slots=True)
class Said:
    """What a listing says: its words, its price and freight, and the traits that change rights."""

    title: Words
    category: str
    price: Money
    freight: Money
    traits: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """SHA-256 of it all: two versions that say the same have the same digest."""
        content = [
            self.title.zh,
            self.title.en,
            self.category,
            self.price.currency,
            self.price.minor,
            self.freight.minor,
            sorted(self.traits),
        ]
        return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Offering:
    """A merchant offers something. `external_id` is the shop's own number for it."""

    by: Actor
    at: datetime
    said: Said
    external_id: str | None = None


@transaction.atomic
def offer(*, offerings: Sequence[Offering]) -> list[Listing]:
    """Put goods on the shelf. Only an admitted merchant can."""
    here = offerings[0].by.marketplace
    admitted = admission.may_sell(here, (offering.by.party for offering in offerings))
    admitted -= rulebook.left(here, admitted)
    for item, offering in enumerate(offerings):
        allow(offering.by, "listing.offer", marketplace=offering.by.marketplace)
        if offering.by.party not in admitted:
            raise Refusal(
                "merchant_not_admitted",
                "商家尚未通过入驻审核，不能发布商品。",
                "The merchant has not been admitted and cannot offer goods yet.",
                item=item,
            )
        _refuse_unreal(offering.said, item=item)
    listings = Listing.objects.bulk_create(
        Listing(
            id=mint("lst", at=o.at, salt=o.external_id and f"{o.by.party}/{o.external_id}"),
            marketplace=o.by.marketplace,
            merchant=o.by.party,
            external_id=o.external_id,
        )
        for o in offerings
    )
    Version.objects.bulk_create(
        _version(row, 1, o.said, o.at) for row, o in zip(listings, offerings, strict=True)
    )
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
    _refuse_unreal(said)
    row.latest += 1
    row.save(update_fields=["latest"])
    _version(row, row.latest, said, at).save(force_insert=True)
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


def _refuse_unreal(said: Said, *, item: int | None = None) -> None:
    title_fits = all(0 < len(words) <= TITLE_MOST for words in (said.title.zh, said.title.en))
    price_fits = 0 < said.price.minor <= MOST and 0 <= said.freight.minor <= MOST
    if not (title_fits and price_fits and said.traits <= set(TRAITS)):
        raise Refusal(
            "listing_unreal",
            f"商品信息有误：标题须为1至{TITLE_MOST}字，价格须大于零，属性须在清单之内。",
            f"The listing cannot stand: a title of 1 to {TITLE_MOST} characters, a price above "
            "zero, and known traits only.",
            item=item,
        )


def _version(listing: Listing, number: int, said: Said, at: datetime) -> Version:
    return Version(
        marketplace=listing.marketplace,
        listing=listing,
        number=number,
        title_zh=said.title.zh,
        title_en=said.title.en,
        category=said.category,
        traits=sorted(said.traits),
        currency=said.price.currency,
        price_minor=said.price.minor,
        freight_minor=said.freight.minor,
        digest=said.digest,
        since=at,
    )


def _deed(act: str, row: Listing, said: Said, *, by: Actor, at: datetime) -> Deed:
    data = {"version": row.latest, "digest": said.digest, "price": str(said.price)}
    return Deed(act, row.id, by=by.party, marketplace=row.marketplace, at=at, data=data)
