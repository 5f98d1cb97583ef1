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


def subsidise(case: Case, amount: Money) -> Entry:
    """The platform pays its part of a coupon: held for the order with the buyer's money, once it is paid."""
    return case.entry(
        f"{case.order}/subsidy",
        "subsidy",
        debit(account("promotions"), amount),
        credit(account("hold", case.order), amount),
    )


def subsidy_back(case: Case, parts: Mapping[str, int], *, currency: str, under: str) -> Entry:
    """Goods went back: the platform has its part of their price again, out of where it stands."""
    lines = [debit(source, Money(currency, minor)) for source, minor in parts.items()]
    back = Money(currency, sum(parts.values()))
    return case.entry(f"{under}/subsidy_back", "subsidy_back", *lines, credit(account("promotions"), back))  # fmt: skip


def subsidy_due_back(
    moved: Mapping[tuple[str, str], int], *, price: Money, stands: Money | None
) -> Money:
    """How much of its part the platform gets back, from what moved about an order by (reason, account).

    All but what still stands; where nobody says, in proportion to everything refunded so far.
    """
    paid = Money(price.currency, moved.get(("subsidy", "promotions"), 0))
    back = Money(price.currency, -moved.get(("subsidy_back", "promotions"), 0))
    refunded = sum(
        minor for (why, _), minor in moved.items() if why.startswith("refund") and minor > 0
    )
    if not paid or refunded <= 0:
        return Money(price.currency, 0)
    if stands is None:
        stands = paid - paid.share(min(refunded, price.minor), price.minor)
    return paid - stands - back


def levy(case: Case, amount: Money) -> Entry:
    """The import tax in the price is collected with it: it is owed to the customs, out of what is held."""
    return case.entry(
        f"{case.order}/levy",
        "levy",
        debit(account("levied", case.order), amount),
        credit(account("tax"), amount),
    )


def levy_back(case: Case, parts: Mapping[str, int], *, currency: str, under: str) -> Entry:
    """Goods went back, and their tax with the price: it was not due, or the customs return it.

    What is still inside the hold is so no more; what had left it already is the merchant's, who
    paid the buyer the price with the tax in it.
    """
    lines = [credit(name, Money(currency, minor)) for name, minor in parts.items()]
    back = Money(currency, sum(parts.values()))
    return case.entry(f"{under}/levy_back", "levy_back", debit(account("tax"), back), *lines)


def levy_due_back(
    moved: Mapping[tuple[str, str], int], *, price: Money, within: Money | None
) -> Money:
    """How much of the tax goes back, from what moved about an order by (reason, account).

    `within` is the tax of the very goods that went back; where nobody names any, it is in proportion
    to everything refunded so far, so that many small refunds together return what one would.
    """
    levied = Money(price.currency, moved.get(("levy", "levied"), 0))
    left = levied - Money(price.currency, moved.get(("levy_back", "tax"), 0))
    refunded = sum(
        minor for (why, _), minor in moved.items() if why.startswith("refund") and minor > 0
    )
    if not left or refunded <= 0:
        return Money(price.currency, 0)
    if refunded >= price.minor:
        return left
    if within is None:
        within = levied.share(refunded, price.minor) - (levied - left)
    return min(within, left)


def release(
    case: Case,
    amount: Money,
    *,
    merchant: str,
    fee: Money,
    part: str = "",
    tax: Money | None = None,
) -> Entry:
    """What is still held, or a named part of it, goes to the merchant, less tax and the platform's fee."""
    lines = [debit(account("hold", case.order), amount)]
    if fee:
        lines.append(credit(account("fees"), fee))
    if tax:
        lines.append(credit(account("levied", case.order), tax))
        amount -= tax
    if rest := amount - fee:
        lines.append(credit(account("payable", merchant), rest))
    key = f"{case.order}/release" + (f"/{part}" if part else "")
    return case.entry(key, "release", *lines)


def withhold(case: Case, amount: Money, *, merchant: str, part: str = "") -> Entry:
    """A part of what was released to a risky merchant is kept in reserve for a while."""
    return case.entry(
        f"{case.order}/reserve" + (f"/{part}" if part else ""),
        "reserve",
        debit(account("payable", merchant), amount),
        credit(account("reserve", merchant), amount),
    )


