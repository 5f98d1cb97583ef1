"""The few words our templates add: `say` in the reader's language, money, moments."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def say(context: dict[str, Any], zh: str, en: str) -> str:
    """Two languages side by side in the template; the reader sees one."""
    return en if context.get("language") == "en" else zh
