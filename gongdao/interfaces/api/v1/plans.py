"""Subscriptions: plans, mandates, charges, and one step out (S12)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StrictBool, StrictInt

from gongdao.interfaces import beginning, gateways, hearing
from gongdao.interfaces.api import allowed
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    After,
    DutyOut,
    In,
    Limit,
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
from gongdao.interfaces.api.v1.payments import SENT, HandoverOut, SimulationIn, handed
from gongdao.kernel.money import Money
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties import queries as parties
from gongdao.stages.escrow.charges import actions as charges
from gongdao.stages.escrow.gateways.port import Callback, Notice, Outcome, Signed
from gongdao.stages.escrow.handovers import queries as handovers
from gongdao.stages.escrow.mandates import actions, queries, terms
from gongdao.stages.escrow.mandates.states import CHARGE, MANDATE, PLAN
from gongdao.stages.escrow.plans import actions as plans
from gongdao.stages.escrow.prepaid import queries as balances

router = Router(tags=["subscriptions"])
callbacks = Router(tags=["gateways"])

Title = Annotated[str, Field(min_length=1, max_length=plans.TITLE_MOST)]
Whose = Annotated[
    Literal["offered", "mine"],
    Field(description="What is offered, or all terms of the caller's own."),
]


class TermsIn(In):
    """What is sold, for how much a term, a term of how many months, after how long a free trial."""

    title_zh: Title
    title_en: Title
    price: MoneyIn
    every_months: StrictInt = Field(1, ge=1, le=36)
    trial_days: StrictInt = Field(0, ge=0, le=365)

    def read(self) -> plans.Terms:
        """The terms as the product knows them."""
        title = Words(self.title_zh, self.title_en)
        return plans.Terms(title, self.price.read(), self.every_months, self.trial_days)


class AgreementIn(In):
    """The consumer's express yes to exactly the words with this digest. There is no default."""

    agreed: StrictBool
    digest: str = Field(pattern="^[0-9a-f]{64}$")
    method: str = Field("alipay", min_length=1, max_length=20)
    gateway: str = Field(gateways.DEFAULT, min_length=1, max_length=20)


class PlanOut(Schema):
    """A plan, and the terms of its line that these are."""

    id: str
    line: str
    number: int
    merchant: str
    title: WordsOut
    price: MoneyOut
    every_months: int
    trial_days: int
    state: str
    state_words: WordsOut
    since: datetime


class ShownOut(Schema):
    """What a consumer must be shown before agreeing, and the digest by which they agree to it."""

    digest: str
    words: WordsOut
    shown: dict[str, Any]


class NoticeOut(Schema):
    """The consumer was told."""

    kind: str
    for_on: date
    told_on: date
    amount: MoneyOut


class ConsentOut(Schema):
    """The consumer agreed: to which words, when."""

    plan: str
    digest: str
    shown: dict[str, Any]
    at: datetime


class ChargeOut(Schema):
    """A term and its price."""

    id: str
    for_on: date
    until_on: date
    amount: MoneyOut
    refunded: MoneyOut
    state: str
    state_words: WordsOut


class MandateOut(Schema):
    """A subscription with its proofs: what was agreed, what was announced, what was charged."""

    id: str
    plan: PlanOut
    consumer: str
    merchant: str
    state: str
    state_words: WordsOut
    next_on: date
    begun_at: datetime
    cancelled_at: datetime | None
    ended_at: datetime | None
    consents: list[ConsentOut]
    notices: list[NoticeOut]
    charges: list[ChargeOut]
    duties: list[DutyOut]
    allowed_actions: list[str]


class HeardChargeOut(Schema):
    """What a callback about a charge led to. The same callback again leads to the same."""

    payment: str
    state: str


@router.post("/plans", response={201: PlanOut}, summary="Offer a plan")
def offer(request: Asked, said: TermsIn) -> Status[PlanOut]:
    """Only an admitted merchant can."""
    row = plans.offer(by=request.actor, market=request.market, terms=said.read(), at=request.now)
    return Status(201, _plan(row))


@router.get("/plans", response=list[PlanOut], summary="List plans")
def index(request: Asked, whose: Whose = "offered") -> list[PlanOut]:
    """What is offered now; or, of a merchant's own, every version there was."""
    return [_plan(row) for row in queries.plans(by=request.actor, mine=whose == "mine")]


