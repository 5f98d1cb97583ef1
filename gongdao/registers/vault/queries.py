"""Masked views. What is behind the masks comes out through `reveal` alone."""

from __future__ import annotations

from collections.abc import Iterable

from gongdao.registers.vault.models import Item


def masks(subjects: Iterable[str]) -> dict[str, dict[str, str]]:
    """What a page may show of people: field by field, masked."""
    found: dict[str, dict[str, str]] = {}
    for ref, field, mask in Item.objects.filter(subject__in=set(subjects)).values_list(
        "subject_id", "field", "mask"
    ):
        found.setdefault(ref, {})[field] = mask
    return found
