"""The few words our templates add: `say` in the reader's language, money, moments, state tables as drawings."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gongdao.kernel.money import Money
from gongdao.kernel.words import Words
from gongdao.law import book

register = template.Library()
ZONE = ZoneInfo("Asia/Shanghai")
SIGNS = {"CNY": "¥", "EUR": "€", "USD": "$", "GBP": "£"}


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], zh: str, en: str) -> str:
    """Two languages side by side in the template; the reader sees one."""
    return en if context.get("language") == "en" else zh


@register.simple_tag(takes_context=True)
def words(context: dict[str, Any], both: Words | None) -> str:
    """Words in the reader's language."""
    return both.said_in(context.get("language", "zh")) if both else ""


@register.simple_tag(takes_context=True)
def article(context: dict[str, Any], zh: str, en: str) -> str:
    """An article as the reader cites it."""
    return en if context.get("language") == "en" else zh


@register.simple_tag(takes_context=True)
def cited(context: dict[str, Any], text: str) -> str:
    """An article, kept as text, as the reader cites it."""
    return _cited(text).said_in(context.get("language", "zh")) if text else ""


_cited = lru_cache(maxsize=1_000)(book.cited)


@register.filter
def money(amount: Money | None) -> str:
    """¥225.00"""
    if amount is None:
        return ""
    code, _, figures = str(amount).partition(" ")
    sign, plain = ("−", figures[1:]) if figures.startswith("-") else ("", figures)
    whole, point, rest = plain.partition(".")
    return f"{sign}{SIGNS.get(code, code + ' ')}{int(whole):,}{point}{rest}"


@register.filter
def minor(amount: int, currency: str) -> str:
    """An amount in minor units, with its sign."""
    return money(Money(currency, amount))


@register.filter
def moment(at: datetime | None) -> str:
    """2026-03-10 23:59, on the clocks of the marketplace."""
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if at else ""


@register.filter
def day(on: date | None) -> str:
    """2026-03-10"""
    return on.isoformat() if on else ""


@register.simple_tag(takes_context=True)
def until(context: dict[str, Any], at: datetime) -> SafeString:
    """How much time is left, or that it is over."""
    left = at - context["now"]
    english = context.get("language") == "en"
    if left.total_seconds() < 0:
        return format_html('<span class="late">{}</span>', "overdue" if english else "已逾期")
    days, hours = left.days, left.seconds // 3600
    if english:
        return format_html("{}", f"{days} d {hours} h left" if days else f"{hours} h left")
    return format_html("{}", f"还有 {days} 天 {hours} 小时" if days else f"还有 {hours} 小时")
