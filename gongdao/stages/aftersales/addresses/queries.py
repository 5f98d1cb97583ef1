"""What is known of where a merchant's returns go, without showing it."""

from __future__ import annotations

from collections.abc import Mapping

from gongdao.registers.vault import queries as sealed

FIELDS: Mapping[str, str] = {
    # what a form calls it  what the vault keeps it under
    "name": "returns_name",
    "phone": "returns_phone",
    "address": "returns_address",
}


def masked(merchant: str) -> dict[str, str]:
    """The same as a page may show it to the merchant: masked."""
    kept = sealed.masks([merchant]).get(merchant, {})
    return {field: kept[name] for field, name in FIELDS.items() if name in kept}


def known(merchant: str) -> bool:
    """Whether a merchant has said where returns go."""
    return len(masked(merchant)) == len(FIELDS)
