"""What carriers owe merchants for parcels. Pure: each function returns an entry.

The buyer's money is elsewhere and never waits for this: a carrier's debt is a claim of ours (`courier`)
against what a merchant awaits (`awaited`), until it is paid or taken from what the carrier has with us.
"""

from __future__ import annotations

from gongdao.kernel.money import Money
from gongdao.registers.ledger.book import Entry, credit, debit
from gongdao.registers.ledger.chart import account
from gongdao.registers.ledger.escrow import Case


def owe(case: Case, amount: Money, *, carrier: str, merchant: str) -> Entry:
    """The carrier owes so much for a parcel; the merchant awaits it."""
    return case.entry(
        f"{case.order}/courier/owed",
        "courier_owed",
        debit(account("courier", carrier), amount),
        credit(account("awaited", merchant), amount),
    )


def pay(case: Case, amount: Money, *, carrier: str, merchant: str, source: str) -> Entry:
    """The carrier's money comes in, from the bank or its deposit, and is the merchant's."""
    return case.entry(
        f"{case.order}/courier/paid/{source}",
        "courier_paid",
        debit(source, amount),
        credit(account("courier", carrier), amount),
        debit(account("awaited", merchant), amount),
        credit(account("payable", merchant), amount),
    )
