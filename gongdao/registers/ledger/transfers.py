"""Transfers in two phases: first pending, then posted, voided or expired; each a new entry.

While it is pending the money stands on `transit`, neither here nor there. All three ways to end
share one key, so that a transfer ends once: a second ending with another outcome is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gongdao.kernel.money import Money
from gongdao.registers.ledger.book import Entry, Line, credit, debit
from gongdao.registers.ledger.chart import account


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money on its way from one account to another. `ref` names the transfer itself: `pyo_…`."""

    marketplace: str
    ref: str
    source: str
    target: str
    amount: Money

    def pending(self, at: datetime) -> Entry:
        """The money leaves its account and is on its way."""
        lines = (debit(self.source, self.amount), credit(self._transit, self.amount))
        return self._entry("pending", "transfer_pending", at, lines)

    def posted(self, at: datetime) -> Entry:
        """It arrived."""
        lines = (debit(self._transit, self.amount), credit(self.target, self.amount))
        return self._entry("ended", "transfer_posted", at, lines)

    def voided(self, at: datetime) -> Entry:
        """Somebody called it off, or the other side sent it back."""
        return self._entry("ended", "transfer_voided", at, self._back)

    def expired(self, at: datetime) -> Entry:
        """Nobody acted in time: the money is back where it was."""
        return self._entry("ended", "transfer_expired", at, self._back)

    @property
    def _transit(self) -> str:
        return account("transit", self.ref)

    @property
    def _back(self) -> tuple[Line, ...]:
        return (debit(self._transit, self.amount), credit(self.source, self.amount))

    def _entry(self, phase: str, why: str, at: datetime, lines: tuple[Line, ...]) -> Entry:
        return Entry(f"{self.ref}/{phase}", self.marketplace, why, self.ref, at, lines)
