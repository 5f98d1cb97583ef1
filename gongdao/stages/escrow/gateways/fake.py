"""The gateway that ships with the product, for the demo, the sandbox and the tests.

It behaves like a real one: its notices are signed (HMAC-SHA-256 over id, time and body, in the
manner of Standard Webhooks), come late, come twice, come out of order, and sometimes say that the
payment failed. `notices` decides by the payment's own reference, so a history always replays alike.
"""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from gongdao.kernel.money import EXPONENT, MOST, Money
from gongdao.stages.escrow.gateways import daily
from gongdao.stages.escrow.gateways.port import (
    Callback,
    DailyFile,
    Notice,
    Settled,
    stale,
    unreadable,
    unsigned,
)

TOLERANCE = timedelta(minutes=5)
"""A stamp further from now than this may be somebody's recording of an old notice."""

BODY_MOST = 4096
FEE_PER_MILLE = 6
"""What this gateway takes of each payment."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A callback on its way: it reaches us at `at`."""

    at: datetime
    callback: Callback


class FakeGateway:
    """Signs and reads notices with one shared secret."""

    name = "fake"
    thanks = ""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def read(self, callback: Callback, *, now: datetime) -> Notice:
        """The notice, or a refusal that says what is wrong with it."""
        headers = {name.lower(): value for name, value in callback.headers.items()}
        event, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        signed = self._sign(event, stamp, callback.body)
        if not hmac.compare_digest(signed.encode(), headers.get("webhook-signature", "").encode()):
            raise unsigned()
        if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
            raise stale()
        return _parse(event, callback.body)

    def sign(
        self, *, event: str, payment: str, captured: bool, amount: Money, at: datetime
    ) -> Callback:
        """A signed callback, as the gateway would send it at this moment."""
        said = {
            "payment": payment,
            "status": "captured" if captured else "failed",
            "currency": amount.currency,
            "amount_minor": amount.minor,
            "at": at.astimezone(UTC).isoformat(),
        }
        body = json.dumps(said, sort_keys=True).encode()
        stamp = str(int(at.timestamp()))
        return Callback(
            body,
            {
                "webhook-id": event,
                "webhook-timestamp": stamp,
                "webhook-signature": self._sign(event, stamp, body),
            },
        )

    def notices(self, *, payment: str, amount: Money, asked_at: datetime) -> Iterator[Sent]:
        """What the gateway will send for a payment: usually one notice soon, sometimes worse."""
        chance = int.from_bytes(sha256(payment.encode()).digest()[:4])
        at = asked_at + timedelta(seconds=2 + chance % 50)
        if chance % 97 == 0:
            failed = self.sign(
                event=f"{payment}-0", payment=payment, captured=False, amount=amount, at=at
            )
            yield Sent(at, failed)
            return
        captured = self.sign(
            event=f"{payment}-1", payment=payment, captured=True, amount=amount, at=at
        )
        yield Sent(at, captured)
        if chance % 11 == 0:
            yield Sent(at + timedelta(seconds=30), captured)

    def settlement_file(self, text: str) -> DailyFile:
        """The daily file, read."""
        return daily.read(text)

    def settles(self, day: date, moved: Sequence[Settled]) -> str:
        """The file of a day on which so much moved: with fees, and now and then with a mistake.

        Which line is wrong is decided by its own reference, so that a history always settles alike.
        """
        lines = [line for each in moved for line in _told(each)]
        sums: dict[str, int] = {}
        for each in lines:
            if each.kind == "payment":
                sums[each.amount.currency] = sums.get(each.amount.currency, 0) + each.amount.minor
        for currency, minor in sums.items():
            if fee := Money(currency, -minor).share(FEE_PER_MILLE, 1_000):
                lines.append(Settled("fee", f"{self.name}-{day}-fee", fee))
        return daily.written(self.name, day, lines)

    def _sign(self, event: str, stamp: str, body: bytes) -> str:
        said = f"{event}.{stamp}.".encode() + body
        return "v1," + b64encode(hmac.new(self._secret, said, sha256).digest()).decode()


def _told(line: Settled) -> Iterator[Settled]:
    """A line as this gateway tells it: one in 97 is forgotten, one in 89 says a unit more."""
    chance = int.from_bytes(sha256(line.reference.encode()).digest()[4:8])
    if chance % 97 == 0:
        return
    more = Money(line.amount.currency, 1 if chance % 89 == 0 else 0)
    yield Settled(line.kind, line.reference, line.amount + more)


def _parse(event: str, body: bytes) -> Notice:
    try:
        assert len(body) <= BODY_MOST
        said = json.loads(body)
        amount = said["amount_minor"]
        assert type(amount) is int
        assert 0 < amount <= MOST
        assert said["currency"] in EXPONENT
        assert said["status"] in ("captured", "failed")
        at = datetime.fromisoformat(said["at"])
        assert at.tzinfo is not None
        return Notice(
            event,
            str(said["payment"]),
            said["status"] == "captured",
            Money(said["currency"], amount),
            at,
        )
    except (AssertionError, KeyError, TypeError, ValueError) as wrong:
        raise unreadable() from wrong
