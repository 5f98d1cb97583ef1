"""Stripe: signed webhooks in, payment intents and refunds out. The transport is given, so tests need no network."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe
from stripe import HTTPClient, SignatureVerificationError, StripeClient, WebhookSignature

from gongdao.kernel.money import EXPONENT, Money
from gongdao.stages.escrow.gateways import daily
from gongdao.stages.escrow.gateways.port import (
    BODY_MOST,
    Answer,
    Away,
    Callback,
    DailyFile,
    Notice,
    Outcome,
    Told,
    stale,
    unreadable,
    unsigned,
)

TOLERANCE = timedelta(minutes=5)
OUTCOMES = {
    "payment_intent.succeeded": (True, "amount_received"),
    "payment_intent.payment_failed": (False, "amount"),
    "payment_intent.canceled": (False, "amount"),
}
REFUNDS = ("refund.created", "refund.updated", "refund.failed", "charge.refund.updated")
STATES = {
    "pending": "sent", "requires_action": "sent", "succeeded": "confirmed", "failed": "failed",
    "canceled": "failed",
}  # fmt: skip
"""What Stripe calls how a refund stands, and what it is to us."""

FOR_GOOD = (
    "charge_already_refunded", "charge_disputed", "refund_disputed_payment", "resource_missing",
    "payment_intent_unexpected_state", "amount_too_large", "parameter_invalid_integer",
)  # fmt: skip
"""Errors that no second try will mend; every other one may be."""


@dataclass(frozen=True, slots=True)
class Handover:
    """What the buyer's browser needs to go on at Stripe."""

    reference: str
    client_secret: str


class StripeGateway:
    """One Stripe account. `secret` signs its webhooks, `key` speaks to its API."""

    name = "stripe"
    thanks = ""

    def __init__(self, *, key: str, secret: str, transport: HTTPClient | None = None) -> None:
        self._secret = secret
        self._client = StripeClient(key, http_client=transport)

    def read(self, callback: Callback, *, now: datetime) -> Notice | Outcome | None:
        """The notice in a webhook; none, if it is about something that is no payment or refund of ours."""
        headers = {name.lower(): value for name, value in callback.headers.items()}
        header = headers.get("stripe-signature", "")
        try:
            WebhookSignature.verify_header(callback.body, header, self._secret)
        except (SignatureVerificationError, UnicodeDecodeError) as forged:
            raise unsigned() from forged
        if abs(now.timestamp() - _stamp(header)) > TOLERANCE.total_seconds():
            raise stale()
        return _parse(callback.body)

    def settlement_file(self, text: str) -> DailyFile:
        """The balance report, brought into our layout."""
        return daily.read(text)

    def ask(self, payment: str, amount: Money) -> Handover:
        """Ask Stripe for money. Our payment is the idempotency key: asked twice, there is one intent."""
        asked = self._client.v1.payment_intents.create(
            {
                "amount": amount.minor,
                "currency": _code(amount.currency),
                "metadata": {"payment": payment},
            },
            {"idempotency_key": payment},
        )
        return Handover(asked.id, asked.client_secret or "")

    def carry_out(self, told: Told) -> Answer:
        """Give money back, or call a payment off. Our key is the idempotency key: told twice, it is done once."""
        if told.kind == "payout":
            return Answer("failed", words="buyer_account_unknown")
        if not told.reference:
            never = "failed" if told.kind == "refund" else "confirmed"
            return Answer(never, words="payment_never_named")
        return _asked(lambda: self._cancel(told) if told.kind == "cancel" else self._refund(told))

    def look_up(self, told: Told) -> Answer:
        """The refunds of the payment are looked through for ours; if it is not there, it is made."""
        if told.kind != "refund" or not told.reference:
            return self.carry_out(told)
        return _asked(lambda: self._found(told))

    def _refund(self, told: Told) -> Answer:
        said: Any = {
            "payment_intent": told.reference,
            "amount": told.amount.minor,
            "metadata": {"instruction": told.key},
        }
        return _refunded(self._client.v1.refunds.create(said, {"idempotency_key": told.key}))

    def _cancel(self, told: Told) -> Answer:
        made = self._client.v1.payment_intents.cancel(
            told.reference, {}, {"idempotency_key": told.key}
        )
        return Answer("confirmed" if made.status == "canceled" else "failed", str(made.id))

    def _found(self, told: Told) -> Answer:
        made = self._client.v1.refunds.list({"payment_intent": told.reference, "limit": 100})
        ours = [r for r in made.data if getattr(r.metadata, "instruction", "") == told.key]
        return _refunded(ours[0]) if ours else self._refund(told)


def _stamp(header: str) -> int:
    """The moment a verified header names."""
    parts = dict(part.split("=", 1) for part in header.split(","))
    return int(parts["t"])


def _asked(does: Callable[[], Answer]) -> Answer:
    """What Stripe answers: done, a no for good, or nothing that could be relied on."""
    try:
        return does()
    except stripe.InvalidRequestError as error:
        if error.code in FOR_GOOD:
            return Answer("failed", words=str(error.code))
        raise Away(str(error.code)) from error
    except stripe.StripeError as error:
        raise Away(type(error).__name__) from error


def _refunded(made: Any) -> Answer:
    state = STATES.get(str(made.status))
    if state is None:
        raise Away(str(made.status))
    return Answer(state, str(made.id), str(getattr(made, "failure_reason", None) or ""))


def _outcome(said: dict[str, Any]) -> Outcome | None:
    """What became of a refund of ours; of one that somebody made by hand at Stripe, nothing."""
    refund = said["data"]["object"]
    key = (refund.get("metadata") or {}).get("instruction")
    at = datetime.fromtimestamp(said["created"], UTC)
    answer = Answer(STATES[refund["status"]], str(refund["id"]), refund.get("failure_reason") or "")
    return Outcome(str(said["id"]), str(key), answer, at) if key else None


def _parse(body: bytes) -> Notice | Outcome | None:
    try:
        said: dict[str, Any] = json.loads(body) if len(body) <= BODY_MOST else {}
        kind = said["type"]
        if kind in REFUNDS:
            return _outcome(said)
        if kind not in OUTCOMES:
            return None
        intent = said["data"]["object"]
        captured, field = OUTCOMES[kind]
        amount = Money(intent["currency"].upper(), intent[field])
        payment = intent["metadata"].get("payment")
        at = datetime.fromtimestamp(said["created"], UTC)
        if not payment:
            return None
        return Notice(str(said["id"]), str(payment), captured, amount, at, str(intent["id"]))
    except (AssertionError, AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise unreadable() from wrong


def _code(currency: str) -> str:
    """Stripe counts as ISO 4217 does, in the currencies that we know."""
    assert currency in EXPONENT, currency
    return currency.lower()
