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
    SIGN,
    Answer,
    Asked,
    Away,
    Callback,
    DailyFile,
    Handover,
    Notice,
    Outcome,
    Settled,
    Told,
    stale,
    unreadable,
    unsigned,
)
from gongdao.stages.escrow.gateways.till import OK, UNKNOWN, Till

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
    ways: tuple[str, ...] = ("alipay", "wechat", "unionpay", SIGN)

    def __init__(self, secret: str, till: Till | None = None) -> None:
        self._secret = secret.encode()
        self.till = till or Till()

    def read(self, callback: Callback, *, now: datetime) -> Notice | Outcome:
        """The notice, or a refusal that says what is wrong with it."""
        headers = {name.lower(): value for name, value in callback.headers.items()}
        event, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
        signed = self._sign(event, stamp, callback.body)
        if not hmac.compare_digest(signed.encode(), headers.get("webhook-signature", "").encode()):
            raise unsigned()
        if abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
            raise stale()
        return _parse(event, callback.body)

    def notice(self, callback: Callback, *, now: datetime) -> Notice:
        """The same, for whoever has just had a payment's notice signed."""
        said = self.read(callback, now=now)
        assert isinstance(said, Notice), said
        return said

    def begin(self, asked: Asked) -> Handover:
        """It has no page of its own: the sandbox shows one, from which its notices come."""
        return Handover("wait", asked.back, timedelta(days=1))

    def charge(self, told: Told) -> Answer:
        """It charges when the sandbox lets it, and says so by a notice."""
        return Answer("sent", told.payment)

    def carry_out(self, told: Told) -> Answer:
        """Tell the far side, under the key it knows us by."""
        body = {
            "kind": told.kind, "payment": told.payment, "currency": told.amount.currency,
            "amount_minor": told.amount.minor,
        }  # fmt: skip
        return _answer(*self.till("/instructions", told.key, json.dumps(body).encode()))

    def look_up(self, told: Told) -> Answer:
        """Ask the far side; if it never heard of it, tell it again."""
        if told.kind == "charge":
            return self.charge(told)
        status, body = self.till("/outcomes", told.key, b"")
        return self.carry_out(told) if status == UNKNOWN else _answer(status, body)

    def sign_outcome(self, *, event: str, key: str, state: str, at: datetime) -> Callback:
        """A signed callback about an instruction."""
        said = {"instruction": key, "status": state, "at": at.astimezone(UTC).isoformat()}
        return self._callback(event, json.dumps(said, sort_keys=True).encode(), at)

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
        return self._callback(event, json.dumps(said, sort_keys=True).encode(), at)

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

    def _callback(self, event: str, body: bytes, at: datetime) -> Callback:
        stamp = str(int(at.timestamp()))
        return Callback(
            body,
            {
                "webhook-id": event,
                "webhook-timestamp": stamp,
                "webhook-signature": self._sign(event, stamp, body),
            },
        )

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


def _answer(status: int, body: bytes) -> Answer:
    """What the far side said; an answer that is none, or that makes no sense, tells nothing."""
    try:
        said = json.loads(body) if status == OK else {}
        assert said["state"] in ("sent", "confirmed", "failed")
        return Answer(said["state"], str(said["reference"]), str(said["words"]))
    except (AssertionError, KeyError, TypeError, ValueError) as nothing:
        raise Away from nothing


def _parse(event: str, body: bytes) -> Notice | Outcome:
    try:
        assert len(body) <= BODY_MOST
        said = json.loads(body)
        if "instruction" in said:
            return _outcome(event, said)
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


def _outcome(event: str, said: dict[str, str]) -> Outcome:
    assert said["status"] in ("sent", "confirmed", "failed")
    at = datetime.fromisoformat(said["at"])
    assert at.tzinfo is not None
    return Outcome(event, str(said["instruction"]), Answer(said["status"]), at)