@router.post("/plans/{plan}/revise", response={201: PlanOut}, summary="Offer new terms")
def revise(request: Asked, plan: str, said: TermsIn) -> Status[PlanOut]:
    """Subscribers are asked, never moved: a higher price needs their consent again."""
    row = plans.revise(
        by=request.actor, market=request.market, plan=plan, terms=said.read(), at=request.now
    )
    return Status(201, _plan(row))


@router.post("/plans/{plan}/close", response=PlanOut, summary="Offer a plan no more")
def close(request: Asked, plan: str) -> PlanOut:
    """Subscriptions run to the end of their term and are not charged again."""
    return _plan(plans.close(by=request.actor, plan=plan, at=request.now))


@router.get("/plans/{plan}/terms", response=ShownOut, summary="What to show before a yes")
def shown(request: Asked, plan: str) -> ShownOut:
    """Show these words; send the digest back with the consumer's express yes."""
    return _shown(queries.shown(queries.plan(plan, by=request.actor), at=request.now))


@router.post("/plans/{plan}/mandates", response={201: MandateOut}, summary="Subscribe")
def give(request: Asked, plan: str, said: AgreementIn) -> Status[MandateOut]:
    """Refused without an express yes, and when other words were shown than those that hold now."""
    row = actions.give(
        by=request.actor, plan=plan, agreement=_agreement(said),
        gateway=gateways.gateway(said.gateway).name,
        at=request.now,
    )  # fmt: skip
    return Status(201, _mandate(row, request))


@router.post(
    "/mandates/{mandate}/handover", response=HandoverOut, summary="Go to the gateway to sign"
)
def hand_over(request: Asked, mandate: str) -> HandoverOut:
    """Real gateways charge only whom they heard themselves. Until then a charge waits, and lapses at last."""
    row = queries.see(mandate, by=request.actor)
    if row.consumer != request.actor.party:
        raise _unknown()
    begun = handovers.of_mandate(row)
    return handed(beginning.hand_over(begun, by=request.actor, now=request.now))


@router.get("/mandates", response=Page[MandateOut], summary="List subscriptions")
def mandates(request: Asked, limit: Limit = 20, after: After = "") -> dict[str, Any]:
    """The caller's own, as consumer or as merchant."""
    rows = queries.page(by=request.actor, after=after, most=limit + 1)
    return page(
        rows, limit=limit, shown=lambda row: _mandate(row, request), cursor=lambda row: row.id
    )


@router.get("/mandates/{mandate}", response=MandateOut, summary="Read a subscription")
def read(request: Asked, mandate: str) -> MandateOut:
    """With the proof of both consent and notices."""
    return _mandate(queries.see(mandate, by=request.actor), request)


@router.post("/mandates/{mandate}/cancel", response=MandateOut, summary="Cancel, in one step")
def cancel(request: Asked, mandate: str) -> MandateOut:
    """At any time, free of charge. Nothing more is charged; a term that is paid for runs on."""
    return _mandate(actions.cancel(by=request.actor, mandate=mandate, at=request.now), request)


@router.get("/mandates/{mandate}/terms", response=ShownOut, summary="New terms to agree to")
def shown_again(request: Asked, mandate: str) -> ShownOut:
    """What the merchant wants from the next renewal on. Without a yes it ends, at the old price."""
    row = queries.see(mandate, by=request.actor)
    new = queries.newest(row.line)
    if new is None or queries.consent_to(row, new):
        raise Refusal(
            "nothing_to_agree", "没有需要您同意的新条款。", "There are no new terms to agree to."
        )
    return _shown(queries.shown_again(row, new))


@router.post("/mandates/{mandate}/agree", response=MandateOut, summary="Agree to new terms")
def agree(request: Asked, mandate: str, said: AgreementIn) -> MandateOut:
    """Expressly, as at the beginning."""
    row = actions.agree(
        by=request.actor, mandate=mandate, agreement=_agreement(said), at=request.now
    )
    return _mandate(row, request)


@router.post("/mandates/{mandate}/stop", response=MandateOut, summary="Merchant: stop the service")
def stop(request: Asked, mandate: str) -> MandateOut:
    """What is left of the running term goes back to the consumer, by its days."""
    return _mandate(charges.stop(by=request.actor, mandate=mandate, at=request.now), request)


