"""What a payment gateway is to us: it sends signed notices, and we believe only those whose signature holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from gongdao.kernel.money import Money
from gongdao.kernel.refusal import Refusal


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
    reference: str = ""
    """What the gateway calls the payment, where it wants to be asked by that name later."""


@dataclass(frozen=True, slots=True)
class Signed:
    """The consumer agreed at the gateway that a mandate of ours may be charged there.

    `token` is what the gateway wants to hear at each charge.
    """

    event: str
    mandate: str
    token: str
    at: datetime


SIGN = "sign"
"""The way of beginning where nothing is paid yet: the consumer lets the gateway charge later."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a buyer begins at a gateway. `key` is our own reference, so that a second try begins nothing new.

    `reference` is what the gateway called it, if it was begun before. For a signature the amount
    is a term's price, charged every so many months from a first day on.
    """

    key: str
    way: str
    amount: Money
    title: str
    back: str
    at: datetime
    reference: str = ""
    payer: str = ""
    every_months: int = 1
    first_on: date | None = None


@dataclass(frozen=True, slots=True)
class Handover:
    """What the buyer's browser needs to go on at the gateway, and for how long it is good.

    `kind` is `url` (go there), `qr` (draw it), `secret` (for a script of the gateway's own) or `wait`
    (there is nothing to do: the gateway has it, and calls back).
    """

    kind: str
    target: str
    lasts: timedelta
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a gateway is told to do. `key` is the same at every try, so that it does it once.

    `kind` is `refund`, `payout` (to the buyer, above what came in), `cancel`, or, under a mandate,
    `announce` and `charge`. `payment` is ours, `reference` theirs (under a mandate, the token of
    the signature); `paid` is what the payment once brought in.
    """

    key: str
    kind: str
    payment: str
    reference: str
    amount: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class Answer:
    """What a gateway says to that: `sent` (it is at it), `confirmed` (done) or `failed` (it cannot)."""

    state: str
    reference: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a callback says became of an instruction, once its signature was checked."""

    event: str
    key: str
    answer: Answer
    at: datetime


class Away(Exception):
    """The gateway did not answer, or not so that anything is known: it may have done it or not; ask again."""


BODY_MOST = 64 * 1024
"""No gateway's notice is larger; whatever is, is not read."""

MOVES = ("payment", "refund", "chargeback", "fee", "payout")
"""What a line of a daily file can be; a payout is what the gateway paid to our bank account."""


@dataclass(frozen=True, slots=True)
class Settled:
    """One line of a gateway's daily file. In is positive, out is negative.

    `reference` is our own where the gateway was told it (a payment, or the key of a refund's
    entry), else the gateway's.
    """

    kind: str
    reference: str
    amount: Money


@dataclass(frozen=True, slots=True)
class DailyFile:
    """What a gateway says that it moved on one day."""

    gateway: str
    day: date
    lines: Sequence[Settled]
    digest: str


class Gateway(Protocol):
    """A way to pay. What each of them speaks, and how it signs, stays behind this wall."""

    name: str
    thanks: str
    """What the gateway wants to read when it was understood; empty where any answer will do."""

    ways: tuple[str, ...]
    """How a buyer can pay here, the usual one first; with `sign`, it can also be charged later."""

    def begin(self, asked: Asked) -> Handover:
        """Let a buyer begin. The same key again begins nothing twice. Raises `Away` if nothing is known then."""
        ...

    def charge(self, told: Told) -> Answer:
        """Charge what was agreed and announced, under the consumer's signature; the same payment again, once."""
        ...

    def read(self, callback: Callback, *, now: datetime) -> Notice | Outcome | Signed | None:
        """The notice in a callback: of a payment, an instruction, a signature; none, if it is about something else.

        Refuses a wrong signature, an old stamp and a body it cannot read.
        """
        ...

    def carry_out(self, told: Told) -> Answer:
        """Tell the gateway; the same key again does nothing twice. Raises `Away` if nothing is known then."""
        ...

    def look_up(self, told: Told) -> Answer:
        """Ask what became of it. A gateway that never heard of it is told again."""
        ...

    def settlement_file(self, text: str) -> DailyFile:
        """The gateway's daily file, read. Refuses one that it cannot read whole."""
        ...


def unsigned() -> Refusal:
    """Nobody whom we know has signed this."""
    return Refusal("signature_wrong", "回调签名不符。", "The signature does not fit.")


def unreadable() -> Refusal:
    """Signed, but not what was agreed."""
    return Refusal("callback_unreadable", "回调内容无法识别。", "The notice cannot be read.")


def stale() -> Refusal:
    """Signed once, but perhaps recorded and sent again by somebody else."""
    return Refusal("callback_stale", "回调时间戳已过期。", "The notice's stamp is too old.")


def way_unknown(way: str) -> Refusal:
    """The gateway has no such way to pay."""
    return Refusal(
        "way_to_pay_unknown",
        f"该支付机构没有“{way}”这种付款方式，或尚未开通。",
        f"This gateway does not know the way to pay {way!r}, or has not opened it.",
    )
