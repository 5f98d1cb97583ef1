"""Decisions on paper and what comes of them: service, measures, recourse, rectification, identity (S20-S24)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StrictBool

from gongdao.interfaces import casework
from gongdao.interfaces.api.requests import Asked
from gongdao.interfaces.api.shapes import (
    In,
    Limit,
    MoneyOut,
    WordsOut,
    moment,
    moment_or_none,
    money,
    words,
)
from gongdao.kernel.refusal import Refusal
from gongdao.registers.messages import queries as messages
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.bench import actions as bench
from gongdao.stages.disputes.claims import KINDS
from gongdao.stages.disputes.disclosure import actions as disclosure
from gongdao.stages.disputes.heads import HEADS
from gongdao.stages.disputes.reporting import queries as reports
from gongdao.stages.remedies import queries
from gongdao.stages.remedies.measures import actions as measures
from gongdao.stages.remedies.recoveries import actions as recoveries
from gongdao.stages.remedies.rectifications import actions as rectifications
from gongdao.stages.remedies.states import MEASURE, RECOVERY, RECTIFICATION

router = Router(tags=["rulings"])

Said = Annotated[str, Field(max_length=5_000)]
PDF: dict[str, Any] = {
    "responses": {
        200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
    }
}


class ReasonIn(In):
    """Why."""

    reason: Said


class WordsIn(In):
    """What was done, or what is said."""

    words: Said


class CorrectionIn(In):
    """A slip put right: the remarks as they should read, and what was wrong."""

    remarks: Said = ""
    note: Said


class ObjectionDecidedIn(In):
    """Whether a claim stands in spite of the objection, and why."""

    upheld: StrictBool
    words: Said


class ServiceOut(Schema):
    """Proof that a decision was served: how, when it counts as served, when it was opened."""

    document: str
    to: str
    method: str
    sha256: str
    served_at: datetime
    deemed_on: date
    received_at: datetime | None
    cites: str


class MeasureOut(Schema):
    """Something other than money that was ordered."""

    id: str
    dispute: str
    head: str
    head_words: WordsOut
    words: str
    cites: str
    state: str
    state_words: WordsOut
    done_with: str
    since: datetime
    ended_at: datetime | None


class RecoveryOut(Schema):
    """What the fund paid first and a merchant owes."""

    id: str
    order: str
    debtor: str
    amount: MoneyOut
    state: str
    state_words: WordsOut
    objection: str
    reply: str
    since: datetime
    ended_at: datetime | None


class RectificationOut(Schema):
    """A listing that led to the same finding again and again."""

    id: str
    listing: str
    merchant: str
    cause: str
    cause_words: WordsOut
    cases: list[str]
    state: str
    state_words: WordsOut
    plan: str
    cites: str
    since: datetime


class IdentityOut(Schema):
    """Who a merchant is, as verified by the platform."""

    shop: WordsOut
    credit_code: str
    contact: dict[str, str]
    cites: str


class PublishedOut(Schema):
    """A decided case without names, stories or references."""

    number: str
    month: date
    kind: str
    kind_words: WordsOut
    category: str
    price: MoneyOut
    findings: list[dict[str, Any]]
    orders: list[dict[str, Any]]
    reasons: list[dict[str, Any]]
    for_buyer: bool
    by_default: bool
    appealed: bool


class SearchIn(Schema):
    """What to look for in decided cases."""

    text: str = Field("", max_length=reports.TEXT_MOST)
    kind: Literal["", "counterfeit", "not_as_described", "not_received", "refusal_to_ship"] = ""
    outcome: Literal["", "for_buyer", "dismissed"] = ""


class RateOut(Schema):
    """So many of so many, and between which shares the true one lies at 95 per cent."""

    hits: int
    cases: int
    low: float
    high: float


class SizeOut(Schema):
    """How cases end for merchants of one size: small under 10 orders, middle under 100, large."""

    size: str
    for_buyer: RateOut
    by_default: RateOut
    appealed: RateOut


@router.get(
    "/disputes/{dispute}/decisions/{number}.pdf", summary="A decision on paper", openapi_extra=PDF
)
def paper(request: Asked, dispute: str, number: int) -> HttpResponse:
    """The reasoned decision as PDF/A, in the language of the caller."""
    row = cases.see(dispute, by=request.actor)
    made = next((each for each in cases.decisions(row.id) if each.number == number), None)
    if made is None:
        raise Refusal("decision_unknown", "没有这份裁决。", "There is no such decision.")
    said = casework.decision_pdf(row, made, language=request.language)
    response = HttpResponse(said, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{made.id}.{request.language}.pdf"'
    return response


@router.get("/disputes/{dispute}/services", response=list[ServiceOut], summary="Proof of service")
def services(request: Asked, dispute: str) -> list[ServiceOut]:
    """Every decision of a case, how it was served on whom, and when it was opened."""
    row = cases.see(dispute, by=request.actor)
    return [
        ServiceOut(
            document=each.document, to=each.to, method=each.method, sha256=each.digest,
            served_at=moment(each.served_at), deemed_on=each.deemed_on,
            received_at=moment_or_none(each.received_at), cites=each.cites,
        )
        for each in messages.services(row.id)
    ]  # fmt: skip


@router.post("/disputes/{dispute}/receive", response=list[ServiceOut], summary="Open a decision")
def receive(request: Asked, dispute: str) -> list[ServiceOut]:
    """A side opens the decision that was served on it. The first time is kept as proof."""
    disputes.receive(by=request.actor, dispute=dispute, at=request.now)
    return services(request, dispute)


@router.post("/disputes/{dispute}/correct", response=list[ServiceOut], summary="Correct a slip")
def correct(request: Asked, dispute: str, said: CorrectionIn) -> list[ServiceOut]:
    """Whoever made the last decision puts a slip right. What was ordered stays, and so do deadlines."""
    bench.correct(
        by=request.actor, dispute=dispute, remarks=said.remarks, note=said.note, at=request.now
    )
    return services(request, dispute)


@router.post(
    "/orders/{order}/merchant-identity", response=IdentityOut, summary="Who is the merchant?"
)
def identity(request: Asked, order: str, said: ReasonIn) -> IdentityOut:
    """The verified identity of the merchant, for the buyer, for a reason. Asking is evidence (CPL art. 44)."""
    found = disclosure.disclose(
        by=request.actor, order=order, reason=said.reason, at=request.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    return IdentityOut(
        shop=WordsOut(zh=found.shop_zh, en=found.shop_en),
        credit_code=found.credit_code,
        contact=dict(found.contact),
        cites=disclosure.CITES,
    )


@router.get(
    "/disputes/{dispute}/measures", response=list[MeasureOut], summary="What else was ordered"
)
def of_case(request: Asked, dispute: str) -> list[MeasureOut]:
    """What was ordered beside money, and how far it is."""
    return [_measure(each) for each in queries.measures_of(cases.see(dispute, by=request.actor).id)]


@router.post("/measures/{measure}/do", response=MeasureOut, summary="Do what was ordered")
def do(request: Asked, measure: str, said: WordsIn) -> MeasureOut:
    """The merchant does it, and says how: the waybill, the repair, or the apology itself."""
    return _measure(
        measures.do(by=request.actor, measure=measure, words=said.words, at=request.now)
    )


@router.get("/recoveries", response=list[RecoveryOut], summary="What is owed to the fund")
def owed(request: Asked) -> list[RecoveryOut]:
    """What the caller owes the fund; for the platform, what everybody owes."""
    return [_recovery(each) for each in queries.recoveries(by=request.actor)]


@router.post("/recoveries/{recovery}/settle", response=RecoveryOut, summary="Repay by set-off")
def settle(request: Asked, recovery: str) -> RecoveryOut:
    """The debtor repays out of what the platform holds for it."""
    return _recovery(recoveries.settle(by=request.actor, recovery=recovery, at=request.now))


@router.post("/recoveries/{recovery}/contest", response=RecoveryOut, summary="Contest recourse")
def contest(request: Asked, recovery: str, said: WordsIn) -> RecoveryOut:
    """The debtor says why it does not owe this; its time to repay stands still."""
    return _recovery(
        recoveries.contest(by=request.actor, recovery=recovery, words=said.words, at=request.now)
    )


@router.post("/recoveries/{recovery}/decide", response=RecoveryOut, summary="Decide an objection")
def decide(request: Asked, recovery: str, said: ObjectionDecidedIn) -> RecoveryOut:
    """The platform answers: the claim stands and runs anew, or is given up."""
    return _recovery(
        recoveries.decide(
            by=request.actor, recovery=recovery, upheld=said.upheld, words=said.words,
            at=request.now,
        )
    )  # fmt: skip


@router.get("/rectifications", response=list[RectificationOut], summary="What has to be put right")
def rectify(request: Asked) -> list[RectificationOut]:
    """What the caller has to put right; for the platform, what everybody has."""
    return [_rectification(each) for each in queries.rectifications(by=request.actor)]


@router.post(
    "/rectifications/{rectification}/report", response=RectificationOut, summary="Report a change"
)
def report(request: Asked, rectification: str, said: WordsIn) -> RectificationOut:
    """The merchant says what the cause was and what it changed; the effect is watched from now on."""
    return _rectification(
        rectifications.report(
            by=request.actor, rectification=rectification, plan=said.words, at=request.now
        )
    )


@router.get("/decisions", response=list[PublishedOut], summary="Search decided cases")
def published(request: Asked, search: Query[SearchIn], limit: Limit = 20) -> list[PublishedOut]:
    """Final decisions of the marketplace without names, found by what they say or cite."""
    found = reports.published(
        request.actor.marketplace, text=search.text, kind=search.kind, outcome=search.outcome,
        most=limit,
    )  # fmt: skip
    return [
        PublishedOut(
            number=each.number, month=each.month, kind=each.kind,
            kind_words=words(KINDS[each.kind].name), category=each.category,
            price=money(each.price), findings=each.findings, orders=each.orders,
            reasons=each.reasons, for_buyer=each.for_buyer, by_default=each.by_default,
            appealed=each.appealed,
        )
        for each in found
    ]  # fmt: skip


@router.get("/decisions/fairness", response=list[SizeOut], summary="Are rulings fair?")
def fairness(request: Asked) -> list[SizeOut]:
    """How cases end for merchants of each size, and who is judged by silence."""
    return [
        SizeOut(
            size=each.size, for_buyer=_rate(each.for_buyer), by_default=_rate(each.by_default),
            appealed=_rate(each.appealed),
        )
        for each in reports.by_size(request.actor.marketplace)
    ]  # fmt: skip


def _rate(found: Any) -> RateOut:
    low, high = found.interval
    return RateOut(hits=found.hits, cases=found.cases, low=round(low, 4), high=round(high, 4))


def _measure(row: Any) -> MeasureOut:
    return MeasureOut(
        id=row.id, dispute=row.dispute_id, head=row.head, head_words=words(HEADS[row.head].name),
        words=row.words, cites=row.cites, state=row.state, state_words=words(MEASURE.names[row.state]),
        done_with=row.done_with, since=moment(row.since), ended_at=moment_or_none(row.ended_at),
    )  # fmt: skip


def _recovery(row: Any) -> RecoveryOut:
    return RecoveryOut(
        id=row.id, order=row.award.order_id, debtor=row.debtor, amount=money(row.amount),
        state=row.state, state_words=words(RECOVERY.names[row.state]), objection=row.objection,
        reply=row.reply, since=moment(row.since), ended_at=moment_or_none(row.ended_at),
    )  # fmt: skip


def _rectification(row: Any) -> RectificationOut:
    return RectificationOut(
        id=row.id, listing=row.listing, merchant=row.merchant, cause=row.cause,
        cause_words=words(KINDS[row.cause].name), cases=row.cases, state=row.state,
        state_words=words(RECTIFICATION.names[row.state]), plan=row.plan, cites=row.cites,
        since=moment(row.since),
    )  # fmt: skip
