"""What a payment gateway is to us: it sends signed notices, and we believe only those whose signature holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from gongdao.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Callback:
    """What arrived from outside, as it arrived."""

    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class Notice:
    """What a callback says, once its signature was checked."""

    event: str
    payment: str
    captured: bool
    amount: Money
    at: datetime


class Gateway(Protocol):
    """A way to pay."""

    name: str

    def read(self, callback: Callback, *, now: datetime) -> Notice:
        """The notice in a callback. Refuses a wrong signature, an old stamp and a body it cannot read."""
        ...
