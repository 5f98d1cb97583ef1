"""The proof file of a promotion, signed with the house's evidence key: for pages, API and CLI."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from gongdao.law import book
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.parties import queries as parties
from gongdao.stages.listings.pricing import proof, queries


def proof_of(row: Any, *, at: datetime) -> dict[str, Any]:
    """The file that anybody can verify without us: `gongdao prices verify FILE`."""
    pack = book.pack(parties.by_id(row.marketplace).law)
    entries = queries.entries([row.listing], until=at)
    said = proof.made(row, entries, pack=pack, at=at)
    return proof.signed(said, key=key_of(settings.GONGDAO_EVIDENCE_KEY))


def our_key() -> str:
    """The fingerprint of the key that signs proofs."""
    return key_of(settings.GONGDAO_EVIDENCE_KEY).id
