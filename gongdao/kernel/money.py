"""Money is a whole number of the smallest unit, with its currency; never a float."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongdao.kernel.refusal import Refusal

EXPONENT = {"CNY": 2, "EUR": 2, "USD": 2, "GBP": 2, "HKD": 2, "BRL": 2, "JPY": 0}
"""Digits after the point, ISO 4217. A currency that is not here is not known to us."""

MOST = 10**15
"""No single amount is larger (ten trillion yuan): beyond it lies a mistake, not a price."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units (fen, cents). Negative amounts are debts and exist only in sums."""

    currency: str
    minor: int

    def __post_init__(self) -> None:
        assert type(self.minor) is int, self.minor
        assert self.currency in EXPONENT, self.currency

    def __add__(self, other: Money) -> Money:
        assert self.currency == other.currency, (self, other)
        return Money(self.currency, self.minor + other.minor)

    def __sub__(self, other: Money) -> Money:
        return self + -other

    def __neg__(self) -> Money:
        return Money(self.currency, -self.minor)

    def __mul__(self, times: int) -> Money:
        return Money(self.currency, self.minor * times)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __str__(self) -> str:
        digits = EXPONENT[self.currency]
        whole, rest = divmod(abs(self.minor), 10**digits)
        sign = "-" if self.minor < 0 else ""
        return f"{self.currency} {sign}{whole}" + (f".{rest:0{digits}}" if digits else "")

    def share(self, numerator: int, denominator: int) -> Money:
        """A fraction of the amount, half a unit rounded away from zero."""
        assert denominator > 0, denominator
        product = self.minor * numerator
        size = (2 * abs(product) + denominator) // (2 * denominator)
        return Money(self.currency, size if product >= 0 else -size)

    def split(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """Divide by weights so that the parts sum to the whole: largest remainder first, then order."""
        total = sum(weights)
        assert total > 0, weights
        assert min(weights) >= 0, weights
        parts = [self.minor * weight // total for weight in weights]
        rest = [self.minor * weight % total for weight in weights]
        for place in sorted(range(len(weights)), key=lambda p: -rest[p])[: self.minor - sum(parts)]:
            parts[place] += 1
        return tuple(Money(self.currency, part) for part in parts)


def cny(yuan: str) -> Money:
    """`cny("225.00")`: yuan and fen."""
    return parse(yuan, currency="CNY")


def total(amounts: Iterable[Money], *, currency: str) -> Money:
    """The sum; nothing sums to zero of the currency."""
    return sum(amounts, start=Money(currency, 0))


def parse(text: str, *, currency: str) -> Money:
    """Read what a person typed: digits, one point, no more places than the currency has."""
    if currency not in EXPONENT:
        raise Refusal(
            "currency_unknown",
            f"不认识货币“{currency[:8]}”，可用：{'、'.join(EXPONENT)}。",
            f'The currency "{currency[:8]}" is not known; known are {", ".join(EXPONENT)}.',
        )
    digits = EXPONENT[currency]
    whole, point, rest = text.strip().partition(".")
    readable = whole.isascii() and whole.isdigit() and len(whole) <= len(str(MOST))
    readable &= not point or (rest.isascii() and rest.isdigit() and len(rest) <= digits)
    minor = int(whole + rest.ljust(digits, "0")) if readable else -1
    if not 0 <= minor <= MOST:
        raise Refusal(
            "amount_unreadable",
            f"金额“{text[:24]}”无法识别：请写成不带符号的数字，小数不超过{digits}位。",
            f'The amount "{text[:24]}" cannot be read: write plain digits, at most {digits} after the point.',
        )
    return Money(currency, minor)
