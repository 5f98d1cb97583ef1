"""Everything that can happen to an invoice: it is asked for, issued, or late."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from stdnum.cn import uscc

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.ledger import queries as ledger
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.invoicing import facts, queries
from gongdao.stages.orders.models import CreditNote, Invoice, Order
from gongdao.stages.orders.states import CREDIT_NOTE, INVOICE

NUMBER = re.compile(r"[0-9A-Za-z-]{6,40}")
TITLE = re.compile(r"[^\x00-\x1f<>]{2,100}")


@dataclass(frozen=True, slots=True)
class MadeOut:
    """To whom an invoice is made out: to a person, or to a company with its name and tax number."""

    title: str = ""
    tax_number: str = ""

    @property
    def to(self) -> str:
        """`person` or `company`."""
        return "company" if self.title or self.tax_number else "person"


@transaction.atomic
def ask(*, by: Actor, order: str, at: datetime, made_out: MadeOut = MadeOut()) -> Invoice:
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
    title, tax_number = _readable(made_out)
    invoice = Invoice.objects.create(
        marketplace=row.marketplace, order=row, asked_at=at, made_out_to=made_out.to, title=title,
        tax_number=tax_number,
    )  # fmt: skip
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
                why=answer.working, data={"made_out_to": made_out.to},
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
    invoice.state = INVOICE.move(invoice.state, "issue", by="seller").to
    invoice.number, invoice.issued_at = _number(number), at
    back = ledger.refunded(row.marketplace, row.id, currency=row.currency)
    invoice.amount_minor = row.total.minor - back.minor
    invoice.save(update_fields=["state", "number", "amount_minor", "issued_at"])
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


@transaction.atomic
def owe_credit_note(*, order: Order, at: datetime) -> CreditNote | None:
    """Something was refunded: if an invoice of it is out, the merchant owes a credit note of as much."""
    invoice, gone = queries.issued(order.id), 0
    if invoice:
        back = ledger.refunded(order.marketplace, order.id, currency=order.currency)
        gone = queries.uncovered(order, invoice, back)
    made: CreditNote | None = None
    if invoice and gone > 0:
        made = CreditNote.objects.create(
            id=mint("crn", at=at), marketplace=order.marketplace, invoice=invoice,
            amount_minor=gone, owed_at=at,
        )  # fmt: skip
        due = facts.credit_note_due(order, at)
        owed = Owed(
            "red_invoice", made.id, order.merchant, order.buyer, order.marketplace, at, due.value,
            str(due.cites), about=order.id,
        )  # fmt: skip
        turn(owed=[owed])
    record([_noted("invoice.credit_note_owed", row, by=CLOCK, at=at) for row in (made,) if row])
    return made


@transaction.atomic
def issue_credit_note(*, by: Actor, note: str, number: str, at: datetime) -> CreditNote:
    """The merchant issued it and says its number."""
    row = queries.locked_note(note, by=by)
    order = row.invoice.order
    allow(by, "invoice.issue", marketplace=row.marketplace, seller=order.merchant)
    row.state = CREDIT_NOTE.move(row.state, "issue", by="seller").to
    row.number, row.issued_at = _number(number), at
    row.save(update_fields=["state", "number", "issued_at"])
    turn(done=[Done("red_invoice", row.id, at)])
    record([_noted("invoice.credit_note_issued", row, by=by.party, at=at)])
    return row


@transaction.atomic
def lapse_credit_note(*, duties: Sequence[Duty], at: datetime) -> None:
    """The credit note is late: that is on record for the authority."""
    rows = queries.notes_to_lapse(duty.subject for duty in duties)
    for row in rows:
        row.state = CREDIT_NOTE.move(row.state, "lapse", by=CLOCK).to
        row.save(update_fields=["state"])
    turn(done=[Done("red_invoice", duty.subject, at, "missed") for duty in duties])
    record([_noted("invoice.credit_note_overdue", row, by=CLOCK, at=at) for row in rows])


def _number(text: str) -> str:
    if not NUMBER.fullmatch(text.strip()):
        raise Refusal(
            "invoice_number_unreadable",
            "请填写发票号码：6至40位数字、字母或者连字符。",
            "Give the number of the invoice: 6 to 40 digits, letters or hyphens.",
        )
    return text.strip()


def _readable(made_out: MadeOut) -> tuple[str, str]:
    """A company's name, and its tax number with a check digit that fits; nothing for a person."""
    if made_out.to == "person":
        return "", ""
    title, number = made_out.title.strip(), uscc.compact(made_out.tax_number)
    if not TITLE.fullmatch(title) or not uscc.is_valid(number):
        raise Refusal(
            "invoice_title_unreadable",
            "单位发票须写明单位名称和18位统一社会信用代码（税号），校验位须正确；个人发票两项都不填。",
            "An invoice for a company has its name and its 18-letter tax number, whose check digit must "
            "fit; leave both empty for a person.",
        )
    return title, number


def _noted(act: str, row: CreditNote, *, by: str, at: datetime) -> Deed:
    data = {"amount_minor": row.amount_minor, "number": row.number}
    return Deed(
        act,
        row.id,
        by=by,
        marketplace=row.marketplace,
        at=at,
        about=row.invoice.order_id,
        data=data,
    )
