"""The ways to pay that this installation has, and what it takes to hear them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache

from django.conf import settings

from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.escrow.gateways.alipay import AlipayGateway
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.escrow.gateways.port import Gateway
from gongdao.stages.escrow.gateways.stripe import StripeGateway
from gongdao.stages.escrow.gateways.wechat import Keys, WechatGateway

FAKE = FakeGateway(settings.GONGDAO_GATEWAY_SECRET)
DEFAULT = FAKE.name
MAKERS: Mapping[str, Callable[..., Gateway]] = {
    "stripe": StripeGateway,
    "alipay": AlipayGateway,
    "wechat": lambda **keys: WechatGateway(Keys(**keys)),
}
"""How each real gateway is made out of its keys, which come from the environment."""


def gateway(name: str) -> Gateway:
    """The gateway of this name, if there is one and it has its keys."""
    if name == FAKE.name:
        return FAKE
    if name not in MAKERS:
        raise Refusal("gateway_unknown", "没有这个支付机构。", "There is no such payment gateway.")
    if lacking := missing(name):
        variables = ", ".join(lacking)
        raise Refusal(
            "gateway_not_configured",
            f"支付机构 {name} 尚未配置，缺少环境变量：{variables}。",
            f"The gateway {name} is not configured; the environment lacks {variables}.",
        )
    return _made(name)


def missing(name: str) -> list[str]:
    """Which variables of the environment a gateway still lacks."""
    keys = settings.GONGDAO_GATEWAYS[name]
    return [f"GONGDAO_{name}_{key}".upper() for key, value in keys.items() if not value]


@lru_cache
def _made(name: str) -> Gateway:
    return MAKERS[name](**settings.GONGDAO_GATEWAYS[name])


def acts(name: str, *, marketplace: str) -> Actor:
    """A gateway as somebody who acts in a marketplace."""
    return Actor(name, marketplace, frozenset({"gateway"}))


def named_in(body: bytes) -> str:
    """Which payment or instruction a callback speaks of, before anything of it is believed.

    It only tells which marketplace's clock the stamp is to be compared with; the signature is
    checked over the whole body afterwards.
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    named = said.get("payment") or said.get("instruction") if isinstance(said, dict) else None
    return named if isinstance(named, str) and named.isascii() and "\0" not in named else ""
