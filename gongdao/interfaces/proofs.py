"""Evidence at the doors: seal what was done, and export what is sealed. Reading never writes."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from gongdao.registers.evidence import actions, queries
from gongdao.registers.evidence.heads import key_of


def seal(*, marketplace: str, at: datetime) -> None:
    """Put everything that was done until now into the signed tree; the minute job does the same."""
    actions.seal(marketplace=marketplace, at=at, key=key_of(settings.GONGDAO_EVIDENCE_KEY))


def bundle(ref: str, *, marketplace: str, at: datetime) -> bytes:
    """The bundle of a thing under the newest signed head; what waits for the next head is not in it."""
    key = key_of(settings.GONGDAO_EVIDENCE_KEY)
    return queries.bundle_about(ref, marketplace=marketplace, key=key, at=at)
