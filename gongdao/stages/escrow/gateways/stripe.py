"""Stripe: signed webhooks in, payment intents and refunds out. The transport is given, so tests need no network."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import stripe
from stripe import HTTPClient, SignatureVerificationError, StripeClient, WebhookSignature

from gongdao.kernel.money import EXPONENT, Money
from gongdao.stages.escrow.gateways import daily
from gongdao.stages.escrow.gateways.port import (
    BODY_MOST,
    SIGN,
    Answer,
    Asked,
    Away,
    Callback,
    DailyFile,
    Handover,
    Notice,
    Outcome,
    Signed,
    Told,
    stale,
    unreadable,
    unsigned,
    way_unknown,
)

TOLERANCE = timedelta(minutes=5)
OUTCOMES = {
    "payment_intent.succeeded": (True, "amount_received"),
    "payment_intent.payment_failed": (False, "amount"),
    "payment_intent.canceled": (False, "amount"),
}
TRIED = "payment_intent.payment_failed"
"""On Stripe's page this is one card that did not work; the buyer takes another. Of a charge it is the end."""

LASTS = timedelta(hours=23)
"""A page of Stripe's is open for a day."""

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


class StripeGateway:
    """One Stripe account. `secret` signs its webhooks, `key` speaks to its API."""

    name = "stripe"
    thanks = ""
    ways: tuple[str, ...] = ("page", "intent", SIGN)

    def __init__(
        self, *, key: str, secret: str, address: str = "", transport: HTTPClient | None = None
    ) -> None:
        self._secret = secret
        bases: Any = {"api": address} if address else {}
        self._client = StripeClient(key, http_client=transport, base_addresses=bases)

    def read(self, callback: Callback, *, now: datetime) -> Notice | Outcome | Signed | None:
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

    def begin(self, asked: Asked) -> Handover:
        """Open Stripe's page, or an intent for a page of the shop's own. Our payment is the idempotency key."""
        if asked.way not in self.ways:
            raise way_unknown(asked.way)
        if asked.way == "intent":
            return _reached(lambda: self._intent(asked))
        return _reached(lambda: self._page(asked))

    def charge(self, told: Told) -> Answer:
        """Charge the saved card or account while the consumer is away. Stripe answers at once, or calls back."""
        customer, _, method = told.reference.partition("/")
        said: Any = {
            "amount": told.amount.minor, "currency": _code(told.amount.currency),
            "customer": customer, "payment_method": method, "off_session": True, "confirm": True,
            "metadata": {"payment": told.payment, "off_session": "1"},
        }  # fmt: skip
        key: Any = {"idempotency_key": told.payment}
        return _asked(lambda: _charged(self._client.v1.payment_intents.create(said, key), told))

    def carry_out(self, told: Told) -> Answer:
        """Give money back, or call a payment off. Our key is the idempotency key: told twice, it is done once."""
        if told.kind == "payout":
            return Answer("failed", words="buyer_account_unknown")
        if told.kind == "announce":
            return Answer("confirmed", words="not_needed")
        if not told.reference:
            never = "failed" if told.kind == "refund" else "confirmed"
            return Answer(never, words="payment_never_named")
        return _asked(lambda: self._cancel(told) if told.kind == "cancel" else self._refund(told))

    def look_up(self, told: Told) -> Answer:
        """The refunds of the payment are looked through for ours; if it is not there, it is made."""
        if told.kind == "charge":
            return _asked(lambda: self._found_charge(told))
        if told.kind != "refund" or not told.reference:
            return self.carry_out(told)
        return _asked(lambda: self._found(told))

    def _intent(self, asked: Asked) -> Handover:
        said: Any = {
            "amount": asked.amount.minor, "currency": _code(asked.amount.currency),
            "metadata": {"payment": asked.key},
        }  # fmt: skip
        made = self._client.v1.payment_intents.create(said, {"idempotency_key": asked.key})
        return Handover("secret", made.client_secret or "", LASTS, made.id)

    def _page(self, asked: Asked) -> Handover:
        """The page that is open already, or a new one; of one that ran out, Stripe would only say so again."""
        key = asked.key
        if asked.reference.startswith("cs_"):
            known = self._client.v1.checkout.sessions.retrieve(asked.reference)
            if known.status == "open" and known.url:
                return Handover("url", known.url, LASTS, known.id)
            if known.status == "complete":
                return Handover("wait", "", LASTS, known.id)
            key = f"{asked.key}/{asked.reference}"
        said: Any = _signing(asked) if asked.way == SIGN else _paying(asked)
        made = self._client.v1.checkout.sessions.create(said, {"idempotency_key": key})
        return Handover("url", made.url or "", LASTS, made.id)

    def _refund(self, told: Told) -> Answer:
        said: Any = {
            "payment_intent": told.reference,
            "amount": told.amount.minor,
            "metadata": {"instruction": told.key},
        }
        return _refunded(self._client.v1.refunds.create(said, {"idempotency_key": told.key}))

    def _cancel(self, told: Told) -> Answer:
        if told.reference.startswith("cs_"):
            page = self._client.v1.checkout.sessions.expire(
                told.reference, {}, {"idempotency_key": told.key}
            )
            return Answer("confirmed" if page.status == "expired" else "failed", str(page.id))
        made = self._client.v1.payment_intents.cancel(
            told.reference, {}, {"idempotency_key": told.key}
        )
        return Answer("confirmed" if made.status == "canceled" else "failed", str(made.id))

    def _found(self, told: Told) -> Answer:
        made = self._client.v1.refunds.list({"payment_intent": told.reference, "limit": 100})
        ours = [r for r in made.data if getattr(r.metadata, "instruction", "") == told.key]
        return _refunded(ours[0]) if ours else self._refund(told)

    def _found_charge(self, told: Told) -> Answer:
        customer = told.reference.partition("/")[0]
        made = self._client.v1.payment_intents.list({"customer": customer, "limit": 100})
        ours = [p for p in made.data if getattr(p.metadata, "payment", "") == told.payment]
        return _charged(ours[0], told) if ours else self.charge(told)


