"""Orders: the contract, its money, its parcels, and what happens next (S10)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field, StrictBool, StrictInt

from gongdao.interfaces.api import allowed
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    PAPER,
    After,
    DutyOut,
    In,
    Limit,
    MoneyOut,
    Page,
    WordsOut,
    moment,
    moment_or_none,
    money,
    numbered,
    open_duties,
    page,
    words,
)
from gongdao.interfaces.api.v1 import (
    awards,
    coupons,
    disputes,
    parcels,
    payments,
    returns,
    rules,
)
from gongdao.interfaces.paper.contracts import contract_pdf
from gongdao.kernel.money import Money
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import actions as delivery
from gongdao.stages.delivery import queries as sent
from gongdao.stages.escrow import actions as escrow
from gongdao.stages.escrow import queries as holds
from gongdao.stages.escrow.states import HOLD
from gongdao.stages.orders import actions, queries
from gongdao.stages.orders.states import ORDER
from gongdao.stages.remedies import queries as remedies

router = Router(tags=["orders"])

PICKS_MOST = 200
VOUCHERS_MOST = 20
POINTS_MOST = 1_000_000_000
Reason = Annotated[str, Field(max_length=200, description="Why the data is needed.")]


class PickIn(In):
    """So many pieces of a listing; `no_return_confirmed` is the buyer's express word for it."""

    listing: str = Field(max_length=31)
    quantity: StrictInt = 1
    no_return_confirmed: StrictBool = False


class PurchaseIn(In):
    """What is bought, from one merchant. `external_id` is the caller's own number for the order."""

    picks: list[PickIn] = Field(min_length=1, max_length=PICKS_MOST)
    vouchers: list[str] = Field([], max_length=VOUCHERS_MOST, description="Own coupons to use.")
    points: StrictInt = Field(0, ge=0, le=POINTS_MOST, description="Own points to use.")
    external_id: str | None = Field(None, min_length=1, max_length=80)


class RefusalIn(In):
    """Why the merchant will not ship."""

    reason: str = Field(min_length=1, max_length=400)


class RecipientIn(In):
    """Who receives the goods, and where."""

    name: str = Field(max_length=60)
    phone: str = Field(max_length=20)
    address: str = Field(max_length=200)


class RecipientOut(Schema):
    """The recipient, masked: name, telephone, address; empty where none was named."""

    name: str = ""
    phone: str = ""
    address: str = ""


class SeenOut(Schema):
    """One field in clear."""

    field: str
    value: str


class OrderBrief(Schema):
    """An order in a list."""

    id: str
    external_id: str | None
    buyer: str
    merchant: str
    law: str
    goods: MoneyOut
    freight: MoneyOut
    total: MoneyOut
    state: str
    state_words: WordsOut
    concluded_at: datetime
    ship_by: datetime
    deliver_by: date


class LineOut(Schema):
    """So many pieces of one version of one listing."""

    id: str
    listing: str
    version: int
    title: WordsOut
    digest: str
    quantity: int
    amount: MoneyOut
    no_return_confirmed: bool
    kind: str
    gift: bool
    stated_value: MoneyOut | None


class HoldOut(Schema):
    """The money of the order in escrow."""

    state: str
    state_words: WordsOut
    held: MoneyOut
    frozen: bool
    since: datetime
    settled_at: datetime | None


class OrderOut(OrderBrief):
    """An order with all that belongs to it, what is owed now, and what the caller may do."""

    contract_sha256: str
    lines: list[LineOut]
    reductions: list[coupons.ReductionOut]
    hold: HoldOut | None
    payments: list[payments.PaymentOut]
    parcels: list[parcels.ParcelOut]
    returns: list[returns.ReturnOut]
    disputes: list[disputes.DisputeBrief]
    awards: list[awards.AwardOut]
    rules: list[rules.GoverningOut]
    duties: list[DutyOut]
    allowed_actions: list[str]


class ContractOut(Schema):
    """The contract as concluded. `sha256` is over it as JSON: keys sorted, no spaces, UTF-8."""

    contract: dict[str, Any]
    sha256: str


@router.post("/orders", response={201: OrderOut}, summary="Place an order")
def place(request: Asked, said: PurchaseIn) -> Status[OrderOut]:
    """Submitting the order concludes the contract, paid or not."""
    purchase = actions.Purchase(
        by=request.actor,
        at=request.now,
        picks=tuple(actions.Pick(**pick.model_dump()) for pick in said.picks),
        external_id=said.external_id,
        vouchers=tuple(said.vouchers),
        points=said.points,
    )
    (row,) = actions.place(market=request.market, purchases=[purchase])
    return Status(201, read(request, row.id))


