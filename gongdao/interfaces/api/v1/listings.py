"""What is offered, as it is now and as it ever was (S02, S04)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    After,
    In,
    Limit,
    MoneyIn,
    MoneyOut,
    Page,
    WordsOut,
    moment,
    money,
    page,
    words,
)
from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.stages.listings import actions, queries, wording_checks
from gongdao.stages.listings.states import LISTING
from gongdao.stages.listings.traits import TRAITS

router = Router(tags=["listings"])


class SaidIn(In):
    """What a listing says: words, price, freight, and the traits that change rights."""

    title_zh: str = Field(min_length=1, max_length=400, examples=["玩具汽车"])
    title_en: str = Field(min_length=1, max_length=400, examples=["Toy car"])
    category: str = Field(min_length=1, max_length=60, examples=["toys"])
    price: MoneyIn
    freight: MoneyIn
    traits: list[str] = Field(
        default_factory=list, max_length=20, description=f"Any of: {', '.join(TRAITS)}."
    )

    def read(self) -> actions.Said:
        """The same in the words of the room."""
        return actions.Said(
            title=Words(self.title_zh, self.title_en),
            category=self.category,
            price=self.price.read(),
            freight=self.freight.read(),
            traits=frozenset(self.traits),
        )


class OfferIn(SaidIn):
    """A new listing. `external_id` is the shop's own number for it."""

    external_id: str | None = Field(None, min_length=1, max_length=80)


class ReasonIn(In):
    """Why."""

    reason: str = Field(min_length=1, max_length=400)


class VersionOut(Schema):
    """One version of a listing: what a buyer saw from `since` on. The digest is over all of it."""

    listing: str
    merchant: str
    state: str
    state_words: WordsOut
    version: int
    title: WordsOut
    category: str
    price: MoneyOut
    freight: MoneyOut
    traits: list[str]
    digest: str
    since: datetime


@router.get("/listings", response=Page[VersionOut], summary="Browse what is for sale")
def shelf(request: Asked, limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """What is for sale now, newest first."""
    rows = queries.shelf(request.actor.marketplace, after=after, most=limit + 1)
    return page(rows, limit=limit, shown=shown, cursor=lambda row: row.listing_id)


@router.get("/listings/{listing}", response=VersionOut, summary="Read a listing")
def read(request: Asked, listing: str) -> VersionOut:
    """What a listing says now; also when it is down."""
    return shown(queries.history(listing, marketplace=request.actor.marketplace)[-1])


@router.get(
    "/listings/{listing}/versions", response=list[VersionOut], summary="Read a listing's history"
)
def history(request: Asked, listing: str) -> list[VersionOut]:
    """Everything it ever said, oldest first. Prices that were raised to be cut show here."""
    rows = queries.history(listing, marketplace=request.actor.marketplace)
    return [shown(row) for row in rows]


@router.get(
    "/listings/{listing}/findings",
    response=list[dict[str, Any]],
    summary="Which claims in a listing are unlawful?",
)
def findings(request: Asked, listing: str) -> list[dict[str, Any]]:
    """What it says now, checked: place in the title, kind, article, reason, repair and fine of each claim."""
    version = queries.history(listing, marketplace=request.actor.marketplace)[-1]
    return [each.as_data() for each in wording_checks.check(version, under=request.market.law)]


@router.post("/listings", response={201: VersionOut}, summary="Offer goods")
def offer(request: Asked, said: OfferIn) -> Status[VersionOut]:
    """Put goods on the shelf. Only an admitted merchant can."""
    offering = actions.Offering(
        by=request.actor, at=request.now, said=said.read(), external_id=said.external_id
    )
    (row,) = actions.offer(offerings=[offering])
    return Status(201, read(request, row.id))


@router.post(
    "/listings/{listing}/versions", response={201: VersionOut}, summary="Say something else"
)
def revise(request: Asked, listing: str, said: SaidIn) -> Status[VersionOut]:
    """A new version from now on. What earlier buyers saw stays as it was."""
    actions.revise(by=request.actor, listing=listing, said=said.read(), at=request.now)
    return Status(201, read(request, listing))


@router.post("/listings/{listing}/take-down", response=VersionOut, summary="Take goods down")
def take_down(request: Asked, listing: str, why: ReasonIn) -> VersionOut:
    """Off the shelf, with a reason. Orders that were placed stay as they are."""
    actions.take_down(by=request.actor, listing=listing, reason=why.reason, at=request.now)
    return read(request, listing)


def shown(row: Any) -> VersionOut:
    """A version as we show it."""
    return VersionOut(
        listing=row.listing_id,
        merchant=row.listing.merchant,
        state=row.listing.state,
        state_words=words(LISTING.names[row.listing.state]),
        version=row.number,
        title=WordsOut(zh=row.title_zh, en=row.title_en),
        category=row.category,
        price=money(row.price),
        freight=money(Money(row.currency, row.freight_minor)),
        traits=row.traits,
        digest=row.digest,
        since=moment(row.since),
    )
