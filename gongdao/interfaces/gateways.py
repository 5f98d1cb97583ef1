"""The ways to pay that this installation has, and what it takes to hear them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings

from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.parties.powers import Actor
from gongdao.stages.escrow.gateways.alipay import AlipayGateway
from gongdao.stages.escrow.gateways.fake import FakeGateway
from gongdao.stages.escrow.gateways.port import SIGN, Gateway
from gongdao.stages.escrow.gateways.stripe import StripeGateway
from gongdao.stages.escrow.gateways.wechat import Keys, WechatGateway

FAKE = FakeGateway(settings.GONGDAO_GATEWAY_SECRET)
DEFAULT = FAKE.name


def _stripe(*, notify: str, key: str, secret: str, address: str = "") -> Gateway:
    """Stripe is told at Stripe where its webhooks go, once for all."""
    assert notify
    return StripeGateway(key=key, secret=secret, address=address)


MAKERS: Mapping[str, Callable[..., Gateway]] = {
    "stripe": _stripe,
    "alipay": AlipayGateway,
    "wechat": lambda *, notify, address="", **keys: WechatGateway(
        Keys(**keys), address=address, notify=notify
    ),
}
"""How each real gateway is made out of its keys, which come from the environment."""

OPTIONAL = ("address", "scene", "plan")
"""What a gateway does without: another address than its own, a product's scene, a contract's template."""

WAYS: Mapping[tuple[str, str], Words] = {
    ("fake", "alipay"): Words("支付宝", "Alipay"),
    ("fake", "wechat"): Words("微信支付", "WeChat Pay"),
    ("fake", "unionpay"): Words("银联", "UnionPay"),
    ("stripe", "page"): Words("银行卡（Stripe）", "Card (Stripe)"),
    ("alipay", "page"): Words("支付宝", "Alipay"),
    ("alipay", "wap"): Words("支付宝（手机）", "Alipay (phone)"),
    ("alipay", "qr"): Words("支付宝扫码", "Alipay (scan)"),
    ("wechat", "native"): Words("微信扫码", "WeChat Pay (scan)"),
    ("wechat", "h5"): Words("微信支付（手机）", "WeChat Pay (phone)"),
}
"""What a buyer can choose on our pages, in this order; the API knows some ways more."""


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
    needed = {key: value for key, value in keys.items() if key not in OPTIONAL}
    return [f"GONGDAO_{name}_{key}".upper() for key, value in needed.items() if not value]


def offered(market: Any, *, signs: bool = False) -> dict[str, Words]:
    """The ways to pay that a marketplace's pages offer: a sandbox has the fake gateway's as well.

    Where a subscription is signed for, each gateway is offered once.
    """
    found: dict[str, Words] = {}
    for (name, way), words in WAYS.items():
        near = name == FAKE.name
        if market.mode != "sandbox" if near else missing(name):
            continue
        knows = gateway(name).ways
        if signs and not near and (SIGN not in knows or way != knows[0]):
            continue
        found[way if near else f"{name}:{way}"] = words
    return found


def chosen(code: str, market: Any, *, signs: bool = False) -> tuple[str, str]:
    """Gateway and way of what was chosen on a page; what is not offered is refused."""
    ways = offered(market, signs=signs)
    if not ways:
        raise Refusal(
            "no_way_to_pay",
            "平台尚未开通任何支付方式。",
            "This marketplace has not opened any way to pay yet.",
        )
    name, colon, way = (code if code in ways else next(iter(ways))).partition(":")
    return (name, way) if colon else (FAKE.name, name)


@lru_cache
def _made(name: str) -> Gateway:
    notify = f"{settings.GONGDAO_URL}/api/v1/gateways/{name}/callbacks"
    return MAKERS[name](**settings.GONGDAO_GATEWAYS[name], notify=notify)


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