@router.get("/orders", response=Page[OrderBrief], summary="List orders")
def mine(request: Asked, limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """The caller's own orders, newest first; the platform's staff see all."""
    rows = queries.page(by=request.actor, after=after, most=limit + 1)
    return page(rows, limit=limit, shown=brief, cursor=lambda row: row.id)


@router.get("/orders/{order}", response=OrderOut, summary="Read an order")
def read(request: Asked, order: str) -> OrderOut:
    """Contract, money, parcels, returns and disputes; open duties answer "what happens next?"."""
    return _shown(queries.see(order, by=request.actor), request)


@router.get("/orders/{order}/contract", response=ContractOut, summary="Download the contract")
def contract(request: Asked, order: str) -> ContractOut:
    """The contract as both sides can keep it, with its digest."""
    row = queries.of_a_side(order, by=request.actor)
    return ContractOut(contract=row.contract, sha256=row.contract_digest)


@router.get(
    "/orders/{order}/contract.pdf", summary="Download the signed contract", openapi_extra=PAPER
)
def contract_on_paper(
    request: Asked, order: str, language: Literal["zh", "en"] = "zh"
) -> HttpResponse:
    """A PDF/A signed by the marketplace (PAdES), in either language; the same bytes every time."""
    row = queries.of_a_side(order, by=request.actor)
    return HttpResponse(contract_pdf(row, language=language), content_type="application/pdf")


@router.post("/orders/{order}/cancel", response=OrderOut, summary="Cancel an order")
def cancel(request: Asked, order: str) -> OrderOut:
    """Leave an order that is not paid yet."""
    actions.cancel(by=request.actor, order=order, at=request.now)
    return read(request, order)


@router.post("/orders/{order}/confirm", response=OrderOut, summary="Confirm receipt")
def confirm(request: Asked, order: str) -> OrderOut:
    """The buyer is content: the merchant gets the money now."""
    sold = queries.see(order, by=request.actor)
    escrow.confirm(confirmings=[escrow.Confirming(by=request.actor, at=request.now, order=sold.id)])
    return read(request, order)


@router.post("/orders/{order}/refuse-to-ship", response=OrderOut, summary="Refuse to ship")
def refuse_to_ship(request: Asked, order: str, said: RefusalIn) -> OrderOut:
    """The merchant says that it will not ship. The contract stands all the same."""
    delivery.refuse_to_ship(by=request.actor, order=order, reason=said.reason, at=request.now)
    return read(request, order)


@router.put("/orders/{order}/recipient", response=RecipientOut, summary="Name the recipient")
def name_recipient(request: Asked, order: str, said: RecipientIn) -> RecipientOut:
    """Before the goods leave. The data is encrypted; every reader sees masks."""
    delivery.name_recipient(
        by=request.actor, order=order, recipient=said.model_dump(), at=request.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    return recipient(request, order)


@router.get("/orders/{order}/recipient", response=RecipientOut, summary="The recipient, masked")
def recipient(request: Asked, order: str) -> RecipientOut:
    """As far as anybody may see it who may see the order."""
    return RecipientOut(**sent.recipient(queries.see(order, by=request.actor).id))


@router.get(
    "/orders/{order}/recipient/{field}", response=SeenOut, summary="One field of the recipient"
)
def see_recipient(request: Asked, order: str, field: str, reason: Reason = "") -> SeenOut:
    """In clear, for a reason. Who looked at what, and why, becomes evidence. The reply is not kept."""
    value = delivery.see_recipient(
        by=request.actor, order=order, field=field, reason=reason, at=request.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    return SeenOut(field=field, value=value)


def brief(row: Any) -> OrderBrief:
    """An order as we list it."""
    return OrderBrief(**_brief(row))


def _brief(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "external_id": row.external_id,
        "buyer": row.buyer,
        "merchant": row.merchant,
        "law": row.law,
        "goods": money(row.goods),
        "freight": money(row.freight),
        "total": money(row.total),
        "state": row.state,
        "state_words": words(ORDER.names[row.state]),
        "concluded_at": moment(row.concluded_at),
        "ship_by": moment(row.ship_by),
        "deliver_by": row.deliver_by,
    }


def _shown(row: Any, request: Asked) -> OrderOut:
    hold = holds.hold_of(row.id)
    owed = open_duties(row.id)
    kinds = {duty.kind for duty in owed}
    return OrderOut(
        **_brief(row),
        contract_sha256=row.contract_digest,
        lines=[_line(line, row.currency) for line in queries.lines(row)],
        reductions=coupons.reductions(row),
        hold=_hold(hold) if hold else None,
        payments=[payments.shown(payment) for payment in holds.payments_of(row.id)],
        parcels=parcels.of(row, request),
        returns=returns.of(row, request),
        disputes=disputes.of(row),
        awards=[awards.shown(award) for award in remedies.of_order(row.id)],
        rules=rules.governing(row),
        duties=owed,
        allowed_actions=allowed.of_order(row, hold=hold, owed=kinds, by=request.actor),
    )


def _line(row: Any, currency: str) -> LineOut:
    return LineOut(
        id=numbered("lin", row.id),
        listing=row.version.listing_id,
        version=row.version.number,
        title=WordsOut(zh=row.version.title_zh, en=row.version.title_en),
        digest=row.version.digest,
        quantity=row.quantity,
        amount=money(Money(currency, row.amount_minor)),
        no_return_confirmed=row.no_return_confirmed,
        kind=row.version.kind,
        gift=row.gift_for_id is not None,
        stated_value=money(Money(currency, row.stated_minor)) if row.stated_minor else None,
    )


def _hold(row: Any) -> HoldOut:
    return HoldOut(
        state=row.state,
        state_words=words(HOLD.names[row.state]),
        held=money(holds.held([row])[row.order_id]),
        frozen=row.frozen,
        since=moment(row.since),
        settled_at=moment_or_none(row.settled_at),
    )
