"""Prices over time: the log, promotions with their proof, and the sweep (S06)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictBool, StrictInt

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    After,
    DutyOut,
    In,
    Limit,
    Moment,
    MoneyIn,
    MoneyOut,
    Page,
    WordsOut,
    moment,
    moment_or_none,
    money,
    open_duties,
    page,
    words,
)
from gongdao.interfaces.promotions import proof_of
from gongdao.kernel.money import Money
from gongdao.stages.listings import queries as shelves
from gongdao.stages.listings.pricing import actions, intake, queries
from gongdao.stages.listings.pricing.kinds import ACTS, AUDIENCES, BASES, KINDS
from gongdao.stages.listings.pricing.states import PROMOTION

router = Router(tags=["prices"])

ROWS_MOST = 1_000
SWEPT_MOST = 500
Row = Annotated[int, Field(ge=0, le=2**53, description="The cursor `next` of the page before.")]


class PlanIn(In):
    """What is announced. A reduction has `now`, and `was` or `percent`; a gift has its name."""

    listing: str = Field(max_length=31)
    kind: str = Field(max_length=20, description=f"One of: {', '.join(KINDS)}.")
    begins_at: Moment = Field(description="Now, if it lies in the past.")
    ends_at: Moment
    was: MoneyIn | None = None
    now: MoneyIn | None = None
    percent: StrictInt | None = None
    audience: str = Field("", max_length=20, description=f"One of: {', '.join(AUDIENCES)}; empty is everybody.")  # fmt: skip
    basis: str = Field("", max_length=20, description=f"What `was` is: {', '.join(filter(None, BASES))}; empty if not stated.")  # fmt: skip
    basis_words: str = Field("", max_length=actions.WORDS_MOST)
    gift: str = Field("", max_length=actions.WORDS_MOST)
    gift_listing: str = Field("", max_length=31)
    gift_value: MoneyIn | None = None
    conditions: str = Field("", max_length=actions.CONDITIONS_MOST)
    countdown: StrictBool = Field(False, description="Whether a countdown to the end is shown.")

    def read(self) -> actions.Plan:
        """The same in the words of the room."""
        plain = self.model_dump(exclude={"was", "now", "gift_value"})
        return actions.Plan(
            **plain, was=_read(self.was), now=_read(self.now), gift_value=_read(self.gift_value)
        )


class PromotionOut(Schema):
    """A promotion: what was announced, and how it stands. `why` says why it was not shown."""

    id: str
    listing: str
    merchant: str
    kind: str
    kind_words: WordsOut
    audience: str
    audience_words: WordsOut
    was: MoneyOut | None
    now: MoneyOut | None
    percent: int | None
    basis: str
    basis_words: str
    gift: str
    conditions: str
    countdown: bool
    begins_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    state: str
    state_words: WordsOut
    why: str
    duties: list[DutyOut]


class EntryOut(Schema):
    """A row of the price log. `imported`: a merchant told it of a shop elsewhere; we did not see it."""

    row: int
    act: str = Field(description=f"One of: {', '.join(ACTS)}.")
    at: datetime
    channel: str = Field(description="Empty is here.")
    audience: str
    price: MoneyOut
    freight: MoneyOut
    promotion: str
    imported: bool


class EntriesOut(Schema):
    """A page of the log. Ask for the next one with `after=next`."""

    data: list[EntryOut]
    has_more: bool
    next: int | None


class ToldIn(In):
    """One row of a log elsewhere; `item` is our reference or the shop's own number."""

    item: str = Field(min_length=1, max_length=80)
    act: str = Field(max_length=20, description=f"One of: {', '.join(ACTS)}.")
    at: Moment
    price_minor: StrictInt
    freight_minor: StrictInt = 0
    audience: str = Field("", max_length=20)
    currency: str = Field("", max_length=8)


class LogIn(In):
    """Rows of one shop elsewhere, oldest first. The same file may be sent again: what is there stays."""

    channel: str = Field(max_length=40, examples=["tmall"])
    rows: list[ToldIn] = Field(min_length=1, max_length=ROWS_MOST)


class BadOut(Schema):
    """A row that did not land, by its place from 0, and why."""

    row: int
    code: str
    words: WordsOut


class LandedOut(Schema):
    """How many rows landed, how many were there already, and which are wrong."""

    landed: int
    known: int
    bad: list[BadOut]


class SweepIn(In):
    """A stretch of the shelf, from a listing on."""

    after: After = ""
    limit: StrictInt = Field(SWEPT_MOST, ge=1, le=SWEPT_MOST)


class SweptOut(Schema):
    """How many listings were read, how many findings are new, and where the next stretch begins."""

    read: int
    found: int
    next: str | None


