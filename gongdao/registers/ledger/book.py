"""The double-entry book, pure. An entry always balances, and is never changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from gongdao.kernel.money import Money
from gongdao.registers.ledger.chart import CHART, kind_of


@dataclass(frozen=True, slots=True)
class Line:
    """One side of an entry. Debits are positive, credits negative."""

    account: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Entry:
    """Money that moves at once, under a key that says what it is, so that a second try posts nothing."""

    key: str
    marketplace: str
    why: str
    subject: str
    at: datetime
    lines: tuple[Line, ...]
    cites: str = ""

    def __post_init__(self) -> None:
        sums: dict[str, int] = {}
        for line in self.lines:
            assert line.amount, line
            assert kind_of(line.account) in CHART, line
            sums[line.amount.currency] = sums.get(line.amount.currency, 0) + line.amount.minor
        assert len(self.lines) > 1, self.key
        assert not any(sums.values()), f"entry {self.key} does not balance: {sums}"

    @property
    def digest(self) -> bytes:
        """What the entry says about money: the same key with another digest is refused."""
        said = [[line.account, line.amount.currency, line.amount.minor] for line in self.lines]
        return sha256(json.dumps(sorted(said)).encode()).digest()


def debit(account: str, amount: Money) -> Line:
    """The account is charged: what we have grows, or what we owe shrinks."""
    assert amount.minor > 0, amount
    return Line(account, amount)


def credit(account: str, amount: Money) -> Line:
    """The account is credited: what we owe grows, or what we have shrinks."""
    assert amount.minor > 0, amount
    return Line(account, -amount)
