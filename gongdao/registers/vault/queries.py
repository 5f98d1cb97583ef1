"""Masked views, and what was published. All else comes out through `reveal` alone."""

from __future__ import annotations

from collections.abc import Iterable

from gongdao.registers.vault import cipher
from gongdao.registers.vault.models import Item, Subject


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


def unerased(marketplace: str, *, kind: str, after: str = "", most: int = 1_000) -> list[str]:
    """Whose data can still be read, oldest first from a cursor on; `kind` is the prefix of the reference."""
    rows = Subject.objects.filter(
        marketplace=marketplace, wrapped_key__isnull=False, id__startswith=f"{kind}_", id__gt=after
    )
    return list(rows.order_by("id").values_list("id", flat=True)[:most])


def readable(subjects: Iterable[str]) -> set[str]:
    """Whose data is there and can still be read."""
    rows = Subject.objects.filter(pk__in=set(subjects), wrapped_key__isnull=False)
    return set(rows.values_list("id", flat=True))
