"""The reserve is freed, what is below zero is paid in or taken from the deposit, a currency is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import escrow as entries
from gongdao.registers.ledger import exchange
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.actions import book_rate, post
from gongdao.registers.ledger.book import Entry
from gongdao.registers.ledger.chart import account
from gongdao.registers.ledger.models import Rate
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.escrow.models import Standing
from gongdao.stages.orders import queries as orders


@transaction.atomic
def free_reserve(*, duties: Sequence[Duty], at: datetime) -> None:
    """The time of a reserve is over: what refunds have left of it goes to the merchant."""
    deeds = []
    for order in orders.locked_many(d.subject for d in duties):
        moved = ledger.about(order.marketplace, order.id, currency=order.currency)
        kept = -moved.get(("reserve", "reserve"), 0)
        name = account("reserve", order.merchant)
        there = ledger.balance(order.marketplace, name, currency=order.currency)
        if left := Money(order.currency, max(0, min(kept, there.minor))):
            case = entries.Case(order.marketplace, order.id, at)
            post([entries.free(case, left, merchant=order.merchant)])
        deeds.append(
            Deed(
                "reserve.freed", order.id, by=clock_of(order.marketplace).party,
                marketplace=order.marketplace, at=at, data={"amount": str(left)},
            )
        )  # fmt: skip
    turn(done=[Done(d.kind, d.subject, at, "met") for d in duties])
    record(deeds)


@transaction.atomic
def top_up(*, by: Actor, merchant: str, amount: Money, key: str, at: datetime) -> Money:
    """A merchant pays in. What it owes is netted at once; the rest is its deposit. Returns what it still owes."""
    allow(by, "top_up.pay", marketplace=by.marketplace, payee=merchant)
    case = entries.Case(by.marketplace, merchant, at)
    post([entries.lodge(case, amount, into=account("deposit", merchant), key=f"top_up/{key}")])
    owes = _net(case, merchant, currency=amount.currency, under=f"top_up/{key}")
    if not owes:
        turn(done=[Done("top_up", merchant, at)])
    data = {"amount": str(amount), "owes": str(owes)}
    record(
        [Deed("deposit.topped_up", merchant, by=by.party, marketplace=by.marketplace, at=at, data=data)]
    )  # fmt: skip
    return owes


@transaction.atomic
def lapse_top_up(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody paid in: the deposit is taken, and whoever still owes is not paid out any more."""
    deeds = []
    for duty in duties:
        merchant = duty.subject
        case = entries.Case(duty.marketplace, merchant, at)
        left: list[Money] = []
        for stands in ledger.currencies(duty.marketplace, account("payable", merchant)):
            under = f"{merchant}/{at:%Y%m%d%H%M%S}"
            left += [_net(case, merchant, currency=stands.currency, under=under)]
        owes = [amount for amount in left if amount]
        if owes:
            _freeze(merchant, duty.marketplace, owes[0], at)
        said = {"owes": ", ".join(str(amount) for amount in owes)}
        clock = clock_of(duty.marketplace).party
        deeds.append(
            Deed(
                "top_up.lapsed", merchant, by=clock, marketplace=duty.marketplace, at=at, data=said
            )
        )
    turn(done=[Done(d.kind, d.subject, at) for d in duties])
    record(deeds)


@transaction.atomic
def name_rate(*, by: Actor, base: str, quote: str, rate: str, source: str, at: datetime) -> Rate:
    """Book what one currency costs in another, with who says so."""
    allow(by, "rate.book", marketplace=by.marketplace)
    said = exchange.Quote(base, quote, exchange.scaled(rate), source.strip()[:40], at)
    row = book_rate(said, marketplace=by.marketplace)
    data = {"base": base, "quote": quote, "rate": rate.strip(), "source": said.source}
    record([Deed("rate.booked", row.id, by=by.party, marketplace=by.marketplace, at=at, data=data)])
    return row


@transaction.atomic
def change(*, by: Actor, merchant: str, amount: Money, into: str, at: datetime) -> Money:
    """A merchant's account changes currency at the rate booked last, so that it can be paid out."""
    allow(by, "exchange.make", marketplace=by.marketplace)
    quote = ledger.rate(amount.currency, into, marketplace=by.marketplace, at=at)
    name = account("payable", merchant)
    _refuse_more_than_there_is(by.marketplace, name, amount)
    ref = mint("fxc", at=at, salt=f"{merchant}/{amount}/{into}")
    entry = exchange.convert(quote, amount, of=name, marketplace=by.marketplace, ref=ref)
    post([entry])
    got = quote.of(amount)
    data = {"gave": str(amount), "got": str(got), "scaled": quote.scaled, "source": quote.source}
    record(
        [Deed("exchange.made", merchant, by=by.party, marketplace=by.marketplace, at=at, data=data)]
    )
    return got


def _net(case: entries.Case, merchant: str, *, currency: str, under: str) -> Money:
    """Take what a merchant owes from its deposit, as far as it goes. Returns what it still owes."""
    payable, deposit = account("payable", merchant), account("deposit", merchant)
    stands = ledger.balances(case.marketplace, (payable, deposit), currency=currency)
    owes = max(0, -stands[payable].minor)
    taken = min(owes, stands[deposit].minor)
    posted: list[Entry] = []
    if taken:
        posted = [entries.net(case, Money(currency, taken), merchant=merchant, under=under)]
    post(posted)
    return Money(currency, owes - taken)


def _freeze(merchant: str, marketplace: str, owes: Money, at: datetime) -> None:
    Standing.objects.update_or_create(
        merchant=merchant,
        defaults={"frozen_why": f"账户欠款 owes {owes}", "set_by": "clock", "set_at": at},
        create_defaults={
            "marketplace": marketplace,
            "reserve_percent": 0,
            "frozen_why": f"账户欠款 owes {owes}",
            "set_by": "clock",
            "set_at": at,
        },
    )


def _refuse_more_than_there_is(marketplace: str, name: str, amount: Money) -> None:
    there = ledger.balance(marketplace, name, currency=amount.currency)
    if not 0 < amount.minor <= there.minor:
        raise Refusal(
            "exchange_exceeds_account",
            f"最多可兑换 {there}。",
            f"At most {there} can be changed.",
        )
