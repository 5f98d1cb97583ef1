"""What a buyer has, and until when each piece is guaranteed: asked by pages and by the API alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongdao.kernel.words import Words
from gongdao.law.citation import Citation
from gongdao.stages.aftersales import facts as returning
from gongdao.stages.aftersales import queries as returns
from gongdao.stages.aftersales.repairs import facts, queries
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.queries import Order


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: its guarantee with the article, the strongest remedy now, and its service record."""

    order: Order
    line: Any
    piece: int
    title: Words
    until: date
    cites: Citation
    because: Words
    open: bool
    remedy: str
    remedy_cites: Citation
    remedy_words: Words
    record: list[Any]

    @property
    def case(self) -> Any:
        """The repair that is under way, if one is."""
        return next((row for row in self.record if row.ended_at is None), None)


def of_order(order: Order, *, at: datetime) -> list[Piece]:
    """Every piece of a delivered order that the buyer still has."""
    signed_for = parcels.delivered_at(order.id)
    if signed_for is None or order.state != "bound":
        return []
    gone = returns.gone_back(order.id, "refunded")
    records = queries.of_orders([order.id])
    found = []
    for line in orders.lines(order):
        if set(line.version.traits) & {"digital", "perishable", "periodical", "food"}:
            continue
        for number in range(1, line.quantity - gone.get(line.id, 0) + 1):
            record = [row for row in records.get(line.id, []) if row.piece == number]
            if not any(row.state == "refunded" for row in record):
                found.append(_piece(order, line, number, record, signed_for, at))
    return found


def _piece(
    order: Order, line: Any, number: int, record: list[Any], signed_for: datetime, at: datetime
) -> Piece:
    before = facts.past(order, record)
    until = facts.covered_until(order, line, signed_for, before)
    most = facts.remedy(order, line, signed_for, before, at)
    last = until.value or returning.day_of(order, signed_for)
    return Piece(
        order=order, line=line, piece=number,
        title=Words(line.version.title_zh, line.version.title_en),
        until=last, cites=until.cites, because=until.sentence,
        open=at < returning.end_of(order, last),
        remedy=most.value, remedy_cites=most.cites, remedy_words=most.sentence, record=record,
    )  # fmt: skip
