"""The copy of one's own data: one document, in clear, in a form that says what it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongdao.registers.accounts import queries as accounts
from gongdao.registers.messages import queries as messages
from gongdao.registers.parties import queries as parties
from gongdao.registers.parties.powers import Actor
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.disputes import queries as disputes
from gongdao.stages.disputes.panels import queries as panels
from gongdao.stages.orders import queries as sales
from gongdao.stages.privacy import queries
from gongdao.stages.reputation import queries as reviews

FORMAT = "gongdao-own-data/1"
REASON = "本人取得副本 a copy for the person"


def make(*, by: Actor, at: datetime, master: MasterKey) -> dict[str, Any]:
    """Part by part, as lists of plain fields."""
    me = by.party
    return {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "marketplace": by.marketplace,
        "account": _account(me),
        **_safety(me),
        **_trade(by, at, master),
        "messages": [
            {"id": row.id, "about": row.about, "zh": row.zh, "en": row.en, "at": _iso(row.at)}
            for row in messages.said_by(me)
        ],
        "reviews": [
            {"order": row.order_id, "score": row.score, "words": row.words, "at": _iso(row.at)}
            for row in reviews.of_buyer(me)
        ],
        "juror": panels.is_juror(me),
        "requests": [
            {"id": row.id, "kind": row.kind, "state": row.state, "asked_at": _iso(row.asked_at), "answer": row.answer}
            for row in queries.mine(by=by)
        ],
        "seen_by_others": [
            {"at": _iso(look.at), "by": look.by.en, "of": look.subject, "field": look.field, "reason": look.reason}
            for look in queries.looks(by=by)
        ],
    }  # fmt: skip


def _account(me: str) -> dict[str, Any]:
    row: Any = parties.party(me)
    return {
        "id": row.id,
        "handle": row.handle,
        "roles": sorted(row.roles),
        "enrolled_at": _iso(row.enrolled_at),
        "second_factor_since": _iso(row.factor_at),
    }


def _safety(me: str) -> dict[str, Any]:
    return {
        "sign_ins": [
            {
                "id": row.id,
                "device": row.device.label if row.device else "",
                "begun_at": _iso(row.begun_at),
                "ended_at": _iso(row.ended_at),
            }
            for row in accounts.earlier_sign_ins(me)
        ],
        "devices": [
            {"label": row.label, "first_at": _iso(row.first_at), "last_at": _iso(row.last_at)}
            for row in accounts.devices(me)
        ],
        "keys": [
            {"id": row.id, "label": row.label, "made_at": _iso(row.made_at)}
            for row in accounts.keys(me)
        ],
    }


def _trade(by: Actor, at: datetime, master: MasterKey) -> dict[str, Any]:
    bought = queries.orders(by.party)
    own = queries.own_subjects(by)
    subjects = [*own, *(row.id for row in bought)]
    clear = vault.disclose(by=by.party, subjects=subjects, reason=REASON, at=at, master=master)
    lines = sales.lines_of(row.id for row in bought)
    return {
        "particulars": {ref: clear[ref] for ref in own if ref in clear},
        "orders": [
            {
                "id": row.id,
                "merchant": row.merchant,
                "concluded_at": _iso(row.concluded_at),
                "state": row.state,
                "total": str(row.total),
                "goods": [
                    {"title": line.version.title_zh, "quantity": line.quantity}
                    for line in lines.get(row.id, [])
                ],
                "recipient": clear.get(row.id, {}),
            }
            for row in bought
        ],
        "disputes": [
            {
                "id": row.id,
                "order": row.order_id,
                "kind": row.kind,
                "story": row.story,
                "state": row.state,
                "filed_at": _iso(row.filed_at),
            }
            for row in disputes.of_buyer(by.party)
        ],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
