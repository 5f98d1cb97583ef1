"""Prepaid balances: offered, paid, used, and given back by the law's formulae (S12)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import Field, StrictInt

from gongdao.interfaces import beginning, gateways
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    In,
    MoneyIn,
    MoneyOut,
    WordsOut,
    moment,
    moment_or_none,
    money,
    words,
)
from gongdao.interfaces.api.v1.payments import HandoverIn, HandoverOut, SimulationIn, handed
from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.stages.escrow.handovers import queries as handovers
from gongdao.stages.escrow.prepaid import actions, facts, queries
from gongdao.stages.escrow.prepaid.states import PREPAYMENT

router = Router(tags=["prepaid"])

Title = Annotated[str, Field(min_length=1, max_length=120)]


class OfferIn(In):
    """So much paid in advance buys so much credit; `days` to take it back without a reason, if more than the law's."""

    title_zh: Title
    title_en: Title
    price: MoneyIn
    bonus: MoneyIn | None = None
    days: StrictInt = Field(0, ge=0, le=3650)


class PrepayingIn(In):
    """Through which gateway the credit is paid."""

    gateway: str = Field(gateways.DEFAULT, min_length=1, max_length=20)


class PrepayAtIn(HandoverIn):
    """The same, and how it is paid there; the gateway's usual way, unless one is named."""

    way: str = Field("", max_length=20)


class UseIn(In):
    """What is drawn, and what it costs without the discount. The same `key` draws nothing twice."""

    drawn: MoneyIn
    listed: MoneyIn | None = None
    words: str = Field("", max_length=actions.WORDS_MOST)
    key: str = Field(min_length=1, max_length=80)


class EndIn(In):
    """Whose side the cause is on: `consumer`, `neither`; the merchant may say `operator`."""

    cause: str = Field("consumer", max_length=8)


class OfferOut(Schema):
    """Credit against payment in advance."""

    id: str
    merchant: str
    title: WordsOut
    price: MoneyOut
    bonus: MoneyOut
    days: int


class UseOut(Schema):
    """Something had out of a balance."""

    words: str
    drawn: MoneyOut
    listed: MoneyOut
    at: datetime


class PrepaymentOut(Schema):
    """A balance with every use, and the last day on which it may be taken back without a reason."""

    id: str
    offer: OfferOut
    consumer: str
    merchant: str
    paid: MoneyOut
    bonus: MoneyOut
    left: MoneyOut
    returned: MoneyOut
    last_day: date | None
    state: str
    state_words: WordsOut
    asked_at: datetime
    paid_at: datetime | None
    ended_at: datetime | None
    uses: list[UseOut]


@router.post("/prepaid-offers", response={201: OfferOut}, summary="Offer prepaid credit")
def offer(request: Asked, said: OfferIn) -> Status[OfferOut]:
    """Only an admitted merchant can. The money is held and is the merchant's only as it is used."""
    bonus = said.bonus.read() if said.bonus else Money(request.market.currency, 0)
    row = actions.offer(
        by=request.actor, market=request.market, title=Words(said.title_zh, said.title_en),
        price=said.price.read(), bonus=bonus, days=said.days, at=request.now,
    )  # fmt: skip
    return Status(201, _offer(row))


@router.get("/prepaid-offers", response=list[OfferOut], summary="List prepaid offers")
def offers(request: Asked) -> list[OfferOut]:
    """What can be paid in advance."""
    return [_offer(row) for row in queries.offers(by=request.actor)]


@router.post(
    "/prepaid-offers/{offered}/prepayments", response={201: PrepaymentOut}, summary="Pay in advance"
)
def pay(request: Asked, offered: str, said: PrepayingIn | None = None) -> Status[PrepaymentOut]:
    """Nothing is there before the gateway says that it has the money."""
    name = gateways.gateway(said.gateway if said else gateways.DEFAULT).name
    row = actions.pay(by=request.actor, offered=offered, gateway=name, at=request.now)
    return Status(201, _shown(row))


