"""The menu: what each role finds at the top of every page, and what everybody finds below it."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from gongdao.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Tab:
    """A page that the menu leads to."""

    address: str
    words: Words


def _tab(address: str, zh: str, en: str) -> Tab:
    return Tab(address, Words(zh, en))


COUPONS = _tab("/coupons", "优惠", "Coupons")
ORDERS = _tab("/orders", "订单", "Orders")
CASES = _tab("/cases", "案件", "Cases")

OWN: tuple[tuple[str, tuple[Tab, ...]], ...] = (
    ("consumer", (
        _tab("/orders", "我的订单", "My orders"), _tab("/basket", "购物车", "Basket"),
        _tab("/subscriptions", "订阅", "Subscriptions"), _tab("/guarantees", "我的保修", "Guarantees"),
        _tab("/panels", "评审", "Panels"), COUPONS,
    )),
    ("merchant", (
        _tab("/desk", "工作台", "Desk"), _tab("/help", "客服", "Help desk"), _tab("/goods", "我的商品", "My goods"), ORDERS, _tab("/shipping", "发货", "Shipping"),
        _tab("/bench", "维修台", "Bench"), _tab("/promotions", "促销", "Promotions"), COUPONS, _tab("/desk/plans", "方案", "Plans"), _tab("/payouts", "款项", "Money"),
        _tab("/recourse", "追偿", "Recourse"),
    )),
    ("courier", (
        _tab("/parcels", "包裹", "Parcels"), _tab("/courier-claims", "索赔", "Claims"),
    )),
    ("arbiter", (CASES, _tab("/contested", "退货争议", "Returns"))),
    ("senior", (CASES,)),
    ("platform", (
        _tab("/platform", "平台", "Office"), _tab("/help", "客服", "Help desk"), _tab("/platform/applications", "入驻", "Admission"),
        _tab("/reviews", "商品审核", "Reviews"), _tab("/promotions", "促销", "Promotions"), COUPONS, _tab("/recalls", "召回", "Recalls"),
        CASES, ORDERS, _tab("/finance", "财务", "Finance"),
        _tab("/platform/fairness", "公平交易", "Fair dealing"),
        _tab("/platform/outcomes", "裁决统计", "Outcomes"),
        _tab("/report-desk", "举报", "Reports"), _tab("/data-requests", "个人信息", "Data"),
    )),
    ("officer", (
        _tab("/platform/fairness", "公平交易", "Fair dealing"), _tab("/report-desk", "举报", "Reports"),
    )),
)  # fmt: skip
"""By role; somebody with several roles finds all of theirs."""

OPEN: tuple[Tab, ...] = (
    _tab("/advise", "问法律", "Ask"),
    _tab("/check", "查文字", "Check"),
    _tab("/listings", "商品", "Shelf"),
    _tab("/rules", "规则", "Rules"),
    _tab("/decisions", "裁决", "Decisions"),
    _tab("/certificates", "认证", "Certificates"),
    _tab("/machines", "流程", "Processes"),
    _tab("/verify", "验证存证", "Verify"),
    _tab("/report", "举报", "Report"),
)
"""Open to everybody, signed in or not."""


ACCOUNT = _tab("/account", "账户", "Account")
"""Everybody's who is signed in; it stands beside the way out."""


def leading_to(path: str) -> str:
    """The page of the menu that a page belongs to: the one with the longest address that begins it."""
    known = {tab.address for _, tabs in OWN for tab in tabs} | {tab.address for tab in OPEN}
    fits = [each for each in known if path == each or path.startswith(f"{each}/")]
    return max(fits, key=len, default="")


def own(roles: AbstractSet[str]) -> list[Tab]:
    """What somebody with these roles finds first, each page once."""
    return list(dict.fromkeys(tab for role, tabs in OWN if role in roles for tab in tabs))
