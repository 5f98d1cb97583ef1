"""The product information standard: which facts goods must state, and what a listing leaves out (S03)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ninja import Field, Router, Schema

from gongdao.detectors import disclosure
from gongdao.detectors.disclosure import linked
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, WordsOut, words
from gongdao.stages.listings.review import checks, facts
from gongdao.stages.listings.rows import flat, said

router = Router(tags=["standard"])


class CategoryOut(Schema):
    """A category, what it inherits from, and how many facts it asks for."""

    name: str
    words: WordsOut
    under: list[str] = Field(description="Itself, then what it inherits from, the nearest first.")
    facts: int
    mandatory: int


class FactOut(Schema):
    """One fact: how it is written, when it has to be there, under which article, since when."""

    name: str
    words: WordsOut
    type: str
    mandatory: bool
    when: dict[str, list[str]] | None = Field(
        None, description="Only if these facts are so; ! is not."
    )
    choices: dict[str, WordsOut] | None
    units: list[str]
    article: WordsOut
    since: date
    until: date | None
    most: int
    example: str


class StandardOut(Schema):
    """A category with every fact, in the version of the standard that is in force here."""

    version: str
    name: str
    words: WordsOut
    facts: list[FactOut]


class RowIn(In):
    """A listing as flat facts; `attributes` may hold those that are not the listing's own."""

    facts: dict[str, Any] = Field(max_length=200)


class CheckedOut(Schema):
    """What was found, how complete it is, and whether it could be published."""

    completeness: int
    publishable: bool
    findings: list[dict[str, Any]]


class ProductIn(In):
    """A schema.org Product in JSON-LD, or a document with one in it."""

    product: Any


class ReadOut(Schema):
    """The facts of a Product in the words of the standard, and what had no place in it."""

    facts: dict[str, str]
    left: list[str]


@router.get("/standard", response=list[CategoryOut], summary="Which categories are there?")
def categories(request: Asked) -> list[CategoryOut]:  # noqa: ARG001 - ninja passes it
    """Every category of the standard, parents before children."""
    return [
        CategoryOut(
            name=name,
            words=words(kind.words),
            under=list(disclosure.line_of(name)),
            facts=len(kind.fields),
            mandatory=sum(field.mandatory for field in kind.fields),
        )
        for name, kind in disclosure.categories().items()
    ]


@router.post("/standard/check", response=CheckedOut, summary="What is wrong with a listing?")
def check(request: Asked, row: RowIn) -> CheckedOut:
    """Facts, words and price of one listing, without an account of it being kept. Places count from 0."""
    meant = said(flat(row.facts), currency=request.market.currency)
    found = facts.faults(meant, request.market, request.now)
    return CheckedOut(
        completeness=checks.completeness(meant, on=facts.day_of(request.market, request.now)),
        publishable=not checks.blocking(found),
        findings=[fault.as_data() for fault in found],
    )


@router.post("/standard/read-product", response=ReadOut, summary="Read a schema.org Product")
def read_product(request: Asked, sent: ProductIn) -> ReadOut:  # noqa: ARG001 - ninja passes it
    """JSON-LD in, facts of the standard out; nothing is offered by this."""
    read = linked.read(sent.product)
    return ReadOut(facts=read.facts, left=read.left)


@router.get(
    "/standard/{category}", response=StandardOut, summary="Which facts does a category ask for?"
)
def category(request: Asked, category: str) -> StandardOut:
    """As of today where the marketplace's law applies."""
    kind = disclosure.category(category).on(facts.day_of(request.market, request.now))
    return StandardOut(
        version=disclosure.version(), name=kind.name, words=words(kind.words),
        facts=[_fact(field) for field in kind.fields if not field.fixed],
    )  # fmt: skip


@router.get(
    "/standard/{category}/schema", response=dict[str, Any], summary="A category as JSON Schema"
)
def schema(request: Asked, category: str) -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    on = facts.day_of(request.market, request.now)
    return disclosure.schema(disclosure.category(category), on=on)


def _fact(field: disclosure.Field) -> FactOut:
    return FactOut(
        name=field.name,
        words=words(field.words),
        type=field.type,
        mandatory=field.mandatory,
        when={name: list(wanted) for name, wanted in field.when.items()} if field.when else None,
        choices={code: words(w) for code, w in field.choices.items()} if field.choices else None,
        units=list(field.units),
        article=words(field.cause.words),
        since=field.since,
        until=field.until,
        most=field.most,
        example=field.example,
    )
