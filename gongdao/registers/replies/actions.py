"""Keeping replies, and forgetting old ones. They are a convenience for callers, not evidence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongdao.registers.replies.models import Reply


@transaction.atomic
def keep(
    *,
    marketplace: str,
    caller: str,
    key: str,
    fingerprint: bytes,
    status: int,
    body: bytes,
    at: datetime,
) -> None:
    """Keep a reply in the transaction of what it reports: both are there, or neither is."""
    Reply.objects.create(
        marketplace=marketplace,
        caller=caller,
        key=key,
        fingerprint=fingerprint,
        status=status,
        body=body,
        at=at,
    )


@transaction.atomic
def forget(*, before: datetime) -> int:
    """Drop replies older than a moment: nobody retries after days. Returns how many."""
    gone, _ = Reply.objects.filter(at__lt=before).delete()
    return gone
