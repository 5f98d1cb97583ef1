"""How changes of a contract hang together: each carries the digest of what it builds on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gongdao.stages.orders import contract
from gongdao.stages.orders.models import Amendment

FORMAT = "gongdao-amendment/1"


def digest_of(row: Amendment) -> str:
    """SHA-256 over the change and what it builds on: the contract, or the last change that was agreed."""
    said: Mapping[str, Any] = {
        "format": FORMAT,
        "order": row.order_id,
        "number": row.number,
        "proposed_by": row.proposed_by,
        "previous": row.previous,
        "change": row.change,
    }
    return contract.digest(dict(said))
