"""Receipts and full records on paper, signed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gongdao.interfaces.paper.contracts import line_of, named
from gongdao.interfaces.paper.signing import signed
from gongdao.interfaces.paper.typeset import pdf
from gongdao.interfaces.records import Named, record_of
from gongdao.kernel.money import total
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Language, Words
from gongdao.law import book
from gongdao.registers.duties import queries as duties
from gongdao.registers.duties.kinds import KINDS
from gongdao.stages.escrow import queries as escrow
from gongdao.stages.orders.states import ORDER

OUTCOMES = {
    "met": Words("按时", "in time"),
    "missed": Words("逾期", "late"),
    "moot": Words("不再需要", "moot"),
    None: Words("未了结", "open"),
}


def receipt_pdf(order: Any, *, language: Language) -> bytes:
    """What was paid for an order, dated with the last payment; refused where nothing came in."""
    came = [row for row in escrow.payments_of(order.id) if row.state == "captured"]
    if not came:
        raise Refusal(
            "receipt_unpaid",
            "这个订单还没有收到付款，没有收据。",
            "Nothing was paid for this order yet; there is no receipt.",
        )
    at = max(row.captured_at for row in came if row.captured_at)
    data = {
        "order": order.id,
        "digest": order.contract_digest,
        "parties": [
            (Words("商家", "Merchant").said_in(language), named(order.merchant, language)),
            (Words("买家", "Buyer").said_in(language), order.buyer),
        ],
        "payments": [
            {
                "at": _moment(order, row.captured_at),
                "how": f"{row.method} · {row.id}",
                "amount": str(row.amount),
            }
            for row in came
        ],
        "paid": str(total((row.amount for row in came), currency=order.currency)),
        "lines": [line_of(line, order.currency, language) for line in order.contract["lines"]],
        "freight": str(order.freight),
    }
    return signed(pdf("receipt", data, language=language, at=at), why=f"Receipt {order.id}", at=at)


def record_pdf(order: Any, *, language: Language, at: datetime, called: Named) -> bytes:
    """Everything on record about an order, as of `at`. `called` names the acts of the evidence."""
    said = record_of(order, at=at, proofs=False)
    pairs = (
        (Words("商家", "Merchant"), named(order.merchant, language)),
        (Words("买家", "Buyer"), order.buyer),
        (Words("状态", "State"), ORDER.names[order.state].said_in(language)),
        (Words("合同摘要", "Contract SHA-256"), order.contract_digest),
        (Words("保存至", "Kept until"), said["kept_until"] or "-"),
    )
    data = {
        "order": order.id,
        "particulars": [(name.said_in(language), value) for name, value in pairs],
        "deeds": [
            {
                "at": _moment(order, datetime.fromisoformat(deed["at"])),
                "words": called(deed["act"]).said_in(language),
                "by": deed["by"],
            }
            for deed in said["deeds"]
        ],
        "duties": [
            {
                "words": duty["words"][language],
                "cites": duty["cites"],
                "due": _moment(order, datetime.fromisoformat(duty["due_at"])),
                "outcome": OUTCOMES[duty["outcome"]].said_in(language),
            }
            for duty in said["duties"]
        ],
        "money": [
            {
                "at": _moment(order, datetime.fromisoformat(move["at"])),
                "why": move["why"],
                "amount": move["amount"],
            }
            for move in said["money"]
        ],
    }
    made = pdf("record", data, language=language, at=at)
    return signed(made, why=f"Record {order.id}", at=at)


def withdrawal_pdf(ret: Any, *, language: Language) -> bytes:
    """The acknowledgement of a withdrawal: its content, its day and hour, and what follows by when."""
    order = ret.order
    pairs = (
        (Words("商家", "Merchant"), named(order.merchant, language)),
        (Words("买家", "Buyer"), order.buyer),
        (Words("订单", "Order"), order.id),
        (Words("提交时间", "Withdrawn at"), _moment(order, ret.asked_at)),
        (Words("应退", "To be refunded"), str(ret.refund)),
        (Words("可退的最后一天", "Last day to withdraw"), ret.last_day.isoformat()),
    )
    owed = [row for row in duties.all_about(order.id) if row.subject == ret.id]
    first = owed[:1]  # what was owed when it was submitted: the paper stays the same later
    data = {
        "return": ret.id,
        "order": order.id,
        "particulars": [(name.said_in(language), value) for name, value in pairs],
        "pieces": [
            {
                "title": Words(p.line.version.title_zh, p.line.version.title_en).said_in(language),
                "quantity": p.quantity,
            }
            for p in ret.pieces.all()
        ],
        "duties": [
            {
                "due": _moment(order, row.due_at),
                "words": KINDS[row.kind].said_in(language),
                "cites": row.cites,
            }
            for row in first
        ],
    }
    made = pdf("withdrawal", data, language=language, at=ret.asked_at)
    return signed(made, why=f"Withdrawal {ret.id}", at=ret.asked_at)


def _moment(order: Any, at: datetime | None) -> str:
    return f"{at.astimezone(book.pack(order.law).zone):%Y-%m-%d %H:%M}" if at else ""
