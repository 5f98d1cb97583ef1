"""Several currencies: a booked rate, the amount it makes, and an entry that balances in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation

from gongdao.kernel.money import EXPONENT, MOST, Money
from gongdao.kernel.refusal import Refusal
from gongdao.registers.ledger.book import Entry, credit, debit

PLACES = 8
SCALE = 10**PLACES
EXCHANGE = "exchange"


@dataclass(frozen=True, slots=True)
class Quote:
    """One unit of `base` costs `scaled` hundred-millionths of a unit of `quote`: who says so, and when."""

    base: str
    quote: str
    scaled: int
    source: str
    at: datetime

    def of(self, amount: Money) -> Money:
        """What the amount is worth in the other currency, half a minor unit rounded away from zero."""
        assert amount.currency == self.base, (amount, self.base)
        worth = Money(self.quote, amount.minor)
        numerator = self.scaled * 10 ** EXPONENT[self.quote]
        return worth.share(numerator, SCALE * 10 ** EXPONENT[self.base])


def scaled(text: str) -> int:
    """The rate a person or a file names, `7.8143`, as a whole number of hundred-millionths."""
    try:
        rate = Decimal(text.strip()).scaleb(PLACES)
        readable = rate.is_finite() and 0 < rate <= MOST and rate == rate.to_integral_value()
    except InvalidOperation:
        readable = False
    if not readable:
        raise Refusal(
            "rate_unreadable",
            f"汇率“{text[:24]}”无法识别：请写正数，小数不超过{PLACES}位。",
            f'The rate "{text[:24]}" cannot be read: a positive number, at most {PLACES} places.',
        )
    return int(rate)


def convert(quote: Quote, amount: Money, *, of: str, marketplace: str, ref: str) -> Entry:
    """Money of one account changes its currency. The platform takes the position, on `exchange`."""
    got = quote.of(amount)
    if not got:
        raise Refusal(
            "amount_too_small",
            f"{amount} 兑换后不足最小货币单位。",
            f"{amount} makes less than the smallest unit of the other currency.",
        )
    lines = (
        debit(of, amount),
        credit(EXCHANGE, amount),
        debit(EXCHANGE, got),
        credit(of, got),
    )
    return Entry(f"{ref}/exchange", marketplace, "exchange", ref, quote.at, lines)
