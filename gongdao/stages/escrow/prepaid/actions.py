"""Paying in advance, using it, ending it. The money is held; each use releases its share to the merchant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.money import MOST, Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.law import book
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.actions import post
from gongdao.registers.ledger.book import Entry, credit, debit
from gongdao.registers.ledger.chart import account
from gongdao.registers.parties.models import Marketplace
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.admission import queries as admission
from gongdao.stages.escrow import queueing
from gongdao.stages.escrow.fees import FEE_PERCENT
from gongdao.stages.escrow.gateways.port import Notice as Heard
from gongdao.stages.escrow.prepaid import facts, queries
from gongdao.stages.escrow.prepaid.models import CAUSES, PrepaidOffer, PrepaidUse, Prepayment
from gongdao.stages.escrow.prepaid.states import PREPAYMENT
from gongdao.stages.escrow.queueing import Back, Way

WORDS_MOST = 200


@transaction.atomic
def offer(
    *, by: Actor, market: Marketplace, title: Words, price: Money, bonus: Money, days: int,
    at: datetime,
) -> PrepaidOffer:  # fmt: skip
    """A merchant offers credit against payment in advance, with days to think it over."""
    allow(by, "prepaid.offer", marketplace=market.id)
    if by.party not in admission.may_sell(market.id, [by.party]):
        raise Refusal(
            "merchant_not_admitted",
            "商家还没有通过准入，不能提供商品或服务。",
            "The merchant has not been admitted and cannot offer anything yet.",
        )
    same = {price.currency, bonus.currency} == {market.currency}
    if not (same and 0 < price.minor <= MOST and 0 <= bonus.minor <= MOST and 0 <= days <= 3650):
        raise Refusal(
            "prepaid_terms_wrong",
            f"预付金额须大于零、赠送不小于零，币种为 {market.currency}。",
            f"A prepayment is above zero and what is given on top not below it, in {market.currency}.",
        )
    row = PrepaidOffer.objects.create(
        id=mint("pof", at=at), marketplace=market.id, merchant=by.party, law=market.law,
        title_zh=title.zh[:120], title_en=title.en[:120], currency=market.currency,
        price_minor=price.minor, bonus_minor=bonus.minor, days_to_withdraw=days, since=at,
    )  # fmt: skip
    data = {"price": str(price), "bonus": str(bonus), "days": days}
    record([Deed("prepaid.offered", row.id, by=by.party, marketplace=market.id, at=at, data=data)])
    return row


@transaction.atomic
def pay(*, by: Actor, offered: str, gateway: str, at: datetime) -> Prepayment:
    """A consumer asks to pay in advance; nothing is there before the gateway says that it has the money."""
    what = queries.offer(offered, by=by)
    allow(by, "prepayment.pay", marketplace=what.marketplace)
    row = Prepayment.objects.create(
        id=mint("pre", at=at), marketplace=what.marketplace, offer=what, consumer=by.party,
        merchant=what.merchant, gateway=gateway, currency=what.currency,
        paid_minor=what.price_minor, bonus_minor=what.bonus_minor,
        had_before=queries.had_before(by.party, what.merchant), asked_at=at,
    )  # fmt: skip
    due = facts.answer_due(what.law, at)
    turn(
        owed=[
            Owed(
                "prepayment", row.id, row.consumer, row.merchant, row.marketplace, at, due.value,
                str(due.cites),
            )
        ]
    )  # fmt: skip
    record([_deed("prepayment.asked", row, by=by.party, at=at)])
    return row


@transaction.atomic
def receive(*, by: Actor, heard: Heard) -> Prepayment:
    """Take in what the gateway says. Twice changes nothing; money that comes too late goes back."""
    allow(by, "prepayment.receive", marketplace=by.marketplace)
    found = queries.locked_many([heard.payment])
    if not found:
        raise Refusal("prepayment_unknown", "没有这笔预付款。", "There is no such prepayment.")
    row, act = found[0], _act(found[0], heard)
    if act:
        row.state = PREPAYMENT.move(row.state, act, by="gateway").to
        row.paid_at = heard.at if row.state == "paid" else None
        row.save(update_fields=["state", "paid_at"])
        queueing.name([heard], marketplace=row.marketplace)
        _book(row, heard.at)
        turn(done=[Done("prepayment", row.id, heard.at)])
    record([_deed(f"prepayment.{row.state}", row, by=by.party, at=heard.at)] if act else [])
    return row


@transaction.atomic
def use(
    *, by: Actor, prepayment: str, drawn: Money, listed: Money, words: str, key: str, at: datetime
) -> Prepayment:
    """The consumer has something out of the balance. The same key again draws nothing twice."""
    row = queries.locked(prepayment, by=by)
    allow(by, "prepayment.use", marketplace=row.marketplace, buyer=row.consumer)
    PREPAYMENT.move(row.state, "end", by="buyer")
    if {drawn.currency, listed.currency} != {row.currency} or not 0 < drawn.minor <= listed.minor:
        raise Refusal(
            "use_wrong",
            "消费金额须大于零，原价不低于实扣金额，币种与预付款一致。",
            "What is drawn is above zero and at most the list price, in the currency of the prepayment.",
        )
    known = PrepaidUse.objects.filter(prepayment=row, key=key).exists()
    if not known:
        if drawn.minor > row.left_minor:
            raise Refusal(
                "balance_too_small", "预付余额不足。", "There is not enough left of the balance."
            )
        PrepaidUse.objects.create(
            marketplace=row.marketplace, prepayment=row, key=key, words=words[:WORDS_MOST],
            drawn_minor=drawn.minor, list_minor=listed.minor, at=at,
        )  # fmt: skip
        row.used_minor += drawn.minor
        row.save(update_fields=["used_minor"])
        post(_drawn(row, drawn, key, at))
    deed = _deed("prepayment.used", row, by=by.party, at=at, drawn=str(drawn), key=key)
    record([] if known else [deed])
    return row


@transaction.atomic
def end(*, by: Actor, prepayment: str, cause: str, at: datetime) -> Prepayment:
    """Take it back within the days to think, or end it for a cause; the law says how much comes back.

    The consumer may always end it on their own side; that the cause is the merchant's, the merchant says.
    """
    row = queries.locked(prepayment, by=by)
    side = allow(
        by, "prepayment.end", marketplace=row.marketplace, buyer=row.consumer, seller=row.merchant
    )
    move = PREPAYMENT.move(row.state, "end", by=side)
    if cause not in CAUSES or (side == "buyer" and cause == "operator"):
        raise Refusal(
            "cause_wrong",
            "原因须为消费者、经营者或者都不是；经营者的原因由其承认，或者通过投诉认定。",
            "The cause is on the consumer's side, the operator's or neither's; the operator concedes its own, "
            "or a complaint establishes it.",
        )
    uses, last = queries.uses(row), facts.last_day(row)
    in_time = last.value is not None and book.pack(row.offer.law).day_of(at) <= last.value
    answer = facts.comes_back(row, uses, cause="neither" if in_time else cause)
    row.state, row.ended_at, row.cause = move.to, at, cause
    row.returned_minor = min(answer.value, _held(row).minor)
    row.save(update_fields=["state", "ended_at", "cause", "returned_minor"])
    _settle(row, at, cites=str(last.cites if in_time else answer.cites))
    why = [*last.working, *answer.working]
    back = str(Money(row.currency, row.returned_minor))
    record([_deed("prepayment.ended", row, by=by.party, at=at, why=why, back=back, cause=cause)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody paid in time: the request is void."""
    late = [row for row in queries.locked_many(d.subject for d in duties) if row.state == "asked"]
    for row in late:
        row.state = PREPAYMENT.move(row.state, "lapse", by=CLOCK).to
        row.save(update_fields=["state"])
    turn(done=[Done(d.kind, d.subject, at, "missed") for d in duties])
    record([_deed("prepayment.expired", r, by=clock_of(r.marketplace).party, at=at) for r in late])


