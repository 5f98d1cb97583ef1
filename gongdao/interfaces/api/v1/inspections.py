"""What came with an order, how it looked when it came back, and who is right about that (S17)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from ninja import Router, Schema, Status
from pydantic import Field, StrictBool, StrictInt

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    In,
    MoneyIn,
    MoneyOut,
    WordsOut,
    moment,
    money,
    numbered,
    words,
)
from gongdao.interfaces.api.v1 import returns
from gongdao.interfaces.api.v1.returns import ReturnOut
from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.stages.aftersales import actions, facts, queries
from gongdao.stages.aftersales.conditions import FAULTS
from gongdao.stages.aftersales.inspections import actions as looking
from gongdao.stages.orders import queries as orders

router = Router(tags=["returns"])


class ExtraIn(In):
    """A gift with its marked price, a discount, or free delivery, and from which sum on."""

    kind: Literal["gift", "discount", "free_delivery"]
    title_zh: str = Field(min_length=1, max_length=80, examples=["马克杯"])
    title_en: str = Field(min_length=1, max_length=80, examples=["A mug"])
    worth: MoneyIn
    threshold: MoneyIn | None = None


class ExtrasIn(In):
    """Everything that comes with an order besides its lines."""

    extras: list[ExtraIn] = Field(min_length=1, max_length=50)


class ExtraOut(Schema):
    """Something that came with an order."""

    id: str
    kind: str
    title: WordsOut
    worth: MoneyOut
    threshold: MoneyOut | None


class InspectionIn(In):
    """How the goods look. Photographs are named by their SHA-256; weights are in grams."""

    faults: list[str] = Field(default_factory=list, max_length=10, examples=[["tag_removed"]])
    words: str = Field("", max_length=looking.WORDS_MOST)
    photographs: list[str] = Field(default_factory=list, max_length=looking.PHOTOGRAPHS_MOST)
    weight_sent_g: StrictInt | None = None
    weight_back_g: StrictInt | None = None
    serial_sent: str = Field("", max_length=60)
    serial_back: str = Field("", max_length=60)


class InspectionOut(Schema):
    """What was found. `signals` are worth a second look and decide nothing."""

    at: datetime
    kinds: list[str]
    faults: list[str]
    words: str
    photographs: list[str]
    intact: bool
    cites: str
    signals: list[str]


class ContestIn(In):
    """Why the merchant does not refund, and what it would refund at once."""

    ground: str = Field(max_length=20, examples=["not_intact"])
    words: str = Field(max_length=looking.WORDS_MOST)
    offer: MoneyIn | None = None


class FindIn(In):
    """What an arbiter found of each contested fact: true, false, or null where it was not established."""

    found: dict[str, StrictBool | None] = Field(
        default_factory=dict, max_length=len(FAULTS), examples=[{"tag_removed": None}]
    )
    words: str = Field(max_length=looking.WORDS_MOST)


@router.post(
    "/orders/{order}/extras", response={201: list[ExtraOut]}, summary="Name what comes along"
)
def name_extras(request: Asked, order: str, said: ExtrasIn) -> Status[list[ExtraOut]]:
    """The merchant marks gifts, discounts and free delivery, once, before the goods leave."""
    came = [
        actions.Came(
            one.kind, Words(one.title_zh, one.title_en), one.worth.read(),
            one.threshold.read() if one.threshold else None,
        )
        for one in said.extras
    ]  # fmt: skip
    actions.name_extras(by=request.actor, order=order, came=came, at=request.now)
    return Status(201, extras(request, order))


@router.get("/orders/{order}/extras", response=list[ExtraOut], summary="What came with an order")
def extras(request: Asked, order: str) -> list[ExtraOut]:
    """Gifts, discounts and free delivery, as they were marked before the goods left."""
    row = orders.see(order, by=request.actor)
    return [_extra(extra, row.currency) for extra in queries.extras(row.id)]


@router.post("/returns/{ret}/inspections", response={201: InspectionOut}, summary="Inspect goods")
def inspect(request: Asked, ret: str, said: InspectionIn) -> Status[InspectionOut]:
    """The merchant records how the goods look; the law says whether that is intact."""
    look = looking.Look(
        frozenset(said.faults), said.words, tuple(said.photographs), said.weight_sent_g,
        said.weight_back_g, said.serial_sent, said.serial_back,
    )  # fmt: skip
    row = looking.inspect(by=request.actor, ret=ret, look=look, at=request.now)
    return Status(201, _inspection(row))


@router.get("/returns/{ret}/inspections", response=list[InspectionOut], summary="Read inspections")
def inspections(request: Asked, ret: str) -> list[InspectionOut]:
    """How the goods of a return were found, first to last."""
    row = queries.see(ret, by=request.actor)
    return [_inspection(seen) for seen in queries.inspections(row.id)]


@router.post("/returns/{ret}/contest", response=ReturnOut, summary="Contest a return")
def contest(request: Asked, ret: str, said: ContestIn) -> ReturnOut:
    """The merchant says that something is wrong, and must prove it."""
    objection = looking.Objection(
        said.ground, said.words, said.offer.read() if said.offer else None
    )
    looking.contest(by=request.actor, ret=ret, objection=objection, at=request.now)
    return returns.read(request, ret)


@router.post("/returns/{ret}/accept", response=ReturnOut, summary="Accept a deduction")
def accept(request: Asked, ret: str) -> ReturnOut:
    """The buyer takes what the merchant offered; it is refunded at once."""
    looking.accept(by=request.actor, ret=ret, at=request.now)
    return returns.read(request, ret)


@router.post("/returns/{ret}/find", response=ReturnOut, summary="Rule on what came back")
def find(request: Asked, ret: str, said: FindIn) -> ReturnOut:
    """An arbiter says what is established; what is not falls against whoever must prove it."""
    looking.find(by=request.actor, ret=ret, found=said.found, words=said.words, at=request.now)
    return returns.read(request, ret)


def _extra(row: Any, currency: str) -> ExtraOut:
    threshold = row.threshold_minor
    return ExtraOut(
        id=numbered("ext", row.id),
        kind=row.kind,
        title=words(Words(row.title_zh, row.title_en)),
        worth=money(Money(currency, row.worth_minor)),
        threshold=None if threshold is None else money(Money(currency, threshold)),
    )


def _inspection(row: Any) -> InspectionOut:
    return InspectionOut(
        at=moment(row.at),
        kinds=row.kinds,
        faults=row.faults,
        words=row.words,
        photographs=row.photographs,
        intact=row.intact,
        cites=row.cites,
        signals=facts.signals(row),
    )
