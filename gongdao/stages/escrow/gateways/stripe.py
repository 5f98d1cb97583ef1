"""Stripe: signed webhooks in, payment intents and refunds out. The transport is given, so tests need no network."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe
from stripe import HTTPClient, SignatureVerificationError, StripeClient, WebhookSignature

from gongdao.kernel.money import EXPONENT, Money
from gongdao.kernel.refusal import Refusal
from gongdao.stages.escrow.gateways import daily
from gongdao.stages.escrow.gateways.port import (
    BODY_MOST,
    Callback,
    DailyFile,
    Notice,
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

    def read(self, callback: Callback, *, now: datetime) -> Notice | None:
        """The notice in a webhook; none, if it is about something that is no payment of ours."""
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

    def refund(self, intent: str, amount: Money, *, under: str) -> str:
        """Give money back. The entry's key is the idempotency key: a retry after a crash pays nothing twice."""
        made = self._client.v1.refunds.create(
            {"payment_intent": intent, "amount": amount.minor, "metadata": {"under": under}},
            {"idempotency_key": under},
        )
        return str(made.id)


def _stamp(header: str) -> int:
    """The moment a verified header names."""
    parts = dict(part.split("=", 1) for part in header.split(","))
    return int(parts["t"])


def _parse(body: bytes) -> Notice | None:
    try:
        said: dict[str, Any] = json.loads(body) if len(body) <= BODY_MOST else {}
        kind = said["type"]
        if kind not in OUTCOMES:
            return None
        intent = said["data"]["object"]
        captured, field = OUTCOMES[kind]
        amount = Money(intent["currency"].upper(), intent[field])
        payment = intent["metadata"].get("payment")
        at = datetime.fromtimestamp(said["created"], UTC)
        return Notice(str(said["id"]), str(payment), captured, amount, at) if payment else None
    except (AssertionError, AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise unreadable() from wrong


def _code(currency: str) -> str:
    """Stripe counts as ISO 4217 does, in the currencies that we know."""
    assert currency in EXPONENT, currency
    return currency.lower()


def away(error: stripe.StripeError) -> Refusal:
    """Stripe did not answer as it should: nothing is known to have moved, and a retry is harmless."""
    return Refusal(
        "gateway_away",
        "支付机构暂时没有响应，没有扣款，请稍后重试。",
        f"The gateway does not answer; nothing was taken, try again. ({type(error).__name__})",
    )