@router.post(
    "/charges/{charge}/simulate", response=HeardChargeOut, summary="Sandbox: settle a charge"
)
def simulate(request: Asked, charge: str, said: SimulationIn) -> HeardChargeOut:
    """Make the fake gateway send its signed notice now. Only in a sandbox."""
    row = queries.charge(expect("chg", charge))
    if row is None:
        raise _unknown()
    queries.see(row.mandate_id, by=request.actor)
    if request.market.mode != "sandbox":
        raise Refusal(
            "sandbox_only",
            "只有沙箱平台可以模拟支付结果。",
            "Only a sandbox can simulate what a gateway says.",
        )
    sent = gateways.FAKE.sign(
        event=f"{row.id}-sandbox", payment=row.id, captured=said.captured, amount=row.amount,
        at=request.now,
    )  # fmt: skip
    return _heard(gateways.FAKE.name, gateways.FAKE.notice(sent, now=request.now))


@callbacks.post(
    "/gateways/{gateway}/charges", auth=None, response=HeardChargeOut,
    summary="Hear a gateway about a charge", openapi_extra=SENT,
)  # fmt: skip
def hear(request: HttpRequest, gateway: str) -> HeardChargeOut:
    """Signed. What was charged under a mandate without our asking goes back at once."""
    listening = gateways.gateway(gateway)
    callback = Callback(request.body, dict(request.headers))
    named, real = gateways.named_in(callback.body), datetime.now(UTC)
    row = queries.charge(named) or queries.mandate(named) or balances.by_ref(named)
    market = row and parties.by_id(row.marketplace)
    notice = listening.read(callback, now=parties.now(market, real=real) if market else real)
    if row is None or not isinstance(notice, Notice):
        raise _unknown()
    return _heard(listening.name, notice)


def _heard(name: str, said: Notice | Outcome | Signed) -> HeardChargeOut:
    heard = hearing.hear(name, said)
    return HeardChargeOut(payment=heard.payment, state=heard.state)


def _agreement(said: AgreementIn) -> actions.Agreement:
    return actions.Agreement(said.agreed, said.digest, said.method)


def _shown(said: dict[str, Any]) -> ShownOut:
    return ShownOut(
        digest=terms.digest(said), words=WordsOut(zh=said["zh"], en=said["en"]), shown=said
    )


def _plan(row: Any) -> PlanOut:
    return PlanOut(
        id=row.id, line=row.line, number=row.number, merchant=row.merchant,
        title=WordsOut(zh=row.title_zh, en=row.title_en), price=money(row.price),
        every_months=row.every_months, trial_days=row.trial_days, state=row.state,
        state_words=words(PLAN.names[row.state]), since=moment(row.since),
    )  # fmt: skip


def _mandate(row: Any, request: Asked) -> MandateOut:
    currency = row.plan.currency
    return MandateOut(
        id=row.id, plan=_plan(row.plan), consumer=row.consumer, merchant=row.merchant,
        state=row.state, state_words=words(MANDATE.names[row.state]), next_on=row.next_on,
        begun_at=moment(row.begun_at), cancelled_at=moment_or_none(row.cancelled_at),
        ended_at=moment_or_none(row.ended_at),
        consents=[
            ConsentOut(plan=c.plan_id, digest=c.digest, shown=c.shown, at=moment(c.at))
            for c in queries.consents(row)
        ],
        notices=[
            NoticeOut(
                kind=n.kind, for_on=n.for_on, told_on=n.told_on,
                amount=money(Money(currency, n.amount_minor)),
            )
            for n in queries.notices(row)
        ],
        charges=[
            ChargeOut(
                id=c.id, for_on=c.for_on, until_on=c.until_on, amount=money(c.amount),
                refunded=money(Money(currency, c.refunded_minor)), state=c.state,
                state_words=words(CHARGE.names[c.state]),
            )
            for c in queries.charges(row)
        ],
        duties=open_duties(row.id),
        allowed_actions=allowed.of_mandate(row, by=request.actor),
    )  # fmt: skip


def _unknown() -> Refusal:
    return Refusal(
        "charge_unknown",
        "没有这笔扣款，或您无权查看。",
        "There is no such charge, or it is not yours to see.",
    )
