"""The full record of an order, from contract to last cent, with the proof of every step: for web, API and CLI."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings

from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.ledger.chart import account
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.escrow import queries as escrow
from gongdao.stages.orders.amending import queries as amendments
from gongdao.stages.orders.archive import facts as keeping
from gongdao.stages.orders.archive import queries as archive
from gongdao.stages.orders.invoicing import queries as invoices
from gongdao.stages.remedies import queries as remedies

FORMAT = "gongdao-record/1"

Named = Callable[[str], Words]


def record_of(order: Any, *, at: datetime, proofs: bool = True) -> dict[str, Any]:
    """Everything on record about an order. With `proofs`, the evidence bundle that verifies offline is inside.

    What was not sealed yet is among the deeds and not among the proofs.
    """
    completed = archive.completed_at(order)
    kept = keeping.kept_until(order, completed).value if completed else None
    said = {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "order": order.id,
        "state": order.state,
        "contract": order.contract,
        "contract_sha256": order.contract_digest,
        "amendments": [_amendment(row) for row in amendments.of_order(order.id)],
        "payments": [_payment(row) for row in escrow.payments_of(order.id)],
        "money": [
            _move(row) for row in ledger.statement(order.marketplace, account("hold", order.id))
        ],
        "parcels": [{"id": p.id, "state": p.state} for p in parcels.of_order(order.id)],
        "disputes": [{"id": d.id, "state": d.state} for d in disputes.of_order(order.id)],
        "awards": [
            {"head": a.head, "amount": str(a.amount), "cites": a.cites, "at": a.at.isoformat()}
            for a in remedies.of_order(order.id)
        ],
        "invoice": _invoice(invoices.of_order(order.id)),
        "duties": [_duty(row) for row in duties.all_about(order.id)],
        "deeds": [json.loads(row.body) for row in evidence.about(order.id)],
        "completed_at": completed and completed.isoformat(),
        "kept_until": kept and kept.isoformat(),
    }
    if proofs:
        key = key_of(settings.GONGDAO_EVIDENCE_KEY)
        made = evidence.bundle_about(order.id, marketplace=order.marketplace, key=key, at=at)
        said["evidence"] = json.loads(made)
    return said


def _amendment(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "proposed_by": row.proposed_by,
        "change": row.change,
        "reason": row.reason,
        "state": row.state,
        "previous": row.previous,
        "digest": row.digest,
    }


def _payment(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "gateway": row.gateway,
        "method": row.method,
        "amount": str(row.amount),
        "state": row.state,
        "captured_at": row.captured_at and row.captured_at.isoformat(),
    }


def _move(row: Any) -> dict[str, Any]:
    return {"at": row.at.isoformat(), "why": row.why, "amount": str(row.amount), "cites": row.cites}


def _invoice(row: Any) -> dict[str, Any] | None:
    return {"state": row.state, "number": row.number} if row else None


def _duty(row: Any) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "words": {"zh": KINDS[row.kind].zh, "en": KINDS[row.kind].en},
        "owed_by": row.owed_by,
        "due_at": row.due_at.isoformat(),
        "cites": row.cites,
        "outcome": row.outcome,
    }
