"""Masked views, and what was published. All else comes out through `reveal` alone."""

from __future__ import annotations

from collections.abc import Iterable

from gongdao.registers.vault import cipher
from gongdao.registers.vault.models import Item


def masks(subjects: Iterable[str]) -> dict[str, dict[str, str]]:
    """What a page may show of people: field by field, masked."""
    found: dict[str, dict[str, str]] = {}
    for ref, field, mask in Item.objects.filter(subject__in=set(subjects)).values_list(
        "subject_id", "field", "mask"
    ):
        found.setdefault(ref, {})[field] = mask
    return found


def published(subjects: Iterable[str], *, master: cipher.MasterKey) -> dict[str, dict[str, str]]:
    """What is open to all of people, because an article says so: field by field, in clear."""
    rows = Item.objects.select_related("subject").filter(
        subject__in=set(subjects), published_at__isnull=False, subject__wrapped_key__isnull=False
    )
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        key = cipher.unwrap(master, row.subject_id, bytes(row.subject.wrapped_key or b""))
        found.setdefault(row.subject_id, {})[row.field] = cipher.open_(
            key, row.subject_id, row.field, bytes(row.sealed)
        )
    return found