@router.post("/promotions", response={201: PromotionOut}, summary="Announce a promotion")
def announce(request: Asked, said: PlanIn) -> Status[PromotionOut]:
    """Checked by the price log and the law before anybody sees it; begins and ends by itself."""
    row = actions.announce(by=request.actor, plan=said.read(), at=request.now)
    return Status(201, shown(row))


@router.get("/promotions", response=Page[PromotionOut], summary="List promotions")
def mine(request: Asked, limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """The merchant's own, newest first; everybody's for the platform."""
    rows = queries.mine(by=request.actor, after=after, most=limit + 1)
    return page(rows, limit=limit, shown=shown, cursor=lambda row: row.id)


@router.get("/promotions/{promotion}", response=PromotionOut, summary="Read a promotion")
def read(request: Asked, promotion: str) -> PromotionOut:
    """Open to everybody once it runs."""
    return shown(_known(request, promotion))


@router.post("/promotions/{promotion}/withdraw", response=PromotionOut, summary="Withdraw")
def withdraw(request: Asked, promotion: str) -> PromotionOut:
    """Take back what has not begun."""
    return shown(actions.withdraw(by=request.actor, promotion=promotion, at=request.now))


@router.post("/promotions/{promotion}/end", response=PromotionOut, summary="End early")
def end(request: Asked, promotion: str) -> PromotionOut:
    """End it before its time; the price goes back to what it was."""
    return shown(actions.end(by=request.actor, promotion=promotion, at=request.now))


@router.get(
    "/promotions/{promotion}/proof", response=dict[str, Any], summary="The proof of a promotion"
)
def proof(request: Asked, promotion: str) -> dict[str, Any]:
    """The rows of the log, the law's working and a signature; verify with `gongdao prices verify`."""
    return proof_of(_known(request, promotion), at=request.now)


@router.get("/listings/{listing}/prices", response=EntriesOut, summary="Read a price log")
def log(request: Asked, listing: str, limit: Limit = 50, after: Row = 0) -> dict[str, Any]:
    """What was asked and paid for a listing, oldest first. It only ever grows; no buyer is in it."""
    market = request.actor.marketplace
    shelves.history(listing, marketplace=market)
    rows = queries.history(listing, marketplace=market, after=after, most=limit + 1)
    found = page(rows, limit=limit, shown=_entry, cursor=lambda row: str(row.id))
    return found | {"next": int(found["next"]) if found["next"] else None}


@router.post("/price-logs", response=LandedOut, summary="Import the log of a shop elsewhere")
def take_in(request: Asked, said: LogIn) -> LandedOut:
    """Good rows land; each bad one is named. Time goes forward only, place by place."""
    told = [intake.Told(**row.model_dump()) for row in said.rows]
    landed = actions.take_in(by=request.actor, channel=said.channel, told=told, at=request.now)
    bad = [BadOut(row=n, code=code, words=words(intake.WRONG[code])) for n, code in landed.bad]
    return LandedOut(landed=len(landed.good), known=landed.known, bad=bad)


@router.post("/price-sweeps", response=SweptOut, summary="Look how goods show their prices")
def sweep(request: Asked, said: SweepIn) -> SweptOut:
    """A stretch of the shelf against its own log and today's law; findings go to the review queue."""
    rows = queries.shelf(request.actor.marketplace, after=said.after, most=said.limit)
    found = actions.sweep(by=request.actor, shelf=rows, at=request.now)
    more = rows[-1].listing_id if len(rows) == said.limit else None
    return SweptOut(read=len(rows), found=found, next=more)


def shown(row: Any) -> PromotionOut:
    """A promotion as we show it."""
    return PromotionOut(
        id=row.id, listing=row.listing, merchant=row.merchant, kind=row.kind,
        kind_words=words(KINDS[row.kind]), audience=row.audience,
        audience_words=words(AUDIENCES[row.audience]), was=_amount(row.was), now=_amount(row.now),
        percent=row.percent, basis=row.basis, basis_words=row.basis_words, gift=row.gift,
        conditions=row.conditions, countdown=row.countdown, begins_at=moment(row.begins_at),
        ends_at=moment(row.ends_at), ended_at=moment_or_none(row.ended_at), state=row.state,
        state_words=words(PROMOTION.names[row.state]), why=row.why, duties=open_duties(row.listing, subject=row.id),
    )  # fmt: skip


def _known(request: Asked, promotion: str) -> Any:
    return queries.promotion(promotion, marketplace=request.actor.marketplace, by=request.actor)


def _entry(row: Any) -> EntryOut:
    return EntryOut(
        row=row.id, act=row.act, at=moment(row.at), channel=row.channel, audience=row.audience,
        price=money(row.price), freight=money(row.freight), promotion=row.promotion,
        imported=row.imported,
    )  # fmt: skip


def _read(amount: MoneyIn | None) -> Money | None:
    return amount.read() if amount else None


def _amount(amount: Money | None) -> MoneyOut | None:
    return money(amount) if amount else None
