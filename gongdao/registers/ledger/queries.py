"""Every read of the book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal
from gongdao.registers.ledger import sql
from gongdao.registers.ledger.chart import CHART, kind_of
from gongdao.registers.ledger.exchange import Quote
from gongdao.registers.ledger.models import Balance, Rate


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a statement, in the account's own sense: in is positive, out is negative."""

    at: datetime
    why: str
    cites: str
    account: str
    amount: Money
    subject: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Money that went from some kinds of account to others."""

    at: datetime
    why: str
    cites: str
    out_of: tuple[str, ...]
    into: tuple[str, ...]
    amount: Money


@dataclass(frozen=True, slots=True)
class Moved:
    """What one entry moved on one account; debits positive."""

    key: str
    why: str
    subject: str
    amount: Money
    at: datetime


def balance(marketplace: str, account: str, *, currency: str) -> Money:
    """What stands on a kept account, in the account's own sense."""
    assert CHART[kind_of(account)].kept, account
    rows = _rows(sql.BALANCES, marketplace, [account], currency)
    return Money(currency, rows[0][1] if rows else 0)


def balances(marketplace: str, accounts: Iterable[str], *, currency: str) -> dict[str, Money]:
    """The same for many accounts in one read; an account never used stands at zero."""
    names = list(accounts)
    rows = _rows(sql.BALANCES, marketplace, names, currency)
    found = {name: Money(currency, amount) for name, amount in rows}
    return {name: found.get(name, Money(currency, 0)) for name in names}


def standing(marketplace: str, kind: str, *, currency: str) -> dict[str, Money]:
    """What stands for each owner of a kind of kept account, where it is not zero: `payable` by merchant."""
    assert CHART[kind].kept, kind
    rows = Balance.objects.filter(
        marketplace=marketplace, account__startswith=f"{kind}:", currency=currency
    ).exclude(amount=0)
    found = rows.order_by("account").values_list("account", "amount")
    return {name.partition(":")[2]: Money(currency, amount) for name, amount in found}


def currencies(marketplace: str, account: str) -> list[Money]:
    """What stands on one kept account in each of its currencies."""
    rows = Balance.objects.filter(marketplace=marketplace, account=account).order_by("currency")
    return [Money(c, amount) for c, amount in rows.values_list("currency", "amount")]


def statement(
    marketplace: str, account: str, *, most: int = 200, after: str = ""
) -> list[Movement]:
    """The movements of one account, newest first, from the cursor of a movement on."""
    sign = 1 if CHART[kind_of(account)].side == "debit" else -1
    entry, _, place = after.partition(".")
    known = entry.isdecimal() and place.isdecimal() and len(entry) < 19 and len(place) < 5
    since = (int(entry), int(place)) if known else (2**63 - 1, 0)
    return [
        Movement(
            at, why, cites, account, Money(currency, sign * amount), subject, f"{number}.{line}"
        )
        for at, why, cites, currency, amount, subject, number, line in _rows(
            sql.STATEMENT, marketplace, account, since[0], *since, most
        )
    ]


def about(marketplace: str, subject: str, *, currency: str) -> dict[tuple[str, str], int]:
    """What moved about one thing, by (reason, kind of account); debits positive."""
    rows = _rows(sql.ABOUT, subject, marketplace, currency)
    return {(why, kind): amount for why, kind, amount in rows}


def story(marketplace: str, subject: str) -> list[Step]:
    """How money moved about one thing, oldest first: from where to where, and under which article."""
    steps: dict[tuple[datetime, str, str], dict[str, Money]] = {}
    for at, why, cites, name, currency, amount in _rows(sql.STORY, subject, marketplace):
        sides = steps.setdefault((at, why, cites), {})
        sides[name] = sides.get(name, Money(currency, 0)) + Money(currency, amount)
    return [
        Step(
            at, why, cites,
            tuple(kind_of(name) for name, m in sides.items() if _gives(name, m)),
            tuple(kind_of(name) for name, m in sides.items() if not _gives(name, m)),
            Money(next(iter(sides.values())).currency, sum(max(0, m.minor) for m in sides.values())),
        )
        for (at, why, cites), sides in steps.items()
    ]  # fmt: skip


def _gives(name: str, moved: Money) -> bool:
    """Whether money leaves this account, as a reader sees it: what we owe shrinks, or what we have does."""
    return (moved.minor > 0) == (CHART[kind_of(name)].side == "credit")


def moved_on(marketplace: str, account: str, *, begin: datetime, end: datetime) -> list[Moved]:
    """What each entry between two moments moved on one account."""
    return [
        Moved(key, why, subject, Money(currency, amount), at)
        for key, why, subject, currency, amount, at in _rows(
            sql.ENTRIES_ON, marketplace, account, begin, end
        )
    ]


def named_on(marketplace: str, account: str, keys: Iterable[str]) -> dict[str, Money]:
    """What entries of these keys moved on one account; debits positive."""
    rows = _rows(sql.ENTRIES_NAMED, marketplace, account, list(keys))
    return {key: Money(currency, amount) for key, currency, amount in rows}


def rate(base: str, quote: str, *, marketplace: str, at: datetime) -> Quote:
    """The rate booked last before a moment; refuses where none was."""
    rows = Rate.objects.filter(marketplace=marketplace, base=base, quote=quote, at__lte=at)
    row = rows.order_by("-at", "-id").first()
    if row is None:
        raise Refusal(
            "rate_missing",
            f"还没有登记 {base} 兑 {quote} 的汇率。",
            f"No rate of {base} in {quote} has been booked yet.",
        )
    return Quote(base, quote, row.scaled, row.source, at)


def rates(marketplace: str, *, most: int = 50) -> list[Rate]:
    """The rates booked last, newest first."""
    return list(Rate.objects.filter(marketplace=marketplace).order_by("-at", "-id")[:most])


def trial_balance(marketplace: str) -> dict[str, int]:
    """Debits minus credits by currency. Anything but zero means that the book is broken."""
    return dict(_rows(sql.TRIAL_BALANCE, marketplace))


def by_kind(marketplace: str) -> list[tuple[str, Money]]:
    """What stands on each kind of account, in the account's own sense."""
    rows = _rows(sql.BY_KIND, marketplace)
    return [
        (kind, Money(currency, amount if CHART[kind].side == "debit" else -amount))
        for kind, currency, amount in rows
    ]


def moved(marketplace: str) -> dict[tuple[str, str], tuple[int, Money]]:
    """How often and how much was moved for each reason, by (reason, currency)."""
    return {
        (why, currency): (times, Money(currency, amount))
        for why, currency, times, amount in _rows(sql.MOVED, marketplace)
    }


def faults(marketplace: str) -> list[str]:
    """What is wrong with the book: unbalanced entries, balances astray, refunds twice. Always empty."""
    unbalanced = [f"entry {key} does not balance" for (key,) in _rows(sql.UNBALANCED, marketplace)]
    astray = [
        f"balance of {name} is astray" for (name,) in _rows(sql.ASTRAY, marketplace, marketplace)
    ]
    overpaid = [f"order {ref} was refunded twice" for (ref,) in _rows(sql.OVERPAID, marketplace)]
    return unbalanced + astray + overpaid


def refunded(marketplace: str, order: str, *, currency: str) -> Money:
    """How much of the price of an order went back to its buyer so far."""
    return Money(currency, _rows(sql.REFUNDED, order, marketplace)[0][0])


def _rows(statement: str, *arguments: str | int | datetime | list[str]) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(statement, list(arguments))
        return list(cursor.fetchall())
