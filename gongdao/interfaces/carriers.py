"""What carriers send reaches every door the same way: read, opened as a feed, taken in slice by slice."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings

from gongdao.detectors.carriers import read
from gongdao.kernel.refusal import Refusal
from gongdao.law import book
from gongdao.registers.parties.powers import Actor
from gongdao.stages.delivery.feeds import actions as feeds

SLICE = 1_000
NAME_MOST = 120
SIZE_MOST = 64 * 1024 * 1024
TOLERANCE = timedelta(minutes=5)
"""A stamp further from now than this may be somebody's recording of an old callback."""


def take_in(*, by: Actor, market: Any, name: str, data: bytes, at: datetime) -> Any:
    """Take in a file to its end. One that broke off, or came before, goes on where it was."""
    if len(data) > SIZE_MOST:
        raise Refusal(
            "feed_too_large", "文件太大，请拆开发送。", "The file is too large; send it in parts."
        )
    said = read(data, zone=book.pack(market.law).zone)
    sent = feeds.Sent(name[:NAME_MOST] or "-", sha256(data).hexdigest(), said)
    feed = feeds.begin(by=by, sent=sent, at=at)
    while feed.done < feed.rows:
        feed = feeds.go_on(by=by, feed=feed, sent=sent, most=SLICE, at=at)
    return feed


def secret_of(carrier: str) -> str:
    """The secret with which a carrier signs its callbacks, in the form of Standard Webhooks."""
    return f"whsec_{b64encode(_key(carrier)).decode()}"


def signed(carrier: str, *, event: str, at: datetime, data: bytes) -> dict[str, str]:
    """The headers of a callback as a carrier would send it."""
    stamp = str(int(at.timestamp()))
    return {
        "webhook-id": event,
        "webhook-timestamp": stamp,
        "webhook-signature": _sign(carrier, event, stamp, data),
    }


def believe(carrier: str, headers: Mapping[str, str], data: bytes, *, now: datetime) -> str:
    """The id of a callback whose signature holds and whose stamp is fresh, or a refusal.

    The stamp is held against the marketplace's own clock, which in a sandbox is not the real one.
    """
    said = {name.lower(): value for name, value in headers.items()}
    event, stamp = said.get("webhook-id", ""), said.get("webhook-timestamp", "")
    wanted = _sign(carrier, event, stamp, data).encode()
    given = said.get("webhook-signature", "").encode().split(b" ")
    if not any(hmac.compare_digest(wanted, each) for each in given):
        raise Refusal("signature_wrong", "回调签名不符。", "The signature does not fit.")
    fresh = stamp.isascii() and stamp.isdecimal() and len(stamp) < 12
    if not fresh or abs(now.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise Refusal("callback_stale", "回调时间戳已过期。", "The notice's stamp is too old.")
    return event


def _key(carrier: str) -> bytes:
    secret = settings.GONGDAO_GATEWAY_SECRET.encode()
    return hmac.digest(secret, f"carrier/{carrier}".encode(), "sha256")


def _sign(carrier: str, event: str, stamp: str, data: bytes) -> str:
    said = f"{event}.{stamp}.".encode() + data
    return "v1," + b64encode(hmac.digest(_key(carrier), said, "sha256")).decode()
