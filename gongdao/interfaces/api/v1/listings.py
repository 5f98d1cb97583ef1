"""What is offered, as it is now and as it ever was (S02, S04)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field

from gongdao.detectors import disclosure
from gongdao.detectors.disclosure import linked
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
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.stages.listings import actions, changes, queries, wording_checks
from gongdao.stages.listings.kinds import KINDS
from gongdao.stages.listings.review import actions as review
from gongdao.stages.listings.review import facts
from gongdao.stages.listings.review import queries as reviewed
from gongdao.stages.listings.said import FACTS_MOST, WORDS_MOST, of_version
from gongdao.stages.listings.states import LISTING, REVIEW
from gongdao.stages.listings.traits import TRAITS

router = Router(tags=["listings"])


class SaidIn(In):
    """What a listing says: words, price, freight, and the traits that change rights."""

    title_zh: str = Field(min_length=1, max_length=400, examples=["玩具汽车"])
    title_en: str = Field(min_length=1, max_length=400, examples=["Toy car"])
    category: str = Field(min_length=1, max_length=60, examples=["toys"])
    price: MoneyIn
    freight: MoneyIn
    kind: str = Field("goods", max_length=14, description="One of " + ", ".join(KINDS))
    traits: list[str] = Field(
        default_factory=list, max_length=20, description=f"Any of: {', '.join(TRAITS)}."
    )

    description_zh: str = Field("", max_length=WORDS_MOST)
    description_en: str = Field("", max_length=WORDS_MOST)
    attributes: dict[str, str] = Field(
        default_factory=dict,
        max_length=FACTS_MOST,
        description="The facts of the standard: `GET /standard/{category}` says which.",
        examples=[{"price_unit": "piece", "maker": "江苏木马玩具有限公司"}],
    )

    def read(self) -> actions.Said:
        """The same in the words of the room."""
        return actions.Said(
            title=Words(self.title_zh, self.title_en),
            category=self.category,
            price=self.price.read(),
            freight=self.freight.read(),
            traits=frozenset(self.traits),
            description_zh=self.description_zh,
            description_en=self.description_en,
            attributes={name: text for name, text in self.attributes.items() if text},
            kind=self.kind,
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
    description_zh: str
    description_en: str
    attributes: dict[str, str]
    standard: str = Field(description="The version of the standard it was measured by, if it was.")
    review: str = Field(description="draft, appealed, published, superseded or refused.")
    review_words: WordsOut
    digest: str
    since: datetime


class ChangeOut(Schema):
    """A fact that a version changed; an empty side was not stated."""

    field: str
    words: WordsOut
    before: str
    after: str


class ChangesOut(Schema):
    """A version and what it changed against the one before."""

    version: int
    since: datetime
    changes: list[ChangeOut]


@router.get("/listings", response=Page[VersionOut], summary="Browse what is for sale")
def shelf(request: Asked, limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """What is for sale now, newest first."""
    rows = queries.shelf(request.actor.marketplace, after=after, most=limit + 1)
    return page(rows, limit=limit, shown=shown, cursor=lambda row: row.listing_id)


@router.get("/listings/{listing}", response=VersionOut, summary="Read a listing")
def read(request: Asked, listing: str) -> VersionOut:
    """What a listing says now; also when it is down. A draft shows to its seller and the platform only."""
    return shown(_now(request, listing))


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
    version = _now(request, listing)
    return [each.as_data() for each in wording_checks.check(version, under=request.market.law)]


@router.get(
    "/listings/{listing}/changes",
    response=list[ChangesOut],
    summary="What did each version change?",
)
def changed(request: Asked, listing: str) -> list[ChangesOut]:
    """Newest first, fact by fact. Public, as the versions are."""
    rows = queries.history(listing, marketplace=request.actor.marketplace)
    return [
        ChangesOut(
            version=row.number,
            since=moment(row.since),
            changes=[
                ChangeOut(field=c.field, words=words(c.words), before=c.texts[0], after=c.texts[1])
                for c in told
            ],
        )
        for row, told in changes.history(rows)
    ]


@router.get(
    "/listings/{listing}/product",
    response=dict[str, Any],
    summary="A listing as schema.org JSON-LD",
)
def product(request: Asked, listing: str) -> dict[str, Any]:
    """Product, Offer and MerchantReturnPolicy; the days to return are those of the law."""
    version = queries.history(listing, marketplace=request.actor.marketplace)[-1]
    said = of_version(version)
    kind = disclosure.categories().get(said.category) or disclosure.category("goods")
    days = facts.return_days(said, request.market, request.now)
    return linked.product(
        said.facts | {"external_id": version.listing.external_id or ""}, kind, return_days=days
    )


@router.post("/listings", response={201: VersionOut}, summary="Offer goods")
def offer(request: Asked, said: OfferIn) -> Status[VersionOut]:
    """Checked at once: published if nothing blocks it, else kept as a draft, `state` and `review` say which."""
    return Status(201, _put(request, said.read(), number=said.external_id))


@router.post(
    "/listings/{listing}/versions", response={201: VersionOut}, summary="Say something else"
)
def revise(request: Asked, listing: str, said: SaidIn) -> Status[VersionOut]:
    """A new version, checked like the first. What earlier buyers saw stays as it was."""
    return Status(201, _put(request, said.read(), listing=listing))


@router.post("/listings/{listing}/take-down", response=VersionOut, summary="Take goods down")
def take_down(request: Asked, listing: str, why: ReasonIn) -> VersionOut:
    """Off the shelf, with a reason. Orders that were placed stay as they are."""
    actions.take_down(by=request.actor, listing=listing, reason=why.reason, at=request.now)
    return read(request, listing)


def _put(
    request: Asked, said: actions.Said, *, listing: str | None = None, number: str | None = None
) -> VersionOut:
    """Draft and, where nothing blocks it, publish: two actions, so that a blocked draft stays."""
    draft = review.Draft(request.actor, request.now, said, listing, number)
    (row,) = review.draft(drafts=[draft])
    if row.review == "draft" and not reviewed.open_findings([row]):
        (row,) = review.publish(by=request.actor, listings=[row.listing_id], at=request.now)
    return shown(row)


def _now(request: Asked, listing: str) -> Any:
    """What buyers see of a listing; before there is such a thing, the draft, for those who may see it."""
    try:
        return queries.history(listing, marketplace=request.actor.marketplace)[-1]
    except Refusal:
        return reviewed.newest(listing, by=request.actor)


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
        description_zh=row.description_zh,
        description_en=row.description_en,
        attributes=row.attributes,
        standard=row.standard,
        review=row.review,
        review_words=words(REVIEW.names[row.review]),
        digest=row.digest,
        since=moment(row.since),
    )
