"""What a history consists of: orders with their parcels, payments, reviews and what went wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from gongdao.kernel.words import Words

EVENTS = (
    "refuse_to_ship",
    "return_asked",
    "counterfeit_claim",
    "not_as_described_claim",
    "merchant_silent",
    "merchant_answers",
    "merchant_settles",
    "confirm_receipt",
)
"""What can happen after the sale that the plain layout does not tell."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that was left out: where, and why."""

    file: str
    row: int
    column: str
    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class PastItem:
    """One line of a past order; amounts in minor units."""

    product: str
    price_minor: int
    freight_minor: int


@dataclass(frozen=True, slots=True)
class PastPayment:
    """A part of the payment, by its method."""

    kind: str
    minor: int


@dataclass(frozen=True, slots=True)
class PastReview:
    """What the buyer thought."""

    score: int
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PastEvent:
    """Something that happened after the sale."""

    at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class PastProduct:
    """What a product is."""

    id: str
    title: Words
    category: str
    traits: frozenset[str]


@dataclass(frozen=True, slots=True)
class PastOrder:
    """One order to one seller, with everything that is known of it."""

    id: str
    customer: str
    seller: str
    status: str
    purchased_at: datetime
    approved_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    estimated_on: date
    items: tuple[PastItem, ...]
    payments: tuple[PastPayment, ...]
    review: PastReview | None = None
    events: tuple[PastEvent, ...] = ()

    def moved(self, by: timedelta) -> PastOrder:
        """The same order so much later."""

        def later(at: datetime | None) -> datetime | None:
            return at and at + by

        return replace(
            self,
            purchased_at=self.purchased_at + by,
            approved_at=later(self.approved_at),
            shipped_at=later(self.shipped_at),
            delivered_at=later(self.delivered_at),
            estimated_on=self.estimated_on + by,
            review=self.review and replace(self.review, at=self.review.at + by),
            events=tuple(replace(event, at=event.at + by) for event in self.events),
        )

    @property
    def last(self) -> datetime:
        """The last moment that is known of the order."""
        moments = [self.purchased_at, self.approved_at, self.shipped_at, self.delivered_at]
        moments += [self.review.at] if self.review else []
        return max([at for at in moments if at] + [event.at for event in self.events])


@dataclass(frozen=True, slots=True)
class History:
    """Everything that was read, oldest order first, and what was left out."""

    orders: Sequence[PastOrder]
    products: dict[str, PastProduct]
    shops: dict[str, Words]
    faults: Sequence[Fault]

    def ending(self, day: date) -> History:
        """The same history, moved by whole weeks so that its last moment falls on or just before a day."""
        if not self.orders:
            return self
        last = max(order.last for order in self.orders).date()
        by = timedelta(weeks=(day - last).days // 7)
        return replace(self, orders=[order.moved(by) for order in self.orders])