@router.post(
    "/prepayments/{prepayment}/handover",
    response=HandoverOut,
    summary="Go to the gateway to prepay",
)
def hand_over(request: Asked, prepayment: str, said: PrepayAtIn) -> HandoverOut:
    """What the buyer's browser needs. Asked again it is the same payment."""
    row = queries.see(prepayment, by=request.actor)
    begun = handovers.of_prepayment(row, way=said.way)
    return handed(beginning.hand_over(begun, by=request.actor, now=request.now, payer=said.payer))


@router.get("/prepayments", response=list[PrepaymentOut], summary="List prepaid balances")
def index(request: Asked) -> list[PrepaymentOut]:
    """The caller's own, as consumer or as merchant; the newest fifty."""
    return [_shown(row) for row in queries.page(by=request.actor)]


@router.get("/prepayments/{prepayment}", response=PrepaymentOut, summary="Read a prepaid balance")
def read(request: Asked, prepayment: str) -> PrepaymentOut:
    """With every use."""
    return _shown(queries.see(prepayment, by=request.actor))


@router.post(
    "/prepayments/{prepayment}/uses", response={201: PrepaymentOut}, summary="Use a balance"
)
def use(request: Asked, prepayment: str, said: UseIn) -> Status[PrepaymentOut]:
    """The consumer has something out of it; its share of the money is the merchant's then."""
    drawn = said.drawn.read()
    row = actions.use(
        by=request.actor, prepayment=prepayment, drawn=drawn,
        listed=said.listed.read() if said.listed else drawn, words=said.words, key=said.key,
        at=request.now,
    )  # fmt: skip
    return Status(201, _shown(row))


@router.post("/prepayments/{prepayment}/end", response=PrepaymentOut, summary="Take a balance back")
def end(request: Asked, prepayment: str, said: EndIn) -> PrepaymentOut:
    """Within the days to think, or after them by the law's formula. It goes back the way it came."""
    row = actions.end(by=request.actor, prepayment=prepayment, cause=said.cause, at=request.now)
    return _shown(row)


@router.post(
    "/prepayments/{prepayment}/simulate",
    response=PrepaymentOut,
    summary="Sandbox: settle a prepayment",
)
def simulate(request: Asked, prepayment: str, said: SimulationIn) -> PrepaymentOut:
    """Make the fake gateway send its signed notice now. Only in a sandbox."""
    row = queries.see(prepayment, by=request.actor)
    if request.market.mode != "sandbox":
        raise Refusal(
            "sandbox_only",
            "只有沙箱平台可以模拟支付结果。",
            "Only a sandbox can simulate what a gateway says.",
        )
    sent = gateways.FAKE.sign(
        event=f"{row.id}-sandbox", payment=row.id, captured=said.captured, amount=row.paid,
        at=request.now,
    )  # fmt: skip
    by = gateways.acts(gateways.FAKE.name, marketplace=row.marketplace)
    return _shown(actions.receive(by=by, heard=gateways.FAKE.notice(sent, now=request.now)))


def _offer(row: Any) -> OfferOut:
    return OfferOut(
        id=row.id, merchant=row.merchant, title=WordsOut(zh=row.title_zh, en=row.title_en),
        price=money(row.price), bonus=money(Money(row.currency, row.bonus_minor)),
        days=row.days_to_withdraw,
    )  # fmt: skip


def _shown(row: Any) -> PrepaymentOut:
    def sum_of(minor: int) -> MoneyOut:
        return money(Money(row.currency, minor))

    return PrepaymentOut(
        id=row.id, offer=_offer(row.offer), consumer=row.consumer, merchant=row.merchant,
        paid=money(row.paid), bonus=sum_of(row.bonus_minor),
        left=sum_of(row.left_minor if row.state == "paid" else 0),
        returned=sum_of(row.returned_minor),
        last_day=facts.last_day(row).value if row.paid_at else None,
        state=row.state, state_words=words(PREPAYMENT.names[row.state]),
        asked_at=moment(row.asked_at), paid_at=moment_or_none(row.paid_at),
        ended_at=moment_or_none(row.ended_at),
        uses=[
            UseOut(
                words=u.words, drawn=sum_of(u.drawn_minor), listed=sum_of(u.list_minor),
                at=moment(u.at),
            )
            for u in queries.uses(row)
        ],
    )  # fmt: skip
