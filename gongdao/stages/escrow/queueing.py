"""Entries that take money out through a gateway become instructions, in the transaction that posts them.

No gateway is spoken to here. A worker does that afterwards, as often as it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from gongdao.kernel.money import Money
from gongdao.kernel.ref import mint
from gongdao.law.topics import settling
from gongdao.registers.batches import add
from gongdao.registers.duties.actions import Owed, turn
from gongdao.registers.ledger.actions import post
from gongdao.registers.ledger.book import Entry
from gongdao.registers.ledger.chart import kind_of
from gongdao.stages.escrow import facts
from gongdao.stages.escrow.gateways.port import Notice
from gongdao.stages.escrow.instruction import Alias, Instruction

GIVES_BACK = ("queued", "sent", "confirmed")
"""In these states an instruction counts against what its payment may still give back."""


@dataclass(frozen=True, slots=True)
class Way:
    """A payment that came in, how much it was, and how much of it may still go back the same way."""

    payment: str
    paid: Money
    left: Money

    @classmethod
    def whole(cls, payment: str, paid: Money) -> Way:
        """Nothing of it went back yet."""
        return cls(payment, paid, paid)


@dataclass(frozen=True, slots=True)
class Back:
    """An entry that takes money out, to whom, and by which ways it may go."""

    entry: Entry
    payee: str
    ways: Sequence[Way]


def pay(backs: Sequence[Back]) -> int:
    """Post the entries and queue what gateways are to be told. Returns how many entries are new.

    What is in the book already was queued with it, and is not queued again.
    """
    new = post([back.entry for back in backs])
    told = backs if new == len(backs) else _unknown(backs)
    queue([row for back in told for row in _rows(back)])
    return new


def name(notices: Sequence[Notice], *, marketplace: str) -> None:
    """Keep what a gateway calls the payments it speaks of: it wants to be asked by that name."""
    for notice in notices:
        call(notice.payment, notice.reference, marketplace=marketplace)


def call(ours: str, theirs: str, *, marketplace: str) -> None:
    """From now on the gateway is asked by this name: a page that was opened becomes a payment."""
    if theirs:
        Alias.objects.update_or_create(
            ours=ours, defaults={"marketplace": marketplace, "theirs": theirs}
        )


def _unknown(backs: Sequence[Back]) -> list[Back]:
    known = entries_known((b.entry.marketplace, b.entry.key) for b in backs)
    return [b for b in backs if (b.entry.marketplace, b.entry.key) not in known]


def _rows(back: Back) -> Iterator[Instruction]:
    """One instruction for each payment that gives something back; more than came in is paid to the buyer."""
    entry, (gateway, amount) = back.entry, _out(back.entry)
    for number, (kind, way, minor) in enumerate(_split(amount, back.ways), 1):
        key = entry.key if number == 1 else f"{entry.key}#{number}"
        yield Instruction(
            id=mint("ins", at=entry.at, salt=f"{entry.marketplace}/{key}"),
            marketplace=entry.marketplace, kind=kind, key=key, entry=entry.key, gateway=gateway,
            payment=way.payment, subject=entry.subject, payee=back.payee, currency=amount.currency,
            amount_minor=minor, paid_minor=way.paid.minor, made_at=entry.at, next_at=entry.at,
        )  # fmt: skip


def _split(amount: Money, ways: Sequence[Way]) -> Iterator[tuple[str, Way, int]]:
    """Which payment gives back how much, and what is left to be paid to the buyer otherwise."""
    left = amount.minor
    for way in ways:
        if take := max(0, min(left, way.left.minor)):
            yield "refund", way, take
            left -= take
    if left:
        none = Money(amount.currency, 0)
        yield "payout", (ways[0] if ways else Way.whole("", none)), left


def _out(entry: Entry) -> tuple[str, Money]:
    """Through which gateway an entry takes how much out."""
    (line,) = [each for each in entry.lines if kind_of(each.account) == "clearing"]
    assert line.amount.minor < 0, entry
    return line.account.partition(":")[2], -line.amount


def queue(rows: Sequence[Instruction]) -> None:
    """From now on they wait for the worker, and the platform owes the buyer that they are done."""
    add(rows, once=True)
    turn(owed=[owed("gateway_sending", row, row.made_at) for row in rows])


def owed(kind: str, row: Instruction, at: datetime) -> Owed:
    """What the platform owes the buyer about an instruction: that it reaches the gateway, that it is done."""
    question = {
        "gateway_sending": settling.instruct_gateway_by,
        "gateway_answer": settling.gateway_answers_by,
    }[kind]
    due = facts.of_platform(question, row.marketplace, at)
    return Owed(
        kind, row.id, row.marketplace, row.payee, row.marketplace, at, due.value, str(due.cites)
    )


def given_back(payments: Iterable[str]) -> dict[str, int]:
    """How much of each payment went back or is on its way, in minor units."""
    rows = Instruction.objects.filter(
        payment__in=set(payments), kind="refund", state__in=GIVES_BACK
    ).values_list("payment")
    return dict(rows.annotate(sum=Sum("amount_minor")).values_list("payment", "sum"))


def entries_known(keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these entries, by marketplace and key, have become instructions already."""
    found: set[tuple[str, str]] = set()
    wanted: dict[str, set[str]] = {}
    for marketplace, key in keys:
        wanted.setdefault(marketplace, set()).add(key)
    for marketplace, entries in wanted.items():
        rows = Instruction.objects.filter(marketplace=marketplace, entry__in=entries)
        found |= {(marketplace, entry) for entry in rows.values_list("entry", flat=True)}
    return found
