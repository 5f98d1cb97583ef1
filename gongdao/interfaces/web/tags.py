"""The few words our templates add: `say` in the reader's language, money, moments, small drawings."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongdao.interfaces.web import drawing, menu
from gongdao.kernel.money import Money, parse
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Language, Words
from gongdao.law import book

register = template.Library()
ZONE = ZoneInfo("Asia/Shanghai")
SIGNS = {"CNY": "¥", "EUR": "€", "USD": "$", "GBP": "£"}
AMOUNT = re.compile(r"\b([A-Z]{3}) (-?\d+(?:\.\d+)?)")
GATEWAYS = {
    "fake": Words("模拟支付机构", "sandbox gateway"), "alipay": Words("支付宝", "Alipay"),
    "wechat": Words("微信支付", "WeChat Pay"), "unionpay": Words("银联", "UnionPay"),
    "stripe": Words("Stripe", "Stripe"), "card": Words("银行卡", "card"),
    "voucher": Words("代金券", "voucher"), "outside": Words("平台之外", "outside the platform"),
    "coupon": Words("优惠券", "coupon"), "points": Words("积分", "points"),
}  # fmt: skip
LARGER = Words("取较大者", "the larger of")
SMALLER = Words("取较小者", "the smaller of")

Context = dict[str, Any]


def reader(context: Context) -> Language:
    """The language of whoever reads this page."""
    return "en" if context.get("language") == "en" else "zh"


@register.simple_tag(takes_context=True)
def say(context: Context, zh: str, en: str) -> str:
    """Two languages side by side in the template; the reader sees one."""
    return en if context.get("language") == "en" else zh


@register.simple_tag(takes_context=True)
def words(context: Context, both: Words | None) -> str:
    """Words in the reader's language."""
    return both.said_in(reader(context)) if both else ""


@register.simple_tag(takes_context=True)
def heading(context: Context, both: Words | None) -> str:
    """Words that begin a line: in English with a capital."""
    text = words(context, both)
    return text[:1].upper() + text[1:]


@register.simple_tag(takes_context=True)
def heading_money(context: Context, both: Words | None) -> str:
    """A heading in which sums stand, with signs for currencies."""
    return AMOUNT.sub(lambda found: _amount(*found.groups()), heading(context, both))


@register.simple_tag(takes_context=True)
def article(context: Context, zh: str, en: str) -> str:
    """An article as the reader cites it."""
    return en if context.get("language") == "en" else zh


@register.simple_tag(takes_context=True)
def cited(context: Context, text: str) -> str:
    """An article, kept as text, as the reader cites it."""
    return _cited(text).said_in(reader(context)) if text else ""


_cited = lru_cache(maxsize=1_000)(book.cited)


@register.filter
def money(amount: Money | None) -> str:
    """¥225.00"""
    if amount is None:
        return ""
    code, _, figures = str(amount).partition(" ")
    return _amount(code, figures)


@register.filter
def minor(amount: int, currency: str) -> str:
    """An amount in minor units, with its sign."""
    return money(Money(currency, amount))


@register.filter
def said_money(text: str) -> str:
    """¥225.00 of the record's own "CNY 225.00"; what is no amount stays as it is."""
    code, _, figures = str(text).partition(" ")
    try:
        parse(figures, currency=code)
    except Refusal:
        return str(text)
    return _amount(code, figures)


@register.simple_tag(takes_context=True)
def working(context: Context, figures: str) -> str:
    """A working as people write it: signs for currencies, words for functions."""
    text = AMOUNT.sub(lambda found: _amount(*found.groups()), figures or "")
    for function, both in (("max", LARGER), ("min", SMALLER)):
        text = text.replace(f"{function}(", f"{both.said_in(reader(context))} (")
    return text


@register.simple_tag(takes_context=True)
def gateway(context: Context, name: str) -> str:
    """A way to pay, or who carries payments out, as people call it."""
    both = GATEWAYS.get(name)
    return both.said_in(reader(context)) if both else name


@register.filter
def moment(at: datetime | None) -> str:
    """2026-03-10 23:59, on the clocks of the marketplace."""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if at else ""


@register.filter
def deadline(at: datetime | None) -> str:
    """The last moment that is in time. Midnight belongs to the day that ends with it."""
    if at is None:
        return ""
    there = at.astimezone(ZONE)
    if (there.hour, there.minute) == (0, 0):
        return f"{there - timedelta(days=1):%Y-%m-%d} 24:00"
    return f"{there:%Y-%m-%d %H:%M}"


@register.filter
def day(on: date | None) -> str:
    """2026-03-10"""
    return on.isoformat() if on else ""


@register.filter
def over(on: date | None, now: datetime) -> bool:
    """Whether a last day has passed."""
    return on is not None and on < now.astimezone(ZONE).date()


@register.simple_tag(takes_context=True)
def until(context: Context, at: datetime) -> SafeString:
    """How much time is left, or that it is over."""
    left = at - context["now"]
    english = context.get("language") == "en"
    if left.total_seconds() < 0:
        return format_html('<span class="late">{}</span>', "overdue" if english else "已逾期")
    days, hours = left.days, left.seconds // 3600
    if not days and not hours:
        much = "less than an hour left" if english else "不到一小时"
    elif english:
        much = f"{days} d {hours} h left" if days else f"{hours} h left"
    else:
        much = f"还有 {days} 天 {hours} 小时" if days else f"还有 {hours} 小时"
    return format_html('<span class="{}">{}</span>', "left" if days else "left soon", much)


@register.simple_tag(takes_context=True)
def elapsed(context: Context, begins: datetime, ends: datetime) -> SafeString:
    """A bar that fills as time runs out."""
    whole = max((ends - begins).total_seconds(), 1)
    return drawing.bar((context["now"] - begins).total_seconds() / whole)


@register.simple_tag
def shares(**parts: int) -> SafeString:
    """One bar, divided in proportion; each part has a class of its own name."""
    return drawing.shares({name: count or 0 for name, count in parts.items()})


@register.simple_tag(takes_context=True)
def own_tabs(context: Context) -> list[menu.Tab]:
    """The menu of whoever reads this page."""
    actor = context.get("actor")
    return menu.own(actor.roles) if actor else []


@register.simple_tag
def account_tab() -> menu.Tab:
    """The way to one's own account."""
    return menu.ACCOUNT


@register.simple_tag
def open_tabs() -> tuple[menu.Tab, ...]:
    """The menu that everybody has."""
    return menu.OPEN


@register.simple_tag(takes_context=True)
def tab(context: Context, address: str, both: Words) -> SafeString:
    """A link of the main menu; the one that leads here says so."""
    request = context.get("request")
    there, said = request.path if request else "", both.said_in(reader(context))
    if menu.leading_to(there) != address:
        return format_html('<a href="{}">{}</a>', address, said)
    which = "page" if there == address else "true"
    return format_html('<a href="{}" aria-current="{}">{}</a>', address, which, said)


@register.simple_tag(takes_context=True)
def here(context: Context, **changes: str) -> str:
    """This page's own address with some of its query changed."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return ""
    query.pop("done", None)
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _amount(code: str, figures: str) -> str:
    sign, plain = ("−", figures[1:]) if figures.startswith("-") else ("", figures)
    whole, point, rest = plain.partition(".")
    return f"{sign}{SIGNS.get(code, code + ' ')}{int(whole):,}{point}{rest}"