def _act(row: Prepayment, heard: Heard) -> str | None:
    if row.state not in ("asked", "expired"):
        return None
    if heard.amount != row.paid:
        raise Refusal(
            "payment_amount_differs",
            f"支付机构通知的金额 {heard.amount} 与应付金额 {row.paid} 不符。",
            f"The gateway says {heard.amount}, but {row.paid} was asked.",
        )
    if not heard.captured:
        return "fail" if row.state == "asked" else None
    return "capture" if row.state == "asked" else "return"


def _book(row: Prepayment, at: datetime) -> None:
    """What came in is held; what came too late goes back at once."""
    if row.state not in ("paid", "returned"):
        return
    case = entries.Case(row.marketplace, row.id, at)
    post([entries.capture(case, row.paid, payment=row.id, gateway=row.gateway)])
    if row.state == "returned":
        _send_back(row, row.paid, case)


def _send_back(row: Prepayment, amount: Money, case: entries.Case) -> None:
    entry = entries.refund(case, amount, under=row.id, gateway=row.gateway)
    queueing.pay([Back(entry, row.consumer, [Way.whole(row.id, row.paid)])])


def _drawn(row: Prepayment, drawn: Money, key: str, at: datetime) -> list[Entry]:
    """The paid share of what was drawn goes to the merchant; the last use takes what is left."""
    held = _held(row)
    share = drawn.share(row.paid_minor, row.paid_minor + row.bonus_minor)
    part = held if not row.left_minor else min(share, held)
    return _to_merchant(row, part, f"{row.id}/use/{key}", at)


def _settle(row: Prepayment, at: datetime, *, cites: str) -> None:
    """What comes back goes the way it came; the rest of what was held is the merchant's."""
    back = Money(row.currency, row.returned_minor)
    rest = _held(row) - back
    if back:
        _send_back(row, back, entries.Case(row.marketplace, row.id, at, cites))
    post(_to_merchant(row, rest, f"{row.id}/settled", at))


def _to_merchant(row: Prepayment, amount: Money, key: str, at: datetime) -> list[Entry]:
    if not amount:
        return []
    fee = amount.share(FEE_PERCENT, 100)
    lines = [debit(account("hold", row.id), amount)]
    lines += [credit(account("fees"), fee)] if fee else []
    lines += [credit(account("payable", row.merchant), amount - fee)] if amount - fee else []
    return [entries.Case(row.marketplace, row.id, at).entry(key, "release", *lines)]


def _held(row: Prepayment) -> Money:
    return ledger.balance(row.marketplace, account("hold", row.id), currency=row.currency)


def _deed(
    act: str, row: Prepayment, *, by: str, at: datetime, why: Sequence[dict[str, object]] = (),
    **data: str,
) -> Deed:  # fmt: skip
    return Deed(
        act, row.id, by=by, marketplace=row.marketplace, at=at, why=why,
        data={"paid": str(row.paid), **data},
    )  # fmt: skip
