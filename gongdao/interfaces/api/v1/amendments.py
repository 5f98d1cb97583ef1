"""Changes to a contract: one side proposes, the other answers; and the invoice that a buyer asks for (S10, S16)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictBool

from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import In, Moment, WordsOut, moment, moment_or_none, words
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.amending import actions, queries
from gongdao.stages.orders.invoicing import actions as invoicing
from gongdao.stages.orders.states import AMENDMENT, INVOICE

router = Router(tags=["orders"])


class ProposalIn(In):
    """What shall change: a day, something in words, or that the contract ends; and why."""

    ship_by: Moment | None = None
    deliver_by: date | None = None
    words: str = Field("", max_length=400)
    end: StrictBool = False
    reason: str = Field(max_length=400)


class NumberIn(In):
    """The number of the invoice that was issued."""

    number: str = Field(max_length=40)


class AmendmentOut(Schema):
    """A proposed change, chained: `previous` is the contract's digest or that of the last agreed change."""

    id: str
    order: str
    number: int
    proposed_by: str
    change: dict[str, Any]
    reason: str
    previous: str
    digest: str
    state: str
    state_words: WordsOut
    proposed_at: datetime
    settled_at: datetime | None


class MadeOutIn(In):
    """A company's name and tax number; neither, for a person."""

    title: str = Field("", max_length=100)
    tax_number: str = Field("", max_length=20)


class InvoiceOut(Schema):
    """The invoice of an order; without a number until the merchant issued it."""

    order: str
    made_out_to: str
    title: str
    tax_number: str
    state: str
    state_words: WordsOut
    number: str
    asked_at: datetime
    issued_at: datetime | None


@router.get("/orders/{order}/amendments", response=list[AmendmentOut], summary="List changes")
def of_order(request: Asked, order: str) -> list[AmendmentOut]:
    """Everything that was proposed about a contract, first to last."""
    row = orders.see(order, by=request.actor)
    return [_shown(each) for each in queries.of_order(row.id)]


@router.post("/orders/{order}/amendments", response={201: AmendmentOut}, summary="Propose a change")
def propose(request: Asked, order: str, said: ProposalIn) -> Status[AmendmentOut]:
    """The other side has time to answer; if it stays silent the contract stands as it is."""
    change = actions.Change(said.ship_by, said.deliver_by, said.words, said.end)
    row = actions.propose(
        by=request.actor, order=order, change=change, reason=said.reason, at=request.now
    )
    return Status(201, _shown(row))


@router.post("/amendments/{amendment}/accept", response=AmendmentOut, summary="Agree to a change")
def accept(request: Asked, amendment: str) -> AmendmentOut:
    """From now on the contract is as amended."""
    return _shown(actions.accept(by=request.actor, amendment=amendment, at=request.now))


@router.post("/amendments/{amendment}/decline", response=AmendmentOut, summary="Decline a change")
def decline(request: Asked, amendment: str) -> AmendmentOut:
    """The contract stands as it is."""
    return _shown(actions.decline(by=request.actor, amendment=amendment, at=request.now))


@router.post("/amendments/{amendment}/withdraw", response=AmendmentOut, summary="Take it back")
def withdraw(request: Asked, amendment: str) -> AmendmentOut:
    """Only whoever proposed it, and only before it is answered."""
    return _shown(actions.withdraw(by=request.actor, amendment=amendment, at=request.now))


@router.post("/orders/{order}/invoice", response={201: InvoiceOut}, summary="Ask for an invoice")
def ask(request: Asked, order: str, said: MadeOutIn | None = None) -> Status[InvoiceOut]:
    """From now on the merchant owes one; without a body it is made out to a person."""
    made_out = invoicing.MadeOut(said.title, said.tax_number) if said else invoicing.MadeOut()
    row = invoicing.ask(by=request.actor, order=order, at=request.now, made_out=made_out)
    return Status(201, _invoice(row))


@router.post("/orders/{order}/invoice/issued", response=InvoiceOut, summary="Say it is issued")
def issued(request: Asked, order: str, said: NumberIn) -> InvoiceOut:
    """The merchant names the invoice; late is better than never."""
    row = invoicing.issue(by=request.actor, order=order, number=said.number, at=request.now)
    return _invoice(row)


def _shown(row: Any) -> AmendmentOut:
    return AmendmentOut(
        id=row.id,
        order=row.order_id,
        number=row.number,
        proposed_by=row.proposed_by,
        change=row.change,
        reason=row.reason,
        previous=row.previous,
        digest=row.digest,
        state=row.state,
        state_words=words(AMENDMENT.names[row.state]),
        proposed_at=moment(row.proposed_at),
        settled_at=moment_or_none(row.settled_at),
    )


def _invoice(row: Any) -> InvoiceOut:
    return InvoiceOut(
        made_out_to=row.made_out_to,
        title=row.title,
        tax_number=row.tax_number,
        order=row.order_id,
        state=row.state,
        state_words=words(INVOICE.names[row.state]),
        number=row.number,
        asked_at=moment(row.asked_at),
        issued_at=moment_or_none(row.issued_at),
    )
