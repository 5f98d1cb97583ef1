"""Every read of invoices; whoever sees the order sees that one was asked for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from gongdao.kernel.money import Money
from gongdao.kernel.ref import expect
from gongdao.kernel.refusal import Refusal
from gongdao.registers.parties.powers import Actor
from gongdao.stages.orders.models import CreditNote, Invoice, Order


def of_order(order: str) -> Invoice | None:
    """The invoice of an order, if one was asked for."""
    return Invoice.objects.select_related("order").filter(order=order).first()


def asked_for(order: str) -> Invoice:
    """The same, locked; refused where nobody asked."""
    row = Invoice.objects.select_for_update().filter(order=order).first()
    if row is None:
        raise Refusal(
            "invoice_not_asked",
            "买家还没有索要发票。",
            "The buyer has not asked for an invoice.",
        )
    return row


def to_lapse(orders: Iterable[str]) -> list[Invoice]:
    """Those that were not issued yet, locked; for the clock."""
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("order")
    return list(rows.filter(order__in=set(orders), state="asked").order_by("pk"))


def issued(order: str) -> Invoice | None:
    """The invoice of an order, locked, if one is out."""
    return Invoice.objects.select_for_update().filter(order=order, state="issued").first()


def uncovered(order: Order, invoice: Invoice, refunded: Money) -> int:
    """What was refunded since an invoice was issued and no credit note is about yet, in minor units."""
    before = order.total.minor - (invoice.amount_minor or order.total.minor)
    noted = invoice.credit_notes.aggregate(sum=Sum("amount_minor"))["sum"] or 0
    return refunded.minor - before - noted


def credit_notes(order: str) -> list[CreditNote]:
    """The credit notes of an order, oldest first."""
    return list(CreditNote.objects.filter(invoice=order).order_by("id"))


def locked_note(note: str, *, by: Actor) -> CreditNote:
    """A credit note of the actor's own order, locked."""
    return _own(CreditNote.objects.select_for_update(of=("self",)), note, by)


def see_note(note: str, *, by: Actor) -> CreditNote:
    """A credit note of the actor's own order."""
    return _own(CreditNote.objects.all(), note, by)


def _own(rows: QuerySet[CreditNote], note: str, by: Actor) -> CreditNote:
    rows = rows.select_related("invoice__order")
    row = rows.filter(pk=expect("crn", note), invoice__order__merchant=by.party).first()
    if row is None:
        raise Refusal(
            "credit_note_unknown",
            "没有这张红字发票，或您无权开具。",
            "There is no such credit note, or it is not yours to issue.",
        )
    return row


def notes_to_lapse(notes: Iterable[str]) -> list[CreditNote]:
    """Those that were not issued yet, locked; for the clock."""
    rows = CreditNote.objects.select_for_update(of=("self",)).select_related("invoice")
    return list(rows.filter(pk__in=set(notes), state="owed").order_by("pk"))
