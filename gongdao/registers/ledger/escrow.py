"""What may happen to money in escrow. Each function returns an entry; none touches the database.

Each key names the thing, not the try: a second refund of the same return has the same key and
posts nothing, whatever request it came with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from gongdao.kernel.money import Money
from gongdao.registers.ledger.book import Entry, Line, credit, debit
from gongdao.registers.ledger.chart import account, kind_of


@dataclass(frozen=True, slots=True)
class Case:
    """The order whose money moves, and when."""

    marketplace: str
    order: str
    at: datetime
    cites: str = ""

    def entry(self, key: str, why: str, *lines: Line) -> Entry:
        """An entry about this order."""
        return Entry(
            key=key,
            marketplace=self.marketplace,
            why=why,
            subject=self.order,
            at=self.at,
            lines=lines,
            cites=self.cites,
        )


def capture(case: Case, amount: Money, *, payment: str, gateway: str) -> Entry:
    """The buyer's payment arrives at the gateway and is held for the order."""
    return case.entry(
        f"{payment}/capture",
        "capture",
        debit(account("clearing", gateway), amount),
        credit(account("hold", case.order), amount),
    )


def release(case: Case, amount: Money, *, merchant: str, fee: Money) -> Entry:
    """What is still held goes to the merchant, less the platform's fee."""
    lines = [debit(account("hold", case.order), amount)]
    if fee:
        lines.append(credit(account("fees"), fee))
    if rest := amount - fee:
        lines.append(credit(account("payable", merchant), rest))
    return case.entry(f"{case.order}/release", "release", *lines)


def refund(case: Case, amount: Money, *, under: str, gateway: str) -> Entry:
    """Held money goes back to the buyer by the way it came. `under` is what the refund is for."""
    return case.entry(
        f"{under}/refund",
        "refund",
        debit(account("hold", case.order), amount),
        credit(account("clearing", gateway), amount),
    )


def cover(amount: Money, sources: Mapping[str, Money]) -> tuple[dict[str, int], Money]:
    """Which accounts pay how much, in the order given, and what is missing then."""
    parts: dict[str, int] = {}
    left = amount.minor
    for name, stands in sources.items():
        if take := max(0, min(left, stands.minor)):
            parts[name] = take
            left -= take
    return parts, Money(amount.currency, left)


def payments(
    case: Case, parts: Mapping[str, int], *, what: str, currency: str, under: str, gateway: str
) -> list[Entry]:
    """The buyer is paid out of each account its part. The cause and the account make the key.

    `what` is "refund" where the price goes back, "damages" where more is paid: the reason of the
    entry says so, and from where, so that the price of an order is never given back twice.
    """
    return [
        case.entry(
            f"{under}/from/{source}",
            f"{what}_{kind_of(source)}",
            debit(source, Money(currency, minor)),
            credit(account("clearing", gateway), Money(currency, minor)),
        )
        for source, minor in parts.items()
    ]


def claim(case: Case, amount: Money, *, debtor: str, under: str) -> Entry:
    """Whoever is liable owes what the fund paid first. The fund has it again only when it is paid."""
    return case.entry(
        f"{under}/claim/{debtor}",
        "claim",
        debit(account("claims", debtor), amount),
        credit(account("recoveries"), amount),
    )


def recover(case: Case, amount: Money, *, debtor: str, source: str, under: str) -> Entry:
    """The debtor pays the claim, out of `source`, and the fund is whole again."""
    return case.entry(
        f"{under}/recover/{source}",
        "recover",
        debit(source, amount),
        credit(account("claims", debtor), amount),
        debit(account("recoveries"), amount),
        credit(account("fund"), amount),
    )


def waive(case: Case, amount: Money, *, debtor: str, under: str) -> Entry:
    """The platform gives a claim up: nobody owes it any more, and the fund has borne it."""
    return case.entry(
        f"{under}/waive",
        "waive",
        debit(account("recoveries"), amount),
        credit(account("claims", debtor), amount),
    )


def fine(case: Case, amount: Money, *, merchant: str, under: str) -> Entry:
    """A penalty that a ruling imposed goes from the deposit into the protection fund."""
    return case.entry(
        f"{under}/fine",
        "fine",
        debit(account("deposit", merchant), amount),
        credit(account("fund"), amount),
    )


def lodge(case: Case, amount: Money, *, into: str, key: str) -> Entry:
    """Money comes from outside into a deposit or the fund."""
    return case.entry(key, "lodge", debit(account("bank"), amount), credit(into, amount))
