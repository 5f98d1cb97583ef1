"""Every read of the book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from gongdao.kernel.money import Money
from gongdao.registers.ledger import sql
from gongdao.registers.ledger.chart import CHART, kind_of
from gongdao.registers.ledger.models import Balance, Line


@dataclass(frozen=True, slots=True)
class Movement:
    """One line of a statement, in the account's own sense: in is positive, out is negative."""

    at: datetime
    why: str
    cites: str
    account: str
    amount: Money


def balance(marketplace: str, account: str, *, currency: str) -> Money:
    """What stands on a kept account, in the account's own sense."""
    assert CHART[kind_of(account)].kept, account
    row = Balance.objects.filter(marketplace=marketplace, account=account, currency=currency)
    return Money(currency, row.values_list("amount", flat=True).first() or 0)


def balances(marketplace: str, accounts: Iterable[str], *, currency: str) -> dict[str, Money]:
    """The same for many accounts in one read; an account never used stands at zero."""
    names = list(accounts)
    rows = Balance.objects.filter(
        marketplace=marketplace, account__in=names, currency=currency
    ).values_list("account", "amount")
    found = {name: Money(currency, amount) for name, amount in rows}
    return {name: found.get(name, Money(currency, 0)) for name in names}


def statement(marketplace: str, account: str, *, most: int = 200) -> list[Movement]:
    """The movements of one account, newest first."""
    sign = 1 if CHART[kind_of(account)].side == "debit" else -1
    lines = (
        Line.objects.filter(marketplace=marketplace, account=account)
        .select_related("entry")
        .order_by("-entry_id", "place")[:most]
    )
    return [
        Movement(
            line.entry.at,
            line.entry.why,
            line.entry.cites,
            line.account,
            Money(line.currency, sign * line.amount),
        )
        for line in lines
    ]


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


def _rows(statement: str, *arguments: str) -> list[tuple]:  # type: ignore[type-arg]
    with connection.cursor() as cursor:
        cursor.execute(statement, list(arguments))
        return list(cursor.fetchall())