def _paying(asked: Asked) -> dict[str, Any]:
    """A page where a sum is paid."""
    of_ours = {"payment": asked.key}
    price = {
        "currency": _code(asked.amount.currency), "unit_amount": asked.amount.minor,
        "product_data": {"name": asked.title},
    }  # fmt: skip
    return {
        "mode": "payment", "line_items": [{"price_data": price, "quantity": 1}],
        "client_reference_id": asked.key, "metadata": of_ours,
        "payment_intent_data": {"metadata": of_ours}, "success_url": asked.back,
        "cancel_url": asked.back,
    }  # fmt: skip


def _signing(asked: Asked) -> dict[str, Any]:
    """A page where nothing is paid, and a means of payment is left for later."""
    of_ours = {"mandate": asked.key}
    return {
        "mode": "setup", "currency": _code(asked.amount.currency), "customer_creation": "always",
        "client_reference_id": asked.key, "metadata": of_ours,
        "setup_intent_data": {"metadata": of_ours}, "success_url": asked.back,
        "cancel_url": asked.back,
    }  # fmt: skip


def _stamp(header: str) -> int:
    """The moment a verified header names."""
    parts = dict(part.split("=", 1) for part in header.split(","))
    return int(parts["t"])


def _asked(does: Callable[[], Answer]) -> Answer:
    """What Stripe answers: done, a no for good, or nothing that could be relied on."""
    try:
        return does()
    except stripe.CardError as no:
        return Answer("failed", words=str(getattr(no.error, "decline_code", None) or no.code))
    except stripe.InvalidRequestError as error:
        if error.code in FOR_GOOD:
            return Answer("failed", words=str(error.code))
        raise Away(str(error.code)) from error
    except stripe.StripeError as error:
        raise Away(type(error).__name__) from error


def _reached(does: Callable[[], Handover]) -> Handover:
    """What Stripe opened; whatever else it says, nothing was begun that is known of."""
    try:
        return does()
    except stripe.StripeError as error:
        raise Away(type(error).__name__) from error


def _charged(made: Any, told: Told) -> Answer:
    """How a charge stands. One that waits for the consumer at the screen is refused: nobody is there."""
    state = {"succeeded": "confirmed", "processing": "sent"}.get(str(made.status), "failed")
    if state == "confirmed" and made.amount_received != told.amount.minor:
        raise Away("amount_differs")
    return Answer(state, str(made.id), "" if state != "failed" else str(made.status))


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


def _signature(said: dict[str, Any]) -> Signed | None:
    """Whom to charge, and from which means of payment, under a mandate of ours."""
    made = said["data"]["object"]
    mandate, at = made["metadata"].get("mandate"), datetime.fromtimestamp(said["created"], UTC)
    token = f"{made['customer']}/{made['payment_method']}"
    return Signed(str(said["id"]), str(mandate), token, at) if mandate else None


def _parse(body: bytes) -> Notice | Outcome | Signed | None:
    try:
        said: dict[str, Any] = json.loads(body) if len(body) <= BODY_MOST else {}
        kind = said["type"]
        if kind in REFUNDS:
            return _outcome(said)
        if kind == "setup_intent.succeeded":
            return _signature(said)
        if kind not in OUTCOMES:
            return None
        intent = said["data"]["object"]
        if kind == TRIED and "off_session" not in intent["metadata"]:
            return None
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