def free(case: Case, amount: Money, *, merchant: str) -> Entry:
    """The time of the reserve is over: what is left of it is the merchant's."""
    return case.entry(
        f"{case.order}/reserve_freed",
        "reserve_freed",
        debit(account("reserve", merchant), amount),
        credit(account("payable", merchant), amount),
    )


def fee_back(case: Case, amount: Money, *, merchant: str, under: str) -> Entry:
    """The platform gives its fee back in proportion to what was refunded after the release."""
    return case.entry(
        f"{under}/fee_back",
        "fee_back",
        debit(account("fees"), amount),
        credit(account("payable", merchant), amount),
    )


def fee_due_back(moved: Mapping[tuple[str, str], int], *, currency: str) -> Money:
    """How much of the fee is to be given back, from what moved about an order by (reason, account).

    The share is taken of everything refunded so far, less what was given back before, so that many
    small refunds together give back the same as one large one, to the last unit.
    """
    released = moved.get(("release", "hold"), 0)
    fee = -moved.get(("release", "fees"), 0)
    refunded = sum(
        minor
        for (why, kind), minor in moved.items()
        if why.startswith("refund") and kind in AFTER_RELEASE
    )
    if not released or not fee or refunded <= 0:
        return Money(currency, 0)
    share = Money(currency, fee).share(min(refunded, released), released)
    return share - Money(currency, moved.get(("fee_back", "fees"), 0))


AFTER_RELEASE = ("payable", "reserve", "deposit", "fund")
"""Where the price of an order comes from once its hold was released."""


def net(case: Case, amount: Money, *, merchant: str, under: str) -> Entry:
    """What a merchant owes on its account is taken from its deposit."""
    return case.entry(
        f"{under}/net",
        "net",
        debit(account("deposit", merchant), amount),
        credit(account("payable", merchant), amount),
    )


def outside(case: Case, amount: Money, *, merchant: str, payment: str) -> Entry:
    """Paid to the merchant outside the platform: a memorandum, so that the price is known to be paid."""
    return case.entry(
        f"{payment}/outside",
        "capture_outside",
        debit(account("outside", merchant), amount),
        credit(account("outside", case.order), amount),
    )


def outside_refund(case: Case, amount: Money, *, merchant: str, under: str) -> Entry:
    """The merchant says that it paid back outside the platform what it had got there."""
    return case.entry(
        f"{under}/outside",
        "refund_outside",
        debit(account("outside", case.order), amount),
        credit(account("outside", merchant), amount),
    )


def charged_back(case: Case, amount: Money, *, payment: str, gateway: str, under: str) -> Entry:
    """The buyer's bank took the money back; until it is decided it is in dispute."""
    return case.entry(
        f"{under}/opened",
        "chargeback",
        debit(account("disputed", payment), amount),
        credit(account("clearing", gateway), amount),
    )


def chargeback_won(case: Case, amount: Money, *, payment: str, gateway: str, under: str) -> Entry:
    """The bank gave the money back to us. Won and lost share one key: it ends once."""
    return case.entry(
        f"{under}/ended",
        "chargeback_won",
        debit(account("clearing", gateway), amount),
        credit(account("disputed", payment), amount),
    )


def chargeback_excess(case: Case, amount: Money, *, debtor: str, payment: str, under: str) -> Entry:
    """What a bank took beyond what was left of the price: the buyer has it twice, and owes it."""
    return case.entry(
        f"{under}/excess",
        "chargeback_excess",
        debit(account("claims", debtor), amount),
        credit(account("disputed", payment), amount),
    )


def chargeback_lost(
    case: Case, parts: Mapping[str, int], amount: Money, *, payment: str, under: str
) -> Entry:
    """The buyer keeps the money: it comes from the hold, and after the release from the merchant."""
    lines = [debit(source, Money(amount.currency, minor)) for source, minor in parts.items()]
    return case.entry(
        f"{under}/ended", "refund_chargeback", *lines, credit(account("disputed", payment), amount)
    )


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
