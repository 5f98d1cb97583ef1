"""Everything that can happen to an invoice: it is asked for, issued, or late."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.invoicing import facts, queries
from gongdao.stages.orders.models import Invoice
from gongdao.stages.orders.states import INVOICE

NUMBER = re.compile(r"[0-9A-Za-z-]{6,40}")


@transaction.atomic
def ask(*, by: Actor, order: str, at: datetime) -> Invoice:
    """The buyer asks for an invoice of what was paid; asking twice owes it once."""
    row = orders.locked(order, by=by)
    allow(by, "invoice.ask", marketplace=row.marketplace, buyer=row.buyer)
    if row.state != "bound":
        raise Refusal(
            "invoice_unpaid",
            "付款之后才能索要发票；合同已经结束的不再开票。",
            "An invoice is for what was paid; an order that is unpaid or over has none.",
        )
    if queries.of_order(row.id):
        raise Refusal(
            "invoice_asked_already",
            "已经索要过发票。",
            "The invoice was asked for already.",
        )
    invoice = Invoice.objects.create(marketplace=row.marketplace, order=row, asked_at=at)
    answer, due = facts.owed(row), facts.due(row, at)
    turn(
        owed=[
            Owed(
                "invoice", row.id, row.merchant, row.buyer, row.marketplace, at, due.value,
                str(answer.cites),
            )
        ]
    )  # fmt: skip
    record(
        [
            Deed(
                "invoice.asked", row.id, by=by.party, marketplace=row.marketplace, at=at,
                why=answer.working,
            )
        ]
    )  # fmt: skip
    return invoice


@transaction.atomic
def issue(*, by: Actor, order: str, number: str, at: datetime) -> Invoice:
    """The merchant issued it and says its number; late is better than never."""
    row = orders.locked(order, by=by)
    allow(by, "invoice.issue", marketplace=row.marketplace, seller=row.merchant)
    invoice = queries.asked_for(row.id)
    if not NUMBER.fullmatch(number.strip()):
        raise Refusal(
            "invoice_number_unreadable",
            "请填写发票号码：6至40位数字、字母或者连字符。",
            "Give the number of the invoice: 6 to 40 digits, letters or hyphens.",
        )
    invoice.state = INVOICE.move(invoice.state, "issue", by="seller").to
    invoice.number, invoice.issued_at = number.strip(), at
    invoice.save(update_fields=["state", "number", "issued_at"])
    turn(done=[Done("invoice", row.id, at)])
    record(
        [
            Deed(
                "invoice.issued", row.id, by=by.party, marketplace=row.marketplace, at=at,
                data={"number": invoice.number},
            )
        ]
    )  # fmt: skip
    return invoice


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """The invoice is late: that is on record, for the buyer's complaint and for the authority."""
    rows = queries.to_lapse(duty.subject for duty in duties)
    for row in rows:
        row.state = INVOICE.move(row.state, "lapse", by=CLOCK).to
        row.save(update_fields=["state"])
    turn(done=[Done("invoice", duty.subject, at, "missed") for duty in duties])
    record(
        [
            Deed(
                "invoice.overdue", row.order_id, by=clock_of(row.marketplace).party,
                marketplace=row.marketplace, at=at,
            )
            for row in rows
        ]
    )  # fmt: skip
