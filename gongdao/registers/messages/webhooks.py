"""Webhooks out: events for programs, signed as Standard Webhooks are, tried until they are taken.

Rows are written in the transaction of whoever caused the event; a worker sends them afterwards, so
that nothing is announced that did not happen, and nothing that happened is forgotten.
"""

from __future__ import annotations

import hmac
import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.db import transaction
from standardwebhooks import Webhook

from gongdao.kernel.ref import expect, mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.messages.models import Delivery, Endpoint
from gongdao.registers.parties.powers import Actor

WAITS = tuple(timedelta(seconds=s) for s in (5, 60, 600, 3_600, 21_600, 86_400))
"""How long to wait after each try that failed; after the last one the delivery is given up."""

URL_MOST = 400
ENDPOINTS_MOST = 5

Transport = Callable[[str, bytes, Mapping[str, str]], int]
"""Sends a body to an address and says with which HTTP status it was answered; 0 for no answer."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened that these parties' programs may want to know."""

    name: str
    subject: str
    audience: tuple[str, ...]
    marketplace: str
    at: datetime
    data: Mapping[str, Any]


def announce(events: Sequence[Event]) -> None:
    """Write a delivery for each endpoint of each audience, in the transaction of whoever caused it."""
    parties = {party for event in events for party in event.audience}
    found: dict[str, list[Endpoint]] = {}
    for endpoint in Endpoint.objects.filter(party__in=parties, ended_at=None):
        found.setdefault(endpoint.party, []).append(endpoint)
    Delivery.objects.bulk_create(
        Delivery(
            id=mint("dlv", at=event.at, salt=f"{endpoint.id}/{event.name}/{event.subject}"),
            marketplace=event.marketplace,
            endpoint=endpoint,
            event=event.name,
            body=_body(event),
            at=event.at,
            next_at=event.at,
        )
        for event in events
        for party in event.audience
        for endpoint in found.get(party, ())
        if endpoint.marketplace == event.marketplace
    )


@transaction.atomic
def register(*, by: Actor, url: str, at: datetime) -> Endpoint:
    """A party names where its program listens. Only public addresses, only over TLS."""
    _refuse_address(url)
    mine = Endpoint.objects.filter(party=by.party, ended_at=None)
    if mine.count() >= ENDPOINTS_MOST:
        raise Refusal(
            "webhooks_too_many",
            f"最多登记{ENDPOINTS_MOST}个通知地址，请先停用一个。",
            f"At most {ENDPOINTS_MOST} webhooks; end one first.",
        )
    return Endpoint.objects.create(
        id=mint("whk", at=at), marketplace=by.marketplace, party=by.party, url=url, made_at=at
    )


@transaction.atomic
def end(*, by: Actor, endpoint: str, at: datetime) -> None:
    """Nothing is sent there any more, what waits included."""
    row = Endpoint.objects.select_for_update().filter(pk=expect("whk", endpoint), party=by.party)
    if not row.filter(ended_at=None).update(ended_at=at):
        expect("whk", "")
    Delivery.objects.filter(endpoint=endpoint, done_at=None).update(next_at=None, answer="ended")


def endpoints(*, by: Actor) -> list[Endpoint]:
    """Where the actor's program listens."""
    return list(Endpoint.objects.filter(party=by.party, ended_at=None).order_by("id"))


def deliveries(endpoint: str, *, by: Actor, most: int = 50) -> list[Delivery]:
    """What was sent to an endpoint of the actor, or waits, newest first."""
    rows = Delivery.objects.filter(endpoint=expect("whk", endpoint), endpoint__party=by.party)
    return list(rows.order_by("-id")[:most])


def secret(endpoint: str, *, master: str) -> str:
    """The endpoint's signing secret, as Standard Webhooks write it. Derived from ours, kept nowhere."""
    key = hmac.new(master.encode(), f"webhook/{endpoint}".encode(), sha256).digest()
    return "whsec_" + b64encode(key).decode()


@transaction.atomic
def sweep(*, now: datetime, master: str, send: Transport, most: int = 100) -> int:
    """Try what is due, oldest first; another worker's rows are skipped. Returns how many were tried."""
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",))
    due = list(rows.filter(next_at__lte=now).select_related("endpoint").order_by("next_at")[:most])
    for row in due:
        status = send(row.endpoint.url, row.body.encode(), _headers(row, now, master))
        _answered(row, status, now)
        row.save(update_fields=["tries", "next_at", "done_at", "answer"])
    return len(due)


def _answered(row: Delivery, status: int, now: datetime) -> None:
    row.answer = f"HTTP {status}" if status else "no answer"
    taken = 200 <= status < 300
    wait = None if taken or row.tries >= len(WAITS) else WAITS[row.tries]
    row.done_at = now if taken else None
    row.next_at = now + wait if wait else None
    row.tries += 1


def _headers(row: Delivery, now: datetime, master: str) -> dict[str, str]:
    signed = Webhook(secret(row.endpoint_id, master=master))
    stamp = now.astimezone(UTC)
    return {
        "content-type": "application/json",
        "webhook-id": row.id,
        "webhook-timestamp": str(int(stamp.timestamp())),
        "webhook-signature": signed.sign(row.id, stamp, row.body),
    }


def _body(event: Event) -> str:
    said = {
        "type": event.name,
        "timestamp": event.at.astimezone(UTC).isoformat(),
        "data": {"subject": event.subject, **event.data},
    }
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _refuse_address(url: str) -> None:
    parts = _split(url)
    host = parts.hostname or ""
    inside = "." not in host or host.endswith((".local", ".internal", ".localhost"))
    if parts.scheme != "https" or inside or _is_number(host) or parts.username:
        raise Refusal(
            "webhook_address_wrong",
            "通知地址须为公网域名的 https 地址，不能是内网地址或 IP。",
            "A webhook needs an https address with a public host name, not an IP or an inner one.",
        )


def _split(url: str) -> SplitResult:
    try:
        readable = url.isascii() and url.isprintable() and len(url) <= URL_MOST
        return urlsplit(url if readable else "")
    except ValueError:
        return urlsplit("")


def _is_number(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return host.replace(".", "").isdigit()
    return True
