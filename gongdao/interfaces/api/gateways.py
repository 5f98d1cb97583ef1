"""The ways to pay that this installation has, and what it takes to hear them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.conf import settings

from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.escrow.gateways.port import Gateway

FAKE = FakeGateway(settings.GONGDAO_GATEWAY_SECRET)
GATEWAYS: Mapping[str, Gateway] = {FAKE.name: FAKE}
DEFAULT = FAKE.name


def gateway(name: str) -> Gateway:
    """The gateway of this name."""
    if name not in GATEWAYS:
        raise Refusal("gateway_unknown", "没有这个支付机构。", "There is no such payment gateway.")
    return GATEWAYS[name]


def acts(name: str, *, marketplace: str) -> Actor:
    """A gateway as somebody who acts in a marketplace."""
    return Actor(name, marketplace, frozenset({"gateway"}))


def payment_named(body: bytes) -> str:
    """Which payment a callback speaks of, before anything of it is believed.

    It only tells which marketplace's clock the stamp is to be compared with; the signature is
    checked over the whole body afterwards.
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    named = said.get("payment") if isinstance(said, dict) else None
    return named if isinstance(named, str) and named.isascii() and "\0" not in named else ""
